"""Doing one task on the nodes of one installation, exactly as it says (contract §§13.5, 16)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from magesaas_ops.agent.node_request import (
    command_request,
    maintenance_off_request,
    maintenance_on_request,
    tasks_request,
)
from magesaas_ops.agent.protocol import caches_request, configure_request, detach_request
from magesaas_ops.converging.calls import CallEnd, CallResult, call_agent
from magesaas_ops.converging.interruption import Interruption, side_by_side
from magesaas_ops.facts.attachment import look_at, nonce_of
from magesaas_ops.model.host_state import HostState
from magesaas_ops.model.task import TaskKind
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyinfra.api.host import Host

    from magesaas_ops.agent.protocol import AgentRequest
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import Run

_CODE_SECONDS = 3600
"""For one command of Composer or Magento; a single one took 20 seconds on a loaded machine (contract §0)."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What a task is done with: the hosts by the names of the inventory, in whose run, and how many at once.

    ``show`` takes what people who follow the work read of it.
    """

    installation: Installation
    nodes: Mapping[str, Host]
    run: Run
    at_once: int = 1
    show: Callable[[str], None] = lambda _doing: None
    interruption: Interruption = field(default_factory=Interruption)


def perform(task: Task, hands: Hands) -> tuple[CallResult, ...]:
    """Do one task: every node's result, the failed ones first. Nodes are worked on side by side."""
    return tuple(sorted(_DOING[task.kind](task, hands), key=lambda result: result.succeeded))


def _on_each(names: Iterable[str], hands: Hands, work: Callable[[str, Host], CallResult]) -> list[CallResult]:
    return side_by_side(lambda name: work(name, hands.nodes[name]), list(names), at_once=hands.at_once)


def _run_commands(task: Task, hands: Hands) -> list[CallResult]:
    def work(name: str, host: Host) -> CallResult:
        result = CallResult(CallEnd.DONE, name, task.kind.value)
        for argv in task.commands[name]:
            request = command_request(
                hands.installation.root,
                nonce_of(host),
                run=hands.run.id,
                task=task.kind.value,
                argv=argv,
                fresh_requirejs=task.kind is TaskKind.STATIC_CONTENT,
                fresh_generated=name in task.fresh_generated,
            )
            result = _run_command(task, hands, host, request, " ".join(argv))
            if not result.succeeded:
                break
        return result

    return _on_each(task.nodes, hands, work)


def _run_command(task: Task, hands: Hands, host: Host, request: AgentRequest, shown: str) -> CallResult:
    """Run it, and again while it fails of what the task says is no end yet."""
    retry, tries = task.retry, 1
    result = call_agent(host, request, shown, timeout=_CODE_SECONDS)
    while retry is not None and result.end is CallEnd.FAILED and retry.is_for(result.printed):
        if tries > retry.times or hands.interruption.has_begun():
            output = f"{result.output}\nTried {counted(tries, 'time')}: {retry.why}."
            return replace(result, output=output, hint=retry.hint, tries=tries)
        tries += 1
        hands.show(f"{task.kind.value}: again at {result.node} (try {tries} of {retry.times + 1}): {retry.why}")
        result = call_agent(host, request, shown, timeout=_CODE_SECONDS)
    return replace(result, tries=tries)


def _switch_on(task: Task, hands: Hands) -> list[CallResult]:
    root, run = hands.installation.root, hands.run

    def work(name: str, host: Host) -> CallResult:
        switch = maintenance_on_request(
            root,
            nonce_of(host),
            run=run.id,
            installation=hands.installation.name,
            by=run.by,
            over=task.runs.get(name),
        )
        result = call_agent(host, switch, "maintenance on")
        if not result.succeeded or not task.marks[name]:
            return result
        note = tasks_request(root, nonce_of(host), run=run.id, begun=task.marks[name])
        return call_agent(host, note, "note what is to be done")

    return _on_each(task.nodes, hands, work)


def _switch_off(task: Task, hands: Hands) -> list[CallResult]:
    def work(name: str, host: Host) -> CallResult:
        run = task.runs.get(name, hands.run.id)
        request = maintenance_off_request(
            hands.installation.root, nonce_of(host), run=run, settled=task.marks.get(name, ())
        )
        return call_agent(host, request, "maintenance off")

    return _on_each(task.nodes, hands, work)


def _configure(task: Task, hands: Hands) -> list[CallResult]:
    installation, settings = hands.installation, task.settings
    request = configure_request(
        installation.root,
        installation.packages,
        task.nonce,
        expect=task.expect or "",
        values=settings.values,
        remove=settings.remove,
        stamp=settings.stamp,
    )
    primary, *others = task.nodes
    result = call_agent(hands.nodes[primary], request, "configure")
    return [result, *(_clean_each(others, hands) if result.succeeded else ())]


def _detach(task: Task, hands: Hands) -> list[CallResult]:
    """Through the first node that can do it; a node that does not answer may still hold ids in its own caches."""
    installation = hands.installation
    results: list[CallResult] = []
    for name in task.nodes:
        host = hands.nodes[name]
        if not isinstance(look_at(host), HostState):
            continue
        request = detach_request(installation.root, installation.packages, nonce_of(host), expect=None, stamp=None)
        results.append(call_agent(host, request, "detach"))
        if results[-1].succeeded:
            others = [other for other in task.nodes if other != name]
            return [results[-1], *_clean_each(others, hands)]
    return results


def _clean(task: Task, hands: Hands) -> list[CallResult]:
    return _clean_each(task.nodes, hands)


def _clean_each(names: Iterable[str], hands: Hands) -> list[CallResult]:
    installation = hands.installation

    def work(name: str, host: Host) -> CallResult:
        seen = look_at(host)
        if not isinstance(seen, HostState):
            return CallResult(CallEnd.LOST, name, "clean caches", seen.reason, seen.hint)
        request = caches_request(installation.root, installation.packages, nonce_of(host))
        return call_agent(host, request, "clean caches")

    return _on_each(names, hands, work)


_DOING: Mapping[TaskKind, Callable[[Task, Hands], list[CallResult]]] = {
    TaskKind.DETACH: _detach,
    TaskKind.MAINTENANCE_ON: _switch_on,
    TaskKind.PACKAGES: _run_commands,
    TaskKind.MODULES: _run_commands,
    TaskKind.UPGRADE: _run_commands,
    TaskKind.COMPILE: _run_commands,
    TaskKind.STATIC_CONTENT: _run_commands,
    TaskKind.FLUSH: _run_commands,
    TaskKind.MAINTENANCE_OFF: _switch_off,
    TaskKind.CONFIGURE: _configure,
    TaskKind.CLEAN: _clean,
}
