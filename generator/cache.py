"""What was worked out before, by the hash of all that went into it: bytes in one file.

The file is only ever added to, so that a build that is cut off leaves what earlier ones kept. Each
record carries its length and checksums; what is damaged or cut off counts as never worked out. It
holds data, nothing that runs when it is read, and may be deleted at any time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from zlib import crc32

from generator.disk import content_hash
from generator.resources import PACKAGE
from generator.stamps import surroundings

_MAGIC = b"octavo-cache-1\n"
# A record's key, the length and checksum of its data, and the checksum of these three.
_HEAD = Struct("<16sII")
_CHECK = Struct("<I")
_HEAD_SIZE = _HEAD.size + _CHECK.size
# A file with more garbage than this, and more garbage than data, is written anew.
_GARBAGE = 1 << 20


class Cache:
    """Data by key, in `folder`; without one, in a file that is gone when the cache is closed.

    Where another build uses the folder, or the disk refuses, it is as if there were none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "worked-out" if folder else None
        self._file = _opened(self._path)
        self._places: dict[bytes, tuple[int, int, int]] = {}
        self._used: set[bytes] = set()
        self._unwritten: dict[bytes, bytes] = {}
        self._end = self._scan()

    def __contains__(self, key: bytes) -> bool:
        return key in self._places or key in self._unwritten

    def get(self, key: bytes) -> bytes | None:
        """The data of a key; None where it was never worked out, or is damaged."""
        self._used.add(key)
        if key in self._unwritten:
            return self._unwritten[key]
        if key not in self._places:
            return None
        start, length, check = self._places[key]
        data = os.pread(self._file, length, start)
        return data if crc32(data) == check else None

    def put(self, key: bytes, data: bytes) -> None:
        """Keeps data that was worked out: in memory only what a full disk does not take."""
        self._used.add(key)
        head = _head(key, data)
        try:
            written = os.pwrite(self._file, head, self._end)
            written += os.pwrite(self._file, data, self._end + len(head))
        except OSError:
            written = 0
        if written == len(head) + len(data):
            self._places[key] = (self._end + len(head), len(data), crc32(data))
            self._end += written
        else:
            self._unwritten[key] = data

    def use(self, keys: Iterable[bytes]) -> None:
        """Marks keys as still needed, although this build did not have to get their data."""
        self._used.update(keys)

    def take(self, other: Cache) -> None:
        """Takes over all that another cache's file holds, also what a second process wrote."""
        other._end = other._scan()
        for key in other._places:
            data = other.get(key)
            if data is not None:
                self.put(key, data)

    def tidy(self) -> None:
        """Drops what a build that has succeeded did not need, once that is most of all.

        One that failed has not come to ask for all that it needs.
        """
        needed = sum(self._places[key][1] for key in self._used if key in self._places)
        if self._path and self._end - needed > max(needed, _GARBAGE):
            self._compact(self._path)

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._file)

    def _scan(self) -> int:
        """Finds every whole record; the file ends after the last of them."""
        size = os.fstat(self._file).st_size
        if os.pread(self._file, len(_MAGIC), 0) != _MAGIC:
            os.ftruncate(self._file, 0)
            return os.pwrite(self._file, _MAGIC, 0)
        place = len(_MAGIC)
        while place + _HEAD_SIZE <= size:
            head = os.pread(self._file, _HEAD_SIZE, place)
            key, length, check = _HEAD.unpack_from(head)
            (head_check,) = _CHECK.unpack_from(head, _HEAD.size)
            start = place + _HEAD_SIZE
            if start + length > size or crc32(head[: _HEAD.size]) != head_check:
                break
            self._places[key] = (start, length, check)
            place = start + length
        if place < size:
            os.ftruncate(self._file, place)
        return place

    def _compact(self, path: Path) -> None:
        smaller = path.with_suffix(".new")
        try:
            with smaller.open("wb") as file:
                file.write(_MAGIC)
                for key in sorted(self._used & self._places.keys()):
                    data = self.get(key)
                    if data is not None:
                        file.write(_head(key, data) + data)
            smaller.replace(path)
        except OSError:
            smaller.unlink(missing_ok=True)


def key_of(*parts: bytes) -> bytes:
    """The hash of some bytes, with where each part ends."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.digest()


def code_key(hashes: Mapping[str, str]) -> bytes:
    """The key of all code that a build runs: ours, byte for byte, Python's and the libraries'.

    `hashes` are those of all files that a build reads, by path; or none, and they are found here.
    """
    ours = f"{PACKAGE}{os.sep}"
    found = [path for path in hashes if path.startswith(ours) and path.endswith(".py")]
    code = sorted(found or map(str, PACKAGE.rglob("*.py")))
    named = "".join(f"{path}\0{hashes.get(path) or content_hash(path)}\0" for path in code)
    return key_of(surroundings().encode(), named.encode("utf-8", "surrogateescape"))


def _head(key: bytes, data: bytes) -> bytes:
    head = _HEAD.pack(key, len(data), crc32(data))
    return head + _CHECK.pack(crc32(head))


def _opened(path: Path | None) -> int:
    """The file, for this build alone; a nameless one where that cannot be."""
    if path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError:
            return _opened(None)
        try:
            flock(file, LOCK_EX | LOCK_NB)
            return file
        except OSError:
            os.close(file)
    import tempfile  # late: 3 ms, for those builds only that read in two processes

    with tempfile.TemporaryFile() as nameless:
        return os.dup(nameless.fileno())
