"""What the owner points at, a URL or a file → the sources that it can be, tried by the readers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from generator.config.records import DEFAULT_KINDS, Config, Reader, Selectors, Site, Source
from generator.errors import ConfigError, FetchError
from generator.fetch.answer import Answer
from generator.fetch.client import Client
from generator.fetch.discover import announced_feeds, language_of, usual_places
from generator.model import Entry, PartialDate, Problem, Record
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received
from generator.sources.feed import FeedHead, read_head
from generator.sources.index import offer_selectors
from generator.sources.lists import LIST_FORMATS, is_json, recognise_list
from generator.text.date_names import month_names
from generator.text.numbers import pluralize
from generator.text.page.metadata import read_page
from generator.text.page.received import is_front_page

# Fewer dated links than this are no index but a page that happens to have some.
_LEAST_OF_INDEX = 3
# What to put where, the selectors, and what they would give.
_LINES_OF_SELECTORS = 3
#: Whether a page is to be read by selectors: it gets those, and what they would give, as lines.
Accept = Callable[[Sequence[str]], bool]


class DetectedSource(Record, kw_only=True):
    """A source that can be read: by which reader, from where, under which title of its own.

    `data` is what was read; `url` is None for a file. `language` is what the page says.
    """

    reader: Reader
    url: str | None
    data: bytes
    title: str | None
    entries: tuple[Entry, ...]
    #: What could not be read of it, or is doubted.
    problems: tuple[Problem, ...] = ()
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
        """`2 entries`, and how much of it could not be read or is doubted."""
        entries = pluralize(len(self.entries), "entry", "entries")
        if not self.problems:
            return entries
        return f"{entries} and {pluralize(len(self.problems), 'problem')}, which octavo build names"


def probe_url(client: Client, url: str, accept: Accept) -> tuple[DetectedSource, ...]:
    """The sources behind an address, most trusted first: an index page, and the feed of a page.

    A list of articles or a feed is the only one. A page that is none of them may be an index by
    selectors, if `accept` takes these.

    Raises:
        FetchError: there is no answer, or neither a feed nor an index is found.
    """
    answer = _get(client, url)
    candidates = sources_in(client, answer)
    if not candidates:
        found = _find_feed(client, usual_places(answer.url))
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
    """The index page that selectors make of a page that no rule reads, if `accept` takes these."""
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
            *_why_no_index(data, None),
        )
    return candidate


def _find_feed(client: Client, places: Iterable[str]) -> DetectedSource | None:
    """Return the first of the places where there really is a feed."""
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
    return _if_known(language_of(data))


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
    with tempfile.NamedTemporaryFile(prefix="octavo-") as file:
        file.write(data)
        file.flush()
        received = Received(
            path=url or "the file",
            file=Path(file.name),
            resource=None,
            date=PartialDate(year=2000),
        )
        return read_capture(received, source, config)
