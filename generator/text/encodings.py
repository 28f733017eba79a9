"""The name of an encoding that a document declares → a codec that may read it."""

from __future__ import annotations

# Python also calls an encoding what unescapes a text, or takes a whole domain for one character.
# The backslash stands once, before what can be unescaped: Python warns of what cannot.
_ASCII = bytes({*range(0x20, 0x7F)} - {0x5C}) + rb" \ud800 +2AA- xn--4ca"


def text_encoding(name: str) -> str | None:
    """Return the name if it is that of an encoding of text that writes ASCII as ASCII.

    >>> text_encoding("windows-1251"), text_encoding("unicode_escape"), text_encoding("utf-16")
    ('windows-1251', None, None)
    """
    try:
        return name if _ASCII.decode(name) == _ASCII.decode("ascii") else None
    except (LookupError, ValueError):  # no encoding; UnicodeError is a ValueError
        return None
