"""``--format`` as every verb has it: one format on standard output, as many as wanted in files besides."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.cli import main

FLEET = "version: 1\n"


@pytest.fixture(autouse=True)
def inventory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "fleet.yaml").write_text(FLEET, encoding="utf-8")
    return tmp_path


def test_a_format_with_a_file_goes_there_and_text_is_still_shown(inventory, capsys):
    assert main(["check", "--format", "sarif=out.sarif"]) == 0
    assert capsys.readouterr().out.endswith("0 refused, 0 warned, 0 waived\n")
    assert json.loads((inventory / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_several_formats_are_one_on_standard_output_and_files_besides(inventory, capsys):
    assert main(["check", "-f", "gitlab=a=b.json", "-f", "json", "-f", "markdown=comment.md"]) == 0
    assert json.loads(capsys.readouterr().out)["verb"] == "check"
    assert json.loads((inventory / "a=b.json").read_text(encoding="utf-8")) == []
    assert (inventory / "comment.md").read_text(encoding="utf-8").startswith("<!-- magesaas check -->\n")


def test_what_is_in_a_file_is_what_standard_output_would_have(inventory, capsys):
    main(["check", "-f", "json", "-f", "json=report.json"])
    assert (inventory / "report.json").read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "text", "-f", "json"], "only one format can go to standard output, not text and json"),
        (["-f", "sarif="], "names no file after the equals sign"),
        (["-f", "pdf=x"], "'pdf' is not one of 'text', 'json'"),
        (["-f", "html"], "'html' is not one of 'text', 'json'"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments, message, capsys):
    assert main(["check", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_an_error_after_everything_was_shown(capsys):
    assert main(["check", "-f", "json=no/such/folder.json"]) == 1
    shown = capsys.readouterr()
    assert shown.out.endswith("0 refused, 0 warned, 0 waived\n")
    assert "error: no/such/folder.json cannot be written: No such file or directory\n" in shown.err
