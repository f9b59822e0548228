"""The table of formats against the files: nothing in it is missing, and no renderer is left out of it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import magesaas_ops.reports
from magesaas_ops.reports.formats import FORMATS

ROOM = Path(magesaas_ops.reports.__file__).parent
MODULES = {module for formats in FORMATS.values() for module in formats.values()}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_format_has_its_renderer(module):
    assert callable(import_module(f"magesaas_ops.reports.{module}").render)


def test_every_renderer_is_in_the_table():
    renderers = {
        ".".join(path.relative_to(ROOM).with_suffix("").parts)
        for path in ROOM.rglob("*.py")
        if "\ndef render(" in path.read_text(encoding="utf-8")
    }
    assert renderers == MODULES


def test_what_people_read_is_the_default_and_programs_can_have_json():
    for report, formats in FORMATS.items():
        assert report == "map" or (next(iter(formats)) == "text" and "json" in formats)
