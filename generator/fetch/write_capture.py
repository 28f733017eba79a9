"""Bytes → one more file of the capture log: new, whole, and never in place of another.

Whoever writes below content/captures holds the lock on it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import OutputError

# Hidden, so that it is no capture; .gitignore names it.
_LOCK = "captures/.lock"


@contextmanager
def lock_captures(content: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Let no other process write below content/captures meanwhile.

    Raises:
        OutputError: another one has been writing there for a minute.
    """
    from generator.lock import hold_lock  # late: most commands need none

    place = content / _LOCK
    busy = f"{place.parent}: another octavo has been writing there for a minute; try again later"

    def warn(message: str) -> None:
        why = message.partition(";")[0]
        say(f"warning: {why}; let no other octavo write there at the same time")

    with hold_lock(place, busy=OutputError(busy), on_message=warn):
        yield


def capture_name(moment: datetime, ending: str) -> str:
    """Return the name of a capture made at this moment; the log is in the order of its names.

    >>> capture_name(datetime(2026, 4, 5, 3, 17, 54, tzinfo=UTC), "xml")
    '2026-04-05T031754Z.xml'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.{ending}"


def keep_capture(path: Path, data: bytes) -> None:
    """Write the file beside its place and then gives it its name, if no other has it.

    Raises:
        OutputError: there is such a file already, or the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(staged).chmod(0o644)
            os.link(staged, path)  # unlike a rename, it fails where the name is taken
        finally:
            Path(staged).unlink(missing_ok=True)
    except FileExistsError as error:
        raise OutputError(f"{path}: is there already, and a capture is never replaced") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
