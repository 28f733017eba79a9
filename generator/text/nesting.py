"""HTML as received → whether its elements stand deeper in each other than any page's do.

Parsers take a time that grows with the square of the nesting: 10,000 elements a minute.
"""

from __future__ import annotations

import re

DEEPEST = 1_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)")
# Elements that hold nothing, and those that the next of their kind ends.
_NOT_NESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option optgroup rt rp html head body".split()
)


def is_too_deep(html: str) -> bool:
    """Whether more than 1,000 elements stand in each other, one not closed counting as open.

    >>> is_too_deep("<p>" * 5_000), is_too_deep("<div>" * 5_000)
    (False, True)
    """
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _NOT_NESTED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > DEEPEST:
                return True
    return False
