"""Read a file, whoever put it there, and write one whole or not at all.

No pipe is waited for, no device read without end; nobody sees half of what is written.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

# More than anybody writes by hand.
MOST_BYTES = 50 << 20
_PAUSES = (0.05, 0.1, 0.2, 0.4)


def read_regular_file(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file.

    Raises:
        OSError: it is no regular file, is too large or cannot be read; `strerror` says which.
    """
    _refuse_others(path, path.stat(), most_bytes)
    # What is there may be another file by now, so that opening it must not wait either.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        _refuse_others(path, os.fstat(handle), most_bytes)
        return file.read(most_bytes)


def _refuse_others(path: Path, found: os.stat_result, most_bytes: int) -> None:
    mode = found.st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "is a pipe or a device, and no file", str(path))
    if found.st_size > most_bytes:
        raise OSError(errno.EFBIG, f"is more than {most_bytes >> 20} MB", str(path))


@contextmanager
def staged_file(place: Path, data: bytes, mode: int = 0o644) -> Iterator[Path]:
    """Yield a file that holds the data, beside the place that it is to be renamed or linked to.

    It is gone afterwards if it was not renamed.

    Raises:
        OSError: the disk refuses.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=place.parent)
    staged = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        staged.chmod(mode)
        yield staged
    finally:
        staged.unlink(missing_ok=True)


@contextmanager
def temporary_file(data: bytes, suffix: str = "") -> Iterator[Path]:
    """Yield a file that holds the data, for what reads files only; it is gone afterwards.

    It is closed: Windows opens no file twice that was made to be removed.

    Raises:
        OSError: the disk refuses.
    """
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(data)
        yield path


def replace_file(staged: Path, place: Path) -> None:
    """Move a file into the place of another, or where none is, in one step.

    Raises:
        OSError: the disk refuses, or on Windows another program keeps the file there open.
    """
    retry_while_open(partial(os.replace, staged, place))


def put_new_file(staged: Path, place: Path) -> None:
    """Move a file to a place where there is none.

    Raises:
        FileExistsError: something is there.
        OSError: the disk refuses.
    """
    try:
        os.link(staged, place)  # unlike a rename, it fails where the name is taken
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        staged.rename(place)


def retry_while_open(change: Callable[[], object]) -> None:
    """Change a file; again if need be, as Windows refuses while another program has it open."""
    for pause in _PAUSES:
        try:
            change()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    change()
