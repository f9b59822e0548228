"""Documents → one fleet, merged by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.loading.building import account_of, built_installation, waiver_of
from magesaas_ops.loading.fleet_places import FleetPlaces
from magesaas_ops.model.defect import NAME_DECLARED_TWICE
from magesaas_ops.model.finding import Finding, Related
from magesaas_ops.model.inventory import Account, Fleet, Installation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.loading.document import Document
    from magesaas_ops.model.source import Place
    from magesaas_ops.model.waiver import Waiver


def merged_fleet(documents: Sequence[Document]) -> Fleet:
    """Merge by name, in the order of the documents; of a name declared twice the first declaration is built."""
    accounts: dict[str, Account] = {}
    installations: dict[str, Installation] = {}
    waivers: list[Waiver] = []
    waiver_places: list[Place | None] = []
    for document in documents:
        for name, account in document.accounts.items():
            if name not in accounts:
                accounts[name] = account_of(name, account, document.base)
        for name, installation in document.installations.items():
            if name not in installations:
                installations[name] = built_installation(name, installation)
        for index, waiver in document.waivers.items():
            entry = document.nodes.at(("waivers", index)) if document.nodes else None
            waiver_places.append(document.nodes.place(entry) if document.nodes and entry else None)
            waivers.append(waiver_of(waiver, f"waivers[{len(waivers)}]"))
    return Fleet(
        files=tuple(document.path for document in documents),
        accounts=accounts,
        installations=installations,
        waivers=tuple(waivers),
        defects=(*(defect for document in documents for defect in document.defects), *_declared_twice(documents)),
        unreadable=frozenset(name for document in documents for name in document.unreadable),
        places=FleetPlaces(tuple(document.nodes for document in documents if document.nodes), tuple(waiver_places)),
    )


def _declared_twice(documents: Sequence[Document]) -> Iterator[Finding]:
    """Names that stand in several files, whether or not their shape is right."""
    if len(documents) < 2:
        return
    for section, noun in (("accounts", "account"), ("installations", "installation")):
        first: dict[str, Document] = {}
        for document in documents:
            for name in _names_written(document, section):
                if name not in first:
                    first[name] = document
                    continue
                subject = f"{section}.{name}"
                other = first[name]
                related = Related(subject, _place(other, section, name), "declared here too")
                detail = (
                    f"the {noun} {name} is declared in {other.path} and in {document.path}. Nothing says which of the "
                    f"two holds; give one of them another name, or keep everything of {name} in one file."
                )
                yield NAME_DECLARED_TWICE.finding(subject, detail, _place(document, section, name), [related])


def _names_written(document: Document, section: str) -> Iterator[str]:
    yield from (document.accounts if section == "accounts" else document.installations)
    if document.unreadable and document.nodes and (entry := document.nodes.at((section,))):
        yield from (name for name in document.nodes.entries(entry.value) if name in document.unreadable)


def _place(document: Document, section: str, name: str) -> Place | None:
    entry = document.nodes.at((section, name)) if document.nodes else None
    return document.nodes.place(entry) if document.nodes and entry else None
