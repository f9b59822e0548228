"""The example of a large diff in the documentation is what the command prints."""

from __future__ import annotations

import json

import pytest

from tests.docs.fleet_of_200 import EXAMPLES, FORMATS, report, repository_with_the_change


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return repository_with_the_change(tmp_path_factory.mktemp("fleet"))


@pytest.mark.generated
@pytest.mark.parametrize(("format_", "name"), FORMATS.items())
def test_the_example_is_what_is_printed(repository, generated, format_, name):
    generated(EXAMPLES / name, report(repository, format_))


def test_the_three_dangerous_changes_come_first(repository):
    told = json.loads(report(repository, "json"))
    places = {finding["at"]["path"] for finding in told["findings"][:6]}
    assert places == {"inventories/france.yaml", "inventories/italy.yaml", "inventories/us-east.yaml"}
    assert all(finding["introduced"] for finding in told["findings"])


def test_fifty_harmless_changes_hide_three_dangerous_ones(repository):
    told = json.loads(report(repository, "json"))
    assert sum(len(change["sites"]) for change in told["changes"]) == 53
    assert told["coverage"]["installations"] == 200
