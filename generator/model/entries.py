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

    A placeholder is an instant that its feed fills up: the first of the month for a whole month.
    """

    #: Of a placeholder the part that is known.
    date: PartialDate
    #: The sort of evidence: a heading of a page, a feed's instant, a list's date …
    kind: DateKind
    #: The text as received.
    raw: str
    #: The day that a placeholder claims.
    stated: PartialDate | None = None
    #: Whether it is the date of the last change: when the entry was published is not stated.
    of_change: bool = False
    #: The time in UTC (RFC 3339), if one is stated; without a zone it is the site's.
    instant: str | None = None


class Credibility(Record, kw_only=True):
    """A wiki's rating of the publication, 1 to `maximum`, in the wiki's own words.

    `reason` is all that the wiki says of the rating but the venue it is inherited from.
    """

    #: From 1 to `maximum`.
    value: int | float
    maximum: int
    #: The wiki's word for the value.
    label: str | None = None
    reason: str | None = None
    #: The venue whose rating this is, where the publication has none of its own.
    inherited_from: str | None = None


class Citation(Record, kw_only=True):
    """One row of a wiki's "Cited by" table. `quality` is the wiki's number, 0 to 100."""

    #: The title of the citing page.
    page: str
    #: The wiki's word for the sort of page.
    type: str | None = None
    quality: float | None = None


class CopyBody(Record, kw_only=True):
    """The text of a cached copy, kept apart from its Preview: one page alone shows it."""

    #: The hash of `html`; of a part the hash of the whole, a slash, and how many characters it has.
    key: str
    #: Sanitised, never empty.
    html: str
    #: The words by which the search finds it.
    words: tuple[str, ...]


class Preview(Record, kw_only=True):
    """A cached copy of an article's page, and what the site that cached it says about it.

    `summary`, `key_points`, `review`, `credibility`, `importance`, `context_note` and `details` are
    the words of `publisher`, not of the article.
    """

    #: The name of the source that the copy is of.
    source: str
    #: Its file below content/.
    capture: str
    #: The site that cached the page.
    publisher: str | None = None
    #: The id of the resource that the capture is of, as the name of its file has it.
    resource_id: str | None = None
    #: The wiki's own id for the resource.
    stable_id: str | None = None
    #: The page's title, as the copy states it.
    title: str | None = None
    #: The wiki's word for the sort of page.
    medium: str | None = None
    credibility: Credibility | None = None
    context_note: str | None = None
    #: 0 to 100.
    importance: int | None = None
    #: The wiki's labels for the resource, in its order.
    chips: tuple[str, ...] = ()
    summary: str | None = None
    key_points: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    #: Pairs of a name and the text that is noted under it.
    details: tuple[tuple[str, str], ...] = ()
    #: The wiki's pages that cite it, in its order.
    cited_by: tuple[Citation, ...] = ()
    #: The HTTP status of the fetch.
    status: int | None = None
    #: The day on which the page was fetched.
    fetched: PartialDate | None = None
    #: The whole page's size, in units of 1,024 bytes.
    size_kb: int | None = None
    #: The body stops before the page does.
    truncated: bool = False
    #: The key of the copy's CopyBody; None where there is no text.
    body: str | None = None
    #: How many characters of text the body has.
    length: int = 0
    #: The http(s) URLs in the whole body as received, in order, each once.
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_urls(*self.links)


class Attachment(Record, kw_only=True):
    """A file or an image that comes with an article, as its source links it."""

    #: Absolute.
    url: str
    #: A media type ("audio/mpeg"), or "image" where no more is known.
    type: str | None = None
    title: str | None = None
    #: Its size.
    bytes: int | None = None

    def __post_init__(self) -> None:
        check_urls(self.url)


class AuthorName(Record, kw_only=True):
    """The parts of an author's name, as a source states them: none is guessed from a whole name."""

    #: Of a group its whole name.
    family: str
    given: str | None = None
    #: What stands before the family's name: van der.
    particle: str | None = None
    #: Jr., III and the like.
    suffix: str | None = None
    #: An organisation, not a person.
    is_group: bool = False


class Publication(Record, kw_only=True):
    """The publication of an article: its type, where it appeared, its identifiers."""

    type: ItemType | None = None
    #: The journal, the proceedings or the book that it stands in.
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    #: As stated: 12-34, or e1024.
    pages: str | None = None
    publisher: str | None = None
    #: By which a bibliography cites it.
    key: str | None = None
    #: In small letters.
    doi: str | None = None
    #: Without "arXiv:".
    arxiv: str | None = None
    #: The number in PubMed.
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
    #: The date in the note's front matter.
    date: PartialDate | None
    #: Sanitised.
    body_html: str
    #: The same without markup; None where the note is empty.
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
    """A picture of an article, as the site has it."""

    #: Below _site/.
    path: str
    #: Its text for those who do not see it.
    alt: str | None
    #: In pixels.
    width: int
    #: In pixels.
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
    #: The reason why this entry repeats the other.
    rule: str


class Entry(Record, kw_only=True):
    """One article as one source states it, in its newest capture.

    `first`, `stated`, `former_urls` and `repeats` come of all captures of the source together.
    """

    #: The name of the source.
    source: str
    #: The newest capture that holds it, below content/.
    capture: str
    #: That capture and the entry in it, for messages.
    where: str
    #: Its place in the source's list, counted from 0.
    position: int
    #: The date of the oldest capture that holds it; None for a note, which is no capture.
    first_seen: PartialDate | None
    #: The name that the source itself gives the entry.
    guid: str | None = None
    #: As received, absolute; None where the source gives none.
    url: str | None = None
    #: The page that it is about, where that is another than its own.
    external_url: str | None = None
    #: Where what is at its URL is discussed: the thread that listed it.
    discussed_at: str | None = None
    title: str | None = None
    #: The beginning of its text, where it has no title.
    opening: str | None = None
    #: `title` is heading, byline, abstract and tags run together.
    glued: bool = False
    #: Where the heading of a glued title ends by the text of its page, if that is known.
    ends_at: int | None = None
    #: The rule that found where the heading of a glued title ends (titles.Unglued.rule).
    parted_by: str | None = None
    #: In the source's order.
    authors: tuple[str, ...] = ()
    #: The authors of its feed, where the entry itself names none: no byline.
    feed_authors: tuple[str, ...] = ()
    #: The year in a glued byline.
    byline_year: int | None = None
    #: The date of publication; None where none is stated.
    published: DateClaim | None = None
    #: The time of its last change, in UTC (RFC 3339).
    updated: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    #: The cached copy of its page, where the entry is one.
    preview: Preview | None = None
    #: The owner's note, where the entry is one.
    note: Note | None = None
    image: OwnImage | None = None
    #: The addresses of what it cites, as its source states them besides its text.
    references: tuple[str, ...] = ()
    #: The reference by which a note names its article: a URL, a title or an id.
    about: str | None = None
    #: A description that was cut out of the page at a wrong offset: no summary, but evidence.
    residue: str | None = None
    #: The reason why the entry is no article but a link in running text.
    prose: str | None = None
    #: False for an entry that can only add to an article (a preview, a note on one).
    creates: bool = True
    #: The date of the first of the newer, sound captures that should hold it and do not.
    missing_since: PartialDate | None = None
    #: The date of the newest capture of its resource: it states nothing that happened later.
    as_of: PartialDate | None = None
    #: Another date, which its source states too and which does not hold (sources/history.py).
    restated: DateClaim | None = None
    #: Fields as received, white space folded, where that differs from their value.
    raw: dict[str, str] = {}
    #: The rule that gave a field, by its name, where the source does not simply state it.
    known_by: dict[str, str] = {}
    #: As it was named first; None for a note, which is in no log.
    first: FirstStatement | None = None
    #: The moment of the capture that states it now; moments sort as text.
    stated: str = ""
    #: The addresses that it had before.
    former_urls: tuple[str, ...] = ()
    #: The entry of its own capture that it repeats.
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
    #: The capture that holds them, below content/.
    capture: str
    #: The heading above them.
    title: str | None
    #: Plain text, in order.
    paragraphs: tuple[str, ...]


class Capture(Record, kw_only=True):
    """One file of the log."""

    #: Below content/.
    path: str
    #: The day on which it was received.
    date: PartialDate
    #: Its size.
    bytes: int
    #: How many entries it holds.
    entries: int
    #: False where it could not be read: then it proves nothing about absences.
    sound: bool


class SourceReport(Record, kw_only=True):
    """A report on one source: its captures, and how its feed was read."""

    name: str
    #: Oldest first.
    captures: tuple[Capture, ...]
    #: How many entries all captures hold together.
    entries: int
    #: How many entries the newest capture added; None where it could not be read.
    newest_added: int | None = None
    #: Short claims in plain words: "titles are glued".
    traits: tuple[str, ...] = ()
    #: Of a feed: the page that it is of, as its newest capture states it.
    home_page: str | None = None

    def __post_init__(self) -> None:
        check_urls(self.home_page)


class FetchState(Record, kw_only=True):
    """The state of one address that is fetched regularly. Times are in UTC (RFC 3339)."""

    #: Where a source gets another URL, its state begins again.
    url: str
    #: The time of the last attempt.
    asked: str | None = None
    #: The time of the last usable answer.
    success: str | None = None
    #: The validators of that answer, a character for each byte.
    etag: str | None = None
    last_modified: str | None = None
    #: The message of the last failure, also once it is over.
    error: str | None = None
    #: The time of that failure.
    error_at: str | None = None
    #: The HTTP status of that failure, if there was an answer.
    error_status: int | None = None
    #: The number of failures since the last success.
    failures: int = 0
    #: The time of the first of these.
    failing_since: str | None = None
    #: The reason why no copy is made of a page that answers.
    refused: str | None = None
    #: The page itself asks that no copy be made.
    forbidden: bool = False
    #: The time before which it is not fetched.
    wait_until: str | None = None
    #: The server asked to wait, its answer is fresh until then, or attempts failed.
    wait_reason: Literal["asked", "fresh", "failed"] | None = None
    #: The URL to which it has moved for good.
    moved_to: str | None = None
    #: The time since which it answers that it is gone for good.
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

    #: The day of the first failed attempt.
    since: PartialDate
    #: Its server says that there is no such page. Else it may well answer to others.
    is_gone: bool


class Reading(Record, kw_only=True):
    """The entries of all sources, in order of trust, and the problems of reading them."""

    entries: tuple[Entry, ...]
    #: In the order of the sources.
    reports: tuple[SourceReport, ...]
    #: In the order of the sources.
    quotes: tuple[Quote, ...]
    problems: tuple[Problem, ...]
    #: The titles that captures give the thread of articles.
    thread_titles: tuple[str, ...] = ()
