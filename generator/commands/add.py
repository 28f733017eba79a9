"""Put what was typed or piped in on a list: articles as notes, all else as sources.

What is to be one more source is written into site.toml as the last one, and fetched at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from generator.commands.fetch import fetch
from generator.commands.new_sources import ending_of, name_sources, table_of, title_of
from generator.commands.note import ListedArticle, article_of, write_note
from generator.config.load import load_config
from generator.config.overrides import load_overrides
from generator.config.records import Config, Source
from generator.config.toml_edit import TomlEdit
from generator.config.toml_file import nearest
from generator.errors import ConfigError, FetchError, GeneratorError
from generator.fetch.client import Client
from generator.fetch.discover import (
    DetectedSource,
    Place,
    Resolvers,
    index_in,
    place_of,
    probe_data,
    probe_file,
    probe_url,
    sources_in,
)
from generator.fetch.host import Answer
from generator.fetch.sources import (
    FAILURES,
    Settings,
    capture_name,
    keep_capture,
    lock_captures,
    make_client,
)
from generator.model.entries import Entry
from generator.model.record import Record
from generator.reconcile.references import Names
from generator.sources import read_sources
from generator.sources.capture_files import list_captures
from generator.sources.lists.csl import read_csl
from generator.sources.lists.opml import ListedFeed, is_opml, read_opml
from generator.text.dates import parse_edtf
from generator.text.html import decode
from generator.text.json import parse_json
from generator.text.timestamps import time_zone
from generator.text.urls import canonical_url

STANDARD_INPUT = "standard input"
_CSL = "application/vnd.citationstyles.csl+json"


class ArticleArguments(Record, kw_only=True):
    """The arguments for an article besides its address, and what the address is."""

    title: str | None = None
    #: In EDTF.
    date: str | None = None
    tags: tuple[str, ...] = ()
    #: The name of a [[kind]].
    kind: str | None = None
    #: The text of the note, in Markdown.
    words: str = ""
    #: The address is an article whatever its page looks like.
    is_article: bool = False
    #: The address is a source whatever its page looks like.
    is_source: bool = False

    @property
    def is_of_article(self) -> bool:
        """Return whether only an article can be meant."""
        return bool(
            self.title or self.date or self.tags or self.kind or self.words or self.is_article
        )


@dataclass
class Counts:
    """The numbers of articles that were new, known and not found; sources count with theirs."""

    new: int = 0
    known: int = 0
    refused: int = 0


def add(
    content: Path,
    whats: Sequence[str],
    settings: Settings,
    given: ArticleArguments | None = None,
    *,
    standard_input: bytes = b"",
    resolvers: Resolvers | None = None,
) -> Counts:
    """Put each of `whats` on the list; "-" means `standard_input`.

    `settings.say` gets a line for each of them. What cannot be had stops none of the others.

    Raises:
        ConfigError: site.toml, overrides.toml or what is given cannot be used.
    """
    builder = _ListBuilder(content, settings, given or ArticleArguments(), resolvers or Resolvers())
    with make_client(builder.config, settings) as client:
        for what in whats:
            builder.add(client, what, standard_input)
    return builder.counts


class _ListBuilder:
    """Puts one thing after the other on a list."""

    def __init__(
        self, content: Path, settings: Settings, given: ArticleArguments, resolvers: Resolvers
    ) -> None:
        self.content = content
        self.config = load_config(content)
        load_overrides(self.config)
        self.settings = settings
        self.given = given
        self.resolvers = resolvers
        self.counts = Counts()
        _check(given, self.config)
        try:
            entries = read_sources(self.config).entries
        except GeneratorError:  # nothing is listed yet
            entries = ()
        self.known = _KnownEntries(entries, self.config.site.language)
        #: What each source lists now, by its name.
        self.listed: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.missing_since is None:
                self.listed[entry.source].append(entry)

    def add(self, client: Client, what: str, standard_input: bytes) -> None:
        """Put one thing on the list, and report the result."""
        try:
            if what == "-":
                self._add_piped(client, standard_input)
                return
            place = place_of(what, self.resolvers)
            if place.file:
                self._add_file(place.file.read_bytes(), place.file)
            else:
                self._add_address(client, place)
        except GeneratorError as error:
            self.counts.refused += 1
            for line in str(error).split("\n"):
                self.settings.say(f"refused    {line}")
        except OSError as error:
            self.counts.refused += 1
            self.settings.say(f"refused    {what}: cannot be read: {error.strerror}")

    def _add_piped(self, client: Client, data: bytes) -> None:
        """Add a place a line, if every line is one; else the bytes as a file."""
        lines = [line.strip() for line in decode(data).splitlines()]
        places = [line for line in lines if line and not line.startswith("#")]
        if not places:
            raise ConfigError(f"{STANDARD_INPUT}: is empty")
        if all(_is_place(place, self.resolvers) for place in places):
            for place in places:
                self.add(client, place, b"")
        else:
            self._add_file(data, None)

    def _add_address(self, client: Client, place: Place) -> None:
        for source in self.config.sources:
            if _is_address_of(source, place.url) and not self.given.is_of_article:
                self.settings.say(f"known      {place.what} is the source “{source.name}”")
                self.counts.known += 1
                return
        if self.given.is_source:
            self._add_sources(probe_url(client, place.asked, self.settings.accept), ())
            return
        if self._is_known(_entry(place.url), place.what):
            return
        try:
            answer = _ask(client, place)
        except FetchError as error:
            if not self.given.title:
                message = f"{error}; with --title it is put on the list all the same"
                raise FetchError(message) from error
            self.settings.say(f"warning    {error}; it is listed by what you say")
            self._add_article(ListedArticle(title=None, url=place.url), place)
            return
        candidates: tuple[DetectedSource, ...] = ()
        if not (self.given.is_of_article or place.is_work):
            candidates = sources_in(client, answer, unless_article=True)
            found = None if candidates else index_in(answer, self.settings.accept)
            candidates = (found,) if found else candidates
        if candidates:
            self._add_sources(candidates, ())
        else:
            self._add_article(self._article(answer, place), place)

    def _article(self, answer: Answer, place: Place) -> ListedArticle:
        """Return the article at a place, as the answer describes it.

        A DOI stays its address, and so on.
        """
        timezone = self.config.site.timezone
        if place.is_doi and (found := _of_registry(answer.body)):
            return msgspec.structs.replace(found, url=place.url)
        url = answer.moved_to or place.asked
        article = article_of(answer.body, url, answer.headers, timezone)
        return msgspec.structs.replace(article, url=place.url) if place.is_work else article

    def _add_article(self, article: ListedArticle, place: Place) -> None:
        zone = time_zone(self.config.site.timezone)
        given = self.given
        article = msgspec.structs.replace(
            article,
            title=given.title or article.title,
            date=given.date or article.date,
            tags=tuple(dict.fromkeys((*article.tags, *given.tags))),
            added=self.settings.now.astimezone(zone).date().isoformat(),
            words=given.words,
        )
        entry = _entry(article.url, article.title)
        if self._is_known(entry, place.what):
            return
        path = write_note(self.content / self.config.notes.folder, article)
        if given.kind:
            edit = TomlEdit(self.content / "overrides.toml")
            name = article.url or article.title or ""
            edit.add("set", {"article": name, "kind": given.kind, "reason": "Added as one."})
            edit.save()
        self.known.learn([entry])
        self.counts.new += 1
        self.settings.say(f"new        {article.title or article.url} → {path}")

    def _is_known(self, entry: Entry, what: str) -> bool:
        called = self.known.called(entry)
        if called is None:
            return False
        hint = "; octavo set, tag and note change it" if self.given.is_of_article else ""
        self.settings.say(f"known      {what}: “{called}” is on the list{hint}")
        self.counts.known += 1
        return True

    def _add_file(self, data: bytes, path: Path | None) -> None:
        name = str(path) if path else STANDARD_INPUT
        if self.given.is_of_article:
            raise ConfigError(f"{name}: is a file; --title and the like are for the address of one")
        if is_opml(data):
            feeds = read_opml(data, name).feeds
            if any(feed.folder for feed in feeds):
                say = self.settings.say
                say(f"note       folders of {name} are not kept: a [[kind]] with sources is one")
            self._add_sources((), [feed for feed in feeds if not self._has(feed)])
            return
        accept = self.settings.accept
        candidate = probe_file(path, accept) if path else probe_data(data, name, accept)
        if path is None:
            candidate = msgspec.structs.replace(candidate, file=STANDARD_INPUT)
        for source in self.config.sources:
            if self._newest(source) == data or (path and self._is_of(candidate, source)):
                self._keep(candidate, source)
                return
        self._add_sources([candidate], ())

    def _is_of(self, candidate: DetectedSource, source: Source) -> bool:
        """Return whether a file is the same export as a source's files, made again.

        It is called alike, and has at least half of what that listed: many a file of bookmarks is
        called "Bookmarks".
        """
        called = (source.reader, source.asked_url, source.title.rpartition(" (")[0])
        if called != (candidate.reader, candidate.own_url, title_of(candidate)):
            return False
        before = self.listed[source.name]
        known = _KnownEntries(before, self.config.site.language)
        shared = sum(known.called(entry) is not None for entry in candidate.entries)
        return 2 * shared >= min(len(before), len(candidate.entries))

    def _has(self, feed: ListedFeed) -> bool:
        """Return whether a feed is a source already; it counts as known then."""
        for source in self.config.sources:
            if _is_address_of(source, feed.url):
                self.settings.say(f"known      {feed.url} is the source “{source.name}”")
                self.counts.known += 1
                return True
        return False

    def _add_sources(
        self, candidates: Sequence[DetectedSource], feeds: Sequence[ListedFeed]
    ) -> None:
        """Write the last [[source]] of each, and fetch it, or keep what was read of it."""
        candidates = [c for c in candidates if not (c.url and self._has(ListedFeed(url=c.url)))]
        path = self.content / "site.toml"
        taken = {source.name for source in self.config.sources}
        captures = self.content / "captures"
        if captures.is_dir():
            taken |= {folder.name for folder in captures.iterdir()}
        sources = name_sources(candidates, feeds, taken)
        if not sources:
            return
        edit = TomlEdit(path)
        for source in sources:
            edit.add("source", table_of(source))
        config = load_config(self.content, text=edit.text)
        edit.save()
        self.config = config
        for source in sources:
            self.settings.say(f"wrote      {path}: the source “{source.name}”, {source.title}")
        kept = set()
        for candidate, source in zip(candidates, sources, strict=False):
            if candidate.url is None:
                self._keep(candidate, source)
                kept.add(source.name)
        if due := tuple(source.name for source in sources if source.name not in kept):
            self._fetch(due)

    def _fetch(self, names: tuple[str, ...]) -> None:
        for one in fetch(self.content, msgspec.structs.replace(self.settings, named=names)):
            self.settings.say(f"{one.outcome:9}  {one.source}: {one.message}")
            self.counts.refused += one.outcome in FAILURES
            self._count(one.new)

    def _newest(self, source: Source) -> bytes | None:
        newest = list_captures(source, self.config)[0][-1:]
        return newest[0].read() if newest else None

    def _keep(self, candidate: DetectedSource, source: Source) -> None:
        """Keep a file as one more capture, unless it is the newest one."""
        if self._newest(source) == candidate.data:
            self.settings.say(f"known      {source.name}: the newest capture is the same file")
            self.counts.known += len(candidate.entries)
            return
        name = capture_name(self.settings.now, ending_of(candidate))
        path = self.content / source.folder / name
        with lock_captures(self.content, self.settings.say):
            keep_capture(path, candidate.data)
        self.settings.say(f"kept       {source.name}: {candidate.counted} → {path}")
        self._count(candidate.entries)
        self.listed[source.name] = list(candidate.entries)

    def _count(self, entries: Sequence[Entry]) -> None:
        known = [entry for entry in entries if self.known.called(entry) is not None]
        self.counts.known += len(known)
        self.counts.new += len(entries) - len(known)
        self.known.learn(entries)


def _entry(url: str | None, title: str | None = None) -> Entry:
    """Return an entry that is of no source yet, to compare others with."""
    return Entry(source="", capture="", where="", position=0, first_seen=None, url=url, title=title)


def _check(given: ArticleArguments, config: Config) -> None:
    """Refuse arguments that no article can have.

    Raises:
        ConfigError: the kind is none of site.toml's, or the date is none.
    """
    kinds = [kind.name for kind in config.kinds]
    if given.kind and given.kind not in kinds:
        raise ConfigError(f'site.toml has no kind "{given.kind}"{nearest(given.kind, kinds)}')
    if given.date:
        try:
            parse_edtf(given.date)
        except ValueError as error:
            raise ConfigError(f"--date: {error}") from error


def _is_place(what: str, resolvers: Resolvers) -> bool:
    try:
        return " " not in what and not place_of(what, resolvers).file
    except ConfigError:
        return False


def _is_address_of(source: Source, url: str) -> bool:
    places = [place for place in (source.url, source.asked_url) if place]
    return any(canonical_url(place) == canonical_url(url) for place in places)


def _ask(client: Client, place: Place) -> Answer:
    """Return the server's answer.

    Raises:
        FetchError: there is no answer, or one that it refuses.
    """
    answer = client.get(place.asked, {"Accept": f"{_CSL}, */*;q=0.5"} if place.is_doi else {})
    if answer.status != 200:
        raise FetchError(f"{place.asked}: answers {answer.phrase}")
    return answer


def _of_registry(data: bytes) -> ListedArticle | None:
    """Return the article in a DOI registry's CSL-JSON; None where the data are something else."""
    try:
        value = parse_json(decode(data))
    except ValueError:
        return None
    items = read_csl([value]).items if isinstance(value, dict) else ()
    for item in items:
        return ListedArticle(
            title=item.title, authors=item.authors, date=item.date, summary=item.summary
        )
    return None


# What a list has already, so that nothing is put on it twice.


class _KnownEntries:
    """The entries that the list has already."""

    def __init__(self, entries: Iterable[Entry], language: str) -> None:
        listed = [entry for entry in entries if entry.creates and not entry.prose]
        self._names = Names(listed, language)
        self._called: dict[str, str] = {}
        self.learn(listed)

    def learn(self, entries: Iterable[Entry]) -> None:
        """Add entries to the known ones."""
        for entry in entries:
            for name in self._names_of(entry):
                self._called.setdefault(name, entry.called or entry.url or "")

    def called(self, entry: Entry) -> str | None:
        """Return the name of a known article; None of a new one."""
        names = self._names_of(entry)
        return next((self._called[name] for name in names if name in self._called), None)

    def _names_of(self, entry: Entry) -> list[str]:
        urls = [entry.url, *entry.former_urls]
        urls += [f"https://doi.org/{entry.doi}"] if entry.doi else []
        names = [self._names.address(url) for url in urls if url]
        return names or [f"title {self._names.title(entry.called or '')}"]
