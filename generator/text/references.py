"""Numeric character references that parsers stumble over → references that every parser reads.

Some writers escape UTF-16 and so give an emoji as two references; others give numbers that no
character has. An XML parser ends the document there, and Python raises an exception.

Source: HTML living standard, "Numeric character reference end state"; XML 1.0, §2.2 and §4.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Several in a row are read together, since two can be the halves of one character.
_RUN = re.compile(r"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);?)+")
_ONE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_PLAIN_RUN = re.compile(r"(?:&#(?:x[0-9a-fA-F]{1,6}|[0-9]{1,7});)+")
# A CDATA section holds no references; one that does not end goes on to the end of the text.
_CDATA_OR_RUN = re.compile(rf"<!\[CDATA\[(?:.*?\]\]>|.*)|{_RUN.pattern}", re.DOTALL)
_MOST_DIGITS = 7
# White space in HTML or in Python, which XML cannot hold.
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f]")
# What else XML cannot hold; control characters mean nothing in text.
_ILLEGAL = re.compile("[\x01-\x08\x0e-\x1b\ufffe\uffff]")
# Half a character, and what stands for a number that no character has.
_NOTHING = re.compile("[\ud800-\udfff\x00]")

OnUnreadable = Callable[[str], object]


def mend_references(html: str, on_unreadable: OnUnreadable | None = None) -> str:
    """Return the HTML with each numeric reference naming a character that XML can hold.

    The two halves of a character become that character, and control characters go. What names
    no character becomes U+FFFD, and `on_unreadable` is called with it as it was written.

    >>> mend_references("&#55357;&#56832; &#X41; &#xD800; &#1;")
    '&#x1F600; &#x41; &#xFFFD; '
    """
    if "&#" not in html:
        return html
    return _RUN.sub(lambda run: _mended(run[0], on_unreadable), html)


def mend_xml_references(data: bytes, on_unreadable: OnUnreadable | None = None) -> bytes:
    """Return an XML document with its references mended likewise, and its CDATA sections as is.

    Its encoding must be one that writes ASCII as ASCII.
    """
    if b"&#" not in data:
        return data

    def mended(found: re.Match[str]) -> str:
        return found[0] if found[0].startswith("<") else _mended(found[0], on_unreadable)

    # Latin-1 gives every byte back as it was, whatever the encoding really is.
    return _CDATA_OR_RUN.sub(mended, data.decode("latin-1")).encode("latin-1")


def _mended(run: str, on_unreadable: OnUnreadable | None) -> str:
    units = "".join(map(_unit, _ONE.finditer(run)))
    # UTF-16 joins the halves of a character; a half that is alone stays one.
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    readable = _NOTHING.sub("\ufffd", text)
    if readable != text and on_unreadable:
        on_unreadable(run)
    legal = _ILLEGAL.sub("", _BREAKS.sub(" ", readable))
    if legal == units and _PLAIN_RUN.fullmatch(run):
        return run
    return "".join(f"&#x{ord(character):X};" for character in legal)


def _unit(reference: re.Match[str]) -> str:
    """Return the character, or half of one, that has the reference's number.

    U+0000 where none has.
    """
    digits = (reference[1] or reference[2]).lstrip("0")
    code = int(digits or "0", 16 if reference[1] else 10) if len(digits) <= _MOST_DIGITS else 0
    return chr(code) if code <= 0x10FFFF else "\x00"
