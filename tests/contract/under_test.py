"""A Magento under test, the sandbox's or a real one: asked through the agent, tampered with behind its back."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from magesaas_ops.agent.node_request import (
    command_request,
    maintenance_off_request,
    maintenance_on_request,
    probe_request,
    tasks_request,
)
from magesaas_ops.agent.protocol import (
    AgentAnswer,
    AgentRequest,
    agent_command,
    agent_source,
    answer_in,
    caches_request,
    configure_request,
    detach_request,
    new_nonce,
    observe_request,
    payload_of,
)
from magesaas_ops.model.secret_ref import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from magesaas_ops.model.host_state import HostState, Stamp

BOUND_SECONDS = 300
PACKAGES = {"magento/services-id": "*"}
TAMPERING = (Path(__file__).parent / "tampering.php").read_text()
FLAG = "var/.maintenance.flag"
EDITED_FILES = ("app/etc/env.php", "app/etc/config.php")

Printed = subprocess.CompletedProcess[str]


@dataclass
class MagentoUnderTest:
    """``secrets`` are searched for in everything that any of its processes prints."""

    name: str
    root: Path
    run_as: str | None = None
    packages: Mapping[str, str] = field(default_factory=lambda: dict(PACKAGES))
    printed: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)

    def observe(self, *, php: Sequence[str] = ("php",)) -> HostState:
        return self._state(self.ask(observe_request(str(self.root), self.packages, new_nonce()), php=php))

    def configure(
        self,
        values: Mapping[str, str | Secret] | None = None,
        *,
        remove: Sequence[str] = (),
        stamp: Stamp | None = None,
        expect: str | None = None,
    ) -> AgentAnswer:
        return self.ask(self.configuring(values, remove=remove, stamp=stamp, expect=expect))

    def configuring(
        self,
        values: Mapping[str, str | Secret] | None = None,
        *,
        remove: Sequence[str] = (),
        stamp: Stamp | None = None,
        expect: str | None = None,
    ) -> AgentRequest:
        values = values or {}
        self.secrets |= {text.reveal() for text in values.values() if isinstance(text, Secret)}
        return configure_request(
            str(self.root),
            self.packages,
            new_nonce(),
            expect=expect or self.observe().digest,
            values=values,
            remove=remove,
            stamp=stamp,
        )

    def detach(self, *, stamp: Stamp | None = None, expect: str | None = None) -> AgentAnswer:
        return self.ask(detach_request(str(self.root), self.packages, new_nonce(), expect=expect, stamp=stamp))

    def renew_caches(self, *, php: Sequence[str] = ("php",)) -> AgentAnswer:
        return self.ask(caches_request(str(self.root), self.packages, new_nonce()), php=php)

    def maintenance_on(self, run: str = "run-1", *, over: str | None = None) -> AgentAnswer:
        request = maintenance_on_request(
            str(self.root), new_nonce(), run=run, installation="acme-eu", by="ops@control", over=over
        )
        return self.ask(request)

    def maintenance_off(self, run: str = "run-1", *, settled: Sequence[str] = ()) -> AgentAnswer:
        return self.ask(maintenance_off_request(str(self.root), new_nonce(), run=run, settled=settled))

    def note(self, run: str = "run-1", *, begun: Sequence[str] = (), ended: Sequence[str] = ()) -> AgentAnswer:
        return self.ask(tasks_request(str(self.root), new_nonce(), run=run, begun=begun, ended=ended))

    def running(self, *argv: str, run: str = "run-1", task: str = "work", **fresh: bool) -> AgentRequest:
        return command_request(str(self.root), new_nonce(), run=run, task=task, argv=argv, **fresh)

    def run(self, *argv: str, run: str = "run-1", task: str = "work", **fresh: bool) -> AgentAnswer:
        return self.ask(self.running(*argv, run=run, task=task, **fresh))

    def probe(self, name: str = "same?", *, hold_seconds: float = 0) -> AgentRequest:
        return probe_request(str(self.root), new_nonce(), name=name, hold_seconds=hold_seconds)

    def ask(self, request: AgentRequest, *, php: Sequence[str] = ("php",), source: str | None = None) -> AgentAnswer:
        done = self.printed_for(request, php=php, source=source)
        return answer_in(done.stdout, done.stderr, nonce=request.nonce)

    def printed_for(
        self, request: AgentRequest, *, php: Sequence[str] = ("php",), source: str | None = None
    ) -> Printed:
        with self.asking(request, php=php, source=source) as process:
            stdout, stderr = process.communicate(timeout=BOUND_SECONDS)
        self.printed += [stdout, stderr]
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    @contextlib.contextmanager
    def asking(
        self, request: AgentRequest, *, php: Sequence[str] = ("php",), source: str | None = None
    ) -> Iterator[subprocess.Popen[str]]:
        """A process that was sent the request, with another agent than ours when a fault is to be injected."""
        payload = payload_of(request)
        if source is not None:
            body = request.joined_to(source)
            payload = f"MS1 {len(body)}\n{body}"
        with subprocess.Popen(
            self.as_owner(agent_command(php)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            process.stdin.write(payload)
            process.stdin.close()
            process.stdin = None
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    def warm_cache(self, *, php: Sequence[str] = ("php",)) -> None:
        """Let a process fill the configuration cache anew, with what it sees."""
        self.tamper(["reinit"], ["value", "web/unsecure/base_url"], php=php)

    def tamper(self, *steps: Sequence[Any], php: Sequence[str] = ("php",)) -> list[Any]:
        """Do steps of tampering.php in one process with this Magento bootstrapped; their answers, in order."""
        asked = base64.b64encode(json.dumps({"root": str(self.root), "steps": steps}).encode()).decode()
        done = subprocess.run(
            self.as_owner([*php, "-d", "display_errors=stderr", "-d", "memory_limit=1G"]),
            input=TAMPERING.replace("@asked@", asked),
            capture_output=True,
            text=True,
            timeout=BOUND_SECONDS,
            check=False,
        )
        marker = "@@tampered "
        assert marker in done.stdout, done.stdout + done.stderr
        answers: list[Any] = json.loads(done.stdout.rpartition(marker)[2])
        return answers

    def row(self, path: str) -> str | None:
        """The raw text of the default scope's row; None when there is none."""
        rows = {(row["scope"], int(row["scope_id"]), row["path"]): row["value"] for row in self.tamper(["rows"])[0]}
        return rows.get(("default", 0, path))

    def put(self, path: str, text: str | None, scope: str = "default", scope_id: int = 0) -> None:
        """Write a raw row; caches do not notice."""
        self.tamper(["put", scope, scope_id, path, text])

    def sql(self, statement: str, *bound: object) -> list[dict[str, str]]:
        """Run a statement in which ``{name}`` stands for the table of that name."""
        rows: list[dict[str, str]] = self.tamper(["sql", statement, list(bound)])[0]
        return rows

    def magento_says(self, *arguments: str) -> str:
        """What bin/magento prints."""
        argv = self.as_owner(["php", f"{self.root}/bin/magento", *arguments, "--no-ansi"])
        done = subprocess.run(argv, capture_output=True, text=True, timeout=BOUND_SECONDS, check=True)
        return done.stdout

    def give_to_owner(self, name: str) -> None:
        """Let a file or folder that this test made belong to the owner of the Magento."""
        if self.run_as:
            subprocess.run(["chown", "-R", self.run_as, self.root / name], check=True)

    def remove(self, name: str) -> None:
        shutil.rmtree(self.root / name)

    def readable_copy(self, file: Path) -> Path:
        """A copy of a file of the tests that the owner of this Magento can read."""
        copy = Path(tempfile.mkdtemp(prefix="magesaas-")) / file.name
        copy.parent.chmod(0o755)
        copy.write_bytes(file.read_bytes())
        return copy

    def stop(self, process: subprocess.Popen[Any]) -> None:
        """Stop a process that was started as the owner, in a session of its own, and what it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(BOUND_SECONDS)

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill the agent itself, not only what started it as its owner."""
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for pid in children if self.run_as else [process.pid]:
            os.kill(int(pid), signal.SIGKILL)
        process.wait(BOUND_SECONDS)

    def as_owner(self, argv: Sequence[str]) -> list[str]:
        return [*(["sudo", "-n", "-u", self.run_as] if self.run_as else []), *argv]

    def make_caches_cold(self) -> None:
        for folder in ("var/cache", "var/page_cache"):
            for entry in (self.root / folder).glob("*"):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    @contextlib.contextmanager
    def restored(self) -> Iterator[MagentoUnderTest]:
        """Take every row of ours away, and leave the Magento as it was found, whatever happens in between."""
        files = {name: (self.root / name).read_bytes() for name in EDITED_FILES}
        rows, websites, _, _ = self.tamper(["rows"], ["websites"], ["restore", [], None], ["reinit"])
        self.printed.clear()
        self.secrets.clear()
        try:
            yield self
        finally:
            for name, content in files.items():
                (self.root / name).write_bytes(content)
            (self.root / FLAG).unlink(missing_ok=True)
            self.tamper(["restore", rows, websites], ["reinit"])

    @contextlib.contextmanager
    def edited(self, name: str, edit: Callable[[str], str]) -> Iterator[None]:
        """Change the text of a file of the root for a while."""
        file = self.root / name
        text = file.read_text()
        edited = edit(text)
        assert edited != text, f"nothing of {name} was changed"
        file.write_text(edited)
        try:
            yield
        finally:
            file.write_text(text)

    @staticmethod
    def _state(answer: AgentAnswer) -> HostState:
        assert answer.observation is not None
        return answer.observation


def said_by_us(stamp: Stamp | None) -> Stamp | None:
    """A stamp without what the host adds to it."""
    return stamp and replace(stamp, database="", detached_from="", detached_at=0)


def with_fault(anchor: str, fault: str) -> str:
    """The agent with a fault put before one of its statements."""
    source = agent_source()
    assert source.count(anchor) == 1, f"{anchor} is no longer one place of the agent"
    return source.replace(anchor, f"{fault} {anchor}")
