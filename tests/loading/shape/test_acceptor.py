"""The compiled acceptor says exactly what jsonschema says of the schema."""

from __future__ import annotations

import copy
import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from magesaas_ops.loading.shape.acceptor import acceptor_of, inventory_acceptor
from magesaas_ops.loading.shape.errors import shape_errors
from magesaas_ops.loading.shape.schema import inventory_schema, is_date, python_pattern
from magesaas_ops.loading.yaml.scalars import Misread, PlainDate, Surprise
from tests.fuzzing import examples

WHOLE = yaml.safe_load("""
version: 1
accounts:
  acme:
    mage_id: MAG1
    edition: commerce
    entitlement: {production: 1, testing: 2}
    keys:
      production: {api_key: {env: A}, private_key: {file: a.pem}}
      sandbox: {api_key: {env: B}, private_key: {command: [pass, b]}}
    projects:
      shop:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        name: Shop
        saas_environments:
          live: {id: 11111111-1111-4111-8111-111111111111, type: production, name: Live, shared: true}
defaults:
  root: /r
  run_as: www-data
  connection: {transport: ssh, exec: [a], ssh_port: 22, timeout: 60, data: {x: null}}
installations:
  eu:
    stage: production
    hosts: [a, "@local"]
    base_urls: [https://x/]
    websites: [base, b2b]
    saas_environment: acme/shop/live
    packages: {a/b: "*"}
    tags: [x, y]
    install: verify
    php: php8
  dev: {stage: development, hosts: [d], websites: [base], saas_environment: none, keys_from: acme, composer: c}
waivers:
  - {rule: undeclared-sharing, at: installations.eu, reason: r, owner: o, expires: "2027-03-31"}
""")

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 20_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        [
            "production",
            "none",
            "a/b/c",
            "/x",
            "https://x/",
            "2027-02-29",
            "2028-02-29",
            "base\n",
            "@local",
            "-x",
            "",
            1.0,
        ]
    ),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
keys = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["stage", "hosts", "root", "env", "file", "id", "type", "name", "shared", "keys"]),
)


def containers(value: object) -> list[object]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [value] if isinstance(value, dict | list) else []
    return found + [inner for part in below for inner in containers(part)]


@st.composite
def nearly_whole(draw: st.DrawFn) -> object:
    """A whole inventory with a few things replaced, added or taken away."""
    value = copy.deepcopy(WHOLE)
    for _ in range(draw(st.integers(0, 3))):
        target = draw(st.sampled_from(containers(value)))
        if isinstance(target, dict):
            key = draw(st.sampled_from(sorted(target)) if target and draw(st.booleans()) else keys)
            if draw(st.booleans()):
                target[key] = draw(values)
            else:
                target.pop(key, None)
        elif target and draw(st.booleans()):
            target.pop()
        else:
            target.append(draw(st.one_of(values, st.sampled_from(target)) if target else values))
    return value


def stock_validator() -> Draft202012Validator:
    formats = FormatChecker(formats=())
    formats.checks("date")(lambda value: not isinstance(value, str) or is_date(value))
    return Draft202012Validator(inventory_schema(), format_checker=formats)


STOCK = stock_validator()


@settings(max_examples=examples(400), deadline=None)
@given(st.one_of(nearly_whole(), values))
def test_acceptor_and_jsonschema_agree(value: object) -> None:
    accepted = inventory_acceptor()(value)
    assert accepted == (shape_errors(value) == [])
    if "\\n" not in json.dumps(value):  # stock Python patterns let `$` match before a final newline
        assert accepted == STOCK.is_valid(value)


def test_whole_inventory_is_accepted() -> None:
    assert inventory_acceptor()(WHOLE)
    assert STOCK.is_valid(WHOLE)


@pytest.mark.parametrize("value", [Surprise("on", Misread.BOOLEAN), PlainDate("2027-01-01"), None, 1, True])
def test_value_without_the_type_of_text_is_refused_by_both(value: object) -> None:
    changed = copy.deepcopy(WHOLE)
    changed["installations"]["eu"]["websites"] = [value]
    assert not inventory_acceptor()(changed)
    assert shape_errors(changed)


def test_unquoted_date_is_accepted_where_a_date_is_meant() -> None:
    changed = copy.deepcopy(WHOLE)
    changed["waivers"][0]["expires"] = PlainDate("2027-01-01")
    assert inventory_acceptor()(changed)
    assert shape_errors(changed) == []


@pytest.mark.parametrize("schema", [{"anyOf": []}, {"type": "string", "format": "uri"}, {"enum": [None]}])
def test_keyword_that_the_acceptor_does_not_know_is_no_silent_yes(schema: dict[str, object]) -> None:
    with pytest.raises(NotImplementedError):
        acceptor_of(schema)


def test_end_of_pattern_is_the_very_end() -> None:
    assert python_pattern(r"^(a$|[$]\$)$") == r"^(a\Z|[$]\$)\Z"
