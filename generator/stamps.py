"""Whether anything changed since the last build, from the stamps of files alone.

This runs before anything heavy is imported, so it knows `os`, `sys` and plain tuples only. A stamp
is a file's size, times of change (`mtime` and `ctime`) and inode. What a file with another stamp
holds is compared by its hash. A folder's stamp tells whether names in it came or went.

A file that is written again within one tick of the disk's clock keeps its stamp
(https://git-scm.com/docs/racy-git): so a stamp that is as young as the record is not believed.
"""

from __future__ import annotations

import os
import sys
from array import array
from zlib import crc32

from generator.parallel import both

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Stamp = tuple[int, int, int, int]
    Rows = dict[str, tuple[Stamp, str]]

CACHE = os.path.join(".cache", "octavo")
_MAGIC = b"octavo-stamps-1"
_ABSENT = (-1, -1, -1, -1)
_YOUNG = (-2, -2, -2, -2)
# The clocks of file systems tick every 1 to 10 ms; some count whole or even seconds only.
_TICK_NS = 50_000_000
_COARSE_TICK_NS = 2_100_000_000
# Below this, a second process costs more than it saves.
_WORTH_TWO = 8_000
_CHUNK = 1 << 20


class LastBuild:
    """What the last build recorded in the file `place`, and what of it stands on the disk now.

    `identity` is what has to be equal besides files: arguments, Python, libraries. Rows hold, by
    path, a stamp and a hash: of everything that was read (a folder's path ends in "/"), and of
    everything that was written, with a hash only while the stamp is young, else "".
    """

    def __init__(self, place: str, identity: str) -> None:
        self.place = place
        self.identity = identity
        self.told = ""
        self.inputs: Rows = {}
        self.outputs: Rows = {}
        self._now: dict[str, Stamp] = {}

    def is_current(self) -> bool:
        """Whether nothing that was read or written has changed: then there is nothing to do."""
        record = _read_record(self.place)
        if record is None or record[0] != self.identity:
            return False
        _, self.told, count, paths, hashes, stamps = record
        now = _stamps(paths)
        self._now = dict(zip(paths, now, strict=True))
        rows = list(zip(stamps, hashes, strict=True))
        self.inputs = dict(zip(paths[:count], rows[:count], strict=True))
        self.outputs = dict(zip(paths[count:], rows[count:], strict=True))
        if now == stamps:
            return True
        clock = _clock(self.place)
        for path, found, (stamp, known) in zip(paths, now, rows, strict=True):
            if found != stamp and (not known or content_hash(path) != known):
                return False
        for part in (self.inputs, self.outputs):
            for path, (_, known) in part.items():
                part[path] = (_believed(self._now[path], clock), known)
        self._write()
        return True

    def take(self, roots: Iterable[str], without: Iterable[str]) -> dict[str, str]:
        """The hash of every file and folder below the roots, before any of them is used.

        A file whose stamp is as recorded is not read. Hidden names that stand in the first root
        itself are left out, and so are the folders `without`.
        """
        clock = _clock(self.place)
        walk = _Walk(self.inputs, self._now, without)
        for number, root in enumerate(roots):
            walk.add(root.rstrip("/") + "/", hidden=number > 0)
        rows: Rows = {}
        for path, stamp in walk.found.items():
            known_stamp, known = self.inputs.get(path, (_ABSENT, ""))
            if known_stamp != stamp:
                known = content_hash(path)
            rows[path] = (_believed(stamp, clock), known)
        self.inputs = rows
        return {path: known for path, (_, known) in rows.items()}

    def forget(self) -> None:
        """Removes the record: until another is kept, a build has something to do."""
        try:
            os.unlink(self.place)
        except OSError:
            return

    def keep(self, told: str, outputs: Sequence[str]) -> None:
        """Records a build that has succeeded: what it said, and the files that are its site."""
        clock = _clock(self.place)
        self.told = told
        self.outputs = {}
        for path, stamp in zip(outputs, _stamps(outputs), strict=True):
            believed = _believed(stamp, clock) if stamp != _ABSENT else _YOUNG
            self.outputs[path] = (believed, "" if believed == stamp else content_hash(path))
        self._write()

    def _write(self) -> None:
        """Writes the record whole or not at all: without one the next build is only slower."""
        rows = [*self.inputs.values(), *self.outputs.values()]
        parts = (
            self.identity,
            self.told,
            str(len(self.inputs)),
            "\0".join((*self.inputs, *self.outputs)),
            "\0".join(known for _, known in rows),
        )
        encoded = [part.encode("utf-8", "surrogateescape") for part in parts]
        encoded.append(array("q", [number for stamp, _ in rows for number in stamp]).tobytes())
        body = b"".join(encoded)
        sizes = " ".join(str(len(part)) for part in encoded)
        head = b"%s %d %s\n" % (_MAGIC, crc32(body), sizes.encode())
        try:
            with open(f"{self.place}.new", "wb") as file:
                file.write(head + body)
            os.replace(f"{self.place}.new", self.place)
        except OSError:
            return


class _Walk:
    """Every file and folder below some roots. A folder that did not change is not listed anew."""

    def __init__(self, known: Rows, now: dict[str, Stamp], without: Iterable[str]) -> None:
        self.found: dict[str, Stamp] = {}
        self._known = known
        self._now = now
        self._without = {os.path.realpath(path) for path in without}
        self._without_names = {os.path.basename(path) for path in self._without}
        self._names: dict[str, list[str]] = {}
        for path in known:
            is_folder = path.endswith("/")
            folder, slash, name = path[: -1 if is_folder else None].rpartition("/")
            self._names.setdefault(folder + slash, []).append(name + "/" * is_folder)

    def add(self, folder: str, *, hidden: bool = True) -> None:
        """Everything below a folder, links followed; nothing if there is no such folder."""
        stamp = self._stamp(folder)
        if stamp == _ABSENT:
            return
        self.found[folder] = stamp
        known, _ = self._known.get(folder, (_ABSENT, ""))
        names = self._names.get(folder, ()) if known == stamp else _names(folder)
        for name in names:
            if not hidden and name.startswith("."):
                continue
            path = folder + name
            if not name.endswith("/"):
                self.found[path] = self._stamp(path)
            elif not self._is_left_out(folder, name):
                self.add(path)

    def _stamp(self, path: str) -> Stamp:
        return self._now.get(path) or _stamps([path])[0]

    def _is_left_out(self, folder: str, name: str) -> bool:
        """Whether a folder is none of the input, or a link back to a folder that it stands in."""
        path = folder + name[:-1]
        if name[:-1] in self._without_names and os.path.realpath(path) in self._without:
            return True
        if not os.path.islink(path):
            return False
        return os.path.join(os.path.realpath(folder), "").startswith(os.path.realpath(path) + "/")


def identity_of(arguments: Sequence[str]) -> str:
    """What a build depends on besides files: its arguments, this Python, the libraries."""
    libraries = set()
    for folder in sys.path:
        if os.path.isdir(folder or "."):
            libraries |= {n for n in os.listdir(folder or ".") if n.endswith(".dist-info")}
    return "\n".join((os.getcwd(), repr(list(arguments)), sys.version, *sorted(libraries)))


def place_of(arguments: Sequence[str]) -> str:
    """The file that a build with these arguments is recorded in, beside its output folder."""
    output = "_site"
    for argument, following in zip(arguments, (*arguments[1:], ""), strict=True):
        if argument == "--output":
            output = following
        elif argument.startswith("--output="):
            output = argument.removeprefix("--output=")
    parent, name = os.path.split(os.path.abspath(output))
    return os.path.join(parent, CACHE, f"{name}.stamps")


def content_hash(path: str) -> str:
    """The hash of a file's bytes, or of a folder's names; "" for what cannot be read."""
    from hashlib import blake2b

    try:
        if path.endswith("/"):
            data = "\0".join(_names(path)).encode("utf-8", "surrogateescape")
        else:
            data = _read(path)
    except OSError:
        return ""
    return blake2b(data, digest_size=16).hexdigest()


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
        names = [entry.name + "/" * entry.is_dir() for entry in entries]
    return sorted(name for name in names if name != "__pycache__/")


def _stamps(paths: Sequence[str]) -> list[Stamp]:
    """The stamps of files as they are now, in the paths' order."""
    if len(paths) < _WORTH_TWO:
        return _unpacked(_packed_stamps(paths))
    half = len(paths) // 2
    first, second = both(lambda: _packed_stamps(paths[:half]), lambda: _packed_stamps(paths[half:]))
    return _unpacked(first + second)


def _packed_stamps(paths: Sequence[str]) -> bytes:
    numbers = array("q")
    for path in paths:
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            numbers.extend(_ABSENT)
        else:
            is_folder = path.endswith("/")
            size = 0 if is_folder else found.st_size
            numbers.extend((size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
    return numbers.tobytes()


def _unpacked(data: bytes) -> list[Stamp]:
    numbers = iter(array("q", data))
    return list(zip(numbers, numbers, numbers, numbers, strict=True))


def _clock(place: str) -> int:
    """The time by the clock of the disk that the record is on; 0 where nothing can be written."""
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(f"{place}.clock", "wb") as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def _believed(stamp: Stamp, clock: int) -> Stamp:
    """The stamp, or one that no file ever has where this one is too young to be relied on."""
    _, modified, changed, _ = stamp
    tick = _COARSE_TICK_NS if modified % 1_000_000 == 0 else _TICK_NS
    return stamp if max(modified, changed) < clock - tick else _YOUNG


def _read_record(place: str) -> tuple[str, str, int, list[str], list[str], list[Stamp]] | None:
    """identity, told, the number of inputs, paths, hashes, stamps; None if there is no record."""
    try:
        with open(place, "rb") as file:
            head, body = file.readline().split(b" "), file.read()
    except OSError:
        return None
    if len(head) != 8 or head[0] != _MAGIC or crc32(body) != int(head[1]):
        return None
    parts, start = [], 0
    for size in map(int, head[2:]):
        parts.append(body[start : start + size])
        start += size
    identity, told, count, paths, hashes = (
        part.decode("utf-8", "surrogateescape") for part in parts[:5]
    )
    stamps = _unpacked(parts[5])
    return identity, told, int(count), paths.split("\0"), hashes.split("\0"), stamps
