"""Publish files in the output folder: stage what differs, then move each file into its place.

Nothing that is published changes before every file of the site is made. Then, in this order: the
manifest `.octavo` names the old and the new files; each file that differs replaces the one in its
place in one step; what is no longer made is removed; the manifest names the new files only. A build
that is cut off on the way is finished by the next: that one makes all files again, compares them,
and knows from the manifest which are ours.

What differs is staged in `.octavo.staging/` in the output itself. A file replaces another in one
step only within one file system, and an output may be a mount of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from generator.errors import OutputError
from generator.model.pages import File
from generator.model.record import Record
from generator.regular_file import replace_file, retry_while_open

MANIFEST = ".octavo"
STAGING = ".octavo.staging"
_CHUNK = 1 << 20


class StagedFile(Record, kw_only=True):
    """A file of the site that was made and compared with the one in its place."""

    #: Where it belongs, below the output folder.
    path: str
    #: The beginning of the SHA-256 of its bytes, in hexadecimal.
    hash: str
    #: Its length in bytes; 0 where the file in its place was not read.
    size: int
    #: Whether it differs from the file in its place; only then it was written to the staging.
    changed: bool


class OutputFolder(Record, kw_only=True):
    """An output folder while one build holds it."""

    #: Where it lies, as it was named.
    path: Path
    #: Where `stage_file` writes; gone when the build ends.
    staging: Path
    #: The paths that earlier builds published; none for a new folder.
    ours: frozenset[str]
    #: Whether files that are not ours may be overwritten.
    force: bool


class Published(Record, kw_only=True):
    """The outcome of publishing, in numbers of files."""

    #: How many are new or replaced others.
    written: int
    #: How many were left as they were.
    unchanged: int
    #: How many were removed, as no page is made there any more.
    removed: int
    #: The hashes of all files of the site by path; the manifest is not among them.
    hashes: dict[str, str]


@contextmanager
def open_output(
    path: Path, *, force: bool = False, on_message: Callable[[str], None] = lambda message: None
) -> Iterator[OutputFolder]:
    """Hold an output folder, so that other builds wait, and make a staging folder in it.

    What a build that was cut off has left in the staging is thrown away. `on_message` is called
    where the system refuses to lock the folder; the build goes on without.

    Raises:
        OutputError: the folder is not ours and `force` is false, another build holds it for long,
            or the disk refuses.
    """
    from generator.lock import hold_lock  # late: it takes longer to load than all the rest

    with _disk_errors(path):
        mode = _mode(path)
        if mode and not stat.S_ISDIR(mode):
            raise OutputError(f"{path}: not a folder; name another --output")
        beside = path.resolve()
    lock = beside.parent / ".cache" / "octavo" / f"{beside.name}.lock"
    if mode and not lock.parent.exists():
        with _disk_errors(path):
            _read_ours(path, force=force)  # a folder that is refused gets no lock beside it
    busy = f"{path}: another build has been publishing here for a minute; wait for it, or end it"
    with hold_lock(lock, busy=OutputError(busy), on_message=on_message):
        with _disk_errors(path):
            path.mkdir(parents=True, exist_ok=True)
            ours = _read_ours(path, force=force)
            staging = _make_staging(path)
        try:
            yield OutputFolder(path=path, staging=staging, ours=ours, force=force)
        finally:
            shutil.rmtree(path / STAGING, ignore_errors=True)
            if not mode:
                with suppress(OSError):  # it is not empty: the site is in it
                    path.rmdir()


def stage_file(file: File, output: Path, staging: Path) -> StagedFile:
    """Make a file, and write it to the staging unless the file in its place is equal.

    The file is never held whole: it is compared piece by piece, and what was equal up to the first
    difference is copied. May be called in a process of its own.

    Raises:
        OutputError: the path leads out of the site, or the disk refuses.
    """
    if not _is_inside(file.path):
        raise OutputError(f"{file.path}: does not lie inside of the site")
    place, staged = output / file.path, _staged_path(staging, file.path)
    try:
        with _open_existing(place) as existing:
            return _stage_unless_equal(file, existing, staged)
    except OSError as error:
        name = place if error.filename in (None, str(staged)) else error.filename
        raise OutputError(f"{name}: cannot be written: {error.strerror or error}") from error


def publish(
    staged: Iterable[StagedFile],
    folder: OutputFolder,
    *,
    last: Callable[[Mapping[str, str]], File] | None = None,
) -> Published:
    """Make the output folder hold just these files, and those in it that are not ours.

    `last` makes one more file of the hashes of all others; it is moved into its place after them.

    Raises:
        OutputError: two files have one path, something that is not ours is in the way, or the disk
            refuses. In the first two cases nothing was changed.
    """
    files = list(staged)
    paths = [file.path for file in files]
    hashes = {file.path: file.hash for file in files}
    if last is not None:
        with _disk_errors(folder.path):
            files.append(stage_file(last(hashes), folder.path, folder.staging))
        paths.append(files[-1].path)
        hashes[files[-1].path] = files[-1].hash
    folded = _fold_paths(paths)
    changed = [file.path for file in files if file.changed]
    with _disk_errors(folder.path):
        old = folder.ours - hashes.keys()
        # Where a disk knows no case, an old path may be another spelling of a new one.
        stale = {path for path in old if not _is_same_file(folder, path, folded.get(_fold(path)))}
        _refuse_what_is_in_the_way(folder, changed, stale)
        if changed or stale:
            _write_manifest(folder, folder.ours | hashes.keys())
        _move(folder, changed, stale)
        _write_manifest(folder, hashes.keys())
    return Published(
        written=len(changed),
        unchanged=len(hashes) - len(changed),
        removed=len(stale),
        hashes=hashes,
    )


@contextmanager
def _disk_errors(output: Path) -> Iterator[None]:
    """Turn the disk's errors into those of the output, with the name of the file."""
    try:
        yield
    except OSError as error:
        name = error.filename2 or error.filename or output
        raise OutputError(f"{name}: cannot be written: {error.strerror or error}") from error


def _read_ours(output: Path, *, force: bool) -> frozenset[str]:
    """Return the paths that earlier builds published; none for a new or an adopted folder."""
    names = {path.name for path in output.iterdir()} - {STAGING}
    try:
        if MANIFEST in names:
            return _read_manifest(output / MANIFEST)
    except (ValueError, KeyError, TypeError, RecursionError):
        if not force:
            raise OutputError(
                f"{output / MANIFEST}: damaged; remove the folder or use --force"
            ) from None
    if names and not force:
        raise OutputError(
            f"{output}: holds files that octavo did not make; "
            "name another --output, or use --force to publish among them"
        )
    return frozenset()


def _read_manifest(place: Path) -> frozenset[str]:
    if not stat.S_ISREG(_mode(place)):
        raise OutputError(f"{place}: cannot be read: not a file; remove it")
    try:
        files = json.loads(place.read_bytes())["files"]
    except OSError as error:
        raise OutputError(f"{place}: cannot be read: {error.strerror}") from error
    if not isinstance(files, list):
        raise TypeError
    return frozenset(path for path in files if _is_inside(path))


def _write_manifest(folder: OutputFolder, paths: Iterable[str]) -> None:
    """Write the manifest, unless it names these files already."""
    text = json.dumps({"version": 1, "files": sorted(paths)}, indent=0).encode()
    place, staged = folder.path / MANIFEST, folder.staging / MANIFEST
    if not place.is_file() or place.read_bytes() != text:
        staged.write_bytes(text)
        replace_file(staged, place)


def _make_staging(output: Path) -> Path:
    """Make an empty folder for staging, in place of what a build that was cut off has left."""
    place = output / STAGING
    if place.is_symlink():
        raise OutputError(f"{place}: a link out of the site; remove it")
    # A worker of a build that was killed may still be writing there: so what cannot be removed now
    # is left for later, and each build has a folder of its own name.
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(dir=place))


def _staged_path(staging: Path, path: str) -> Path:
    # All in one folder: making and removing folders takes longer than the files.
    return staging / sha256(path.encode()).hexdigest()[:32]


def _open_existing(place: Path) -> AbstractContextManager[BinaryIO | None]:
    """Open the file at a place; None where there is none, or one that cannot be compared."""
    if stat.S_ISREG(_mode(place)):
        with suppress(OSError):
            return place.open("rb")
    return nullcontext()


def _stage_unless_equal(file: File, existing: BinaryIO | None, staged: Path) -> StagedFile:
    digest, size, pieces = sha256(), 0, iter(file.pieces)
    other = b""
    for piece in pieces:
        digest.update(piece)
        if existing is None or existing.read(len(piece)) != piece:
            other = piece
            break
        size += len(piece)
    changed = bool(other) or existing is None or bool(existing.read(1))
    if changed:
        with staged.open("wb") as target:
            if existing is not None:
                existing.seek(0)
                for start in range(0, size, _CHUNK):
                    target.write(existing.read(min(_CHUNK, size - start)))
            size += target.write(other)
            for piece in pieces:
                digest.update(piece)
                size += target.write(piece)
    return StagedFile(path=file.path, hash=digest.hexdigest()[:16], size=size, changed=changed)


def _fold_paths(paths: Iterable[str]) -> dict[str, str]:
    """Return the paths by their folded form.

    Raises:
        OutputError: a disk could not hold all of them, or one leads out of the site.
    """
    folded: dict[str, str] = {}
    for path in paths:
        if not _is_inside(path):
            raise OutputError(f"{path}: does not lie inside of the site")
        name = _fold(path)
        if name.partition("/")[0] in (MANIFEST, STAGING):
            raise OutputError(f"{path}: octavo keeps this name for itself")
        if name in folded:
            other = folded[name]
            alike = "" if other == path else f", or one that some disks take for it: {other}"
            raise OutputError(f"{path}: two files of the site have this path{alike}")
        folded[name] = path
    for name, path in folded.items():
        for above in _folders_above(name):
            if above in folded:
                raise OutputError(
                    f"{folded[above]}: a file of the site has this path, and {path} lies below it"
                )
    return folded


def _fold(path: str) -> str:
    """Fold a path as some disks compare: macOS and Windows know no case, macOS one normal form."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _is_same_file(folder: OutputFolder, old: str, new: str | None) -> bool:
    with suppress(OSError):
        return new is not None and (folder.path / old).samefile(folder.path / new)
    return False


def _refuse_what_is_in_the_way(
    folder: OutputFolder, changed: Collection[str], stale: Collection[str]
) -> None:
    """Refuse to publish through a link, or over something that is not ours."""
    folders = dict.fromkeys(chain.from_iterable(map(_folders_above, changed)))
    for above in folders:
        place = folder.path / above
        mode = _mode(place)
        if stat.S_ISLNK(mode):
            raise OutputError(f"{place}: a link out of the site; remove it")
        if mode and not stat.S_ISDIR(mode) and above not in stale:
            raise OutputError(f"{place}: is not ours, and a folder of the site must be there")
    removable = {*stale, *chain.from_iterable(map(_folders_above, stale))}
    for path in changed:
        place = folder.path / path
        mode = _mode(place)
        if stat.S_ISDIR(mode):
            for found in (place, *sorted(place.rglob("*"))):
                below = found.relative_to(folder.path).as_posix()
                if below not in removable or (found.is_symlink() and below not in stale):
                    raise OutputError(f"{found}: is not ours, and stands where a page must be")
        elif mode and path not in folder.ours and not folder.force:
            raise OutputError(
                f"{place}: is not ours, and stands where a page must be; "
                "move it, or use --force to overwrite it"
            )


def _move(folder: OutputFolder, changed: Collection[str], stale: Collection[str]) -> None:
    """Move what was staged into its places, and remove what is stale: last, unless in the way."""
    files, folders = set(changed), set(chain.from_iterable(map(_folders_above, changed)))
    blocking = {
        path for path in stale if path in folders or not files.isdisjoint(_folders_above(path))
    }
    for path in sorted(blocking):
        _remove(folder.path, path)
    for above in sorted(folders):
        (folder.path / above).mkdir(exist_ok=True)
    for path in changed:
        replace_file(_staged_path(folder.staging, path), folder.path / path)
    for path in sorted(set(stale) - blocking):
        _remove(folder.path, path)


def _remove(output: Path, path: str) -> None:
    """Remove a file, but not through a link, and the folders that it leaves empty."""
    folders = _folders_above(path)
    if any((output / folder).is_symlink() for folder in folders):
        return
    if not stat.S_ISDIR(_mode(output / path)):
        with suppress(FileNotFoundError, NotADirectoryError):
            retry_while_open((output / path).unlink)
    for folder in reversed(folders):
        try:
            (output / folder).rmdir()
        except OSError:  # not empty, or not there
            return


def _mode(place: Path) -> int:
    """Return the mode of what is at a place, links not followed; 0 where there is nothing."""
    try:
        return place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _is_inside(path: object) -> bool:
    """Return whether a path stays in its folder; a manifest could have been edited."""
    if not isinstance(path, str) or "\0" in path or "\\" in path:
        return False
    return {"", ".", ".."}.isdisjoint(path.split("/")) and not os.path.splitdrive(path)[0]


def _folders_above(path: str) -> list[str]:
    """Return the folders that a path lies in, the outermost first.

    >>> _folders_above("2025/07/index.html")
    ['2025', '2025/07']
    """
    return [path[:end] for end, letter in enumerate(path) if letter == "/"]
