"""What publish() writes, leaves, removes and refuses."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from generator.output.journal import MANIFEST

from generator.errors import ConfigError, OutputError
from generator.model import File
from generator.output.publish import Published, files_of, publish, refuse_taken, static_files


def files(**texts: str) -> list[File]:
    """Files by name: `__` stands for a slash, and every name ends in .html."""
    return [
        File(path=f"{name.replace('__', '/')}.html", pieces=[text.encode()])
        for name, text in texts.items()
    ]


def tree(folder: Path) -> dict[str, str]:
    """What is in a folder: the text of every file by its path, without the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def counts(published: Published) -> tuple[int, int, int]:
    """How many files were written, unchanged and removed."""
    return published.written, published.unchanged, published.removed


def test_files_are_written_where_their_paths_say(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "site"
    published = publish(files(index="home", a__one="1", a__b__two="2"), output)
    assert counts(published) == (3, 0, 0)
    assert tree(output) == {"index.html": "home", "a/one.html": "1", "a/b/two.html": "2"}
    assert sorted(path.name for path in output.parent.iterdir()) == [".cache", "site"]


def test_what_is_equal_is_not_touched(tmp_path: Path) -> None:
    publish(files(index="home", one="1"), tmp_path / "site")
    old = 1_000_000_000
    for path in (tmp_path / "site").iterdir():
        os.utime(path, (old, old))
    published = publish(files(index="home", one="2"), tmp_path / "site")
    assert counts(published) == (1, 1, 0)
    untouched = [p.name for p in (tmp_path / "site").iterdir() if p.stat().st_mtime == old]
    assert sorted(untouched) == [MANIFEST, "index.html"]


def test_what_is_no_longer_made_is_removed_with_its_folders(tmp_path: Path) -> None:
    publish(files(index="home", a__b__two="2", a__one="1", c__d__three="3"), tmp_path / "site")
    published = publish(files(index="home", a__one="1"), tmp_path / "site")
    assert counts(published) == (0, 2, 2)
    assert tree(tmp_path / "site") == {"index.html": "home", "a/one.html": "1"}
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [
        MANIFEST,
        "a",
        "index.html",
    ]


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    publish(files(index="home", a__one="1"), tmp_path / "site")
    (tmp_path / "site" / "CNAME").write_text("example.org")
    (tmp_path / "site" / "a" / "mine.txt").write_text("mine")
    publish(files(index="home"), tmp_path / "site")
    assert tree(tmp_path / "site") == {
        "index.html": "home",
        "CNAME": "example.org",
        "a/mine.txt": "mine",
    }


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    before = [File(path="a", pieces=[b"file"]), File(path="b/c/d", pieces=[b"deep"])]
    after = [File(path="a/x", pieces=[b"deep"]), File(path="b", pieces=[b"file"])]
    publish(before, tmp_path / "site")
    publish(after, tmp_path / "site")
    assert tree(tmp_path / "site") == {"a/x": "deep", "b": "file"}
    publish(before, tmp_path / "site")
    assert tree(tmp_path / "site") == {"a": "file", "b/c/d": "deep"}


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("years of work")
    message = "holds files that octavo did not make; name another --output, or use --force"
    with pytest.raises(OutputError, match=re.escape(message)):
        publish(files(index="home"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"thesis.txt": "years of work"}


def test_by_force_files_are_published_among_those_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("years of work")
    publish(files(index="home"), tmp_path / "site", force=True)
    publish(files(other="page"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"thesis.txt": "years of work", "other.html": "page"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    publish(files(index="home"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"index.html": "home"}


NO_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda place: place.write_text("x"),
    "a link to a folder": lambda place: place.symlink_to(place.parent / "elsewhere"),
}


@pytest.mark.parametrize("make", NO_FOLDERS.values(), ids=NO_FOLDERS)
def test_what_is_no_folder_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    (tmp_path / "elsewhere").mkdir()
    make(tmp_path / "site")
    with pytest.raises(OutputError, match="site: not a folder; name another --output"):
        publish(files(index="home"), tmp_path / "site")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_output_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"file.*: cannot be written: (File|Not a)"):
        publish(files(index="home"), tmp_path / "file" / "site")


def test_two_files_of_one_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"index\.html: two files of the site have this path"):
        publish([*files(index="1"), *files(index="2")], tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_while_files_are_made_nothing_changes(tmp_path: Path) -> None:
    publish(files(index="old", gone="old"), tmp_path / "site")

    def made() -> Iterator[File]:
        yield from files(index="new", other="new")
        raise RuntimeError("a template is broken")

    with pytest.raises(RuntimeError, match="a template is broken"):
        publish(made(), tmp_path / "site")
    assert tree(tmp_path / "site") == {"index.html": "old", "gone.html": "old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".cache", "site"]


def test_a_build_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    # The manifest is written first with the old and the new names; here only one file was moved.
    publish(files(old="old", both="old"), tmp_path / "site")
    names = ["both.html", "new.html", "old.html"]
    (tmp_path / "site" / MANIFEST).write_text(json.dumps({"version": 1, "files": names}))
    (tmp_path / "site" / "new.html").write_text("half of it")
    publish(files(both="new"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"both.html": "new"}


MANIFESTS = {
    "no JSON": b"{",
    "another JSON": b"[1, 2]",
    "without files": b'{"version": 1}',
    "no text": b"\xff\xfe",
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_damaged_manifest_is_told_and_can_be_forced(tmp_path: Path, manifest: bytes) -> None:
    publish(files(index="old"), tmp_path / "site")
    (tmp_path / "site" / MANIFEST).write_bytes(manifest)
    with pytest.raises(OutputError, match="damaged; remove the folder or use --force"):
        publish(files(index="new"), tmp_path / "site")
    publish(files(index="new"), tmp_path / "site", force=True)
    assert tree(tmp_path / "site") == {"index.html": "new"}


def test_a_manifest_that_is_a_folder_is_told(tmp_path: Path) -> None:
    publish(files(index="old"), tmp_path / "site")
    (tmp_path / "site" / MANIFEST).unlink()
    (tmp_path / "site" / MANIFEST).mkdir()
    with pytest.raises(OutputError, match=r"\.octavo: cannot be read: Is a directory"):
        publish(files(index="new"), tmp_path / "site")


PATHS_OUT = ["../mine.txt", "/mine.txt", "a/../../mine.txt", ".", "", 7]


@pytest.mark.parametrize("path", PATHS_OUT)
def test_a_manifest_never_removes_what_is_not_inside(tmp_path: Path, path: object) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    publish(files(index="home"), tmp_path / "site")
    text = json.dumps({"version": 1, "files": ["index.html", path]})
    (tmp_path / "site" / MANIFEST).write_text(text)
    publish(files(index="home"), tmp_path / "site")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert tree(tmp_path / "site") == {"index.html": "home"}


def test_no_link_leads_a_file_out_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    publish(files(index="home"), tmp_path / "site")
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="site/a: a link out of the site; remove it"):
        publish(files(index="home", a__one="1"), tmp_path / "site")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_stale_file_behind_a_link_stays(tmp_path: Path) -> None:
    publish(files(index="home", a__one="1"), tmp_path / "site")
    (tmp_path / "site" / "a").rename(tmp_path / "elsewhere")
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere")
    publish(files(index="home"), tmp_path / "site")
    assert (tmp_path / "elsewhere" / "one.html").read_text() == "1"


def test_static_files_are_those_of_a_folder_and_are_copied_as_they_stand(tmp_path: Path) -> None:
    for name in ("b/c.js", "a.css"):
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "static" / "link").symlink_to(tmp_path / "static" / "a.css")
    found = static_files(tmp_path / "static")
    assert found == {name: tmp_path / "static" / name for name in ("a.css", "b/c.js")}
    assert [(file.path, file.data) for file in files_of(found)] == [
        ("a.css", b"a.css"),
        ("b/c.js", b"b/c.js"),
    ]
    assert static_files(tmp_path / "missing") == {}


def test_a_static_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ConfigError, match=r"folder: cannot be read: Is a directory$"):
        list(files_of({"a.css": tmp_path / "folder"}))


IN_THE_WAY = {
    "at its path": ("a/index.html", "own/a/index.html: the site makes a/index.html itself"),
    "where it wants a folder": ("a", "own/a: cannot stand beside a/index.html, which"),
    "below it": ("feed.xml/x", "own/feed.xml/x: cannot stand beside feed.xml, which"),
}


@pytest.mark.parametrize(("name", "said"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_a_static_file_in_the_way_of_a_page_is_refused(name: str, said: str) -> None:
    pages = {"index.html", "feed.xml", "a/index.html"}
    refuse_taken({"feed.xmlx": Path("own/feed.xmlx"), "b/a": Path("own/b/a")}, pages)
    with pytest.raises(ConfigError, match=re.escape(said)):
        refuse_taken({name: Path("own") / name}, pages)


def test_a_file_where_another_wants_a_folder_leaves_the_site_as_it_is(tmp_path: Path) -> None:
    output = tmp_path / "site"
    publish(files(index="home"), output)
    wrong = [*files(index="new"), File(path="A", pieces=[b"1"]), File(path="a/b/c", pieces=[b"2"])]
    with pytest.raises(OutputError, match="A: a file of the site has this path, and a/b/c lies"):
        publish(wrong, output)
    assert tree(output) == {"index.html": "home"}
    publish(files(index="newer"), output)
    assert tree(output) == {"index.html": "newer"}
