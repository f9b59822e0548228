"""From nothing attached to everything attached, and back from a database copy, all of it real."""

from __future__ import annotations

import json
from pathlib import Path

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import SandboxInstallation, copy_database, decrypted, rows_of
from tests.end_to_end.conftest import API_KEY, PRODUCTION, TESTING_1, Shop


def attached_to(installation: SandboxInstallation) -> str | None:
    return rows_of(installation).get(paths.ENVIRONMENT_ID)


def test_a_cluster_and_two_installations_are_attached_and_the_second_apply_does_nothing(shop: Shop) -> None:
    planned = shop.magesaas("plan", "--format", "json", "--detailed-exitcode")
    assert planned.status == 4, planned.err + planned.out
    assert [step["kind"] for step in planned.installation("shop")["steps"]][:3] == ["maintenance", "package", "package"]
    assert all(attached_to(one) is None for one in shop.installations.values())

    applied = shop.magesaas("apply", "--yes")
    assert applied.status == 0, applied.err + applied.out
    cluster, staging = shop.installations["web1"], shop.installations["staging"]
    assert attached_to(cluster) == PRODUCTION
    assert attached_to(staging) == TESTING_1
    assert attached_to(shop.installations["dev"]) is None
    assert decrypted(cluster, rows_of(cluster)[paths.PRODUCTION_API_KEY]) == API_KEY

    before = {name: server.sessions for name, server in shop.servers.items()}
    again = shop.magesaas("apply", "--yes", "--format", "json")
    assert again.status == 0, again.err
    assert {one["outcome"] for one in again.json["installations"]} == {"nothing-to-do"}
    assert {command for one in again.json["installations"] for command in one["remote_commands"].values()} == {1}
    assert {name: server.sessions - before[name] for name, server in shop.servers.items()} == {
        "web1": 1,
        "web2": 1,
        "stage": 1,
    }


def test_a_copied_production_database_is_told_and_repaired(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    production, staging = shop.installations["web1"], shop.installations["staging"]
    copy_database(production, staging)
    assert attached_to(staging) == PRODUCTION

    planned = shop.magesaas("plan", "--format", "json", "--detailed-exitcode")
    assert planned.status == 4, planned.err + planned.out
    found = {finding["rule"] for finding in planned.installation("shop-staging")["findings"]}
    assert found == {"attached-to-production", "foreign-attachment", "undecryptable-key"}
    assert planned.installation("shop")["verdict"] == "in-sync"

    assert shop.magesaas("apply", "--yes").status == 0
    assert attached_to(staging) == TESTING_1
    assert decrypted(staging, rows_of(staging)[paths.PRODUCTION_API_KEY]) == API_KEY
    assert shop.magesaas("plan", "--detailed-exitcode").status == 0


def test_quarantine_detaches_at_once_without_registry_and_secrets(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes", "--limit", "shop-staging").status == 0
    (shop.folder / "acme.pem").unlink()
    done = shop.magesaas("quarantine", "shop-staging", MAGESAAS_REGISTRY="http://127.0.0.1:9/", ACME_API_KEY="")
    assert done.status == 0, done.err
    left = rows_of(shop.installations["staging"])
    assert not set(paths.MANAGED_PATHS) & set(left)


def test_one_installation_that_is_refused_does_not_stop_the_others(shop: Shop) -> None:
    shop.edit(f"testing-1: {{id: {TESTING_1}", f"testing-1: {{id: {TESTING_1.replace('2', '9')}")
    applied = shop.magesaas("apply", "--yes", "--format", "json", "--limit", "shop-staging", "--limit", "shop")
    assert applied.status == 5
    assert applied.installation("shop-staging")["outcome"] == "refused"
    assert applied.installation("shop")["outcome"] == "done"
    assert attached_to(shop.installations["staging"]) is None


def test_what_the_files_refuse_is_left_alone_and_the_others_go_on(shop: Shop) -> None:
    shop.edit("acme/storefront/testing-1", "acme/storefront/production")
    shop.edit(
        "websites: [base]\n    saas_environment: none",
        "websites: [base]\n    saas_environment: acme/storefront/testing-1",
    )
    before = {name: server.sessions for name, server in shop.servers.items()}
    applied = shop.magesaas("apply", "--yes", "--format", "json")
    assert applied.status == 5, applied.err
    assert {one["name"]: one["outcome"] for one in applied.json["installations"]} == {
        "shop": "refused",
        "shop-staging": "refused",
        "shop-dev": "done",
    }
    found = {finding["rule"] for finding in applied.installation("shop-staging")["findings"]}
    assert {"production-saas-environment-on-non-production", "website-code-collision"} <= found
    # They are looked at all the same: one might have to be detached, or brought out of maintenance mode of ours.
    sessions = {name: server.sessions - before[name] for name, server in shop.servers.items()}
    assert sessions == {"web1": 1, "web2": 1, "stage": 1}
    assert attached_to(shop.installations["staging"]) is None
    assert attached_to(shop.installations["dev"]) == TESTING_1


def test_an_inventory_that_cannot_be_read_stops_everything(shop: Shop) -> None:
    shop.edit("stage: development", "stage: developmnt")
    applied = shop.magesaas("apply", "--yes", "--format", "json")
    assert applied.status == 5, applied.err
    assert all(one["outcome"] == "refused" for one in applied.json["installations"])
    assert all(attached_to(one) is None for one in shop.installations.values())


def test_a_pipeline_built_installation_is_never_given_to_composer(shop: Shop) -> None:
    shop.edit(
        "    websites: [base, eu_b2b]\n    saas_environment: acme/storefront/production",
        "    install: verify\n    websites: [base, eu_b2b]\n    saas_environment: acme/storefront/production",
    )
    refused = shop.magesaas("apply", "--yes", "--format", "json", "--limit", "shop")
    assert refused.status == 5
    assert {finding["rule"] for finding in refused.installation("shop")["findings"]} == {"package-missing"}
    assert "magento/data-services" not in (shop.installations["web1"].root / "composer.json").read_text()


def test_keys_stay_on_a_quarantined_installation_that_is_given_an_account(shop: Shop) -> None:
    shop.edit("saas_environment: acme/storefront/testing-1", "saas_environment: none\n    keys_from: acme")
    assert shop.magesaas("apply", "--yes", "--limit", "shop-staging").status == 0
    rows = rows_of(shop.installations["staging"])
    assert decrypted(shop.installations["staging"], rows[paths.PRODUCTION_API_KEY]) == API_KEY
    assert paths.ENVIRONMENT_ID not in rows
    assert shop.magesaas("plan", "--detailed-exitcode", "--limit", "shop-staging").status == 0


def test_every_apply_leaves_a_line_in_the_audit_log(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes", "--limit", "shop-staging").status == 0
    assert shop.magesaas("quarantine", "shop-staging").status == 0
    lines = [json.loads(line) for line in (shop.folder / "audit.jsonl").read_text().splitlines()]
    assert [(line["verb"], line["installation"], line["outcome"]) for line in lines] == [
        ("apply", "shop-staging", "done"),
        ("quarantine", "shop-staging", "done"),
    ]
    assert (shop.folder / "audit.jsonl").stat().st_mode & 0o777 == 0o600


def test_apply_asks_and_does_nothing_without_an_answer(shop: Shop) -> None:
    unanswered = shop.magesaas("apply", "--limit", "shop-staging")
    assert unanswered.status == 2
    assert "--yes" in unanswered.err
    assert attached_to(shop.installations["staging"]) is None


def test_a_missing_secret_is_the_outcome_of_its_account_and_of_nobody_else(shop: Shop) -> None:
    (shop.folder / "acme.pem").unlink()
    done = shop.magesaas("apply", "--yes", "--format", "json")
    assert done.status == 7
    assert {one["name"]: one["outcome"] for one in done.json["installations"]} == {
        "shop": "unknown",
        "shop-staging": "unknown",
        "shop-dev": "done",
    }
    assert "acme.pem" in done.installation("shop")["unknown"]["account acme"]
    assert attached_to(shop.installations["staging"]) is None


def test_nothing_holds_up_detaching_what_is_not_production_from_production(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    production, staging = shop.installations["web1"], shop.installations["staging"]
    copy_database(production, staging)
    (shop.folder / "acme.pem").unlink()
    shop.edit("stage: staging\n    hosts: [stage]", "stage: staging\n    hosts: [away, stage]")
    gone = shop.magesaas("apply", "--yes", "--format", "json", MAGESAAS_REGISTRY="http://127.0.0.1:9/")
    assert gone.status == 7, gone.out + gone.err
    told = gone.installation("shop-staging")
    assert [step["kind"] for step in told["steps"]] == ["detach"]
    assert told["done"] == []
    assert told["failed_step"] == "detach"
    assert "attached to nothing" in told["state"]
    assert any(line.startswith("away: clean caches") for line in told["output"])
    assert not set(paths.MANAGED_PATHS) & set(rows_of(staging))
    assert attached_to(production) == PRODUCTION


def test_quarantine_with_a_node_down_says_what_it_did_and_what_is_left(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes", "--limit", "shop-staging").status == 0
    shop.edit("stage: staging\n    hosts: [stage]", "stage: staging\n    hosts: [away, stage]")
    done = shop.magesaas("quarantine", "shop-staging", "--format", "json")
    assert done.status == 7, done.out + done.err
    assert not set(paths.MANAGED_PATHS) & set(rows_of(shop.installations["staging"]))
    told = done.installation("shop-staging")
    assert "attached to nothing" in told["state"]
    assert "not looked at: away" in told["state"]
    assert any(line.startswith("away: clean caches") for line in told["output"])


def test_the_registry_wins_over_an_inventory_that_calls_production_testing(shop: Shop) -> None:
    shop.registry.types[TESTING_1] = "Production"
    applied = shop.magesaas("apply", "--yes", "--format", "json", "--limit", "shop-staging")
    assert applied.status == 5
    found = {finding["rule"] for finding in applied.installation("shop-staging")["findings"]}
    assert found == {"registry-type-mismatch"}
    assert attached_to(shop.installations["staging"]) is None


def test_without_the_registry_only_non_production_is_attached_to_what_it_once_called_testing(
    shop: Shop, tmp_path: Path
) -> None:
    variables = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    gone = "http://127.0.0.1:9/"
    refused = shop.magesaas("apply", "--yes", "--limit", "shop-staging", MAGESAAS_REGISTRY=gone, **variables)
    assert refused.status == 5
    assert "registry-unreachable" in refused.out
    never_seen = shop.magesaas("apply", "--yes", "--registry", "skip", "--limit", "shop-staging", **variables)
    assert never_seen.status == 5
    assert "never told this machine" in " ".join(never_seen.out.split())
    assert attached_to(shop.installations["staging"]) is None

    assert shop.magesaas("plan", **variables).status == 0, "it asks, and remembers"
    skipped = shop.magesaas("apply", "--yes", "--registry", "skip", "--format", "json", **variables)
    assert skipped.status == 5
    assert skipped.installation("shop")["outcome"] == "refused"
    assert attached_to(shop.installations["staging"]) == TESTING_1
    assert rows_of(shop.installations["staging"])[paths.ENVIRONMENT_NAME] == "Testing 1"
    other_registry = shop.magesaas("plan", "--registry", "skip", MAGESAAS_REGISTRY=gone, **variables)
    assert other_registry.status == 5, "what another registry said counts for nothing"


def test_relabelling_production_as_testing_does_not_pass_by_skipping_the_registry(shop: Shop, tmp_path: Path) -> None:
    variables = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert shop.magesaas("plan", **variables).status == 0
    shop.edit("type: production}", "type: testing, shared: true}")
    shop.edit("acme/storefront/testing-1", "acme/storefront/production")
    shop.edit("edition: commerce", "edition: commerce\n    entitlement: {production: 1, testing: 3}")
    skipped = shop.magesaas("apply", "--yes", "--registry", "skip", "--limit", "shop-staging", **variables)
    assert skipped.status == 5
    assert attached_to(shop.installations["staging"]) is None


def test_a_limit_that_matches_nothing_is_an_error(shop: Shop) -> None:
    done = shop.magesaas("apply", "--yes", "--limit", "shop-stagin")
    assert done.status == 2
    assert "shop-staging" in done.err


def test_a_host_that_is_down_is_unknown_and_its_installation_untouched(shop: Shop) -> None:
    (shop.folder / "ssh_config").write_text(shop.servers["stage"].client_config.read_text())
    done = shop.magesaas("plan", "--format", "json")
    assert done.status == 7
    assert done.installation("shop")["verdict"] == "unknown"
    assert set(done.installation("shop")["unknown"]) == {"web1", "web2"}
    assert done.installation("shop-staging")["verdict"] == "changes"
