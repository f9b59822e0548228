"""No secret anywhere: not in a stream at any verbosity, an argv, an environment, a log or a file."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.conftest import API_KEY, Shop
from tests.fuzzing import FORCE

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOYS = Path(__file__).parents[2] / "deploys"
OUR_FLAGS = [("-v",), ("-vv", "--format", "json")]
PYINFRA_FLAGS = [("-vvv", "--diff"), ("--debug-all", "-vvv"), ("--dry", "-vvv")]
"""The loudest of each kind; ``make faults`` tries those that these have in them, too."""
if FORCE >= 1:
    PYINFRA_FLAGS += [("-v",), ("--debug", "-vvv"), ("--debug-facts",), ("--debug-operations", "-vvv")]


class Watch:
    """Reads the argv and the environment of every process again and again, as ``ps`` of another user's would."""

    def __init__(self, canaries: tuple[bytes, ...]) -> None:
        self._canaries = canaries
        self._is_over = threading.Event()
        self.hits: set[str] = set()
        self.rounds = 0

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.02):
            self.rounds += 1
            for process in Path("/proc").glob("[0-9]*"):
                for name in ("cmdline", "environ"):
                    with contextlib.suppress(OSError):
                        content = (process / name).read_bytes()
                        if any(canary in content for canary in self._canaries):
                            self.hits.add(f"{process.name}/{name}: {content[:200]!r}")


@pytest.fixture
def canaries(shop: Shop) -> tuple[bytes, ...]:
    """The API key, and lines from the middle of the private key; both from files, so that no variable has them."""
    (shop.folder / "api-key").write_text(API_KEY + "\n")
    del shop.environment["ACME_API_KEY"]
    shop.edit("api_key: {env: ACME_API_KEY}", "api_key: {file: api-key}")
    lines = shop.private_key.splitlines()
    return API_KEY.encode(), lines[3].encode(), lines[-3].encode()


def everything_written(shop: Shop, canaries: tuple[bytes, ...]) -> Iterator[str]:
    """Files that hold a canary, but for the secrets' own; Magento's caches are its own business."""
    own = {shop.folder / "api-key", shop.folder / "acme.pem"}
    places = [shop.folder, *(server.folder for server in shop.servers.values()), Path.home() / ".ssh"]
    for place in places:
        for path in place.rglob("*"):
            if path in own or "var/cache" in str(path) or not path.is_file():
                continue
            if any(canary in path.read_bytes() for canary in canaries):
                yield str(path)


def test_the_watch_sees_what_a_process_is_given() -> None:
    with Watch((b"canary-on-argv", b"canary-in-environment")) as watch:
        given = {**os.environ, "SEEN": "canary-in-environment"}
        with subprocess.Popen(["cat", "-", "canary-on-argv"], stdin=subprocess.PIPE, env=given) as process:
            deadline = time.monotonic() + 20
            while len({hit.split(":")[0] for hit in watch.hits}) < 2 and time.monotonic() < deadline:
                time.sleep(0.01)
            process.kill()
    assert {hit.split(":")[0].split("/")[1] for hit in watch.hits} == {"cmdline", "environ"}


def test_no_secret_is_seen_by_anybody_at_any_verbosity(shop: Shop, canaries: tuple[bytes, ...]) -> None:
    streams: list[str] = []
    with Watch(canaries) as watch:
        for flags in OUR_FLAGS:
            for verb in (("apply", "--yes"), ("quarantine", "shop-staging", "--yes")):
                done = shop.magesaas(*verb, *flags)
                assert done.status == 0, done.err
                streams += [done.out, done.err]
        for flags in PYINFRA_FLAGS:
            shop.magesaas("quarantine", "shop-staging", "--yes")
            streams.append(_pyinfra(shop, flags))
    assert watch.hits == set()
    for stream in streams:
        assert not any(canary.decode() in stream for canary in canaries)
    assert list(everything_written(shop, canaries)) == []


def test_a_failing_host_shows_no_secret_either(shop: Shop, canaries: tuple[bytes, ...]) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    shop.magesaas("quarantine", "shop-staging", "--yes")
    broken = shop.installations["staging"].root / "app" / "bootstrap.php"
    text = broken.read_text()
    echo = "<?php fwrite(STDERR, stream_get_contents(STDIN)); var_dump(get_defined_vars()); throw new Exception('no');"
    broken.write_text(text.replace("<?php", echo, 1))
    for flags in OUR_FLAGS:
        done = shop.magesaas("apply", "--yes", *flags)
        assert done.status == 7
        assert not any(canary.decode() in done.out + done.err for canary in canaries)


def _pyinfra(shop: Shop, flags: tuple[str, ...]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pyinfra", f"@magesaas/{shop.inventory}", str(DEPLOYS / "connect.py"), "-y", *flags],
        capture_output=True,
        text=True,
        env={**os.environ, **shop.environment},
        cwd=shop.folder,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout + done.stderr
