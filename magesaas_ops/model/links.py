"""Where a reader can follow a report: to the lines that it speaks of, to the whole of it, to the page of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses; each is empty where it is not known, and so is what is made of it.

    ``files`` shows a revision's folder from which the paths of places count, ``report`` the whole report, ``rules`` the
    page on which every rule has an anchor of its name.
    """

    files: str = ""
    report: str = ""
    rules: str = ""

    def to_place(self, place: Place) -> str:
        """The line of a file; nothing outside of the revision's folder has an address."""
        path = normpath(place.path)
        if not self.files or path.startswith(("/", "..")):
            return ""
        return f"{self.files}/{quote(path, safe='/', errors='surrogatepass')}#L{place.line}"

    def to_rule(self, rule: str) -> str:
        return f"{self.rules}#{quote(rule)}" if self.rules else ""


NO_LINKS = Links()
