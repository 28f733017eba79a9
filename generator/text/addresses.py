"""Comparison of the addresses of a list: by their canonical form, and by what distinguishes them.

A fragment or a parameter that looks like a tracker says nothing of an article, as a rule. In some
lists it is all that tells the entries apart: the versions of a changelog (`/log#2.0`), the pages
of an application (`#/talk/1`), `item?ref=100`. Of such an address it counts, wherever that stands.
And other addresses are known to be of one work, or to differ in what a feed adds to all of its.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from generator.text.urls import (
    REMEMBERED,
    canonical_url,
    dropped_parts,
    parameter_name,
    url_host,
)

# Of more parts than these no more are looked at: nobody needs them.
_MOST_PARTS = 20


class _KnownAddresses:
    """The addresses that one list states of one base, and what each of their keys leaves out."""

    def __init__(self) -> None:
        self.urls: dict[str, None] = {}
        self.dropped: dict[str, dict[str, str]] = {}
        #: The parts that counted when the keys were made.
        self.counting: tuple[str, ...] | None = None
        self.is_given_up = False


class Addresses:
    """The addresses of some lists that were seen so far; it only grows."""

    def __init__(self) -> None:
        self._counting: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], _KnownAddresses] = defaultdict(_KnownAddresses)
        self._marks: dict[str, frozenset[str]] = {}
        #: How many times the comparison of addresses has changed.
        self.changes = 0

    def leave_out(self, marks: Iterable[tuple[str, str]]) -> None:
        """Take parameters, each with its host, for marks that feeds add to their addresses.

        One that has several values at a host tells its addresses apart, and is none.
        """
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for host, parameter in marks:
            found[host, parameter_name(parameter)].add(parameter)
        for (host, _name), parameters in found.items():
            if len(parameters) == 1:
                self._marks[host] = self._marks.get(host, frozenset()) | parameters
                self.changes += 1

    def base(self, url: str) -> str:
        """Return the name of the work at an address, else its canonical form without marks."""
        if "?" not in url:
            return address_base(url)
        marks = self._marks.get(url_host(url)) if self._marks else None
        plain = _without_known_marks(url)
        return address_base(without_parameters(plain, marks) if marks else plain)

    def key(self, url: str) -> str:
        """Return a text that is equal for all addresses of the same thing, and for no others."""
        base = self.base(url)
        names = self._counting.get(base)
        return base + self._distinguishing_part(url, names) if names else base

    def distinguishing_part(self, url: str) -> str:
        """Return the part of an address that counts besides its canonical form; mostly ""."""
        names = self._counting.get(self.base(url))
        return self._distinguishing_part(url, names) if names else ""

    def _distinguishing_part(self, url: str, names: tuple[str, ...]) -> str:
        dropped = dropped_parts(url)
        parameters = "&".join(dropped[name] for name in names if name != "#" and name in dropped)
        fragment = dropped.get("#", "") if "#" in names else ""
        return (f"?{parameters}" if parameters else "") + fragment

    def learn(self, urls: Iterable[str]) -> bool:
        """Learn from the addresses of different entries of one list; return whether it was new.

        Only what tells them apart comes to count: first the fragment, then one parameter after
        the other.
        """
        by_base: dict[str, dict[str, None]] = defaultdict(dict)
        for url in urls:
            by_base[self.base(url)][url] = None
        alike = [(base, unique) for base, unique in by_base.items() if len(unique) > 1]
        return sum(self._find_distinguishing(base, unique) for base, unique in alike) > 0

    def add(self, source: str, url: str) -> None:
        """Learn from the address of one more entry of a list, which no other entry need have.

        To add all of a list one by one takes a time that grows with their number.
        """
        base = self.base(url)
        known = self._known[source, base]
        if known.counting != self._counting.get(base):
            known.counting = self._counting.get(base)
            known.dropped = {self.key(one): dropped_parts(one) for one in known.urls}
        key, dropped = self.key(url), dropped_parts(url)
        is_told_apart = known.dropped.setdefault(key, dropped) == dropped
        known.urls[url] = None
        if not is_told_apart and not known.is_given_up:
            known.is_given_up = not self._find_distinguishing(base, known.urls)

    def _find_distinguishing(self, base: str, urls: Iterable[str]) -> bool:
        dropped = [dropped_parts(url) for url in urls]
        names = sorted({name for parts in dropped for name in parts})[:_MOST_PARTS]  # "#" is first
        known = self._counting.get(base, ())
        counting = list(known)
        coarser = {tuple(parts.get(name) for name in counting) for parts in dropped}
        for name in names:
            finer = {tuple(parts.get(one) for one in (*counting, name)) for parts in dropped}
            if len(finer) > len(coarser):
                counting.append(name)
                coarser = finer
        self._counting[base] = tuple(counting)
        self.changes += len(counting) > len(known)
        return len(counting) > len(known)


@lru_cache(maxsize=REMEMBERED)
def address_base(url: str) -> str:
    """Return the name of the work at an address, where that is known, else its canonical form."""
    return work_of(url) or canonical_url(url)


def is_route(url: str) -> bool:
    """Return whether the fragment of an address is a path: that of an application in one page."""
    return dropped_parts(url).get("#", "").startswith(("#/", "#!"))


# Addresses that are known to be of one work: a paper and its PDF, a video and its short link.
#
# Each site is one line of a table. Whether two other addresses lead to the same text, nobody can
# tell without asking them.


class _SiteAddresses(NamedTuple):
    """The form of a site's addresses, and the name of the work in one."""

    #: Its domains, each with all below it, behind a dot.
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
    _SiteAddresses(
        (".arxiv.org", ".ar5iv.org"),
        re.compile(
            r"/(?:abs|pdf|html|ps|format|e-print)/"
            r"(?P<work>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?(?=$|\?)"
        ),
        _arxiv,
    ),
    _SiteAddresses(
        (".biorxiv.org", ".medrxiv.org"),
        re.compile(
            rf"/(?:cgi/content/\w+|content(?:/\w+)?/10\.\d{{4,9}})/{_PREPRINT}"
            r"(?:v\d+)?(?:\.[\w.-]+)?/?(?=$|\?)"
        ),
        _biorxiv,
    ),
    _SiteAddresses((".doi.org",), re.compile(r"/(?P<work>10\.\d{4,9}/[^?]+)"), _doi),
    _SiteAddresses(
        (".youtu.be",), re.compile(r"/(?P<work>[\w-]{11})(?=$|[/?])"), "YouTube:{}".format
    ),
    _SiteAddresses(
        (".youtube.com", ".youtube-nocookie.com"),
        re.compile(
            r"/(?:watch/?\?(?:[^#]*&)?v=|(?:embed|shorts|live|v)/)(?P<work>[\w-]{11})(?=$|[/?&])"
        ),
        "YouTube:{}".format,
    ),
    _SiteAddresses(
        (".openreview.net",),
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
        if host.endswith(site.domains):
            parts = urlsplit(url)
            found = site.address.match(f"{parts.path}?{parts.query}" if parts.query else parts.path)
            return site.name(found["work"]) if found else None
    return None


# What feeds add to the addresses of all their entries: `?af=R`, `?rss=1`, `?source=rss-1`.
#
# It says that a reader came from the feed, and nothing of what is read. A feed of several entries
# shows it of itself (`sources/feed/conventions/addresses.py`); the table below is for what is
# known.

# The host with all below it ("": any), the name of the parameter, its values.
KNOWN_MARKS: tuple[tuple[str, str, str], ...] = (
    ("", "af", "R"),
    ("", "rss", "1|true|yes"),
    ("", "rft_dat", ".*"),
    ("", "source", "rss(?:[-_].*)?"),
    ("", "dgcid", "rss_.*"),
    ("", "ncid", "rss.*"),
    ("", "ns_mchannel", "rss"),
    ("", "traffic_source", "rss"),
    ("", "mod", "rss.*"),
    ("", "partner", "rss.*"),
    ("", "cmp", "rss.*"),
    ("", "from", "rss"),
    ("", "via", "rss"),
    ("", "xtor", "rss-.*"),
    ("pubmed.ncbi.nlm.nih.gov", "fc", ".*"),
    ("pubmed.ncbi.nlm.nih.gov", "ff", ".*"),
    ("pubmed.ncbi.nlm.nih.gov", "v", ".*"),
    ("news.google.com", "oc", ".*"),
)
_KNOWN = tuple(
    (host, name, re.compile(values, re.IGNORECASE)) for host, name, values in KNOWN_MARKS
)


@lru_cache(maxsize=REMEMBERED)
def _without_known_marks(url: str) -> str:
    """Return an address without the marks of feeds that are known.

    >>> _without_known_marks("https://example.org/doi/10.1/x?af=R&page=2")
    'https://example.org/doi/10.1/x?page=2'
    """
    if "?" not in url:
        return url
    host = url_host(url)
    marks = [part for part in urlsplit(url).query.split("&") if is_known_mark(part, host)]
    return without_parameters(url, marks) if marks else url


def is_known_mark(parameter: str, host: str) -> bool:
    """Return whether a parameter of an address, as it is written, is a mark that is known."""
    name, value = parameter_name(parameter), parameter.partition("=")[2]
    return any(
        name == known and values.fullmatch(value)
        for at, known, values in _KNOWN
        if not at or f".{host}".endswith(f".{at}")
    )


def without_parameters(url: str, parameters: Collection[str]) -> str:
    """Return an address without some of its parameters, given as they are written."""
    parts = urlsplit(url)
    kept = (part for part in parts.query.split("&") if part not in parameters)
    return urlunsplit(parts._replace(query="&".join(kept)))
