"""Strings that want to be more than text, and a change of a fleet in which one of them stands everywhere it can.

The schema refuses most of them as names; a report must not depend on that.
"""

from __future__ import annotations

import dataclasses
import datetime

from hypothesis import strategies as st

from magesaas_ops.comparing import compare
from magesaas_ops.laws.transition import transition
from magesaas_ops.model import inventory as nouns
from magesaas_ops.model.diff_report import DiffReport, Revision
from magesaas_ops.model.finding import Coverage
from magesaas_ops.model.report import CheckReport
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.model.source import Place
from magesaas_ops.model.waiver import Waiver
from magesaas_ops.rules import judge_files, judge_transition

TODAY = datetime.date(2026, 6, 1)

HOSTILE = {
    "newline": "a\nb",
    "carriage return": "a\rb",
    "workflow command": "\n::error file=x,line=1::owned",
    "workflow command at once": "::add-mask::owned",
    "old workflow command": "##[error]owned",
    "percent newline": "%0A::error::owned",
    "percent": "100%25",
    "comma and colon": "a,b:c::d",
    "table": "a | b |\n|---|---|",
    "backtick": "`",
    "backticks": "```\n```` x `y",
    "end of fold": "</details></summary>",
    "script": "<script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "comment": "<!-- magesaas diff --> -->",
    "link": "[x](javascript:alert(1)) ![y](https://evil.example/z.png)",
    "bare link": "https://evil.example/?x=1 www.evil.example",
    "mention": "@everyone and @acme/team fixes #1 GH-1",
    "emphasis": "**x** __y__ *z* _w_ ~~v~~",
    "heading": "# x",
    "list": "- x",
    "numbered": "1. x",
    "fence at once": "~~~",
    "entity": "&lt;b&gt; &#60;",
    "math": "$x^2$ $$y$$",
    "backslash": "\\` \\",
    "terminal title": "\x1b]0;owned\x07",
    "terminal colour": "\x1b[31mred\x1b[0m",
    "terminal clear": "\x1b[2J\x1b[H",
    "eight bit control": "\x9b31m",
    "backspace": "a\b\bb",
    "null": "a\x00b",
    "right to left": "a\u202eb\u2066c",
    "line separator": "a\u2028b\u2029c\u0085d",
    "invisible": "a\u200bb\ufeffc",
    "half a pair": "a\ud800b",
    "mermaid end": '"] end; click i0 "javascript:alert(1)"',
    "mermaid arrow": 'x"| s0 --> y["z',
    "mermaid directive": "%%{init: {'theme': 'dark'}}%%",
    "mermaid word": "end",
    "braces": "{{x}} ${y} $(z) %s {0}",
    "quotes": "'\"`",
    "slash command": "/close",
    "wide": "日本語 ✓ 🙂",
    "long": "x" * 3000,
}

ANYTHING = st.text(min_size=1, max_size=30) | st.text(
    alphabet="`<>-#@[](){}!|*_~:%,\\\n\r\x1b\"&' aA0/=1.", min_size=1, max_size=20
)


class OneLineEach:
    """Every subject stands on a line of its own, in a file whose name is hostile too."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[str, int] = {}

    def of(self, subject: str) -> Place:
        return Place(self.path, self.lines.setdefault(subject, len(self.lines) + 1), 1)

    def from_defaults(self, subject: str) -> bool:
        return subject.endswith("run_as")


def hostile_fleets(text: str) -> tuple[nouns.Fleet, nouns.Fleet]:
    """Two revisions with collisions, moves, waivers, renames and field changes, all of them called ``text``."""
    saas_environments = {
        name: nouns.SaasEnvironment(name, kind, identity, text)
        for name, kind, identity in (
            (f"live{text}", nouns.SaasEnvironmentType.PRODUCTION, f"aaaaaaa1-0000-4000-8000-000000000001{text}"),
            (f"test{text}", nouns.SaasEnvironmentType.TESTING, f"aaaaaaa2-0000-4000-8000-000000000002{text}"),
        )
    }
    keys = nouns.KeyRefs(SecretRef("env", text), SecretRef("command", (text,), text))
    account = nouns.Account(
        text,
        nouns.Edition.COMMERCE,
        nouns.Entitlement(1, 2),
        keys,
        None,
        {text: nouns.SaasProject(text, saas_environments, text, text)},
        text,
    )
    live, test = (nouns.SaasEnvironmentRef(text, text, name) for name in saas_environments)

    def installation(name: str, stage: nouns.Stage, ref: nouns.SaasEnvironmentRef | None) -> nouns.Installation:
        return nouns.Installation(
            f"{name}{text}", stage, (f"{name}{text}",), f"/{text}", (f"w{text}",), ref, run_as=text, tags=(text,)
        )

    shop = installation("shop", nouns.Stage.PRODUCTION, live)
    copy = installation("copy", nouns.Stage.STAGING, test)
    more = [installation(f"more{number}", nouns.Stage.STAGING, None) for number in range(3)]
    old = installation("old", nouns.Stage.PRODUCTION, test)
    places = OneLineEach(f"inventories/{text}.yaml")
    before = nouns.Fleet(
        (places.path,), {text: account}, {one.name: one for one in (shop, copy, old, *more)}, places=places
    )
    after = dataclasses.replace(
        before,
        accounts={text: dataclasses.replace(account, mage_id=f"{text}{text}")},
        installations={
            one.name: one
            for one in (
                dataclasses.replace(shop, websites=(f"v{text}",), run_as=f"{text}."),
                dataclasses.replace(copy, saas_environment=live, websites=(f"v{text}",)),
                dataclasses.replace(old, name=f"new{text}"),
                *(dataclasses.replace(one, run_as=f"{text}.", tags=()) for one in more),
            )
        },
        waivers=(Waiver("undeclared-sharing", f"installations.{text}", text, text, TODAY, "waivers[0]"),),
    )
    return before, after


def hostile_report(text: str) -> DiffReport:
    before, after = hostile_fleets(text)
    change = transition(before, after)
    return compare(
        change,
        base=Revision(text, "a" * 40, 1),
        head=Revision("work tree", None, 1),
        coverage=Coverage(1, 6, 23),
        findings_before=judge_files(before, TODAY).findings,
        findings_after=judge_files(after, TODAY).findings,
        findings_of_transition=judge_transition(change, TODAY),
    )


def hostile_check(text: str) -> CheckReport:
    """What the rules say of the second of the revisions."""
    _, after = hostile_fleets(text)
    judgement = judge_files(after, TODAY)
    return CheckReport(judgement.findings, judgement.coverage)
