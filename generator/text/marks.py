"""What feeds add to the addresses of all their entries: `?af=R`, `?rss=1`, `?source=rss-1`.

It says that a reader came from the feed, and nothing of what is read. A feed of several entries
shows it of itself (`sources/feed/conventions/addresses.py`); the table below is for what is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from generator.text.urls import REMEMBERED, parameter_name, url_host

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
def without_known_marks(url: str) -> str:
    """Return an address without the marks of feeds that are known.

    >>> without_known_marks("https://example.org/doi/10.1/x?af=R&page=2")
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
