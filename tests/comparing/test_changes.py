from __future__ import annotations

import dataclasses
import inspect
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magesaas_ops import comparing
from magesaas_ops.comparing.declarations import declarations
from magesaas_ops.laws.transition import transition
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model import inventory, secret_ref, waiver
from magesaas_ops.model.change import ChangeKind, canonical
from tests.comparing.fleets import INVENTORY, fleet_of, full_fleet, shuffled
from tests.comparing.mutations import mutations
from tests.fuzzing import examples


def changes(before, after):
    return comparing.changes(transition(before, after))


ASK = settings(max_examples=examples(60), deadline=None)
WHERE_IT_STANDS = (".files", ".defects", ".unreadable", ".places", ".waivers[0].subject")
"""What is about the writing of a fleet and not about what it declares."""

FULL = full_fleet()
MUTATIONS = [
    (path, fleet)
    for field in dataclasses.fields(FULL)
    if f".{field.name}" not in WHERE_IT_STANDS
    for path, fleet in (
        (f".{field.name}{path}", dataclasses.replace(FULL, **{field.name: new}))
        for path, new in mutations(getattr(FULL, field.name))
    )
    if not path.startswith(WHERE_IT_STANDS)
]


@pytest.mark.parametrize(("path", "mutated"), MUTATIONS, ids=[path for path, _ in MUTATIONS])
def test_every_field_of_the_model_is_compared(path, mutated):
    assert changes(FULL, mutated), f"{path} changed and nobody was told"
    assert changes(mutated, FULL)


def test_every_noun_of_the_inventory_is_mutated():
    mutated = {type(FULL)}
    seen = [FULL]
    while seen:
        value = seen.pop()
        if dataclasses.is_dataclass(value):
            mutated.add(type(value))
            seen += [getattr(value, field.name) for field in dataclasses.fields(value)]
        elif isinstance(value, dict):
            seen += value.values()
        elif isinstance(value, tuple):
            seen += value
    nouns = {
        noun
        for module in (inventory, secret_ref, waiver)
        for _, noun in inspect.getmembers(module, dataclasses.is_dataclass)
        if noun.__module__ == module.__name__
    }
    assert nouns - mutated == {secret_ref.KeyMaterial}, "a noun that nothing mutates"


@ASK
@given(INVENTORY)
def test_nothing_differs_from_itself(plain):
    assert changes(fleet_of(plain), fleet_of(plain)) == ()


@ASK
@given(INVENTORY, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_means_nothing(plain, randomness: random.Random):
    assert changes(fleet_of(plain), fleet_of(shuffled(plain, randomness))) == ()


@ASK
@given(INVENTORY, INVENTORY, st.randoms(use_true_random=False))
def test_the_order_of_writing_does_not_move_a_change(old, new, randomness):
    def told(before, after):
        return [dataclasses.replace(change, sites=()) for change in changes(fleet_of(before), fleet_of(after))]

    assert told(old, new) == told(shuffled(old, randomness), shuffled(new, randomness))


@ASK
@given(INVENTORY, INVENTORY)
def test_the_way_back_is_the_mirror(old, new):
    mirrored = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    before, after = fleet_of(old), fleet_of(new)

    def told(found, mirror):
        names = {} if mirror else {c.subject: former_subject(c) for c in found if c.kind is ChangeKind.RENAMED}
        return {
            (
                "" if is_folded(c) else c.subject if is_gone(c) else names.get(c.subject, c.subject),
                c.field,
                mirrored.get(c.kind, c.kind) if mirror else c.kind,
                canonical(c.after if mirror else c.before),
                canonical(c.before if mirror else c.after),
                frozenset(names.get(f"installations.{name}", f"installations.{name}") for name in c.installations),
            )
            for c in found
        }

    assert told(changes(before, after), mirror=False) == told(changes(after, before), mirror=True)


@ASK
@given(INVENTORY, INVENTORY)
def test_the_changes_explain_everything_that_differs(old, new):
    before, after = fleet_of(old), fleet_of(new)
    assert applied(table_of(before), changes(before, after)) == table_of(after)


MEMBERS = {"websites", "base_urls", "tags", "formerly"}


def table_of(fleet):
    """What is declared: single values by subject and field, members of unordered fields one by one."""
    return set().union(*(whole(subject, declared.value) for subject, declared in declarations(fleet).items()))


def whole(subject, value):
    rows = {(subject, "", "")}
    for field, part in value.items():
        rows |= {(subject, field, canonical(member)) for member in (part if field in MEMBERS else [part])}
    return rows


def applied(table, found):
    """The table after the changes: what is gone first, then all names at once, then the fields."""
    for change in found:
        if change.kind is ChangeKind.REMOVED and not change.field:
            table = table - rows(change.subject, "", change.before)
    names = {former_subject(change): change.subject for change in found if change.kind is ChangeKind.RENAMED}
    table = {(names.get(subject, subject), field, value) for subject, field, value in table}
    for change in found:
        for site in change.sites if change.kind is not ChangeKind.RENAMED else ():
            subject = f"installations.{site.installation}" if site.installation else change.subject
            if change.kind is not ChangeKind.ADDED and change.field:
                table = table - rows(subject, change.field, change.before)
            if change.kind is not ChangeKind.REMOVED:
                table = table | rows(subject, change.field, change.after)
    return table


def is_folded(change):
    """Whether equal changes of other installations stand with it, so that its subject is only the first of them."""
    return bool(change.field and change.sites[0].installation)


def is_gone(change):
    return change.kind is ChangeKind.REMOVED and not change.field


def former_subject(change):
    parent, _, _ = change.subject.rpartition(".")
    return f"{parent}.{change.before.rpartition('/')[2]}"


def rows(subject, field, value):
    return {(subject, field, canonical(value))} if field else whole(subject, value)


TWO = """
version: 1
defaults: {root: /srv, run_as: %s}
installations:
  a: {stage: staging, hosts: [a], websites: [base], saas_environment: none}
  b: {stage: staging, hosts: [b], websites: [base], saas_environment: none}
  c: {stage: staging, hosts: [c], websites: [base], saas_environment: none, run_as: root%s}
"""


def two(run_as: str, own: str = ""):
    return fleet_from_files({"inventories/eu.yaml": (TWO % (run_as, own)).encode()})


def test_an_equal_change_on_many_installations_is_one_entry():
    (change,) = changes(two("www-data"), two("magento"))
    assert (change.field, change.before, change.after) == ("run_as", "www-data", "magento")
    assert change.installations == ("a", "b")
    assert [site.subject for site in change.sites] == ["installations.a.run_as", "installations.b.run_as"]


def test_a_value_from_defaults_says_so_and_where():
    (change,) = changes(two("www-data"), two("magento"))
    assert {str(site.after) for site in change.sites} == {"from defaults in inventories/eu.yaml:3"}


def test_a_built_in_default_is_told_from_a_written_value():
    (change,) = changes(two("x", own=", php: php8"), two("x"))
    (site,) = change.sites
    assert (str(site.before), str(site.after)) == ("", "built in")


def test_a_value_that_moves_into_the_defaults_is_no_change():
    own = fleet_from_files(
        {"f.yaml": TWO.replace("run_as: %s", "php: php").replace("none, run_as: root%s", "none").encode()}
    )
    defaults = fleet_from_files(
        {"f.yaml": TWO.replace("run_as: %s", "composer: composer").replace("none, run_as: root%s", "none").encode()}
    )
    assert changes(own, defaults) == ()


def test_an_installation_that_moves_to_another_file_is_no_change():
    content = (TWO % ("x", "")).encode()
    assert changes(fleet_from_files({"a.yaml": content}), fleet_from_files({"b.yaml": content})) == ()


def test_a_website_that_is_spelt_otherwise_is_one_change():
    (change,) = changes(
        two("x"),
        fleet_from_files(
            {
                "f.yaml": (TWO % ("x", ""))
                .replace("hosts: [a], websites: [base]", "hosts: [a], websites: [Base]")
                .encode()
            }
        ),
    )
    assert (change.kind, change.before, change.after) == (ChangeKind.CHANGED, "base", "Base")


def test_what_cannot_be_read_is_neither_added_nor_removed():
    broken = fleet_from_files({"inventories/eu.yaml": (TWO % ("x", "")).replace("hosts: [a]", "hosts: x").encode()})
    assert broken.defects
    assert changes(two("x"), broken) == ()
    assert changes(broken, two("x")) == ()


def test_a_file_that_cannot_be_read_removes_nothing():
    broken = fleet_from_files({"inventories/eu.yaml": b"version: 1\ninstallations: {"})
    assert changes(two("x"), broken) == ()
    assert changes(broken, two("x")) == ()
