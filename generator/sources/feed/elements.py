"""Elements that feedparser takes for something else → elements that it reads as what they are.

That is done before it reads, since what it mixes up cannot be told apart afterwards. What looks
like an element inside of a CDATA section is text, and stays.
"""

from __future__ import annotations

import re

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
