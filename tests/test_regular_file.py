"""Files are replaced and put in place as every system and every disk allows it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.config.toml_edit import save_text
from generator.errors import OutputError
from generator.fetch.sources import keep_capture
from generator.fetch.state import write_whole


def refuse_links(source: Path, target: Path) -> None:
    """As FAT answers, and many a folder that is shared over a network."""
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(source), None, str(target))


@pytest.mark.parametrize("links", [True, False])
def test_a_capture_is_kept_whole_and_never_replaced_with_hard_links_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr("os.link", refuse_links)
    place = tmp_path / "feed/2026-04-05T031754Z.xml"
    keep_capture(place, b"<rss/>")
    with pytest.raises(OutputError) as refused:
        keep_capture(place, b"<feed/>")
    assert str(refused.value) == f"{place}: is there already, and a capture is never replaced"
    assert {path.name: path.read_bytes() for path in place.parent.iterdir()} == {
        place.name: b"<rss/>"
    }


def save_settings(place: Path, data: bytes) -> None:
    save_text(place, data.decode(), instead_of=b"old")


@pytest.mark.parametrize("write", [save_settings, write_whole])
def test_what_another_program_has_open_for_a_moment_is_replaced_later(
    tmp_path: Path, refusals: list[PermissionError], write: Callable[[Path, bytes], None]
) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"old")
    write(place, b"new")
    assert (refusals, place.read_bytes()) == ([], b"new")
    assert list(tmp_path.iterdir()) == [place]
