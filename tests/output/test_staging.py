"""A file is staged only if it differs, and is never held whole."""

from __future__ import annotations

import os
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest
from generator.output.staging import stage_unless_equal

CASES: dict[str, tuple[bytes | None, list[bytes], bool]] = {
    "nothing stands there": (None, [b"new"], True),
    "the same stands there": (b"abcdef", [b"ab", b"c", b"def"], False),
    "the first piece differs": (b"abcdef", [b"Xb", b"cdef"], True),
    "a later piece differs": (b"abcdef", [b"ab", b"cX", b"ef"], True),
    "what stands there is longer": (b"abcdef", [b"ab", b"cd"], True),
    "what stands there is shorter": (b"abcd", [b"ab", b"cd", b"ef"], True),
    "a piece reaches over the end": (b"abcd", [b"ab", b"cdef"], True),
    "both are empty": (b"", [], False),
    "an empty file is new": (None, [], True),
    "empty pieces say nothing": (b"ab", [b"", b"ab", b""], False),
}


@pytest.mark.parametrize(("standing", "pieces", "is_staged"), CASES.values(), ids=CASES)
def test_a_file_is_staged_where_it_differs(
    standing: bytes | None, pieces: list[bytes], is_staged: bool, tmp_path: Path
) -> None:
    place, staged = tmp_path / "place", tmp_path / "staged"
    if standing is not None:
        place.write_bytes(standing)
    data = b"".join(pieces)
    known = sha256(data).hexdigest()[:16]
    assert stage_unless_equal(iter(pieces), str(place), str(staged)) == (known, is_staged)
    assert (staged.read_bytes() if staged.exists() else None) == (data if is_staged else None)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"same")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe", "file/below"):
        staged = tmp_path / "staged"
        assert stage_unless_equal([b"same"], str(tmp_path / name), str(staged))[1]
        assert staged.read_bytes() == b"same"
        staged.unlink()


@pytest.mark.parametrize("changed", [None, 60], ids=["equal", "a late change"])
def test_a_large_file_is_never_held_whole(changed: int | None, tmp_path: Path) -> None:
    place, staged = tmp_path / "place", tmp_path / "staged"
    pieces = (bytes([number]) * 500_000 for number in range(64))
    stage_unless_equal(pieces, str(place), str(place))
    again = (bytes([number + 100 * (number == changed)]) * 500_000 for number in range(64))
    tracemalloc.start()
    _, is_staged = stage_unless_equal(again, str(place), str(staged))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert is_staged == (changed is not None)
    assert peak < 4_000_000
