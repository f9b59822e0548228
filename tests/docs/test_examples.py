"""What the pages on diffs and waivers show is what the commands print."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from magesaas_ops.cli import main
from tests.docs.examples import DOCS, FLEET, PATH, Example, examples_on
from tests.git_repository import GitRepository

PAGES = ("reading-a-diff.md", "waiving-a-finding.md")
EXAMPLES = [
    pytest.param(example, id=f"{page}-{number}")
    for page in PAGES
    for number, example in enumerate(examples_on(page), 1)
]


class FirstOfJune(datetime.date):
    """The day on which the pages were written: waivers on them have expiry dates."""

    @classmethod
    def today(cls):
        return cls(2026, 6, 1)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_prints_what_the_page_shows(example: Example, tmp_path, monkeypatch, capsys):
    repository = GitRepository.made_in(tmp_path)
    repository.commit({PATH: FLEET.read_text(encoding="utf-8")})
    repository.write({PATH: example.changed})
    monkeypatch.chdir(repository.folder)
    for verb in ("check", "diff"):
        monkeypatch.setattr(f"magesaas_ops.cli.{verb}.datetime", SimpleNamespace(date=FirstOfJune))
    status = main(example.command.split())
    assert capsys.readouterr().out == example.output
    assert status == example.status


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_a_page_is_an_example(page):
    assert (DOCS / page).read_text(encoding="utf-8").count("\n$ magesaas ") == len(examples_on(page)) > 0
