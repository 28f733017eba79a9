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
from itertools import chain
from zlib import crc32

from generator.disk import (
    ABSENT,
    OUTPUT_HASH,
    Walk,
    clock_of,
    content_hash,
    packed_stamps,
    record_of,
    stamps_of,
    unpacked,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.disk import Rows, Stamp

    # identity, told, the number of inputs, paths, hashes, and the stamps packed.
    _Recorded = tuple[str, str, int, list[str], list[str], bytes]

_MAGIC = b"octavo-stamps-3"
_YOUNG = (-2, -2, -2, -2)
# The clocks of file systems tick every 1 to 10 ms; some count whole or even seconds only.
_TICK_NS = 50_000_000
_COARSE_TICK_NS = 2_100_000_000


class LastBuild:
    """What the last build recorded in the file `place`, and what of it stands on the disk now.

    `identity` is what has to be equal besides files: arguments, Python, libraries. Rows hold, by
    path, a stamp and a hash: of everything that was read (a folder's path ends in "/"), and of
    everything that was written, with a hash only while the stamp is young, else "". `before` are
    the inputs as they were recorded, where they are of a build of this identity.
    """

    def __init__(self, place: str, identity: str) -> None:
        self.place = place
        self.identity = identity
        self.told = ""
        self.inputs: Rows = {}
        self.outputs: Rows = {}
        self.before: Rows = {}
        self._now: dict[str, Stamp] = {}
        self._record = ABSENT

    def is_current(self) -> bool:
        """Whether nothing that was read or written has changed: then there is nothing to do."""
        record = self._recorded()
        if record is None:
            return False
        _, self.told, _, paths, _, stamps = record
        now = packed_stamps(paths)
        if now == stamps:
            return True
        self._learn(record, now)
        clock = clock_of(self.place)
        rows = {**self.inputs, **self.outputs}
        for path, (stamp, known) in rows.items():
            is_other = self._now[path] != stamp
            if is_other and (not known or content_hash(path, len(known) // 2) != known):
                return False
        for part in (self.inputs, self.outputs):
            for path, (_, known) in part.items():
                part[path] = (_believed(self._now[path], clock), known)
        self._write()
        return True

    def learn(self) -> None:
        """Learns what the last build recorded, for one that has something to do in any case."""
        # What was known before is out of date, also where there is no record for this build now.
        self.inputs, self.outputs, self.before, self._now = {}, {}, {}, {}
        record = self._recorded()
        if record is not None:
            self._learn(record, packed_stamps(record[3]))

    def _recorded(self) -> _Recorded | None:
        (self._record,) = stamps_of([self.place])
        record = _read_record(self.place)
        return record if record and record[0] == self.identity else None

    def _learn(self, record: _Recorded, now: bytes) -> None:
        _, _, count, paths, hashes, stamps = record
        rows = list(zip(unpacked(stamps), hashes, strict=True))
        self.inputs = dict(zip(paths[:count], rows[:count], strict=True))
        self.outputs = dict(zip(paths[count:], rows[count:], strict=True))
        self.before = self.inputs
        self._now = dict(zip(paths, unpacked(now), strict=True))

    def take(self, roots: Iterable[str], without: Iterable[str]) -> dict[str, str]:
        """The hash of every file and folder below the roots, before any of them is used.

        A file whose stamp is as recorded is not read. Hidden names that stand in the first root
        itself are left out, and so are the folders `without`.
        """
        clock = clock_of(self.place)
        if stamps_of([self.place]) != [self._record]:
            # Another build has been here in the meantime: what was found out is out of date.
            self.inputs, self.outputs, self.before, self._now = {}, {}, {}, {}
        rows = {}
        for path, stamp in self._found(roots, without).items():
            row = self.inputs.get(path)
            if row is None or row[0] != stamp:
                row = (_believed(stamp, clock), content_hash(path))
            rows[path] = row
        self.inputs = rows
        return {path: known for path, (_, known) in rows.items()}

    def _found(self, roots: Iterable[str], without: Iterable[str]) -> dict[str, Stamp]:
        """The files and folders below the roots, with the stamps that they have now."""
        folders = [root.rstrip("/") + "/" for root in roots]
        now = {path: self._now[path] for path in self.inputs}
        moved = [p for p, stamp in now.items() if p[-1] == "/" and stamp != self.inputs[p][0]]
        if not moved and all(folder in now for folder in folders):
            return now  # no name came or went
        walk = Walk(self.inputs, self._now, without)
        for number, folder in enumerate(folders):
            walk.add(folder, hidden=number > 0)
        return walk.found

    def standing_outputs(self) -> set[str]:
        """The paths that were written and hold what was written there."""
        return {
            path
            for path, (stamp, known) in self.outputs.items()
            if stamp == self._now[path] or (known and content_hash(path, OUTPUT_HASH) == known)
        }

    def forget(self) -> None:
        """Removes the record: until another is kept, a build has something to do."""
        try:
            os.unlink(self.place)
        except OSError:
            return

    def keep(
        self,
        told: str,
        output: str,
        names: Iterable[str],
        hashes: Mapping[str, str],
        kept: Collection[str] = (),
    ) -> None:
        """Records a build that has succeeded: what it said, and the files that are its site.

        They stand in the folder `output`. `hashes` are those that are known, by name; `kept` are
        the names of those that the build found as it should leave them. What has come over these
        since then is for the next build to find.
        """
        clock = clock_of(self.place)
        paths = {f"{output}/{name}": name for name in names}
        rows = {
            path: row
            for path, name in paths.items()
            if name in kept and (row := self._row_of(path))
        }
        left = [path for path in paths if path not in rows]
        for path, stamp in zip(left, stamps_of(left), strict=True):
            believed = _believed(stamp, clock) if stamp != ABSENT else _YOUNG
            known = ""
            if believed != stamp:
                known = hashes.get(paths[path]) or content_hash(path, OUTPUT_HASH)
            rows[path] = (believed, known)
        self.told = told
        self.outputs = rows
        self._write()

    def _row_of(self, path: str) -> tuple[Stamp, str] | None:
        """What is recorded of an output that still had this stamp when it was looked at."""
        row = self.outputs.get(path)
        return row if row and row[0] == self._now[path] else None

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
        encoded.append(array("q", chain.from_iterable(stamp for stamp, _ in rows)).tobytes())
        body = b"".join(encoded)
        sizes = b" ".join(b"%d" % len(part) for part in encoded)
        head = b"%s %d %s\n" % (_MAGIC, crc32(sizes + body), sizes)
        try:
            with open(f"{self.place}.new", "wb") as file:
                file.write(head + body)
            os.replace(f"{self.place}.new", self.place)
        except OSError:
            return


def identity_of(arguments: Sequence[str]) -> str:
    """What a build depends on besides files: arguments, where they hold, whose code, surroundings.

    The files of the code are recorded; those of another octavo, which may be run the next time, are
    not.
    """
    return "\n".join(
        (os.getcwd(), repr(list(arguments)), os.path.abspath(__file__), surroundings())
    )


def surroundings() -> str:
    """This Python and the libraries that are installed for it, with their versions."""
    libraries = set()
    for folder in sys.path:
        if os.path.isdir(folder or "."):
            libraries |= {n for n in os.listdir(folder or ".") if n.endswith(".dist-info")}
    return "\n".join((sys.version, *sorted(libraries)))


def place_of(arguments: Sequence[str]) -> str:
    """The file that a build with these arguments is recorded in, beside its output folder."""
    output = "_site"
    for argument, following in zip(arguments, (*arguments[1:], ""), strict=True):
        if argument == "--output":
            output = following
        elif argument.startswith("--output="):
            output = argument.removeprefix("--output=")
    return record_of(output)


def _believed(stamp: Stamp, clock: int) -> Stamp:
    """The stamp, or one that no file ever has where this one is too young to be relied on."""
    _, modified, changed, _ = stamp
    tick = _COARSE_TICK_NS if modified % 1_000_000 == 0 else _TICK_NS
    return stamp if max(modified, changed) < clock - tick else _YOUNG


def _read_record(place: str) -> _Recorded | None:
    """What is recorded; None if nothing is, or it is damaged."""
    try:
        with open(place, "rb") as file:
            head, body = file.readline().rstrip(b"\n").split(b" "), file.read()
        numbers = [int(number) for number in head[1:]]
    except (OSError, ValueError):
        return None
    if len(head) != 8 or head[0] != _MAGIC or crc32(b" ".join(head[2:]) + body) != numbers[0]:
        return None
    parts, start = [], 0
    for size in numbers[1:]:
        parts.append(body[start : start + size])
        start += size
    identity, told, count, paths, hashes = (
        part.decode("utf-8", "surrogateescape") for part in parts[:5]
    )
    return identity, told, int(count), paths.split("\0"), hashes.split("\0"), parts[5]
