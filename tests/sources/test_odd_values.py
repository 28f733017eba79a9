"""Values that no reader expects cost at most themselves: never their capture, never the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.pipeline import build, read_library
from generator.errors import GeneratorError

SITE = """[site]
id = "odd"
title = "Odd"
timezone = "Asia/Tokyo"
[[source]]
name = "index"
reader = "index"
title = "the index"
[[source]]
name = "feed"
reader = "feed"
title = "the feed"
[[source]]
name = "pages"
reader = "preview"
title = "saved pages"
"""
RSS = (
    '<rss version="2.0"><channel><title>t</title>'
    "<item><title>A</title><link>https://example.org/a</link>{}</item>"
    "<item><title>B</title><link>https://example.org/b</link></item></channel></rss>"
)
ENCLOSURE = '<enclosure url="https://example.org/a.mp3" length="{}" type="audio/mpeg"/>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>'
    '<entry><title>A</title><link href="https://example.org/a"/><id>a</id>'
    "<published>9999-12-31T23:59:59Z</published></entry>"
    '<entry><title>B</title><link href="https://example.org/b"/><id>b</id></entry></feed>'
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "a",'
    ' "url": "https://example.org/a", "title": "A", "attachments": [{"url":'
    ' "https://example.org/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": %s}]},'
    ' {"id": "b", "url": "https://example.org/b", "title": "B"}]}'
)
FEEDS = {
    "a size of more than 64 bits": RSS.format(ENCLOSURE.format("9" * 24)),
    "a size of five thousand digits": RSS.format(ENCLOSURE.format("9" * 5000)),
    "the last hours of the year 9999, east of Greenwich": ATOM,
    "a size in quotes": JSON % '"12"',
    "a size like 1e30": JSON % "1e30",
}


def content_of(folder: Path, **captures: bytes) -> Path:
    """A content folder; each source named has one capture, an HTML file or what it begins with."""
    (folder / "content").mkdir()
    (folder / "content" / "site.toml").write_text(SITE, "utf-8")
    for name, data in captures.items():
        capture = folder / "content" / "captures" / name / "2026-01.txt"
        capture.parent.mkdir(parents=True)
        capture.write_bytes(data)
    return folder / "content"


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_an_odd_value_in_one_item_costs_no_article(tmp_path: Path, feed: str) -> None:
    library = read_library(content_of(tmp_path, feed=feed.encode()))
    assert sorted(article.label for article in library.timeline.articles) == ["A", "B"]


def test_the_number_of_a_size_in_quotes_is_read(tmp_path: Path) -> None:
    library = read_library(content_of(tmp_path, feed=FEEDS["a size in quotes"].encode()))
    [attachment] = [a for article in library.timeline.articles for a in article.attachments]
    assert attachment.bytes == 12


@pytest.mark.slow
def test_copies_alone_do_not_replace_a_list(tmp_path: Path) -> None:
    page = b"<!doctype html><html><head><title>A</title></head><body><p>Text.</p></body></html>"
    content = content_of(tmp_path, feed=RSS.format("").encode(), pages=page)
    build(content, tmp_path / "_site")
    (content / "captures" / "feed" / "2026-01.txt").write_bytes(b"<html>down</html>")
    with pytest.raises(GeneratorError, match="no source gives an entry, so nothing is built"):
        build(content, tmp_path / "_site")
    assert (tmp_path / "_site" / "a" / "a" / "index.html").exists()


def test_an_empty_folder_of_captures_does_not_empty_the_site(tmp_path: Path) -> None:
    content = content_of(tmp_path, feed=RSS.format("").encode())
    build(content, tmp_path / "_site")
    (content / "captures" / "feed" / "2026-01.txt").unlink()
    with pytest.raises(GeneratorError, match="captures/index: no captures yet"):
        build(content, tmp_path / "_site")


def test_a_page_saved_as_utf16_is_read_as_a_page(tmp_path: Path) -> None:
    page = "<!doctype html><html><head><title>A</title></head><body><p>Text.</p></body></html>"
    library = read_library(
        content_of(tmp_path, feed=RSS.format("").encode(), pages=page.encode("utf-16"))
    )
    assert [a.label for a in library.timeline.articles if a.preview] == ["A"]


INDEX = """Thread

March 2024

First title

An abstract.

About Faces in Vision Models

Another abstract.

Last title

A last abstract.
"""


def test_an_article_whose_title_begins_with_about_is_no_page_text(tmp_path: Path) -> None:
    library = read_library(content_of(tmp_path, index=INDEX.encode()))
    titles = [article.title for article in library.timeline.articles]
    assert titles == ["First title", "About Faces in Vision Models", "Last title"]


def test_what_is_taken_for_the_pages_own_text_is_named(tmp_path: Path) -> None:
    index = INDEX + "\nIt goes on.\n\nAnd on.\n"
    library = read_library(content_of(tmp_path, index=index.encode()))
    [problem] = [p for p in library.problems if p.severity == "info"]
    assert problem.message.startswith("“Last title” is read as what the page says of itself")


def test_a_note_on_an_article_that_says_nothing_is_named(tmp_path: Path) -> None:
    content = content_of(tmp_path, feed=RSS.format("").encode())
    (content / "notes").mkdir()
    (content / "notes" / "a.md").write_text("---\narticle: A\ntitle: Mine\n---\n", "utf-8")
    problems = read_library(content).problems
    assert "notes/a.md: not read: it is empty" in [f"{p.where}: {p.message}" for p in problems]


def test_a_capture_beside_the_folders_of_the_sources_is_named(tmp_path: Path) -> None:
    content = content_of(tmp_path, feed=RSS.format("").encode())
    for name in ("2026-02.xml", "README.md", ".2026-03.xml"):
        (content / "captures" / name).write_text("{}")
    problems = read_library(content).problems
    assert [(p.where, p.message, p.severity) for p in problems if "captures/" in p.where][-1:] == [
        ("captures/2026-02.xml", "not read: it lies in the folder of no source", "warning")
    ]
    assert not [p for p in problems if p.where.endswith(("README.md", ".2026-03.xml"))]


def test_a_folder_of_captures_that_no_source_reads_is_named(tmp_path: Path) -> None:
    content = content_of(tmp_path, feed=RSS.format("").encode(), fed=b"<rss/>")
    assert ("captures/fed", "warning") in [
        (problem.where, problem.severity) for problem in read_library(content).problems
    ]
