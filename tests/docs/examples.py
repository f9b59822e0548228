"""Examples on the pages of the documentation: a change of ``docs/examples/acme.yaml``, a command and what it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
FLEET = DOCS / "examples" / "acme.yaml"
PATH = "inventories/acme.yaml"

_EXAMPLE = re.compile(
    r"```diff\n(?P<diff>.*?)```\s*```console\n\$ magesaas (?P<command>[^\n]*)\n(?P<output>.*?)```"
    r"\s*(?:Exit status: (?P<status>\d+))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Example:
    """``diff`` is what changes, a line ``@@`` parting hunks."""

    diff: str
    command: str
    output: str
    status: int
    number: int = 0

    @property
    def changed(self) -> str:
        """The file after the change."""
        text = FLEET.read_text(encoding="utf-8")
        for hunk in re.split(r"^@@\n", self.diff, flags=re.MULTILINE):
            lines = hunk.splitlines(keepends=True)
            before, after = ("".join(line[1:] for line in lines if line[0] in f" {sign}") for sign in "-+")
            assert text.count(before) == 1, f"these lines are not, or not once, in {FLEET.name}:\n{before}"
            text = text.replace(before, after)
        return text


def examples_on(page: str) -> list[Example]:
    """Every example of a page, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [
        Example(found["diff"], found["command"], found["output"], int(found["status"] or 0), number)
        for number, found in enumerate(_EXAMPLE.finditer(text))
    ]


def page_with(page: str, example: Example, output: str) -> str:
    """The page with what the command of an example really prints."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = list(_EXAMPLE.finditer(text))[example.number]
    return text[: found.start("output")] + output + text[found.end("output") :]
