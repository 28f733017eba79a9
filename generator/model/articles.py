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
    """The evidence for a field's value: the source, the rule that chose it, the text as received.

    `source` is None where no source says anything. `reason` is the owner's, for overrides.
    """

    rule: str
    source: str | None = None
    raw: str | None = None
    reason: str | None = None


class DateEvidence(Record, kw_only=True):
    """The evidence for an article's date. `refined_by` is the source of the finer part, if any.

    `named_by` is the id of the article whose residue names this one (rule "neighbour").
    """

    rule: DateRule
    source: str | None = None
    raw: str | None = None
    refined_by: str | None = None
    reason: str | None = None
    named_by: str | None = None


class Conflict(Record, kw_only=True):
    """A source's value of a field that was not chosen, as it would be shown.

    `raw` is the text as received, `rule` the reason why the other value won.
    """

    field: str
    source: str
    value: str
    raw: str
    rule: str
    #: A placeholder for the same year, or the title shorter or longer: lists say nothing of it.
    is_minor: bool = False


class Statement(Record, kw_only=True):
    """One entry that was merged into an article, with its source and the rule that joined it.

    `title` and `urls` are what the entry calls it, and where it says or said that it stands.
    `missing_since` is as in Entry.
    """

    source: str
    capture: str
    where: str
    rule: str
    title: str | None = None
    urls: tuple[str, ...] = ()
    missing_since: PartialDate | None = None


class Article(Record, kw_only=True):
    """One article, every field with its evidence.

    `evidence` has an entry for every field but the date, also for those that nobody states.
    `kind` and `series` are names from site.toml. `rank` orders articles of one month as the
    most trusted source that lists them does. `updated` is an RFC 3339 time from a source.
    `feed_authors` are those of a feed that lists the article, where nobody names its own. `opening`
    and `external_url` are as in Entry.
    """

    id: str
    slug: str
    url: str | None
    title: str | None
    authors: tuple[str, ...]
    date: PartialDate | None
    summary: str | None
    kind: str
    series: str | None
    tags: tuple[str, ...]
    feed_authors: tuple[str, ...] = ()
    opening: str | None = None
    external_url: str | None = None
    #: The threads that discuss it, each once.
    discussed_at: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    #: As in Entry.
    name_parts: dict[str, AuthorName] = {}
    publication: Publication | None = None
    preview: Preview | None
    notes: tuple[Note, ...] = ()
    image: OwnImage | None = None
    #: As in Entry, of all its entries, each once.
    references: tuple[str, ...] = ()
    updated: str | None
    rank: tuple[int, int]
    #: When it came to the list: as a list says, else its first capture. Not when it appeared.
    added: PartialDate | None = None
    #: When on its day the article appeared, in UTC (RFC 3339), as far as a source says.
    instant: str | None = None
    date_evidence: DateEvidence
    evidence: dict[str, Evidence]
    conflicts: tuple[Conflict, ...]
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
    def sources(self) -> tuple[str, ...]:
        """Return the names of the sources that list the article, most trusted first, each once."""
        return tuple(dict.fromkeys(statement.source for statement in self.statements))


class Mention(Record, kw_only=True):
    """An entry of a source that is no article, and the reason.

    `where` is the capture and entry; of several, all of them, parted by "; ".
    """

    id: str
    url: str | None
    title: str | None
    reason: str
    source: str
    where: str

    def __post_init__(self) -> None:
        check_urls(self.url)


class Filtered(Record, kw_only=True):
    """An entry that a filter of its source leaves out, and why. No page and no file names it."""

    id: str
    source: str
    where: str
    url: str | None
    #: What to call it: its title, else how its text begins.
    title: str | None
    #: The filter: a key of [[source]].
    key: str
    reason: str


class Forward(Record, kw_only=True):
    """A permalink that is gone: its last part, and the id of the article or mention it leads to.

    Where nothing has that id, the owner left it out of the list.
    """

    slug: str
    leads_to: str


class Reconciled(Record, kw_only=True):
    """The articles (in no order that matters), the mentions, and the problems so far.

    `forwards` are the permalinks that are gone, `filtered` the entries that filters leave out.
    """

    articles: tuple[Article, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    forwards: tuple[Forward, ...] = ()
    filtered: tuple[Filtered, ...] = ()


class Change(Record, kw_only=True):
    """One change of one article by one capture, found by replaying the log up to it.

    `date` and `time` (HHMMSS in UTC, or "") are those of the capture. An article is "added"; its
    `field` is "corrected" from `was` to `value` (None: nobody says), on the word of `source`; or
    it "vanished" from the `source`, or "returned" to it. Dates are in EDTF, lists joined by commas.
    """

    kind: Literal["added", "corrected", "vanished", "returned"]
    date: PartialDate
    time: str
    capture: str
    article: str
    label: str
    url: str | None
    field: str | None = None
    value: str | None = None
    was: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        check_urls(self.url)


class Month(Record, kw_only=True):
    """The articles of one month, in the order they are shown. `month` None: month unknown."""

    year: int
    month: int | None
    articles: tuple[Article, ...]


class Year(Record, kw_only=True):
    """One year, its months newest first, the unknown month last."""

    year: int
    months: tuple[Month, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return all articles of the year, in the order they are shown."""
        return tuple(article for month in self.months for article in month.articles)


class Timeline(Record, kw_only=True):
    """All articles in the order they are shown: years newest first, then the undated."""

    years: tuple[Year, ...]
    undated: tuple[Article, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order shown."""
        dated = tuple(article for year in self.years for article in year.articles)
        return dated + self.undated
