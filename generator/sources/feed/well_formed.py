"""Markup that is nearly XML → XML, so that no character of one entry makes a feed guesswork.

A bare `&`, an entity of HTML and a control character stop an XML parser; feedparser then takes the
feed apart by rules of its own, by which `&copy=1` in a link is `©=1`. What is meant is plain, as
long as it is mended before. XML 1.0, §2.2, §2.4 and §4.1.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.entities import html5
from typing import NamedTuple

# What holds no references: comments, instructions, text as it stands. Each may lack its end.
_AS_IT_STANDS = rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
_AMPERSAND = re.compile(
    rb"(?P<kept>%b|&(?:#[0-9]+|#x[0-9A-Fa-f]+);)|&(?:(?P<name>[A-Za-z][A-Za-z0-9]*);)?"
    % _AS_IT_STANDS,
    re.DOTALL,
)
_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
# White space that XML does not know, and what means nothing in any text.
_BREAKS = bytes.maketrans(b"\x0b\x0c\x1c\x1d\x1e\x1f", b" " * 6)
_CONTROLS = bytes(code for code in range(0x1C) if code not in b"\t\n\r\x0b\x0c")
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF in UTF-8
_ROOT = re.compile(rb"<([\w:.-]+)")
_END_TAG = re.compile(rb"%b|</(?P<name>[\w:.-]++)\s*+>" % _AS_IT_STANDS, re.DOTALL)
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>/]", re.IGNORECASE)


class Mended(NamedTuple):
    """Markup without the flaws that are mended here, and what they were, in plain words."""

    data: bytes
    flaws: tuple[str, ...]


def mend_characters(data: bytes, *, is_utf8: bool) -> Mended:
    """Return a document without characters that XML cannot hold, whatever holds them."""
    mended = data.translate(_BREAKS, _CONTROLS)
    if is_utf8:
        mended = _NONCHARACTERS.sub(b"", mended)
    return Mended(mended, ("control characters",) if mended != data else ())


def mend_ampersands(data: bytes, declared: Collection[bytes] = ()) -> Mended:
    """Return markup in which each ampersand begins a reference that XML knows.

    An entity of HTML becomes the number of its character. `declared` are the entities that the
    document declares itself.
    """
    known = _ENTITIES | frozenset(declared)
    flaws: dict[str, str] = {}  # the first of each kind

    def mended(found: re.Match[bytes]) -> bytes:
        if found["kept"] or found["name"] in known:
            return found[0]
        written = found[0].decode("ascii")
        if characters := html5.get(written[1:]):
            flaws.setdefault("html", f"entities of HTML (“{written}”)")
            return "".join(f"&#x{ord(character):X};" for character in characters).encode()
        if found["name"]:
            flaws.setdefault("unknown", f"entities that nothing declares (“{written}”)")
        else:
            flaws.setdefault("bare", "a bare “&”")
        return b"&amp;" + found[0][1:]

    data = _AMPERSAND.sub(mended, data)
    return Mended(data, tuple(flaws.values()))


def is_whole(data: bytes) -> bool:
    """Return whether the first element of a document ends, and no entry comes after that.

    An end tag in a text that stands as it is, or in a comment, is none.
    """
    root = _ROOT.match(data)
    if root is None:
        return False
    name, last = root[1].lower(), None
    for end in _END_TAG.finditer(data):
        if end["name"] and end["name"].lower() == name:
            last = end.end()
    return last is not None and _ENTRY.search(data, last) is None
