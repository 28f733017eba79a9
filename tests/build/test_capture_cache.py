"""Captures are read once, and what is kept of them is what was read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from generator.cache import Cache
from generator.packed import outline
from generator.reading import CachedReader

from generator.config.load import load_config
from generator.config.records import Config
from generator.errors import SourceError
from generator.model import Preview, Reading
from generator.sources import read_sources
from tests.bench.corpus import make_works, write_ours


@pytest.fixture
def config(tmp_path: Path) -> Config:
    write_ours(list(make_works(12)), tmp_path / "content")
    (tmp_path / "content/captures/previews/0000000000000003/2026-07-01.txt").write_text("no page")
    return load_config(tmp_path / "content")


def _read(config: Config, folder: Path | None, code: bytes = b"code") -> tuple[Reading, int]:
    """The reading with whole previews, and how many captures had to be read for it."""
    with closing(Cache(folder)) as cache:
        reader = CachedReader(cache, code, {})
        reading = read_sources(config, reader)
        entries = tuple(
            msgspec.structs.replace(entry, preview=reader.previews[entry.capture])
            if entry.preview
            else entry
            for entry in reading.entries
        )
        return msgspec.structs.replace(reading, entries=entries), reader.read_anew


def test_a_reading_is_the_same_without_a_cache_and_with_a_cold_or_warm_one(
    config: Config, tmp_path: Path
) -> None:
    plain = read_sources(config)
    assert sum(entry.preview is not None for entry in plain.entries) == 11
    assert [problem.severity for problem in plain.problems] == ["error"]
    assert _read(config, None) == (plain, 13)
    assert _read(config, tmp_path / "cache") == (plain, 13)
    assert _read(config, tmp_path / "cache") == (plain, 0)


def test_two_processes_read_what_one_reads(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.reading._WORTH_TWO", 0)
    assert _read(config, None) == (read_sources(config), 13)


def test_a_preview_that_the_cache_has_lost_is_read_again_as_it_was(
    config: Config, tmp_path: Path
) -> None:
    capture = tmp_path / "content/captures/previews/0000000000000005/2026-07-01.txt"
    with closing(Cache(tmp_path / "cache")) as cache:
        reader = CachedReader(cache, b"code", {})
        read_sources(config, reader)
        path = capture.relative_to(tmp_path / "content").as_posix()
        whole = reader.previews[path]
        for place in (tmp_path / "cache").iterdir():
            place.write_bytes(place.read_bytes()[:16])
        assert reader.previews[path] == whole
        capture.write_bytes(capture.read_bytes() + b" ")
        with pytest.raises(SourceError, match=r"^captures/.*: changed while the site was built"):
            reader.previews[path]


def test_only_a_capture_that_changed_is_read_anew(config: Config, tmp_path: Path) -> None:
    _read(config, tmp_path / "cache")
    changed = tmp_path / "content/captures/previews/0000000000000005/2026-07-01.txt"
    changed.write_text(changed.read_text().replace("HTTP 200", "HTTP 404"))
    assert _read(config, tmp_path / "cache") == (read_sources(config), 1)


def test_what_readers_see_of_the_configuration_counts_and_nothing_else(
    config: Config, tmp_path: Path
) -> None:
    _read(config, tmp_path / "cache")
    titled = msgspec.structs.replace(config.site, title="Another title", base_url="https://x.org/")
    other = msgspec.structs.replace(config, site=titled)
    assert _read(other, tmp_path / "cache") == (read_sources(other), 0)
    zoned = msgspec.structs.replace(config.site, timezone="Pacific/Auckland")
    other = msgspec.structs.replace(config, site=zoned)
    assert _read(other, tmp_path / "cache") == (read_sources(other), 13)
    source = msgspec.structs.replace(config.sources[0], url="https://thread.example.org/")
    other = msgspec.structs.replace(config, sources=(source, config.sources[1]))
    assert _read(other, tmp_path / "cache") == (read_sources(other), 1)


def test_other_code_reads_everything_anew(config: Config, tmp_path: Path) -> None:
    _read(config, tmp_path / "cache")
    assert _read(config, tmp_path / "cache", code=b"other")[1] == 13


def test_what_is_damaged_in_the_cache_is_read_anew(config: Config, tmp_path: Path) -> None:
    _read(config, tmp_path / "cache")
    file = tmp_path / "cache/worked-out"
    data = bytearray(file.read_bytes())
    for place in range(1000, len(data), 1000):
        data[place] ^= 0x41
    file.write_bytes(data)
    assert _read(config, tmp_path / "cache")[0] == read_sources(config)


def test_what_was_read_of_a_capture_with_another_hash_is_not_kept(
    config: Config, tmp_path: Path
) -> None:
    written_to = {
        str(tmp_path / "content/captures/feed/2026-07-01.xml"): "hash of its bytes before"
    }
    read = []
    for _ in range(2):
        with closing(Cache(tmp_path / "cache")) as cache:
            reader = CachedReader(cache, b"code", written_to)
            assert len(read_sources(config, reader).entries) == 23
            read.append(reader.read_anew)
    assert read == [13, 1]


def test_an_outline_tells_that_there_is_a_body_and_leaves_it_out() -> None:
    whole = Preview(source="s", capture="c", summary="words", body_html="<p>x</p>", body_text="x")
    assert outline(whole) == Preview(source="s", capture="c", body_html="…")
    assert outline(whole).has_body
    assert not outline(Preview(source="s", capture="c")).has_body
