"""What YAML readers disagree on is refused, with the way to write what is meant."""

from __future__ import annotations

import pytest

from magesaas_ops.loading import fleet_from_files

FLEET = """version: 1
installations:
  shop:
    stage: staging
    hosts: [web.example]
    root: /var/www/magento
    websites: [{website}]
    saas_environment: none
    connection: {{data: {{datum: {datum}}}}}
"""

BOOLEANS = [spelling for word in ("yes", "no", "on", "off") for spelling in (word, word.capitalize(), word.upper())]
NUMBERS = [
    "0",
    "7",
    "-7",
    "+7",
    "12",
    "1.5",
    "0123",
    "0o17",
    "0x1F",
    "0b101",
    "1_000",
    "1e3",
    "1.5e-3",
    ".5",
    "1.",
    "12:30",
    "1:2:3",
    ".inf",
    "-.Inf",
    ".nan",
]
OTHERS = ["true", "False", "null", "~", "2027-03-31", "2027-03-31T10:00:00Z", "2027-3-1"]
HARMLESS_TEXT = ["base", "y", "n", "none", "nothing", "on1", "noo", "e3", "x0123", "infinity", "True1"]


def defects(website: str = "base", datum: str = "x") -> list[str]:
    fleet = fleet_from_files({"fleet.yaml": FLEET.format(website=website, datum=datum).encode()})
    return [f"{finding.rule}: {finding.detail}" for finding in fleet.defects]


@pytest.mark.parametrize("written", BOOLEANS)
def test_word_for_yes_or_no_is_no_website_code(written: str) -> None:
    (told,) = defects(website=written)
    assert "a boolean" in told
    assert f'write `"{written}"`' in told


@pytest.mark.parametrize("written", NUMBERS)
def test_number_is_no_website_code(written: str) -> None:
    (told,) = defects(website=written)
    assert "a number" in told
    assert f'write `"{written}"`' in told


@pytest.mark.parametrize("written", OTHERS)
def test_other_scalar_with_a_meaning_is_no_website_code(written: str) -> None:
    (told,) = defects(website=written)
    assert told.startswith("schema-violation: installations.shop.websites[0]")


@pytest.mark.parametrize("written", HARMLESS_TEXT)
def test_text_that_every_reader_takes_for_text_is_accepted(written: str) -> None:
    assert defects(website=written) == []


@pytest.mark.parametrize("written", [word for word in (*BOOLEANS, "true", "null") if word.isalpha()])
def test_quoted_scalar_is_text(written: str) -> None:
    assert defects(website=f'"{written}"') == []
    assert defects(website=f"'{written}'") == []


@pytest.mark.parametrize("written", ["true", "False", "22", "1.5", "null", "text", '"0123"', '"yes"'])
def test_unambiguous_host_datum_is_handed_on(written: str) -> None:
    assert defects(datum=written) == []


@pytest.mark.parametrize("written", ["yes", "off", "0123", "1e3", "12:30", "2027-03-31", ".inf"])
def test_ambiguous_host_datum_is_refused(written: str) -> None:
    (told,) = defects(datum=written)
    assert "without quotes" in told


@pytest.mark.parametrize("key", ["on", "12", "1e3", "2027-03-31", "true", "null"])
def test_surprising_name_is_refused_once(key: str) -> None:
    text = FLEET.format(website="base", datum="x").replace("  shop:", f"  {key}:")
    defects = fleet_from_files({"fleet.yaml": text.encode()}).defects
    assert [defect.rule for defect in defects] == ["schema-violation"]
    assert f'write `"{key}"`' in defects[0].detail


def test_boolean_in_words_is_told_to_be_true_or_false() -> None:
    text = """version: 1
accounts:
  acme:
    keys: {production: {api_key: {env: A}, private_key: {file: a}}}
    projects: {p: {saas_environments: {t: {type: testing, shared: yes}}}}
"""
    (defect,) = fleet_from_files({"fleet.yaml": text.encode()}).defects
    assert "write `true` or `false`" in defect.detail
