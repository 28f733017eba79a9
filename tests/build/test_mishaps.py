"""What goes wrong between two builds leaves a site as if it were built from nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from generator.build import fingerprint, pipeline
from generator.build.fingerprint import Fingerprint, identity_of, place_for
from generator.commands.build import run_build
from generator.errors import GeneratorError
from generator.output.publish import publish
from tests.bench.corpus import make_works, write_ours
from tests.build.thread import files_of, replace

RECORD = Path(".cache/octavo/_site.json")
CACHE = Path(".cache/octavo/captures.sqlite3")


def octavo(*options: str, before: Callable[[], None] = lambda: None, **named: Any) -> None:
    """Build as the command line does; `before` is done once it is known whether there is a need.

    Raises:
        GeneratorError: nothing was published.
    """
    arguments = ["build", *options, *(f"--{name}={value}" for name, value in named.items())]
    last_build = Fingerprint(place_for(arguments), identity_of(arguments))
    if "no_cache" not in named and last_build.is_current():
        return
    before()
    named = {"content": Path("content"), "output": Path("_site"), **named}
    run_build(**named, quiet=True, fingerprint=last_build)


def made_from_nothing() -> dict[str, bytes]:
    """The site of the content as it is now, built without anything that is kept."""
    shutil.rmtree("clean", ignore_errors=True)
    octavo(output=Path("clean/_site"), no_cache=True)
    return files_of(Path("clean/_site"))


def site() -> dict[str, bytes]:
    return files_of(Path("_site"))


def preview(number: int) -> Path:
    """The capture of a preview."""
    return Path(f"content/captures/previews/{number:016x}/2026-07-01.txt")


@pytest.fixture(autouse=True)
def _thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A built thread of six articles, in the folder that the test stands in."""
    monkeypatch.chdir(tmp_path)
    # As if hours lay between one build and the next: no stamp is too young to be believed.
    monkeypatch.setattr(fingerprint, "_TICK_NS", 0)
    monkeypatch.setattr(fingerprint, "_COARSE_TICK_NS", 0)
    write_ours(list(make_works(6)), Path("content"))
    octavo()
    octavo()


def rename_thread() -> None:
    replace(Path("content/site.toml"), 'title = "', 'title = "Another ')


def refused_strictly() -> None:
    odd = Path("content/captures/previews/00000000000000ff/2026-07-01.txt")
    odd.parent.mkdir()
    odd.write_text("no preview of anything\n")
    with pytest.raises(GeneratorError, match="--strict"):
        octavo(strict=True)


def broken_template() -> None:
    for number in range(6):
        replace(preview(number), "HTTP 200", "HTTP 200\n\n" + 3000 * "circuits of wire ")
    octavo()
    broken = Path("content/templates/article.html")
    broken.parent.mkdir()
    broken.write_text("{% broken")
    with pytest.raises(GeneratorError, match=r"article\.html"):
        octavo()
    shutil.rmtree(broken.parent)


def damaged_text() -> None:
    """A letter of a copy is another in the cache, and the article's page has to be made."""
    with closing(sqlite3.connect(CACHE)) as database, database:
        rows = database.execute("SELECT rowid, body FROM bodies").fetchall()
        assert rows
        for number, body in rows:
            other = body.replace(b"circuit", b"CIRCUIT")
            database.execute("UPDATE bodies SET body = ? WHERE rowid = ?", (other, number))
    rename_thread()


def cut_off_cache() -> None:
    os.truncate(CACHE, CACHE.stat().st_size // 2)
    rename_thread()


def another_base_url_beside() -> None:
    octavo(output=Path("other"), base_url="https://example.org/x/")
    replace(preview(3), "circuit", "wire")


def another_output_by_way_of_a_link() -> None:
    """Its record is thought to lie where that of _site does."""
    Path("far/away").mkdir(parents=True)
    Path("link").symlink_to("far/away")
    octavo(output=Path("link/../_site"))
    assert place_for(["build", "--output=link/../_site"]) == place_for(["build"])
    shutil.rmtree("_site")


def damaged_record() -> None:
    RECORD.write_bytes(RECORD.read_bytes()[:-20])


def record_without_a_hash() -> None:
    record = json.loads(RECORD.read_text())
    record["inputs"] = {path: [stamp, ""] for path, (stamp, _) in record["inputs"].items()}
    RECORD.write_text(json.dumps(record))


def record_of_an_output_that_is_gone() -> None:
    shutil.rmtree("_site")


def links_in_a_ring() -> None:
    for name, to in (("one", "two"), ("two", "one"), ("self", "self")):
        (Path("content") / name).mkdir()
        (Path("content") / name / "link").symlink_to(Path("..") / to)
    Path("content/itself").symlink_to("itself")
    Path("content/root").symlink_to("/")


def link_for_a_capture() -> None:
    elsewhere = Path("elsewhere.txt").absolute()
    shutil.copy(preview(3), elsewhere)
    preview(3).unlink()
    preview(3).symlink_to(elsewhere)


def link_to_nothing() -> None:
    preview(3).unlink()
    preview(3).symlink_to("nowhere")


def pipe_for_a_capture() -> None:
    preview(3).unlink()
    os.mkfifo(preview(3))


def device_for_a_capture() -> None:
    preview(3).unlink()
    preview(3).symlink_to("/dev/zero")


MISHAPS = (
    refused_strictly,
    broken_template,
    damaged_text,
    cut_off_cache,
    another_base_url_beside,
    another_output_by_way_of_a_link,
    damaged_record,
    record_without_a_hash,
    record_of_an_output_that_is_gone,
    links_in_a_ring,
    link_for_a_capture,
    link_to_nothing,
    pipe_for_a_capture,
    device_for_a_capture,
)


@pytest.mark.slow
@pytest.mark.parametrize("mishap", MISHAPS)
def test_the_next_build_makes_what_one_from_nothing_makes(mishap: Callable[[], None]) -> None:
    mishap()
    octavo()
    expected = made_from_nothing()
    assert site() == expected
    octavo()
    assert site() == expected


@pytest.mark.slow
def test_a_link_that_becomes_a_file_is_read() -> None:
    link_for_a_capture()
    octavo()
    data = preview(3).read_bytes()
    preview(3).unlink()
    preview(3).write_bytes(data)
    octavo()
    assert site() == made_from_nothing()


# What a build reads although it may be a link that leads out of content/, and an edit behind it.
LINKED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "site.toml": ("", lambda path: replace(path, 'title = "', 'title = "Another ')),
    "overrides.toml": (
        '[[hide]]\narticle = "https://thread.example.org/2026/work-000002/index.html"\n'
        'reason = "For a test."\n',
        lambda path: replace(path, "000002", "000003"),
    ),
    "templates/robots.txt": ("a", lambda path: path.write_text("b")),
    "captures/state.json": (
        '{"sources":{"feed":{"url":"https://x.example/","gone":"2026-01-01T00:00:00Z"}}}',
        lambda path: replace(path, "2026", "2025"),
    ),
    "templates": ("", lambda path: (path / "robots.txt").write_text("b")),
    "static": ("", lambda path: (path / "x.txt").write_text("b")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LINKED)
def test_an_edit_behind_a_link_that_is_followed_is_built(name: str) -> None:
    text, edit = LINKED[name]
    place, elsewhere = Path("content") / name, Path("elsewhere") / Path(name).name
    elsewhere.parent.mkdir()
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        place.rename(elsewhere)
    elif text:
        elsewhere.write_text(text)
    else:
        elsewhere.mkdir()
    place.symlink_to(elsewhere.absolute())
    octavo()
    octavo()
    before = site()
    edit(elsewhere)
    octavo()
    assert site() == made_from_nothing() != before


@pytest.mark.slow
@pytest.mark.parametrize("name", [".", "../content", "..//content/"])
def test_an_edit_of_a_template_is_built_however_the_content_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("content")
    robots = Path("templates/robots.txt")
    robots.parent.mkdir()
    for text in ("one", "two"):
        robots.write_text(text)
        octavo(content=Path(name), output=Path("../_site"))
        assert Path("../_site/robots.txt").read_text() == text


@pytest.mark.slow
def test_an_edit_of_a_template_in_a_folder_behind_a_link_is_built() -> None:
    """And in one behind another link in that folder; links that lead round or up are no trouble."""
    theme, parts = Path("content/templates"), Path("parts").absolute()
    for folder in (theme, parts, parts / "sub", Path("far")):
        folder.mkdir()
    (theme / "parts").symlink_to(parts)
    (parts / "sub/far").symlink_to(Path("far").absolute())
    (Path("far") / "back").symlink_to(theme.absolute())
    (theme / "root").symlink_to("/")
    (theme / "robots.txt").write_text('{% include "parts/near" %}{% include "parts/sub/far/far" %}')
    edited = (parts / "near", Path("far/far"))
    for path in edited:
        path.write_text("a")
    octavo()
    octavo()
    for path in edited:
        before = site()
        path.write_text("b")
        octavo()
        assert site() == made_from_nothing() != before


@pytest.mark.slow
def test_what_was_published_by_a_build_that_was_cut_off_is_known_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half of its files are in place, and what it was made of is changed back."""
    before = preview(3).read_bytes()
    replace(preview(3), "HTTP 200", "HTTP 404")
    replace_really = os.replace
    moved: list[Path] = []

    def cut_off(source: Path, target: Path) -> None:
        moved.append(target)
        if len(moved) == 3:
            raise KeyboardInterrupt
        replace_really(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            octavo()
    preview(3).write_bytes(before)
    octavo()
    assert site() == made_from_nothing()


@pytest.mark.slow
def test_a_build_that_began_and_ended_meanwhile_is_noticed() -> None:
    replace(preview(3), "circuit", "wire")

    def other() -> None:
        octavo(no_cache=True, base_url="https://example.org/x/")

    octavo(before=other)
    assert site() == made_from_nothing()


@pytest.mark.slow
def test_an_edit_while_a_build_runs_is_built_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it comes before or after the file is read, and also if it is undone at once."""
    title, really = Path("content/site.toml"), pipeline.read_library
    whole = title.read_bytes()

    def edited(*arguments: Any, **named: Any) -> Any:
        rename_thread()
        library = really(*arguments, **named)
        title.write_bytes(whole)
        return library

    replace(preview(3), "circuit", "wire")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_library", edited)
        octavo()
    assert b"Another" in Path("_site/index.html").read_bytes()
    octavo()
    assert site() == made_from_nothing()


@pytest.mark.slow
def test_an_output_that_is_edited_while_a_build_runs_is_mended_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def edited(*arguments: Any, **named: Any) -> Any:
        published = publish(*arguments, **named)
        Path("_site/about/index.html").write_text("mine")
        Path("_site/index.html").write_text("mine")
        return published

    rename_thread()
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "publish", edited)
        octavo()
    octavo()
    assert site() == made_from_nothing()
