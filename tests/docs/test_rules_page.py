"""docs/rules.md is what ``magesaas rule`` says, rule after rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from magesaas_ops.rules import ALL_RULES
from magesaas_ops.rules.rule import Rule, page_of

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
HEAD = """\
# The rules

The page of every rule, as `magesaas rule ID` prints it. A refusal stops plan and apply of what it concerns; warnings
alone exit 0. See [waiving a finding](waiving-a-finding.md) for accepting one.
"""


def rules_page() -> str:
    contents = [
        f"- [{rule.id}](#{rule.id}): {rule.summary} ({rule.severity.value}{_waiving(rule)})" for rule in ALL_RULES
    ]
    pages = [page_of(rule).replace("\n## ", "\n### ").replace("# ", "## ", 1) for rule in ALL_RULES]
    return "\n".join([HEAD, *contents, "", *pages])


def _waiving(rule: Rule) -> str:
    return "" if rule.waivable else ", cannot be waived"


@pytest.mark.generated
def test_the_rules_page_is_what_the_rules_say(generated: Callable[[Path, str], None]) -> None:
    generated(PAGE, rules_page())
