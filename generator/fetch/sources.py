"""Fetch sources: keep one more capture where the entries that a source lists have changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from lxml import etree

from generator import __version__
from generator.config.records import Config, Source
from generator.errors import FetchError, OutputError
from generator.fetch.client import Client, Limits
from generator.fetch.conditional import FetchResult, ask, failed
from generator.fetch.guard import NotPublic
from generator.fetch.host import Answer
from generator.fetch.scheduler import catch_errors, run_per_host
from generator.fetch.state import to_text
from generator.model.entries import Entry, FetchState
from generator.model.record import Problem, Record
from generator.regular_file import put_new_file, staged_file
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received, list_captures, parse_name
from generator.sources.identity import find_repetitions, match_entries
from generator.sources.lists import recognise_list
from generator.text.addresses import Addresses
from generator.text.numbers import pluralize
from generator.text.urls import absolute_url

Outcome = Literal["changed", "unchanged", "failed", "waiting", "gone", "refused"]
# After these something that was wanted is not there.
FAILURES: tuple[Outcome, ...] = ("failed", "refused")
_NEVER = parse_name("0001")[0]


def has_failed(fetched: Collection[SourceResult]) -> bool:
    """Return whether a source failed, or all of them are gone, so that nothing can be new."""
    outcomes = {one.outcome for one in fetched}
    return outcomes == {"gone"} or not outcomes.isdisjoint(FAILURES)


class SourceResult(Record, kw_only=True):
    """The result of fetching one source: an outcome, a message, and the state of its address."""

    #: The name of the source; of a copied page its address.
    source: str
    #: "changed" where a capture was written.
    outcome: Outcome
    #: The result in words, for the user.
    message: str
    #: The state of the address after the attempt.
    state: FetchState
    #: Entries that the capture before listed and this one does not, and the other way round.
    gone: tuple[Entry, ...] = ()
    new: tuple[Entry, ...] = ()


class Settings(Record, kw_only=True):
    """The settings of one run."""

    #: The names of the sources to fetch, also before their time; all sources that are due if empty.
    named: tuple[str, ...] = ()
    #: How many older pages of a paged feed are followed.
    pages: int = 0
    #: Fetch, but write nothing.
    dry_run: bool = False
    #: Addresses of this machine may be fetched, too.
    allow_loopback: bool = False
    #: The moment of the run, for names of captures and waiting times.
    now: datetime
    #: Waits so many seconds between two requests to a host.
    sleep: Callable[[float], None] = time.sleep
    #: Gets each line that the user should see.
    say: Callable[[str], None] = lambda line: None
    #: Gets the lines that describe selectors for a page; returns whether to use them.
    accept: Callable[[Sequence[str]], bool] = lambda lines: False


_Job = TypeVar("_Job")

Watch = Callable[[Iterable[SourceResult], int], Iterable[SourceResult]]


def make_client(config: Config, settings: Settings) -> Client:
    """Return a client within the bounds of site.toml, that says whose it is."""
    limits = Limits(
        timeout_seconds=config.fetch.timeout_seconds,
        max_bytes=config.fetch.max_bytes,
        pause_seconds=config.fetch.pause_seconds,
    )
    return Client(
        limits, user_agent(config), allow_loopback=settings.allow_loopback, sleep=settings.sleep
    )


def user_agent(config: Config) -> str:
    """Return the User-Agent: octavo, its version, and the address of the list or its owner."""
    whose = config.site.base_url or config.fetch.contact
    return f"octavo/{__version__} (+{whose})" if whose else f"octavo/{__version__}"


def _failed_result(
    name: str, url: str, known: FetchState | None, message: str, now: datetime
) -> SourceResult:
    """Return the result for an address where the work on it ended in an exception."""
    state = known if known and known.url == url else FetchState(url=url)
    state = msgspec.structs.replace(state, asked=to_text(now), moved_to=None)
    again = failed(state, message if url in message else f"{url}: {message}", now)
    return SourceResult(source=name, outcome="failed", message=again.note or "", state=again.state)


def fetch_each(
    jobs: Sequence[_Job],
    fetch_one: Callable[[_Job, FetchState | None], SourceResult],
    *,
    name_of: Callable[[_Job], str],
    url_of: Callable[[_Job], str],
    known: Mapping[str, FetchState],
    save: Callable[[dict[str, FetchState]], None],
    at_once: int,
    settings: Settings,
    watch: Watch,
) -> tuple[SourceResult, ...]:
    """Return the result of each job, in the order of the jobs.

    What has come is saved where the work is cut off, too; in a dry run nothing is.
    """
    done: dict[str, SourceResult] = {}

    def work(job: _Job) -> SourceResult:
        return fetch_one(job, known.get(name_of(job)))

    def on_error(job: _Job, message: str) -> SourceResult:
        name = name_of(job)
        return _failed_result(name, url_of(job), known.get(name), message, settings.now)

    try:
        with closing(run_per_host(jobs, url_of, catch_errors(work, on_error), at_once)) as results:
            for fetched in watch(results, len(jobs)):
                done[fetched.source] = fetched
    finally:
        attempted = {name: one.state for name, one in done.items() if one.outcome != "refused"}
        if attempted and not settings.dry_run:
            save({**known, **attempted})
    return tuple(done[name_of(job)] for job in jobs)


class SourceFetcher:
    """Fetches sources. What arrives lies in `folder` until it has been read."""

    def __init__(self, config: Config, client: Client, folder: Path, settings: Settings) -> None:
        self.config = config
        self.settings = settings
        self.client = client
        self.folder = folder

    def fetch(self, source: Source, known: FetchState | None) -> SourceResult:
        """Ask the source's URL and keep what arrives, if it says anything new."""
        begun = (Path(self.config.folder) / source.folder).is_dir()
        log, later = self._split(list_captures(source, self.config)[0] if begun else ())
        listed = [received for received in log if received.resource is None]  # no older page
        fetched = self._ask(source, known, listed[-1] if listed else None)
        if not later:
            return fetched
        note = f"{later[-1].path} is of a time to come: rename it, or what arrives counts as older"
        return msgspec.structs.replace(fetched, message=f"{fetched.message}; {note}")

    def _split(
        self, log: tuple[Received, ...]
    ) -> tuple[tuple[Received, ...], tuple[Received, ...]]:
        """Part the log into what was received until now and what claims to be of later."""
        date, clock = parse_name(capture_name(self.settings.now, ""))
        now = (date.year, date.month or 0, date.day or 0, clock)
        later = tuple(received for received in log if received.order[:4] > now)
        return log[: len(log) - len(later)], later

    def _ask(
        self, source: Source, known: FetchState | None, newest: Received | None
    ) -> SourceResult:
        url = source.asked_url or ""
        pages = self.settings.pages if source.reader == "feed" else 0
        # "Not changed" would be of no use without the very capture that it is said of.
        if known and (pages or not newest or known.capture not in (None, newest.path)):
            known = msgspec.structs.replace(known, etag=None, last_modified=None)
        at_once = bool(self.settings.named or pages)
        result = ask(self.client, url, known, self.settings.now, at_once=at_once)
        if result.outcome == "found":
            fetched = self._compare(source, known, result, newest)
            if not pages or fetched.outcome == "failed":
                return fetched
            older = _follow_pages(self.client, result.answer, pages, partial(self._keep, source))
            message = f"{fetched.message}; {older.message}"
            return msgspec.structs.replace(fetched, message=message)
        message = result.note or "not changed since the last time"
        return SourceResult(
            source=source.name, outcome=result.outcome, message=message, state=result.state
        )

    def _compare(
        self,
        source: Source,
        known: FetchState | None,
        result: FetchResult,
        newest: Received | None,
    ) -> SourceResult:
        data = result.answer.body
        name = capture_name(self.settings.now, _ending(data, source))
        path = f"{source.folder}/{name}"
        arrived = self._read(source, path, data)
        if isinstance(arrived, Problem):
            message = f"{result.state.url}: {arrived.message}"
            return self._failed_attempt(source, known, result, message)
        before = read_capture(newest, source, self.config) if newest else None
        old = before.entries if isinstance(before, Contents) else None
        if (
            newest
            and old is not None
            and _without_capture_fields(old) == _without_capture_fields(arrived.entries)
        ):
            return _fetched(source, "unchanged", "the same entries as before", result, newest.path)
        language = self.config.site.language
        difference = _Difference(old or (), arrived.entries, language)
        message = f"{difference.message} → {path}"
        try:
            if not self.settings.dry_run:
                keep_capture(Path(self.config.folder) / path, data)
        except OutputError as error:
            return self._failed_attempt(source, known, result, str(error))
        fetched = _fetched(source, "changed", message, result, path)
        return msgspec.structs.replace(fetched, gone=difference.gone, new=difference.new)

    def _keep(self, source: Source, number: int, data: bytes) -> Contents | Problem:
        """Keep a page of a feed, unless it was kept before, and return what it holds."""
        folder = f"{source.folder}/page-{number:03}"
        path = f"{folder}/{capture_name(self.settings.now, _ending(data, source))}"
        contents = self._read(source, path, data)
        place = Path(self.config.folder)
        is_new = isinstance(contents, Contents) and not (place / folder).exists()
        if is_new and not self.settings.dry_run:
            keep_capture(place / path, data)
        return contents

    def _failed_attempt(
        self, source: Source, known: FetchState | None, result: FetchResult, message: str
    ) -> SourceResult:
        """Return the result of an answer that cannot be used: one more failed attempt."""
        before = known if known and known.url == result.state.url else FetchState(url="")
        state = msgspec.structs.replace(
            result.state,
            success=before.success,
            failures=before.failures,
            failing_since=before.failing_since,
            # With them the server would believe next time that we have what is lost.
            etag=None,
            last_modified=None,
        )
        again = failed(state, message, self.settings.now)
        return SourceResult(
            source=source.name, outcome="failed", message=message, state=again.state
        )

    def _read(self, source: Source, path: str, data: bytes) -> Contents | Problem:
        name = Path(path).name
        file = self.folder / f"{source.name}-{name}"
        file.write_bytes(data)
        date, clock = parse_name(name)
        received = Received(
            path=path,
            file=file,
            resource=None,
            largest_mb=source.largest_mb,
            date=date,
            time=clock,
        )
        try:
            return read_capture(received, source, self.config)
        finally:
            file.unlink()


def _fetched(
    source: Source, outcome: Outcome, message: str, result: FetchResult, capture: str
) -> SourceResult:
    message = f"{message}; {result.note}" if result.note else message
    state = msgspec.structs.replace(result.state, capture=capture)
    return SourceResult(source=source.name, outcome=outcome, message=message, state=state)


def _ending(data: bytes, source: Source) -> str:
    """Return the ending of the file's name; readers look into the file all the same."""
    if source.reader == "list" and (ending := recognise_list(data)):
        return ending
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return "json"
    if not start.startswith(b"<"):
        return "txt"
    return "html" if source.reader == "index" else "xml"


def _without_capture_fields(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries without what every capture changes: its own name and date."""
    return tuple(
        msgspec.structs.replace(entry, capture="", where="", first_seen=_NEVER) for entry in entries
    )


class _Difference:
    """The entries that one capture lists and another does not."""

    def __init__(self, old: tuple[Entry, ...], new: tuple[Entry, ...], language: str) -> None:
        addresses = Addresses()
        before, after = (
            _distinct(_without_capture_fields(one), addresses, language) for one in (old, new)
        )
        match = match_entries(after, before, addresses, language)
        pairs = ((before[here], after[there]) for here, there in match.items())
        self._counts = {
            "new": len(after) - len(match),
            "changed": sum(_says_otherwise(one, other) for one, other in pairs),
            "gone": len(before) - len(match),
        }
        self._count = len(new)
        taken = set(match.values())
        self.gone = tuple(entry for here, entry in enumerate(before) if here not in match)
        self.new = tuple(entry for there, entry in enumerate(after) if there not in taken)

    @property
    def message(self) -> str:
        """Return `51 entries: 2 new, 1 changed, 3 gone`, or that only their order differs."""
        counts = [f"{count} {word}" for word, count in self._counts.items() if count]
        entries = pluralize(self._count, "entry", "entries")
        return f"{entries}: {', '.join(counts) or 'in another order'}"


def _distinct(listed: tuple[Entry, ...], addresses: Addresses, language: str) -> tuple[Entry, ...]:
    repetitions = find_repetitions(listed, addresses, language)
    return tuple(entry for place, entry in enumerate(listed) if place not in repetitions)


def _says_otherwise(one: Entry, other: Entry) -> bool:
    return msgspec.structs.replace(one, position=0) != msgspec.structs.replace(other, position=0)


# A paged feed → its older pages, each a resource of its source. RFC 5005; JSON Feed's next_url.

# An archive that is complete first, then a page of what is there now: RFC 5005, 4 and 3.
_OLDER = ("prev-archive", "next")


class OlderPages(Record, kw_only=True):
    """The older pages of a feed: how many were kept, whether there are more, what stopped it."""

    #: How many were kept.
    pages: int = 0
    #: How many they hold.
    entries: int = 0
    #: The last page leads to another one.
    has_more: bool = False
    #: The message of the failure that stopped it.
    problem: str | None = None

    @property
    def message(self) -> str:
        """Return `3 older pages with 60 entries; there are more: ask for more pages`."""
        if not self.pages and not self.problem:
            return "it names no older page"
        entries = pluralize(self.entries, "entry", "entries")
        parts = [f"{pluralize(self.pages, 'older page')} with {entries}"]
        parts += [self.problem] if self.problem else []
        parts += ["there are more: ask for more pages"] if self.has_more else []
        return "; ".join(parts)


def _follow_pages(
    client: Client,
    first: Answer,
    most: int,
    keep: Callable[[int, bytes], Contents | Problem],
) -> OlderPages:
    """Follow the pages behind the first, `most` of them, until one fails or leads to none.

    `keep` gets the number of a page and its bytes, and returns what it holds.
    """
    found = OlderPages()
    seen = {first.url}
    url = older_page(first.body, first.url)
    while url and found.pages < most:
        if url in seen:
            return msgspec.structs.replace(found, problem=f"{url}: leads back to itself")
        seen.add(url)
        try:
            answer = client.get(url)
        except (FetchError, NotPublic) as error:
            return msgspec.structs.replace(found, problem=str(error))
        if answer.status != 200:
            return msgspec.structs.replace(found, problem=f"{url}: answers {answer.phrase}")
        contents = keep(found.pages + 2, answer.body)
        if isinstance(contents, Problem):
            return msgspec.structs.replace(found, problem=f"{url}: {contents.message}")
        found = OlderPages(pages=found.pages + 1, entries=found.entries + len(contents.entries))
        url = older_page(answer.body, answer.url) if contents.entries else None
    return msgspec.structs.replace(found, has_more=url is not None)


def older_page(data: bytes, url: str) -> str | None:
    """Return the address of the page that holds what is older than a feed from this URL."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            link = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")).get("next_url")
        except (msgspec.DecodeError, UnicodeDecodeError, AttributeError, RecursionError):
            return None
        return absolute_url(link, url) if isinstance(link, str) else None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing at all could be recovered
        return None
    if root is None:
        return None
    # Not those of entries, which lead elsewhere.
    links = {
        link.get("rel"): link.get("href")
        for parent in (root, *root.iterchildren("{*}channel"))
        for link in parent.iterchildren("{*}link")
    }
    return next((absolute_url(links[rel], url) for rel in _OLDER if links.get(rel)), None)


# Bytes → one more file of the capture log: new, whole, and never in place of another.
#
# Whoever writes below content/captures holds the lock on it.

# Hidden, so that it is no capture; .gitignore names it.
_LOCK = "captures/.lock"


@contextmanager
def lock_captures(content: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Let no other process write below content/captures meanwhile.

    Raises:
        OutputError: another one has been writing there for a minute.
    """
    from generator.lock import hold_lock  # late: most commands need none

    place = content / _LOCK
    busy = f"{place.parent}: another octavo has been writing there for a minute; try again later"

    def warn(message: str) -> None:
        why = message.partition(";")[0]
        say(f"warning: {why}; let no other octavo write there at the same time")

    with hold_lock(place, busy=OutputError(busy), on_message=warn):
        yield


def capture_name(moment: datetime, ending: str) -> str:
    """Return the name of a capture made at this moment; the log is in the order of its names.

    >>> capture_name(datetime(2026, 4, 5, 3, 17, 54, tzinfo=UTC), "xml")
    '2026-04-05T031754Z.xml'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.{ending}"


def keep_capture(path: Path, data: bytes) -> None:
    """Write a capture whole: beside its place first, then under its name if that is free.

    Raises:
        OutputError: there is such a file already, or the disk refuses.
    """
    try:
        with staged_file(path, data) as staged:
            put_new_file(staged, path)
    except FileExistsError as error:
        raise OutputError(f"{path}: is there already, and a capture is never replaced") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
