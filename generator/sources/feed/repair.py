"""The bytes of an XML feed as received → bytes that feedparser reads, in a time that is linear.

What feedparser fails on, takes for something else, or takes the square or the cube of its length
for, is put right here: one character of one entry never costs the feed, and no line of its head
costs minutes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from html.entities import html5
from typing import NamedTuple

from generator.text.html import decode, mend_xml_references, text_encoding

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

    #: XML, in an encoding that writes ASCII as ASCII.
    data: bytes
    #: The difference between a line's number as received and in `data`.
    lines_dropped: int
    #: The references that name no character, as they were written.
    unreadable: tuple[str, ...]
    #: Sentences on the mended flaws that made it no XML.
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
    body, illegal = _mend_characters(body, is_utf8=b"'utf-8'" in head.lower())
    body, bare = mend_ampersands(body, _NAME.findall(head))
    return RepairedFeed(
        data=mark_elements(head + body),
        lines_dropped=_line_ends(data[:start]) - _line_ends(head),
        unreadable=tuple(unreadable),
        flaws=(*illegal, *bare),
        is_whole=is_whole(body),
    )


def _shifting_encoding(data: bytes) -> str | None:
    """Return the declared encoding if it writes other letters as ASCII (RFC 1468, 1843)."""
    declaration = _DECLARATION.match(data)
    stated = _ENCODING.search(declaration[1]) if declaration else None
    name = text_encoding(stated[1].decode("ascii")) if stated else None
    is_shifting = name and codecs.lookup(name).name.startswith(("iso2022", "hz"))
    return name if is_shifting else None


def _short_head(data: bytes, *, is_utf8: bool) -> tuple[bytes, int]:
    """Return the head that feedparser needs, and the offset of the first element."""
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


# Markup that is nearly XML → XML, so that no character of one entry makes a feed guesswork.
#
# A bare `&`, an entity of HTML and a control character stop an XML parser; feedparser then takes
# the feed apart by rules of its own, by which `&copy=1` in a link is `©=1`. What is meant is
# plain, as long as it is mended before. XML 1.0, §2.2, §2.4 and §4.1.

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
    """Markup without the flaws that are mended here."""

    data: bytes
    #: What was mended, in plain words.
    flaws: tuple[str, ...]


def _mend_characters(data: bytes, *, is_utf8: bool) -> Mended:
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


# Elements that feedparser takes for something else → elements that it reads as what they are.
#
# That is done before it reads, since what it mixes up cannot be separated afterwards. What looks
# like an element inside of a CDATA section is text, and stays.

# Under these names feedparser keeps what it found. An element so called takes the place of that,
# and stops feedparser when the next author or link comes.
_KEPT = rb"authors|links|contributors|guidislink|\w+_(?:detail|parsed)"
_CDATA = rb"<!\[CDATA\[.*?(?:\]\]>|\Z)"
# Beside an item's own title and description these say something else; feedparser makes one of both.
_BESIDE = rb"title|description"
_TAG = re.compile(
    rb"(%b)|(</?(?=(?:%b)[\s/>])|</?dc:(?=(?:%b)[\s/>]))\w" % (_CDATA, _KEPT, _BESIDE),
    re.DOTALL | re.IGNORECASE,
)
# Of several identifiers feedparser keeps the last: one that is a DOI is kept apart from the others.
_DOI = re.compile(
    rb"(%b)|(<dc:)i(dentifier>[^<>]{0,40}\b10\.\d[^<>]{1,300}</dc:)i(?=dentifier>)" % _CDATA,
    re.DOTALL | re.IGNORECASE,
)
# A guid or an id that is no address of its own.
_GUID = re.compile(
    rb"(%b)|(<(?:\w+:)?(?:guid|id)\b)([^<>]*)>(?!\s*+(?:<!\[CDATA\[\s*+)?+https?://)" % _CDATA,
    re.DOTALL | re.IGNORECASE,
)
_IS_LINK = re.compile(rb"\sisPermaLink\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')", re.IGNORECASE)


def mark_elements(data: bytes) -> bytes:
    """Return the feed with no element named as feedparser's own, and no guid that it resolves.

    `<authors>` becomes `<_uthors>`, as long as it was, `<dc:title>` `<dc:_itle>`, and a
    `<dc:identifier>` that holds a DOI `<dc:_dentifier>`. A guid that
    is no http(s) address says that it is none: feedparser takes each for a link, relative to the
    feed, that does not.
    """
    data = _TAG.sub(lambda tag: tag[1] or tag[2] + b"_", data)
    data = _DOI.sub(lambda found: found[1] or b"%b_%b_" % (found[2], found[3]), data)
    return _GUID.sub(_unlinked, data)


def _unlinked(tag: re.Match[bytes]) -> bytes:
    if tag[1]:
        return tag[1]
    attributes = _IS_LINK.sub(b"", tag[3])
    slash = b"/" if attributes.endswith(b"/") else b""
    return b'%b%b isPermaLink="false"%b>' % (tag[2], attributes.removesuffix(b"/"), slash)
