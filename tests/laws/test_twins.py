"""Which installations may be one on the hosts, by what their nodes say; a case is a file in ``twins/``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from magesaas_ops.laws.twins import owners_elsewhere, suspicions
from magesaas_ops.model.host_state import DatabaseIdentity, HostState, HostUnknown, Observation, Stamp
from magesaas_ops.model.node import Node, RootIdentity

CASES = sorted((Path(__file__).parent / "twins").glob("*.yaml"))
NAMES = {"shop": "shop", "trial": "trial", "third": "third", "old-trial": "trial", "old-shop": "shop"}


def observation(said: Mapping[str, Any]) -> Observation:
    node = Node(RootIdentity(**said.get("root", {})))
    if "unknown" in said:
        return HostUnknown(said["unknown"], node=node if "root" in said else None)
    schema, prefix = said.get("schema", "magento"), said.get("table_prefix", "")
    started, is_clustered = said.get("started", 1000), said.get("clustered", False)
    stamped = f"{said['stamped']}/{schema}/{prefix}" if "stamped" in said else ""
    return HostState(
        *("", "", "", "", "", "", "", ""),
        websites=(),
        base_urls=(),
        values={},
        node=node,
        database=DatabaseIdentity(said["server"], schema, prefix, started, is_clustered),
        stamp=Stamp(said["stamp"], "a/b/c", "digest", database=stamped) if "stamp" in said else None,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_suspects_are_those_of_the_case(case: Path) -> None:
    told = yaml.safe_load(case.read_text(encoding="utf-8"))
    looks = {name: {node: observation(said) for node, said in nodes.items()} for name, nodes in told["nodes"].items()}
    assert sorted(owners_elsewhere(looks, NAMES)) == told.get("elsewhere", [])
    found = suspicions(looks, NAMES)
    assert len(found) == len(told["suspects"]), found
    for one, stated in zip(found, told["suspects"], strict=True):
        assert [one.one, one.other] == stated["of"]
        assert [one.node, one.other_node] == stated["nodes"]
        assert one.is_clustered == stated.get("clustered", False)
        assert stated.get("doubt", "") in one.doubt
        assert bool(one.doubt) == ("doubt" in stated)
