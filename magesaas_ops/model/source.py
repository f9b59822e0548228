"""Where a value was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in an inventory file; ``line`` and ``column`` count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Places(Protocol):
    """Answers where the value behind a dotted subject was written.

    Subjects look like ``installations.acme-eu.websites[0]`` and ``accounts.acme.projects.storefront.id``.
    A value that comes from ``defaults`` or through a merge key is answered with the place where it stands.
    A subject that is nowhere (a missing key) is answered with the place of its nearest written parent;
    one of which nothing is written, with None.
    """

    def of(self, subject: str) -> Place | None: ...

    def from_defaults(self, subject: str) -> bool:
        """Tell whether the value stands in the ``defaults`` of its file and not under the installation itself."""
        ...


@dataclass(frozen=True, slots=True)
class NoPlaces:
    """For fleets that were never written down: built by code, or observed."""

    def of(self, subject: str) -> Place | None:  # noqa: ARG002 (the protocol's signature)
        return None

    def from_defaults(self, subject: str) -> bool:  # noqa: ARG002 (the protocol's signature)
        return False
