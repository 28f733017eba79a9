"""Files → _site/. Nothing there changes before every file is made; what is equal is not written.

Files that differ are staged first and then moved over, each atomically, under a journal (see
journal.py): a build that is cut off there is finished by the next. The manifest `.octavo` in the
output says which files are ours; nothing else in the folder is ever touched.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec

from generator.errors import ConfigError, OutputError
from generator.model import File, Made, Record
from generator.output.journal import MANIFEST, Journal, Staging, errors_told
from generator.output.moving import folders_above, is_inside
from generator.parallel import both


class Published(Record, kw_only=True):
    """How many files were written, left as they were because they are equal, and removed.

    `paths` are those of all files that are the site now, as written in the output folder; `made`
    says what of each is known, but for the manifest, and `kept` which of them were not made anew.
    """

    written: int
    unchanged: int
    removed: int
    paths: tuple[str, ...]
    made: dict[str, Made]
    kept: frozenset[str]

    @property
    def hashes(self) -> dict[str, str]:
        """The hashes of the files' bytes, by path."""
        return {path: made.hash for path, made in self.made.items()}


def publish(
    files: Iterable[File],
    output: Path,
    *,
    more: Iterable[File] | None = None,
    kept: Mapping[str, Made] | None = None,
    last: Callable[[Mapping[str, str]], File] | None = None,
    force: bool = False,
    staging: Staging | None = None,
) -> Published:
    """Makes the output folder hold just these files, and those in it that are not ours.

    `more` are files that a second process makes, where there are two cores. `kept` are files that
    are known to stand there as they should, by path. `last` makes one more file out
    of the hashes of all the others, by path. `staging` is the output's, where the caller holds it
    already: other builds wait meanwhile.

    Raises:
        OutputError: the folder is not ours and `force` is false, two files have one path, or
            the disk refuses.
    """
    if staging is None:
        with Staging(output) as held:
            return publish(
                files, output, more=more, kept=kept, last=last, force=force, staging=held
            )
    with errors_told(output):
        ours = _owned(output, force=force)
        taken: dict[str, str] = {}
        staged = _stage_all(files, more, kept or {}, taken, staging)
        if staged.changed:
            _refuse_folders(taken)
        if last is not None:
            hashes = {path: made.hash for path, made in staged.made.items()}
            staged = staged.joined(_stage([last(hashes)], taken, "last", staging))
        made = frozenset(staged.made)
        stale = ours - made
        manifest = _manifest(made)
        journal = Journal(
            manifest_before=_manifest(ours | made) if stale else manifest,
            manifest_after=manifest,
            changed=staged.changed,
            stale=tuple(sorted(stale)),
        )
        staging.commit(journal)
    staging.finish()
    return Published(
        written=len(staged.changed),
        unchanged=len(made) - len(staged.changed),
        removed=len(stale),
        paths=(*sorted(made), MANIFEST),
        made=staged.made,
        kept=frozenset(staged.kept),
    )


class _Staged(Record, kw_only=True):
    """Files by path; of those that differ, their names in the staging; those not made anew."""

    made: dict[str, Made]
    changed: dict[str, str]
    kept: tuple[str, ...]

    def joined(self, other: _Staged) -> _Staged:
        return _Staged(
            made=self.made | other.made,
            changed=self.changed | other.changed,
            kept=self.kept + other.kept,
        )


def static_files(folder: Path) -> dict[str, Path]:
    """The files of a static folder by their path in it; none without the folder.

    Links are left out, and so is what Python keeps, which no build watches.
    """
    found = {path.relative_to(folder): path for path in folder.rglob("*")}
    return {
        place.as_posix(): path
        for place, path in found.items()
        if path.is_file() and not path.is_symlink() and "__pycache__" not in place.parts
    }


def files_of(static: Mapping[str, Path]) -> Iterator[File]:
    """Static files as they stand.

    Raises:
        ConfigError: one cannot be read.
    """
    for path, file in sorted(static.items()):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
        yield File(path=path, pieces=(data,))


def refuse_taken(static: Mapping[str, Path], pages: Collection[str]) -> None:
    """Refuses static files of the owner's that are in the way of a page.

    Raises:
        ConfigError: names the file, and the page.
    """
    for path, file in sorted(static.items()):
        if path in pages:
            raise ConfigError(
                f"{file}: the site makes {path} itself; take the file away, or change what is made "
                "by a template of your own (docs/theming.md)"
            )
        above = (folder for folder in folders_above(path) if folder in pages)
        below = (page for page in pages if page.startswith(f"{path}/"))
        if other := next(chain(above, below), None):
            raise ConfigError(f"{file}: cannot stand beside {other}, which the site makes itself")


def _owned(output: Path, *, force: bool) -> frozenset[str]:
    """The paths that an earlier build published; none for a new or an adopted folder."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise OutputError(f"{output}: not a folder; name another --output")
    if not output.exists() or not any(output.iterdir()):
        return frozenset()
    try:
        manifest = json.loads((output / MANIFEST).read_bytes())
        return frozenset(path for path in manifest["files"] if is_inside(path))
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


def _stage_all(
    files: Iterable[File],
    more: Iterable[File] | None,
    kept: Mapping[str, Made],
    taken: dict[str, str],
    staging: Staging,
) -> _Staged:
    """Stages the files; in two processes, where there is more. Their paths are `taken` then."""

    def stage(part: Iterable[File], prefix: str) -> bytes:
        return msgspec.msgpack.encode(_stage(part, {}, prefix, staging))

    if more is None:
        parts = [stage(files, "a")]
    else:
        parts = [*both(lambda: stage(files, "a"), lambda: stage(more, "b"))]
    staged = _Staged(made=dict(kept), changed={}, kept=tuple(kept))
    taken |= {_folded(path): path for path in kept}
    for part in parts:
        found = msgspec.msgpack.decode(part, type=_Staged)
        for path in found.made:
            _take(path, taken)
        staged = staged.joined(found)
    return staged


def _stage(files: Iterable[File], taken: dict[str, str], prefix: str, staging: Staging) -> _Staged:
    made: dict[str, Made] = {}
    changed: dict[str, str] = {}
    kept = []
    for file in files:
        _take(file.path, taken)
        if file.stands:
            made[file.path] = Made(hash=file.stands, key=file.key)
            kept.append(file.path)
            continue
        # Numbers need no folders, which cost more to make and remove than the files.
        name = f"{prefix}{len(changed)}"
        found, is_staged = staging.add(name, file)
        made[file.path] = Made(hash=found, key=file.key)
        if is_staged:
            changed[file.path] = name
    return _Staged(made=made, changed=changed, kept=tuple(kept))


def _take(path: str, taken: dict[str, str]) -> None:
    """Adds a path to the others, as it is folded, unless a disk could not hold it besides them."""
    if not is_inside(path):
        raise OutputError(f"{path}: does not lie inside of the site")
    name = _folded(path)
    if name in taken or name == MANIFEST:
        other = taken.get(name, MANIFEST)
        alike = "" if other == path else f", or one that some disks take for it: {other}"
        raise OutputError(f"{path}: two files of the site have this path{alike}")
    taken[name] = path


def _refuse_folders(taken: Mapping[str, str]) -> None:
    """Refuses a file where another one wants a folder; `taken` are the paths as they are folded."""
    known: set[str] = set()
    for name, path in taken.items():
        folder = name.rpartition("/")[0]
        while folder and folder not in known:
            if folder in taken:
                raise OutputError(
                    f"{taken[folder]}: a file of the site has this path, and {path} lies below it"
                )
            known.add(folder)
            folder = folder.rpartition("/")[0]


def _folded(path: str) -> str:
    """The path as some disks compare it: macOS and Windows know no case, macOS one normal form."""
    return (
        path if path.isascii() and path.islower() else unicodedata.normalize("NFC", path).casefold()
    )


def _manifest(paths: Iterable[str]) -> str:
    return json.dumps({"version": 1, "files": sorted(paths)}, indent=0)
