"""Files that cannot be read are told, each once, and never stop the others from being read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from magesaas_ops.errors import NothingToLookAt
from magesaas_ops.loading import fleet_from_files, read_inventory
from magesaas_ops.loading.yaml.tree import MOST_BYTES

GOOD = b"version: 1\n"


def only_defect(content: bytes) -> tuple[str, str, int, int]:
    (defect,) = fleet_from_files({"fleet.yaml": content}).defects
    assert defect.at is not None
    return defect.rule, defect.detail, defect.at.line, defect.at.column


@pytest.mark.parametrize(
    ("content", "line", "column", "says"),
    [
        (b"version: 1\nx: \xff\n", 2, 4, "not UTF-8"),
        ("version: 1\nä: \x07\n".encode(), 2, 4, "control character U+0007"),
        ("version: 1\n# \u2028 hidden\n".encode(), 2, 3, "U+2028"),
        (b"version: 1\n\x00", 2, 1, "U+0000"),
        ("version: 1".encode("utf-16"), 1, 1, "not UTF-8"),
        (b"version: 1\nx: [1\n", 3, 1, "not closed"),
        (b"version: 1\nx: 'y\n", 3, 1, "quotation mark is not closed"),
        (b"version: 1\nx: y: z\n", 2, 5, "quote the value"),
        (b"version: 1\n\tx: y\n", 2, 1, "indent with spaces"),
        (b"version: 1\nx: @y\n", 2, 4, "quote such values"),
        (b"version: 1\n---\nversion: 1\n", 2, 1, "second document"),
        (b"version: 1\nx: *nothing\n", 2, 4, "before any anchor"),
        (b"version: 1\nx: &a 1\ny: &a 2\n", 3, 4, "stands above already"),
        (b"%YAML 3.0\n---\nversion: 1\n", 1, 1, "only YAML 1.1 and 1.2"),
        (b"x: " + b"[" * 100_000, 1, 36, "nested deeper"),
        (b"- " * 100_000, 1, 63, "nested deeper"),
        (b"a: &a {b: *a}\n", 1, 4, "inside of what it refers to"),
    ],
)
def test_unreadable_content_is_told_at_its_place(content: bytes, line: int, column: int, says: str) -> None:
    rule, detail, told_line, told_column = only_defect(content)
    assert rule == "unreadable-inventory"
    assert says in detail
    assert (told_line, told_column) == (line, column)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf", b"---\n"])
def test_file_that_says_nothing_is_refused(content: bytes) -> None:
    rule, detail, _, _ = only_defect(content)
    assert rule == "schema-violation"
    assert detail


def test_file_beyond_the_size_bound_is_not_even_parsed() -> None:
    content = GOOD + b"#" * MOST_BYTES
    rule, detail, _, _ = only_defect(content)
    assert (rule, "more than 16,777,216" in detail) == ("unreadable-inventory", True)


def test_alias_bomb_is_refused_at_once() -> None:
    lines = ["version: 1", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    begin = time.monotonic()
    rule, detail, _, _ = only_defect("\n".join(lines).encode())
    assert rule == "unreadable-inventory"
    assert "stand for more than" in detail
    assert time.monotonic() - begin < 5


def test_more_aliases_than_the_bound_are_refused() -> None:
    content = b"version: 1\nx: &x 1\ny: [" + b"*x, " * 1_001 + b"]\n"
    assert "more than 1,000 aliases" in only_defect(content)[1]


def test_chain_of_aliases_cannot_nest_beyond_the_bound() -> None:
    lines = ["version: 1", "a0: &a0 " + "[" * 20 + "]" * 20]
    lines += [f"a{n}: &a{n} {'[' * 20}*a{n - 1}{']' * 20}" for n in range(1, 200)]
    assert "nested deeper" in only_defect("\n".join(lines).encode())[1]


def test_stars_and_ampersands_without_aliases_are_fine() -> None:
    content = b"version: 1\ninstallations: {}\n# a & b * c\n"
    assert fleet_from_files({"fleet.yaml": content}).defects == ()


def test_link_out_of_the_folder_is_refused_and_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("version: 1\ninstallations: {secret: }\n")
    folder = tmp_path / "inventories"
    folder.mkdir()
    (folder / "good.yaml").write_bytes(GOOD)
    (folder / "link.yaml").symlink_to(outside)
    (folder / "dangling.yaml").symlink_to(tmp_path / "nothing.yaml")
    (folder / "elsewhere").symlink_to(tmp_path)
    fleet = read_inventory(folder)
    assert [(d.rule, Path(d.at.path).name) for d in fleet.defects if d.at] == [
        ("unreadable-inventory", "dangling.yaml"),
        ("unreadable-inventory", "elsewhere"),
        ("unreadable-inventory", "link.yaml"),
    ]
    assert all("outside of the inventory's folder" in defect.detail for defect in fleet.defects)
    assert "secret" not in str(fleet.defects)


def test_link_to_a_file_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "fleet.txt").write_bytes(GOOD)
    (tmp_path / "fleet.yaml").symlink_to("versions/fleet.txt")
    fleet = read_inventory(tmp_path)
    assert fleet.defects == ()
    assert fleet.files == (str(tmp_path / "fleet.yaml"),)


def test_folder_that_is_a_link_itself_is_read(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "fleet.yaml").write_bytes(GOOD)
    (tmp_path / "link").symlink_to(real)
    assert read_inventory(tmp_path / "link").defects == ()


def test_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (defect,) = read_inventory(tmp_path).defects
    assert "no regular file" in defect.detail


def test_folder_with_the_name_of_a_file_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "shops.yaml").mkdir()
    (tmp_path / "shops.yaml" / "eu.yml").write_bytes(GOOD)
    assert read_inventory(tmp_path).files == (str(tmp_path / "shops.yaml" / "eu.yml"),)


def test_names_that_begin_with_a_dot_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.yaml").write_bytes(b"\xff")
    (tmp_path / ".sops.yaml").write_bytes(b"creation_rules: []\n")
    (tmp_path / "fleet.yaml").write_bytes(GOOD)
    assert read_inventory(tmp_path).files == (str(tmp_path / "fleet.yaml"),)


@pytest.mark.parametrize("name", ["nothing", "nothing.yaml"])
def test_missing_path_is_nothing_to_look_at(tmp_path: Path, name: str) -> None:
    with pytest.raises(NothingToLookAt):
        read_inventory(tmp_path / name)


def test_folder_without_inventory_is_nothing_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing")
    with pytest.raises(NothingToLookAt):
        read_inventory(tmp_path)


def test_one_unreadable_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff")
    (tmp_path / "b.yaml").write_bytes(b"versoin: 1\n")
    (tmp_path / "c.yaml").write_bytes(b"version: 1\nversion: 1\n")
    assert [defect.rule for defect in read_inventory(tmp_path).defects] == [
        "unreadable-inventory",
        "schema-violation",
        "duplicate-key",
    ]
