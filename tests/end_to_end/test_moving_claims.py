"""Claims that move between installations: whoever lets go is detached before whoever gains is attached."""

from __future__ import annotations

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import rows_of
from tests.end_to_end.conftest import TESTING_1, TESTING_2, Shop
from tests.git_repository import GitRepository

BOTH = ("--limit", "shop-staging", "--limit", "shop-dev")
STAGING, DEV = "saas_environment: acme/storefront/testing-1", "saas_environment: none"


def attached_to(shop: Shop) -> tuple[str | None, str | None]:
    return tuple(rows_of(shop.installations[name]).get(paths.ENVIRONMENT_ID) for name in ("staging", "dev"))


@pytest.mark.long
def test_two_installations_change_places_and_a_holder_that_stays_is_waited_for_by_nobody(shop: Shop) -> None:
    shop.edit(DEV, "saas_environment: acme/storefront/testing-2")
    assert shop.magesaas("apply", "--yes", *BOTH).status == 0
    text = shop.inventory.read_text()
    swapped = (
        text.replace("testing-2\n", "testing-X\n")
        .replace("testing-1\n", "testing-2\n")
        .replace("testing-X\n", "testing-1\n")
    )
    shop.inventory.write_text(swapped)

    alone = shop.magesaas("apply", "--yes", "--limit", "shop-dev", "-f", "json")
    assert alone.status == 5, alone.out + alone.err
    (finding,) = [one for one in alone.installation("shop-dev")["findings"] if one["severity"] == "refuse"]
    assert finding["rule"] == "claim-still-held"
    assert "shop-staging still holds that on its hosts (it is outside of --limit)" in finding["detail"]

    shop.edit(
        "websites: [base, eu_b2b]\n    saas_environment: acme/storefront/testing-2",
        "websites: [base]\n    saas_environment: acme/storefront/testing-2",
    )
    refused = shop.magesaas("apply", "--yes", *BOTH, "-f", "json")
    assert {one["outcome"] for one in refused.json["installations"]} == {"refused"}
    assert attached_to(shop) == (TESTING_1, TESTING_2)

    shop.inventory.write_text(swapped)
    applied = shop.magesaas("apply", "--yes", "--parallel", "1", *BOTH, "-f", "json")
    assert applied.status == 0, applied.out + applied.err
    assert {one["done"][0] for one in applied.json["installations"]} == {"detach"}
    assert attached_to(shop) == (TESTING_2, TESTING_1)
    assert shop.magesaas("plan", "--detailed-exitcode", *BOTH).status == 0


def test_one_that_cannot_be_looked_at_holds_what_it_was_declared_to_hold(shop: Shop) -> None:
    repository = GitRepository.made_in(shop.folder)
    repository.commit({"fleet.yaml": shop.inventory.read_text()})
    shop.edit(STAGING, DEV)
    shop.edit("hosts: [stage]", "hosts: [nowhere.invalid]")
    shop.edit(f"websites: [base]\n    {DEV}", f"websites: [base]\n    {STAGING}")
    limited = shop.magesaas("apply", "--yes", "--limit", "shop-dev", "-f", "json")
    assert limited.status == 5, limited.out + limited.err
    (finding,) = limited.installation("shop-dev")["findings"]
    assert (finding["rule"], finding["severity"]) == ("claim-still-held", "refuse")
    assert "shop-staging is or was declared to hold that" in finding["detail"]

    head, _, rest = shop.inventory.read_text().partition("  shop-staging:\n")
    shop.inventory.write_text(head + rest[rest.index("  shop-dev:\n") :])
    gone = shop.magesaas("plan", "--limit", "shop-dev")
    assert gone.status == 5, gone.out + gone.err
    assert "it is declared no more" in " ".join(gone.out.split())
    assert attached_to(shop)[1] is None

    (shop.folder / ".git/shallow").write_text(repository.git("rev-parse", "HEAD"))
    (note,) = shop.magesaas("plan", "--limit", "shop-dev", "-f", "json").json["notes"]
    assert "who held which claim before is not known: this clone is shallow" in note

    assumed = shop.magesaas("apply", "--yes", "--limit", "shop-dev", "--assume-detached", "shop-staging")
    assert assumed.status == 0, assumed.out + assumed.err
    assert attached_to(shop)[1] == TESTING_1
    assert '"verb": "apply --assume-detached shop-staging"' in (shop.folder / "audit.jsonl").read_text()
