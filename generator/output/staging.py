"""A file in pieces → its hash; staged, unless what stands in its place is equal.

No file is held whole: it is compared as it is made, up to the first difference, and what was equal
until then is copied.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from typing import BinaryIO

from generator.disk import OUTPUT_HASH

_CHUNK = 1 << 20


def stage_unless_equal(pieces: Iterable[bytes], place: str, staged: str) -> tuple[str, bool]:
    """The hash of the file, and whether it was written to `staged`: not if `place` holds it."""
    hashed = sha256()

    def hashing() -> Iterator[bytes]:
        for piece in pieces:
            hashed.update(piece)
            yield piece

    left = hashing()
    with _standing(place) as standing:
        same, other = _compare(left, standing)
        if other is not None:
            with open(staged, "wb") as target:
                if standing and same:
                    _copy(standing, same, target)
                target.write(other)
                target.writelines(left)
    return hashed.hexdigest()[: 2 * OUTPUT_HASH], other is not None


def _standing(place: str) -> AbstractContextManager[BinaryIO | None]:
    """The file that stands there; nothing where there is none, or something else."""
    try:
        if stat.S_ISREG(os.lstat(place).st_mode):
            return open(place, "rb")
    except (FileNotFoundError, NotADirectoryError):
        pass
    return nullcontext()


def _compare(pieces: Iterator[bytes], standing: BinaryIO | None) -> tuple[int, bytes | None]:
    """How many bytes are equal, and the piece that is not; None where all of both files are."""
    same = 0
    for piece in pieces:
        if standing is None or standing.read(len(piece)) != piece:
            return same, piece
        same += len(piece)
    is_whole = standing is not None and not standing.read(1)
    return same, None if is_whole else b""


def _copy(source: BinaryIO, size: int, target: BinaryIO) -> None:
    source.seek(0)
    for start in range(0, size, _CHUNK):
        target.write(source.read(min(_CHUNK, size - start)))
