"""Addresses that are known to be of one work: a paper and its PDF, a video and its short link.

Each site is one line of a table. Whether two other addresses lead to the same text, nobody can
tell without asking them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.text.urls import REMEMBERED, url_host


class _Site(NamedTuple):
    """What the addresses of a site look like, and what the work in one is called."""

    #: Its domains, each with all below it.
    domains: tuple[str, ...]
    #: Matches the path and query from their beginning; the group `work` names the work.
    address: re.Pattern[str]
    name: Callable[[str], str]


def _arxiv(work: str) -> str:
    """Return the name of a paper, which its subject class is no part of (math.GT/0309136)."""
    return "arXiv:" + re.sub(r"\.[a-z]{2}(?=/)", "", work.lower())


# bioRxiv and medRxiv number by the day of submission, and before that in a row.
_PREPRINT = r"(?P<work>(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8})"

_DOI_OF_PREPRINT = re.compile(rf"10\.(?:1101|64898)/{_PREPRINT}(?:v\d+)?")


def _biorxiv(work: str) -> str:
    return f"bioRxiv:{work}"


def _doi(work: str) -> str:
    """Return the name of a work; DOIs do not tell capitals from small letters (ISO 26324)."""
    name = unquote(work).rstrip("/").lower()
    if preprint := _DOI_OF_PREPRINT.fullmatch(name):
        return _biorxiv(preprint["work"])
    paper = re.fullmatch(r"10\.48550/arxiv\.(.+?)(?:v\d+)?", name)
    return _arxiv(paper[1]) if paper else f"doi:{name}"


# Source: https://info.arxiv.org/help/arxiv_identifier_for_services.html
_SITES = (
    _Site(
        ("arxiv.org", "ar5iv.org"),
        re.compile(
            r"/(?:abs|pdf|html|ps|format|e-print)/"
            r"(?P<work>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?(?=$|\?)"
        ),
        _arxiv,
    ),
    _Site(
        ("biorxiv.org", "medrxiv.org"),
        re.compile(
            rf"/(?:cgi/content/\w+|content(?:/\w+)?/10\.\d{{4,9}})/{_PREPRINT}"
            r"(?:v\d+)?(?:\.[\w.-]+)?/?(?=$|\?)"
        ),
        _biorxiv,
    ),
    _Site(("doi.org",), re.compile(r"/(?P<work>10\.\d{4,9}/[^?]+)"), _doi),
    _Site(("youtu.be",), re.compile(r"/(?P<work>[\w-]{11})(?=$|[/?])"), "YouTube:{}".format),
    _Site(
        ("youtube.com", "youtube-nocookie.com"),
        re.compile(
            r"/(?:watch/?\?(?:[^#]*&)?v=|(?:embed|shorts|live|v)/)(?P<work>[\w-]{11})(?=$|[/?&])"
        ),
        "YouTube:{}".format,
    ),
    _Site(
        ("openreview.net",),
        re.compile(r"/(?:forum|pdf)\?(?:[^#]*&)?id=(?P<work>[\w-]+)(?=$|&)"),
        "OpenReview:{}".format,
    ),
)


@lru_cache(maxsize=REMEMBERED)
def work_of(url: str) -> str | None:
    """Return the name of the work that an absolute URL is known to lead to; mostly None.

    >>> work_of("http://www.arxiv.org/pdf/2401.00001v2.pdf")
    'arXiv:2401.00001'
    >>> work_of("https://youtu.be/dQw4w9WgXcQ?t=10")
    'YouTube:dQw4w9WgXcQ'
    """
    host = f".{url_host(url)}"
    for site in _SITES:
        if any(host.endswith(f".{domain}") for domain in site.domains):
            parts = urlsplit(url)
            found = site.address.match(f"{parts.path}?{parts.query}" if parts.query else parts.path)
            return site.name(found["work"]) if found else None
    return None
