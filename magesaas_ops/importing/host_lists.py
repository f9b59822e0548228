"""Lists of hosts that others keep: a plain list, an ssh configuration, an Ansible or a pyinfra inventory.

They are read and never run: of a pyinfra inventory, which is Python, only lists that are written out count.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, ScalarNode

from magesaas_ops.errors import UsageError
from magesaas_ops.importing.targets import MOST_TARGETS, NamedHost, target_of
from magesaas_ops.loading.yaml.tree import Unreadable, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yaml.nodes import Node

MOST_BYTES = 1024 * 1024
_SSH_HOST = re.compile(r"^\s*host[\s=]+(?P<names>.+)$", re.IGNORECASE | re.MULTILINE)
_SECTION = re.compile(r"^\s*\[(?P<name>[^\]]*)\]\s*(?:#.*)?$")
_VARIABLE = re.compile(r"(?P<key>[A-Za-z_]\w*)=(?P<value>\"[^\"]*\"|'[^']*'|\S+)")
_ANSIBLE = {"ansible_host": "ssh_hostname", "ansible_user": "ssh_user", "ansible_port": "ssh_port"}
_OWN = ("ssh_user", "ssh_port", "ssh_hostname", "ssh_key", "ssh_config_file")
_ROOT = "magento_root"


def hosts_listed_in(name: str, content: bytes) -> tuple[NamedHost, ...]:
    """The hosts that a file names, each once, in its order; what kind of file it is shows in it. Raises UsageError."""
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} has more than {MOST_BYTES:,} bytes", hint="Name a shorter list.")
    text = content.decode("utf-8", "replace")
    if name.endswith(".py"):
        found = list(_pyinfra(name, text))
    elif name.endswith((".yaml", ".yml")):
        found = list(_ansible_yaml(name, content))
    elif _SSH_HOST.search(text):
        found = list(_ssh_config(text))
    elif any(map(_SECTION.match, text.splitlines())):
        found = list(_ansible_ini(text))
    else:
        found = list(_plain(text))
    hosts = tuple({(one.host, one.root): one for one in found}.values())
    if not hosts:
        raise UsageError(
            f"{name} names no hosts", hint="It can be a list, an ssh_config, or an Ansible or pyinfra inventory."
        )
    if len(hosts) > MOST_TARGETS:
        raise UsageError(f"{name} names {len(hosts):,} hosts, more than {MOST_TARGETS:,}", hint="Import them in parts.")
    return hosts


def _plain(text: str) -> Iterator[NamedHost]:
    for line in text.splitlines():
        word = line.partition("#")[0].strip()
        if ":/" in word:
            target = target_of(word)
            yield NamedHost(target.host, target.root, target.connection)
        elif word:
            yield NamedHost(word)


def _ssh_config(text: str) -> Iterator[NamedHost]:
    """Every name that is no pattern; how to get there stays with ssh, which reads the same file."""
    for found in _SSH_HOST.finditer(text):
        for name in found["names"].partition("#")[0].replace('"', " ").split():
            if not set(name) & set("*?!"):
                yield NamedHost(name)


def _ansible_ini(text: str) -> Iterator[NamedHost]:
    section = ""
    for line in text.splitlines():
        if found := _SECTION.match(line):
            section = found["name"]
            continue
        word, _, rest = line.partition("#")[0].strip().partition(" ")
        if word and not word.startswith(";") and ":" not in section:
            variables = {one["key"]: one["value"].strip("\"'") for one in _VARIABLE.finditer(rest)}
            yield from (_with(name, variables) for name in _expanded(word))


def _expanded(word: str) -> Iterator[str]:
    """``web[1:3]`` and ``web[01:03]``, as Ansible counts."""
    found = re.fullmatch(r"(.*)\[(\d+):(\d+)\](.*)", word)
    if found is None:
        yield word
        return
    first, last = int(found[2]), min(int(found[3]), int(found[2]) + MOST_TARGETS)
    for number in range(first, last + 1):
        yield f"{found[1]}{number:0{len(found[2])}d}{found[4]}"


def _ansible_yaml(name: str, content: bytes) -> Iterator[NamedHost]:
    tree = tree_of(content)
    if tree is None or isinstance(tree, Unreadable):
        reason = tree.reason if tree else "it says nothing"
        raise UsageError(
            f"{name} cannot be read: {reason}", hint="An Ansible inventory in YAML has `hosts:` in groups."
        )
    yield from _groups(tree)


def _groups(node: Node) -> Iterator[NamedHost]:
    for key, value in _items(node):
        if key == "hosts":
            for host, variables in _items(value):
                told = {one: each.value for one, each in _items(variables) if isinstance(each, ScalarNode)}
                yield from (_with(one, told) for one in _expanded(host))
        elif key != "vars":
            yield from _groups(value)


def _items(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        yield from ((key.value, value) for key, value in node.value if isinstance(key.value, str))


def _pyinfra(name: str, text: str) -> Iterator[NamedHost]:
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        raise UsageError(f"{name} is no Python", hint="A pyinfra inventory is a file of Python lists.") from None
    for statement in module.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.List | ast.Tuple):
            yield from _pyinfra_hosts(statement.value.elts)


def _pyinfra_hosts(items: Iterable[ast.expr]) -> Iterator[NamedHost]:
    for item in items:
        try:
            value = ast.literal_eval(item)
        except (ValueError, TypeError, SyntaxError, RecursionError):
            continue
        match value:
            case str():
                yield NamedHost(value.removeprefix("@ssh/"))
            case (str() as host, dict() as variables):
                yield _with(host.removeprefix("@ssh/"), variables)


def _with(host: str, variables: Mapping[str, object]) -> NamedHost:
    connection: dict[str, str | int] = {}
    for key, own in (*_ANSIBLE.items(), *((one, one) for one in _OWN)):
        value = variables.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value):
            connection[own] = int(value) if own == "ssh_port" and str(value).isdigit() else value
    root = variables.get(_ROOT)
    return NamedHost(host, root if isinstance(root, str) else "", connection)
