"""What would be written of hosts as they answered; what could not be known is marked, never invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from magesaas_ops.importing.drafting import drafted
from magesaas_ops.importing.targets import Target
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.draft import Draft, DraftInstallation
from magesaas_ops.model.host_state import HostState, HostUnknown, ObservedValue, Source, Stamp
from magesaas_ops.model.inventory import Fleet, Stage
from magesaas_ops.model.registry_record import RegistryRecord
from magesaas_ops.rules import judge_files
from magesaas_ops.writing.imported import files_with
from tests.importing.seen import BOTH, KEYS, LIVE, PROJECT, TEST, seen
from tests.planning.fleet_model import TODAY

NOTHING = Fleet((), {}, {})
RECORDS = {
    LIVE: RegistryRecord(PROJECT, "Acme Shop", LIVE, "Production", "Production"),
    TEST: RegistryRecord(PROJECT, "Acme Shop", TEST, "Testing 1", "Testing"),
}
DECLARED = f"""version: 1
accounts:
  acme:
    keys: {{production: {{api_key: {{env: A}}, private_key: {{file: a.pem}}}}}}
    projects:
      shop:   # ours
        id: {PROJECT}
        saas_environments:
          live: {{id: {LIVE}, type: production}}

installations:
  eu: {{stage: production, hosts: [eu], root: /srv/eu, websites: [base], saas_environment: acme/shop/live, base_urls: [https://eu/]}}
"""


def draft_of(
    fleet: Fleet = NOTHING, *, records=RECORDS, keys=None, connected=None, **observed: HostState | HostUnknown
) -> Draft:
    targets = {Target(host.replace("_", "-"), f"/srv/{host.partition('_')[0]}"): one for host, one in observed.items()}
    return drafted(fleet, targets, connected or {}, account=None, keys=keys or {}, records=records)


def only(draft: Draft) -> DraftInstallation:
    (one,) = draft.installations
    return one


def texts(draft: Draft, files: dict[str, str] | None = None) -> dict[str, str]:
    files = files or {}
    fleet = fleet_from_files({path: text.encode() for path, text in files.items()})
    return files_with(draft, files, fleet.places, "inventories/imported.yaml")


def rules_on(files: dict[str, str]) -> list[str]:
    fleet = fleet_from_files({path: text.encode() for path, text in files.items()})
    return [one.rule for one in judge_files(fleet, TODAY).findings]


def test_what_is_written_is_accepted_and_says_what_was_seen():
    draft = draft_of(shop=seen(id_=LIVE), second=seen(id_=TEST, database="test"))
    written = texts(draft)
    assert rules_on(written) == []
    fleet = fleet_from_files({path: text.encode() for path, text in written.items()})
    (account,) = fleet.accounts.values()
    assert {(str(one.saas_environment), one.stage) for one in fleet.installations.values()} == {
        ("account/acme-shop/production", Stage.PRODUCTION),
        ("account/acme-shop/testing-1", Stage.STAGING),
    }
    assert account.projects["acme-shop"].id == PROJECT
    assert "key-of-acme" not in str(written)
    assert "{env: ACCOUNT_API_KEY}  # fill in" in written["inventories/imported.yaml"]


def test_nodes_on_one_database_are_one_installation():
    nodes = {"web1_a": seen(id_=LIVE, inode=1), "web1_b": seen(id_=LIVE, inode=2)}
    one = only(draft_of(**nodes))
    assert (one.hosts, one.name) == (("web1-a", "web1-b"), "web1-a")


def test_databases_of_one_name_on_two_servers_are_two():
    draft = draft_of(web_a=seen(inode=1), web_b=seen(inode=2, started=9000))
    assert len(draft.installations) == 2


def test_one_root_that_was_named_twice_is_written_once():
    draft = draft_of(web_a=seen(inode=1), web_b=seen(inode=1))
    assert (only(draft).hosts, draft.skipped) == (("web-a",), {"web-b:/srv/web": "it is web-a:/srv/web once more"})


def test_two_roots_on_one_database_are_told():
    draft = draft_of(a=seen(inode=1), b=seen(inode=2))
    assert [one.marks for one in draft.installations] == [
        ("its database is also that of b:/srv/b",),
        ("its database is also that of a:/srv/a",),
    ]


@pytest.mark.parametrize(
    ("host", "id_", "stage", "why"),
    [
        ("eu", LIVE, Stage.PRODUCTION, "attached to a production SaaS environment, by the registry"),
        ("eu", TEST, Stage.STAGING, "attached to a testing SaaS environment, by the registry"),
        ("eu", None, Stage.DEVELOPMENT, "attached to nothing"),
        ("eu_staging", LIVE, Stage.STAGING, "staging is part of eu-staging"),
        ("qa_eu", TEST, Stage.TESTING, "qa is part of qa-eu"),
        ("latest", LIVE, Stage.PRODUCTION, "attached to a production SaaS environment"),
    ],
)
def test_a_stage_is_proposed_and_marked(host: str, id_: str | None, stage: Stage, why: str):
    one = only(draft_of(**{host: seen(id_=id_)}))
    assert (one.stage, one.stage_mark.startswith("confirm: "), why in one.stage_mark) == (stage, True, True)


def test_a_folder_of_the_machine_says_nothing_about_a_shop():
    draft = drafted(
        NOTHING, {Target("eu", "/srv/test/shop"): seen(id_=LIVE)}, {}, account=None, keys={}, records=RECORDS
    )
    assert only(draft).stage is Stage.PRODUCTION


@pytest.mark.parametrize(
    ("said", "type_", "mark"),
    [
        ("Testing", "testing", "by an installation"),
        ("Production", "production", "by an installation"),
        (None, "production", "careful"),
    ],
)
def test_without_the_registry_a_type_is_to_be_confirmed(said: str | None, type_: str, mark: str):
    ((project,),) = [one.projects for one in draft_of(records={}, shop=seen(id_=LIVE, type_=said)).accounts]
    (target,) = project.saas_environments
    assert (target.type, mark in target.type_mark) == (type_, True)


def test_a_project_that_nobody_says_is_not_invented():
    draft = draft_of(records={}, shop=seen(id_=LIVE, project=None))
    text = texts(draft)["inventories/imported.yaml"]
    assert "# id: not known" in text
    assert rules_on({"a.yaml": text}) == ["saas-environment-without-id"]


def test_key_pairs_make_accounts_and_known_ones_are_recognised():
    fleet = fleet_from_files({"fleet.yaml": DECLARED.encode()})
    draft = draft_of(
        fleet, keys={"acme": KEYS}, a=seen(id_=TEST, database="a"), b=seen(id_=None, key="another", database="b")
    )
    assert [(one.name, one.is_declared) for one in draft.accounts] == [("acme", True), ("account", False)]
    assert [one.saas_environment for one in draft.installations] == ["acme/shop/testing-1", "none"]
    assert [one.keys_from for one in draft.installations] == [None, "account"]


def test_files_that_exist_are_extended_byte_for_byte():
    fleet = fleet_from_files({"fleet.yaml": DECLARED.encode()})
    draft = draft_of(fleet, keys={"acme": KEYS}, stg=seen(id_=TEST, database="stg"))
    files = texts(draft, {"fleet.yaml": DECLARED})
    line = f"          testing-1: {{id: {TEST}, type: testing, name: Testing 1}}\n"
    assert files["fleet.yaml"] == DECLARED.replace("production}\n\n", "production}\n" + line + "\n")
    assert rules_on(files) == []
    again = draft_of(fleet_from_files({path: text.encode() for path, text in files.items()}), qa=seen(database="qa"))
    extended = texts(again, files)["inventories/imported.yaml"]
    assert extended.startswith(files["inventories/imported.yaml"])
    assert "\n  qa:\n" in extended


def test_what_is_declared_already_is_left_alone():
    fleet = fleet_from_files({"fleet.yaml": DECLARED.encode()})
    draft = draft_of(fleet, eu=seen(id_=LIVE))
    assert (draft.installations, draft.skipped) == ((), {"eu:/srv/eu": "it is declared already, as eu"})


def test_a_host_that_did_not_answer_is_nobodys_installation():
    assert draft_of(shop=HostUnknown("no route")).installations == ()


def test_oddities_stand_beside_the_installation():
    state = seen(id_=LIVE, environment="sandbox", packages={}, stamp=Stamp("other", "none", "0"))
    locked = replace(state.value(paths.PROJECT_ID), locked_by=Source.ENV_PHP)
    broken = ObservedValue(undecryptable=True, has_row=True)
    values = {**state.values, paths.PROJECT_ID: locked, paths.PRODUCTION_API_KEY: broken}
    marks = " | ".join(only(draft_of(shop=replace(state, values=values))).marks)
    for told in ("does not decrypt", "sandbox keys", "stamp says other", "locked by env.php", "packages are not there"):
        assert told in marks


def test_a_root_that_is_a_link_is_built_elsewhere_and_one_package_of_two_is_declared():
    one_only = {"magento/saas-export": BOTH["magento/saas-export"]}
    one = only(draft_of(shop=seen(root="/srv/releases/7", packages=one_only)))
    assert (one.install_mark, one.packages) == (
        "confirm: /srv/shop is a link to /srv/releases/7",
        ("magento/saas-export",),
    )
    assert rules_on(texts(draft_of(shop=seen(root="/srv/releases/7", packages=one_only)))) == []


HOSTILE = 'a: b #c\n- "\x1b[31m {x}'


def test_nothing_that_a_host_says_breaks_out_of_its_line():
    state = seen(id_=LIVE, label=HOSTILE, root=HOSTILE, stamp=Stamp(HOSTILE, "none", "0"))
    files = texts(draft_of(records={}, shop=state))
    fleet = fleet_from_files({path: text.encode() for path, text in files.items()})
    assert "\x1b" not in str(files)
    assert [one.stage for one in fleet.installations.values()] == [Stage.STAGING]


@pytest.mark.parametrize("host", ["no", "1e3", "123", "on"])
def test_a_host_whose_name_is_a_word_of_yaml_is_still_a_name(host: str):
    assert rules_on(texts(draft_of(**{host: seen(id_=LIVE)}))) == []


@pytest.mark.parametrize(("connected", "run_as"), [("deploy", "www-data"), ("www-data", None), ("", None)])
def test_the_owner_is_who_runs_where_somebody_else_connects(connected: str, run_as: str | None):
    who = {Target("shop", "/srv/shop"): connected}
    assert only(draft_of(shop=seen(), connected=who)).run_as == run_as


def test_this_machine_is_no_word_for_a_stage_and_its_own_stamp_is_nothing_odd():
    own = {Target("@local", "/srv/shop"): seen(id_=LIVE, stamp=Stamp("shop", "none", "0"))}
    one = only(drafted(NOTHING, own, {}, account=None, keys={}, records=RECORDS))
    assert (one.stage, one.marks) == (Stage.PRODUCTION, ())
