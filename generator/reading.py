"""Captures → contents: those that were read before from the cache, the others on two cores.

What a capture says follows from its bytes, its place in the log, its source's settings, and the
few settings of the site that a reader sees. Its preview is kept apart from the rest (packed.py): it
is most of the bytes, and nothing but the page of its article shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing

import msgspec

from generator.cache import Cache, key_of
from generator.config.records import Config, Site, Source
from generator.disk import content_hash, hash_of
from generator.errors import SourceError
from generator.model import Preview, Problem, Record
from generator.packed import Job, has_preview, preview_key, read_into, said_by, unpacked
from generator.parallel import Shares, both
from generator.sources.capture_files import Contents, Received

# What reading a byte costs, where that of a preview is 1: feedparser and BeautifulSoup are slow.
_COSTS = {"feed": 6, "index": 6}
# Below this (a feed of 60 entries and their previews) a second process costs more than it saves.
_WORTH_TWO = 400_000

Capture = tuple[Received, Source]


class Row(Record, kw_only=True):
    """One capture as it was read: its path below content/, where it came from, and what is kept.

    `said` is the hash of what it says, `key` and `preview` are the keys of that and of its preview.
    """

    capture: str
    source: str
    received: msgspec.Raw
    hash: str
    said: bytes
    key: bytes
    preview: bytes | None


class CachedReader:
    """Reads captures as `read_sources` asks for them. `code` is the key of the code that reads.

    `hashes` are those of files whose bytes are known already, by path. What was read is in `rows`,
    by file; `previews` are the whole previews of which entries hold outlines. Where a second
    process reads, `meanwhile` is done in this one.
    """

    def __init__(
        self,
        cache: Cache,
        code: bytes,
        hashes: Mapping[str, str],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self.rows: dict[str, Row] = {}
        self.previews = Previews(self)
        self.read_anew = 0
        self.cache = cache
        self._config: Config
        self._code = code
        self._hashes = hashes
        self._meanwhile = meanwhile

    def __call__(self, captures: Sequence[Capture], config: Config) -> Iterator[Contents | Problem]:
        """What each capture holds, in order, or the problem that kept it from being read."""
        self._config = config
        jobs = [
            self._job(number, received, source)
            for number, (received, source) in enumerate(captures)
        ]
        for data in self._read(jobs, seen_by_readers(config)):
            yield unpacked(data)

    def recall(self, rows: Mapping[str, Row], config: Config) -> set[str]:
        """Takes over rows of the last build; reads the captures that changed and returns them."""
        self._config = config
        self.rows |= rows
        changed = [
            row for file, row in rows.items() if self._hashes.get(file, row.hash) != row.hash
        ]
        jobs = [self._job_of(row, number) for number, row in enumerate(changed)]
        for _ in self._read(jobs, seen_by_readers(config)):
            pass
        return {row.capture for row in changed}

    def preview_of(self, row: Row) -> bytes:
        """The preview in a capture that has one, in msgpack; read again if the cache has lost it.

        It is not kept then: two processes may ask for it, and only one may write.

        Raises:
            SourceError: the capture has changed since it was read.
        """
        data = row.preview and self.cache.get(row.preview)
        if data:
            return data
        job = self._job_of(row)
        found = job.received.read()
        _, preview = said_by(job, seen_by_readers(self._config), found)
        if preview is None or hash_of(found) != row.hash:
            raise SourceError(f"{row.capture}: changed while the site was built; build again")
        return preview

    def _job_of(self, row: Row, number: int = 0) -> Job:
        source = next(one for one in self._config.sources if one.name == row.source)
        return self._job(number, _RECEIVED.decode(row.received), source)

    def _job(self, number: int, received: Received, source: Source) -> Job:
        path = str(received.file)
        return Job(
            number=number,
            received=received,
            packed=msgspec.msgpack.encode(received, enc_hook=str),
            source=source,
            hash=self._hashes.get(path) or content_hash(path),
        )

    def _read(self, jobs: Sequence[Job], seen: Config) -> Iterator[bytes]:
        """What each capture says, in msgpack, in order; `rows` tell where it is kept."""
        sources = {job.source.name: job.source for job in jobs}
        bases = {
            name: key_of(self._code, msgspec.msgpack.encode((seen, source)))
            for name, source in sources.items()
        }
        keys = [key_of(bases[job.source.name], job.packed, job.hash.encode()) for job in jobs]
        missing = [job for job in jobs if keys[job.number] not in self.cache]
        _read_in_two(missing, keys, seen, self.cache, self._meanwhile)
        self.read_anew += len(missing)
        for job, key in zip(jobs, keys, strict=True):
            found, data = key, self.cache.get(key)
            # Damaged since it was written, not at rest then, or without its preview.
            if data is None or (has_preview(data) and preview_key(key) not in self.cache):
                found, data = read_into(job, key, seen, self.cache)
            preview = preview_key(found) if has_preview(data) else None
            self.rows[str(job.received.file)] = Row(
                capture=job.received.path,
                source=job.source.name,
                received=msgspec.Raw(job.packed),
                hash=job.hash,
                said=key_of(data),
                key=found,
                preview=preview,
            )
            yield data


class Previews(Mapping[str, Preview]):
    """Whole previews by the path of their capture, got from the cache each time."""

    def __init__(self, reader: CachedReader) -> None:
        self._reader = reader
        self._rows: dict[str, Row] = {}

    def __getitem__(self, path: str) -> Preview:
        return _PREVIEW.decode(self._reader.preview_of(self._known()[path]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def _known(self) -> dict[str, Row]:
        rows = self._reader.rows
        if not self._rows:
            self._rows = {row.capture: row for row in rows.values() if row.preview}
        return self._rows


_PREVIEW = msgspec.msgpack.Decoder(Preview)
_RECEIVED = msgspec.msgpack.Decoder(Received, dec_hook=lambda wanted, value: wanted(value))


def seen_by_readers(config: Config) -> Config:
    """The configuration with nothing in it that does not bear on what a capture says."""
    site = Site(id="", title="", language=config.site.language, timezone=config.site.timezone)
    return Config(folder=config.folder, site=site, sources=(), kinds=())


def _read_in_two(
    jobs: Sequence[Job],
    keys: Sequence[bytes],
    config: Config,
    cache: Cache,
    meanwhile: Callable[[], None],
) -> None:
    """Puts what the captures say into the cache, by the keys of their numbers.

    The second process begins with what costs most, a large feed; `meanwhile` is done in this one.
    It keeps what it reads in a file of its own, so that neither holds it.
    """

    def read(part: Iterable[Job], kept: Cache) -> bytes:
        for job in part:
            read_into(job, keys[job.number], config, kept)
        return b""

    costs = {job.number: _cost(job) for job in jobs}
    if sum(costs.values()) < _WORTH_TWO:
        read(jobs, cache)
        return
    shares = Shares(sorted(jobs, key=lambda job: -costs[job.number]))

    def mine() -> bytes:
        meanwhile()
        return read(shares.from_end(), cache)

    with closing(Cache(None)) as beside:
        both(mine, lambda: read(shares.from_start(), beside))
        cache.take(beside)


def _cost(job: Job) -> int:
    return job.received.file.stat().st_size * _COSTS.get(job.source.reader, 1)
