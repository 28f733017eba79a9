"""What publish() writes, leaves, removes and refuses."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.model.pages import File
from generator.output.publish import MANIFEST, STAGING, Published, open_output
from tests.output.publishing import publish_files
from tests.output.small import in_child


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


def named(folder: Path) -> list[str]:
    """The files that the manifest of a folder names."""
    names: list[str] = json.loads((folder / MANIFEST).read_bytes())["files"]
    return names


def counts(published: Published) -> tuple[int, int, int]:
    """How many files were written, unchanged and removed."""
    return published.written, published.unchanged, published.removed


def short_hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def test_files_are_written_where_their_paths_say_and_nothing_else_is_left(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "site"
    published = publish_files(files(index="home", a__one="1", a__b__two="2"), output)
    assert counts(published) == (3, 0, 0)
    assert published.hashes == {
        "index.html": short_hash(b"home"),
        "a/one.html": short_hash(b"1"),
        "a/b/two.html": short_hash(b"2"),
    }
    assert tree(output) == {"index.html": "home", "a/one.html": "1", "a/b/two.html": "2"}
    assert sorted(path.name for path in output.iterdir()) == [MANIFEST, "a", "index.html"]
    assert sorted(path.name for path in output.parent.iterdir()) == [".cache", "site"]
    beside = output.parent / ".cache" / "octavo"
    assert [path.name for path in beside.iterdir()] == ["site.lock"]


def test_what_is_equal_is_not_touched(tmp_path: Path) -> None:
    publish_files(files(index="home", one="1"), tmp_path / "site")
    old = 1_000_000_000
    for path in (tmp_path / "site").iterdir():
        os.utime(path, (old, old))
    published = publish_files(files(index="home", one="2"), tmp_path / "site")
    assert counts(published) == (1, 1, 0)
    untouched = [p.name for p in (tmp_path / "site").iterdir() if p.stat().st_mtime == old]
    assert sorted(untouched) == [MANIFEST, "index.html"]


def test_what_is_no_longer_made_is_removed_with_its_folders(tmp_path: Path) -> None:
    publish_files(
        files(index="home", a__b__two="2", a__one="1", c__d__three="3"), tmp_path / "site"
    )
    published = publish_files(files(index="home", a__one="1"), tmp_path / "site")
    assert counts(published) == (0, 2, 2)
    assert tree(tmp_path / "site") == {"index.html": "home", "a/one.html": "1"}
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [
        MANIFEST,
        "a",
        "index.html",
    ]


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    publish_files(files(index="home", a__one="1"), tmp_path / "site")
    (tmp_path / "site" / "CNAME").write_text("example.org")
    (tmp_path / "site" / "a" / "mine.txt").write_text("mine")
    publish_files(files(index="home"), tmp_path / "site")
    assert tree(tmp_path / "site") == {
        "index.html": "home",
        "CNAME": "example.org",
        "a/mine.txt": "mine",
    }


def test_the_last_file_is_made_of_the_hashes_of_all_others(tmp_path: Path) -> None:
    def make(hashes: Mapping[str, str]) -> File:
        return File(path="build.js", pieces=[json.dumps(hashes).encode()])

    publish_files(files(index="home"), tmp_path / "site")
    published = publish_files(files(index="home", one="1"), tmp_path / "site", last=make)
    assert counts(published) == (2, 1, 0)
    assert json.loads(tree(tmp_path / "site")["build.js"]) == {
        "index.html": short_hash(b"home"),
        "one.html": short_hash(b"1"),
    }
    assert json.loads((tmp_path / "site" / MANIFEST).read_bytes()) == {
        "version": 1,
        "files": ["build.js", "index.html", "one.html"],
    }


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    before = [File(path="a", pieces=[b"file"]), File(path="b/c/d", pieces=[b"deep"])]
    after = [File(path="a/x", pieces=[b"deep"]), File(path="b", pieces=[b"file"])]
    publish_files(before, tmp_path / "site")
    publish_files(after, tmp_path / "site")
    assert tree(tmp_path / "site") == {"a/x": "deep", "b": "file"}
    publish_files(before, tmp_path / "site")
    assert tree(tmp_path / "site") == {"a": "file", "b/c/d": "deep"}


def test_an_old_spelling_of_a_new_path_is_removed_only_where_it_is_another_file(
    tmp_path: Path,
) -> None:
    """Two names of one file, here by a hard link, are all that a disk without case has."""
    output = tmp_path / "site"
    publish_files([File(path="Logo.svg", pieces=[b"logo"])], output)
    os.link(output / "Logo.svg", output / "logo.svg")
    published = publish_files([File(path="logo.svg", pieces=[b"logo"])], output)
    assert counts(published) == (0, 1, 0)
    assert tree(output) == {"Logo.svg": "logo", "logo.svg": "logo"}
    (output / "LOGO.svg").write_text("logo")
    (output / MANIFEST).write_text(json.dumps({"files": ["LOGO.svg"]}))
    published = publish_files([File(path="logo.svg", pieces=[b"logo"])], output)
    assert counts(published) == (0, 1, 1)
    assert tree(output) == {"Logo.svg": "logo", "logo.svg": "logo"}


def test_another_spelling_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    publish_files([File(path="Logo.svg", pieces=[b"logo"])], tmp_path / "site")
    published = publish_files([File(path="logo.svg", pieces=[b"logo"])], tmp_path / "site")
    assert counts(published) == (1, 0, 1)
    assert tree(tmp_path / "site") == {"logo.svg": "logo"}


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("years of work")
    message = "holds files that octavo did not make; name another --output, or use --force"
    with pytest.raises(OutputError, match=re.escape(message)):
        publish_files(files(index="home"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"thesis.txt": "years of work"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_by_force_files_are_published_among_those_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("years of work")
    (tmp_path / "site" / "index.html").write_text("not ours")
    publish_files(files(index="home"), tmp_path / "site", force=True)
    publish_files(files(other="page"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"thesis.txt": "years of work", "other.html": "page"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    publish_files(files(index="home"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"index.html": "home"}


NO_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda place: place.write_text("x"),
    "a link to a folder": lambda place: place.symlink_to(place.parent / "elsewhere"),
    "a link to nothing": lambda place: place.symlink_to("nowhere"),
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("make", NO_FOLDERS.values(), ids=NO_FOLDERS)
def test_what_is_no_folder_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    (tmp_path / "elsewhere").mkdir()
    make(tmp_path / "site")
    with pytest.raises(OutputError, match="site: not a folder; name another --output"):
        publish_files(files(index="home"), tmp_path / "site")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_output_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"file.*: cannot be written: (File|Not a)"):
        publish_files(files(index="home"), tmp_path / "file" / "site")


def broken() -> Iterator[File]:
    yield from files(index="new", other="new")
    raise RuntimeError("a template is broken")


def test_while_files_are_made_nothing_changes(tmp_path: Path) -> None:
    output = tmp_path / "site"
    publish_files(files(index="old", gone="old"), output)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    with pytest.raises(RuntimeError, match="a template is broken"):
        publish_files(broken(), output)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before
    assert tree(output) == {"index.html": "old", "gone.html": "old"}


def test_a_first_build_that_fails_leaves_no_output(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="a template is broken"):
        publish_files(broken(), tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == [".cache"]


REFUSED = {
    "the same path twice": ["a.html", "a.html"],
    "paths that differ in case": ["tag/Go/index.html", "tag/go/index.html"],
    "paths that differ in their normal form": ["caf\u00e9.html", "cafe\u0301.html"],
    "paths that differ in a letter that folds": ["stra\u00dfe.html", "STRASSE.html"],
    "the manifest": [MANIFEST],
    "the manifest in capitals": [".Octavo"],
    "the folder for staging": [STAGING],
    "in the folder for staging": [f"{STAGING}/a.html"],
    "in the folder for staging in capitals": [f"{STAGING.upper()}/a.html"],
    "below the manifest": [f"{MANIFEST}/a.html"],
    "a file where another wants a folder": ["A", "a/b/c"],
    "a path out of the site": ["../out.html"],
    "a path from the root": ["/etc/out.html"],
    "a path with a way up inside": ["a/../../out.html"],
    "a path with an empty part": ["a//b.html"],
    "an empty path": [""],
    "a path with a null": ["a\0.html"],
    "a path with a backslash": ["a\\..\\b.html"],
}


@pytest.mark.parametrize("paths", REFUSED.values(), ids=REFUSED)
def test_a_path_that_is_no_safe_name_is_refused_and_nothing_changes(
    paths: list[str], tmp_path: Path
) -> None:
    output = tmp_path / "site"
    publish_files(files(index="home"), output)
    with pytest.raises(OutputError):
        publish_files(
            [*files(index="new", other="new"), *(File(path=p, pieces=[b""]) for p in paths)], output
        )
    assert tree(output) == {"index.html": "home"}
    assert not list(tmp_path.glob("*.html"))
    publish_files(files(index="newer"), output)
    assert tree(output) == {"index.html": "newer"}


MESSAGES = {
    "one path": (["a.html", "a.html"], r"a\.html: two files of the site have this path$"),
    "two spellings": (
        ["a.html", "A.html"],
        r"A\.html: two files .* this path, or one that some disks take for it: a\.html$",
    ),
    "a folder": (["A", "a/b"], r"^A: a file of the site has this path, and a/b lies below it$"),
}


@pytest.mark.parametrize(("paths", "message"), MESSAGES.values(), ids=MESSAGES)
def test_paths_that_no_disk_can_hold_are_named(
    paths: list[str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=message):
        publish_files([File(path=path, pieces=[b"1"]) for path in paths], tmp_path / "site")
    assert not (tmp_path / "site").exists()


IN_THE_WAY: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a file where a page must be": (
        "robots.txt",
        lambda output: (output / "robots.txt").write_text("mine"),
        r"robots\.txt: is not ours, and stands where a page must be; move it, or use --force",
    ),
    "a link where a page must be": (
        "robots.txt",
        lambda output: (output / "robots.txt").symlink_to("../mine.txt"),
        r"robots\.txt: is not ours, and stands where a page must be; move it, or use --force",
    ),
    "a file where a folder must be": (
        "tag/index.html",
        lambda output: (output / "tag").write_text("mine"),
        r"tag: is not ours, and a folder of the site must be there",
    ),
    "a pipe where a folder must be": (
        "tag/index.html",
        lambda output: os.mkfifo(output / "tag"),
        r"tag: is not ours, and a folder of the site must be there",
    ),
    "a full folder where a page must be": (
        "old",
        lambda output: (output / "old" / "mine.txt").write_text("mine"),
        r"old/mine\.txt: is not ours, and stands where a page must be",
    ),
    "an empty folder where a page must be": (
        "404.html",
        lambda output: (output / "404.html").mkdir(),
        r"404\.html: is not ours, and stands where a page must be",
    ),
    "an empty folder in one of ours where a page must be": (
        "old",
        lambda output: (output / "old" / "mine").mkdir(),
        r"old/mine: is not ours, and stands where a page must be",
    ),
    "a link for a folder": (
        "tag/index.html",
        lambda output: (output / "tag").symlink_to("../elsewhere"),
        r"tag: a link out of the site; remove it",
    ),
}


@pytest.mark.parametrize(("path", "put", "message"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_is_not_ours_does_not_become_a_page_or_a_folder(
    path: str, put: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    output = tmp_path / "site"
    publish_files(files(index="home", old__page="old"), output)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    put(output)
    before = (sorted(output.rglob("*")), tree(output), named(output))
    with pytest.raises(OutputError, match=f"site/{message}"):
        publish_files([*files(index="new"), File(path=path, pieces=[b"new"])], output)
    assert (sorted(output.rglob("*")), tree(output), named(output)) == before
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_what_is_not_ours_but_equal_becomes_ours(tmp_path: Path) -> None:
    publish_files(files(index="home"), tmp_path / "site")
    (tmp_path / "site" / "robots.html").write_text("same")
    published = publish_files(files(index="home", robots="same"), tmp_path / "site")
    assert counts(published) == (0, 2, 0)
    publish_files(files(index="home", robots="other"), tmp_path / "site")
    assert tree(tmp_path / "site") == {"index.html": "home", "robots.html": "other"}


def test_by_force_a_file_that_is_not_ours_is_overwritten_and_a_folder_is_not(
    tmp_path: Path,
) -> None:
    publish_files(files(index="home"), tmp_path / "site")
    (tmp_path / "site" / "one.html").write_text("mine")
    publish_files(files(index="home", one="1"), tmp_path / "site", force=True)
    assert tree(tmp_path / "site") == {"index.html": "home", "one.html": "1"}
    (tmp_path / "site" / "two.html").mkdir()
    with pytest.raises(OutputError, match=r"two\.html: is not ours, and stands where a page"):
        publish_files(files(index="home", two="2"), tmp_path / "site", force=True)


def test_a_link_where_a_page_of_ours_was_is_replaced_and_its_target_stays(tmp_path: Path) -> None:
    output, outside = tmp_path / "site", tmp_path / "outside.html"
    outside.write_text("home")
    publish_files(files(index="home", a__one="1"), output)
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(outside)
    publish_files(files(index="newer", a__one="1"), output)
    assert outside.read_text() == "home"
    assert not (output / "index.html").is_symlink()
    assert tree(output) == {"index.html": "newer", "a/one.html": "1"}


def test_a_stale_file_behind_a_link_stays(tmp_path: Path) -> None:
    publish_files(files(index="home", a__one="1"), tmp_path / "site")
    (tmp_path / "site" / "a").rename(tmp_path / "elsewhere")
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere")
    publish_files(files(index="home"), tmp_path / "site")
    assert (tmp_path / "elsewhere" / "one.html").read_text() == "1"


def test_a_folder_of_ours_that_became_a_link_does_not_become_a_page(tmp_path: Path) -> None:
    output = tmp_path / "site"
    publish_files(files(index="home", a__b__one="1"), output)
    (output / "a" / "b").rename(tmp_path / "elsewhere")
    (output / "a" / "b").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="site/a/b: is not ours, and stands where a page must be"):
        publish_files([*files(index="new"), File(path="a", pieces=[b"new"])], output)
    assert (output / "index.html").read_text() == "home"
    assert (tmp_path / "elsewhere" / "one.html").read_text() == "1"


def test_a_stale_file_that_has_become_a_folder_of_somebody_else_stays(tmp_path: Path) -> None:
    publish_files(files(index="home", one="1"), tmp_path / "site")
    (tmp_path / "site" / "one.html").unlink()
    (tmp_path / "site" / "one.html").mkdir()
    publish_files(files(index="home"), tmp_path / "site")
    assert (tmp_path / "site" / "one.html").is_dir()
    assert named(tmp_path / "site") == ["index.html"]


def test_a_build_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    # The manifest is written first with the old and the new names; here only one file was moved,
    # and of what was to go only a folder is left.
    output = tmp_path / "site"
    publish_files(files(old="old", both="old"), output)
    names = ["both.html", "new.html", "old.html", "a/b/one.html", "c/two.html"]
    (output / MANIFEST).write_text(json.dumps({"version": 1, "files": names}))
    (output / "new.html").write_text("new")
    (output / "a" / "b").mkdir(parents=True)
    (output / "c").mkdir()
    (output / STAGING / "x").mkdir(parents=True)
    (output / STAGING / "x" / "0123").write_text("half of it")
    publish_files([*files(both="new"), File(path="c", pieces=[b"file"])], output)
    assert tree(output) == {"both.html": "new", "c": "file"}
    assert sorted(path.name for path in output.iterdir()) == [MANIFEST, "both.html", "c"]


def test_a_first_build_that_was_killed_leaves_no_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "site" / STAGING / "x").mkdir(parents=True)
    publish_files(files(index="home"), tmp_path / "site")
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MANIFEST, "index.html"]


def test_a_staging_that_is_a_link_is_refused(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    publish_files(files(index="home"), output)
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    (output / STAGING).symlink_to(elsewhere)
    with pytest.raises(OutputError, match=r"site/\.octavo\.staging: a link out of the site"):
        publish_files(files(index="new"), output)
    assert tree(elsewhere) == {"mine.txt": "mine"}


MANIFESTS = {
    "no JSON": b"{",
    "another JSON": b"[1, 2]",
    "without files": b'{"version": 1}',
    "with a text for its files": b'{"version": 1, "files": "index.html"}',
    "no text": b"\xff\xfe",
    "empty": b"",
    "a bottomless one": b"[" * 200_000,
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_damaged_manifest_is_named_and_can_be_forced(tmp_path: Path, manifest: bytes) -> None:
    publish_files(files(index="old"), tmp_path / "site")
    (tmp_path / "site" / MANIFEST).write_bytes(manifest)
    with pytest.raises(OutputError, match="damaged; remove the folder or use --force"):
        publish_files(files(index="new"), tmp_path / "site")
    publish_files(files(index="new"), tmp_path / "site", force=True)
    assert tree(tmp_path / "site") == {"index.html": "new"}


NO_MANIFESTS: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to a device": lambda place: place.symlink_to("/dev/zero"),
    "a device": lambda place: place.symlink_to("/dev/null"),
}


@pytest.mark.parametrize("make", NO_MANIFESTS.values(), ids=NO_MANIFESTS)
@pytest.mark.parametrize("force", [False, True])
def test_a_manifest_that_is_no_file_is_named_and_never_read(
    tmp_path: Path, make: Callable[[Path], object], force: bool
) -> None:
    publish_files(files(index="old"), tmp_path / "site")
    (tmp_path / "site" / MANIFEST).unlink()
    make(tmp_path / "site" / MANIFEST)
    with pytest.raises(OutputError, match=r"\.octavo: cannot be read: not a file; remove it"):
        publish_files(files(index="new"), tmp_path / "site", force=force)
    assert (tmp_path / "site" / "index.html").read_text() == "old"


PATHS_OUT = ["../mine.txt", "/mine.txt", "a/../../mine.txt", ".", "", 7]


@pytest.mark.parametrize("path", PATHS_OUT)
def test_a_manifest_never_removes_what_is_not_inside(tmp_path: Path, path: object) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    publish_files(files(index="home"), tmp_path / "site")
    text = json.dumps({"version": 1, "files": ["index.html", path]})
    (tmp_path / "site" / MANIFEST).write_text(text)
    publish_files(files(index="home"), tmp_path / "site")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert tree(tmp_path / "site") == {"index.html": "home"}


def test_a_file_that_is_open_elsewhere_for_a_moment_is_replaced_later(
    tmp_path: Path, refusals: list[PermissionError]
) -> None:
    publish_files(files(index="new"), tmp_path / "site")
    assert refusals == []
    assert tree(tmp_path / "site") == {"index.html": "new"}


def test_files_and_folders_have_the_modes_that_the_system_gives(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        publish_files(files(a__one="1"), tmp_path / "site")
    finally:
        os.umask(umask)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {
        **dict.fromkeys(["site", "a", ".cache", "octavo"], 0o755),
        **dict.fromkeys(["one.html", MANIFEST, "site.lock"], 0o644),
    }


def test_each_build_has_a_staging_of_its_own(tmp_path: Path) -> None:
    """What is left running of a build that was killed writes to a folder that is gone."""
    with open_output(tmp_path / "site") as first:
        assert first.staging.is_relative_to(tmp_path / "site" / STAGING)
    with open_output(tmp_path / "site") as second:
        assert second.staging != first.staging
        assert not first.staging.exists()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_worker_of_a_killed_build_that_still_writes_disturbs_no_other(tmp_path: Path) -> None:
    for name in map(str, range(20)):
        left = tmp_path / "site" / STAGING / name
        left.mkdir(parents=True)
        worker = in_child(partial(write_on, left))
        while not any(left.iterdir()):
            pass
        publish_files(files(index=name), tmp_path / "site")
        os.waitpid(worker, 0)
        assert (tmp_path / "site" / "index.html").read_text() == name


def write_on(folder: Path) -> None:
    """Write files as long as the folder is there, but not for ever."""
    with suppress(FileNotFoundError):
        for number in range(5_000):
            (folder / str(number)).write_bytes(b"")
