"""What content/site.toml says, as records; `config/load.py` reads and checks it."""

from __future__ import annotations

from typing import Literal

from generator.config.fetch_settings import Fetching
from generator.model import Record

Glyph = Literal["disc", "ring", "diamond", "hollow-diamond", "dot"]
Reader = Literal["feed", "index", "preview", "note"]
Titles = Literal["auto", "glued", "plain"]
Descriptions = Literal["auto", "residue", "summary"]
Placeholders = Literal["auto", "firsts", "january", "none"]


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
    entries together; `selectors` are for an index. A capture of more than `largest_mb` megabytes
    is not read.
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
    selectors: Selectors | None = None
    largest_mb: int = 50

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


class Config(Record, kw_only=True):
    """content/site.toml, checked. `folder` is the content folder as the owner named it."""

    folder: str
    site: Site
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    series: tuple[Series, ...] = ()
    fetch: Fetching = Fetching()

    def kind(self, name: str) -> Kind:
        """The kind of that name, which an article's `kind` always is."""
        return next(kind for kind in self.kinds if kind.name == name)

    def source(self, name: str) -> Source:
        """The source of that name."""
        return next(source for source in self.sources if source.name == name)


DEFAULT_KINDS = (Kind(name="article", title="Article", plural="Articles", glyph="disc"),)
