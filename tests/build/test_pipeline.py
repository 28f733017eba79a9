"""The pipeline as a whole: what a second build does, and what a failing one leaves alone."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.build.capture_cache import code_hash
from generator.build.fingerprint import Fingerprint
from generator.build.pipeline import build
from generator.errors import GeneratorError, OutputError
from generator.resources import PACKAGE, templates_folder
from generator.text.html import decode

CONTENT = Path(__file__).parents[1] / "site" / "content"
LONG_AGO = 1_000_000_000


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the golden site's content, to change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def snapshot(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def age(folder: Path) -> None:
    """Makes every file there look as if it was written long ago."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def rewritten(folder: Path) -> set[str]:
    """The files that were written since they were aged."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_mtime != LONG_AGO
    }


@pytest.mark.slow
def test_a_second_build_writes_nothing(content: Path, output: Path) -> None:
    first = build(content, output).published
    age(output)
    second = build(content, output).published
    assert (second.written, second.unchanged, second.removed) == (0, first.written, 0)
    assert rewritten(output) == set()


@pytest.mark.slow
def test_a_build_elsewhere_gives_the_same_bytes(content: Path, output: Path) -> None:
    build(content, output)
    moved = Path(shutil.copytree(content, content.parent / "moved" / "to"))
    build(moved, content.parent / "other")
    assert snapshot(output) == snapshot(content.parent / "other")


def test_the_code_has_the_same_hash_whoever_finds_its_files(tmp_path: Path) -> None:
    roots = [str(folder) for folder in (templates_folder(), PACKAGE)]
    hashes = Fingerprint(str(tmp_path / "record"), "").take(roots, without=[])
    expected = code_hash({})
    assert code_hash(hashes) == expected
    assert code_hash({**hashes, f"{templates_folder()}/base.html": "other"}) == expected
    assert code_hash({**hashes, str(PACKAGE / "errors.py"): "other"}) != expected
    assert code_hash({**hashes, str(PACKAGE / "text" / "more.py"): "new"}) != expected


@pytest.mark.slow
def test_a_change_rewrites_only_what_shows_it(content: Path, output: Path) -> None:
    build(content, output)
    age(output)
    replace(content / "captures" / "wiki" / "harbours" / "2024-03-02.txt", "41/100", "42/100")
    published = build(content, output).published
    assert rewritten(output) == {"a/2024-harbours/index.html", "articles.json", "assets/build.js"}
    assert (published.written, published.removed) == (3, 0)


@pytest.mark.slow
def test_what_is_hidden_leaves_no_page_behind_but_one_that_leads_on(
    content: Path, output: Path
) -> None:
    build(content, output)
    assert (output / "a" / "moorings" / "index.html").is_file()
    with (content / "overrides.toml").open("a") as file:
        file.write('[[hide]]\narticle = "moorings"\nreason = "Sold."\n')
    assert build(content, output).published.removed == 0
    page = (output / "a" / "moorings" / "index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../index.html">' in page
    assert "Moorings" not in page + (output / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_the_base_url_changes_nothing_but_absolute_addresses(content: Path, output: Path) -> None:
    build(content, output)
    without = snapshot(output)
    build(content, output, base_url="https://lists.example/tides/")
    with_url = snapshot(output)
    assert set(with_url) - set(without) == {"sitemap.xml", "og.png"}
    before, after = (json.loads(files["articles.json"]) for files in (without, with_url))
    assert after["site"].pop("base_url") == "https://lists.example/tides/"
    assert before["site"].pop("base_url") is None
    assert after == before


def _break_site_toml(content: Path) -> None:
    replace(content / "site.toml", "[site]", "[site")


def _break_overrides(content: Path) -> None:
    replace(content / "overrides.toml", "reason", "raeson")


def _break_a_template(content: Path) -> None:
    (content / "templates").mkdir()
    (content / "templates" / "article.html").write_text("{{ nobody.knows }}")


def _break_the_last_template(content: Path) -> None:
    (content / "templates").mkdir()
    (content / "templates" / "robots.txt").write_text("{% if %}")


def _break_all_captures(content: Path) -> None:
    for path in (content / "captures").rglob("*.*"):
        path.write_bytes(b"")


def _take_a_pages_path(content: Path) -> None:
    (content / "static").mkdir()
    (content / "static" / "index.html").write_text("Mine.")


def _break_about(content: Path) -> None:
    (content / "pages" / "about.md").write_bytes(b"caf\xe9")


FAILURES: dict[str, tuple[Callable[[Path], None], str]] = {
    "site.toml is no TOML": (_break_site_toml, r"content/site\.toml:4: Expected ']'"),
    "overrides.toml has a slip": (
        _break_overrides,
        r'content/overrides\.toml:4: unknown key "raeson" in \[set\]; did you mean "reason"\?',
    ),
    "a template asks for what nobody knows": (
        _break_a_template,
        r"content/templates/article\.html:1: 'nobody' is undefined",
    ),
    "the template of the last page is broken": (
        _break_the_last_template,
        r"content/templates/robots\.txt:1: ",
    ),
    "no capture can be read": (
        _break_all_captures,
        "no source gives an entry, so nothing is built",
    ),
    "a static file has a page's path": (
        _take_a_pages_path,
        r"static/index\.html: the site makes index\.html itself; take the file away",
    ),
    "about.md is not UTF-8": (_break_about, r"about\.md: not UTF-8 at byte 3; save it as UTF-8"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "message"), FAILURES.values(), ids=FAILURES)
def test_a_build_that_fails_leaves_the_last_good_site_as_it_was(
    content: Path, output: Path, damage: Callable[[Path], None], message: str
) -> None:
    build(content, output)
    age(output)
    before = snapshot(output)
    damage(content)
    with pytest.raises(GeneratorError, match=message):
        build(content, output)
    assert (snapshot(output), rewritten(output)) == (before, set())
    assert sorted(path.name for path in output.parent.iterdir()) == [
        ".cache",
        "content",
        "site",
    ]


@pytest.mark.slow
def test_strictly_a_problem_stops_the_build(content: Path, output: Path) -> None:
    build(content, output, strict=True)
    before = snapshot(output)
    (content / "captures" / "feed" / "2024-04.xml").write_text("<rss><channel>")
    message = r"^1 problem, and --strict allows none:\n  captures/feed/2024-04\.xml: "
    with pytest.raises(GeneratorError, match=message):
        build(content, output, strict=True)
    assert snapshot(output) == before


@pytest.mark.slow
def test_one_broken_source_does_not_stop_the_others(content: Path, output: Path) -> None:
    build(content, output)
    (content / "captures" / "feed" / "2024-04.xml").write_bytes(b"\x00\x01 not a feed")
    built = build(content, output)
    assert [problem.where for problem in built.library.problems if problem.severity == "error"] == [
        "captures/feed/2024-04.xml"
    ]
    titles = [article.title for article in built.library.timeline.articles]
    assert "Wrecks" in titles
    assert "2024-04.xml" in (output / "evidence" / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_each_stage_tells_what_it_did(content: Path, output: Path) -> None:
    told: list[str] = []
    build(content, output, say=told.append)
    assert [re.sub(r"\d+ (files|pages)", r"N \1", line) for line in told] == [
        "read       15 entries in 5 captures of 3 sources",
        "reconciled 9 articles and 1 mention, 2 conflicts",
        "worked out 5 captures and N pages anew",
        f"published  N files written, 0 unchanged, 0 removed in {output}",
    ]


@pytest.mark.slow
def test_the_owners_templates_and_static_files_come_first(content: Path, output: Path) -> None:
    (content / "templates").mkdir()
    (content / "templates" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    (content / "static" / "assets").mkdir(parents=True)
    (content / "static" / "assets" / "icon.svg").write_text("<svg/>")
    (content / "static" / "mine.txt").write_text("Mine.")
    build(content, output)
    assert (output / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert (output / "assets" / "icon.svg").read_text() == "<svg/>"
    assert (output / "mine.txt").read_text() == "Mine."


@pytest.mark.slow
def test_a_static_file_in_the_way_is_named_and_nothing_is_published(
    content: Path, output: Path
) -> None:
    (content / "static").mkdir()
    (content / "static" / "about").write_text("x")
    with pytest.raises(GeneratorError, match=r"content/static/about: cannot stand beside about/in"):
        build(content, output)
    assert not output.exists()
    (content / "static" / "about").rename(content / "static" / ".nojekyll")
    build(content, output)
    assert (output / ".nojekyll").read_bytes() == b""


@pytest.mark.slow
def test_a_takedown_that_nothing_falls_under_is_told(content: Path, output: Path) -> None:
    library = build(content, output).library
    url = next(article.url for article in library.timeline.articles if article.url)
    with (content / "site.toml").open("a") as site:
        for place in (url, f"{url}-misspelt"):
            site.write(f'[[takedown]]\nurl = "{place}"\nreason = "its author asks"\n')
    told = {problem.message for problem in build(content, output).library.problems}
    assert told - {problem.message for problem in library.problems} == {
        f"[[takedown]] {url}-misspelt: no article stands there or below"
    }


@pytest.mark.slow
def test_no_page_tells_where_it_was_built(content: Path, output: Path) -> None:
    build(content, output)
    place = str(content.parent)
    assert [path for path, data in snapshot(output).items() if place in decode(data)] == []


def test_without_any_capture_nothing_is_built(content: Path, output: Path) -> None:
    shutil.rmtree(content / "captures")
    with pytest.raises(GeneratorError, match="no source gives an entry"):
        build(content, output)


MIXED = {
    "the content itself": ("content", "is content itself"),
    "a folder in it": ("content/captures", "lies inside of content"),
    "a new folder in it": ("content/_site/deep", "lies inside of content"),
    "the folder that holds it": (".", "holds content"),
    "a folder in it by way of a link": ("link/deep", "lies inside of content"),
}


@pytest.mark.parametrize(("output", "message"), MIXED.values(), ids=MIXED)
def test_the_site_is_never_published_among_its_content_even_by_force(
    content: Path, monkeypatch: pytest.MonkeyPatch, output: str, message: str
) -> None:
    monkeypatch.chdir(content.parent)
    Path("link").symlink_to("content/captures")
    before = sorted(Path().rglob("*"))
    with pytest.raises(OutputError, match=f"{message}, .*; name another --output"):
        build(Path("content"), Path(output), force=True)
    assert sorted(Path().rglob("*")) == before
