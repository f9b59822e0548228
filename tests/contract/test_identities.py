"""Which database and which root this is: what tells a copy from the original, and one from two."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import Stamp
from tests.contract.test_code_work import BOUND_SECONDS, until
from tests.contract.test_writing import ATTACHMENT, STAMP

if TYPE_CHECKING:
    from tests.contract.under_test import MagentoUnderTest

DETACHED = Stamp("acme-eu", "none", "4" * 64)


def test_the_database_is_known_by_server_schema_and_prefix(magento: MagentoUnderTest) -> None:
    first, second = magento.observe().database, magento.observe().database
    assert first.server
    assert first.schema
    assert first.key == second.key
    assert abs(first.started - second.started) <= 1
    assert first.started <= time.time()
    assert not first.clustered


def test_the_root_is_known_by_machine_and_real_place(magento: MagentoUnderTest) -> None:
    root = magento.observe().node.root
    place = magento.root.stat()
    assert (root.path, root.device, root.inode) == (str(magento.root.resolve()), place.st_dev, place.st_ino)
    assert root.hostname


def test_the_stamp_names_the_database_that_it_was_written_to(magento: MagentoUnderTest) -> None:
    state = magento.configure(ATTACHMENT, stamp=STAMP).observation
    assert state is not None
    assert state.stamp is not None
    assert state.stamp.database == state.database.key
    assert (state.stamp.detached_from, state.stamp.detached_at) == ("", 0)


def test_detaching_keeps_from_what_and_when_also_when_done_once_more(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT, stamp=STAMP)
    earliest = int(time.time())
    magento.detach(stamp=DETACHED)
    first = magento.observe().stamp
    assert first is not None
    assert first.detached_from == ATTACHMENT[paths.ENVIRONMENT_ID]
    assert earliest <= first.detached_at <= time.time()
    answer = magento.detach(stamp=DETACHED)
    assert answer.changed == ()
    assert magento.observe().stamp == first


def test_a_named_lock_is_seen_through_every_connection_while_it_is_held(magento: MagentoUnderTest) -> None:
    assert magento.ask(magento.probe()).held is False
    with magento.asking(magento.probe(hold_seconds=BOUND_SECONDS)) as holder:
        until(lambda: magento.ask(magento.probe()).held is True)
        assert magento.ask(magento.probe("another")).held is False
        assert magento.ask(magento.probe(hold_seconds=0.01)).held is False, "it is held once"
        magento.kill(holder)
    until(lambda: magento.ask(magento.probe()).held is False)
