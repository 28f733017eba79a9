"""The nouns. Captures hold entries, entries become articles, articles become pages.

Text is plain, NFC, stripped and never "": None means that the source does not say.
URLs are absolute and as received, of one of SCHEMES: no record is made with another.
Markup stands only in fields named `*_html`, and is sanitised.
Records are frozen; sequences are tuples. This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Literal, dataclass_transform

import msgspec

DateKind = Literal["heading", "instant", "listed", "added", "placeholder", "note", "preview"]
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
Severity = Literal["error", "warning", "info"]
#: What sort of work an article is cited as, in Zotero's words (text/bibliography.py).
ItemType = Literal[
    "blogPost",
    "book",
    "bookSection",
    "computerProgram",
    "conferencePaper",
    "dataset",
    "document",
    "forumPost",
    "journalArticle",
    "magazineArticle",
    "manuscript",
    "newspaperArticle",
    "podcast",
    "preprint",
    "presentation",
    "report",
    "thesis",
    "videoRecording",
    "webpage",
]
# The rule by which an article has no copy although somebody has one.
WITHHELD = "withheld"
# What has failed for less than this may be an accident.
LASTING = timedelta(days=1)


#: The schemes of all addresses that are received; docs/security.md promises them.
SCHEMES = ("http", "https")
_STARTS = tuple(f"{scheme}://" for scheme in SCHEMES)


def is_web_url(url: str) -> bool:
    """Return whether a URL is one that may be shown, which anybody can have written."""
    return url[:8].lower().startswith(_STARTS)


def _check_urls(*urls: str | None) -> None:
    """Raise ValueError for a URL that no output may hold: whoever made the record forgot to."""
    for url in urls:
        if url is not None and not is_web_url(url):
            raise ValueError(f"not an http or https URL: {url!r}")


@dataclass_transform(frozen_default=True)  # tells mypy what msgspec inherits
class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """What every noun below is: immutable, keyword-only, checked when it is read back.

    No record leads back to itself, so none has to be looked through for cycles (`gc`).
    """


class PartialDate(Record, kw_only=True):
    """A year, a month, a day, or a range of them (`end` is set), never more than is known.

    `day` needs `month`. `end` is no range itself and does not precede the start.
    """

    year: int
    month: int | None = None
    day: int | None = None
    end: PartialDate | None = None

    @property
    def edtf(self) -> str:
        """The date in EDTF (ISO 8601-2), level 0.

        >>> PartialDate(year=2020, month=3, end=PartialDate(year=2021, month=4)).edtf
        '2020-03/2021-04'
        """
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return f"{text}/{self.end.edtf}" if self.end else text

    @property
    def place(self) -> PartialDate:
        """Where the date stands in a timeline: itself, or the end of its range."""
        return self.end or self


class DateClaim(Record, kw_only=True):
    """What one entry says of its own date, and what sort of knowledge that is.

    `raw` is the text as received. A placeholder is an instant that its feed fills up with
    firsts: `date` holds the part that is known, `stated` the day that the feed claims.
    """

    date: PartialDate
    kind: DateKind
    raw: str
    stated: PartialDate | None = None
    #: Whether it is the date of the last change: when the entry was published is not stated.
    of_change: bool = False
    #: The time in UTC (RFC 3339), if one is stated; without a zone it is the site's.
    instant: str | None = None


class Credibility(Record, kw_only=True):
    """A wiki's rating of the publication, 1 to `maximum`, in the wiki's own words.

    `reason` is all that the wiki says of the rating but the venue it is inherited from.
    """

    value: int | float
    maximum: int
    label: str | None = None
    reason: str | None = None
    inherited_from: str | None = None


class Citation(Record, kw_only=True):
    """One row of a wiki's "Cited by" table. `quality` is the wiki's number, 0 to 100."""

    page: str
    type: str | None = None
    quality: float | None = None


class CopyBody(Record, kw_only=True):
    """The text of a cached copy, kept apart from its Preview: one page alone shows it.

    `key` names the body: it is the hash of `html`, which is sanitised and never empty, or that of
    the whole and how much of it this is. `words` are what the search finds it by.
    """

    key: str
    html: str
    words: tuple[str, ...]


class Preview(Record, kw_only=True):
    """A cached copy of an article's page, and what the site that cached it says about it.

    `summary`, `key_points`, `review`, `credibility`, `importance` (0 to 100), `context_note` and
    `details` (names with what is noted under them) are the words of `publisher`, not of the
    article. `body` is the key of the copy's CopyBody, None where there is no text. `size_kb` is
    the whole page's size in units of 1,024 bytes; `truncated` says that the body stops before the
    page does. `links` are the http(s) URLs in the whole body as received, in order, each once.
    """

    source: str
    capture: str
    publisher: str | None = None
    resource_id: str | None = None
    stable_id: str | None = None
    title: str | None = None
    medium: str | None = None
    credibility: Credibility | None = None
    context_note: str | None = None
    importance: int | None = None
    chips: tuple[str, ...] = ()
    summary: str | None = None
    key_points: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    cited_by: tuple[Citation, ...] = ()
    status: int | None = None
    fetched: PartialDate | None = None
    size_kb: int | None = None
    truncated: bool = False
    body: str | None = None
    #: How many characters of text the body has.
    length: int = 0
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_urls(*self.links)


class Attachment(Record, kw_only=True):
    """A file or an image that comes with an article, as its source links it.

    `type` is a media type ("audio/mpeg"), or "image" where no more is known; `bytes` its size.
    """

    url: str
    type: str | None = None
    title: str | None = None
    bytes: int | None = None

    def __post_init__(self) -> None:
        _check_urls(self.url)


class AuthorName(Record, kw_only=True):
    """The parts of an author's name, as a source states them. Nothing is guessed from a whole name.

    `particle` is what stands before the family's name (van der). Of a group `family` is all of it.
    """

    family: str
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    is_group: bool = False


class Publication(Record, kw_only=True):
    """As what and where an article was published, and the identifiers that it has."""

    type: ItemType | None = None
    #: The journal, the proceedings or the book that it stands in.
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    #: By which a bibliography cites it.
    key: str | None = None
    #: In small letters.
    doi: str | None = None
    #: Without "arXiv:".
    arxiv: str | None = None
    pmid: str | None = None
    #: Without hyphens.
    isbn: str | None = None
    #: Of the journal.
    issn: str | None = None

    @property
    def stated(self) -> dict[str, str]:
        """The fields that hold something, by their names."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}

    @property
    def text(self) -> str:
        """What it states on one line: `type journalArticle; container Tides`."""
        return "; ".join(f"{name} {value}" for name, value in self.stated.items())


class Note(Record, kw_only=True):
    """What the owner wrote about an article in content/notes/. `where` is the file."""

    source: str
    where: str
    title: str | None
    date: PartialDate | None
    body_html: str
    body_text: str | None


class OwnImage(Record, kw_only=True):
    """A picture that the owner names for an article; whether there is such a file is not known.

    `file` is its path below content/, in static/, as it is named; `where` names it.
    """

    file: str
    where: str
    #: What it shows, for those who do not see it.
    alt: str | None = None


class Picture(Record, kw_only=True):
    """A picture of an article, below _site/, and how large it is in pixels."""

    path: str
    alt: str | None
    width: int
    height: int


class FirstStatement(Record, kw_only=True):
    """How its source named an entry when it first stated it. The article keeps that name."""

    #: When the capture was made that states it. Moments sort as text.
    moment: str
    #: That capture and the entry in it.
    where: str
    url: str | None = None
    #: The title, else how its text began.
    title: str | None = None
    #: The date as it was received.
    date: str | None = None

    def __post_init__(self) -> None:
        _check_urls(self.url)


class Repetition(Record, kw_only=True):
    """That an entry says no more than another of the same capture does, and how that is known."""

    #: The other entry's `where`.
    where: str
    rule: str


class Entry(Record, kw_only=True):
    """What one source says about one article, in its newest statement.

    `guid` is the name that the source itself gives the entry. `position` is its place in the
    source's list, counted from 0. `first_seen` is the date of the oldest capture that holds it,
    None for a note of the owner's, which is no capture.

    While `glued` is true, `title` is heading, byline, abstract and tags run together; once taken
    apart, `parted_by` says what decided where the heading ends (titles.Unglued.rule). `residue`
    is a description that was cut out of the page at a wrong offset: no summary, but evidence.
    `prose` says why the entry is no article but a link in running text.

    `feed_authors` are those of its feed, where the entry itself names none: no byline. `opening` is
    how its text begins, where it has no title. `external_url` is the page that it is about, where
    that is another than its own.

    `creates` is false for what can only add to an article (a preview, a note on one). `about` is
    the reference by which a note names its article: a URL, a title or an id. `missing_since` is
    the date of the first of the newer, sound captures that should hold the entry and do not.
    `raw` holds fields as received, white space folded, where that differs from their value.
    `known_by` holds the rule that gave a field, where the source does not simply state it.

    `first`, `stated`, `former_urls` and `repeats` come of all captures of the source together: how
    it was named first, the moment of the capture that states it now, the addresses that it had
    before, and which entry of its own capture it repeats.
    """

    source: str
    capture: str
    where: str
    position: int
    first_seen: PartialDate | None
    guid: str | None = None
    url: str | None = None
    external_url: str | None = None
    #: Where what is at its URL is discussed: the thread that listed it.
    discussed_at: str | None = None
    title: str | None = None
    opening: str | None = None
    glued: bool = False
    #: Where the heading of a glued title ends by the text of its page, if that is known.
    ends_at: int | None = None
    parted_by: str | None = None
    authors: tuple[str, ...] = ()
    feed_authors: tuple[str, ...] = ()
    byline_year: int | None = None
    published: DateClaim | None = None
    updated: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    preview: Preview | None = None
    note: Note | None = None
    image: OwnImage | None = None
    #: The addresses of what it cites, as its source states them besides its text.
    references: tuple[str, ...] = ()
    about: str | None = None
    residue: str | None = None
    prose: str | None = None
    creates: bool = True
    missing_since: PartialDate | None = None
    #: The date of the newest capture of its resource: it states nothing that happened later.
    as_of: PartialDate | None = None
    #: Another date, which its source states too and which does not hold (sources/first_dates).
    restated: DateClaim | None = None
    raw: dict[str, str] = {}
    known_by: dict[str, str] = {}
    first: FirstStatement | None = None
    stated: str = ""
    former_urls: tuple[str, ...] = ()
    repeats: Repetition | None = None
    #: When it came to its list, as that says.
    added: DateClaim | None = None
    #: The DOI that it states of what it is about, in small letters.
    doi: str | None = None
    #: The parts of its authors' names that it states, by the whole name without "et al.".
    name_parts: dict[str, AuthorName] = {}
    publication: Publication | None = None
    #: The parameters that its feed adds to all its addresses, as they are written.
    marks: tuple[str, ...] = ()
    #: The conventions of its feed that changed it, by name.
    changed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_urls(self.url, self.external_url, self.discussed_at)
        _check_urls(*self.former_urls, *self.references)

    @property
    def called(self) -> str | None:
        """What to call the entry without its URL: its title, else how its text begins."""
        return self.title or self.opening


class Evidence(Record, kw_only=True):
    """Why a field has its value: who said it, which rule chose it, the text as received.

    `source` is None where no source says anything. `reason` is the owner's, for overrides.
    """

    rule: str
    source: str | None = None
    raw: str | None = None
    reason: str | None = None


class DateEvidence(Record, kw_only=True):
    """Why an article has its date. `refined_by` is the source of the finer part, if any.

    `named_by` is the id of the article whose residue names this one (rule "neighbour").
    """

    rule: DateRule
    source: str | None = None
    raw: str | None = None
    refined_by: str | None = None
    reason: str | None = None
    named_by: str | None = None


class Conflict(Record, kw_only=True):
    """What a source says that lost: the field, who says it, its value as it would be shown.

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
    """One entry that was merged into an article: who, where, and by which rule it is the same.

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
    """One real article, every field with its evidence.

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
        _check_urls(self.url, self.external_url, *self.discussed_at, *self.references)

    @property
    def label(self) -> str:
        """What to call the article where a name is needed: its title, else how its text begins.

        Without either its URL, else its id.
        """
        return self.title or self.opening or self.url or self.id

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that list the article, most trusted first, each once."""
        return tuple(dict.fromkeys(statement.source for statement in self.statements))


class Mention(Record, kw_only=True):
    """Something a source lists that is no article, and why.

    `where` is the capture and entry; of several, all of them, parted by "; ".
    """

    id: str
    url: str | None
    title: str | None
    reason: str
    source: str
    where: str

    def __post_init__(self) -> None:
        _check_urls(self.url)


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


class Problem(Record, kw_only=True):
    """Something that was skipped, repaired or doubted. `where` names file and entry."""

    where: str
    message: str
    severity: Severity
    #: What to write in overrides.toml if the doubt is right, line by line.
    advice: tuple[str, ...] = ()


class Quote(Record, kw_only=True):
    """Words that a source says of itself: the index page's About text. Always shown as quoted."""

    source: str
    capture: str
    title: str | None
    paragraphs: tuple[str, ...]


class Capture(Record, kw_only=True):
    """One file of the log: `path` below content/, when it was received, what came of it.

    A capture that could not be read is not `sound`, and proves nothing about absences.
    """

    path: str
    date: PartialDate
    bytes: int
    entries: int
    sound: bool


class SourceReport(Record, kw_only=True):
    """What was read of one source: its captures, oldest first, and how its feed was understood.

    `newest_added` is how many entries the newest capture holds that were not known before; None
    where it could not be read. `traits` are short claims in plain words ("titles are glued").
    """

    name: str
    captures: tuple[Capture, ...]
    entries: int
    newest_added: int | None = None
    traits: tuple[str, ...] = ()
    #: Of a feed: the page that it is of, as its newest capture states it.
    home_page: str | None = None

    def __post_init__(self) -> None:
        _check_urls(self.home_page)


class FetchState(Record, kw_only=True):
    """What is known of one address that is asked again and again. Times are UTC, RFC 3339.

    `asked` is the last attempt, `success` the last usable answer; `error` and `error_at` are the
    last failure, also once it is over, `error_status` the status of its answer, if there was one;
    `failures` is how many there were since the last success, `failing_since` the first of them.
    `refused` says why no copy is made of a page that answers; it is `forbidden` where the page
    itself asks for that.
    Until `wait_until` it is not asked: the server wished so ("asked"), its answer holds until then
    ("fresh"), or attempts failed. `moved_to` is where it now is for good, `gone` since when it
    answers that it is gone for good.
    """

    url: str
    asked: str | None = None
    success: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    error: str | None = None
    error_at: str | None = None
    error_status: int | None = None
    failures: int = 0
    failing_since: str | None = None
    refused: str | None = None
    forbidden: bool = False
    wait_until: str | None = None
    wait_reason: Literal["asked", "fresh", "failed"] | None = None
    moved_to: str | None = None
    gone: str | None = None
    #: The capture that the validators are about; the state may outlive it, or lag behind it.
    capture: str | None = None

    @property
    def failing_for(self) -> timedelta:
        """How long it had failed at the last attempt; nothing where that was the first."""
        if self.failures < 2 or not self.failing_since or not self.error_at:
            return timedelta()
        began, last = map(datetime.fromisoformat, (self.failing_since, self.error_at))
        return last - began


class Outage(Record, kw_only=True):
    """Since when an article's page could not be read, by the attempts that were made."""

    since: PartialDate
    #: Its server says that there is no such page. Else it may well answer to others.
    is_gone: bool


class Reading(Record, kw_only=True):
    """Everything that all sources say, in order of trust, and what went wrong on the way."""

    entries: tuple[Entry, ...]
    reports: tuple[SourceReport, ...]
    quotes: tuple[Quote, ...]
    problems: tuple[Problem, ...]
    thread_titles: tuple[str, ...] = ()


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
    """What one capture changed in one article, found by replaying the log up to it.

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
        _check_urls(self.url)


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
        """All articles of the year, in the order they are shown."""
        return tuple(article for month in self.months for article in month.articles)


class Timeline(Record, kw_only=True):
    """All articles in the order they are shown: years newest first, then the undated."""

    years: tuple[Year, ...]
    undated: tuple[Article, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order shown."""
        dated = tuple(article for year in self.years for article in year.articles)
        return dated + self.undated


class Page(Record, kw_only=True):
    """Something to write: `path` below _site/, what it is made of, and what makes it.

    `inputs` are plain data and all that the page depends on, besides what all pages share. A page
    is made of them by its `template`, or, where it has none, by `body`, which gives its text, or
    its bytes in pieces. `derived` gives what a template sees besides and what follows from the
    inputs: it is worked out only where the page is rendered.
    """

    path: str
    template: str | None = None
    inputs: dict[str, Any] = {}
    derived: Callable[[], dict[str, Any]] = dict
    body: Callable[[], str | Iterable[bytes]] | None = None


class File(Record, kw_only=True):
    """What is written: `path` below _site/, and its bytes in pieces, which can be had only once."""

    path: str
    pieces: Iterable[bytes] = ()

    @property
    def data(self) -> bytes:
        """All of its bytes at once."""
        return b"".join(self.pieces)
