"""Static files are read as they are, and never stand in the way of a page."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.output.static_files import files_of, refuse_taken, static_files
from tests.output.publishing import publish_files


def test_static_files_are_those_of_a_folder_and_are_copied_as_they_are(tmp_path: Path) -> None:
    for name in ("b/c.js", "a.css", "empty.txt"):
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if name == "empty.txt" else name)
    (tmp_path / "static" / "link").symlink_to(tmp_path / "static" / "a.css")
    (tmp_path / "static" / "__pycache__").mkdir()
    (tmp_path / "static" / "__pycache__" / "x.pyc").write_text("x")
    found = static_files(tmp_path / "static")
    names = ("a.css", "b/c.js", "empty.txt")
    assert found == {name: tmp_path / "static" / name for name in names}
    assert [(file.path, file.data) for file in files_of(found)] == [
        ("a.css", b"a.css"),
        ("b/c.js", b"b/c.js"),
        ("empty.txt", b""),
    ]
    assert static_files(tmp_path / "missing") == {}


def test_a_static_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ConfigError, match=r"folder: cannot be read: Is a directory$"):
        publish_files(files_of({"a.css": tmp_path / "folder"}), tmp_path / "site")


def test_a_large_static_file_is_never_held_whole(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(bytes(32_000_000))
    tracemalloc.start()
    publish_files(files_of({"film": tmp_path / "film"}), tmp_path / "site")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "site" / "film").stat().st_size == 32_000_000
    assert peak < 6_000_000


IN_THE_WAY = {
    "at its path": ("a/index.html", "own/a/index.html: the site makes a/index.html itself"),
    "where it wants a folder": ("a", "own/a: cannot stand beside a/index.html, which"),
    "below it": ("feed.xml/x", "own/feed.xml/x: cannot stand beside feed.xml, which"),
    "where it wants a folder for several": ("b", "own/b: cannot stand beside b/1.html, which"),
    "deep below it": ("feed.xml/x/y", "own/feed.xml/x/y: cannot stand beside feed.xml, which"),
}


@pytest.mark.parametrize(("name", "message"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_a_static_file_in_the_way_of_a_page_is_refused(name: str, message: str) -> None:
    pages = {"index.html", "feed.xml", "a/index.html", *(f"b/{number}.html" for number in "4132")}
    refuse_taken({"feed.xmlx": Path("own/feed.xmlx"), "b/a": Path("own/b/a")}, pages)
    with pytest.raises(ConfigError, match=re.escape(message)):
        refuse_taken({name: Path("own") / name}, pages)
