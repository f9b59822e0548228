"""``claims`` for a terminal: one table, SaaS environment by SaaS environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.claims_report import ClaimsReport, ToldClaim

_COLUMNS = ("SAAS ENVIRONMENT", "TYPE", "WEBSITE", "INSTALLATION", "STAGE", "AT")
_UNKNOWN = "unknown"


def render(report: ClaimsReport, paint: Paint = paint_nothing) -> str:
    """A head and one line per claim, nothing when there is no claim; a collision says with whom."""
    if not report.claims:
        return ""
    rows = [_cells(told) for told in report.claims]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    lines = [paint("  ".join(map(str.ljust, _COLUMNS, widths)).rstrip(), "bold")]
    lines += ["".join(_line(told, cells, widths, paint)) for told, cells in zip(report.claims, rows, strict=True)]
    return "\n".join(lines) + "\n"


def _cells(told: ToldClaim) -> tuple[str, ...]:
    cells = (
        str(told.claim.saas_environment),
        told.type.value if told.type else _UNKNOWN,
        told.claim.website,
        told.claim.installation,
        told.stage.value,
        str(told.at or ""),
    )
    return tuple(map(for_terminal, cells))


def _line(told: ToldClaim, cells: tuple[str, ...], widths: list[int], paint: Paint) -> Iterator[str]:
    plain = "  ".join(map(str.ljust, cells, widths)).rstrip()
    if told.rivals:
        yield paint(f"{plain}  collides with {for_terminal(', '.join(told.rivals))}", "red")
    elif told.type is None:
        yield paint(plain, "magenta")
    else:
        yield plain
