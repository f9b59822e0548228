"""Every value keeps the place where it was written, through defaults and merge keys."""

from __future__ import annotations

import pytest

from magesaas_ops.loading import fleet_from_files

TEXT = """version: 1
accounts:
  acme:
    keys: {production: {api_key: {env: A}, private_key: {file: a}}}
    projects:
      storefront:
        id: p
        saas_environments:
          production: {id: e, type: production}
defaults:
  root: /var/www/magento
  connection: {ssh_user: deploy}
  packages:
    vendor/name.with.dots: "*"
installations:
  eu: &eu
    stage: production
    hosts:
      - web1
      - web2
    base_urls: [https://x/]
    websites: [base, b2b]
    saas_environment: acme/storefront/production
  us:
    <<: *eu
    stage: staging
    connection: {ssh_port: 22}
"""
PLACES = fleet_from_files({"f.yaml": TEXT.encode()}).places


@pytest.mark.parametrize(
    ("subject", "place"),
    [
        ("installations.eu", "f.yaml:16:3"),
        ("installations.eu.stage", "f.yaml:17:12"),
        ("installations.eu.hosts", "f.yaml:18:5"),
        ("installations.eu.hosts[1]", "f.yaml:20:9"),
        ("installations.eu.websites[1]", "f.yaml:22:22"),
        ("installations.eu.root", "f.yaml:11:9"),
        ("installations.eu.connection.ssh_user", "f.yaml:12:26"),
        ("installations.eu.packages.vendor/name.with.dots", "f.yaml:14:28"),
        ("installations.us.hosts[0]", "f.yaml:19:9"),
        ("installations.us.stage", "f.yaml:26:12"),
        ("installations.us.connection", "f.yaml:27:17"),
        ("installations.us.connection.ssh_port", "f.yaml:27:28"),
        ("installations.us.connection.ssh_user", "f.yaml:12:26"),
        ("installations.us.keys_from", "f.yaml:24:3"),
        ("accounts.acme.projects.storefront.id", "f.yaml:7:13"),
        ("accounts.acme.projects.storefront.saas_environments.production.type", "f.yaml:9:37"),
        ("accounts.acme.projects.storefront.saas_environments.testing", "f.yaml:8:9"),
        ("accounts.acme.mage_id", "f.yaml:3:3"),
    ],
)
def test_subject_is_found_where_it_was_written(subject: str, place: str) -> None:
    assert str(PLACES.of(subject)) == place


@pytest.mark.parametrize("subject", ["installations.uk", "accounts.other.keys", "waivers[0]", "inventory", "", "x[9]"])
def test_subject_that_nothing_is_written_of_has_no_place(subject: str) -> None:
    assert PLACES.of(subject) is None
    assert not PLACES.from_defaults(subject)


@pytest.mark.parametrize(
    ("subject", "inherited"),
    [
        ("installations.eu.root", True),
        ("installations.us.connection.ssh_user", True),
        ("installations.us.connection.ssh_port", False),
        ("installations.us.hosts", False),
        ("installations.eu.stage", False),
        ("installations.eu.php", False),
        ("installations.eu", False),
    ],
)
def test_value_from_defaults_is_known_as_such(subject: str, inherited: bool) -> None:
    assert PLACES.from_defaults(subject) is inherited
