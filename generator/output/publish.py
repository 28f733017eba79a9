"""Files → _site/. Nothing there changes before every file is made; what is equal is not written.

Files that differ are staged beside the output and then moved over, each atomically. The manifest
`.octavo` in the output says which files are ours. Before the first move it is written with the
old and the new names together: a build that was cut off there leaves nothing that the next one
would not find, replace or remove.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import msgspec

from generator.errors import OutputError
from generator.model import File, Record
from generator.parallel import both

MANIFEST = ".octavo"


class Published(Record, kw_only=True):
    """How many files were written, left as they were because they are equal, and removed.

    `paths` are those of all files that are the site now, as written in the output folder.
    """

    written: int
    unchanged: int
    removed: int
    paths: tuple[str, ...]


def publish(
    files: Iterable[File],
    output: Path,
    *,
    more: Iterable[File] | None = None,
    kept: Iterable[str] = (),
    last: Callable[[Mapping[str, str]], File] | None = None,
    force: bool = False,
) -> Published:
    """Makes the output folder hold just these files, and those in it that are not ours.

    `more` are files that a second process makes, where there are two cores. The paths in `kept`
    are files that are known to stand there as they should. `last` makes one more file out of
    the hashes of all the others, by path.

    Raises:
        OutputError: the folder is not ours and `force` is false, two files have one path, or
            the disk refuses.
    """
    ours = _owned(output, force=force)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as staging:
            known = {path: _hash((output / path).read_bytes()) for path in kept}
            hashes, changed = _stage_all(files, more, known, output, Path(staging))
            if last is not None:
                own, differing = _stage([last(hashes)], output, Path(staging))
                hashes, changed = hashes | own, (*changed, *differing)
            made = frozenset(hashes)
            output.mkdir(exist_ok=True)
            _write_manifest(output, ours | made, Path(staging))
            stale = ours - made
            first = _in_the_way(stale, changed)
            for path in first:
                _remove(output, path)
            for path in changed:
                _move(Path(staging) / "files" / path, output, path)
            for path in sorted(stale.difference(first), reverse=True):
                _remove(output, path)
            _write_manifest(output, made, Path(staging))
    except OSError as error:
        name = error.filename or output
        raise OutputError(f"{name}: cannot be written: {error.strerror}") from error
    return Published(
        written=len(changed),
        unchanged=len(made) - len(changed),
        removed=len(stale),
        paths=(*sorted(made), MANIFEST),
    )


def static_files(folders: Iterable[Path]) -> Iterator[File]:
    """The files of the static folders as they stand; of two with one path, the last folder's."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    found[path.relative_to(folder).as_posix()] = path
    for name in sorted(found):
        yield File(path=name, data=found[name].read_bytes())


def _owned(output: Path, *, force: bool) -> frozenset[str]:
    """The paths that an earlier build published; none for a new or an adopted folder."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise OutputError(f"{output}: not a folder; name another --output")
    if not output.exists() or not any(output.iterdir()):
        return frozenset()
    try:
        manifest = json.loads((output / MANIFEST).read_bytes())
        return frozenset(path for path in manifest["files"] if _is_inside(path))
    except FileNotFoundError:
        if force:
            return frozenset()
    except OSError as error:
        raise OutputError(f"{output / MANIFEST}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError):
        if force:
            return frozenset()
        raise OutputError(
            f"{output / MANIFEST}: damaged; remove the folder or use --force"
        ) from None
    raise OutputError(
        f"{output}: holds files that octavo did not make; "
        "name another --output, or use --force to publish among them"
    )


def _is_inside(path: object) -> bool:
    """Whether a manifest's path is that of a file in the folder; it could have been edited."""
    return isinstance(path, str) and not {"", ".", ".."} & set(path.split("/"))


def _stage_all(
    files: Iterable[File],
    more: Iterable[File] | None,
    kept: Mapping[str, str],
    output: Path,
    staging: Path,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The hashes of all files by path, and the paths that differ, staged by two processes."""

    def stage(part: Iterable[File]) -> bytes:
        return msgspec.json.encode(_stage(part, output, staging))

    parts = [stage(files)] if more is None else both(lambda: stage(files), lambda: stage(more))
    made, changed = dict(kept), []
    for part in parts:
        hashes, differing = msgspec.json.decode(part, type=tuple[dict[str, str], list[str]])
        for path in hashes:
            _refuse_second(path, made)
        made |= hashes
        changed += differing
    return made, tuple(changed)


def _refuse_second(path: str, made: Collection[str]) -> None:
    if path in made or path == MANIFEST:
        raise OutputError(f"{path}: two files of the site have this path")


def _stage(
    files: Iterable[File], output: Path, staging: Path
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The hashes of all files by path, and the paths that differ: these lie in the staging."""
    made: dict[str, str] = {}
    changed = []
    for file in files:
        _refuse_second(file.path, made)
        made[file.path] = _hash(file.data)
        if not _is_equal(output / file.path, file.data):
            target = staging / "files" / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
            changed.append(file.path)
    return made, tuple(changed)


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def _is_equal(path: Path, data: bytes) -> bool:
    try:
        if path.is_symlink() or path.stat().st_size != len(data):
            return False
        return path.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _in_the_way(stale: frozenset[str], changed: Sequence[str]) -> list[str]:
    """The stale files that stand where a folder is to be, or in a folder where a file is to be."""
    if not stale:
        return []
    wanted, folders = set(changed), {folder for path in changed for folder in _folders(path)}
    return [path for path in stale if path in folders or wanted & set(_folders(path))]


def _folders(path: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(path).parents]


def _move(staged: Path, output: Path, path: str) -> None:
    target = output / path
    for parent in Path(path).parents:
        if (output / parent).is_symlink():
            raise OutputError(f"{output / parent}: a link out of the site; remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(target)


def _remove(output: Path, path: str) -> None:
    """Removes a stale file, and the folders that it leaves empty."""
    target = output / path
    if any((output / parent).is_symlink() for parent in Path(path).parents):
        return
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == output or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


def _write_manifest(output: Path, paths: Iterable[str], staging: Path) -> None:
    text = json.dumps({"version": 1, "files": sorted(paths)}, indent=0)
    staged = staging / "manifest"
    staged.write_text(text, encoding="utf-8")
    target = output / MANIFEST
    if not _is_equal(target, text.encode()):
        staged.replace(target)
