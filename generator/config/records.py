"""The records of content/site.toml, which `config/load.py` reads and checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from generator.model.entries import ItemType
from generator.model.record import Record
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
Blogs = Literal["auto", "one", "several"]

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
    "publications",
)


class Site(Record, kw_only=True):
    """The table [site]."""

    #: Names the site in readers' browsers: a-z, 0-9 and hyphens. Do not change it.
    id: str
    #: Stands at the top of every page.
    title: str
    #: What the list is about, in a sentence, for search engines and feeds.
    description: str = ""
    #: Of dates and the interface, which has `de`, `en`, `es`, `fr`, `ja`, `pt`, `zh`; else English.
    language: str = "en"
    #: An IANA name, `Europe/Lisbon`. A time in UTC becomes a day in this zone.
    timezone: str = "UTC"
    #: Where the site will be, for the sitemap, canonical links and previews. May be empty.
    base_url: str = ""
    #: A picture that other sites show beside a link, with `base_url`: a file in `static/`, a URL.
    #: Without it `static/og.png` if you have one, else the title over the chart, 1200 × 630 pixels.
    image: str = ""
    #: Other sites that a script of your own may send to, each like `https://count.example.org`.
    connects_to: tuple[str, ...] = ()
    #: Whether each article links to its archived versions, which asks the archive for nothing.
    web_archive: bool = True
    #: Whether each article names the source that lists it; `auto`: where these are several blogs.
    blogs: Blogs = "auto"


class Selectors(Record, kw_only=True):
    """CSS selectors for an index page of a shape of its own. All but `entry` may be left out."""

    #: Finds each entry; `:scope`, in the others, is the entry itself.
    entry: str
    #: Finds the dated headings that stand before entries.
    heading: str | None = None
    #: The title inside an entry, as all that follow.
    title: str | None = None
    #: The link to the article.
    link: str | None = None
    #: A date, finer than the heading's.
    date: str | None = None
    #: Who wrote it.
    byline: str | None = None
    #: What it is about.
    summary: str | None = None
    #: Each tag.
    tags: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """Return the selectors that are set, by what they find."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}


class Source(Record, kw_only=True):
    """One [[source]]. Their order in the file is the order of trust, most trusted first."""

    #: Names its folder and its pages: a-z, 0-9 and hyphens.
    name: str
    #: What its captures are: feeds, index pages, files that list articles (bibliographies,
    #: bookmarks, tables), saved pages of articles, or notes of yours.
    reader: Reader
    #: What the site calls it.
    title: str
    #: Where it lives. Relative links are taken from there.
    url: str | None = None
    #: What `octavo fetch` asks for, if that is another address than `url`; `""`: nothing.
    fetch_url: str | None = None
    #: The folder of what was received; `captures/NAME` unless given, for notes `notes`.
    captures: str = ""
    #: Whether titles of a feed run into the byline and the abstract.
    titles: Titles = "auto"
    #: Whether descriptions of a feed are summaries, or what is left of a page cut up wrongly.
    descriptions: Descriptions = "auto"
    #: Which dates of a feed stand for one that it does not know. `firsts`: a first of a month is
    #: that month, 1 January that year; `january`: only 1 January at 00:00 is a year; `none`: every
    #: day is meant.
    placeholders: Placeholders = "auto"
    #: What is looked for in a feed: everything, nothing, or what these names stand for in
    #: [inputs](inputs.md#what-is-recognised-from-a-whole-feed).
    conventions: Literal["auto", "none"] | tuple[str, ...] = "auto"
    #: What the dates of a feed say of an entry: when it was published, or when somebody saved it.
    dates: Dates = "published"
    #: For an index page of a shape of its own. A page that is refused prints a line that reads it.
    selectors: Selectors | None = None
    #: From 1 to 1000. A capture of more megabytes, packed or unpacked, is not read.
    largest_mb: int = 50
    #: Show only entries that have one of these tags.
    include_tags: tuple[str, ...] = ()
    #: Leave out entries that have one of these tags.
    exclude_tags: tuple[str, ...] = ()
    #: Show only entries in which one of these is found: words, or `/a regular expression/`.
    include: tuple[str, ...] = ()
    #: Leave out entries in which one of these is found.
    exclude: tuple[str, ...] = ()
    #: Show only so many, the newest.
    newest: int | None = None
    #: Leave out what is known to be older than this year, month or day.
    since: str | None = None
    #: `approved`: show only what `[[show]]` in overrides.toml names.
    show: Shown = "all"
    #: How much of its copies is shown: nothing, 500 characters, or all. `auto`: an excerpt of what
    #: a feed holds, all of a page that you saved.
    content: CopyContent = "auto"

    @property
    def filters(self) -> tuple[str, ...]:
        """Return the keys of the filters that are set."""
        return tuple(key for key in FILTERS if getattr(self, key) not in ((), None, "all"))

    def as_read(self) -> Source:
        """Return the source without the keys that only decide what is shown of its captures."""
        shown = (*self.filters, "content")
        return msgspec.structs.replace(self, **{key: _DEFAULTS[key] for key in shown})

    @property
    def longest_copy(self) -> int | None:
        """Return how many characters of a copy may be shown; None for all of them."""
        if self.content == "none":
            return 0
        is_excerpt = self.content == "excerpt" or (self.content == "auto" and self.reader == "feed")
        return EXCERPT if is_excerpt else None

    @property
    def folder(self) -> str:
        """Return the folder of its captures, or its notes, below content/."""
        standard = "notes" if self.reader == "note" else f"captures/{self.name}"
        return self.captures or standard

    @property
    def asked_url(self) -> str | None:
        """Return the address to fetch; None for a source that is not fetched."""
        if self.reader in ("preview", "note"):
            return None
        return (self.url if self.fetch_url is None else self.fetch_url) or None


_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Source)}

#: What reads notes/ where site.toml names no source that does.
NOTES = Source(name="notes", reader="note", title="the owner’s notes")


class Kind(Record, kw_only=True):
    """One [[kind]]: an article is of the first kind that has a rule it meets.

    Any one rule is enough; the last kind takes all the rest, so it needs none.
    """

    #: Stands in addresses: a-z, 0-9 and hyphens.
    name: str
    #: What one article of it is called.
    title: str
    #: What several are called.
    plural: str
    #: Its mark in lists and charts.
    glyph: Glyph = "dot"
    #: Whether its titles are set large.
    large: bool = False
    #: Rule: the title begins with one of these.
    title_starts: tuple[str, ...] = ()
    #: Rule: the article stands at one of these hosts.
    hosts: tuple[str, ...] = ()
    #: Rule: it has one of these tags.
    tags: tuple[str, ...] = ()
    #: Rule: one of these sources lists it, by their names.
    sources: tuple[str, ...] = ()
    #: Rule: an author is named.
    byline: bool = False
    #: What its articles are cited as, in Zotero's words. Unless given, those of a large kind and
    #: those on arXiv are preprints, all others blog posts. What a bibliography says goes first.
    cited_as: ItemType | None = None

    @property
    def has_rules(self) -> bool:
        """Return whether it has a rule by which an article can be of this kind."""
        return bool(self.title_starts or self.hosts or self.tags or self.sources or self.byline)


class Series(Record, kw_only=True):
    """One [[series]]: articles whose titles begin alike."""

    #: Stands in addresses: a-z, 0-9 and hyphens.
    name: str
    #: What the site calls it.
    title: str
    #: An article belongs to it if its title begins with one of these.
    title_starts: tuple[str, ...]
    #: Whether a title that ends in "Month YYYY" says when the article was published.
    dated: bool = False


FETCH_TABLES = ("fetch", "host", "takedown")

# Bounds, so that no slip of the pen makes the list a nuisance to others.
BOUNDS = (
    ("at_once", 1, 32),
    ("pause_seconds", 0, 600),
    ("timeout_seconds", 0.01, 600),
    ("max_bytes", 1, 1_000_000_000),
    ("preview_max_age_days", 0, 36_500),
    ("excerpt_characters", 0, 100_000),
)


class HostLimit(Record, kw_only=True):
    """One [[host]]: how much of this host's pages a copy may hold and show."""

    #: The host, as in its addresses.
    name: str
    #: How many characters of a page; 0: none, and it is not even asked.
    excerpt_characters: int


class Takedown(Record, kw_only=True):
    """One [[takedown]]: no copy is made or shown of pages at or below this address."""

    #: The address.
    url: str
    #: Why; the site shows it.
    reason: str


class Fetching(Record, kw_only=True):
    """The settings for fetching. Sizes are of the body after unpacking."""

    #: Where you can be reached, a URL or an address; servers learn it while there is no `base_url`.
    contact: str = ""
    #: How many hosts are asked at the same time.
    at_once: int = 8
    #: How long to wait between two requests to one host.
    pause_seconds: float = 1.0
    #: How long one whole request may take.
    timeout_seconds: float = 30.0
    #: How large an answer may be.
    max_bytes: int = 10_000_000
    #: The name of the `[[source]]` that copies of pages are kept in; none: no copies are made.
    previews: str = ""
    #: After how many days a copy is made again; 0: never.
    preview_max_age_days: int = 0
    #: How many characters of a page's text a copy holds.
    excerpt_characters: int = 3000
    #: Whether what arrived is kept beside each copy, packed.
    keep_pages: bool = False
    hosts: tuple[HostLimit, ...] = ()
    takedowns: tuple[Takedown, ...] = ()

    def excerpt_of(self, url: str) -> int:
        """Return how many characters of the page's text a preview may hold."""
        return min([self.excerpt_characters, *self.host_limits(url)])

    def host_limits(self, url: str | None) -> list[int]:
        """Return the [[host]] limits of the URL's host, in characters of a page."""
        host = url_host(url) if url and self.hosts else None
        return [limit.excerpt_characters for limit in self.hosts if limit.name.lower() == host]

    def takedown_of(self, url: str) -> Takedown | None:
        """Return the takedown that the URL falls under, in whatever way it is written.

        Else None.
        """
        here = canonical_url(url)
        for takedown in self.takedowns:
            there = canonical_url(takedown.url)
            if here == there or here.startswith((f"{there}/", f"{there}?")):
                return takedown
        return None


class Config(Record, kw_only=True):
    """The tables of content/site.toml, checked. `folder` is the content folder as it was named."""

    folder: str
    site: Site
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    series: tuple[Series, ...] = ()
    fetch: Fetching = Fetching()

    @property
    def blogs(self) -> tuple[Source, ...]:
        """Return the sources that list articles if they are several blogs, else none.

        Two feeds are two blogs, whatever their addresses; an index and a feed of one host are one.
        The owner's setting counts for more.
        """
        listing = tuple(source for source in self.sources if source.reader in LISTING)
        hosts = {url_host(url) for source in listing if (url := source.url or source.asked_url)}
        feeds = [source for source in listing if source.reader == "feed"]
        are_several = len(hosts) > 1 or len(feeds) > 1
        if self.site.blogs != "auto":
            are_several = self.site.blogs == "several"
        return listing if are_several else ()

    def kind(self, name: str) -> Kind:
        """Return the kind of that name, which an article's `kind` always is."""
        return next(kind for kind in self.kinds if kind.name == name)

    @property
    def notes(self) -> Source:
        """Return the source of the owner's notes, of several the most trusted one."""
        return next((source for source in self.sources if source.reader == "note"), NOTES)

    def source(self, name: str) -> Source:
        """Return the source of that name."""
        return next(source for source in self.sources if source.name == name)


DEFAULT_KINDS = (Kind(name="article", title="Article", plural="Articles", glyph="disc"),)


def load_fetching(file: TomlFile) -> Fetching:
    """Return the settings of the tables, checked; the defaults where there are none.

    Raises:
        ConfigError: anything in them cannot be used.
    """
    fetching = file.record("fetch", Fetching) if "fetch" in file.data else Fetching()
    for key, least, most in BOUNDS:
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
    """Refuse a URL that cannot be requested; None is allowed.

    Raises:
        ConfigError: it is no http or https URL.
    """
    if url is not None and absolute_url(url) is None:
        file.fail(file.line(table, number, key), f'"{url}" is no http or https URL')


def check_previews_source(file: TomlFile, fetching: Fetching, keepers: Sequence[str]) -> None:
    """Refuse a source of fetched previews that cannot keep them; none need be named.

    Raises:
        ConfigError: the source that is named is none of `keepers`, which read previews.
    """
    if fetching.previews and fetching.previews not in keepers:
        line = file.line("fetch", 0, "previews")
        file.fail(line, f'no [[source]] with reader = "preview" is named "{fetching.previews}"')
