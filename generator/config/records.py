"""What content/site.toml says, as records; `config/load.py` reads and checks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from generator.model import ItemType, Record
from generator.text.urls import absolute_url, canonical_url, url_host

if TYPE_CHECKING:
    from generator.config.toml_file import TomlFile

Glyph = Literal["disc", "ring", "diamond", "hollow-diamond", "dot"]
Reader = Literal["feed", "index", "list", "preview", "note"]
Titles = Literal["auto", "glued", "plain"]
Descriptions = Literal["auto", "residue", "summary"]
Dates = Literal["published", "saved"]
Placeholders = Literal["auto", "firsts", "january", "none"]
Shown = Literal["all", "approved"]
CopyContent = Literal["auto", "none", "excerpt", "full"]

#: The readers of captures that list articles and come from time to time. Copies and notes alone
#: make no list, and must not replace one that did.
LISTING = ("feed", "index", "list")
#: The keys of [[source]] that say which of its entries are shown.
FILTERS = ("include_tags", "exclude_tags", "include", "exclude", "since", "newest", "show")
#: How many characters of a copy `content = "excerpt"` shows.
EXCERPT = 500

#: What is recognised from a whole feed, as `conventions` names it (sources/feed/conventions).
CONVENTIONS = (
    *("octavo", "arxiv", "reddit", "hacker-news", "lobsters", "google-alerts", "google-news"),
    *("medium", "pinboard", "shaarli", "zotero", "kill-the-newsletter", "telegram", "redirectors"),
    *("titles", "names", "publication-dates", "first-line-dates", "labels"),
    *("wordpress", "feet", "citations", "short-content", "stand-ins", "marks", "dois"),
)


class Site(Record, kw_only=True):
    """The table [site]. `id` names the site in browsers' storage: do not change it.

    `base_url` is "" or an absolute URL that ends in "/"; only what needs an absolute address
    of ours uses it. `timezone` is an IANA name; instants become days in it.
    """

    id: str
    title: str
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    base_url: str = ""


class Selectors(Record, kw_only=True):
    """CSS selectors for an index page of a shape of its own. All but `entry` may be left out.

    `entry` finds each entry, `heading` the dated headings that stand before entries; the others
    look inside an entry. A `date` there is finer than the heading's.
    """

    entry: str
    heading: str | None = None
    title: str | None = None
    link: str | None = None
    date: str | None = None
    byline: str | None = None
    summary: str | None = None
    tags: str | None = None


class Source(Record, kw_only=True):
    """One [[source]]. Their order in the file is the order of trust, most trusted first.

    `captures` is the folder of its log, relative to site.toml; captures/<name> unless given, for
    notes notes/. `url` is where the source lives, None for one that has no single address.
    `fetch_url` is what `octavo fetch` asks for: `url` unless given, nothing at all where it is "".
    `titles`, `descriptions` and `placeholders` say of a feed what "auto" recognises from all its
    entries together, `conventions` which of CONVENTIONS are looked for, `dates` whether it says
    when entries were published or saved; `selectors` are for an index. A capture of more than
    `largest_mb` megabytes is not read.
    """

    name: str
    reader: Reader
    title: str
    url: str | None = None
    fetch_url: str | None = None
    captures: str = ""
    titles: Titles = "auto"
    descriptions: Descriptions = "auto"
    placeholders: Placeholders = "auto"
    conventions: Literal["auto", "none"] | tuple[str, ...] = "auto"
    dates: Dates = "published"
    selectors: Selectors | None = None
    largest_mb: int = 50
    #: Filters: which of its entries are shown (reconcile/filters.py).
    include_tags: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    #: Words, or regular expressions between two slashes.
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    newest: int | None = None
    #: In EDTF: a year, a month or a day.
    since: str | None = None
    show: Shown = "all"
    #: How much of its copies is shown; of a feed's, unless given, an excerpt.
    content: CopyContent = "auto"

    @property
    def filters(self) -> tuple[str, ...]:
        """The keys of the filters that it has."""
        return tuple(key for key in FILTERS if getattr(self, key) not in ((), None, "all"))

    def as_read(self) -> Source:
        """The source with nothing in it that has no bearing on what its captures say."""
        shown = (*self.filters, "content")
        return msgspec.structs.replace(self, **{key: _DEFAULTS[key] for key in shown})

    @property
    def longest_copy(self) -> int | None:
        """How many characters of a copy may be shown; None for all of them."""
        if self.content == "none":
            return 0
        is_excerpt = self.content == "excerpt" or (self.content == "auto" and self.reader == "feed")
        return EXCERPT if is_excerpt else None

    @property
    def folder(self) -> str:
        """Where its captures, or its notes, lie below content/."""
        standard = "notes" if self.reader == "note" else f"captures/{self.name}"
        return self.captures or standard

    @property
    def asked_url(self) -> str | None:
        """The address to fetch; None for a source that is not fetched."""
        if self.reader in ("preview", "note"):
            return None
        return (self.url if self.fetch_url is None else self.fetch_url) or None


_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Source)}

#: What reads notes/ where site.toml names no source that does.
NOTES = Source(name="notes", reader="note", title="the owner’s notes")


class Kind(Record, kw_only=True):
    """One [[kind]]: an article is of the first kind that has a rule it meets.

    Any one rule is enough; the last kind takes all the rest, so it needs none. `sources` are names
    of sources. `large` sets its titles large, `glyph` is its node on the timeline's thread.
    """

    name: str
    title: str
    plural: str
    glyph: Glyph = "dot"
    large: bool = False
    title_starts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    byline: bool = False
    #: What its articles are cited as; None: as preprints if it is large, else as blog posts.
    cited_as: ItemType | None = None

    @property
    def has_rules(self) -> bool:
        """Whether an article can be of this kind by what it is."""
        return bool(self.title_starts or self.hosts or self.tags or self.sources or self.byline)


class Series(Record, kw_only=True):
    """One [[series]]. `dated`: a title that ends in "Month YYYY" says when it was published."""

    name: str
    title: str
    title_starts: tuple[str, ...]
    dated: bool = False


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
        return min([self.excerpt_characters, *self.host_limits(url)])

    def host_limits(self, url: str | None) -> list[int]:
        """What [[host]] says of the URL's host: how many characters of a page may be shown."""
        host = url_host(url) if url and self.hosts else None
        return [limit.excerpt_characters for limit in self.hosts if limit.name.lower() == host]

    def takedown_of(self, url: str) -> Takedown | None:
        """The takedown that the URL falls under, in whatever way it is written; else None."""
        here = canonical_url(url)
        for takedown in self.takedowns:
            there = canonical_url(takedown.url)
            if here == there or here.startswith((f"{there}/", f"{there}?")):
                return takedown
        return None


class Config(Record, kw_only=True):
    """content/site.toml, checked. `folder` is the content folder as the owner named it."""

    folder: str
    site: Site
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    series: tuple[Series, ...] = ()
    fetch: Fetching = Fetching()

    @property
    def blogs(self) -> tuple[Source, ...]:
        """What lists articles, if that is several blogs, so that each article names its own.

        Two feeds are two, whatever their addresses; an index and a feed of one host are one.
        """
        listing = tuple(source for source in self.sources if source.reader in LISTING)
        hosts = {url_host(url) for source in listing if (url := source.url or source.asked_url)}
        feeds = [source for source in listing if source.reader == "feed"]
        return listing if len(hosts) > 1 or len(feeds) > 1 else ()

    def kind(self, name: str) -> Kind:
        """The kind of that name, which an article's `kind` always is."""
        return next(kind for kind in self.kinds if kind.name == name)

    @property
    def notes(self) -> Source:
        """The source of the owner's notes, of several the most trusted one."""
        return next((source for source in self.sources if source.reader == "note"), NOTES)

    def source(self, name: str) -> Source:
        """The source of that name."""
        return next(source for source in self.sources if source.name == name)


DEFAULT_KINDS = (Kind(name="article", title="Article", plural="Articles", glyph="disc"),)


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
