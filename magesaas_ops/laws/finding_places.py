"""Where on a map of the fleet each finding is told: in full once, as a mark wherever else it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.fleet_map import NumberedFinding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.waiver import Waiver


class FindingPlaces:
    """Answers by spot, a dotted subject such as ``installations.acme-eu``, what is to be told there.

    A finding about several installations of one SaaS environment belongs to that; every other to the first of its
    subjects that lies in a spot. It leaves no mark where it stands next to anyway: on an installation when it is about
    the SaaS environment around it, and the reverse. ``targets`` gives, for installations, the spot of that.
    """

    def __init__(
        self,
        findings: Sequence[Finding],
        waivers: Sequence[Waiver],
        spots: Collection[str],
        targets: Mapping[str, str],
    ) -> None:
        self._here: dict[str, list[NumberedFinding]] = {}
        self._elsewhere: dict[str, list[NumberedFinding]] = {}
        general = []
        for number, finding in enumerate(findings, 1):
            accepted = tuple(waiver for waiver in waivers if waiver.covers(finding)) if finding.waived else ()
            told = NumberedFinding(number, finding, accepted)
            touched = list(dict.fromkeys(filter(None, (_spot_of(subject, spots) for subject in finding.subjects))))
            if not touched:
                general.append(told)
                continue
            home = _home(touched, targets)
            self._here.setdefault(home, []).append(told)
            told_above = {home} if home in touched else set()
            for spot in touched:
                if spot != home and targets.get(spot) not in told_above and targets.get(home) != spot:
                    self._elsewhere.setdefault(spot, []).append(told)
        self.general = tuple(general)

    def at(self, spot: str) -> tuple[NumberedFinding, ...]:
        """What is told in full there, in the order of the findings."""
        return tuple(self._here.get(spot, ()))

    def elsewhere(self, spot: str) -> tuple[NumberedFinding, ...]:
        """What concerns the spot, but is told in full at another."""
        return tuple(self._elsewhere.get(spot, ()))


def _home(touched: Sequence[str], targets: Mapping[str, str]) -> str:
    installations = [spot for spot in touched if spot.startswith("installations.")]
    shared = {targets.get(spot) for spot in installations}
    if len(installations) > 1 and len(shared) == 1 and (target := shared.pop()) is not None:
        return target
    return touched[0]


def _spot_of(subject: str, spots: Collection[str]) -> str | None:
    """The narrowest spot that the subject is, or is a part of."""
    while subject:
        if subject in spots:
            return subject
        subject = subject[: max(subject.rfind("."), subject.rfind("["), 0)]
    return None
