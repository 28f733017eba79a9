"""Find the sources that a URL or a file can be, by trying the readers.

place_of recognises what was typed; probe_url and probe_file try the readers on what is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import msgspec

from generator.config.records import DEFAULT_KINDS, Config, Reader, Selectors, Site, Source
from generator.errors import ConfigError, FetchError
from generator.fetch.client import Client
from generator.fetch.host import Answer
from generator.model.entries import Entry
from generator.model.record import PartialDate, Problem, Record
from generator.regular_file import temporary_file
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received
from generator.sources.feed import FeedHead, read_head
from generator.sources.index import offer_selectors
from generator.sources.lists import LIST_FORMATS, is_json, recognise_list
from generator.text.date_names import month_names
from generator.text.html import decode, mend_references
from generator.text.html_tree import parse_page
from generator.text.json import parse_json
from generator.text.numbers import pluralize
from generator.text.page.metadata import read_page
from generator.text.page.received import is_front_page
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Fewer dated links than this are no index but a page that happens to have some.
_LEAST_OF_INDEX = 3
# What to put where, the selectors, and what they would give.
_LINES_OF_SELECTORS = 3
#: Whether a page is to be read by selectors: it gets those, and what they would give, as lines.
Accept = Callable[[Sequence[str]], bool]


class DetectedSource(Record, kw_only=True):
    """A source that a reader can read."""

    reader: Reader
    #: None for a file.
    url: str | None
    #: The bytes that were read.
    data: bytes
    #: The source's own title.
    title: str | None
    entries: tuple[Entry, ...]
    #: What could not be read of it, or is doubted.
    problems: tuple[Problem, ...] = ()
    #: The language that the page states.
    language: str | None = None
    #: The name of the file, where it is one.
    file: str | None = None
    #: What a feed says it is about, the page it is of, and its own address.
    description: str | None = None
    page: str | None = None
    own_url: str | None = None
    #: What an index page needs to be read, if no rule reads it.
    selectors: Selectors | None = None

    @property
    def counted(self) -> str:
        """Return `2 entries`, and how much of it could not be read or is doubted."""
        entries = pluralize(len(self.entries), "entry", "entries")
        if not self.problems:
            return entries
        return f"{entries} and {pluralize(len(self.problems), 'problem')}, which octavo build names"


def probe_url(client: Client, url: str, accept: Accept) -> tuple[DetectedSource, ...]:
    """Return the sources at an address, most trusted first: an index page, the feed of a page.

    A list of articles or a feed is the only one. A page that is none of them may be an index by
    selectors, if `accept` takes these.

    Raises:
        FetchError: there is no answer, or neither a feed nor an index is found.
    """
    answer = _get(client, url)
    candidates = sources_in(client, answer)
    if not candidates:
        found = _find_feed(client, _usual_places(answer.url))
        found = found or read_by_selectors(answer.body, answer.url, accept)
        candidates = (found,) if found else ()
    if not candidates:
        raise FetchError(
            f"{url}: is no feed, announces none, and is no index grouped by date; "
            "for a single article use: octavo add",
            *_why_no_index(answer.body, answer.url),
        )
    return candidates


def sources_in(
    client: Client, answer: Answer, *, unless_article: bool = False
) -> tuple[DetectedSource, ...]:
    """Return the sources that an answer is or announces, most trusted first; () if there is none.

    With `unless_article` a page that is one article counts for what it is.
    """
    only = _as_list(answer.body, answer.url) or _as_feed(answer.body, answer.url)
    if only:
        return (only,)
    if unless_article and _is_article(answer):
        return ()
    index = _as_index(answer.body, answer.url)
    found = _find_feed(client, announced_feeds(answer.body, answer.url))
    return tuple(candidate for candidate in (index, found) if candidate)


def index_in(answer: Answer, accept: Accept) -> DetectedSource | None:
    """Return the index that selectors make of an answer which is no article that says its date."""
    return None if _is_dated(answer) else read_by_selectors(answer.body, answer.url, accept)


def _is_article(answer: Answer) -> bool:
    """Return whether a page is one article, whatever else it lists or announces.

    It is, if it says when it was published, or lists nothing by date; but no site's first page.
    """
    if is_front_page(answer.url):
        return False
    return _is_dated(answer) or _as_index(answer.body, answer.url) is None


def _is_dated(answer: Answer) -> bool:
    """Return whether a page says of itself when it was published, or cannot be read at all."""
    try:
        return read_page(answer.body, answer.url).published is not None
    except ValueError:
        return True


def read_by_selectors(data: bytes, url: str | None, accept: Accept) -> DetectedSource | None:
    """Return the index page that selectors make of a page that no rule reads, if accepted."""
    if not _why_no_index(data, url):
        return None
    offered = offer_selectors(data, url, _known_language(data) or "en")
    if offered is None or not accept(offered.lines):
        return None
    contents = _read(data, "index", url, offered.selectors)
    candidate = _candidate("index", url, data, contents) if contents else None
    return candidate and msgspec.structs.replace(candidate, selectors=offered.selectors)


def probe_file(path: Path, accept: Accept = lambda lines: False) -> DetectedSource:
    """Return the source that a saved list, feed or index page is.

    Raises:
        ConfigError: it cannot be read, or is neither.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    return msgspec.structs.replace(probe_data(data, str(path), accept), file=path.name)


def probe_data(data: bytes, name: str, accept: Accept) -> DetectedSource:
    """Return the source that some bytes are; `name` is what messages call them.

    Raises:
        ConfigError: they are none.
    """
    if recognise_list(data):
        return _list_of(data, name)
    candidate = _as_feed(data, None) or _as_index(data, None)
    candidate = candidate or read_by_selectors(data, None, accept)
    if candidate is None:
        raise ConfigError(
            f"{name}: is none of what is known: a feed, an index grouped by date, OPML, or a list "
            f"({', '.join(LIST_FORMATS)})",
            *_why_no_json(data),
            *_why_no_index(data, None),
        )
    return candidate


def _why_no_json(data: bytes) -> tuple[str, ...]:
    """Return what is wrong with JSON that cannot be read; () of what is sound, or is no JSON."""
    if not is_json(data):
        return ()
    try:
        parse_json(decode(data))
    except ValueError as error:
        return (f"as JSON: {error}",)
    return ()


def _find_feed(client: Client, places: Iterable[str]) -> DetectedSource | None:
    """Return the feed at the first of the places that has one."""
    for place in places:
        try:
            answer = _get(client, place)
        except FetchError:
            continue
        candidate = _as_feed(answer.body, answer.url)
        if candidate:
            return candidate
    return None


def _get(client: Client, url: str) -> Answer:
    answer = client.get(url)
    if answer.status != 200:
        raise FetchError(f"{url}: answers {answer.phrase}")
    return answer


def _as_feed(data: bytes, url: str | None) -> DetectedSource | None:
    if b"<html" in data[:4000].lower():
        return None  # feedparser finds entries in stranger things than that
    contents = _read(data, "feed", url)
    if contents is None or not contents.entries:
        return None
    return _candidate("feed", url, data, contents)


def _as_list(data: bytes, url: str | None) -> DetectedSource | None:
    contents = _read(data, "list", url) if recognise_list(data) else None
    return _candidate("list", url, data, contents) if contents else None


def _list_of(data: bytes, name: str) -> DetectedSource:
    """Return the source that a list is.

    Raises:
        ConfigError: nothing in it can be read, and why.
    """
    contents = _read_or_problem(data, "list", None)
    if isinstance(contents, Problem):
        raise ConfigError(f"{name}: {contents.message}")
    return _candidate("list", None, data, contents)


def _as_index(data: bytes, url: str | None) -> DetectedSource | None:
    if is_json(data):
        return None  # what is JSON is no page
    contents = _read(data, "index", url)
    dated = [entry for entry in contents.entries if entry.published] if contents else []
    if contents is None or len(dated) < max(_LEAST_OF_INDEX, len(contents.entries) // 2):
        return None
    return _candidate("index", url, data, contents)


def _why_no_index(data: bytes, url: str | None) -> tuple[str, ...]:
    """Return why a page is no index, and the selectors that could make it one.

    () where none could.
    """
    problem = _read_or_problem(data, "index", url)
    if not isinstance(problem, Problem) or len(problem.advice) < _LINES_OF_SELECTORS:
        return ()
    return (
        f"as an index: {problem.message}",
        *problem.advice,
        "the option --selectors of init and add does that",
    )


def _candidate(reader: Reader, url: str | None, data: bytes, contents: Contents) -> DetectedSource:
    head = read_head(data) if reader == "feed" else FeedHead()
    return DetectedSource(
        reader=reader,
        url=url,
        data=data,
        title=contents.title,
        entries=contents.entries,
        problems=tuple(one for one in contents.problems if one.severity != "info"),
        language=_if_known(head.language) if reader == "feed" else _known_language(data),
        description=head.description if head.description != contents.title else None,
        page=head.page,
        own_url=head.url,
    )


def _known_language(data: bytes) -> str | None:
    """Return the language that a page says it is in, if its months are known."""
    return _if_known(_language_of(data))


def _if_known(language: str | None) -> str | None:
    try:
        return language if language and month_names(language) else None
    except (LookupError, ValueError):
        return None


def _read(
    data: bytes, reader: Reader, url: str | None, selectors: Selectors | None = None
) -> Contents | None:
    contents = _read_or_problem(data, reader, url, selectors)
    return contents if isinstance(contents, Contents) else None


def _read_or_problem(
    data: bytes, reader: Reader, url: str | None, selectors: Selectors | None = None
) -> Contents | Problem:
    source = Source(name="probe", reader=reader, title="probe", url=url, selectors=selectors)
    language = (_known_language(data) if reader == "index" else None) or "en"
    site = Site(id="probe", title="probe", language=language)
    config = Config(folder=".", site=site, sources=(source,), kinds=DEFAULT_KINDS)
    with temporary_file(data) as file:
        received = Received(
            path=url or "the file",
            file=file,
            resource=None,
            date=PartialDate(year=2000),
        )
        return read_capture(received, source, config)


# A page → where its feed may be. HTML living standard, "Linking to a feed": rel=alternate.

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
)
# Where the common site makers put their feeds, most common first.
_USUAL_PLACES = ("feed.xml", "rss.xml", "atom.xml", "index.xml", "feed/", "feed.json")


def announced_feeds(page: bytes, url: str) -> tuple[str, ...]:
    """Return the feeds that the page's head announces, in its order; those of comments last."""
    root = _parse(page)
    if root is None:
        return ()
    bases = root.xpath("//base/@href")
    base = absolute_url(str(bases[0]), url) if bases else url
    found: list[tuple[bool, str]] = []
    for link in root.iter("link"):
        feed = absolute_url(link.get("href"), base or url)
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if feed and "alternate" in link.get("rel", "").lower().split() and kind in _TYPES:
            is_of_comments = "comment" in f"{link.get('title', '')} {feed}".lower()
            found.append((is_of_comments, feed))
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(dict.fromkeys(feed for _, feed in ordered))


def _usual_places(url: str) -> tuple[str, ...]:
    """Return the usual addresses of feeds: beside the page, and at the host's root."""
    places = [urljoin(url, place) for place in _USUAL_PLACES]
    places += [urljoin(url, f"/{place}") for place in _USUAL_PLACES]
    return tuple(dict.fromkeys(places))


def _language_of(page: bytes) -> str | None:
    """Return the language that a page says it is in; None if it does not say.

    Many write `de_DE`.
    """
    root = _parse(page)
    return root.get("lang", "").strip().replace("_", "-") or None if root is not None else None


def _parse(page: bytes) -> HtmlElement | None:
    """Return the root of the page.

    None of what is empty, no markup at all, or more than any page is.
    """
    try:
        return parse_page(mend_references(decode(page)))
    except ValueError:
        return None


# What somebody types for an article or a source → a file, an address, a DOI or an arXiv id.

# Of files that lists are made of; none is the end of a host's name.
_ENDINGS = (
    *(".opml", ".xml", ".rss", ".atom", ".rdf", ".json", ".html", ".htm", ".mhtml", ".txt"),
    *(".bib", ".bibtex", ".ris", ".csv", ".tsv", ".md", ".markdown"),
)
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:\s*)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)", re.IGNORECASE
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", re.IGNORECASE)


class Resolvers(Record, kw_only=True):
    """The addresses that resolve a DOI and an arXiv id, each of which is put at the end."""

    doi: str = "https://doi.org/"
    arxiv: str = "https://arxiv.org/abs/"


class Place(Record, kw_only=True):
    """The place that an argument means: a file or an address."""

    #: As it was typed.
    what: str
    #: None for an address.
    file: Path | None = None
    #: The address; "" for a file.
    url: str = ""
    #: The URL to request: that of a resolver for a DOI or an arXiv id.
    asked: str = ""
    #: A DOI or an arXiv id: an article for certain.
    is_work: bool = False
    #: A DOI, whose registry can answer in CSL-JSON.
    is_doi: bool = False


_IS_FOLDER = "is a folder; name the files in it"


def place_of(what: str, resolvers: Resolvers | None = None) -> Place:
    """Return the place that is meant. A file that is there is one, whatever it is called.

    Raises:
        ConfigError: there is no such file, it is a folder, or it is neither a file's name nor an
            address.
    """
    resolvers = resolvers or Resolvers()
    what = what.strip()
    if _is_file(what):
        return Place(what=what, file=Path(what))
    standard = Resolvers()
    if found := _DOI.fullmatch(what):
        doi = found[1]
        url = absolute_url(standard.doi + doi) or ""
        return Place(what=what, url=url, asked=resolvers.doi + doi, is_work=True, is_doi=True)
    if found := _ARXIV.fullmatch(what):
        url = standard.arxiv + found[1]
        return Place(what=what, url=url, asked=resolvers.arxiv + found[1], is_work=True)
    if "://" not in what and _names_a_file(what):
        raise ConfigError(f"{what}: {_IS_FOLDER if _is_folder(what) else 'no such file'}")
    url = absolute_url(what if "://" in what else f"https://{what}") or ""
    host = urlsplit(url).hostname or ""
    if not _is_host(host) or not ("://" in what or "." in host or host == "localhost"):
        message = _IS_FOLDER if _is_folder(what) else "is no file and no http or https URL"
        raise ConfigError(f"{what}: {message}")
    return Place(what=what, url=url, asked=url)


def _is_file(what: str) -> bool:
    try:
        return Path(what).is_file()
    except (OSError, ValueError):  # too long a name, or a NUL in it
        return False


def _is_folder(what: str) -> bool:
    try:
        return what != "" and Path(what).is_dir()
    except (OSError, ValueError):
        return False


def _names_a_file(what: str) -> bool:
    """Return whether a place without a scheme means a file: `a.bib`, `./list`, `saved/a.bib`."""
    first, _, rest = what.partition("/")
    if what.startswith(("/", "./", "../", "~", "\\")) or re.match(r"[A-Za-z]:[\\/]", what):
        return True
    if what.lower().endswith(_ENDINGS):
        return not rest or not ("." in first.strip(".") or ":" in first)
    return False


def _is_host(name: str) -> bool:
    """Return whether a name can be looked up, or is an address of the network."""
    if ":" in name:
        return True
    try:
        labels = name.rstrip(".").encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    return all(_LABEL.fullmatch(label) for label in labels)
