"""A registry that lies, babbles, drips or sends us away: no usable answer, within bounds, with what was wrong."""

from __future__ import annotations

import ssl
import subprocess
import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, formatdate
from pathlib import Path

import pytest

from magesaas_ops.errors import KeysRejected, RegistryUnreachable, UnknownToRegistry
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.registry import RegistryClient, ask_registry, exchange
from magesaas_ops.sandbox import new_key_pair
from tests.registry.misbehaving import Behaviour, dripping, misbehaving, saying

API_KEY = "canary-api-key"
ROW = '{"projectId": "p1", "projectName": "P", "environmentId": "e1", "environmentName": "E", "environmentType": "%s"}'


@pytest.fixture(scope="module")
def keys() -> KeyMaterial:
    return KeyMaterial(Secret(API_KEY), Secret(new_key_pair()[0]), "unused")


def failure_of(behave: Behaviour, keys: KeyMaterial) -> RegistryUnreachable:
    with misbehaving(behave) as server, RegistryClient("acme", keys, url=server.url) as client:
        with pytest.raises(RegistryUnreachable) as caught:
            client.project("p1")
        assert len(server.requests) == 1, "tried again in vain"
    assert API_KEY not in f"{caught.value} {caught.value.hint}"
    assert "acme" in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("behave", "told"),
    [
        (saying(200), "it answered with something that is no JSON"),
        (saying(200, "<html>\n<h1>Down\x1b[31m</h1>"), r"that is no JSON: <html> <h1>Down\x1b[31m</h1>"),
        (saying(200, "[" * 100_000), "that has more than 64 levels: [[["),
        (saying(200, b"\xff\xfe"), "that is no JSON"),
        (saying(200, "null"), "without a list of results"),
        (saying(200, '{"results": {}}'), "without a list of results"),
        (saying(200, '{"results": ["e1"]}'), "a row that is no object"),
        (saying(200, '{"results": [{"projectId": "p1"}]}'), "a row without projectName, environmentId"),
        (saying(200, f'{{"results": [{ROW.replace("p1", "")}]}}' % "Testing"), "a row without ids"),
        (saying(200, f'{{"results": [{ROW.replace("p1", "p2")}]}}' % "Testing"), "about another project"),
        (saying(200, f'{{"results": [{ROW}, {ROW}]}}' % ("Testing", "Production")), "contradicts itself"),
        (saying(200, "{}", content_encoding="gzip"), "without a list of results"),
        (saying(302, location="https://evil.example/"), "HTTP 302, which is not followed, to 'https://evil"),
        (saying(400, '{"status": 400, "message": "no such thing"}'), "HTTP 400: no such thing"),
        (saying(418, f"no {API_KEY} " + "x" * 500), "HTTP 418: no ******** xxx"),
        (saying(503, "{}", retry_after="86400"), "HTTP 503 and asks to be left alone for 86400 seconds"),
        (saying(204), "HTTP 204"),
    ],
)
def test_an_unusable_answer_is_told_with_what_is_wrong(behave: Behaviour, told: str, keys: KeyMaterial) -> None:
    message = failure_of(behave, keys).message
    assert told in message
    assert message.isprintable()
    assert len(message) < 400


def test_an_answer_of_gigabytes_is_cut_off(keys: KeyMaterial) -> None:
    def babble(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b" " * 1_000_000)

    assert "more than 8 MiB" in failure_of(babble, keys).message


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n\r\n{", b"HTTP/1.1 200 OK\r\nx: ", b""])
def test_an_answer_that_drips_forever_is_cut_off(
    start: bytes, keys: KeyMaterial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "OVERALL_SECONDS", 0.6)
    enough = threading.Event()
    started = time.monotonic()
    message = failure_of(dripping(start, enough), keys).message
    enough.set()
    assert "no whole answer within 0.6 seconds" in message
    assert time.monotonic() - started < 10


def test_a_second_exchange_on_one_connection_is_bounded_too(keys: KeyMaterial, monkeypatch: pytest.MonkeyPatch) -> None:
    enough = threading.Event()

    def first_fine(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        connection.recv(65536)
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", enough)(connection)

    with misbehaving(first_fine) as server, RegistryClient("acme", keys, url=server.url) as client:
        client.check_keys()
        monkeypatch.setattr(exchange, "OVERALL_SECONDS", 0.6)  # not before: a busy machine takes longer to connect
        with pytest.raises(RegistryUnreachable, match="no whole answer"):
            client.project("p1")
    enough.set()


def test_a_connection_that_is_torn_down_is_tried_again_a_bounded_number_of_times(keys: KeyMaterial) -> None:
    with misbehaving(lambda connection: connection.close()) as server:
        answer = ask_registry("acme", keys, url=server.url, project_ids={"p1"})
        assert answer.status is RegistryStatus.UNREACHABLE
        assert 2 <= len(server.requests) <= 4


def test_retry_after_as_a_date_is_understood(keys: KeyMaterial) -> None:
    later = format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)
    assert "asks to be left alone for 3" in failure_of(saying(429, retry_after=later), keys).message


@pytest.mark.parametrize(("seconds", "told"), [(-900, "ahead of"), (900, "behind"), (5, "Compare the API key")])
def test_a_clock_that_is_wrong_is_pointed_out_when_the_signature_is_rejected(
    seconds: int, told: str, keys: KeyMaterial
) -> None:
    date = formatdate(time.time() + seconds, usegmt=True)
    with (
        misbehaving(saying(401, '{"message": "JWT is invalid"}', date=date)) as server,
        RegistryClient("acme", keys, url=server.url) as client,
        pytest.raises(KeysRejected) as caught,
    ):
        client.check_keys()
    assert told in caught.value.hint
    assert "(HTTP 401: JWT is invalid)" in caught.value.message


def test_a_rejection_that_repeats_key_and_signature_is_told_without_them(keys: KeyMaterial) -> None:
    heads: list[str] = []

    def repeat(connection: ssl.SSLSocket) -> None:
        saying(403, f"you sent {heads[-1]}")(connection)

    with misbehaving(repeat) as server, RegistryClient("acme", keys, url=server.url) as client:
        heads = server.requests
        with pytest.raises(KeysRejected) as caught:
            client.check_keys()
    signature = next(line for line in heads[0].splitlines() if line.startswith("x-gw-signature: ")).split(": ")[1]
    assert API_KEY in heads[0]
    assert API_KEY not in caught.value.message
    assert not any(part in caught.value.message for part in signature.split("."))


def test_a_project_that_is_forbidden_to_good_keys_is_not_their_rejection(keys: KeyMaterial) -> None:
    def only_ping(connection: ssl.SSLSocket) -> None:
        saying(200 if "/ping " in server.requests[-1] else 403)(connection)

    with misbehaving(only_ping) as server, RegistryClient("acme", keys, url=server.url) as client:
        client.check_keys()
        with pytest.raises(UnknownToRegistry, match=r"acme open nothing at registry/projects/p1 \(HTTP 403\)"):
            client.project("p1")
        assert ask_registry("acme", keys, url=server.url, project_ids={"p1"}).status is RegistryStatus.ANSWERED


def test_where_there_is_no_registry_it_is_unreachable_and_not_a_matter_of_keys(keys: KeyMaterial) -> None:
    with misbehaving(saying(404, "<h1>nginx</h1>")) as server:
        answer = ask_registry("acme", keys, url=server.url, project_ids={"p1"})
    assert answer.status is RegistryStatus.UNREACHABLE
    assert "HTTP 404: <h1>nginx</h1>" in answer.message
    assert f"is {server.url}merchant-registry/v1/ a merchant registry?" in answer.message


def test_keys_never_follow_a_redirect(keys: KeyMaterial) -> None:
    with misbehaving(saying(200, "{}")) as elsewhere, misbehaving(saying(307, location=elsewhere.url)) as server:
        assert ask_registry("acme", keys, url=server.url, project_ids=()).status is RegistryStatus.UNREACHABLE
        assert elsewhere.requests == []


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout key.pem -out certificate.pem"
    subprocess.run(
        [*make.split(), "-addext", "subjectAltName=DNS:localhost"], cwd=folder, check=True, capture_output=True
    )
    return folder


def test_a_certificate_is_verified_and_nothing_is_sent_before(
    self_signed: Path, keys: KeyMaterial, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed / "certificate.pem", self_signed / "key.pem")
    with misbehaving(saying(200, "{}"), context) as server:
        refused = ask_registry("acme", keys, url=server.url, project_ids=())
        assert refused.status is RegistryStatus.UNREACHABLE
        assert "CERTIFICATE_VERIFY_FAILED" in refused.message
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(self_signed / "certificate.pem"))
        assert ask_registry("acme", keys, url=server.url, project_ids=()).status is RegistryStatus.ANSWERED
        other_name = server.url.replace("localhost", "127.0.0.1")
        assert ask_registry("acme", keys, url=other_name, project_ids=()).status is RegistryStatus.UNREACHABLE
