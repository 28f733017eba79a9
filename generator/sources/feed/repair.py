"""The bytes of an XML feed as received → bytes that feedparser reads, in a time that is linear.

What feedparser fails on, or takes the square or the cube of its length for, is put right here: one
character of one entry never costs the feed, and no line of its head costs minutes.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from generator.sources.feed.elements import mark_elements
from generator.sources.feed.well_formed import is_whole, mend_ampersands, mend_characters
from generator.text.encodings import text_encoding
from generator.text.html import decode
from generator.text.references import mend_xml_references

# UTF-16 and UTF-32, by their byte order mark or by the first "<".
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff", b"\x00\x00\x00<")
_DECLARATION = re.compile(rb"\s*<\?xml\b([^<>]*)>")
_ENCODING = re.compile(rb"\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
# What may stand before the first element: white space, instructions, comments, a document type.
_PROLOG = re.compile(
    rb"(?>\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)*+", re.DOTALL
)
_ELEMENT = re.compile(rb"<\w")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]*")
# Those that feedparser uses: a text, or one character.
_NAME = re.compile(rb"<!ENTITY\s+(\w+)")
_ENTITY = re.compile(rb"<!ENTITY\s+\w+\s+\"(?:&#\w+;|[^&\"<>]*)\"\s*>")


class RepairedFeed(NamedTuple):
    """A feed that feedparser reads, and how many lines it is shorter than what was received."""

    data: bytes
    lines_dropped: int
    #: The references that name no character, as they were written.
    unreadable: tuple[str, ...]
    #: What made it no XML and is mended, in plain words.
    flaws: tuple[str, ...]
    #: Whether its end tag is there: else it was cut off.
    is_whole: bool


def repair_feed(data: bytes) -> RepairedFeed:
    """Return the feed in an encoding that writes ASCII as ASCII, its head short, mended."""
    is_utf8 = data.startswith(_WIDE)
    if is_utf8:  # feedparser takes such bytes for UTF-8 where they declare nothing
        data = decode(data).encode("utf-8", "replace")
    elif shifting := _shifting_encoding(data):
        data, is_utf8 = data.decode(shifting, "replace").encode("utf-8", "replace"), True
    head, start = _short_head(data, is_utf8=is_utf8)
    unreadable: list[str] = []
    body = mend_xml_references(data[start:], unreadable.append)
    body, illegal = mend_characters(body, is_utf8=b"'utf-8'" in head.lower())
    body, bare = mend_ampersands(body, _NAME.findall(head))
    return RepairedFeed(
        data=mark_elements(head + body),
        lines_dropped=_line_ends(data[:start]) - _line_ends(head),
        unreadable=tuple(unreadable),
        flaws=(*illegal, *bare),
        is_whole=is_whole(body),
    )


def _shifting_encoding(data: bytes) -> str | None:
    """The encoding that is declared, if it writes other letters as ASCII too (RFC 1468, 1843)."""
    declaration = _DECLARATION.match(data)
    stated = _ENCODING.search(declaration[1]) if declaration else None
    name = text_encoding(stated[1].decode("ascii")) if stated else None
    is_shifting = name and codecs.lookup(name).name.startswith(("iso2022", "hz"))
    return name if is_shifting else None


def _short_head(data: bytes, *, is_utf8: bool) -> tuple[bytes, int]:
    """Return what feedparser reads before the first element, and where that begins."""
    declaration = _DECLARATION.match(data)
    start = declaration.end() if declaration else 0
    prolog = _PROLOG.match(data, start)
    end = prolog.end() if prolog else start
    # Text that has no place there goes too, such as a markup declaration that does not end.
    element = _ELEMENT.search(data, end)
    head = _declared(None if is_utf8 else declaration) + _document_type(data[start:end])
    return head, element.start() if element else end


def _declared(declaration: re.Match[bytes] | None) -> bytes:
    stated = _ENCODING.search(declaration[1]) if declaration else None
    encoding = text_encoding(stated[1].decode("ascii", "replace")) if stated else None
    return f"<?xml version='1.0' encoding='{encoding or 'utf-8'}'?>\n".encode()


def _line_ends(data: bytes) -> int:
    return len((data + b".").splitlines()) - 1


def _document_type(prolog: bytes) -> bytes:
    """Return the document type, which tells RSS 0.91 by its name, with the entities it declares."""
    found = _DOCTYPE.search(prolog)
    if not found:
        return b""
    entities = _ENTITY.findall(prolog)
    subset = b"[\n%b\n]" % b"\n".join(entities) if entities else b""
    return b"%b%b>\n" % (found[0], subset)
