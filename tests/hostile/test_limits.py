"""Captures that are too large, or lie elsewhere, are told and not read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from generator.build.pipeline import build, read_library
from generator.errors import ConfigError, GeneratorError
from tests.hostile.test_anything import CAPTURES, site_of

MEGABYTE = 1 << 20
TOO_LARGE = {
    "as it is": (b"<rss>" + b" " * MEGABYTE, "is more than 1 MB"),
    "once unpacked": (gzip.compress(b"<rss>" + b" " * MEGABYTE), "unpacks to more than 1 MB"),
}


@pytest.mark.parametrize(("data", "message"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_capture_that_is_too_large_is_told(data: bytes, message: str, tmp_path: Path) -> None:
    content = site_of(tmp_path, "feed", data, also=True)
    config = content / "site.toml"
    config.write_text(config.read_text().replace('title = "it"', 'title = "it"\nlargest_mb = 1'))
    problems = [problem.message for problem in read_library(content).problems]
    assert any(message in problem and "set largest_mb" in problem for problem in problems)


def test_a_limit_of_nothing_is_refused(tmp_path: Path) -> None:
    content = site_of(tmp_path, "feed", b"<rss/>", also=True)
    config = content / "site.toml"
    config.write_text(config.read_text().replace('title = "it"', 'title = "it"\nlargest_mb = 0'))
    with pytest.raises(ConfigError, match=r"site.toml:\d+: .*largest_mb"):
        read_library(content)


def test_a_link_out_of_the_content_is_told_and_not_followed(tmp_path: Path) -> None:
    content = site_of(tmp_path / "content", "feed", CAPTURES["feed"], also=True)
    secret = tmp_path / "2024-01.txt"
    secret.write_bytes(CAPTURES["feed"])
    (content / "captures" / "it" / "2024-01.txt").symlink_to(secret)
    (content / "captures" / "it" / "away").symlink_to(tmp_path)
    told = [problem for problem in read_library(content).problems if "link out" in problem.message]
    assert sorted(problem.where for problem in told) == [
        "captures/it/2024-01.txt",
        "captures/it/away/2024-01.txt",
    ]


def test_with_every_source_broken_the_last_good_site_stays(tmp_path: Path) -> None:
    content = site_of(tmp_path / "content", "feed", CAPTURES["feed"], also=False)
    build(content, tmp_path / "_site")
    before = {path: path.read_bytes() for path in (tmp_path / "_site").rglob("*.html")}
    (content / "captures" / "it" / "r" / "2025-01-01.txt").write_bytes(b"\0")
    with pytest.raises(GeneratorError, match="no source gives an entry"):
        build(content, tmp_path / "_site")
    assert {path: path.read_bytes() for path in (tmp_path / "_site").rglob("*.html")} == before
