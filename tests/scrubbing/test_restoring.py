"""Dumps of a real server by the real tools, scrubbed, restored by the real client, and read there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from magesaas_ops.sandbox.mariadb import MariaServer

SCHEMA = (Path(__file__).parent / "shop.sql").read_text(encoding="utf-8")
GONE = ("services_connector", "magesaas/", "config_hash", "system_config_snapshot")


@pytest.fixture(scope="module")
def server() -> Iterator[MariaServer]:
    with MariaServer() as server:
        yield server


def schema(prefix: str) -> bytes:
    return SCHEMA.replace("PREFIX_", prefix).encode()


def dump_of(server: MariaServer, *options: str) -> bytes:
    command = ["mariadb-dump", "--no-defaults", f"--socket={server.socket}", "--user=root", *options]
    return subprocess.run(command, capture_output=True, check=True).stdout


def restored(server: MariaServer, dump: bytes, database: str) -> None:
    client = ["mariadb", "--no-defaults", f"--socket={server.socket}", "--user=root", database]
    subprocess.run(client, input=dump, capture_output=True, check=True)


def scrubbed(dump: bytes) -> bytes:
    done = subprocess.run([sys.executable, "-m", "magesaas_ops", "scrub"], input=dump, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("prefix", ["", "mg_"])
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--skip-extended-insert",),
        ("--complete-insert", "--hex-blob"),
        ("--skip-quote-names", "--skip-opt"),
        ("--compatible=ansi",),
        ("--replace", "--single-transaction", "--skip-comments"),
        ("--triggers", "--routines", "--net-buffer-length=4096"),
    ],
    ids=" ".join,
)
def test_nothing_of_the_attachment_is_restored_and_everything_else_is(
    server: MariaServer, options: tuple[str, ...], prefix: str
) -> None:
    server.execute("DROP DATABASE IF EXISTS a; DROP DATABASE IF EXISTS b; CREATE DATABASE a; CREATE DATABASE b;")
    restored(server, schema(prefix), "a")
    restored(server, scrubbed(dump_of(server, *options, "a")), "b")
    for table, key in ((f"{prefix}core_config_data", "path"), (f"{prefix}flag", "flag_code")):
        everything = server.execute(f"SELECT * FROM a.{table} ORDER BY 1").splitlines()
        expected = [line for line in everything if not any(gone in line for gone in GONE)]
        assert len(expected) < len(everything)
        assert server.execute(f"SELECT * FROM b.{table} ORDER BY {key} IS NULL, 1").splitlines() == expected
    texts = f"* FROM {{}}.{prefix}settings WHERE path = 'general/text'"
    for rows in (f"HEX(picture), content FROM {{}}.{prefix}cms_block", texts):
        assert server.execute(f"SELECT {rows.format('b')}") == server.execute(f"SELECT {rows.format('a')}") != ""


def test_several_databases_in_one_dump(server: MariaServer) -> None:
    server.execute("DROP DATABASE IF EXISTS a; DROP DATABASE IF EXISTS b; CREATE DATABASE a; CREATE DATABASE b;")
    restored(server, schema(""), "a")
    restored(server, schema("x_"), "b")
    dump = scrubbed(dump_of(server, "--databases", "a", "b"))
    assert not [line for line in dump.splitlines() if b"services_connector" in line or b"config_hash" in line]


def test_a_dump_that_is_refused_stops_the_client_that_restores_it(server: MariaServer) -> None:
    server.execute("DROP DATABASE IF EXISTS b; CREATE DATABASE b;")
    client = f"mariadb --no-defaults --socket={server.socket} --user=root b"
    pipe = ["sh", "-c", f"{sys.executable} -m magesaas_ops scrub 2>/dev/null | {client}"]
    done = subprocess.run(pipe, input=b"INSERT INTO core_config_data SELECT 1;\n", capture_output=True, check=False)
    assert done.returncode != 0
    assert b"magesaas scrub refused this dump" in done.stderr


def test_what_is_no_dump_of_magento_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "magesaas_ops", "scrub"],
        input=b"CREATE TABLE x (a int);\n",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, b"CREATE TABLE x (a int);\n")
    assert b"no table core_config_data" in done.stderr
