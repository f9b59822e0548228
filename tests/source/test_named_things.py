"""Verbs, flags and rules that anything people read names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from magesaas_ops.cli.verbs import VERBS
from magesaas_ops.rules import rule_by_id
from tests.source.documents import Line, all_flags, flags_of, lines_of_code, lines_of_pages

LINES = [*lines_of_pages(), *lines_of_code()]
COMMAND = re.compile(r"(?:^|[\s`\"'(/])magesaas (?P<verb>[a-z][a-z-]*)(?P<rest>[^`|;&#]*)")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
RULE = re.compile(r"magesaas rule (?P<a>[a-z-]+)|rules\.md#(?P<b>[a-z-]+)|\brule: (?P<c>[a-z]+-[a-z-]+)")
NO_VERB = {"for", "runs", "needs", "in"}
"""What follows the program's name in a sentence about it."""
FLAGS_OF_OTHERS = {
    "--extract": "sops",
    "--secret-id": "aws",
    "--query": "aws",
    "--working-dir": "composer",
    "--no-dev": "composer",
    "--dry": "pyinfra",
    "--hex-blob": "mysqldump",
    "--replace": "mysqldump",
    "--single-transaction": "mysqldump",
    "--password": "what is never written on a command line",
    "--magento-root": "pytest tests/contract",
    "--magento-run-as": "pytest tests/contract",
}


def named(pattern: re.Pattern[str], lines: list[Line]) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines:
        for match in pattern.finditer(line.text):
            yield line, match


def test_every_verb_that_is_named_exists() -> None:
    unknown = {
        f"{line.where}: magesaas {match['verb']}"
        for line, match in named(COMMAND, LINES)
        if match["verb"] not in VERBS and match["verb"] not in NO_VERB
    }
    assert unknown == set()


def test_every_flag_of_a_command_that_is_shown_is_one_of_its_verb() -> None:
    unknown = {
        f"{line.where}: magesaas {match['verb']} {flag}"
        for line, match in named(COMMAND, LINES)
        if match["verb"] in VERBS
        for flag in FLAG.findall(match["rest"])
        if flag not in flags_of(match["verb"])
    }
    assert unknown == set()


def test_every_flag_that_a_page_names_is_somebodys() -> None:
    pages = [line for line in LINES if ".md:" in line.where or "/rules/" in line.where]
    unknown = {
        f"{line.where}: {match[0]}"
        for line, match in named(FLAG, pages)
        if match[0] not in all_flags() and match[0] not in FLAGS_OF_OTHERS
    }
    assert unknown == set()


def test_every_rule_that_is_named_exists() -> None:
    unknown = {
        f"{line.where}: {id_}"
        for line, match in named(RULE, LINES)
        for id_ in filter(None, match.groups())
        if rule_by_id(id_) is None
    }
    assert unknown == set()


@pytest.mark.parametrize("flag", sorted(FLAGS_OF_OTHERS))
def test_every_exception_is_needed(flag: str) -> None:
    assert any(flag in line.text for line in LINES)
    assert flag not in all_flags()
