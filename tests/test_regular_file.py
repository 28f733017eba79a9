"""Files are replaced and put in place as every system and every disk allows it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.config.toml_edit import save_text
from generator.errors import OutputError
from generator.fetch.sources import keep_capture
from generator.fetch.state import write_whole
from generator.regular_file import read_regular_file, staged_file

OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda place: None, "No such file or directory"),
    "a folder": (Path.mkdir, "Is a directory"),
    "a pipe": (os.mkfifo, "is a pipe or a device, and no file"),
    "a link to a device": (
        lambda place: place.symlink_to(os.devnull),
        "is a pipe or a device, and no file",
    ),
    "too much": (lambda place: place.write_bytes(bytes((2 << 20) + 1)), "is more than 2 MB"),
}


@pytest.mark.parametrize(("make", "reason"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_file_to_read_is_refused_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], object], reason: str
) -> None:
    make(tmp_path / "x")
    with pytest.raises(OSError, match=re.escape(reason)) as refused:
        read_regular_file(tmp_path / "x", 2 << 20)
    assert (refused.value.strerror, refused.value.filename) == (reason, str(tmp_path / "x"))


def test_a_file_may_have_as_many_bytes_as_are_allowed(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert read_regular_file(tmp_path / "x", 3) == b"abc"


def test_what_is_staged_is_hidden_beside_its_place_and_gone_if_it_is_not_put_there(
    tmp_path: Path,
) -> None:
    with staged_file(tmp_path / "deep/x", b"abc", 0o640) as staged:
        assert (staged.parent, staged.name[0]) == (tmp_path / "deep", ".")
        assert (staged.read_bytes(), staged.stat().st_mode & 0o777) == (b"abc", 0o640)
    assert list((tmp_path / "deep").iterdir()) == []
    with staged_file(tmp_path / "deep/x", b"abc") as staged:
        staged.rename(tmp_path / "deep/x")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["x"]
    assert (tmp_path / "deep/x").stat().st_mode & 0o777 == 0o644


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
