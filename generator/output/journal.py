"""Staged files → their places, all of them, even where the build that staged them was cut off.

The staging lies beside the output, on the same disk, so that each file is moved over whole:

    .cache/octavo/_site.staging/files/    what will be moved
                                journal   what is to be done; written last, removed first
    .cache/octavo/_site.lock              held while a build publishes

A staging without a journal is thrown away: nothing in the output has changed yet. With one, the
next build does what is left; every step may be done twice. The manifest goes first with the old
and the new names together, so that no file of ours is ever unknown. A process that is killed lets
go of its lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from generator.disk import CACHE, record_of
from generator.errors import OutputError
from generator.model import File, Record
from generator.output.moving import Mover, is_inside
from generator.output.staging import stage_unless_equal

MANIFEST = ".octavo"
_PATIENCE_SECONDS = 60.0


class Journal(Record, kw_only=True):
    """What remains to be done once all is staged.

    `changed` are paths below the output, each with its name in the staging; `stale` are paths
    below the output. The manifests are the texts of `.octavo` while files are moved, and after.
    """

    manifest_before: str
    manifest_after: str
    changed: dict[str, str]
    stale: tuple[str, ...]


class Staging:
    """The staging of one output folder, held by one build at a time.

    On entering it, what an earlier build left unfinished is finished. `waited` says whether
    another build had to be waited for: what was known of the output before is then out of date.

    Raises (everywhere):
        OutputError: the disk refuses, another build holds it for long, or something that is not
            ours stands in the way.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        beside = output if output.name else output.absolute()
        self._folder = beside.parent / CACHE / f"{beside.name}.staging"
        self._files = self._folder / "files"
        self._journal = self._folder / "journal"
        self._lock = -1
        self.waited = False

    def __enter__(self) -> Staging:
        with contextlib.ExitStack() as held:
            self._lock = self._open_lock()
            held.callback(os.close, self._lock)
            self._wait()
            self.finish()
            self._held = held.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._held:
            if not self._journal.exists():
                self._discard()

    def _open_lock(self) -> int:
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            lock = self._folder.with_suffix(".lock")
            return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except OSError as error:
            raise OutputError(
                f"{self._output}: cannot be written: {error.strerror} ({error.filename})"
            ) from error

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                self.waited = True
                if time.monotonic() > end:
                    raise OutputError(
                        f"{self._output}: another build has been publishing here for "
                        f"{_PATIENCE_SECONDS:.0f} seconds; wait for it, or end it"
                    ) from None
                time.sleep(0.02)

    def _discard(self) -> None:
        with errors_told(self._output):
            if self._folder.exists():
                shutil.rmtree(self._folder)

    def add(self, name: str, file: File) -> tuple[str, bool]:
        """The hash of a file, and whether it had to be staged, under the name."""
        return stage_unless_equal(
            file.pieces, f"{self._output}/{file.path}", f"{self._files}/{name}"
        )

    def commit(self, journal: Journal) -> None:
        """Writes the journal: from here on the job is done, by this build or the next.

        What is recorded of an earlier build is gone before, so that no other relies on it.
        """
        Mover(self._output, journal.stale).check(journal.changed)
        if journal.changed or journal.stale:
            Path(record_of(str(self._output))).unlink(missing_ok=True)
        for name in ("manifest_before", "manifest_after"):
            (self._folder / name).write_text(getattr(journal, name), "utf-8")
        staged = self._folder / "journal.new"
        staged.write_bytes(msgspec.json.encode(journal))
        staged.replace(self._journal)

    def finish(self) -> None:
        """Does what the journal says, if there is one; the staging is empty then."""
        with errors_told(self._output):
            journal = self._read_journal()
            if journal is not None:
                self._follow(journal)
                self._journal.unlink()
            self._discard()
            self._files.mkdir(parents=True)

    def _follow(self, journal: Journal) -> None:
        mover = Mover(self._output, journal.stale)
        self._output.mkdir(exist_ok=True)
        self._place_manifest("manifest_before", journal.manifest_before)
        staged = self._staged()
        for path, name in journal.changed.items():
            if name in staged:  # else the build that was cut off has moved it
                mover.move(f"{self._files}/{name}", path)
        for path in reversed(journal.stale):
            mover.remove(path)
        self._place_manifest("manifest_after", journal.manifest_after)

    def _staged(self) -> set[str]:
        """The names of what is staged: files, and nothing that leads elsewhere."""
        try:
            with os.scandir(self._files) as found:
                return {one.name for one in found if one.is_file(follow_symlinks=False)}
        except FileNotFoundError:
            return set()

    def _read_journal(self) -> Journal | None:
        """The journal; None if there is none, or one that no build of ours has written."""
        try:
            journal = msgspec.json.decode(self._journal.read_bytes(), type=Journal)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None
        paths = (*journal.changed, *journal.changed.values(), *journal.stale)
        return journal if all(map(is_inside, paths)) else None

    def _place_manifest(self, name: str, text: str) -> None:
        target = self._output / MANIFEST
        # What is equal stays as it is, its time of change too.
        if not target.is_file() or target.read_bytes() != text.encode():
            with contextlib.suppress(FileNotFoundError):  # an earlier build has placed it
                (self._folder / name).replace(target)


@contextlib.contextmanager
def errors_told(output: Path) -> Iterator[None]:
    """Makes the disk's errors those of the output, with the name of the file."""
    try:
        yield
    except OSError as error:
        name = error.filename2 or error.filename or output
        raise OutputError(f"{name}: cannot be written: {error.strerror}") from error
