"""A file that its owner writes as well: its change is shown, and written whole or not at all."""

from __future__ import annotations

import difflib
import os
import tempfile
from pathlib import Path

from generator.errors import OutputError
from generator.regular_file import read_regular_file


def difference(path: Path, before: str, after: str) -> str:
    """Return what a change of a text is, as `diff -u` shows it; "" where there is none."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), str(path), str(path)
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def save_text(path: Path, text: str, *, instead_of: bytes | None) -> None:
    """Write a file in place of what it held; None: of no file.

    Raises:
        OutputError: it holds something else by now, or the disk refuses.
    """
    place = path.resolve()  # a link stays one
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise OutputError(f"{path}: what is to be written is no UTF-8 text") from error
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        there = place.exists()
        if (read_regular_file(place) if there else None) != instead_of:
            raise OutputError(f"{path}: was changed meanwhile, so nothing is written; try again")
        handle, staged = tempfile.mkstemp(prefix=".", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(staged).chmod(place.stat().st_mode & 0o7777 if there else 0o644)
            Path(staged).replace(place)
        finally:
            Path(staged).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
