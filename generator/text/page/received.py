"""The bytes of a page, as a program saved it or a server sent it → its HTML, and its address.

HTML or XHTML in whatever encoding; MHTML (RFC 2557), whose HTML part is the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.model.record import Record
from generator.text.html import (
    decode,
    mend_references,
    repair_mojibake,
    text_encoding,
    without_illegal,
)
from generator.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A page, and not the text of one that merely begins with a tag.
_START = r"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+"
_PAGE = re.compile(
    rf"{_START}<(?:!doctype\s*html|(?:html|head|body|meta|script|style|link|title|base)\b)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rf"{_START}<[a-z!]", re.IGNORECASE | re.DOTALL)
_PART_OF_PAGE = re.compile(r"<(?:html|head|body|title)\b", re.IGNORECASE)
_BEGINNING, _HEAD = 8_192, 100_000
_MHTML = re.compile(rb"\s*(?:From|MIME-Version|Snapshot-Content-Location|Subject|Date):", re.I)
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_DECLARED = re.compile(rb"""<meta\b.{0,200}?charset ?= ?["']?([A-Za-z0-9._-]{2,40})""", re.I)
_OTHER_KINDS = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "an image (PNG)",
    b"\xff\xd8\xff": "an image (JPEG)",
    b"GIF8": "an image (GIF)",
    b"PK\x03\x04": "a ZIP archive, or a document in one (DOCX, EPUB)",
    b"{\\rtf": "a document in RTF",
}


class PageText(Record, kw_only=True):
    """The HTML of a page, and what the file that holds it says besides."""

    #: Decoded text, with flaws mended.
    html: str
    #: The address from which the page was saved; None if that is not noted.
    url: str | None = None
    #: Sentences on bytes that do not fit the declared encoding.
    doubts: tuple[str, ...] = ()


def is_page(data: bytes) -> bool:
    """Return whether bytes begin as a page does, or as MHTML."""
    if _is_mhtml(data) or other_kind(data):
        return True
    start = decode(data.lstrip(b" \t\r\n")[:_BEGINNING])
    return bool(_PAGE.match(start)) or bool(_TAG.match(start) and _PART_OF_PAGE.search(start))


def other_kind(data: bytes) -> str | None:
    """Return the kind of a file that is no page, if it is a known one.

    >>> other_kind(b"%PDF-1.7")
    'a PDF'
    """
    return next((kind for start, kind in _OTHER_KINDS.items() if data.startswith(start)), None)


def page_text(data: bytes) -> PageText:
    """Return the HTML of a page, with what cannot be in it mended.

    Raises:
        ValueError: it is no page, but something else.
    """
    if kind := other_kind(data):
        raise ValueError(f"is {kind}, and no page")
    url: str | None = None
    if _is_mhtml(data):
        data, url = _part_of_mhtml(data)
    text, doubts = _decoded(data)
    html = without_illegal(mend_references(repair_mojibake(text)))
    return PageText(html=html, url=url or _saved_from(html), doubts=doubts)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page; where it is nearly the UTF-8 that it declares, and what is not."""
    with suppress(UnicodeDecodeError):
        data.decode("utf-8")
        return decode(data), ()
    found = _DECLARED.search(data, 0, _HEAD)
    name = found[1].decode("ascii").lower() if found else ""
    if name in ("utf-8", "utf8"):
        text = data.decode("utf-8-sig", errors="replace")
        wrong = text.count("\ufffd")
        if wrong * 100 < len(text):
            plural = "s are" if wrong > 1 else " is"
            return text, (f"{wrong} character{plural} not in the UTF-8 that it declares",)
    elif found and found.start() > 1_024 and (encoding := text_encoding(name)):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding), ()
    return decode(data), ()


def _is_mhtml(data: bytes) -> bool:
    start = data[:_BEGINNING]
    return bool(_MHTML.match(start) and _MULTIPART.search(start))


def _part_of_mhtml(data: bytes) -> tuple[bytes, str | None]:
    """Return the HTML of an MHTML file, which is the part that the file is named by, or the first.

    Raises:
        ValueError: it has no such part.
    """
    import email
    from email.policy import compat32

    try:
        message = email.message_from_bytes(data, policy=compat32)
        parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise ValueError("is MHTML whose parts stand too deep in each other") from error
    wanted = str(message.get("Snapshot-Content-Location") or "").strip()
    named = [part for part in parts if str(part.get("Content-Location") or "").strip() == wanted]
    part = next(iter(named or parts), None)
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        raise ValueError("is MHTML without a page in it")
    location = wanted or str(part.get("Content-Location") or "").strip()
    encoding = text_encoding(part.get_content_charset() or "")
    if encoding:
        with suppress(UnicodeDecodeError):
            payload = payload.decode(encoding).encode()
    return payload, absolute_url(location)


_PAGES = ("text/html", "application/xhtml+xml")


# The address of a page, as it states it, and as the program that saved it noted it.

_URLS = ("og:url", "citation_public_url", "citation_abstract_html_url", "parsely-link")
# As Chrome, Internet Explorer and SingleFile write it, at the beginning of a page.
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)",
    re.IGNORECASE,
)
_SAVED_WITHIN = 4_096


def is_front_page(url: str) -> bool:
    """Return whether an address is that of a whole site.

    >>> is_front_page("https://www.example.org/index.html"), is_front_page("https://example.org/?p=1")
    (True, False)
    """
    return canonical_url(url).count("/") <= 2 and "?" not in url


def _saved_from(html: str) -> str | None:
    """Return the address that a program noted when it saved the page."""
    found = _SAVED.search(html, 0, _SAVED_WITHIN)
    return absolute_url(found[1]) if found else None


def canonical_of(
    root: HtmlElement, statements: Mapping[str, Sequence[str]], url: str | None, base: str | None
) -> str | None:
    """Return the address that the page gives its article, resolved against `base`.

    That of the whole site is none, unless `url`, where the page was found, is that, too.
    """
    is_front = url is not None and is_front_page(url)
    for stated in _stated(root, statements):
        address = absolute_url(stated, base)
        if address and (is_front or not is_front_page(address)):
            return address
    return None


def _stated(root: HtmlElement, statements: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield link.get("href") or ""
    for name in _URLS:
        yield from statements.get(name, ())
