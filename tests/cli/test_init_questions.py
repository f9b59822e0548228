"""``magesaas init`` asks on a terminal, and what is answered stands in the inventory."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from magesaas_ops.loading import read_inventory
from magesaas_ops.model.inventory import Stage
from tests.cli.terminal import terminal


def test_the_answers_are_the_inventory(tmp_path: Path):
    argv = [sys.executable, "-m", "magesaas_ops", "init"]
    with terminal(argv, {"PATH": os.environ["PATH"]}, tmp_path) as shown:
        for question, answer in {
            "Account": "shops",
            "Environment variable": "",
            "File with the private key": "/run/keys/shops key.pem",
            "First installation": "deploy@web1.example:/srv/magento",
            "What is it for": "prodcution\rproduction",
            "Website codes": "base, eu_b2b",
            "Its URL": "https://shop.example/",
        }.items():
            shown.shows(question)
            for one in answer.split("\r"):
                shown.types(f"{one}\r")
        shown.shows("0 refused, 0 warned")
    fleet = read_inventory(tmp_path / "inventories")
    (one,) = fleet.installations.values()
    assert (one.stage, one.hosts, one.websites) == (Stage.PRODUCTION, ("web1.example",), ("base", "eu_b2b"))
    assert one.connection.host_data == {"ssh_user": "deploy"}
    keys = fleet.accounts["shops"].production_keys
    assert (keys.api_key.value, keys.private_key.value) == ("SHOPS_API_KEY", "/run/keys/shops key.pem")
