"""Our own JSON against its schemas: nothing is printed that they do not say, and nothing they say is left out."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from magesaas_ops.cli import main
from magesaas_ops.model.outcome import Ending
from magesaas_ops.model.plan import Verdict
from magesaas_ops.reports.check.json import render as check_json
from magesaas_ops.reports.diff.json import render as diff_json
from magesaas_ops.reports.schemas import REPORTS, schema_of
from tests.comparing.sides import ACCOUNTS, report_of
from tests.reports.hostile import HOSTILE, hostile_check, hostile_report

RENAMED = (
    ACCOUNTS + " installations:\n"
    "-  a: {stage: staging, hosts: [h], websites: [w], saas_environment: acme/shop/testing-1}\n"
    "+  b: {stage: staging, hosts: [h], websites: [w, v], saas_environment: acme/shop/production}\n"
    "+  c: {stage: staging, hosts: [i], websites: [w], saas_environment: acme/shop/testing-1}\n"
)


def complete(schema):
    """The schema, refusing what it does not mention; parts of an ``allOf`` are one object."""
    if isinstance(schema, list):
        return [complete(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: complete(part) for key, part in schema.items()}
    if "allOf" in schema:
        return {**schema, "unevaluatedProperties": False}
    return {**closed, "additionalProperties": False} if "properties" in schema else closed


def strict(report):
    """The definitions that an ``allOf`` is made of stay open: the whole is closed."""
    schema = schema_of(report)
    text = json.dumps(schema)
    parts = {"finding", "claim", "counts", "installation_plan"} if "allOf" in text else set()
    definitions = {name: one if name in parts else complete(one) for name, one in dict(schema["$defs"]).items()}
    top = complete({key: part for key, part in schema.items() if key != "$defs"})
    return Draft202012Validator({**top, "$defs": definitions})


@pytest.mark.parametrize("report", REPORTS)
def test_each_is_a_schema_and_complete_in_itself(report):
    schema = schema_of(report)
    Draft202012Validator.check_schema(schema)
    assert json.dumps(schema).count("#/$defs/") > 0
    wrong = {"format_version": "1.0", "verb": "nonsense"}
    assert not Draft202012Validator(schema).is_valid(wrong)


@pytest.mark.parametrize("text", [HOSTILE["newline"], HOSTILE["wide"], "x"])
def test_check_and_diff_print_what_their_schemas_say(text):
    strict("check").validate(json.loads(check_json(hostile_check(text))))
    strict("diff").validate(json.loads(diff_json(hostile_report(text))))


def test_every_part_of_the_impact_is_in_the_schema():
    told = json.loads(diff_json(report_of(RENAMED)))
    assert all(told["impact"][part] for part in ("claims_gained", "claims_moved", "writers_changed", "renamed"))
    strict("diff").validate(told)


def test_the_schema_notices_what_it_does_not_know():
    told = json.loads(diff_json(report_of(RENAMED)))
    assert not strict("diff").is_valid({**told, "surprise": 1})
    told["findings"][0]["surprise"] = 1
    assert not strict("diff").is_valid(told)


def test_verbs_and_outcomes_are_named_as_the_model_has_them():
    plan, outcomes = (dict(schema_of(name)["$defs"]) for name in ("plan", "outcomes"))
    assert plan["installation_plan"]["properties"]["verdict"]["enum"] == [one.value for one in Verdict]
    assert outcomes["outcome"]["allOf"][1]["properties"]["outcome"]["enum"] == [one.value for one in Ending]


@pytest.mark.parametrize("arguments", [["rule"], ["claims", "-i", "fleet.yaml"]])
def test_verbs_print_what_their_schema_says(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fleet.yaml").write_text("".join(line[1:] for line in RENAMED.splitlines(True) if line[0] != "-"))
    main([*arguments, "--format", "json"])
    strict(arguments[0]).validate(json.loads(capsys.readouterr().out))


def test_the_verb_prints_both_kinds(capsys):
    assert main(["schema"]) == 0
    inventory = json.loads(capsys.readouterr().out)
    assert "installations" in inventory["properties"]
    assert main(["schema", "--of", "diff"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema_of("diff")))
