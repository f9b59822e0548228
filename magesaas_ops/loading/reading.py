"""The bytes of one inventory file → its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from magesaas_ops.loading.document import Document
from magesaas_ops.loading.shape.acceptor import inventory_acceptor
from magesaas_ops.loading.shape.connections import fits_its_transport
from magesaas_ops.loading.shape.values import with_defaults
from magesaas_ops.loading.subjects import subject_of
from magesaas_ops.loading.yaml.places import NodePaths
from magesaas_ops.loading.yaml.plain_values import NAME_DETAIL, PlainReading, Problem
from magesaas_ops.loading.yaml.secret_shapes import PRIVATE_KEY_BYTES, REFERENCES
from magesaas_ops.loading.yaml.tree import Unreadable, line_and_column, tree_of
from magesaas_ops.model.defect import PLAINTEXT_SECRET, SCHEMA_VIOLATION, UNREADABLE_INVENTORY
from magesaas_ops.model.finding import Finding, Related
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from magesaas_ops.loading.shape.values import AccountValues, InstallationValues, WaiverValues
    from magesaas_ops.loading.yaml.scalars import PlainValue

NAME_ADVICE = "If it is one, replace it where it was issued, for git keeps it; a name is a word of your own choice."
ADVICE = (
    "Anyone who can read this repository has it, and git keeps it: replace the key where it was issued, and write a "
    f"reference here, {REFERENCES}."
)


def read_document(path: str, base: str, content: bytes) -> Document:
    """Read one file; never raises for what stands in it."""
    document = Document(path, base)
    tree = tree_of(content)
    if isinstance(tree, Unreadable):
        detail = f"{tree.reason}. Nothing in this file was judged."
        document.defects.append(UNREADABLE_INVENTORY.finding("inventory", detail, tree.place(path)))
        document.defects.extend(_private_keys(path, content, spared_lines=frozenset()))
        return document
    if tree is None:
        detail = "the file says nothing. Begin it with `version: 1`, or delete it."
        document.defects.append(SCHEMA_VIOLATION.finding("inventory", detail, Place(path, 1, 1)))
        document.defects.extend(_private_keys(path, content, spared_lines=frozenset()))
        return document
    document.nodes = NodePaths(path, tree)
    reading = PlainReading()
    value = reading.value(tree)
    document.defects.extend(_problem_findings(document.nodes, reading.problems))
    spared = {
        line
        for problem in reading.problems
        if problem.defect is PLAINTEXT_SECRET
        for line in range(problem.node.start_mark.line + 1, problem.node.end_mark.line + 2)
    }
    document.defects.extend(_private_keys(path, content, frozenset(spared)))
    if not (inventory_acceptor()(value) and _take(document, cast("dict[str, PlainValue]", value))):
        from magesaas_ops.loading.salvage import take_what_has_shape  # loads jsonschema

        take_what_has_shape(document, value)
    return document


def _take(document: Document, value: dict[str, PlainValue]) -> bool:
    """Take over a file whose shape is right as a whole; False when a connection does not fit its transport.

    That shows only here: the transport may stand in the defaults, and the key with the installation.
    """
    defaults = cast("dict[str, PlainValue]", value.get("defaults", {}))
    installations = cast("dict[str, dict[str, PlainValue]]", value.get("installations", {}))
    merged = {name: with_defaults(defaults, own) for name, own in installations.items()}
    connections = (part.get("connection") for part in (defaults, *merged.values()))
    if not all(fits_its_transport(part) for part in connections if isinstance(part, dict)):
        return False
    document.accounts = cast("dict[str, AccountValues]", value.get("accounts", {}))
    document.installations = cast("dict[str, InstallationValues]", merged)
    document.waivers = dict(enumerate(cast("list[WaiverValues]", value.get("waivers", []))))
    return True


def _problem_findings(nodes: NodePaths, problems: list[Problem]) -> list[Finding]:
    if not problems:
        return []
    paths = nodes.paths_of(problem.node for problem in problems)
    findings = []
    for problem in problems:
        subject, *others = dict.fromkeys(subject_of(path) for path in paths[id(problem.node)])
        place = nodes.place_of_node(problem.node)
        detail = problem.detail
        if problem.defect is PLAINTEXT_SECRET:
            detail = f"{subject}: {detail}. {NAME_ADVICE if detail is NAME_DETAIL else ADVICE}"
        related = [Related(subject, nodes.place_of_node(problem.first), "first here")] if problem.first else []
        related += [Related(other, place, f"{other} has it too, through an alias") for other in others]
        findings.append(problem.defect.finding(subject, detail, place, related))
    return findings


def _private_keys(path: str, content: bytes, spared_lines: frozenset[int]) -> list[Finding]:
    """Private keys that no value holds: in comments, or in a file that cannot be parsed."""
    findings = []
    for found in PRIVATE_KEY_BYTES.finditer(content):
        line, column = line_and_column(content, found.start())
        if line not in spared_lines:
            detail = f"a private key stands in this file. {ADVICE}"
            findings.append(PLAINTEXT_SECRET.finding("inventory", detail, Place(path, line, column)))
    return findings
