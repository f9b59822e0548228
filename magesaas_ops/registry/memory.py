"""What the registry said, remembered on the control machine for the day when it does not answer.

One file per registry and API key, in the cache folder of the user. What stands in it decides whether an installation
may be attached, so it is believed only when it is ours: a regular file that nobody else can write, for this registry
and this key, with a signature that only the holder of the account's private key can make.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import stat
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.model.registry_record import RegistryAnswer, RegistryRecord, RegistryStatus
from magesaas_ops.registry.records import Unusable, record_in, row_of
from magesaas_ops.text.bounded_json import UnreadableJson, json_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from magesaas_ops.model.secret_ref import KeyMaterial

_LOG = logging.getLogger(__name__)
_MOST_BYTES = 8 * 1024 * 1024
_VERSION = "1.0"


class RegistryMemory:
    """The records that one registry gave to one key pair; ``url`` is the registry's own."""

    def __init__(self, keys: KeyMaterial, url: str) -> None:
        self._keys = keys
        self._url = url

    @property
    def path(self) -> Path:
        """Where it is: below ``XDG_CACHE_HOME``, else ``~/.cache``. Raises OSError when the user has no home."""
        chosen = os.environ.get("XDG_CACHE_HOME", "")
        try:
            cache = Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".cache"
        except RuntimeError as error:
            raise OSError(str(error)) from error
        name = hashlib.sha256(f"{self._url}\n{self._keys.api_key.fingerprint}".encode()).hexdigest()[:32]
        return cache / "magesaas" / "registry" / f"{name}.json"

    def keep(self, records: Iterable[RegistryRecord], *, of_projects: Collection[str]) -> None:
        """Remember what it said just now of some projects, in place of what it said of them before.

        That it cannot be remembered is logged and spoils nothing: without it the registry cannot be skipped.
        """
        now = datetime.now(timezone.utc)
        try:
            kept = {id_: (at, one) for id_, (at, one) in self._known().items() if one.project_id not in of_projects}
            kept |= {one.saas_environment_id: (now, one) for one in records}
            self._write(kept)
        except OSError as error:
            _LOG.info("the registry's answer could not be remembered: %s", error)

    def answer(self) -> RegistryAnswer:
        """What is known without asking, with the status ``skipped``; never raises."""
        now = datetime.now(timezone.utc)
        known: Mapping[str, tuple[datetime, RegistryRecord]] = {}
        with suppress(OSError):
            known = self._known()
        return RegistryAnswer(
            RegistryStatus.SKIPPED,
            {id_: record for id_, (_, record) in known.items()},
            "--registry skip",
            {id_: max(timedelta(0), now - at) for id_, (at, _) in known.items()},
        )

    def _known(self) -> dict[str, tuple[datetime, RegistryRecord]]:
        """By SaaS environment id when the registry said it, and what. Nothing where the file is not to be believed."""
        try:
            tree = json_in(_own_file(self.path).decode(), longest=_MOST_BYTES)
            if not isinstance(tree, dict) or not isinstance(rows := tree.get("records"), list):
                return {}
            signature = tree.get("signature")
            if not isinstance(signature, str) or not hmac.compare_digest(signature, self._signature_of(rows)):
                return {}
            records = [(_moment_in(row), record_in(row)) for row in rows]
        except (UnreadableJson, UnicodeError, Unusable, FileNotFoundError):
            return {}
        return {record.saas_environment_id: (at, record) for at, record in records}

    def _write(self, known: Mapping[str, tuple[datetime, RegistryRecord]]) -> None:
        rows: list[object] = [
            {**row_of(record), "at": at.isoformat(timespec="seconds")} for _, (at, record) in sorted(known.items())
        ]
        tree = {
            "format_version": _VERSION,
            "registry": self._url,
            "records": rows,
            "signature": self._signature_of(rows),
        }
        path = self.path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(tree, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def _signature_of(self, rows: list[object]) -> str:
        told = json.dumps([_VERSION, self._url, self._keys.api_key.fingerprint, rows], sort_keys=True)
        return hmac.new(self._keys.private_key.reveal().encode(), told.encode(), hashlib.sha256).hexdigest()


def _own_file(path: Path) -> bytes:
    """The content of a regular file of ours that nobody else can write; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
            raise PermissionError(f"{path} is not a file that only its owner can write")
        if status.st_size > _MOST_BYTES:
            raise OSError(f"{path} is too large")
        return file.read(_MOST_BYTES)


def _moment_in(row: object) -> datetime:
    written = row.get("at") if isinstance(row, dict) else None
    try:
        moment = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Unusable("does not say when it was given")
    return moment
