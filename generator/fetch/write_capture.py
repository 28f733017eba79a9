"""Bytes → one more file of the capture log: new, whole, and never in place of another."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import OutputError


def capture_name(moment: datetime, ending: str) -> str:
    """The name of a capture made at this moment; the log is in the order of its names.

    >>> capture_name(datetime(2026, 4, 5, 3, 17, 54, tzinfo=UTC), "xml")
    '2026-04-05T031754Z.xml'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.{ending}"


def keep_capture(path: Path, data: bytes) -> None:
    """Writes the file beside its place and then gives it its name, if no other has it.

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
