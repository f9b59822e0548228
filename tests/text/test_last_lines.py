"""The end of an output: a few lines, harmless to a terminal, without secrets, and found in little time."""

from __future__ import annotations

import time

from magesaas_ops.text.last_lines import last_lines_of


def test_only_the_last_lines_are_shown_and_no_terminal_is_harmed() -> None:
    printed = "\n".join(f"line {number}" for number in range(100)) + "\n\x1b[2J\x1b]0;owned\x07red\u202e\ud800\n"
    lines = last_lines_of(printed)
    assert len(lines) == 6
    assert lines[0] == "line 95"
    assert lines[-1].endswith("red")
    assert all(character.isprintable() for line in lines for character in line)


def test_a_long_line_is_cut() -> None:
    assert last_lines_of("no " * 200, longest=10) == ("no no no n…",)


def test_known_secrets_and_half_keys_are_hidden() -> None:
    text = " ".join(last_lines_of("key hunter2\n-----BEGIN PRIVATE KEY-----\nMIIabc", hiding=["hunter2"]))
    assert "hunter2" not in text
    assert "MIIabc" not in text


def test_a_key_that_begins_before_what_is_looked_at_is_hidden() -> None:
    text = "-----BEGIN PRIVATE KEY-----\n" + "abcdefghij\n" * 10_000 + "-----END PRIVATE KEY-----\nthe end"
    assert last_lines_of(text) == ("********", "the end")


def test_one_endless_line_is_not_looked_into() -> None:
    assert last_lines_of("x" * 100_000) == ("(one line of more than 64 KiB)",)


def test_an_output_of_16_mib_takes_no_time() -> None:
    started = time.process_time()
    last_lines_of("sudo: " * (16 * 1024 * 1024 // 6))
    assert time.process_time() - started < 2
