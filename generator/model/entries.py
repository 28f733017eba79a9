"""Entries as sources state them, their parts, and the captures that hold them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from generator.model.record import PartialDate, Problem, Record, check_urls

DateKind = Literal["heading", "instant", "listed", "added", "placeholder", "note", "preview"]
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


class DateClaim(Record, kw_only=True):
    """A date that an entry states for itself, and of which kind it is.

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
        check_urls(*self.links)


class Attachment(Record, kw_only=True):
    """A file or an image that comes with an article, as its source links it.

    `type` is a media type ("audio/mpeg"), or "image" where no more is known; `bytes` its size.
    """

    url: str
    type: str | None = None
    title: str | None = None
    bytes: int | None = None

    def __post_init__(self) -> None:
        check_urls(self.url)


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
    """The publication of an article: its type, where it appeared, its identifiers."""

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
        """Return the fields that hold something, by their names."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}

    @property
    def text(self) -> str:
        """Return the stated fields on one line: `type journalArticle; container Tides`."""
        return "; ".join(f"{name} {value}" for name, value in self.stated.items())


class Note(Record, kw_only=True):
    """A note of the owner's about an article, in content/notes/. `where` is the file."""

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
    """An entry as its source first stated it. The article keeps that name."""

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
        check_urls(self.url)


class Repetition(Record, kw_only=True):
    """A reference to another entry of the same capture that says as much, and the rule for it."""

    #: The other entry's `where`.
    where: str
    rule: str


class Entry(Record, kw_only=True):
    """One article as one source states it, in its newest capture.

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
    #: Another date, which its source states too and which does not hold (sources/history.py).
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
        check_urls(self.url, self.external_url, self.discussed_at)
        check_urls(*self.former_urls, *self.references)

    @property
    def called(self) -> str | None:
        """Return a name for the entry: its title, else how its text begins."""
        return self.title or self.opening


class Quote(Record, kw_only=True):
    """Words that a source says of itself: the index page's About text. Always shown as quoted."""

    source: str
    capture: str
    title: str | None
    paragraphs: tuple[str, ...]


class Capture(Record, kw_only=True):
    """One file of the log: its `path` below content/, when it was received, what it holds.

    A capture that could not be read is not `sound`, and proves nothing about absences.
    """

    path: str
    date: PartialDate
    bytes: int
    entries: int
    sound: bool


class SourceReport(Record, kw_only=True):
    """A report on one source: its captures, oldest first, and how its feed was read.

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
        check_urls(self.home_page)


class FetchState(Record, kw_only=True):
    """The state of one address that is fetched regularly. Times are UTC, RFC 3339.

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
        """Return how long it had failed at the last attempt; zero where that was the first."""
        if self.failures < 2 or not self.failing_since or not self.error_at:
            return timedelta()
        began, last = map(datetime.fromisoformat, (self.failing_since, self.error_at))
        return last - began


class Outage(Record, kw_only=True):
    """The time since when an article's page could not be read, by the attempts that were made."""

    since: PartialDate
    #: Its server says that there is no such page. Else it may well answer to others.
    is_gone: bool


class Reading(Record, kw_only=True):
    """The entries of all sources, in order of trust, and the problems of reading them."""

    entries: tuple[Entry, ...]
    reports: tuple[SourceReport, ...]
    quotes: tuple[Quote, ...]
    problems: tuple[Problem, ...]
    thread_titles: tuple[str, ...] = ()
