"""Hold a lock, so that one process at a time writes somewhere; on Linux, macOS and Windows."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import GeneratorError

with warnings.catch_warnings():
    # Where the system has no locks it warns that its default is a file that a killed process leaves
    # behind. No lock is better than that one.
    warnings.simplefilter("ignore")
    from filelock import Timeout, UnixFileLock, WindowsFileLock

_PATIENCE_SECONDS = 60.0


@contextmanager
def hold_lock(
    place: Path, *, busy: GeneratorError, on_message: Callable[[str], None]
) -> Iterator[None]:
    """Hold the lock that the file `place` stands for, once no other process does.

    The file stays when the lock is released, and is never opened through a link. A process that
    ends, however it ends, releases its lock. `on_message` is called where the system refuses to
    lock: then nothing is held.

    Raises:
        GeneratorError: `busy`, when another process has held it for a minute.
    """
    native = WindowsFileLock if sys.platform == "win32" else UnixFileLock
    lock = native(place, fallback_to_soft=False)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_PATIENCE_SECONDS)
    except Timeout:
        raise busy from None
    except OSError as error:
        on_message(
            f"{place}: cannot be locked: {error.strerror or error}; "
            "let nothing else build here at the same time"
        )
    try:
        yield
    finally:
        lock.release()
