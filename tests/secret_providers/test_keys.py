"""Key pairs: every spelling of one good key is the same, and every bad one is refused with its reason."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from magesaas_ops.errors import UnusableKey
from magesaas_ops.model.inventory import KeyRefs
from magesaas_ops.model.secret_ref import KeyMaterial, Secret, SecretRef
from magesaas_ops.secret_providers import key_material
from magesaas_ops.secret_providers.pem import Mistake, canonical_pem

KEY = rsa.generate_private_key(65537, 2048)


def pem(key: object = KEY, form: PrivateFormat = PrivateFormat.PKCS8, passphrase: bytes = b"") -> str:
    lock = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, lock).decode()


PKCS8, PKCS1 = pem(), pem(form=PrivateFormat.TraditionalOpenSSL)
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

SPELLINGS = {
    "PKCS#8": PKCS8,
    "PKCS#1": PKCS1,
    "CRLF": PKCS8.replace("\n", "\r\n"),
    "PKCS#1 and CRLF": PKCS1.replace("\n", "\r\n"),
    "no final newline": PKCS8.rstrip("\n"),
    "two final newlines": PKCS8 + "\n",
}

MISTAKES = {
    "encrypted": (pem(passphrase=b"canary"), "passphrase"),
    "encrypted, old form": (pem(form=PrivateFormat.TraditionalOpenSSL, passphrase=b"canary"), "passphrase"),
    "one line": (PKCS8.replace("\n", ""), "one line"),
    "spaces for line breaks": (PKCS8.replace("\n", " "), "one line"),
    "literal backslash n": (PKCS8.replace("\n", r"\n"), r"\n"),
    "body only": ("\n".join(PKCS8.splitlines()[1:-1]), "PEM form"),
    "public key": (PUBLIC, "public key"),
    "certificate": ("-----BEGIN CERTIFICATE-----\nAAAA\nAAAA\n-----END CERTIFICATE-----\n", "certificate"),
    "elliptic curve": (pem(ec.generate_private_key(ec.SECP256R1())), "no RSA key"),
    "elliptic curve, old form": (
        pem(ec.generate_private_key(ec.SECP256R1()), PrivateFormat.TraditionalOpenSSL),
        "EC PRIVATE KEY",
    ),
    "Ed25519": (pem(ed25519.Ed25519PrivateKey.generate()), "no RSA key"),
    "OpenSSH": (pem(form=PrivateFormat.OpenSSH), "OpenSSH"),
    "short": (pem(rsa.generate_private_key(65537, 1024)), "1024 bits"),
    "indented": ("".join(f"  {line}\n" for line in PKCS8.splitlines()), "before -----BEGIN"),
    "body indented": (PKCS8.replace("\nM", "\n  M", 1), "base64"),
    "text before": (f"key:\n{PKCS8}", "before -----BEGIN"),
    "text after": (f"{PKCS8}that was it\n", "after -----END"),
    "two keys": (PKCS8 + PKCS1, "2 keys"),
    "damaged": (PKCS8.replace(PKCS8.splitlines()[5], "A" * 64), "damaged"),
    "asterisks": ("******", "asterisks"),
    "cipher text": ("0:3:abcdef0123456789", "cipher text"),
    "cipher text after white space": (" 0:3:abcdef0123456789", "cipher text"),
    "white space": (" \n", "empty"),
    "end missing": (PKCS8.rpartition("-----END")[0], "end is missing"),
    "containers mixed": (PKCS8.replace("BEGIN PRIVATE", "BEGIN RSA PRIVATE"), "base64|after -----END"),
    "byte order mark": (f"\ufeff{PKCS8}", "before -----BEGIN"),
    "API key in its place": ("0123456789abcdef0123456789abcdef", "PEM form"),
}


def material(tmp_path: Path, private_key: str = PKCS8, api_key: str = "an-api-key") -> KeyMaterial:
    (tmp_path / "api-key").write_text(api_key)
    (tmp_path / "key.pem").write_text(private_key, newline="")
    return key_material(
        KeyRefs(SecretRef("file", "api-key", str(tmp_path)), SecretRef("file", "key.pem", str(tmp_path)))
    )


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_one_key_is_the_same_key(tmp_path: Path, spelling: str) -> None:
    resolved = material(tmp_path, SPELLINGS[spelling])
    numbers = KEY.public_key().public_numbers()
    assert resolved.public_key == f"{numbers.n:x}:{numbers.e:x}"
    assert resolved.private_key.reveal() in {PKCS8, PKCS1}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_bad_private_key_is_refused_with_its_reason_and_nothing_of_it(tmp_path: Path, mistake: str) -> None:
    text, reason = MISTAKES[mistake]
    with pytest.raises(UnusableKey, match=reason.replace("\\", r"\\")) as caught:
        material(tmp_path, text)
    told = f"{caught.value!r} {caught.value.message} {caught.value.hint}"
    assert caught.value.hint
    assert not any(line in told for line in text.splitlines() if len(line) > 30)


@pytest.mark.parametrize(
    ("api_key", "reason"),
    [
        ("******", "asterisks"),
        ("0:3:abc", "cipher text"),
        ("two words", "white space"),
        (" \n", "empty"),
        (PKCS8, "white space"),
        ("k" * 256, "too long"),
        ("key\x1b[31m", "characters"),
        ("é", "characters"),
    ],
)
def test_a_bad_api_key_is_refused(tmp_path: Path, api_key: str, reason: str) -> None:
    with pytest.raises(UnusableKey, match=reason):
        material(tmp_path, api_key=api_key)


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret("canary")
    assert "canary" not in f"{secret!r} {secret} {secret:>20} {[secret]}"
    for serialise in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            serialise(secret)
    assert secret == Secret("canary")
    assert secret.fingerprint == Secret("canary").fingerprint != Secret("other").fingerprint


@given(
    st.sampled_from([PKCS1, PKCS8]),
    st.lists(st.sampled_from(["\n", "\r\n"]), min_size=32, max_size=32),
    st.sampled_from(["", "\n", "\r\n", "\n\n", "\r"]),
)
def test_line_ends_never_change_a_key(spelling: str, line_ends: list[str], tail: str) -> None:
    lines = spelling.splitlines()
    text = "".join(line + end for line, end in zip(lines, line_ends, strict=False)).rstrip("\r\n") + tail
    assert canonical_pem(text) == spelling


@given(st.sampled_from([PKCS1, PKCS8]), st.integers(0, 2000), st.text(min_size=1, max_size=20))
def test_whatever_is_put_into_a_key_it_is_refused_or_still_one_key(spelling: str, at: int, noise: str) -> None:
    pem = canonical_pem(spelling[:at] + noise + spelling[at:])
    if isinstance(pem, Mistake):
        assert not any(line in f"{pem.reason} {pem.hint}" for line in spelling.splitlines()[1:-1])
    else:
        assert pem.count("-----BEGIN") == pem.count("-----END") == 1
        assert pem.isascii()
        assert "\r" not in pem
        assert not pem.endswith("\n\n")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_a_key_of_any_spelling_signs_verifies_under_its_public_half(tmp_path: Path, spelling: str) -> None:
    token = jwt.encode({"a": 1}, material(tmp_path, SPELLINGS[spelling]).private_key.reveal(), algorithm="RS256")
    assert jwt.decode(token, PUBLIC, algorithms=["RS256"]) == {"a": 1}


def test_asking_for_secrets_loads_nothing_heavy_until_a_key_is_read() -> None:
    program = "import sys, magesaas_ops.secret_providers; print({'httpx', 'cryptography', 'jwt'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "set()\n"
