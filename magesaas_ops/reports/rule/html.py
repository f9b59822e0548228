"""The page of a rule as HTML: the little Markdown that our own pages use, and nothing more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"`([^`]+)`")
_BLOCKS = re.compile(
    r"^```\w*\n(?P<fence>(?:.*\n)*?)^```$|^#+ (?P<heading>.+)$|(?P<text>(?:^(?!```|#+ ).+\n?)+)", re.MULTILINE
)


def page_html(page: str) -> Markup:
    """Headings below the title (which its reader sees already), paragraphs, code blocks and code spans."""
    return Markup("\n").join(_blocks(page.partition("\n")[2]))


def prose_html(text: str) -> Markup:
    """A message: what stands between backticks becomes code, everything else is the text as it is."""
    parts = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part) for index, part in enumerate(parts)
    )


def _blocks(page: str) -> Iterator[Markup]:
    for block in _BLOCKS.finditer(page):
        if (fence := block["fence"]) is not None:
            yield Markup('<pre tabindex="0"><code>{}</code></pre>').format(fence)
        elif (heading := block["heading"]) is not None:
            yield Markup('<p class="page-heading">{}</p>').format(prose_html(heading))
        else:
            yield Markup("<p>{}</p>").format(prose_html(block["text"].strip()))
