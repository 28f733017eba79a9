"""Sanitised HTML → the same with what may be wider than the page in boxes that scroll."""

from __future__ import annotations

import re

from markupsafe import Markup

# As the sanitiser writes them.
_WIDE = re.compile(r"<(/?)(pre|table)\b([^<>]*)>")


def scrollable(html: str) -> Markup:
    """Return sanitised HTML whose tables and preformatted text can be scrolled by keyboard.

    A table gets a box round it, for a table that scrolled itself would be none any more to a screen
    reader. A table within a table, or a `pre` within one, scrolls with the outermost.

    >>> scrollable("<pre>x</pre>")
    Markup('<pre tabindex="0">x</pre>')
    """
    depth = 0

    def boxed(tag: re.Match[str]) -> str:
        nonlocal depth
        slash, name, _ = tag.groups()
        if name == "pre":
            return tag[0] if slash or depth else f'{tag[0][:-1]} tabindex="0">'
        depth += -1 if slash else 1
        if slash:
            return tag[0] if depth else f"{tag[0]}</div>"
        return tag[0] if depth > 1 else f'<div tabindex="0">{tag[0]}'

    return Markup(_WIDE.sub(boxed, html))  # noqa: S704 - what was sanitised, and tags of ours
