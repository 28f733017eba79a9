"""The tables [fetch], [[host]] and [[takedown]] of site.toml → how the network may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from generator.model import Record
from generator.text.urls import absolute_url, canonical_url, url_host

if TYPE_CHECKING:
    from generator.config.toml_file import TomlFile

FETCH_TABLES = ("fetch", "host", "takedown")

# Bounds, so that no slip of the pen makes the list a nuisance to others.
_BOUNDS = (
    ("at_once", 1, 32),
    ("pause_seconds", 0, 600),
    ("timeout_seconds", 0.01, 600),
    ("max_bytes", 1, 1_000_000_000),
    ("preview_max_age_days", 0, 36_500),
    ("excerpt_characters", 0, 100_000),
)


class HostLimit(Record, kw_only=True):
    """One [[host]]: how much of this host's pages a preview may hold; 0: no preview at all."""

    name: str
    excerpt_characters: int


class Takedown(Record, kw_only=True):
    """One [[takedown]]: no copy is made or shown of what stands at or below this URL, and why."""

    url: str
    reason: str


class Fetching(Record, kw_only=True):
    """How the network is asked. Sizes are of what is left after unpacking.

    `contact` (an address or URL) stands in the User-Agent. `previews` names the source that
    fetched previews are kept in, "" for none; they are fetched anew after
    `preview_max_age_days`, never where that is 0, and hold `excerpt_characters` of the page's
    text, or what `hosts` says. `keep_pages` keeps beside each what arrived, compressed.
    """

    contact: str = ""
    at_once: int = 8
    pause_seconds: float = 1.0
    timeout_seconds: float = 30.0
    max_bytes: int = 10_000_000
    previews: str = ""
    preview_max_age_days: int = 0
    excerpt_characters: int = 3000
    keep_pages: bool = False
    hosts: tuple[HostLimit, ...] = ()
    takedowns: tuple[Takedown, ...] = ()

    def excerpt_of(self, url: str) -> int:
        """How many characters of the page's text a preview may hold."""
        host = url_host(url)
        limits = [limit.excerpt_characters for limit in self.hosts if limit.name.lower() == host]
        return min([self.excerpt_characters, *limits])

    def takedown_of(self, url: str) -> Takedown | None:
        """The takedown that the URL falls under, in whatever way it is written; else None."""
        here = canonical_url(url)
        for takedown in self.takedowns:
            there = canonical_url(takedown.url)
            if here == there or here.startswith((f"{there}/", f"{there}?")):
                return takedown
        return None


def load_fetching(file: TomlFile) -> Fetching:
    """What the tables say, checked; the defaults where they say nothing.

    Raises:
        ConfigError: anything in them cannot be used.
    """
    fetching = file.record("fetch", Fetching) if "fetch" in file.data else Fetching()
    for key, least, most in _BOUNDS:
        value = getattr(fetching, key)
        if not least <= value <= most:
            line = file.line("fetch", 0, key)
            file.fail(line, f"{key} = {value}: give a number from {least} to {most}")
    hosts = file.records("host", HostLimit)
    for number, host in enumerate(hosts):
        if not host.name or set(host.name) & set("/:@ "):
            file.fail(file.line("host", number, "name"), f'"{host.name}" is no host name')
        if host.excerpt_characters < 0:
            line = file.line("host", number, "excerpt_characters")
            file.fail(line, "excerpt_characters: give a number from 0")
    takedowns = file.records("takedown", Takedown)
    for number, takedown in enumerate(takedowns):
        check_url(file, "takedown", number, "url", takedown.url)
        if not takedown.reason.strip():
            file.fail(file.line("takedown", number, "reason"), "[[takedown]]: give a reason")
    return msgspec.structs.replace(fetching, hosts=hosts, takedowns=takedowns)


def check_url(file: TomlFile, table: str, number: int, key: str, url: str | None) -> None:
    """Nothing, where the URL is None or can be asked for.

    Raises:
        ConfigError: it is no http or https URL.
    """
    if url is not None and absolute_url(url) is None:
        file.fail(file.line(table, number, key), f'"{url}" is no http or https URL')


def check_previews_source(file: TomlFile, fetching: Fetching, keepers: Sequence[str]) -> None:
    """Nothing, where fetched previews have a source to be kept in, or none is named.

    Raises:
        ConfigError: the source that is named is none of `keepers`, which read previews.
    """
    if fetching.previews and fetching.previews not in keepers:
        line = file.line("fetch", 0, "previews")
        file.fail(line, f'no [[source]] with reader = "preview" is named "{fetching.previews}"')
