"""A second build does what the change asks for, and no less: counted, not timed."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest
from generator.stamps import LastBuild

from generator.build.pipeline import Built, build
from tests.bench.corpus import make_works, write_ours


def _build(folder: Path, identity: str = "same") -> Built | None:
    """Builds as the command line does; None where there was nothing to do."""
    last_build = LastBuild(str(folder / ".cache/stamps"), identity)
    if last_build.is_current():
        return None
    output = folder / "_site"
    built = build(folder / "content", output, last_build=last_build, cache=folder / ".cache")
    last_build.keep("", str(output), built.published.paths, built.published.hashes)
    return built


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _is_clean(folder: Path) -> bool:
    """Whether the site is what a build from nothing makes of the same content."""
    clean = folder / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    build(folder / "content", clean)
    return _files(folder / "_site") == _files(clean)


@pytest.fixture
def thread(tmp_path: Path) -> Path:
    """A built thread of eight articles."""
    write_ours(list(make_works(8)), tmp_path / "content")
    (tmp_path / "content/templates").mkdir()
    (tmp_path / "content/static").mkdir()
    _build(tmp_path)
    return tmp_path


def _preview(folder: Path, number: int) -> Path:
    return folder / f"content/captures/previews/{number:016x}/2026-07-01.txt"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_build_after_no_change_does_nothing(thread: Path) -> None:
    assert _build(thread) is None


def test_the_words_of_one_preview_cost_the_pages_that_show_them(thread: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (thread / "_site").rglob("*.html")}
    _replace(_preview(thread, 3), "HTTP 200", "HTTP 404")
    built = _build(thread)
    assert built is not None
    assert built.read == 1
    page = "a/2026-work-000003/index.html"
    shown_on = [page, "articles.json", "search/2026.js"]
    assert sorted(built.rendered) == sorted(shown_on)
    after = {path: path.stat().st_mtime_ns for path in (thread / "_site").rglob("*.html")}
    changed = {path.relative_to(thread / "_site").as_posix() for path in after
               if after[path] != before[path]}  # fmt: skip
    assert changed == {page}
    assert _is_clean(thread)


@pytest.fixture
def long_thread(thread: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same thread, searched as one of many articles is."""
    monkeypatch.setattr("generator.site.search.SCANNED", 4)
    shutil.rmtree(thread / ".cache")
    _build(thread)
    return thread


def test_of_many_articles_the_words_of_one_preview_cost_the_scripts_of_its_year(
    long_thread: Path,
) -> None:
    thread = long_thread
    _replace(_preview(thread, 3), "circuit", "wire")
    built = _build(thread)
    assert built is not None
    shards = {f"search/s-2026-{letter}.js" for letter in (*ascii_lowercase, "0", "other")}
    page = "a/2026-work-000003/index.html"
    assert set(built.rendered) == {page, "articles.json", "sources/index.html", *shards}
    assert _is_clean(thread)


def test_a_preview_that_the_cache_has_lost_is_not_needed(long_thread: Path) -> None:
    """What it said before is not known then, so nothing can be mended by it."""
    thread = long_thread
    copy = _preview(thread, 3).read_text().partition("HTTP 200")[2]
    words = max(re.findall(r"[a-z ]+", copy), key=len).encode()
    cache = thread / ".cache/worked-out"
    assert words in cache.read_bytes()
    cache.write_bytes(cache.read_bytes().replace(words, words.upper()))
    _replace(_preview(thread, 3), "circuit", "wire")
    assert _build(thread) is not None
    assert _is_clean(thread)


def test_previews_that_change_one_after_another_leave_what_a_clean_build_makes(
    thread: Path,
) -> None:
    """Each with another size: the library that is kept is that of the build before both."""
    for number in (3, 5):
        _replace(_preview(thread, number), "circuit", "circuitry")
        built = _build(thread)
        assert built is not None
        assert built.read == 1
        assert _is_clean(thread)


# What holds all articles as data is made anew whenever an article is not what it was.
DATA = {
    *(".nojekyll", "articles.json", "bookmarks.html", "feed.json", "library.bib", "library.json"),
    *("library.ris", "manifest.webmanifest", "search/2026.js", "search/index.js"),
}
# The lists in which article 3 stands.
LISTS_OF_3 = {
    *("index.html", "2026/index.html", "2026/05/index.html", "kind/note/index.html"),
    *("tag/talk/index.html", "tag/update/index.html", "copies/index.html", "feed.xml"),
    *(f"author/{name}/index.html" for name in ("ada-shows", "bo-always", "ivy-suggests")),
}


def test_what_lists_show_of_a_preview_costs_the_lists_that_show_it(thread: Path) -> None:
    _replace(_preview(thread, 3), "Cached Content Preview", "Nothing was kept of it")
    built = _build(thread)
    assert built is not None
    assert built.read == 1
    assert set(built.rendered) == DATA | LISTS_OF_3 | {"a/2026-work-000003/index.html"}
    assert _is_clean(thread)


def test_a_title_costs_the_pages_that_name_it(thread: Path) -> None:
    """Those of its article, of the articles beside it, of lists, and of what sources dispute."""
    _set_title(thread)
    built = _build(thread)
    assert built is not None
    assert built.read == 0
    articles = {f"a/2026-work-00000{number}/index.html" for number in (1, 2, 3)}
    authors = ("ada-never", "ada-under", "cleo-attention", "cleo-early", "eli-trace")
    lists = {
        *("index.html", "2026/index.html", "2026/06/index.html", "kind/note/index.html"),
        *("copies/index.html", "conflicts/index.html", "feed.xml"),
    }
    assert set(built.rendered) == (
        DATA | articles | lists | {f"author/{name}/index.html" for name in authors}
    )
    assert _is_clean(thread)


def _edit_template(folder: Path) -> None:
    source = Path(__file__).parent.parent / "templates/_parts.html"
    text = source.read_text().replace('class="icon"', 'class="icon other"')
    (folder / "content/templates/_parts.html").write_text(text)


def _set_title(folder: Path) -> None:
    (folder / "content/overrides.toml").write_text(
        '[[set]]\narticle = "https://thread.example.org/2026/work-000002/index.html"\n'
        'title = "Another title"\nreason = "for a test"\n'
    )


def _add_capture(folder: Path) -> None:
    feed = folder / "content/captures/feed/2026-07-01.xml"
    later = feed.read_text().replace("<item><title>", "<item><title>Later: ", 1)
    (folder / "content/captures/feed/2026-07-02.xml").write_text(later)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a partial template of the owner's": _edit_template,
    "the configuration": lambda folder: _replace(
        folder / "content/site.toml", "many articles", "few articles"
    ),
    "an override": _set_title,
    "a capture added": _add_capture,
    "a capture removed": lambda folder: _preview(folder, 4).unlink(),
    "a capture that cannot be read any more": lambda folder: _preview(folder, 4).write_text("x"),
    "a static file added": lambda folder: (folder / "content/static/x.txt").write_text("x"),
    "an output edited": lambda folder: (folder / "_site/index.html").write_text("mine"),
    "an output removed": lambda folder: (folder / "_site/articles.json").unlink(),
    "the cache removed": lambda folder: shutil.rmtree(folder / ".cache"),
    "the cache cut off": lambda folder: (folder / ".cache/worked-out").write_bytes(
        (folder / ".cache/worked-out").read_bytes()[:9000]
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_the_site_is_as_if_built_anew(
    thread: Path, change: Callable[[Path], object]
) -> None:
    change(thread)
    _build(thread)
    assert _is_clean(thread)
    assert _build(thread) is None


def test_other_libraries_or_arguments_make_every_page_anew(thread: Path) -> None:
    built = _build(thread, identity="another Python")
    assert built is not None
    assert len(built.rendered) > 30


def test_other_code_reads_and_makes_everything_anew(tmp_path: Path) -> None:
    """On a copy of the generator, which then calls what it keeps of a build by other names."""
    repository = Path(__file__).parent.parent
    for name in ("generator", "templates", "static"):
        shutil.copytree(repository / name, tmp_path / name)
    write_ours(list(make_works(4)), tmp_path / "content")

    def octavo() -> str:
        command = [sys.executable, "-m", "generator", "build"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stderr

    assert "worked out 5 captures" in octavo()
    assert "nothing to do" in octavo()
    _replace(tmp_path / "generator/standing.py", "skeleton", "bones")
    assert "worked out 5 captures" in octavo()


def _random_change(folder: Path, rng: random.Random) -> None:
    """One of the edits that people and fetch make, at a place that chance picks."""
    preview = _preview(folder, rng.randrange(8))
    feed = folder / "content/captures/feed/2026-07-01.xml"
    kind = rng.randrange(8)
    if kind < 4 and preview.exists():
        words = preview.read_text().split(" ")
        words[rng.randrange(len(words))] = rng.choice(["model", "**bold**", "1 < 2", "[x](y)"])
        preview.write_text(" ".join(words))
    elif kind == 4:
        preview.unlink(missing_ok=True)
    elif kind == 5:
        feed.write_text(feed.read_text().replace("circuit", rng.choice(["wire", "circuits"]), 1))
    elif kind == 6:
        _set_title(folder)
    else:
        later = f"2026-07-{rng.randrange(2, 28):02d}.txt"
        shutil.copy(_preview(folder, 0) if _preview(folder, 0).exists() else feed,
                    preview.parent / later)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_after_random_changes_the_site_is_as_if_built_anew(thread: Path, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(4):
        _random_change(thread, rng)
        _build(thread)
        assert _is_clean(thread)
        time.sleep(0.01)
