"""``docs/inventory.md`` has every key of the schema, in its last section."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.loading.shape.schema import inventory_schema, schema_at
from magesaas_ops.rules import judge_files

PAGE = Path(__file__).parents[2] / "docs" / "inventory.md"
MARK = "<!-- keys: written from the schema by tests/loading/test_inventory_page.py -->\n"
SECTIONS = (
    ((), "The file"),
    (("accounts", "NAME"), "`accounts.NAME`"),
    (("accounts", "NAME", "entitlement"), "`accounts.NAME.entitlement`"),
    (("accounts", "NAME", "keys"), "`accounts.NAME.keys`"),
    (("accounts", "NAME", "keys", "production"), "A key pair"),
    (("accounts", "NAME", "keys", "production", "api_key"), "A reference to a secret"),
    (("accounts", "NAME", "projects", "NAME"), "`accounts.NAME.projects.NAME`"),
    (("accounts", "NAME", "projects", "NAME", "saas_environments", "NAME"), "`….saas_environments.NAME`"),
    (("installations", "NAME"), "`installations.NAME` and `defaults`"),
    (("installations", "NAME", "connection"), "`installations.NAME.connection`"),
    (("waivers", 0), "`waivers[]`"),
)
REQUIRED_OF_INSTALLATIONS = ("stage", "hosts", "root", "websites", "saas_environment")


def keys_of_schema() -> str:
    return MARK + "".join(section(path, title) for path, title in SECTIONS)


def section(path: tuple[str | int, ...], title: str) -> str:
    return f"\n### {title}\n\n| key | | |\n| --- | --- | --- |\n" + "".join(rows(path))


def rows(path: tuple[str | int, ...]) -> Iterator[str]:
    schema = schema_at(path)
    required = schema.get("required", ())
    for key in schema["properties"]:
        part = schema_at((*path, key))
        needed = "required" if key in required else ""
        if path == ("installations", "NAME") and key in REQUIRED_OF_INSTALLATIONS:
            needed = "required, here or in `defaults`"
        choice = f" One of {', '.join(f'`{value}`' for value in part['enum'])}." if "enum" in part else ""
        yield f"| `{key}` | {needed} | {part['description']}{choice} |\n"


@pytest.mark.generated
def test_page_has_every_key_as_the_schema_describes_it(generated: Callable[[Path, str], None]) -> None:
    generated(PAGE, PAGE.read_text(encoding="utf-8").partition(MARK)[0] + keys_of_schema())


def test_sections_cover_every_mapping_of_the_schema() -> None:
    descriptions = {part["description"] for part in mappings(inventory_schema())}
    page = PAGE.read_text(encoding="utf-8")
    assert [text for text in descriptions if text not in page] == []


def mappings(schema: object) -> Iterator[dict[str, dict[str, object]]]:
    """Every described property of every definition."""
    definitions = inventory_schema()["$defs"].values()
    for part in (inventory_schema(), *definitions):
        yield from (value for value in part.get("properties", {}).values())


def test_examples_of_the_page_are_one_clean_inventory() -> None:
    fleet, waivers = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    judgement = judge_files(fleet_from_files({"fleet.yaml": fleet.encode()}), datetime.date(2026, 6, 1))
    assert judgement.findings == ()
    both = judge_files(fleet_from_files({"fleet.yaml": (fleet + waivers).encode()}), datetime.date(2026, 6, 1))
    assert [finding.rule for finding in both.findings] == ["unused-waiver"]
