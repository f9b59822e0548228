"""The schema is complete, documented, and what editors get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jsonschema import Draft202012Validator

from magesaas_ops.loading.shape.schema import inventory_schema, schema_at

REPOSITORY = Path(__file__).parents[3]
REQUIRED = {"stage", "hosts", "root", "websites", "saas_environment"}


def properties(schema: object, path: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    if isinstance(schema, dict):
        for key, part in schema.items():
            if key == "properties" and "then" not in path and "if" not in path:
                yield from ((f"{path}/{name}", below) for name, below in part.items())
            yield from properties(part, f"{path}/{key}")
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part, path)


def test_schema_is_valid_2020_12() -> None:
    assert inventory_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(inventory_schema())


def test_every_key_has_a_description() -> None:
    named = [(path, part) for path, part in properties(inventory_schema()) if "description" not in part]
    assert named == []


def test_every_definition_has_a_title_and_a_description() -> None:
    definitions = inventory_schema()["$defs"]
    assert [name for name, part in definitions.items() if not {"title", "description"} <= part.keys()] == []


def test_conditions_require_what_the_design_requires() -> None:
    conditions = inventory_schema()["allOf"]
    told = {
        (
            *condition["if"]["not"]["properties"]["defaults"]["required"],
            *condition["then"]["properties"]["installations"]["additionalProperties"]["required"],
        )
        for condition in conditions
    }
    assert told == {(key, key) for key in REQUIRED}


def test_description_of_a_value_is_the_nearest_one() -> None:
    assert str(schema_at(("installations", "x", "php"))["description"]).startswith("The PHP binary on the hosts")
    assert schema_at(("accounts", "x", "keys", "sandbox", "api_key", "env"))["title"] == "environment variable"


def test_schema_goes_into_the_wheel() -> None:
    assert '"schemas/inventory.schema.json" = "magesaas_ops/loading/shape/inventory.schema.json"' in (
        REPOSITORY / "pyproject.toml"
    ).read_text(encoding="utf-8")
