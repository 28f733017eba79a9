"""The bytes of an XML feed as received → bytes that feedparser reads.

What feedparser fails on, or takes the square of its length for, is put right here, so that one
character of one entry never costs the feed.
"""

from __future__ import annotations

import re

from generator.text.html import decode
from generator.text.references import OnUnreadable, mend_xml_references

# UTF-16 and UTF-32, by their byte order mark or by the first "<".
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff", b"\x00\x00\x00<")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")


def repair_feed(data: bytes, on_unreadable: OnUnreadable | None = None) -> bytes:
    """Return the feed in an encoding that writes ASCII as ASCII, its references mended.

    `on_unreadable` is called with each reference that names no character.
    """
    if data.startswith(_WIDE):
        # feedparser takes such bytes for UTF-8 where they declare nothing.
        data = _DECLARATION.sub("", decode(data)).encode("utf-8", "replace")
    return mend_xml_references(data, on_unreadable)
