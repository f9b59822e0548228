"""What the pages on diffs and waivers show is what the commands print."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from magesaas_ops.cli import main
from tests.docs.examples import DOCS, FLEET, PATH, Example, examples_on, page_with
from tests.git_repository import GitRepository

PAGES = ("reading-a-diff.md", "waiving-a-finding.md")
EXAMPLES = [
    pytest.param(page, example, id=f"{page}-{example.number}") for page in PAGES for example in examples_on(page)
]


class FirstOfJune(datetime.date):
    """The day on which the pages were written: waivers on them have expiry dates."""

    @classmethod
    def today(cls):
        return cls(2026, 6, 1)


@pytest.mark.generated
@pytest.mark.parametrize(("page", "example"), EXAMPLES)
def test_example_prints_what_the_page_shows(page: str, example: Example, generated, tmp_path, monkeypatch, capsys):
    repository = GitRepository.made_in(tmp_path)
    repository.commit({PATH: FLEET.read_text(encoding="utf-8")})
    repository.write({PATH: example.changed})
    monkeypatch.chdir(repository.folder)
    for verb in ("check", "diff"):
        monkeypatch.setattr(f"magesaas_ops.cli.{verb}.datetime", SimpleNamespace(date=FirstOfJune))
    status = main(example.command.split())
    generated(DOCS / page, page_with(page, example, capsys.readouterr().out))
    assert status == example.status


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_a_page_is_an_example(page):
    assert (DOCS / page).read_text(encoding="utf-8").count("\n$ magesaas ") == len(examples_on(page)) > 0
