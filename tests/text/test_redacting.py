"""Text of others, less the secrets in it, and with all that a message needs."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest

from magesaas_ops.text.redacting import HIDDEN, redacted

HEXADECIMAL = hashlib.md5(b"a key").hexdigest()
BASE64 = base64.b64encode(hashlib.sha384(b"a key").digest()).decode()
BODY = "\n".join(base64.b64encode(hashlib.sha384(bytes([one])).digest()).decode() for one in range(6)) + "\nAb3=="
PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer abc.def", f"Authorization: {HIDDEN}"),
        ("> authorization: Basic dTpw\r\n> host: repo", f"> authorization: {HIDDEN}\r\n> host: repo"),
        ("curl -H 'Authorization: Basic dTpw' https://repo/", f"curl -H 'Authorization: {HIDDEN}' https://repo/"),
        ('{"Authorization": "Bearer abc"}', f'{{"Authorization": "{HIDDEN}"}}'),
        ("sent bearer 1c4f9a", f"sent bearer {HIDDEN}"),
        ("https://shop:hunter2@repo.example/packages.json", f"https://{HIDDEN}@repo.example/packages.json"),
        ("https://shop:hun@ter2@repo.example/x", f"https://{HIDDEN}@repo.example/x"),
        ("git clone https://ghtoken@github.example/a", f"git clone https://{HIDDEN}@github.example/a"),
        ("ACME_API_KEY=hunter2 php", f"ACME_API_KEY={HIDDEN} php"),
        ("private_key = 'hunter2'", f"private_key = '{HIDDEN}'"),
        ("mysql --password=hunter2 --host=db", f"mysql --password={HIDDEN} --host=db"),
        ("mysql --password hunter2 --host=db", f"mysql --password {HIDDEN} --host=db"),
        ("https://api.example/?key=hunter2&page=2", f"https://api.example/?key={HIDDEN}&page=2"),
        ("password: hunter2", f"password: {HIDDEN}"),
        ("'password' => 'hunter2',", f"'password' => '{HIDDEN}',"),
        ('{"username": "shop",\n "password": "hunter2"}', f'{{"username": "{HIDDEN}",\n "password": "{HIDDEN}"}}'),
        ('"http-basic": {"repo": {"username": "shop", "password": "hunter2"}}', f'"http-basic {HIDDEN}'),
        ("composer config http-basic.repo.example shop hunter2", f"composer config http-basic {HIDDEN}"),
        ("the row is 0:3:c2VjcmV0IHNlY3JldA==", f"the row is {HIDDEN}"),
        ("signed eyJhbGciOi.eyJpc3Mi.c2ln", f"signed {HIDDEN}"),
        (f"token {HEXADECIMAL} expired", f"token {HIDDEN} expired"),
        (f"at https://vault/{HEXADECIMAL}/data", f"at https://vault/{HIDDEN}/data"),
        (BASE64, HIDDEN),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", HIDDEN),
        (f"before\n{PEM}\nafter", f"before\n{HIDDEN}\nafter"),
        (PEM.replace("\n", "\\n"), HIDDEN),
        (f"before\n{PEM[:100]}", f"before\n{HIDDEN}"),
        (f"{PEM[100:]}\nafter", f"\n{HIDDEN}\nafter"),
    ],
)
def test_what_is_written_as_a_secret_is_hidden(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "sudo: a password is required",
        "Permission denied (publickey,password).",
        "Host key verification failed.",
        "using bearer authentication",
        "Could not open input file: /srv/magento/releases/20260102030405/bin/magento",
        "/var/www/html/releases/2024/app/code/Magento/Store/etc/Setup/Patch/Data/Attribute2.php",
        "11111111-1111-4111-8111-111111111111 is no SaaS environment of 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01",
        "ssh: Could not resolve hostname ip-10-0-12-134-eu-west-1.compute.internal",
        "Root composer.json requires magento/data-services ^8.1, found magento/module-data-exporter[103.4.20]",
        "Magento_ServicesConnectorGraphQl is disabled",
        "git@github.com: Permission denied",
        "line 1\n\n   line 2\r\n",
    ],
)
def test_what_a_message_is_about_stays(text: str) -> None:
    assert redacted(text) == text


def test_secrets_that_we_know_are_hidden_in_any_layout() -> None:
    text = "he said  swordfish\n   and\n  red herring!"
    assert redacted(text, hiding=["swordfish", "red herring\nblue"]) == f"he said  {HIDDEN}\n   and\n  {HIDDEN}!"


def test_a_known_secret_that_holds_another_is_hidden_whole() -> None:
    assert redacted("sword and swordfish", hiding=["sword", "swordfish"]) == f"{HIDDEN} and {HIDDEN}"


def test_what_is_too_short_to_be_a_secret_does_not_blot_out_the_message() -> None:
    assert redacted("exit status 1", hiding=["1", ""]) == "exit status 1"


@pytest.mark.parametrize(
    "unit",
    [
        *("-", "-----BEGIN", "-----BEGIN X-----", "-----END", "-----END X-----", "://", "://a@", "aA1", "aA1/", "/"),
        *("key", "key=", "password: ", "username' ", "key' => '", "bearer ", "bearer A", "authorization:", "--key "),
        *("eyJ", "eyJaaaaa.", "0:3:", "0:", "1", "http-basic", "sudo:", "\n", "'", " "),
    ],
)
def test_it_takes_linear_time_whatever_stands_there(unit: str) -> None:
    text = unit * (262_144 // len(unit))
    started = time.process_time()
    redacted(text)
    assert time.process_time() - started < 5, "a quadratic pattern takes minutes"
