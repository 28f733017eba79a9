"""Articles, as the sources' entries are reconciled, and the timeline of all of them."""

from __future__ import annotations

from typing import Literal

from generator.model.entries import Attachment, AuthorName, Note, OwnImage, Preview, Publication
from generator.model.record import PartialDate, Problem, Record, check_urls

DateRule = Literal[
    "override",
    "index",
    "title",
    "feed",
    "list",
    "note",
    "preview",
    "updated",
    "added",
    "neighbour",
    "year",
    "not stated",
]


class Evidence(Record, kw_only=True):
    """The evidence for a field's value."""

    #: Why this value was chosen, in words.
    rule: str
    #: The name of the source that states it; None where none does.
    source: str | None = None
    #: The text as received.
    raw: str | None = None
    #: The owner's, for overrides.
    reason: str | None = None


class DateEvidence(Record, kw_only=True):
    """The evidence for an article's date."""

    #: The rule that chose it (reconcile/dating.py).
    rule: DateRule
    #: The name of the source that states it; None where none does.
    source: str | None = None
    #: The text as received.
    raw: str | None = None
    #: The source of the finer part, if any.
    refined_by: str | None = None
    #: The owner's, for overrides.
    reason: str | None = None
    #: The id of the article whose residue names this one (rule "neighbour").
    named_by: str | None = None


class Conflict(Record, kw_only=True):
    """A source's value of a field that was not chosen."""

    #: The name of the field.
    field: str
    #: The name of the source.
    source: str
    #: As it would be shown.
    value: str
    #: The text as received.
    raw: str
    #: The reason why the other value won.
    rule: str
    #: A placeholder for the same year, or the title shorter or longer: lists say nothing of it.
    is_minor: bool = False


class Statement(Record, kw_only=True):
    """One entry that was merged into an article."""

    #: The name of the source.
    source: str
    #: The capture, below content/.
    capture: str
    #: The capture and the entry in it.
    where: str
    #: Why the entry is of the article, in words.
    rule: str
    #: The entry's title, or how its text begins.
    title: str | None = None
    #: The entry's URL, and those that it had before.
    urls: tuple[str, ...] = ()
    #: As in Entry.
    missing_since: PartialDate | None = None


class Article(Record, kw_only=True):
    """One article, every field with its evidence.

    Fields that are not described are those of Entry, of the source that was chosen.
    """

    #: A hash of its first URL or title; it stays when these are corrected.
    id: str
    #: The last part of its permalink; it stays, too.
    slug: str
    #: None where no source gives one.
    url: str | None
    title: str | None
    authors: tuple[str, ...]
    #: None where nothing dates it.
    date: PartialDate | None
    summary: str | None
    #: The name of a [[kind]] in site.toml.
    kind: str
    #: The name of a [[series]] in site.toml.
    series: str | None
    tags: tuple[str, ...]
    #: The authors of a feed that lists it, where nobody names its own.
    feed_authors: tuple[str, ...] = ()
    opening: str | None = None
    external_url: str | None = None
    #: The threads that discuss it, each once.
    discussed_at: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    #: As in Entry.
    name_parts: dict[str, AuthorName] = {}
    publication: Publication | None = None
    #: Of several copies the most trusted source's; None where none may be shown.
    preview: Preview | None
    #: All that the owner wrote about it.
    notes: tuple[Note, ...] = ()
    image: OwnImage | None = None
    #: As in Entry, of all its entries, each once.
    references: tuple[str, ...] = ()
    #: The time of its last change, by a source (RFC 3339).
    updated: str | None
    #: Orders the articles of one month as the most trusted source that lists them does.
    rank: tuple[int, int]
    #: When it came to the list: as a list says, else its first capture. Not when it appeared.
    added: PartialDate | None = None
    #: When on its day the article appeared, in UTC (RFC 3339), as far as a source says.
    instant: str | None = None
    date_evidence: DateEvidence
    #: By field, for every field but the date, also for those that nobody states.
    evidence: dict[str, Evidence]
    #: The values that were not chosen, of all fields.
    conflicts: tuple[Conflict, ...]
    #: Its entries, those of the most trusted source first.
    statements: tuple[Statement, ...]

    def __post_init__(self) -> None:
        check_urls(self.url, self.external_url, *self.discussed_at, *self.references)

    @property
    def label(self) -> str:
        """Return a name for the article: its title, else how its text begins.

        Without either its URL, else its id.
        """
        return self.title or self.opening or self.url or self.id

    @property
    def body(self) -> str | None:
        """Return the key of the text of its cached copy; None where there is none."""
        return self.preview.body if self.preview else None

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the names of the sources that list the article, most trusted first, each once."""
        return tuple(dict.fromkeys(statement.source for statement in self.statements))


class Mention(Record, kw_only=True):
    """An entry of a source that is no article."""

    #: A hash, as of an article.
    id: str
    url: str | None
    title: str | None
    #: Why it is no article.
    reason: str
    #: The name of the source.
    source: str
    #: The capture and entry; of several, all of them, separated by "; ".
    where: str

    def __post_init__(self) -> None:
        check_urls(self.url)


class Filtered(Record, kw_only=True):
    """An entry that a filter of its source leaves out, and why. No page and no file names it."""

    #: The id that its article would have.
    id: str
    #: The name of the source.
    source: str
    #: The capture and the entry in it.
    where: str
    url: str | None
    #: What to call it: its title, else how its text begins.
    title: str | None
    #: The filter: a key of [[source]].
    key: str
    #: Why the filter leaves it out, in words.
    reason: str


class Forward(Record, kw_only=True):
    """A permalink that is gone."""

    #: Its last part.
    slug: str
    #: The id of an article or mention; if there is none, the owner left that out of the list.
    leads_to: str


class Reconciled(Record, kw_only=True):
    """The articles, the mentions, and the problems so far."""

    #: In no order that matters.
    articles: tuple[Article, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    #: The permalinks that are gone.
    forwards: tuple[Forward, ...] = ()
    #: The entries that filters leave out.
    filtered: tuple[Filtered, ...] = ()


class Change(Record, kw_only=True):
    """One change of one article by one capture, found by replaying the log up to it.

    Dates are in EDTF, lists joined by commas.
    """

    #: A field is "corrected"; an article "vanished" from its `source`, or "returned" to it.
    kind: Literal["added", "corrected", "vanished", "returned"]
    #: The day of the capture.
    date: PartialDate
    #: Its time, HHMMSS in UTC; "" where its name has none.
    time: str
    #: Its path below content/.
    capture: str
    #: The id of the article.
    article: str
    #: A name for the article: its title, else its URL.
    label: str
    url: str | None
    #: The corrected field.
    field: str | None = None
    #: The value after the capture; None: nobody states it.
    value: str | None = None
    #: The value before it; None: nobody stated it.
    was: str | None = None
    #: The name of the source that states the value, or that lists the article.
    source: str | None = None

    def __post_init__(self) -> None:
        check_urls(self.url)


class Month(Record, kw_only=True):
    """The articles of one month."""

    year: int
    #: None: the month is unknown.
    month: int | None
    #: In the order they are shown.
    articles: tuple[Article, ...]


class Year(Record, kw_only=True):
    """One year of the timeline."""

    year: int
    #: Newest first, the unknown month last.
    months: tuple[Month, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return all articles of the year, in the order they are shown."""
        return tuple(article for month in self.months for article in month.articles)


class Timeline(Record, kw_only=True):
    """All articles in the order they are shown."""

    #: Newest first.
    years: tuple[Year, ...]
    #: Shown after all years.
    undated: tuple[Article, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order shown."""
        dated = tuple(article for year in self.years for article in year.articles)
        return dated + self.undated
