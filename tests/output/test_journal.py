"""How publishing survives: paths that no disk can hold apart, journals, links, other builds."""

from __future__ import annotations

import fcntl
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from generator.output.journal import MANIFEST, Staging

from generator.errors import GeneratorError, OutputError
from generator.model import File
from generator.output import journal
from generator.output.publish import publish

SITE = {"index.html": "home", "2025/07/index.html": "July", "assets/site.css": "*{}"}


def files(site: dict[str, str]) -> list[File]:
    return [File(path=path, pieces=[text.encode()]) for path, text in site.items()]


def tree(folder: Path) -> dict[str, str]:
    """Every file below the folder but the manifest, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_a_site_is_published_and_nothing_else_is_left(tmp_path: Path) -> None:
    publish(files(SITE), tmp_path / "_site")
    assert tree(tmp_path / "_site") == SITE
    left = sorted(path.name for path in (tmp_path / ".cache" / "octavo").iterdir())
    assert left == ["_site.lock"]


REFUSED = {
    "the same path twice": ["a.html", "a.html"],
    "paths that differ in case": ["tag/Go/index.html", "tag/go/index.html"],
    "paths that differ in their normal form": ["caf\u00e9.html", "cafe\u0301.html"],
    "paths that differ in a letter that folds": ["stra\u00dfe.html", "STRASSE.html"],
    "the manifest": [MANIFEST],
    "the manifest in capitals": [".Octavo"],
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
    publish(files(SITE), tmp_path / "_site")
    with pytest.raises(OutputError):
        publish([*files(SITE | {"new.html": "x"}), *(File(path=p, pieces=[b""]) for p in paths)],
                tmp_path / "_site")  # fmt: skip
    assert tree(tmp_path / "_site") == SITE
    assert not list(tmp_path.glob("*.html"))


def broken() -> Iterator[File]:
    yield File(path="index.html", pieces=[b"new"])
    raise GeneratorError("templates/x.html:1: no such thing")


def test_a_failure_before_publishing_changes_nothing(tmp_path: Path) -> None:
    output = tmp_path / "_site"
    publish(files(SITE), output)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    with pytest.raises(GeneratorError, match="no such thing"):
        publish(broken(), output)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before
    assert not list(tmp_path.glob(".cache/octavo/*.staging"))


def test_a_link_where_a_page_belongs_is_replaced_and_its_target_stays(tmp_path: Path) -> None:
    output, outside = tmp_path / "_site", tmp_path / "outside.html"
    outside.write_text("home")
    publish(files(SITE), output)
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(outside)
    publish(files(SITE | {"index.html": "newer"}), output)
    assert outside.read_text() == "home"
    assert tree(output) == SITE | {"index.html": "newer"}


JOURNALS = {
    "no JSON": b"{",
    "another form": b'{"changed": 5}',
    "a path out of the site": json.dumps(
        {"manifest_before": "{}", "manifest_after": "{}", "changed": {"../x": "0"}, "stale": []}
    ).encode(),
    "a stale path out of the site": json.dumps(
        {"manifest_before": "{}", "manifest_after": "{}", "changed": {}, "stale": ["../mine.txt"]}
    ).encode(),
}


@pytest.mark.parametrize("data", JOURNALS.values(), ids=JOURNALS)
def test_a_journal_that_no_build_wrote_is_thrown_away(data: bytes, tmp_path: Path) -> None:
    publish(files(SITE), tmp_path / "_site")
    (tmp_path / "mine.txt").write_text("mine")
    staging = tmp_path / ".cache" / "octavo" / "_site.staging"
    (staging / "files").mkdir(parents=True)
    (staging / "files" / "0").write_text("planted")
    (staging / "journal").write_bytes(data)
    with Staging(tmp_path / "_site"):
        pass
    assert tree(tmp_path / "_site") == SITE
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not (tmp_path / "x").exists()
    assert not staging.exists()


def test_what_is_not_ours_does_not_become_a_page_or_a_folder(tmp_path: Path) -> None:
    output = tmp_path / "_site"
    publish(files({"index.html": "home"}), output)
    (output / "tag").write_text("mine")
    (output / "404.html").mkdir()
    (output / "404.html" / "mine.txt").write_text("mine")
    kept = {"index.html": "home", "tag": "mine", "404.html/mine.txt": "mine"}
    for path in ("tag/index.html", "404.html"):
        with pytest.raises(OutputError, match="is not ours"):
            publish(files({"index.html": "new", path: "new"}), output)
        assert tree(output) == kept


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    output = tmp_path / "_site"
    order: list[str] = []
    staged = threading.Event()
    waiting = threading.Event()

    def slow() -> Iterator[File]:
        yield File(path="index.html", pieces=[b"first"])
        staged.set()
        waiting.wait(10)
        order.append("first")

    def quick() -> Iterator[File]:
        order.append("second")
        yield File(path="index.html", pieces=[b"second"])

    first = threading.Thread(target=publish, args=(slow(), output))
    first.start()
    staged.wait(10)
    second = threading.Thread(target=publish, args=(quick(), output))
    second.start()
    second.join(0.2)
    assert second.is_alive()
    waiting.set()
    first.join()
    second.join()
    assert order == ["first", "second"]
    assert tree(output) == {"index.html": "second"}


def test_a_second_build_says_so_when_it_has_waited_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_PATIENCE_SECONDS", 0.05)
    output = tmp_path / "_site"
    publish(files(SITE), output)
    with (tmp_path / ".cache" / "octavo" / "_site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another build has been publishing here"):
            publish(files({"index.html": "new"}), output)
    assert tree(output) == SITE
