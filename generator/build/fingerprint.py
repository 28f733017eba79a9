"""Find out whether anything changed since the last build, from the stamps of files.

This is looked at before anything heavy is imported, so it keeps to `os`, `json` and `stat`. A
stamp is a file's size, its times of change and its number on the disk. A file with another stamp is
compared by its hash, so that a fresh checkout, where all files have new times, is recognised too.
"""

from __future__ import annotations

import json
import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing and collections.abc take a tenth of the time that is left here
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    # Size, time of modification and of change in nanoseconds, number on the disk.
    Stamp = list[int]

# Where all that is kept of builds lies, beside the output folder.
CACHE = os.path.join(".cache", "octavo")
_FORMAT = 2
# Larger files are known by their stamps alone, without a hash. Of 100,000 articles, articles.json
# has two fifths of that.
_LARGEST = 1 << 30
_CHUNK = 1 << 20
_FOLDER = [-3, 0, 0]
_LINK_OUT = [-4, 0, 0]
_NOT_SEEN = [-5, 0, 0]
# The clocks of file systems tick every 1 to 10 ms; some count whole seconds only.
_TICK_NS = 50_000_000
_COARSE_TICK_NS = 2_100_000_000


class Fingerprint:
    """The record of what the last build of one output read and wrote, by path.

    `place` is the file that keeps it. `identity` is what has to be equal besides files: the
    arguments, Python, the libraries. A file that was written again within one tick of the clock
    keeps its stamp (https://git-scm.com/docs/racy-git), so stamps that were as young when they were
    looked at are not believed.
    """

    def __init__(self, place: str, identity: str) -> None:
        self.place = place
        self.identity = identity
        #: What the last build printed about problems, and prints again where nothing changed.
        self.message = ""
        self._recorded_identity = ""
        self._output = ""
        self._roots: list[str] = []
        self._without: list[str] = []
        #: By path: a stamp and a hash.
        self._inputs: dict[str, tuple[Stamp, str]] = {}
        #: By path below the output: a stamp, a hash and a key.
        self._outputs: dict[str, tuple[Stamp, str, str]] = {}
        #: Stamps that are not older than this are not believed.
        self._believed_before = 0
        #: The stamps that files of the output had right before they were found to be as written.
        self._seen: dict[str, Stamp] = {}
        #: When the first file was read for its hash, by the clock of the disk; 0 if none was.
        self._first_hashed = 0

    def is_current(self) -> bool:
        """Return whether nothing that was read or written has changed: there is nothing to do."""
        if not self._load() or self._recorded_identity != self.identity:
            return False
        if os.path.islink(self._output):  # which a build refuses
            return False
        now = dict(stamps_below(self._roots, self._without))
        if now.keys() != self._inputs.keys():
            return False
        doubted = [path for path, row in self._inputs.items() if not self._is(row[0], now[path])]
        if not all(self._inputs[path][1] == self._hash(path, now[path]) != "" for path in doubted):
            return False
        if len(self.present_files(self._output)) != len(self._outputs):
            return False
        seen = self._seen
        if doubted or not all(self._is(row[0], seen[path]) for path, row in self._outputs.items()):
            self._inputs = {path: (now[path], known) for path, (_, known) in self._inputs.items()}
            self._outputs = {path: (seen[path], *row[1:]) for path, row in self._outputs.items()}
            self._write()
        return True

    def take(self, roots: Sequence[str], without: Sequence[str]) -> dict[str, str]:
        """Look at all files below some folders as a build begins; return their hashes by path.

        What lies below the paths `without` is left out. Also learns what the last build wrote.
        """
        self._load()
        self._roots, self._without = list(roots), list(without)
        now = dict(stamps_below(roots, without))
        inputs: dict[str, tuple[Stamp, str]] = {}
        for path, stamp in now.items():
            known = self._inputs.get(path)
            is_same = known is not None and self._is(known[0], stamp)
            inputs[path] = (stamp, known[1] if known and is_same else self._hash(path, stamp))
        self._inputs = inputs
        return {path: known for path, (_, known) in inputs.items()}

    def present_files(self, output: str) -> dict[str, tuple[str, str]]:
        """Return the hash and key of each file of an output that is as it was written."""
        if output != self._output:
            return {}
        found = {}
        for path, (stamp, known, key) in self._outputs.items():
            place = os.path.join(output, path)
            now = _stamp(place, follow=False)  # nothing is published through a link
            is_written = self._is(stamp, now)
            if is_written or self._hash(place, now)[: len(known)] == known != "":
                found[path] = (known, key)
                self._seen[path] = now
        return found

    def forget(self) -> None:
        """Remove the record: until another is kept, a build has something to do."""
        try:
            os.unlink(self.place)
        except OSError:
            return

    def keep(self, message: str, output: str, files: Iterable[tuple[str, str, str]]) -> None:
        """Record a build that has succeeded, of the inputs as `take` found them.

        `files` are the path below `output`, the hash and the key of each file of the site.
        """
        self.message = message
        self._output = output
        # What changed since may have been read before or after: nothing is equal to that, nor to a
        # page that may have been made of it.
        now = dict(stamps_below(self._roots, self._without))
        is_settled = now == {path: stamp for path, (stamp, _) in self._inputs.items()}
        self._inputs = {
            path: (stamp, known if now.get(path) == stamp else "")
            for path, (stamp, known) in self._inputs.items()
        }
        # What was written just now is looked at by the next build: it may be edited already.
        self._outputs = {
            path: (self._seen.get(path, _NOT_SEEN), known, key if is_settled else "")
            for path, known, key in files
        }
        self._write()

    def _hash(self, path: str, stamp: Stamp) -> str:
        self._first_hashed = self._first_hashed or self._disk_time()
        return _hash(path, stamp)

    def _disk_time(self) -> int:
        """Return the time that a file written now gets; 0 where no record can be written."""
        try:
            os.makedirs(os.path.dirname(self.place), exist_ok=True)
            probe = f"{self.place}.now"
            with _create(probe) as file:
                now = os.fstat(file.fileno()).st_mtime_ns
            os.unlink(probe)
        except OSError:
            return 0
        return now

    def _is(self, stamp: Stamp, now: Stamp) -> bool:
        return stamp == now and max(stamp[1:3]) < self._believed_before

    def _load(self) -> bool:
        """Learn what is recorded; return whether there is anything."""
        self._inputs, self._outputs, self._seen = {}, {}, {}
        self._believed_before = self._first_hashed = 0
        try:
            with open(self.place, "rb", opener=_open_file) as file:
                written = os.fstat(file.fileno()).st_mtime_ns
                record = json.load(file)
            # Paths are as they were given, so they hold in the same folder only.
            if (record["format"], record["folder"]) != (_FORMAT, os.getcwd()):
                return False
            self._recorded_identity = record["identity"]
            self.message, self._output = record["message"], record["output"]
            self._roots, self._without = record["roots"], record["without"]
            self._inputs = {path: tuple(row) for path, row in record["inputs"].items()}
            self._outputs = {path: tuple(row) for path, row in record["outputs"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self._inputs, self._outputs = {}, {}  # damaged, or of another version: as if not there
            return False
        tick = _COARSE_TICK_NS if written % 1_000_000 == 0 else _TICK_NS
        self._believed_before = written - tick
        return True

    def _write(self) -> None:
        """Write the record whole or not at all: without one the next build is only slower."""
        record = {
            "format": _FORMAT,
            "folder": os.getcwd(),
            "identity": self.identity,
            "message": self.message,
            "output": self._output,
            "roots": self._roots,
            "without": self._without,
            "inputs": self._inputs,
            "outputs": self._outputs,
        }
        try:
            os.makedirs(os.path.dirname(self.place), exist_ok=True)
            new = f"{self.place}.new"
            with _create(new) as file:
                file.write(json.dumps(record, separators=(",", ":")))
            if self._first_hashed:  # what was written since may have been read before
                os.utime(new, ns=(self._first_hashed, self._first_hashed))
            os.replace(new, self.place)
        except OSError:
            return


def stamps_below(roots: Iterable[str], without: Iterable[str]) -> Iterator[tuple[str, Stamp]]:
    """Yield the path and the stamp of everything below some folders, folders with a "/" at the end.

    Hidden files directly below the first of them, the owner's, are left out, and so is what Python
    keeps beside modules. A link that leads out of its root has a row of its own besides, as some
    readers refuse one; a folder behind one is not entered.
    """
    left_out = {
        place for path in without for place in (os.path.abspath(path), os.path.realpath(path))
    }
    for number, root in enumerate(roots):
        home = os.path.realpath(root)
        if os.path.isdir(home):
            yield from _below(root, home, left_out, (home,), hidden=number > 0)


def _below(
    folder: str, home: str, left_out: set[str], above: tuple[str, ...], *, hidden: bool = True
) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return  # a folder that cannot be listed is named where it is read
    has_modules = any(entry.name.endswith(".py") for entry in entries)
    for entry in entries:
        if has_modules and entry.name == "__pycache__":
            continue
        if not hidden and entry.name.startswith("."):
            continue
        # Below "." as pathlib writes it: other stages look paths up.
        path = entry.name if folder == os.curdir else os.path.join(folder, entry.name)
        real = os.path.realpath(path) if entry.is_symlink() else ""
        if real and not (real + os.sep).startswith(home + os.sep):
            yield path, _stamp(path, follow=not _is_folder(entry))
            yield path + "/", _LINK_OUT
        elif not _is_folder(entry):
            yield path, stamp_of(path)
        elif real not in above and (real or os.path.abspath(path)) not in left_out:
            yield path + "/", _FOLDER
            yield from _below(path, home, left_out, (*above, real) if real else above)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def stamp_of(path: str) -> Stamp:
    """Return the stamp of what is there now, links followed; of nothing [-1, -1, -1]."""
    return _stamp(path, follow=True)


def _stamp(path: str, *, follow: bool) -> Stamp:
    try:
        found = os.stat(path, follow_symlinks=follow)
    except (OSError, ValueError):
        return [-1, -1, -1]
    size = found.st_size if stat.S_ISREG(found.st_mode) else -2
    # The number tells files apart that were written within one tick: a folder in another's place.
    return [size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _create(path: str) -> TextIO:
    """Create a file, in place of one of a build that was cut off; a link is not written to."""
    if os.path.lexists(path):
        os.unlink(path)
    return open(path, "x", encoding="ascii")


def _open_file(path: str, flags: int) -> int:
    """Open a file without waiting for who writes into it, if it is a pipe."""
    opened = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(opened).st_mode):
        return opened
    os.close(opened)
    raise OSError("it is no file")


def _hash(path: str, stamp: Stamp) -> str:
    """Return the hash of a file with this stamp; "" for what is no file, too large or unreadable.

    It is the beginning of the SHA-256, as that of a published file is.
    """
    if not 0 <= stamp[0] <= _LARGEST:
        return ""
    from hashlib import sha256  # late: mostly no file has to be read

    hashed = sha256()
    try:
        with open(path, "rb", buffering=0, opener=_open_file) as file:
            while part := file.read(_CHUNK):
                hashed.update(part)
    except OSError:
        return ""
    return hashed.hexdigest()[:32]


def place_of(output: str) -> str:
    """Return the file beside an output folder that a build into it is recorded in."""
    parent, name = os.path.split(os.path.abspath(output))
    return os.path.join(parent, CACHE, f"{name}.json")


def place_for(arguments: Sequence[str]) -> str:
    """Return the file that `octavo build` with these arguments is recorded in."""
    output = os.environ.get("OCTAVO_OUTPUT") or "_site"
    for argument, following in zip(arguments, (*arguments[1:], ""), strict=True):
        flags = argument.lstrip("-qv")
        if argument == "--output" or (argument[:1] == "-" and flags == "o"):
            output = following
        elif argument.startswith("--output="):
            output = argument.removeprefix("--output=")
        elif argument[:1] == "-" and argument[1:2] != "-" and flags[:1] == "o":
            output = flags[1:]
    return place_of(output)


def identity_of(arguments: Sequence[str]) -> str:
    """Return what a build depends on besides files: arguments, code, surroundings.

    The files of the code are recorded; those of another octavo, run the next time, are not.
    """
    named = [os.environ.get(name, "") for name in ("OCTAVO_CONTENT", "OCTAVO_OUTPUT")]
    return "\n".join((repr([*arguments, *named]), __file__, surroundings()))


def surroundings() -> str:
    """Return the version of Python and the libraries that are installed for it with theirs."""
    libraries = set()
    for folder in sys.path:
        if os.path.isdir(folder or "."):
            libraries |= {n for n in os.listdir(folder or ".") if n.endswith(".dist-info")}
    return "\n".join((sys.version, *sorted(libraries)))
