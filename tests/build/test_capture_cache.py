"""Captures are read once; a cache that is damaged, locked or full costs time and nothing else."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from generator.build import capture_cache, workers
from generator.build.capture_cache import NAME, CacheError, CaptureCache
from generator.build.fingerprint import Fingerprint
from generator.build.pipeline import build
from generator.config.load import load_config
from generator.config.records import Config
from generator.model.entries import CopyBody, Reading
from generator.sources import read_sources
from tests.bench.corpus import make_works, write_ours

ROOT = Path(__file__).parents[2]
# A feed and seven previews, one of which is none.
CAPTURES = 8
BODIES = 6

# What is read, the bodies of all copies, and how many captures had to be read for it.
Read = tuple[Reading, dict[str, CopyBody], int]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    write_ours(list(make_works(7)), tmp_path / "content")
    preview(tmp_path / "content", 3).write_text("no page")
    return tmp_path / "content"


@pytest.fixture
def config(content: Path) -> Config:
    return load_config(content)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the cache lies, or will lie."""
    return tmp_path / ".cache/octavo"


def preview(content: Path, number: int) -> Path:
    """The capture of a preview."""
    return content / f"captures/previews/{number:016x}/2026-07-01.txt"


def read(config: Config, folder: Path | None, code: bytes = b"code") -> Read:
    with CaptureCache(folder, Path(config.folder), code) as captures:
        reading = read_sources(config, captures)
        previews = (entry.preview for entry in reading.entries)
        keys = [one.body for one in previews if one and one.body]
        bodies = {key: captures.bodies[key] for key in keys}
        captures.prune()
        assert dict(captures.bodies) == bodies
        return reading, bodies, captures.read_again


def read_anyway(config: Config, folder: Path) -> Read:
    """Read as a build does, which does without a cache that cannot be used."""
    try:
        return read(config, folder)
    except CacheError:
        return read(config, None)


def test_a_reading_is_the_same_without_a_cache_and_with_a_cold_or_warm_one(
    config: Config, cache: Path
) -> None:
    plain = read_sources(config)
    assert [problem.severity for problem in plain.problems] == ["error"]
    reading, bodies, again = read(config, None)
    assert (reading, len(bodies), again) == (plain, BODIES, CAPTURES)
    assert read(config, cache) == (plain, bodies, CAPTURES)
    assert read(config, cache) == (plain, bodies, 0)


def test_two_processes_read_what_one_reads(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(config, None)
    monkeypatch.setattr(capture_cache, "_WORTH_TWO", 0)
    monkeypatch.setattr(capture_cache, "_AT_ONCE", 2)
    monkeypatch.setattr(workers, "can_fork", lambda: True)
    assert read(config, None) == expected


def test_only_a_capture_that_changed_is_read_again(config: Config, cache: Path) -> None:
    read(config, cache)
    changed = preview(Path(config.folder), 5)
    changed.write_text(changed.read_text().replace("HTTP 200", "HTTP 404"))
    assert read(config, cache) == (*read(config, None)[:2], 1)


def test_a_capture_is_known_by_its_bytes_and_not_by_its_times(config: Config, cache: Path) -> None:
    read(config, cache)
    for path in Path(config.folder).rglob("*.txt"):
        os.utime(path, (1, 1))
    assert read(config, cache)[2] == 0


def test_a_capture_whose_hash_is_known_is_not_opened_to_look_it_up(
    config: Config, cache: Path
) -> None:
    expected = read(config, cache)
    content = Path(config.folder)
    hashes = Fingerprint(str(content / "none"), "").take([str(content)], without=[])
    for path in content.rglob("*.txt"):
        path.write_text("it is not this that is looked up")
    with CaptureCache(cache, content, b"code", hashes) as captures:
        assert read_sources(config, captures).entries == expected[0].entries
        assert captures.read_again == 0


def test_a_capture_that_changed_since_its_hash_was_taken_is_kept_as_what_was_read(
    config: Config, cache: Path
) -> None:
    content = Path(config.folder)
    hashes = Fingerprint(str(content / "none"), "").take([str(content)], without=[])
    changed = preview(content, 5)
    changed.write_text(changed.read_text().replace("HTTP 200", "HTTP 404"))
    with CaptureCache(cache, content, b"code", hashes) as captures:
        found = read_sources(config, captures)
    assert read(config, cache) == (found, read(config, None)[1], 0)


def test_what_readers_see_of_the_configuration_counts_and_nothing_else(
    config: Config, cache: Path
) -> None:
    read(config, cache)
    titled = msgspec.structs.replace(config.site, title="Another title", base_url="https://x.org/")
    other = msgspec.structs.replace(config, site=titled)
    assert read(other, cache)[::2] == (read_sources(other), 0)
    zoned = msgspec.structs.replace(config.site, timezone="Pacific/Auckland")
    other = msgspec.structs.replace(config, site=zoned)
    assert read(other, cache)[::2] == (read_sources(other), CAPTURES)
    source = msgspec.structs.replace(config.sources[0], url="https://thread.example.org/")
    other = msgspec.structs.replace(other, sources=(source, config.sources[1]))
    assert read(other, cache)[::2] == (read_sources(other), 1)


def test_the_same_bytes_in_another_place_are_another_capture(config: Config, cache: Path) -> None:
    read(config, cache)
    first = preview(Path(config.folder), 5)
    first.rename(first.with_name("2026-07-02.txt"))
    assert read(config, cache)[::2] == (read_sources(config), 1)


def test_other_code_reads_everything_again(config: Config, cache: Path) -> None:
    read(config, cache)
    assert read(config, cache, code=b"other")[2] == CAPTURES


def test_it_is_logged_why_a_capture_is_read(
    config: Config, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def reasons(config: Config, code: bytes = b"code") -> dict[str, int]:
        caplog.clear()
        read(config, cache, code)
        told = (text.rpartition(" is read: ") for text in caplog.messages)
        return dict(Counter(reason for _, said, reason in told if said))

    caplog.set_level(logging.DEBUG, "generator")
    assert reasons(config) == {"the cache is empty": CAPTURES}
    assert reasons(config) == {}
    zoned = msgspec.structs.replace(config.site, timezone="Pacific/Auckland")
    zoned_config = msgspec.structs.replace(config, site=zoned)
    assert reasons(zoned_config) == {"its place or its settings have changed": CAPTURES}
    assert reasons(zoned_config, b"other") == {"the code or a library has changed": CAPTURES}
    changed = preview(Path(config.folder), 5)
    changed.write_text(changed.read_text().replace("HTTP 200", "HTTP 404"))
    assert reasons(zoned_config, b"other") == {"its bytes have changed": 1}
    changed.with_name("2026-07-02.txt").write_text(changed.read_text() + ".")
    assert reasons(zoned_config, b"other") == {"it is new": 1}


def test_only_what_the_last_build_needed_is_kept(config: Config, cache: Path) -> None:
    text = preview(Path(config.folder), 5).read_text()
    for number in range(3):
        preview(Path(config.folder), 5).write_text(text.replace("circuit", f"circuit {number}"))
        read(config, cache)
        assert rows_of(cache) == (CAPTURES, BODIES)


def rows_of(cache: Path) -> tuple[int, int]:
    """How many captures and bodies are kept."""
    with closing(sqlite3.connect(cache / NAME)) as database:
        query = "SELECT (SELECT COUNT(*) FROM captures), (SELECT COUNT(*) FROM bodies)"
        counts: tuple[int, int] = database.execute(query).fetchone()
        return counts


def test_two_contents_share_a_cache_until_one_is_gone(config: Config, cache: Path) -> None:
    content = Path(config.folder)
    other = load_config(Path(shutil.copytree(content, content.with_name("other"))))
    for one in (config, other, config, other):
        read(one, cache)
    assert (read(config, cache)[2], read(other, cache)[2]) == (0, 0)
    assert rows_of(cache) == (2 * CAPTURES, 2 * BODIES)
    shutil.rmtree(other.folder)
    read(config, cache)
    assert rows_of(cache) == (CAPTURES, BODIES)


def test_a_capture_that_changes_while_it_is_read_is_kept_as_what_was_read(
    config: Config, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = preview(Path(config.folder), 5)
    before, really = capture.read_bytes(), CaptureCache._read_one

    def change(cache: CaptureCache, number: int, received: object, *rest: object) -> object:
        if getattr(received, "file", None) == capture:
            capture.write_bytes(before.replace(b"HTTP 200", b"HTTP 404"))
        return really(cache, number, received, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(CaptureCache, "_read_one", change)
    reading, *_ = read(config, cache)
    assert reading == read_sources(config)
    capture.write_bytes(before)
    monkeypatch.undo()
    assert read(config, cache)[::2] == (read_sources(config), 1)


def test_a_capture_that_is_too_large_is_looked_at_each_time(config: Config, cache: Path) -> None:
    preview(Path(config.folder), 5).write_bytes(b"x" * (1 << 20 | 1))
    feed, previews = config.sources
    small = msgspec.structs.replace(previews, largest_mb=1)
    config = msgspec.structs.replace(config, sources=(feed, small))
    assert read(config, cache)[::2] == (read_sources(config), CAPTURES - 1)
    assert read(config, cache)[::2] == (read_sources(config), 0)
    preview(Path(config.folder), 5).write_bytes(b"x")
    assert read(config, cache)[::2] == (read_sources(config), 1)


def test_a_folder_whose_name_is_no_text_has_a_cache_too(
    content: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = content.parent / os.fsdecode(b"odd\xff")
    odd.mkdir()
    monkeypatch.chdir(odd)
    shutil.copytree(content, "content")
    config = load_config(Path("content"))
    assert read(config, cache)[2] == CAPTURES
    assert read(config, cache)[2] == 0


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            database.execute(statement)


def spoil_every(step: int, file: Path) -> None:
    data = bytearray(file.read_bytes())
    for place in range(step - 1, len(data), step):
        data[place] ^= 0x41
    file.write_bytes(data)


def make_other_tables(file: Path) -> None:
    file.unlink()
    version = f"PRAGMA user_version = {capture_cache._FORMAT}"
    execute(file, "CREATE TABLE captures (x TEXT)", version)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "it is empty": lambda file: os.truncate(file, 0),
    "it is cut in its head": lambda file: os.truncate(file, 50),
    "it is cut in half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "its last page is cut off": lambda file: os.truncate(file, file.stat().st_size - 4096),
    "it is something else": lambda file: file.write_text("something else\n" * 1000),
    "bytes all over are others": lambda file: spoil_every(1000, file),
    "a few bytes are others": lambda file: spoil_every(20_000, file),
    "it has other tables": make_other_tables,
    "it is of another version": lambda file: execute(file, "PRAGMA user_version = 1"),
    "texts are gone": lambda file: execute(file, "DELETE FROM bodies"),
    "what was read is gone": lambda file: execute(file, "DELETE FROM captures"),
    "texts are others": lambda file: execute(file, "UPDATE bodies SET body = zeroblob(40)"),
    "what was read is other": lambda file: execute(file, "UPDATE captures SET contents = 'x'"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_is_as_if_it_were_not_there_and_is_replaced(
    config: Config, cache: Path, damage: Callable[[Path], object]
) -> None:
    reading, bodies, _ = read(config, cache)
    damage(cache / NAME)
    assert read_anyway(config, cache)[:2] == (reading, bodies)
    assert read_anyway(config, cache)[:2] == (reading, bodies)
    assert read(config, cache) == (reading, bodies, 0)


@pytest.mark.slow
def test_no_byte_that_became_another_gives_other_data(config: Config, cache: Path) -> None:
    expected = read(config, cache)[:2]
    whole = (cache / NAME).read_bytes()
    for place in range(0, len(whole), 1021):
        damaged = bytearray(whole)
        damaged[place] ^= 0x20
        (cache / NAME).write_bytes(damaged)
        assert read_anyway(config, cache)[:2] == expected, place


@pytest.mark.slow
def test_a_build_whose_cache_is_damaged_makes_the_same_site_and_says_so(
    content: Path, tmp_path: Path, cache: Path
) -> None:
    build(content, tmp_path / "expected")
    build(content, tmp_path / "site", cache=cache)
    execute(cache / NAME, "UPDATE bodies SET body = zeroblob(40)")
    shutil.rmtree(tmp_path / "site")
    said: list[str] = []
    build(content, tmp_path / "site", cache=cache, say=said.append)
    assert f"cache      {cache} is not used: a checksum is wrong" in said
    assert files_of(tmp_path / "site") == files_of(tmp_path / "expected")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@contextmanager
def locked(file: Path, how: str) -> Iterator[None]:
    """While another process holds the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(capture_cache, "_PATIENCE_SECONDS", 0)
        with closing(sqlite3.connect(file)) as database:
            database.execute(f"BEGIN {how}")
            yield
            database.rollback()


@pytest.mark.parametrize("how", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_locked_cache_is_done_without_and_kept(config: Config, cache: Path, how: str) -> None:
    read(config, cache)
    before = (cache / NAME).read_bytes()
    preview(Path(config.folder), 5).write_text("Summary\n\nWords.\n\nResource ID: r1\n")
    expected = read(config, None)
    with locked(cache / NAME, how):
        assert read_anyway(config, cache) == expected
    assert (cache / NAME).read_bytes() == before
    assert read(config, cache)[2] == 1


def make_link(cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache.parents[1] / "elsewhere").write_text("mine")
    (cache / NAME).symlink_to(cache.parents[1] / "elsewhere")


def make_folder_a_link(cache: Path) -> None:
    cache.parent.mkdir()
    (cache.parents[1] / "elsewhere").mkdir()
    cache.symlink_to(cache.parents[1] / "elsewhere")


def make_folder_above_a_link(cache: Path) -> None:
    (cache.parents[1] / "elsewhere").mkdir()
    cache.parent.symlink_to(cache.parents[1] / "elsewhere")


def make_pipe(cache: Path) -> None:
    cache.mkdir(parents=True)
    os.mkfifo(cache / NAME)


def make_folder(cache: Path) -> None:
    (cache / NAME / "inside").mkdir(parents=True)


def make_folder_a_file(cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("mine")


PLACES: dict[str, Callable[[Path], None]] = {
    "it is a link": make_link,
    "its folder is a link": make_folder_a_link,
    "the folder above is a link": make_folder_above_a_link,
    "it is a pipe": make_pipe,
    "it is a folder": make_folder,
    "its folder is a file": make_folder_a_file,
}


@pytest.mark.parametrize("make", PLACES.values(), ids=PLACES)
def test_where_no_cache_can_be_there_is_none_and_nothing_else_is_written(
    config: Config, tmp_path: Path, cache: Path, make: Callable[[Path], None]
) -> None:
    expected = read(config, None)
    make(cache)
    elsewhere = tmp_path / "elsewhere"
    before = files_of(tmp_path)
    for _ in range(2):
        assert read_anyway(config, cache) == expected
    assert files_of(tmp_path) == before
    assert not elsewhere.is_dir() or list(elsewhere.iterdir()) == []


def test_a_pipe_in_place_of_its_journal_is_not_waited_for(config: Config, cache: Path) -> None:
    cache.mkdir(parents=True)
    os.mkfifo(cache / f"{NAME}-journal")
    assert read_anyway(config, cache) == read(config, None)


FULL = """
import resource
from generator.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
main()
"""


@pytest.mark.slow
def test_a_full_disk_ends_a_build_in_a_message(tmp_path: Path) -> None:
    """No file may be larger than 200 kB here, as if no disk had any more room."""
    pytest.importorskip("resource")
    write_ours(list(make_works(100)), tmp_path / "content")
    done = subprocess.run(
        [sys.executable, "-c", FULL, "build"],
        cwd=tmp_path,
        env={
            # Without what measures coverage, whose file could not be written either.
            **{name: text for name, text in os.environ.items() if not name.startswith("COVERAGE_")},
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    *_, last = done.stderr.splitlines()
    assert last.startswith("octavo: ")
    assert "what captures say cannot be kept there" in last
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "_site").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_cache_that_may_not_be_written_to_is_done_without(config: Config, cache: Path) -> None:
    expected = read(config, cache)[:2]
    (cache / NAME).chmod(0o400)
    assert read_anyway(config, cache)[:2] == expected


@pytest.mark.slow
def test_builds_at_the_same_time_share_a_cache(content: Path, tmp_path: Path, cache: Path) -> None:
    build(content, tmp_path / "expected")
    command = [sys.executable, "-m", "generator", "build", "--content", str(content), "--output"]
    builds = [
        subprocess.Popen(
            [*command, str(tmp_path / name)], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for name in ("one", "two", "three")
    ]
    for one in builds:
        _, said = one.communicate(timeout=300)
        assert one.returncode == 0, said
    for name in ("one", "two", "three"):
        assert files_of(tmp_path / name) == files_of(tmp_path / "expected")
    assert build(content, tmp_path / "one", cache=cache).read == 0
