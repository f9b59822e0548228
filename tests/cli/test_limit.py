"""``--limit`` chooses installations, and refuses what matches nothing."""

from __future__ import annotations

import pytest

from magesaas_ops.cli.options import limited
from magesaas_ops.errors import UsageError
from magesaas_ops.loading import fleet_from_files

FLEET = fleet_from_files(
    {
        "f.yaml": b"""version: 1
defaults: {hosts: [h], websites: [base]}
installations:
  eu: {stage: production, root: /a, saas_environment: acme/shop/live, tags: [b2b, big]}
  us: {stage: staging, root: /b, saas_environment: other/shop/test, tags: [big]}
  uk: {stage: staging, root: /c, saas_environment: none, keys_from: acme}
  broken: {stage: stagging, root: /d, saas_environment: none}
"""
    }
)


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ((), ["eu", "us", "uk"]),
        (("us",), ["us"]),
        (("tag:big",), ["eu", "us"]),
        (("stage:staging",), ["us", "uk"]),
        (("account:acme",), ["eu", "uk"]),
        (("uk", "tag:b2b"), ["eu", "uk"]),
        (("eu", "eu"), ["eu"]),
    ],
)
def test_limits_choose_in_the_order_of_declaration(limits: tuple[str, ...], names: list[str]) -> None:
    assert [installation.name for installation in limited(FLEET, limits)] == names


@pytest.mark.parametrize(
    ("limit", "hint"),
    [
        ("uss", "Did you mean us?"),
        ("tag:bigg", "Did you mean tag:big?"),
        ("stage:prodution", "Did you mean stage:production?"),
        ("account:nobody", "There are: account:acme, account:other"),
        ("env:x", "Installations are chosen by NAME, tag:T, stage:S or account:A."),
        ("broken", "See: magesaas check"),
    ],
)
def test_limit_that_matches_nothing_is_refused(limit: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        limited(FLEET, ("eu", limit))
    assert raised.value.hint == hint
    assert "--limit" not in raised.value.message, "quarantine has no such flag"
