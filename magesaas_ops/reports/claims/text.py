"""``claims`` for a terminal: one table, SaaS environment by SaaS environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.claims_report import ClaimRow, ClaimsReport

_COLUMNS = ("SAAS ENVIRONMENT", "TYPE", "WEBSITE", "INSTALLATION", "STAGE", "AT")
_UNKNOWN = "unknown"


def render(report: ClaimsReport, paint: Paint = paint_nothing) -> str:
    """A head and one line per claim, nothing when there is no claim; a collision says with whom."""
    if not report.claims:
        return ""
    rows = [_cells(row) for row in report.claims]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    lines = [paint("  ".join(map(str.ljust, _COLUMNS, widths)).rstrip(), "bold")]
    lines += ["".join(_line(row, cells, widths, paint)) for row, cells in zip(report.claims, rows, strict=True)]
    return "\n".join(lines) + "\n"


def _cells(row: ClaimRow) -> tuple[str, ...]:
    cells = (
        str(row.claim.saas_environment),
        row.type.value if row.type else _UNKNOWN,
        row.claim.website,
        row.claim.installation,
        row.stage.value,
        str(row.at or ""),
    )
    return tuple(map(for_terminal, cells))


def _line(row: ClaimRow, cells: tuple[str, ...], widths: list[int], paint: Paint) -> Iterator[str]:
    plain = "  ".join(map(str.ljust, cells, widths)).rstrip()
    if row.rivals:
        yield paint(f"{plain}  collides with {for_terminal(', '.join(row.rivals))}", "red")
    elif row.type is None:
        yield paint(plain, "magenta")
    else:
        yield plain
