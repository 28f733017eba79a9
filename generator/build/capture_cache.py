"""What captures say, kept between builds in an SQLite file, so that none is read twice.

What a capture says follows from its bytes, its place in the log, the settings that its reader sees,
and the code: their hashes are its key. The file holds data only, and may be deleted at any time.
One that is damaged, locked or a link is as if it were not there.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b, sha256
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import NamedTuple, TypeVar
from zlib import crc32

import msgspec

from generator.build.fingerprint import CACHE, surroundings
from generator.build.workers import in_chunks, map_in_processes
from generator.config.records import Config, Site, Source
from generator.errors import OutputError, SourceError
from generator.model.entries import CopyBody
from generator.model.record import Problem
from generator.resources import PACKAGE
from generator.sources import Capture, read_capture
from generator.sources.capture_files import Contents, Received
from generator.sources.copies.entry import shortened, split_key

logger = logging.getLogger(__name__)

T = TypeVar("T")

NAME = "captures.sqlite3"
_FORMAT = 2
_TABLES = {
    "captures": "(content BLOB, key BLOB, contents BLOB, PRIMARY KEY (content, key))",
    "bodies": "(content BLOB, key BLOB, body BLOB, PRIMARY KEY (content, key))",
}
_CHECKSUM = 4
# The length of each of the three parts of a capture's key: code, settings, bytes.
_KEY_PART = 16
# How long to wait for another build that writes.
_PATIENCE_SECONDS = 10.0
# What reading a byte costs, where that of a copy is 1: feedparser and BeautifulSoup are slow.
_COSTS = {"feed": 6, "index": 6, "list": 6}
# Below this (a feed of 60 entries and their copies) a second process costs more than it saves.
_WORTH_TWO = 400_000
_AT_ONCE = 100

Result = Contents | Problem


class CacheError(Exception):
    """The cache cannot be used, as another process holds it, say: do without it."""


class CacheDamaged(CacheError):
    """The file of the cache holds what no build has written. It is removed."""


def use_cache(
    place: Path | None,
    content: Path,
    work: Callable[[CaptureCache], T],
    *,
    hashes: Mapping[str, str] = MappingProxyType({}),
    say: Callable[[str], None] = lambda line: None,
) -> T:
    """Return what `work` makes with the cache in a folder; without it where it cannot be used.

    `hashes` are those of files that are known already, by path.

    Raises:
        OutputError: nothing can be kept, not even for the time of this run.
    """
    for folder in (place, None):
        try:
            with CaptureCache(folder, content, code_hash(hashes), hashes) as captures:
                return work(captures)
        except CacheError as error:
            if folder is None:
                message = (
                    f"{tempfile.gettempdir()}: what captures say cannot be kept there: {error}"
                )
                raise OutputError(message) from error
            say(f"cache      {folder} is not used: {error}")
    raise AssertionError("the second try returns or raises")


def code_hash(hashes: Mapping[str, str]) -> bytes:
    """Return the hash of all code that reads captures: ours, byte for byte, and the libraries'.

    `hashes` are those of files that are known already, by path.
    """
    ours = f"{PACKAGE}{os.sep}"
    known = {p: hashes[p] for p in hashes if p.startswith(ours) and p.endswith(".py")}
    if not known:
        files = PACKAGE.rglob("*.py")
        known = {str(file): _hash(file.read_bytes()) for file in files}
    described = "".join(f"{path}\0{known[path]}\0" for path in sorted(known))
    return sha256(f"{surroundings()}\0{described}".encode("utf-8", "surrogateescape")).digest()


def cache_folder(output: Path) -> Path:
    """Return the folder in which the cache of builds into an output lies."""
    return output.resolve().parent / CACHE


class CaptureCache:
    """Reads captures, those that were read before out of the cache.

    `folder` is where the cache lies; None for one of this build alone. `content` is the folder that
    is read: what is kept of it is only what its last build needed. `code` names the code that reads
    captures. `hashes` are those of files that are known already, by path: these are not read to
    find out whether the cache has them.
    """

    def __init__(
        self,
        folder: Path | None,
        content: Path,
        code: bytes = b"",
        hashes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        #: How many captures were read because nothing was known of them.
        self.read_again = 0
        self._content = os.fsencode(content.resolve())
        self._code = code
        self._hashes = hashes
        self._used: set[bytes] = set()
        self._used_bodies: set[bytes] = set()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._path = Path()
        self._database = self._open(folder)
        self.bodies = StoredBodies(self._path, self._content)

    def __enter__(self) -> CaptureCache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bodies.close()
        self._database.close()
        if isinstance(error, CacheDamaged):
            with suppress(OSError):
                self._path.unlink()
        if self._temporary:
            with suppress(OSError):  # Windows removes no file that another process still has open
                self._temporary.cleanup()

    def __call__(self, captures: Sequence[Capture], config: Config) -> Iterator[Result]:
        """Yield what each capture holds, in order, or the problem that kept it from being read.

        Raises:
            CacheError: the cache cannot be used; nothing else is wrong.
        """
        seen = seen_by_readers(config)
        keys = [self._key(received, source, seen) for received, source in captures]
        with _database_errors():
            self._read_missing(captures, keys, seen)
            for (received, source), key in zip(captures, keys, strict=True):
                if key is None:  # a file that cannot be read is looked at each time
                    yield read_capture(received, source, seen)
                else:
                    yield self._get(key)

    def prune(self) -> None:
        """Forget what this build did not need, so that the file does not grow."""
        with _database_errors(), self._database as database:
            for table, used in (("captures", self._used), ("bodies", self._used_bodies)):
                rows = database.execute(f"SELECT key FROM {table} WHERE content = ?", self._mine)  # noqa: S608 - one of two
                gone = [(self._content, key) for (key,) in rows if key not in used]
                database.executemany(f"DELETE FROM {table} WHERE content = ? AND key = ?", gone)  # noqa: S608
            folders = database.execute("SELECT DISTINCT content FROM captures").fetchall()
            lost = [row for row in folders if not Path(os.fsdecode(row[0])).is_dir()]
            database.executemany("DELETE FROM captures WHERE content = ?", lost)
            database.executemany("DELETE FROM bodies WHERE content = ?", lost)

    def _read_missing(
        self, captures: Sequence[Capture], keys: list[bytes | None], seen: Config
    ) -> None:
        """Read the captures that are not in the cache; `keys` are those that they are under now."""
        rows = self._database.execute("SELECT key FROM captures WHERE content = ?", self._mine)
        known = {key for (key,) in rows}
        costs = {
            number: _cost(captures[number])
            for number, key in enumerate(keys)
            if key is not None and key not in known
        }
        why = _reasons(known)
        for number in sorted(costs):
            logger.debug(
                "capture    %s is read: %s", captures[number][0].path, why(keys[number] or b"")
            )
            keys[number] = None  # until it has been read: its bytes may be others by then
        numbers = sorted(costs, key=lambda number: -costs[number])

        def read(chunk: list[int]) -> list[_ReadCapture]:
            found = (self._read_one(number, *captures[number], seen) for number in chunk)
            return [capture for capture in found if capture]

        chunks = in_chunks(numbers, _AT_ONCE)
        if sum(costs.values()) >= _WORTH_TWO:
            results: Iterator[list[_ReadCapture]] = map_in_processes(read, chunks, in_order=False)
        else:
            results = map(read, chunks)
        for found in results:
            for capture in found:
                keys[capture.number] = capture.key
            self._keep(found)
            self.read_again += len(found)

    def _read_one(
        self, number: int, received: Received, source: Source, seen: Config
    ) -> _ReadCapture | None:
        """Read one capture, under the key of the bytes which were read just now.

        None for a file that cannot be read.
        """
        try:
            data = received.read()
        except SourceError:
            return None
        key = self._key_of(_hash(data), received, source, seen)
        contents = read_capture(received, source, seen, data)
        try:
            return self._packed(number, key, contents)
        except (OverflowError, ValueError) as error:
            message = f"holds a value that cannot be kept ({error})"
            problem = Problem(where=received.path, message=message, severity="error")
            return self._packed(number, key, problem)

    def _packed(self, number: int, key: bytes, contents: Result) -> _ReadCapture:
        bodies = contents.bodies if isinstance(contents, Contents) else ()
        if isinstance(contents, Contents):
            contents = msgspec.structs.replace(contents, bodies=())
        return _ReadCapture(
            number,
            key,
            msgspec.msgpack.encode([isinstance(contents, Problem), contents]),
            [(body.key.encode(), msgspec.msgpack.encode(body)) for body in bodies],
        )

    def _keep(self, found: Sequence[_ReadCapture]) -> None:
        with self._database as database:
            database.executemany(
                "INSERT OR REPLACE INTO captures VALUES (?, ?, ?)",
                [(self._content, capture.key, _sealed(capture.contents)) for capture in found],
            )
            database.executemany(
                "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)",
                [
                    (self._content, key, _sealed(body))
                    for capture in found
                    for key, body in capture.bodies
                ],
            )

    def _get(self, key: bytes) -> Result:
        row = self._database.execute(
            "SELECT contents FROM captures WHERE content = ? AND key = ?", (self._content, key)
        ).fetchone()
        if row is None:
            raise CacheDamaged("a capture that was kept is gone")
        is_problem, packed = _PAIR.decode(_unsealed(row[0]))
        self._used.add(key)
        if is_problem:
            return _PROBLEM.decode(packed)
        contents = _CONTENTS.decode(packed)
        previews = (entry.preview for entry in contents.entries)
        self._used_bodies.update(one.body.encode() for one in previews if one and one.body)
        return contents

    def _key(self, received: Received, source: Source, seen: Config) -> bytes | None:
        known = self._hashes.get(str(received.file))
        try:
            return self._key_of(known or _hash(received.read()), received, source, seen)
        except SourceError:
            return None

    def _key_of(self, known: str, received: Received, source: Source, seen: Config) -> bytes:
        place = (received.path, received.resource, received.largest_mb, received.date.edtf)
        settings = msgspec.msgpack.encode((place, received.time, source.as_read(), seen))
        hashed = (blake2b(part, digest_size=_KEY_PART).digest() for part in (self._code, settings))
        return b"".join((*hashed, bytes.fromhex(known)))

    @property
    def _mine(self) -> tuple[bytes]:
        return (self._content,)

    def _open(self, folder: Path | None) -> sqlite3.Connection:
        """Open the file of the cache, or one of this build alone where that cannot be used."""
        if folder is not None:
            self._path = folder / NAME
            try:
                return _opened(self._path)
            except (OSError, sqlite3.Error) as error:
                logger.info("cache      %s is not used: %s", self._path, error)
        self._temporary = tempfile.TemporaryDirectory(prefix="octavo-")
        self._path = Path(self._temporary.name) / NAME
        return _prepared(self._path)


class StoredBodies(Mapping[str, CopyBody]):
    """The bodies of copies in a cache, by their keys, each loaded when it is asked for.

    The key of a body that is shown in part gives that part.

    A connection of SQLite is of one process and one thread, so each has its own.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._content = content
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}

    def __getitem__(self, key: str) -> CopyBody:
        whole, limit = split_key(key)
        with _database_errors():
            row = self._database.execute(
                "SELECT body FROM bodies WHERE content = ? AND key = ?",
                (self._content, whole.encode()),
            ).fetchone()
            if row is None:
                raise CacheDamaged("the text of a copy that was kept is gone")
            body = _BODY.decode(_unsealed(row[0]))
        return body if limit is None else shortened(body, limit)

    def __iter__(self) -> Iterator[str]:
        rows = self._database.execute("SELECT key FROM bodies WHERE content = ?", [self._content])
        return (key.decode() for (key,) in rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def close(self) -> None:
        """Close the connections of this process."""
        for (process, _), connection in self._connections.items():
            if process == os.getpid():
                connection.close()
        self._connections.clear()

    @property
    def _database(self) -> sqlite3.Connection:
        here = (os.getpid(), threading.get_ident())
        if here not in self._connections:
            self._connections[here] = _connected(self._path)
        return self._connections[here]


class _ReadCapture(NamedTuple):
    """One capture as it was read: its number among all, its key, and what the cache keeps of it."""

    number: int
    key: bytes
    contents: bytes
    bodies: list[tuple[bytes, bytes]]


def seen_by_readers(config: Config) -> Config:
    """Return the configuration with nothing in it that has no bearing on what a capture says."""
    site = Site(id="", title="", language=config.site.language, timezone=config.site.timezone)
    return Config(folder="", site=site, sources=(), kinds=())


def _opened(path: Path) -> sqlite3.Connection:
    if any(place.is_symlink() for place in (path, path.parent, path.parent.parent)):
        raise OSError("it is a link, or lies behind one")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        raise OSError("it is no file")
    try:
        return _prepared(path)
    except sqlite3.OperationalError:
        raise  # locked, or on a disk that refuses
    except sqlite3.DatabaseError as error:
        logger.info("cache      %s is damaged and begun again: %s", path, error)
        path.unlink()
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    database = _connected(path)
    try:
        if not _has_tables(database):
            with database:
                database.execute("BEGIN IMMEDIATE")
                # Another build may have made them while this one waited.
                if not _has_tables(database):
                    _make_tables(database)
        database.execute("SELECT COUNT(*) FROM bodies").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    # Nothing is lost that could not be read again.
    database.execute("PRAGMA synchronous = OFF")
    return database


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, check_same_thread=False)
    database.text_factory = bytes  # there is none, unless a byte has become another
    return database


def _has_tables(database: sqlite3.Connection) -> bool:
    version = database.execute("PRAGMA user_version").fetchone()
    made = {statement for (statement,) in database.execute("SELECT sql FROM sqlite_master")}
    return version == (_FORMAT,) and made >= {_creation(table).encode() for table in _TABLES}


def _make_tables(database: sqlite3.Connection) -> None:
    for table in _TABLES:
        database.execute(f"DROP TABLE IF EXISTS {table}")
        database.execute(_creation(table))
    database.execute(f"PRAGMA user_version = {_FORMAT}")


def _creation(table: str) -> str:
    return f"CREATE TABLE {table} {_TABLES[table]}"


def _reasons(known: Collection[bytes]) -> Callable[[bytes], str]:
    """Return what says, of the key of a capture that is not among those known, why it is read."""
    codes = {key[:_KEY_PART] for key in known}
    settings = {key[_KEY_PART : 2 * _KEY_PART] for key in known}
    data = {key[2 * _KEY_PART :] for key in known}

    def reason(key: bytes) -> str:
        if not known:
            return "the cache is empty"
        if key[:_KEY_PART] not in codes:
            return "the code or a library has changed"
        if key[2 * _KEY_PART :] in data:
            return "its place or its settings have changed"
        if key[_KEY_PART : 2 * _KEY_PART] in settings:
            return "its bytes have changed"
        return "it is new"

    return reason


def _sealed(data: bytes) -> bytes:
    """Return data behind its checksum: SQLite does not notice a byte that has become another."""
    return crc32(data).to_bytes(_CHECKSUM, "big") + data


def _unsealed(sealed: object) -> bytes:
    if isinstance(sealed, bytes) and _sealed(data := sealed[_CHECKSUM:]) == sealed:
        return data
    raise CacheDamaged("a checksum is wrong")


def _hash(data: bytes) -> str:
    """Return the hash of a file's bytes, as a Fingerprint has it."""
    return sha256(data).hexdigest()[:32]


def _cost(capture: Capture) -> int:
    received, source = capture
    return received.file.stat().st_size * _COSTS.get(source.reader, 1)


@contextmanager
def _database_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:  # locked, or on a disk that refuses
        raise CacheError(str(error)) from error
    except (sqlite3.Error, msgspec.DecodeError) as error:
        raise CacheDamaged(str(error)) from error


_PAIR = msgspec.msgpack.Decoder(tuple[bool, msgspec.Raw])
_CONTENTS = msgspec.msgpack.Decoder(Contents)
_PROBLEM = msgspec.msgpack.Decoder(Problem)
_BODY = msgspec.msgpack.Decoder(CopyBody)
