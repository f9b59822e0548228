"""What would happen, in one sentence for each rule that a reviewer must understand at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.blocks import named, noun_of
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from magesaas_ops.model.concerned import Concerned
    from magesaas_ops.model.diff_report import DiffReport
    from magesaas_ops.model.finding import Finding

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """``words`` of ours, with a pair of braces where each of ``names`` belongs; ``**`` stands around what matters."""

    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One mistake: its first finding, the installations that it is about, their websites, how many findings it has."""

    finding: Finding
    installations: tuple[Concerned, ...]
    websites: tuple[str, ...]
    findings: int

    @property
    def who(self) -> str:
        names = [one.name for one in self.installations]
        return " and ".join(names) if len(names) == 2 else named(names, MOST_NAMES)

    @property
    def stage(self) -> str:
        return ", ".join(dict.fromkeys(one.stage.value for one in self.installations))

    @property
    def target(self) -> str:
        first = self.installations[0] if self.installations else None
        return str(first.saas_environment) if first and first.saas_environment else "none"

    @property
    def production(self) -> str:
        """Bold, before the name of a SaaS environment of type production."""
        return "**production** " if self.installations and self.installations[0].writes_production else ""


def sentence(told: Told, report: DiffReport) -> Sentence:
    """What would happen; of a rule without words of its own, what it is about and what the rule says."""
    special = _SENTENCES.get(told.finding.rule)
    if special and (told.installations or told.finding.rule in _ABOUT_NO_INSTALLATION):
        return special(told, report)
    about = told.who if told.finding.subject.startswith("installations.") and told.installations else ""
    return Sentence("{}: {}.", (about or noun_of(told.finding.subject), told.finding.summary))


def _into_production(told: Told, _report: DiffReport) -> Sentence:
    return Sentence("{} ({}) would write into **production** {}.", (told.who, told.stage, told.target))


def _beside_production(told: Told, _report: DiffReport) -> Sentence:
    one, *others = told.installations
    shop = next((other.name for other in others if other.stage.value == "production"), "a live shop")
    words = "{} ({}) would write beside the **production** installation {} into {}."
    return Sentence(words, (one.name, one.stage.value, shop, told.target))


def _collision(told: Told, _report: DiffReport) -> Sentence:
    which = f"website {told.websites[0]}" if len(told.websites) == 1 else f"websites {', '.join(told.websites)}"
    if len(told.installations) < 2:
        return Sentence("{} lists the {} twice.", (told.who, which))
    words = f"{{}} would overwrite each other's {{}} in {told.production}{{}}."
    return Sentence(words, (told.who, which, told.target))


def _switched(told: Told, report: DiffReport) -> Sentence:
    names = {one.name for one in told.installations}
    left = {str(moved.source) for moved in report.impact.claims_moved if moved.installation in names}
    left |= {str(lost.saas_environment) for lost in report.impact.claims_lost if lost.installation in names}
    if left == {told.target}:
        return Sentence("{} (**production**) would leave {} for another id below that name.", (told.who, told.target))
    return Sentence(
        "{} (**production**) would leave {} for {}.", (told.who, named(sorted(left), MOST_NAMES), told.target)
    )


def _type_changed(told: Told, _report: DiffReport) -> Sentence:
    return Sentence(
        "{} would be called another type than it is, and what guards **production** data would go by that.",
        (noun_of(told.finding.subject.removesuffix(".type")),),
    )


def _copied_ids(told: Told, _report: DiffReport) -> Sentence:
    if told.findings == 1:
        owner = noun_of(told.finding.subject.removesuffix(".id"))
        return Sentence("{} has the id of another: they are one.", (owner,))
    return Sentence(
        "{} stand under more than one name: what has one id is one SaaS environment.", (counted(told.findings, "id"),)
    )


def _of(words: str) -> Callable[[Told, DiffReport], Sentence]:
    return lambda told, _report: Sentence(words, (told.who,) if "{}" in words else ())


_SENTENCES: Mapping[str, Callable[[Told, DiffReport], Sentence]] = {
    "production-saas-environment-on-non-production": _into_production,
    "non-production-beside-production": _beside_production,
    "saas-environment-type-changed": _type_changed,
    "unreadable-base": _of("Nobody can say what this does: part of what it is compared with cannot be read."),
    "inventory-gone": _of("**The whole inventory would be gone.**"),
    "website-code-collision": _collision,
    "host-root-declared-twice": _of("{} would be one Magento under several names."),
    "saas-environment-declared-twice": _copied_ids,
    "production-saas-environment-switched": _switched,
    "production-installation-removed": _of("{} would no longer be declared as **production**."),
    "production-hosts-replaced": _of("{} (**production**) would be on other nodes, and none stays."),
    "stage-raised-to-production": _of("{} would be **production** from now on."),
    "website-removed-from-production": _of("{} (**production**) would lose websites."),
    "installation-abandoned": _of("{} would be declared no longer, and stay attached with nobody watching."),
    "undeclared-sharing": lambda told, _report: Sentence("{} would share {}.", (told.who, told.target)),
    "production-on-testing-saas-environment": _of("{} (**production**) would write into a testing SaaS environment."),
}

_ABOUT_NO_INSTALLATION = frozenset(
    {"saas-environment-type-changed", "unreadable-base", "inventory-gone", "saas-environment-declared-twice"}
)
