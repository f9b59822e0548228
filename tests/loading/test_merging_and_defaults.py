"""Files are merged by name; defaults hold for the file that they stand in; merge keys work."""

from __future__ import annotations

import datetime

import pytest

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.inventory import DEFAULT_PACKAGES, Edition, Entitlement, Stage, Transport
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.model.source import Place
from magesaas_ops.rules import judge_files

ACCOUNT = """
accounts:
  acme:
    keys:
      production: {api_key: {env: ACME_API_KEY}, private_key: {file: ../secrets/acme.pem}}
      sandbox: {api_key: {env: ACME_SANDBOX}, private_key: {command: [pass, show, acme]}}
    projects:
      storefront:
        id: ccccccc1-0000-4000-8000-000000000001
        name: Acme Storefront
        saas_environments:
          production: {id: eeeeeee1-0000-4000-8000-000000000001, type: production, name: Production}
          testing: {type: testing, shared: true}
"""
EU = """version: 1
defaults:
  root: /var/www/magento
  run_as: www-data
  connection: {ssh_user: deploy, ssh_port: 22}
  packages: {magento/data-services: "^8"}
installations:
  eu:
    stage: production
    hosts: [web1.eu, web2.eu]
    base_urls: [https://eu.example/]
    websites: [base, b2b]
    saas_environment: acme/storefront/production
  eu-staging:
    stage: staging
    hosts: [stage.eu]
    root: /srv/stage
    websites: [base]
    saas_environment: none
    connection: {ssh_port: 2222}
    packages: {magento/saas-export: "*"}
"""
US = """version: 1
installations:
  us:
    stage: testing
    hosts: ["@local"]
    root: /srv/us
    websites: [base]
    saas_environment: acme/storefront/testing
waivers:
  - {rule: undeclared-sharing, at: installations.us, reason: r, owner: o, expires: 2027-03-31}
"""


def fleet(**files: str):
    return fleet_from_files({f"inv/{name}.yaml": text.encode() for name, text in files.items()})


def test_files_make_one_fleet() -> None:
    merged = fleet(accounts="version: 1\n" + ACCOUNT, eu=EU, us=US)
    assert merged.defects == ()
    assert merged.files == ("inv/accounts.yaml", "inv/eu.yaml", "inv/us.yaml")
    assert list(merged.installations) == ["eu", "eu-staging", "us"]
    assert merged.installations["eu"].stage is Stage.PRODUCTION
    assert str(merged.installations["us"].saas_environment) == "acme/storefront/testing"
    assert merged.installations["us"].transport_to("@local") is Transport.LOCAL


def test_account_is_built_with_its_references() -> None:
    account = fleet(accounts="version: 1\n" + ACCOUNT).accounts["acme"]
    assert (account.edition, account.entitlement) == (Edition.COMMERCE, Entitlement(1, 2))
    assert account.production_keys.api_key == SecretRef("env", "ACME_API_KEY")
    assert account.production_keys.private_key == SecretRef("file", "../secrets/acme.pem", "inv")
    assert account.sandbox_keys is not None
    assert account.sandbox_keys.private_key == SecretRef("command", ("pass", "show", "acme"), "inv")
    project = account.projects["storefront"]
    assert (project.id, project.label) == ("ccccccc1-0000-4000-8000-000000000001", "Acme Storefront")
    assert project.saas_environments["testing"].shared
    assert project.saas_environments["testing"].id is None


def test_defaults_hold_for_their_own_file_only() -> None:
    merged = fleet(eu=EU, us=US)
    assert merged.installations["eu"].run_as == "www-data"
    assert merged.installations["us"].run_as is None
    assert merged.installations["us"].packages == DEFAULT_PACKAGES


def test_own_value_replaces_the_default() -> None:
    assert fleet(eu=EU).installations["eu-staging"].root == "/srv/stage"


def test_connection_and_packages_are_merged_key_by_key() -> None:
    staging = fleet(eu=EU).installations["eu-staging"]
    assert staging.connection.host_data == {"ssh_user": "deploy", "ssh_port": 2222}
    assert staging.packages == {"magento/data-services": "^8", "magento/saas-export": "*"}


def test_required_key_may_stand_in_the_defaults() -> None:
    text = """version: 1
defaults: {stage: development, hosts: [h], root: /r, websites: [base], saas_environment: none}
installations: {a: {}, b: {root: /b}}
"""
    merged = fleet(a=text)
    assert merged.defects == ()
    assert [merged.installations[name].root for name in ("a", "b")] == ["/r", "/b"]


def test_missing_key_is_told_for_each_installation_that_lacks_it() -> None:
    defects = fleet(a=EU.replace("  root: /var/www/magento\n", "", 1)).defects
    assert [(defect.subject, "lacks `root`" in defect.detail) for defect in defects] == [("installations.eu", True)]


def test_mistake_in_the_defaults_is_told_once() -> None:
    defects = fleet(a=EU.replace("  root: /var/www/magento\n", "  rot: /var/www/magento\n", 1)).defects
    assert [defect.subject for defect in defects] == ["defaults.rot"]


@pytest.mark.parametrize("section", ["defaults", "accounts", "installations"])
def test_section_in_the_wrong_spelling_is_one_mistake(section: str) -> None:
    text = "version: 1\n" + ACCOUNT + EU.removeprefix("version: 1\n")
    misspelt = section[:3] + section[4:]
    merged = fleet(a=text.replace(f"{section}:", f"{misspelt}:", 1))
    (finding,) = judge_files(merged, datetime.date(2026, 6, 1)).findings
    assert finding.detail == f"the inventory has no key `{misspelt}`. Did you mean `{section}`?"


def test_host_data_beside_the_connection_are_told_where_they_belong() -> None:
    (defect,) = fleet(us=US.replace("    root: /srv/us\n", "    root: /srv/us\n    ssh_user: deploy\n")).defects
    assert "It belongs below `connection`." in defect.detail


def test_name_that_is_no_name_is_quoted_in_messages() -> None:
    defects = fleet(us=US.replace("  us:", '  "u s":').replace("    root: /srv/us\n", "")).defects
    assert [defect.subject for defect in defects] == ["installations", "installations"]
    assert defects[1].detail.startswith("installations.`u s` lacks `root`.")


def test_merge_keys_give_what_an_installation_does_not_say_itself() -> None:
    text = """version: 1
installations:
  a: &a
    stage: staging
    hosts: [a]
    root: /a
    websites: [base]
    saas_environment: none
  b: {<<: *a, hosts: [b]}
  c: {hosts: [c], <<: [{root: /c}, *a]}
"""
    merged = fleet(a=text)
    assert merged.defects == ()
    assert {name: (it.hosts, it.root) for name, it in merged.installations.items()} == {
        "a": (("a",), "/a"),
        "b": (("b",), "/a"),
        "c": (("c",), "/c"),
    }


def test_first_declaration_of_a_name_is_built_and_both_places_are_told() -> None:
    merged = fleet(a=US, b=US.replace("/srv/us", "/srv/other"))
    assert merged.installations["us"].root == "/srv/us"
    (defect,) = merged.defects
    assert (defect.rule, defect.at) == ("name-declared-twice", Place("inv/b.yaml", 3, 3))
    assert defect.related[0].place == Place("inv/a.yaml", 3, 3)


def test_name_declared_twice_is_told_although_one_of_the_two_is_misshapen() -> None:
    defects = fleet(a=US, b=US.replace("stage: testing", "stage: tasting")).defects
    assert {defect.rule for defect in defects} == {"schema-violation", "name-declared-twice"}


def test_installation_with_a_mistake_that_no_rule_judges_is_built_without_it() -> None:
    merged = fleet(us=US.replace("    root: /srv/us\n", "    root: /srv/us\n    php: [no]\n    colour: red\n"))
    assert len(merged.defects) == 2
    assert merged.installations["us"].php == ("php",)
    assert merged.unreadable == frozenset()


def test_installation_with_a_mistake_that_matters_is_named_as_unreadable() -> None:
    merged = fleet(us=US.replace("stage: testing", "stage: tasting"))
    assert merged.unreadable == {"us"}
    assert "us" not in merged.installations


def test_waivers_are_built_and_numbered_through_all_files() -> None:
    merged = fleet(a=US, b=US.replace("  us:", "  us2:").replace("/srv/us", "/srv/us2"))
    assert [waiver.subject for waiver in merged.waivers] == ["waivers[0]", "waivers[1]"]
    assert merged.waivers[0].expires == datetime.date(2027, 3, 31)
    assert merged.places.of("waivers[1]") == Place("inv/b.yaml", 10, 5)


def test_every_mistake_of_every_file_is_told_in_one_run() -> None:
    broken = US.replace("stage: testing", "stage: tasting").replace("[base]", "[on, 1x]").replace("owner: o, ", "")
    defects = fleet(a=broken, b=EU.replace("version: 1", "version: 1\nextra: 1")).defects
    assert [defect.subject for defect in defects] == [
        "installations.us.stage",
        "installations.us.websites[0]",
        "installations.us.websites[1]",
        "waivers[0]",
        "extra",
    ]


def test_defect_that_others_inherit_through_an_alias_concerns_them_too() -> None:
    text = """version: 1
installations:
  a: &a {stage: staging, stage: production, hosts: [a], root: /a, websites: [base], saas_environment: none}
  b: {<<: *a, hosts: [b]}
  c: {stage: staging, hosts: [c], root: /c, websites: [base], saas_environment: none}
"""
    (defect,) = fleet(a=text).defects
    assert defect.rule == "duplicate-key"
    assert [name for name in "abc" if defect.concerns(f"installations.{name}")] == ["a", "b"]
