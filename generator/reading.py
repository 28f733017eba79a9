"""Captures → contents: those that were read before from the cache, the others on two cores.

What a capture says follows from its bytes, its place in the log, its source's settings, and the
few settings of the site that a reader sees. Its preview is kept apart from the rest: it is most of
the bytes, and nothing but the page of its article shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.cache import Cache, key_of
from generator.config import Config, Site, Source
from generator.disk import content_hash
from generator.model import Preview, Problem, Record
from generator.parallel import both
from generator.sources import read_capture
from generator.sources.captures import Contents, Received

# What reading a byte costs, where that of a preview is 1: feedparser and BeautifulSoup are slow.
_COSTS = {"feed": 6, "index": 6}
# Below this (200 previews or so) a second process costs more than it saves.
_WORTH_TWO = 1_000_000
# As many are read before what they say leaves memory for the cache.
_AT_ONCE = 10_000

Capture = tuple[Received, Source]


class _Job(Record, kw_only=True):
    """One capture to read, with the hash of its bytes; `number` is its place among all."""

    number: int
    received: Received
    source: Source
    hash: str


class _Done(Record, kw_only=True):
    """A job's result in msgpack, after a letter that says what it is: `c`ontents or `p`roblem.

    `sure`: the capture was not written to while it was read.
    """

    number: int
    sure: bool
    said: bytes
    preview: bytes | None


class CachedReader:
    """Reads captures as `read_sources` asks for them. `code` is the key of the code that reads.

    `hashes` are those of files whose bytes are known already, by path. `previews` are those of
    all captures read, whole, by the capture's path; entries hold outlines of them.
    """

    def __init__(self, cache: Cache, code: bytes, hashes: Mapping[str, str]) -> None:
        self.previews = Previews(cache)
        self.read_anew = 0
        self._cache = cache
        self._code = code
        self._hashes = hashes

    def __call__(self, captures: Sequence[Capture], config: Config) -> Iterator[Contents | Problem]:
        """What each capture holds, in order, or the problem that kept it from being read."""
        seen = seen_by_readers(config)
        jobs = [
            _Job(number=number, received=received, source=source, hash=self._hash(received))
            for number, (received, source) in enumerate(captures)
        ]
        base = key_of(self._code, msgspec.msgpack.encode(seen))
        keys = [_key(base, job) for job in jobs]
        missing = [job for job in jobs if keys[job.number] not in self._cache]
        for start in range(0, len(missing), _AT_ONCE):
            for done in _read_in_two(missing[start : start + _AT_ONCE], seen):
                keys[done.number] = self._keep(keys[done.number], done)
        self.read_anew += len(missing)
        for job, key in zip(jobs, keys, strict=True):
            self.previews.add(job.received.path, key, job, seen)
            data = self._cache.get(key)
            if data is None:  # damaged since it was written
                done = _read(job, seen)
                self._keep(key, done)
                data = done.said
            yield _decoded(data)

    def _hash(self, received: Received) -> str:
        path = str(received.file)
        return self._hashes.get(path) or content_hash(path)

    def _keep(self, key: bytes, done: _Done) -> bytes:
        """The key that the result is found by: one that is never asked for, if it is not sure."""
        if not done.sure:
            key = key_of(key, b"written to while it was read")
        self._cache.put(key, done.said)
        if done.preview is not None:
            self._cache.put(_preview_key(key), done.preview)
        return key


class Previews(Mapping[str, Preview]):
    """Whole previews by the path of their capture, read from the cache each time."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._jobs: dict[str, tuple[bytes, _Job, Config]] = {}

    def add(self, path: str, key: bytes, job: _Job, seen: Config) -> None:
        """Says where the preview of a capture is found, if it has one."""
        key = _preview_key(key)
        if key in self._cache:
            self._cache.use([key])
            self._jobs[path] = (key, job, seen)

    def __getitem__(self, path: str) -> Preview:
        key, job, seen = self._jobs[path]
        data = self._cache.get(key) or _read(job, seen).preview
        if data is None:
            raise KeyError(path)
        return _PREVIEW.decode(data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._jobs)

    def __len__(self) -> int:
        return len(self._jobs)


_CONTENTS = msgspec.msgpack.Decoder(Contents)
_PROBLEM = msgspec.msgpack.Decoder(Problem)
_PREVIEW = msgspec.msgpack.Decoder(Preview)
_DONE = msgspec.msgpack.Decoder(tuple[_Done, ...])


def outline(preview: Preview) -> Preview:
    """A preview without its words: a body that there is stands as "…"."""
    return Preview(
        source=preview.source,
        capture=preview.capture,
        publisher=preview.publisher,
        title=preview.title,
        fetched=preview.fetched,
        body_html=preview.body_html and "…",
        links=preview.links,
    )


def seen_by_readers(config: Config) -> Config:
    """The configuration with nothing in it that does not bear on what a capture says."""
    site = Site(id="", title="", language=config.site.language, timezone=config.site.timezone)
    return Config(folder=config.folder, site=site, sources=(), kinds=())


def _decoded(data: bytes) -> Contents | Problem:
    decoder = _PROBLEM if data.startswith(b"p") else _CONTENTS
    return decoder.decode(memoryview(data)[1:])


def _key(base: bytes, job: _Job) -> bytes:
    named = msgspec.structs.replace(job, number=0)
    return key_of(base, msgspec.msgpack.encode(named, enc_hook=str))


def _preview_key(key: bytes) -> bytes:
    return key_of(key, b"preview")


def _read_in_two(jobs: Sequence[_Job], config: Config) -> Iterator[_Done]:
    """The results of the jobs, in no order that matters."""
    mine, other = _halves(jobs)
    if not other:
        yield from (_read(job, config) for job in mine)
        return
    for part in both(lambda: _read_all(mine, config), lambda: _read_all(other, config)):
        yield from _DONE.decode(part)


def _halves(jobs: Sequence[_Job]) -> tuple[list[_Job], list[_Job]]:
    """The jobs in two parts that take about as long; all in the first if they are few."""
    costs = {job.number: _cost(job) for job in jobs}
    if sum(costs.values()) < _WORTH_TWO:
        return list(jobs), []
    parts: tuple[list[_Job], list[_Job]] = ([], [])
    loads = [0, 0]
    for job in sorted(jobs, key=lambda job: -costs[job.number]):
        lighter = loads.index(min(loads))
        parts[lighter].append(job)
        loads[lighter] += costs[job.number]
    return parts


def _cost(job: _Job) -> int:
    return job.received.file.stat().st_size * _COSTS.get(job.source.reader, 1)


def _read_all(jobs: Sequence[_Job], config: Config) -> bytes:
    return msgspec.msgpack.encode([_read(job, config) for job in jobs])


def _read(job: _Job, config: Config) -> _Done:
    said = read_capture(job.received, job.source, config)
    preview = None
    if isinstance(said, Problem):
        stored = b"p" + msgspec.msgpack.encode(said)
    else:
        preview = next((entry.preview for entry in said.entries if entry.preview), None)
        entries = tuple(
            msgspec.structs.replace(entry, preview=outline(entry.preview))
            if entry.preview
            else entry
            for entry in said.entries
        )
        stored = b"c" + msgspec.msgpack.encode(msgspec.structs.replace(said, entries=entries))
    return _Done(
        number=job.number,
        sure=content_hash(str(job.received.file)) == job.hash,
        said=stored,
        preview=msgspec.msgpack.encode(preview) if preview else None,
    )
