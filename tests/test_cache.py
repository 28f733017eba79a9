"""The cache gives back what it was given, or nothing."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from generator.cache import Cache, code_key, key_of
from generator.parallel import both
from generator.stamps import LastBuild

from generator.resources import PACKAGE, templates_folder

ONE, TWO, THREE = key_of(b"1"), key_of(b"2"), key_of(b"3")


def _filled(folder: Path) -> Path:
    """The file of a cache that holds two things."""
    cache = Cache(folder)
    cache.put(ONE, b"first" * 100)
    cache.put(TWO, b"second")
    cache.close()
    return folder / "worked-out"


def _found(folder: Path | None, *keys: bytes) -> list[bytes | None]:
    cache = Cache(folder)
    found = [cache.get(key) for key in keys]
    cache.close()
    return found


def test_what_was_put_is_there_for_the_next_build(tmp_path: Path) -> None:
    _filled(tmp_path)
    assert _found(tmp_path, ONE, TWO, THREE) == [b"first" * 100, b"second", None]


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put(ONE, b"first")
    assert cache.get(ONE) == b"first"
    cache.close()
    assert _found(None, ONE) == [None]


def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file/cache")
    cache.put(ONE, b"first")
    assert cache.get(ONE) == b"first"
    cache.close()


def test_a_second_build_at_the_same_time_does_without(tmp_path: Path) -> None:
    _filled(tmp_path)
    first, second = Cache(tmp_path), Cache(tmp_path)
    assert (ONE in first, ONE in second) == (True, False)
    second.put(THREE, b"third")
    second.close()
    first.close()
    assert _found(tmp_path, ONE, THREE) == [b"first" * 100, None]


def test_what_a_second_process_put_into_a_cache_beside_is_taken_over(tmp_path: Path) -> None:
    def fill(own: Cache, key: bytes, data: bytes) -> bytes:
        own.put(key, data)
        return b""

    cache, beside = Cache(tmp_path), Cache(None)
    both(lambda: fill(cache, ONE, b"first"), lambda: fill(beside, TWO, b"second" * 1000))
    cache.take(beside)
    cache.close()
    beside.close()
    assert _found(tmp_path, ONE, TWO, THREE) == [b"first", b"second" * 1000, None]


def test_what_a_full_disk_does_not_take_is_there_for_this_build_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(ONE, b"first")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        cache.put(TWO, b"second" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    cache.put(THREE, b"third")
    assert [cache.get(key) for key in (ONE, TWO, THREE)] == [b"first", b"second" * 100, b"third"]
    cache.close()
    assert _found(tmp_path, ONE, TWO, THREE) == [b"first", None, b"third"]


@pytest.mark.parametrize("kept", [0, 3, 20, 40, 300, 560, 580])
def test_what_was_cut_off_counts_as_never_worked_out(tmp_path: Path, kept: int) -> None:
    file = _filled(tmp_path)
    whole = file.stat().st_size
    os.truncate(file, kept)
    found = _found(tmp_path, ONE, TWO)
    assert found == [b"first" * 100 if kept >= 543 else None, b"second" if kept >= whole else None]
    _filled(tmp_path)
    assert _found(tmp_path, ONE, TWO) == [b"first" * 100, b"second"]


def test_no_damaged_byte_gives_other_data(tmp_path: Path) -> None:
    file = _filled(tmp_path)
    whole = file.read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x41
        file.write_bytes(damaged)
        assert _found(tmp_path, ONE)[0] in (b"first" * 100, None)
        assert _found(tmp_path, TWO)[0] in (b"second", None)


def test_what_no_build_needs_any_more_is_dropped_once_it_is_most(tmp_path: Path) -> None:
    file = _filled(tmp_path)
    cache = Cache(tmp_path)
    cache.put(THREE, b"x" * (3 << 20))
    cache.close()
    assert _found(tmp_path, TWO) == [b"second"]
    assert file.stat().st_size > 3 << 20  # that was no build that succeeded
    cache = Cache(tmp_path)
    assert cache.get(TWO) == b"second"
    cache.tidy()
    cache.close()
    assert file.stat().st_size < 200
    assert _found(tmp_path, ONE, TWO, THREE) == [None, b"second", None]


def test_what_is_still_needed_stays_although_nobody_asked_for_it(tmp_path: Path) -> None:
    _filled(tmp_path)
    cache = Cache(tmp_path)
    cache.put(THREE, b"x" * (3 << 20))
    cache.close()
    cache = Cache(tmp_path)
    cache.use([ONE])
    cache.tidy()
    cache.close()
    assert _found(tmp_path, ONE, THREE) == [b"first" * 100, None]


def test_parts_are_told_apart_in_a_key() -> None:
    assert key_of(b"ab", b"c") != key_of(b"a", b"bc") != key_of(b"abc")


def test_the_key_of_the_code_is_the_same_whoever_finds_its_files(tmp_path: Path) -> None:
    roots = [str(folder) for folder in (templates_folder(), PACKAGE)]
    hashes = LastBuild(str(tmp_path / "stamps"), "").take(roots, without=[])
    key = code_key(hashes)
    assert key == code_key({})
    assert key == code_key({**hashes, f"{templates_folder()}/base.html": "other"})
    assert key != code_key({**hashes, str(PACKAGE / "cache.py"): "other"})
    assert key != code_key({**hashes, str(PACKAGE / "text" / "more.py"): "new"})
