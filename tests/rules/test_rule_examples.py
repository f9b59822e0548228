"""Every rule has a page, examples that it accepts and examples that it refuses; a new case is a new file.

An example is a YAML file, or a folder of them; what it begins with says more of its findings (:mod:`tests.rules.stated`).
It gives no other findings than those of its rule and of the rules that a line ``# also: id, id`` names, whatever other
installations there are.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from magesaas_ops.loading import fleet_from_files, read_inventory
from magesaas_ops.model.finding import Finding
from magesaas_ops.rules import ALL_RULES, FILE_RULES, TRANSITION_RULES, WAIVER_RULES, WORLD_RULES, judge_files
from magesaas_ops.rules.rule import page_of
from tests.rules.stated import hold, side, stated_in

HERE = Path(__file__).parent
TODAY = datetime.date(2026, 6, 1)
JUDGED_ON_FILES = (*FILE_RULES, *WAIVER_RULES)
BYSTANDERS = (HERE / "bystanders.diff").read_text(encoding="utf-8")
HEADINGS = ("## Example", "## Instead")


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule.id, example, id=f"{rule.id}/{example.name}")
        for rule in JUDGED_ON_FILES
        for example in sorted((HERE / rule.id / kind).glob("*"))
    ]


def findings_in(example: Path) -> list[Finding]:
    return [finding for finding in judge_files(read_inventory(example), TODAY).findings if not finding.waived]


def beside_bystanders(example: Path) -> list[Finding]:
    """What is found when other installations, of every kind and all in order, stand before those of the example."""
    files = {path.name: path.read_bytes() for path in ([example] if example.is_file() else sorted(example.iterdir()))}
    fleet = fleet_from_files({"0-bystanders.yaml": side(BYSTANDERS, "+").encode(), **files})
    return [finding for finding in judge_files(fleet, TODAY).findings if not finding.waived]


@pytest.mark.parametrize(("rule_id", "example"), examples("accepted"))
def test_accepted_example_gives_no_finding(rule_id: str, example: Path) -> None:
    assert {finding.rule for finding in findings_in(example)} == set(stated_in(example).get("also", ()))


@pytest.mark.parametrize(("rule_id", "example"), examples("accepted"))
def test_accepted_example_is_accepted_beside_others_that_are_in_order(rule_id: str, example: Path) -> None:
    assert {finding.rule for finding in beside_bystanders(example)} == set(stated_in(example).get("also", ()))


@pytest.mark.parametrize(("rule_id", "example"), examples("refused"))
def test_refused_example_gives_its_rule_and_the_stated_ones(rule_id: str, example: Path) -> None:
    hold(findings_in(example), rule_id, stated_in(example))


@pytest.mark.parametrize(("rule_id", "example"), examples("refused"))
def test_refused_example_is_found_beside_others_that_are_in_order(rule_id: str, example: Path) -> None:
    hold(beside_bystanders(example), rule_id, stated_in(example))


@pytest.mark.parametrize(("rule_id", "example"), examples("refused"))
def test_every_finding_ends_in_a_full_stop_and_points_into_a_file(rule_id: str, example: Path) -> None:
    for finding in judge_files(read_inventory(example), TODAY).findings:
        assert finding.detail.endswith((".", "?", "…"))
        assert ".." not in finding.detail.replace("...", "")
        for place in (finding.at, *(related.place for related in finding.related)):
            assert place is not None, finding
            lines = Path(place.path).read_bytes().split(b"\n")
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@pytest.mark.parametrize("rule", JUDGED_ON_FILES, ids=lambda rule: rule.id)
def test_rule_has_accepted_and_refused_examples(rule) -> None:
    assert list((HERE / rule.id / "accepted").iterdir())
    assert list((HERE / rule.id / "refused").iterdir())


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_rule_has_a_page_under_its_own_name(rule) -> None:
    page = page_of(rule)
    assert page.startswith(f"# {rule.id}\n\n")
    why = "## Why it is refused" if rule.severity.value == "refuse" else "## Why it is warned of"
    positions = [page.find(f"\n{heading}\n") for heading in (why, *HEADINGS)]
    assert -1 not in positions
    assert positions == sorted(positions)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_rule_stands_in_the_file_of_its_name(rule) -> None:
    assert rule.judge.__module__ == f"magesaas_ops.rules.{rule.id.replace('-', '_')}"


def test_every_rule_file_is_listed() -> None:
    import magesaas_ops.rules

    files = {path.stem for path in Path(magesaas_ops.rules.__file__).parent.glob("*.py")}
    listed = {rule.id.replace("-", "_") for rule in ALL_RULES}
    assert files - listed == {"__init__", "catalogue", "engine", "rule"}


def test_every_folder_of_examples_belongs_to_a_rule() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name not in ("__pycache__", "__snapshots__")}
    assert folders <= {rule.id for rule in ALL_RULES}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_summary_is_fixed_text_in_lower_case_without_a_full_stop(rule) -> None:
    assert rule.summary
    assert not rule.summary.endswith(".")
    assert "{" not in rule.summary


ACCOUNTS = """
accounts:
  acme:
    keys:
      production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}
    projects:
      storefront:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments:
          production: {id: 11111111-1111-4111-8111-111111111111, type: production}
          testing-1: {id: 22222222-2222-4222-8222-222222222222, type: testing}
"""
DEFAULTS = """
defaults: {hosts: [web.example], root: /var/www/magento, websites: [base], saas_environment: none}
"""


def files_on_page(page: str) -> dict[str, bytes]:
    """The example of a page as whole files: what it leaves out is added, and ``# name.yaml`` begins another file."""
    block = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert block, "the page has no example in YAML"
    files: dict[str, str] = {}
    name = "example.yaml"
    for line in block.group(1).splitlines():
        if found := re.fullmatch(r"# (\w+\.yaml)", line):
            name = found.group(1)
        elif not line.startswith("version:"):
            files[name] = files.get(name, "version: 1\n") + line + "\n"
    whole = {name: text if "defaults:" in text else text + DEFAULTS for name, text in files.items()}
    if not any("accounts:" in text for text in files.values()):
        whole["accounts.yaml"] = "version: 1\n" + ACCOUNTS
    return {name: text.encode() for name, text in whole.items()}


@pytest.mark.parametrize("rule", JUDGED_ON_FILES, ids=lambda rule: rule.id)
def test_example_on_the_page_is_refused_by_the_rule(rule) -> None:
    findings = judge_files(fleet_from_files(files_on_page(page_of(rule))), TODAY).findings
    assert rule.id in {finding.rule for finding in findings}


def test_only_the_two_guards_and_what_leaves_no_target_cannot_be_waived() -> None:
    assert {rule.id for rule in FILE_RULES if not rule.waivable} == {
        "unreadable-inventory",
        "duplicate-key",
        "schema-violation",
        "plaintext-secret",
        "name-declared-twice",
        "unknown-saas-environment",
        "saas-environment-without-id",
        "saas-environment-declared-twice",
        "host-root-declared-twice",
        "non-production-beside-production",
        "production-saas-environment-on-non-production",
        "website-code-collision",
    }


def test_waivers_of_files_that_are_in_memory_hold_too() -> None:
    example = HERE / "undeclared-sharing" / "accepted" / "waived.yaml"
    findings = judge_files(fleet_from_files({"fleet.yaml": example.read_bytes()}), TODAY).findings
    assert [(finding.rule, finding.waived) for finding in findings] == [("undeclared-sharing", True)]


def test_only_what_nobody_can_answer_for_about_the_world_cannot_be_waived() -> None:
    assert {rule.id for rule in WORLD_RULES if not rule.waivable} == {
        "keys-rejected",
        "registry-type-mismatch",
        "registry-unknown-saas-environment",
        "registry-unreachable",
    }


def test_only_a_base_that_nobody_can_read_cannot_be_waived_of_a_change() -> None:
    assert {rule.id for rule in TRANSITION_RULES if not rule.waivable} == {"unreadable-base"}
