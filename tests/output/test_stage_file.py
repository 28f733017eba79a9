"""A file is staged only if it differs from the one in its place, and is never held whole."""

from __future__ import annotations

import multiprocessing
import os
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.model.pages import File
from generator.output.publish import StagedFile, open_output, publish, stage_file

CASES: dict[str, tuple[bytes | None, list[bytes], bool]] = {
    "nothing is there": (None, [b"new"], True),
    "the same is there": (b"abcdef", [b"ab", b"c", b"def"], False),
    "the first piece differs": (b"abcdef", [b"Xb", b"cdef"], True),
    "a later piece differs": (b"abcdef", [b"ab", b"cX", b"ef"], True),
    "what is there is longer": (b"abcdef", [b"ab", b"cd"], True),
    "what is there is shorter": (b"abcd", [b"ab", b"cd", b"ef"], True),
    "a piece reaches over the end": (b"abcd", [b"ab", b"cdef"], True),
    "both are empty": (b"", [], False),
    "an empty file is new": (None, [], True),
    "an empty file of an empty piece is new": (None, [b""], True),
    "what is there becomes empty": (b"ab", [], True),
    "empty pieces mean nothing": (b"ab", [b"", b"ab", b""], False),
}


@pytest.mark.parametrize(("existing", "pieces", "changed"), CASES.values(), ids=CASES)
def test_a_file_is_staged_where_it_differs(
    existing: bytes | None, pieces: list[bytes], changed: bool, tmp_path: Path
) -> None:
    output, staging = tmp_path / "site", tmp_path / "staging"
    staging.mkdir()
    if existing is not None:
        (output / "a").mkdir(parents=True)
        (output / "a" / "b.html").write_bytes(existing)
    data = b"".join(pieces)
    file = stage_file(File(path="a/b.html", pieces=iter(pieces)), output, staging)
    assert file == StagedFile(
        path="a/b.html", hash=sha256(data).hexdigest()[:16], size=len(data), changed=changed
    )
    assert [path.read_bytes() for path in staging.iterdir()] == ([data] if changed else [])


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"same")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "folder").mkdir()
    (tmp_path / "staging").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe", "file/below"):
        file = File(path=name, pieces=[b"same"])
        assert stage_file(file, tmp_path, tmp_path / "staging").changed


@pytest.mark.parametrize("changed", [None, 60], ids=["equal", "a late change"])
def test_a_large_file_is_never_held_whole(changed: int | None, tmp_path: Path) -> None:
    (tmp_path / "staging").mkdir()
    (tmp_path / "large").write_bytes(b"".join(bytes([number]) * 500_000 for number in range(64)))
    pieces = (bytes([number + 100 * (number == changed)]) * 500_000 for number in range(64))
    tracemalloc.start()
    file = stage_file(File(path="large", pieces=pieces), tmp_path, tmp_path / "staging")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.changed == (changed is not None)
    assert file.size == 32_000_000
    assert peak < 4_000_000


def _stage_number(output: Path, staging: Path, number: int) -> StagedFile:
    file = File(path=f"{number}/index.html", pieces=(b"page ", b"%d" % number))
    return stage_file(file, output, staging)


@pytest.mark.slow
def test_files_may_be_staged_in_other_processes(tmp_path: Path) -> None:
    workers = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
    with open_output(tmp_path / "site") as folder, workers:
        stage = partial(_stage_number, folder.path, folder.staging)
        published = publish(workers.map(stage, range(20)), folder)
    assert published.written == 20
    for number in range(20):
        assert (tmp_path / f"site/{number}/index.html").read_bytes() == b"page %d" % number


def test_what_the_disk_refuses_is_named_by_the_path_of_the_page(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"site/a\.html: cannot be written: No such file"):
        stage_file(File(path="a.html", pieces=[b"1"]), tmp_path / "site", tmp_path / "missing")
