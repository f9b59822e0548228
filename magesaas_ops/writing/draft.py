"""A draft as lines of an inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.writing.scalars import comment, yaml_list, yaml_map, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.draft import DraftAccount, DraftInstallation, DraftProject, DraftSaasEnvironment

Lines = list[str]

HEAD = [
    "# What is installed, as magesaas import saw it. A line that says `confirm` was proposed: look at it, correct it,",
    "# and take the comment away.",
    "version: 1",
]


def account_lines(account: DraftAccount, secrets: str) -> Lines:
    """A new account; ``secrets`` is where its private key is expected, relative to the file."""
    variable = "".join(one if one.isalnum() else "_" for one in account.name.upper())
    lines = [
        f"{yaml_text(account.name)}:",
        "  keys:",
        "    production:",
        f"      api_key: {{env: {variable}_API_KEY}}  # fill in where the key is; never the key itself",
        f"      private_key: {{file: {yaml_text(f'{secrets}/{account.name}.pem')}}}  # fill in",
    ]
    if account.projects:
        lines.append("  projects:")
    return lines + _indented([line for project in account.projects for line in project_lines(project)], 2)


def project_lines(project: DraftProject) -> Lines:
    lines = [f"{yaml_text(project.name)}:"]
    if project.id:
        lines.append(f"  id: {yaml_text(project.id)}")
    else:
        lines.append("  # id: not known; no installation says it, and the registry was not asked")
    if project.label:
        lines.append(f"  name: {yaml_text(project.label)}")
    lines.append("  saas_environments:")
    return lines + _indented([saas_environment_line(one) for one in project.saas_environments], 2)


def saas_environment_line(one: DraftSaasEnvironment) -> str:
    label = {"name": one.label} if one.label else {}
    text = f"{yaml_text(one.name)}: {yaml_map({'id': one.id, 'type': one.type, **label})}"
    return text + (f"  # {comment(one.type_mark)}" if one.type_mark else "")


def installation_lines(one: DraftInstallation) -> Lines:
    return [f"{yaml_text(one.name)}:", *(f"  {line}" for line in _installation(one))]


def _installation(one: DraftInstallation) -> Iterator[str]:
    yield from (f"# confirm: {comment(mark)}" for mark in one.marks)
    yield f"stage: {one.stage.value}  # {comment(one.stage_mark)}"
    yield f"hosts: {yaml_list(one.hosts)}"
    yield f"root: {yaml_text(one.root)}"
    if one.run_as:
        yield f"run_as: {yaml_text(one.run_as)}"
    if one.connection:
        yield f"connection: {yaml_map(one.connection)}"
    if one.base_urls:
        yield f"base_urls: {yaml_list(one.base_urls)}"
    yield f"websites: {yaml_list(one.websites)}"
    yield f"saas_environment: {yaml_text(one.saas_environment)}"
    if one.keys_from:
        yield f"keys_from: {yaml_text(one.keys_from)}"
    if one.install_mark:
        yield f"install: verify  # {comment(one.install_mark)}"
    if one.packages:
        yield f"packages: {yaml_map(dict.fromkeys(one.packages, '*'))}  # confirm: the other one is not installed"


def _indented(lines: Lines, levels: int) -> Lines:
    return [f"{'  ' * levels}{line}" for line in lines]
