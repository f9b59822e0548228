"""The example in the README: what the demo prints after a database refresh, shortened to what tells the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"(?<=\(from `make demo`\):\n\n```\n).*?(?=```\n)", re.DOTALL)
_AFTER = "Somebody restores the production database on staging"
_SHOWN = {
    "plan --detailed-exitcode": (
        r"= acme-eu ",
        r"± acme-eu-staging ",
        r" +\w+\[attached-to-production\]",
        r" +--> .*\(installations\.acme-eu-staging\)",
        r" +acme-eu-staging is a staging installation",
        r" +a production SaaS environment: it writes",
        r" +quarantine acme-eu-staging",
        r" += magesaas rule attached-to-production",
        r" +- detach +environment_id ",
        r" +. \w+ +.*production_api_key ",
        r" +. \w+ +.*environment_id ",
        r"Plan: ",
    ),
    "apply --yes": (r"✓ acme-eu-staging ", r" +now: attached to "),
}
"""What of a command's output is shown, in order; what lies between becomes one line of dots, but in an apply's."""


def readme_with(demo: str) -> str:
    """The README with the example as the demo tells it; ``AssertionError`` for a line that the demo no longer has."""
    _, _, story = demo.partition(_AFTER)
    shown = "".join(f"$ magesaas {command}\n{_shortened(command, story)}" for command in _SHOWN)
    return _BLOCK.sub(lambda _: shown, README.read_text(encoding="utf-8"))


def _shortened(command: str, story: str) -> str:
    _, found, output = story.partition(f"$ magesaas {command}\n")
    assert found, f"the demo does not run {command} after: {_AFTER}"
    lines = output.partition("[exit status")[0].splitlines()
    return "".join(f"{_the_same_every_time(line)}\n" for line in _lines(command, lines))


def _lines(command: str, lines: list[str]) -> Iterator[str]:
    last = None
    for pattern in _SHOWN[command]:
        number = next((n for n, line in enumerate(lines) if n > (last or -1) and re.match(pattern, line)), None)
        assert number is not None, f"{command} prints no line like {pattern}"
        if last is not None and number > last + 1:
            yield "    …"
        yield lines[number]
        last = number


def _the_same_every_time(line: str) -> str:
    return re.sub(r"\(\d+\.\d s,", "(0.2 s,", line)
