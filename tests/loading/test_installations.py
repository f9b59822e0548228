"""What an installation may say of itself beyond the usual: no nodes yet, earlier names, programs with arguments."""

from __future__ import annotations

import datetime

import pytest

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.inventory import Fleet
from magesaas_ops.rules import judge_files

FLEET = """\
version: 1
accounts:
  acme:
    formerly: [acme-ltd]
    keys: {production: {api_key: {env: KEY}, private_key: {env: PEM}}}
    projects:
      shop:
        formerly: [store]
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments:
          live: {id: 11111111-1111-4111-8111-111111111111, type: production, formerly: [production]}
installations:
  eu:
    stage: production
    hosts: []
    root: /srv/eu
    base_urls: [https://eu.acme.example/]
    websites: [base]
    saas_environment: acme/shop/live
"""


def read(more: str = "") -> Fleet:
    return fleet_from_files({"fleet.yaml": (FLEET + more).encode()})


def test_without_hosts_it_is_not_built_and_judged_all_the_same() -> None:
    fleet = read(
        "  us: {stage: staging, hosts: [], root: /srv/us, websites: [base], saas_environment: acme/shop/live}\n"
    )
    assert [finding.rule for finding in fleet.defects] == []
    built = [installation.is_built for installation in fleet.installations.values()]
    assert (built, fleet.installations["eu"].primary) == ([False, False], "")
    rules = {finding.rule for finding in judge_files(fleet, datetime.date(2026, 6, 1)).findings}
    assert {"production-saas-environment-on-non-production", "website-code-collision"} <= rules


def test_earlier_names_are_kept_of_everything_that_has_a_name() -> None:
    fleet = read("    formerly: [europe, acme-eu]\n")
    account = fleet.accounts["acme"]
    project = account.projects["shop"]
    named = (fleet.installations["eu"], account, project, project.saas_environments["live"])
    assert [one.formerly for one in named] == [("europe", "acme-eu"), ("acme-ltd",), ("store",), ("production",)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("php8.2", ("php8.2",)),
        ("[php, -d, memory_limit=2G]", ("php", "-d", "memory_limit=2G")),
        ("/opt/php 8/bin/php", ("/opt/php 8/bin/php",)),
    ],
)
def test_program_is_a_word_or_a_list_of_arguments(written: str, meant: tuple[str, ...]) -> None:
    eu = read(f"    php: {written}\n    composer: {written}\n").installations["eu"]
    assert (eu.php, eu.composer) == (meant, meant)


def test_program_is_by_default_the_one_on_the_path() -> None:
    eu = read().installations["eu"]
    assert (eu.php, eu.composer) == (("php",), ("composer",))


@pytest.mark.parametrize("written", ["-d", "[]", "8.2", "[php, 8.2]", "{php: -d}", '""', '["a\\nb"]', "[[php]]"])
def test_what_is_no_program_is_refused(written: str) -> None:
    (defect,) = read(f"    php: {written}\n").defects
    assert (defect.rule, defect.subject.partition("[")[0]) == ("schema-violation", "installations.eu.php")
