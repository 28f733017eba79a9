"""HTML as received → whether its elements stand deeper in each other than any page's do.

Parsers take a time that grows with the square of the nesting: 10,000 elements a minute.
"""

from __future__ import annotations

import re
from collections import Counter

DEEPEST = 1_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)")
# Elements that hold nothing, and those that the next of their kind ends.
_NOT_NESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option optgroup rt rp html head body".split()
)


def is_too_deep(html: str) -> bool:
    """Return whether more than 1,000 elements stand in each other, one not closed counting as open.

    An end tag whose element is not open closes nothing: parsers pass over it.

    >>> is_too_deep("<p>" * 5_000), is_too_deep("<div>" * 5_000)
    (False, True)
    >>> is_too_deep("<div></DIV>" * 5_000), is_too_deep("<div></x>" * 5_000)
    (False, True)
    """
    depth, opened = 0, Counter[str]()
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _NOT_NESTED or (tag[1] and not opened[name]):
            continue
        step = -1 if tag[1] else 1
        opened[name] += step
        depth += step
        if depth > DEEPEST:
            return True
    return False
