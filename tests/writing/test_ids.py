"""Ids are filled in where they belong, and every other byte of a file stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from magesaas_ops.errors import MagesaasError
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.registry_listing import FoundId
from magesaas_ops.writing.files import replace_file
from magesaas_ops.writing.ids import files_with_ids

PROJECT, LIVE, TEST = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
SHOP = ("accounts", "acme", "projects", "shop")
FOUND = [
    FoundId(SHOP, PROJECT),
    FoundId((*SHOP, "saas_environments", "live"), LIVE),
    FoundId((*SHOP, "saas_environments", "test"), TEST),
]
KEYS = "keys: {production: {api_key: {env: A}, private_key: {file: a.pem}}}"
BLOCKS = f"""# Who reads this? Ünïcode, too.
version: 1
accounts:
    acme:
        {KEYS}   # a comment
        projects:
            "shop":     # quoted
                # its label
                name: 'Acme Shop'

                saas_environments:
                    live:
                        type: production   # the shop
                    test: {{  type: testing, name: "Testing 1" }}
"""


def filled_in(text: str, found: list[FoundId] = FOUND) -> str:
    files = {"fleet.yaml": text.encode()}
    (edited,) = files_with_ids(files, fleet_from_files(files).places, found)
    return edited.after.decode()


def test_a_line_each_with_the_indentation_of_its_neighbours():
    assert filled_in(BLOCKS) == BLOCKS.replace(
        "                name: 'Acme Shop'", f"                id: {PROJECT}\n                name: 'Acme Shop'"
    ).replace(
        "                        type: production",
        f"                        id: {LIVE}\n                        type: production",
    ).replace("{  type: testing", f"{{  id: {TEST}, type: testing")


@pytest.mark.parametrize("change", ["\r\n", "\ufeff", "no newline at the end", "form feed"])
def test_line_ends_and_marks_stay(change: str):
    text = BLOCKS
    if change == "\r\n":
        text = text.replace("\n", "\r\n")
    elif change == "\ufeff":
        text = f"\ufeff{text}"
    elif change == "form feed":
        text = text.replace("Who reads", "Who\u2009reads")
    else:
        text = text.rstrip("\n")
    after = filled_in(text)
    assert "".join(line for line in after.splitlines(keepends=True) if PROJECT not in line and LIVE not in line) == (
        text.replace("{  type", f"{{  id: {TEST}, type")
    )
    if change == "\r\n":
        assert after.count("\n") == after.count("\r\n")


def test_an_empty_mapping_and_one_line_for_all():
    text = f"version: 1\naccounts: {{acme: {{{KEYS}, projects: {{shop: {{ }}}}}}}}\n"
    assert filled_in(text, FOUND[:1]) == text.replace("{ }", f"{{ id: {PROJECT}}}")


SHARED = f"""version: 1
accounts:
  acme:
    {KEYS}
    projects:
      shop: {{saas_environments: {{live: {{type: production}}, test: &test {{type: testing}}, other: *test}}}}
"""
MERGED = f"""version: 1
accounts:
  acme: &acme
    {KEYS}
    projects:
      shop: {{saas_environments: {{test: {{type: testing}}}}}}
  other: {{<<: *acme}}
"""


@pytest.mark.parametrize("text", [SHARED, MERGED])
def test_what_is_written_once_for_several_places_is_left_to_people(text: str):
    with pytest.raises(MagesaasError, match=r"fleet.yaml:\d+:\d+: .*written once for several places"):
        filled_in(text, FOUND[2:])


def test_an_anchor_of_its_own_is_no_obstacle():
    text = BLOCKS.replace("test: {", "test: &t {")
    assert f"&t {{  id: {TEST}, type" in filled_in(text)


def test_an_id_that_no_inventory_takes_is_not_written():
    with pytest.raises(MagesaasError, match="cannot be filled in"):
        filled_in(BLOCKS, [FoundId(SHOP, "p1")])


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path):
    (tmp_path / "a.yaml").write_text("new")
    with pytest.raises(MagesaasError, match="changed meanwhile"):
        replace_file(str(tmp_path / "a.yaml"), b"old", b"ours")
    assert (tmp_path / "a.yaml").read_text() == "new"


def test_permissions_and_links_stay(tmp_path: Path):
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "real.yaml").chmod(0o640)
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    replace_file(str(tmp_path / "link.yaml"), b"old", b"new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert ((tmp_path / "real.yaml").read_text(), (tmp_path / "real.yaml").stat().st_mode & 0o777) == ("new", 0o640)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]
