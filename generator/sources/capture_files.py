"""List the log of captures: content/captures/<source>[/<resource>]/<date>.<ending>.

And report what lies in content/ and no source reads.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from generator.config.records import Config, Source
from generator.errors import SourceError, one_line
from generator.model.entries import CopyBody, Entry, Quote
from generator.model.record import PartialDate, Problem, Record
from generator.text.dates import parse_edtf

# The folder of whole pages is called as that of their copies, with this at its end.
PAGES = "-pages"
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3])[0-5]\d[0-5]\d)Z")


class Received(Record, kw_only=True):
    """One file of the log."""

    #: Below content/, with slashes; what cannot be printed of its name is written as escapes.
    path: str
    #: The path of the file itself.
    file: Path
    #: The folder inside the source's folder that holds it; None where there is none.
    resource: str | None
    #: A larger file is not read.
    largest_mb: int = 50
    #: The date in the file's name, of any precision.
    date: PartialDate
    #: HHMMSS in UTC; "" where the name has no time.
    time: str = ""

    @property
    def order(self) -> tuple[int, int, int, str]:
        """The key that sorts the log by its dates, a coarse date before finer ones inside it."""
        return self.date.year, self.date.month or 0, self.date.day or 0, self.time

    @property
    def moment(self) -> str:
        """The same as a text, which sorts in the same way."""
        year, month, day, time = self.order
        return f"{year:04d}-{month:02d}-{day:02d}T{time}"

    def read(self) -> bytes:
        """Return the bytes as received.

        Raises:
            SourceError: the file cannot be read, or is too large.
        """
        try:
            # A pipe would be waited for without end.
            if not self.file.is_file():
                raise SourceError(f"{self.path}: it is no file")
            if self.file.stat().st_size > self._most:
                raise self._too_large("is")
            data = self.file.read_bytes()
        except OSError as error:
            raise SourceError(f"{self.path}: cannot be read: {error.strerror}") from error
        if len(data) > self._most:  # it has grown since
            raise self._too_large("is")
        return data

    @property
    def _most(self) -> int:
        return self.largest_mb << 20

    def _too_large(self, verb: str) -> SourceError:
        return SourceError(
            f"{self.path}: {verb} more than {self.largest_mb} MB; if it should be, "
            "set largest_mb of its source in site.toml"
        )

    def unpacked(self, data: bytes) -> bytes:
        """Return the bytes that were read, unpacked where they are gzip's (RFC 1952).

        Raises:
            SourceError: the packing is broken, or holds too much.
        """
        if not data.startswith(b"\x1f\x8b"):
            return data
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            unpacked = unpacker.decompress(data, self._most)
        except zlib.error as error:
            raise SourceError(f"{self.path}: broken gzip data ({error})") from error
        if unpacker.unconsumed_tail:
            # A few kilobytes can unpack to more than any memory holds.
            raise self._too_large("unpacks to")
        if not unpacker.eof:
            raise SourceError(f"{self.path}: the gzip data is cut off")
        return unpacked


class Contents(Record, kw_only=True):
    """The contents of one capture."""

    #: In the source's order.
    entries: tuple[Entry, ...]
    #: The texts that the entries' previews name.
    bodies: tuple[CopyBody, ...] = ()
    #: Problems of the capture and of single entries.
    problems: tuple[Problem, ...] = ()
    quotes: tuple[Quote, ...] = ()
    #: Sentences on how it was understood.
    traits: tuple[str, ...] = ()
    #: The title of the whole list, where the source gives one.
    title: str | None = None
    #: The page whose feed it is; None for every other reader.
    home_page: str | None = None
    #: False where it was cut off or damaged, even if entries were found.
    sound: bool = True
    #: "newest": what is older may have rolled off; "all": everything its source has; "part": some
    #: could not be read, so it proves no absence.
    extent: Literal["newest", "all", "part"] = "newest"


def list_captures(source: Source, config: Config) -> tuple[tuple[Received, ...], list[Problem]]:
    """Return a source's log, oldest first, and a problem for each file whose name is no date."""
    folder = Path(config.folder) / source.folder
    if not folder.is_dir():
        missing = Problem(where=_below(folder, config), message="no captures yet", severity="error")
        return (), [missing]
    log, problems = [], []
    below = "" if folder == Path(config.folder) else _below(folder, config)
    for file, resource, is_inside in _files(folder, Path(os.path.realpath(config.folder))):
        path = one_line("/".join(part for part in (below, resource, file.name) if part))
        try:
            date, time = parse_name(file.name)
            # A pipe would be waited for, without end; a link may lead nowhere.
            if not _is_file(file):
                raise ValueError("it is no file")
            if not is_inside:
                raise ValueError("it is a link out of the content folder")
        except ValueError as error:
            message = one_line(f"not read: {error}")
            problems.append(Problem(where=path, message=message, severity="error"))
            continue
        log.append(
            Received(
                path=path,
                file=Path(file),
                resource=resource,
                largest_mb=source.largest_mb,
                date=date,
                time=time,
            )
        )
    log.sort(key=lambda one: (one.order, one.resource is None, one.path))  # older pages first
    return tuple(log), problems


@lru_cache(maxsize=1024)  # thousands of previews may have come on one day
def parse_name(name: str) -> tuple[PartialDate, str]:
    """Return the date that a capture's file name states, and HHMMSS or "" where it gives no time.

    Raises:
        ValueError: the name before the first dot is no date.

    >>> parse_name("2026-04-05T031754Z.txt")[1]
    '031754'
    """
    stem = name.partition(".")[0]
    match = _TIME.fullmatch(stem)
    if match:
        return parse_edtf(match[1]), match[2]
    return parse_edtf(stem), ""


def _below(path: Path, config: Config) -> str:
    return path.relative_to(config.folder).as_posix()


def _files(folder: Path, home: Path) -> Iterator[tuple[os.DirEntry[str], str | None, bool]]:
    """Yield the files of a source, hidden ones left out; one level of folders is its resources.

    Each comes with its resource, and with whether it lies below `home` where it really is. What
    is no link lies where its folder does: to follow every path costs the disk ten questions each.
    """
    is_inside = is_below(folder, home)
    for entry in _entries(folder):
        is_inside_too = is_below(entry, home) if entry.is_symlink() else is_inside
        if not _is_folder(entry):
            yield entry, None, is_inside_too
            continue
        for file in _entries(entry):
            if not _is_folder(file):
                is_link = file.is_symlink()
                yield file, entry.name, is_below(file, home) if is_link else is_inside_too


def _entries(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)


# Of a link that leads round in a circle, the entry itself would raise.
def _is_folder(entry: os.DirEntry[str]) -> bool:
    return Path(entry).is_dir() if entry.is_symlink() else entry.is_dir()


def _is_file(entry: os.DirEntry[str]) -> bool:
    return Path(entry).is_file() if entry.is_symlink() else entry.is_file()


def is_below(path: os.PathLike[str], home: Path) -> bool:
    """Return whether a path, all links followed, lies in a folder, which is no link itself."""
    return Path(os.path.realpath(path)).is_relative_to(home)


# What lies in content/ and nobody reads → problems, so that nothing is passed over silently.

# What is read of content/, besides the folders that site.toml names.
_KNOWN = ("site.toml", "overrides.toml", "captures", "notes", "pages", "static", "templates")
_TEXTS = {".md", ".markdown", ".mdown", ".txt"}


def unread_files(config: Config) -> tuple[Problem, ...]:
    """Return a problem for each file and folder that no source reads, though one seems meant to."""
    reasons = dict((*_captures(config), *_notes(config), *_misspelt(config)))
    return tuple(
        Problem(
            where=one_line(path.relative_to(config.folder).as_posix()),
            message=f"not read: {why}",
            severity="warning",
        )
        for path, why in reasons.items()
    )


def _captures(config: Config) -> Iterator[tuple[Path, str]]:
    """Yield folders of captures that no source reads, and captures outside such folders."""
    home = Path(config.folder) / "captures"
    own = [source.folder for source in config.sources]
    # What `fetch --previews` keeps beside its copies is for nobody to read.
    own += [source.folder + PAGES for source in config.sources if source.reader == "preview"]
    read = {(Path(config.folder) / folder).resolve() for folder in own}

    def is_read(path: Path) -> bool:
        place = path.resolve()
        return home.resolve() in read or any(place in (one, *one.parents) for one in read)

    found = [path for path in sorted(home.glob("*")) if not path.name.startswith(".")]
    for path in found:
        if path.is_dir() and not is_read(path):
            yield path, "no [[source]] in site.toml has this name"
    for path in found:
        if path.is_file() and _is_dated(path) and not is_read(path):
            yield path, "it lies in the folder of no source"


def _is_dated(path: Path) -> bool:
    try:
        return bool(parse_name(path.name))
    except ValueError:
        return False


def _notes(config: Config) -> Iterator[tuple[Path, str]]:
    """Yield texts among the notes that have another ending than a note's."""
    for source in config.sources:
        if source.reader == "note":
            for path in sorted((Path(config.folder) / source.folder).rglob("*")):
                if path.suffix != ".md" and path.suffix.lower() in _TEXTS and path.is_file():
                    yield path, "the name of a note ends in .md"


def _misspelt(config: Config) -> Iterator[tuple[Path, str]]:
    """Yield files beside site.toml whose names are nearly those of something that is read."""
    from difflib import get_close_matches  # late: only a build needs it

    # Beside what is read such a name is somebody's copy of it.
    home = Path(config.folder)
    own = {source.folder.partition("/")[0] for source in config.sources}
    for path in sorted(home.iterdir()):
        near = get_close_matches(path.name, _KNOWN, n=1, cutoff=0.8)
        if near and path.name not in {*_KNOWN, *own} and not (home / near[0]).exists():
            yield path, f"octavo knows no such name; did you mean {near[0]}?"
