"""Detaching: nothing of an attachment stays, and nothing is needed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from magesaas_ops.errors import AgentError, StaleObservation
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import Stamp
from tests.contract.keys import PEM
from tests.contract.test_writing import ATTACHMENT, STAMP
from tests.contract.under_test import said_by_us

if TYPE_CHECKING:
    from tests.contract.under_test import MagentoUnderTest

QUARANTINED = Stamp("acme-dev", "none", "2" * 64, "rev-2")


def test_every_key_and_id_goes_away(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT, stamp=STAMP)
    answer = magento.detach(stamp=QUARANTINED)
    assert set(answer.changed) == {*ATTACHMENT, paths.STAMP}
    assert answer.observation is not None
    assert not any(answer.observation.value(path).is_set for path in paths.MANAGED_PATHS)
    assert said_by_us(answer.observation.stamp) == QUARANTINED
    assert [row["path"] for row in magento.tamper(["rows"])[0]] == [paths.STAMP]


def test_rows_of_other_scopes_go_away_too(magento: MagentoUnderTest) -> None:
    magento.tamper(
        ["put", "websites", 1, paths.PRODUCTION_PRIVATE_KEY, PEM],
        ["put", "stores", 1, paths.PROJECT_ID, "x"],
        ["reinit"],
    )
    answer = magento.detach()
    assert set(answer.changed) == {paths.PRODUCTION_PRIVATE_KEY, paths.PROJECT_ID}
    assert magento.tamper(["rows"]) == [[]]


def test_a_copied_database_with_foreign_keys_is_detached(magento: MagentoUnderTest) -> None:
    magento.tamper(
        ["put", "default", 0, paths.PRODUCTION_API_KEY, "9:3:" + "A" * 60],
        ["put", "default", 0, paths.ENVIRONMENT_ID, "11111111-1111-4111-8111-111111111111"],
        ["put", "default", 0, paths.STAMP, "something else"],
        ["reinit"],
    )
    answer = magento.detach(stamp=QUARANTINED)
    assert answer.observation is not None
    assert said_by_us(answer.observation.stamp) == QUARANTINED
    assert not any(answer.observation.value(path).is_set for path in paths.MANAGED_PATHS)


def test_a_second_time_changes_nothing(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    magento.detach(stamp=QUARANTINED)
    answer = magento.detach(stamp=QUARANTINED)
    assert (answer.changed, answer.healed) == ((), False)


def test_without_a_stamp_the_old_one_stays(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT, stamp=STAMP)
    answer = magento.detach()
    assert answer.observation is not None
    assert said_by_us(answer.observation.stamp) == STAMP


def test_an_expected_digest_is_compared(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    with pytest.raises(StaleObservation):
        magento.detach(expect="0" * 64)
    assert magento.row(paths.PROJECT_ID) == ATTACHMENT[paths.PROJECT_ID]


def test_what_a_file_supplies_is_told_after_the_rows_are_gone(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    magento.tamper(["write into file", "app/etc/env.php", paths.ENVIRONMENT_ID, "from-a-file"], ["reinit"])
    with pytest.raises(AgentError) as caught:
        magento.detach()
    assert caught.value.code == "not-effective"
    assert "env.php" in caught.value.message
    assert paths.ENVIRONMENT_ID in caught.value.message
    assert magento.tamper(["rows"]) == [[]]


def test_a_cache_that_still_shows_an_attachment_is_renewed(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    magento.warm_cache()
    magento.tamper(["restore", [], magento.tamper(["websites"])[0]])
    assert magento.observe().value(paths.ENVIRONMENT_ID).effective == ATTACHMENT[paths.ENVIRONMENT_ID]
    answer = magento.detach()
    assert (answer.changed, answer.healed) == ((), True)
    assert answer.observation is not None
    assert answer.observation.value(paths.ENVIRONMENT_ID).effective is None
