"""A second build does what the change asks for, and no less: counted, not timed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest

from generator.build import capture_cache, page_files
from tests.bench.corpus import make_works, write_ours
from tests.build.thread import Thread, files_of, replace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def thread(tmp_path: Path) -> Thread:
    """A thread that has been built."""
    made = Thread(tmp_path)
    made.rebuild()
    return made


@pytest.mark.slow
def test_a_build_after_no_change_does_nothing(thread: Thread) -> None:
    assert thread.build() is None


# Feeds are made of articles with all that is known of their copies.
FEEDS = {"added.xml", "feed.xml", "kind/note/feed.xml", "evidence/source/feed/feed.xml"}
# What shows what is known of copies, but for their texts.
OF_COPIES = {*FEEDS, "articles.json"}
# What is made of all articles as they are is made again when one of them is another.
OF_ALL = {
    *OF_COPIES,
    "search/2026.js",
    *("articles.csv", "bookmarks.html", "library.bib", "library.json", "library.ris", "list.md"),
    "search/cite-2026.js",
}


@pytest.mark.slow
def test_one_preview_costs_the_pages_that_are_made_of_it(thread: Thread) -> None:
    before = files_of(thread.output)
    replace(thread.preview(3), "HTTP 200", "HTTP 404")
    result = thread.rebuild()
    page = "a/2026-work-000003/index.html"
    assert result.read == 1
    assert sorted(result.rendered) == sorted({page, *OF_COPIES})
    after = files_of(thread.output)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {page, "articles.json", "assets/build.js"} | ({".octavo"} & changed)
    assert result.published.written == 3
    assert thread.is_clean()


@pytest.mark.slow
def test_of_many_articles_one_preview_costs_the_scripts_of_its_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.site.search.SCANNED", 4)
    thread = Thread(tmp_path)
    thread.rebuild()
    replace(thread.preview(3), "Answer measure", "Result measure")
    shards = {f"search/s-2026-{letter}.js" for letter in (*ascii_lowercase, "0", "other")}
    page = "a/2026-work-000003/index.html"
    rendered = set(thread.rebuild().rendered)
    (text,) = (path for path in rendered if path.startswith("search/c-"))
    assert rendered == {page, text, *FEEDS, "search/2026.js", *shards}
    assert thread.is_clean()


@pytest.mark.slow
def test_the_text_of_a_copy_costs_its_page_and_the_search_and_no_export(thread: Thread) -> None:
    replace(thread.preview(3), "Answer measure", "Result measure")
    rendered = set(thread.rebuild().rendered)
    (text,) = (path for path in rendered if path.startswith("search/c-"))
    assert rendered == {"a/2026-work-000003/index.html", text, *FEEDS, "search/2026.js"}
    assert thread.is_clean()


@pytest.mark.slow
def test_previews_that_change_one_after_another_are_each_read_once(thread: Thread) -> None:
    for number in (3, 5):
        replace(thread.preview(number), "circuit", "circuitry")
        assert thread.rebuild().read == 1
        assert thread.is_clean()


@pytest.mark.slow
def test_a_copy_that_is_gone_costs_the_lists_that_say_so(thread: Thread) -> None:
    replace(thread.preview(3), "Cached Content Preview", "Nothing was kept of it")
    result = thread.rebuild()
    assert result.read == 1
    assert set(result.rendered) == {
        *OF_COPIES,
        *("search/2026.js", "a/2026-work-000003/index.html"),
        *("index.html", "2026/index.html", "2026/05/index.html", "kind/note/index.html"),
        *("tag/talk/index.html", "tag/update/index.html", "copies/index.html"),
        *(f"author/{name}/index.html" for name in ("ada-shows", "bo-always", "ivy-suggests")),
    }
    assert thread.is_clean()


@pytest.mark.slow
def test_a_title_costs_the_pages_that_name_it(thread: Thread) -> None:
    """Those of its article, of the articles beside it, and of lists."""
    thread.set_title()
    result = thread.rebuild()
    assert result.read == 0
    authors = ("ada-never", "ada-under", "cleo-attention", "cleo-early", "eli-trace")
    assert set(result.rendered) == {
        *OF_ALL,
        "feed.json",
        *(f"a/2026-work-00000{number}/index.html" for number in (1, 2, 3)),
        *("index.html", "2026/index.html", "2026/06/index.html", "kind/note/index.html"),
        "copies/index.html",
        *(f"author/{name}/index.html" for name in authors),
    }
    assert thread.is_clean()


def edit_template(thread: Thread) -> None:
    text = (ROOT / "templates/_parts.html").read_text("utf-8")
    assert 'class="icon"' in text
    own = text.replace('class="icon"', 'class="icon other"')
    (thread.content / "templates/_parts.html").write_text(own, "utf-8")


def add_capture(thread: Thread) -> None:
    later = thread.feed.read_text().replace("<item><title>", "<item><title>Later: ", 1)
    thread.feed.with_name("2026-07-02.xml").write_text(later)


def remove_capture(thread: Thread) -> None:
    thread.feed.with_name("2026-07-02.xml").unlink()


def write_strings(thread: Thread) -> None:
    (thread.content / "templates/strings.toml").write_text('[en]\ntimeline = "All of it"\n')


def write_note(thread: Thread) -> None:
    (thread.content / "notes").mkdir(exist_ok=True)
    (thread.content / "notes/one.md").write_text("---\ntitle: Mine\ndate: 2026\n---\nWords.\n")


def write_about(thread: Thread) -> None:
    (thread.content / "pages").mkdir(exist_ok=True)
    (thread.content / "pages/about.md").write_text("About this list.\n")


def write_state(thread: Thread) -> None:
    state = '{"sources":{"feed":{"url":"https://x.example/","gone":"2026-01-01T00:00:00Z"}}}'
    (thread.content / "captures/state.json").write_text(state)


def make_folder(thread: Thread) -> None:
    thread.preview(4).unlink()
    thread.preview(4).mkdir()


CHANGES: dict[str, Callable[[Thread], object]] = {
    "a template of the owner's": edit_template,
    "words of the owner's": write_strings,
    "the configuration": lambda t: replace(
        t.content / "site.toml", "many articles", "few articles"
    ),
    "the base URL": lambda t: replace(
        t.content / "site.toml", "[site]\n", '[site]\nbase_url = "https://me.example/"\n'
    ),
    "an override": Thread.set_title,
    "a note": write_note,
    "what is said about the site": write_about,
    "the state of what is fetched": write_state,
    "a capture added": add_capture,
    "a capture removed": lambda t: t.preview(4).unlink(),
    "a capture renamed": lambda t: t.preview(4).rename(t.preview(4).with_name("2026-07-03.txt")),
    "a capture that cannot be read any more": lambda t: t.preview(4).write_text("x"),
    "a capture that is a folder now": make_folder,
    "a static file added": lambda t: (t.content / "static/x.txt").write_text("x"),
    "an output edited": lambda t: (t.output / "index.html").write_text("mine"),
    "an output removed": lambda t: (t.output / "articles.json").unlink(),
    "all outputs removed": lambda t: shutil.rmtree(t.output),
    "the cache removed": lambda t: shutil.rmtree(t.folder / ".cache"),
    "the record removed": lambda t: (t.folder / ".cache/octavo/_site.json").unlink(),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_the_site_is_as_if_built_from_nothing(
    thread: Thread, change: Callable[[Thread], object]
) -> None:
    change(thread)
    thread.rebuild()
    assert thread.is_clean()
    assert thread.build() is None


@pytest.mark.slow
def test_what_was_added_and_is_removed_again_leaves_nothing_behind(thread: Thread) -> None:
    before = files_of(thread.output)
    add_capture(thread)
    thread.rebuild()
    assert files_of(thread.output) != before
    remove_capture(thread)
    thread.rebuild()
    assert files_of(thread.output) == before


@pytest.mark.slow
def test_only_an_edited_output_is_rendered_again(thread: Thread) -> None:
    (thread.output / "about/index.html").write_text("mine")
    (thread.output / "assets/site.css").write_text("mine")
    result = thread.rebuild()
    assert result.rendered == ("about/index.html",)
    assert result.published.written == 2
    assert thread.is_clean()


@pytest.mark.slow
def test_a_fresh_checkout_is_recognised(thread: Thread) -> None:
    """The same bytes, but no file has the times that it had."""
    for folder in (thread.content, thread.output):
        copy = folder.with_name("copy")
        shutil.copytree(folder, copy, copy_function=shutil.copyfile)
        shutil.rmtree(folder)
        copy.rename(folder)
    assert thread.build() is None
    replace(thread.preview(3), "HTTP 200", "HTTP 404")
    assert set(thread.rebuild().rendered) == {"a/2026-work-000003/index.html", *OF_COPIES}


@pytest.mark.slow
def test_other_libraries_or_another_python_render_every_page(
    thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (capture_cache, page_files):
        monkeypatch.setattr(module, "surroundings", lambda: "another Python")
    result = thread.rebuild(identity="another Python")
    assert result.read == 9
    assert len(result.rendered) > 30


@pytest.mark.slow
def test_other_arguments_alone_render_nothing_that_they_do_not_change(thread: Thread) -> None:
    assert thread.rebuild(identity="--verbose").rendered == ()


@pytest.mark.slow
def test_other_code_reads_and_renders_everything(tmp_path: Path) -> None:
    """On a copy of the generator."""
    for name in ("generator", "templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / name)
    write_ours(list(make_works(4)), tmp_path / "content")

    def octavo() -> str:
        command = [sys.executable, "-m", "generator", "build"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stderr

    assert "worked out 5 captures and " in octavo()
    assert "nothing to do" in octavo()
    replace(tmp_path / "generator/text/numbers.py", '"""', '"""Changed. ')
    again = octavo()
    assert "worked out 5 captures and " in again
    assert "and 0 pages" not in again
    replace(tmp_path / "templates/about.html", "{%", "<!-- changed -->{%")
    assert "worked out 0 captures and " in octavo()
