"""``--parallel N`` is the number of hosts worked on at once, however many nodes an installation has: they count."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from magesaas_ops.converging import converge_all, look_at_all, open_session
from magesaas_ops.converging.brief import bare_brief
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.outcome import Ending

AT_ONCE, NODES, INSTALLATIONS = 4, 2, 6
COUNTING = """#!/bin/sh
touch "{folder}/running/$$"
i=0
while [ "$(ls "{folder}/running" | wc -l)" -lt {at_once} ] && [ $i -lt 200 ]; do i=$((i + 1)); sleep 0.05; done
ls "{folder}/running" | wc -l >> "{folder}/counted"
sleep 0.2
rm "{folder}/running/$$"
"""
"""In the place of PHP: waits until as many run as may (10 seconds at most), and notes how many these are."""


@pytest.mark.parametrize("work", ["looking", "converging"])
def test_no_more_hosts_are_worked_on_at_once_than_were_asked_for(tmp_path: Path, work: str) -> None:
    (tmp_path / "running").mkdir()
    (tmp_path / "php").write_text(COUNTING.format(folder=tmp_path, at_once=AT_ONCE))
    (tmp_path / "php").chmod(0o755)
    hosts = ", ".join(f"web{number}" for number in range(NODES))
    declared = "".join(
        f"  shop{number}: {{stage: staging, hosts: [{hosts}], root: {tmp_path}/{number}, php: {tmp_path}/php,\n"
        "    connection: {transport: local}, websites: [base], saas_environment: none}\n"
        for number in range(INSTALLATIONS)
    )
    fleet = fleet_from_files({"fleet.yaml": f"version: 1\ninstallations:\n{declared}".encode()})
    assert not fleet.defects, fleet.defects
    installations = list(fleet.installations.values())
    brief = bare_brief(fleet, datetime.date(2026, 6, 1))

    with open_session(installations, parallel=AT_ONCE) as session:
        if work == "looking":
            look_at_all(session, session.nodes)
        else:
            outcomes = converge_all(
                session, brief, brief.quarantine, installations, show=lambda _who, _what: None, ended=lambda _one: None
            )
            assert {outcome.ending for outcome in outcomes} == {Ending.UNKNOWN}
    counted = [int(line) for line in (tmp_path / "counted").read_text().split()]
    assert len(counted) == NODES * INSTALLATIONS
    assert max(counted) == AT_ONCE
