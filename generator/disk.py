"""Files and folders → their stamps and hashes, as they are on the disk now.

A stamp is a file's size, times of change (`mtime` and `ctime`) and inode. A folder's path ends in
"/"; its stamp tells whether names in it came or went. Imports nothing that is heavy.
"""

from __future__ import annotations

import os
from array import array

from generator.parallel import both

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Stamp = tuple[int, int, int, int]
    Rows = dict[str, tuple[Stamp, str]]

ABSENT = (-1, -1, -1, -1)
# Below this, a second process costs more than it saves.
_WORTH_TWO = 8_000
_CHUNK = 1 << 20
# Where all that is kept of builds lies, beside the output folder.
CACHE = os.path.join(".cache", "octavo")
# The bytes of a hash that is made of a file of the site when it is published.
OUTPUT_HASH = 8


def record_of(output: str) -> str:
    """The file beside an output folder that a build into it is recorded in."""
    parent, name = os.path.split(os.path.abspath(output))
    return os.path.join(parent, CACHE, f"{name}.stamps")


class Walk:
    """Every file and folder below some roots. A folder that did not change is not listed anew."""

    def __init__(self, known: Rows, now: dict[str, Stamp], without: Iterable[str]) -> None:
        self.found: dict[str, Stamp] = {}
        self._known = known
        self._now = now
        self._without = {os.path.realpath(path) for path in without}
        self._without_names = {os.path.basename(path) for path in self._without}
        self._links: list[str] = []  # where those lead that it is in
        self._names: dict[str, list[str]] = {}
        for path in known:
            is_folder = path.endswith("/")
            folder, slash, name = path[: -1 if is_folder else None].rpartition("/")
            self._names.setdefault(folder + slash, []).append(name + "/" * is_folder)

    def add(self, folder: str, *, hidden: bool = True) -> None:
        """Everything below a folder, links followed; nothing if there is no such folder."""
        stamp = self._stamp(folder)
        if stamp == ABSENT:
            return
        self.found[folder] = stamp
        known, _ = self._known.get(folder, (ABSENT, ""))
        names = self._names.get(folder, ()) if known == stamp else _names(folder)
        for name in names:
            if not hidden and name.startswith("."):
                continue
            path = folder + name
            if not name.endswith("/"):
                self.found[path] = self._stamp(path)
            elif (leads_to := self._leads_to(folder, name)) is not None:
                self._links.append(leads_to)
                self.add(path)
                self._links.pop()

    def _stamp(self, path: str) -> Stamp:
        return self._now.get(path) or stamps_of([path])[0]

    def _leads_to(self, folder: str, name: str) -> str | None:
        """Where a folder leads that is a link, "" for one that is none.

        None if it is none of the input, or leads back to where the walk is in already.
        """
        path = folder + name[:-1]
        if name[:-1] in self._without_names and os.path.realpath(path) in self._without:
            return None
        if not os.path.islink(path):
            return ""
        leads_to = os.path.realpath(path)
        above = os.path.join(os.path.realpath(folder), "")
        is_back = above.startswith(os.path.join(leads_to, "")) or leads_to in self._links
        return None if is_back else leads_to


def content_hash(path: str, size: int = 16) -> str:
    """The hash of a file's bytes, or of what a folder holds; "" for what cannot be read.

    `size` is how many bytes it has: OUTPUT_HASH for the files of the site.
    """
    try:
        if path.endswith("/"):
            data = "\0".join(_marked_names(path)).encode("utf-8", "surrogateescape")
        else:
            data = _read(path)
    except OSError:
        return ""
    return hash_of(data, size)


def hash_of(data: bytes, size: int = 16) -> str:
    """The hash of some bytes, of that many bytes itself, in hexadecimal.

    Processors have instructions for SHA-256; that of all bytes of a long list takes half the time
    of BLAKE2.
    """
    from hashlib import sha256

    return sha256(data).hexdigest()[: 2 * size]


def _read(path: str) -> bytes:
    # A pipe that somebody left among the files must not hold the build up.
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        parts = []
        while part := os.read(file, _CHUNK):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(file)


def _names(folder: str) -> list[str]:
    """The names in a folder, sorted; a folder's own ends in "/". What Python keeps is left out."""
    with os.scandir(folder) as entries:
        names = [entry.name + "/" * _is_folder(entry) for entry in entries]
    return sorted(name for name in names if name != "__pycache__/")


def _marked_names(folder: str) -> list[str]:
    """The names as `_names` has them, "@" after that of a link, "|" after what is no file."""
    with os.scandir(folder) as entries:
        names = [entry.name + "/" * _is_folder(entry) + _mark(entry) for entry in entries]
    return sorted(name for name in names if name != "__pycache__/")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _mark(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "@"
    return "" if entry.is_file() or entry.is_dir() else "|"


def stamps_of(paths: Sequence[str]) -> list[Stamp]:
    """The stamps of files as they are now, in the paths' order."""
    return unpacked(packed_stamps(paths))


def packed_stamps(paths: Sequence[str]) -> bytes:
    """The stamps of files as they are now, as the bytes that array('q') makes of their numbers."""
    if len(paths) < _WORTH_TWO:
        return _packed_stamps(paths)
    half = len(paths) // 2
    first, second = both(lambda: _packed_stamps(paths[:half]), lambda: _packed_stamps(paths[half:]))
    return first + second


def _packed_stamps(paths: Sequence[str]) -> bytes:
    numbers = array("q")
    for path in paths:
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            numbers.extend(ABSENT)
        else:
            is_folder = path.endswith("/")
            size = 0 if is_folder else found.st_size
            numbers.extend((size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
    return numbers.tobytes()


def unpacked(data: bytes) -> list[Stamp]:
    """Stamps out of the bytes that array('q') makes of their numbers."""
    numbers = iter(array("q", data))
    return list(zip(numbers, numbers, numbers, numbers, strict=True))


def clock_of(place: str) -> int:
    """The time by the clock of the disk that the record is on; 0 where nothing can be written."""
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(f"{place}.clock", "wb") as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0
