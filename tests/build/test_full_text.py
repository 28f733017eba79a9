"""Each article of a feed that carries whole texts shows its own text, under its own title."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import msgspec
import pytest
from bs4 import BeautifulSoup

from generator.build.capture_cache import CaptureCache
from generator.build.pipeline import build, read_library
from tests.build.thread import files_of

GOLDEN = Path(__file__).parents[1] / "site" / "content"
SITE = """
[site]
id = "list"
title = "List"
[[source]]
name = "full"
reader = "feed"
title = "A feed of whole texts"
# Texts as short as those below would be summaries.
conventions = ["names"]
[[source]]
name = "other"
reader = "feed"
title = "Another feed"
"""
# By the name of each article: its author and its text.
Texts = dict[str, tuple[str, str]]
TEXTS: Texts = {
    "One": ("Ada", "The first text."),
    "Two": ("Bo", "The second text, by another."),
    "Three": ("Cleo", "The third text."),
}


def rss(texts: Texts) -> str:
    items = "".join(
        f"<item><title>{name}</title><link>https://e.org/{name}</link><dc:creator>{author}"
        f"</dc:creator><content:encoded>{escape(f'<p>{text}</p>')}</content:encoded></item>"
        for name, (author, text) in texts.items()
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>F</title>{items}</channel></rss>"
    )


def atom(texts: Texts) -> str:
    entries = "".join(
        f'<entry><title>{name}</title><id>{name}</id><link href="https://e.org/{name}"/>'
        f"<author><name>{author}</name></author><updated>2025-01-01T00:00:00Z</updated>"
        f'<content type="html">{escape(f"<p>{text}</p>")}</content></entry>'
        for name, (author, text) in texts.items()
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{entries}</feed>'


def json_feed(texts: Texts) -> str:
    items = [
        {
            "id": name,
            "url": f"https://e.org/{name}",
            "title": name,
            "authors": [{"name": author}],
            "content_html": f"<p>{text}</p>",
        }
        for name, (author, text) in texts.items()
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": items}
    return msgspec.json.encode(feed).decode()


FORMS: dict[str, tuple[str, Callable[[Texts], str]]] = {
    "RSS": ("xml", rss),
    "Atom": ("xml", atom),
    "JSON Feed": ("json", json_feed),
}


def write(content: Path, name: str, text: str) -> None:
    place = content / "captures" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def shown(output: Path) -> Texts:
    """By the title of each article's page: its byline and the text of its copy."""
    found = {}
    for place in (output / "a").glob("*/index.html"):
        page = BeautifulSoup(place.read_text("utf-8"), "lxml")
        if page.select("meta[http-equiv=refresh]"):
            continue  # it leads on
        [title], copies = page.select("h1"), page.select(".copy .page")
        authors = page.select("meta[name=citation_author]")
        byline = ", ".join(str(author["content"]) for author in authors)
        found[title.text] = (byline, "".join(copy.text for copy in copies).strip())
    return found


@pytest.fixture(params=FORMS)
def content(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A list of a feed of whole texts, in each form, and of one that has a title only."""
    ending, make = FORMS[request.param]
    content = tmp_path / "content"
    write(content, f"full/2025-01-01.{ending}", make(TEXTS))
    write(content, "other/2025-01-01.xml", rss({}).replace("</channel>", OTHER))
    (content / "site.toml").write_text(SITE)
    return content


OTHER = "<item><title>Four</title><link>https://e.org/Four</link></item></channel>"
EXPECTED = {**TEXTS, "Four": ("", "")}


@pytest.mark.slow
def test_each_page_shows_its_own_text_under_its_own_title(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "without")
    build(content, tmp_path / "cold", cache=tmp_path / "cache")
    build(content, tmp_path / "warm", cache=tmp_path / "cache")
    for name in ("without", "cold", "warm"):
        assert shown(tmp_path / name) == EXPECTED, name


@pytest.mark.slow
def test_texts_stay_with_their_titles_where_another_capture_changes(
    content: Path, tmp_path: Path
) -> None:
    build(content, tmp_path / "site", cache=tmp_path / "cache")
    write(content, "other/2025-01-02.xml", rss({"Five": ("Dee", "The fifth text.")}))
    assert build(content, tmp_path / "site", cache=tmp_path / "cache").read == 1
    assert shown(tmp_path / "site") == {**EXPECTED, "Five": ("Dee", "The fifth text.")}
    build(content, tmp_path / "without")
    assert files_of(tmp_path / "site") == files_of(tmp_path / "without")


@pytest.mark.slow
def test_a_text_that_changes_changes_on_its_own_page(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "site", cache=tmp_path / "cache")
    [capture] = (content / "captures/full").iterdir()
    text = capture.read_text("utf-8").replace("The second text", "Another text")
    capture.with_name(f"2025-01-02{capture.suffix}").write_text(text, "utf-8")
    build(content, tmp_path / "site", cache=tmp_path / "cache")
    assert shown(tmp_path / "site") == {**EXPECTED, "Two": ("Bo", "Another text, by another.")}


@pytest.mark.slow
def test_two_articles_of_two_hosts_may_have_one_text(content: Path, tmp_path: Path) -> None:
    [capture] = (content / "captures/full").iterdir()
    ending = capture.suffix.removeprefix(".")
    make = next(m for e, m in FORMS.values() if e == ending and m(TEXTS) == capture.read_text())
    same = {**TEXTS, "Three": ("Cleo", TEXTS["One"][1])}
    capture.write_text(make(same).replace("e.org/Three", "f.org/Three"), "utf-8")
    for _ in range(2):
        build(content, tmp_path / "site", cache=tmp_path / "cache")
        assert shown(tmp_path / "site") == {**EXPECTED, **same}


@pytest.mark.slow
def test_every_page_of_the_golden_site_shows_the_text_of_its_own_copy(tmp_path: Path) -> None:
    build(GOLDEN, tmp_path / "site", cache=tmp_path / "cache")
    with CaptureCache(None, GOLDEN) as captures:
        library = read_library(GOLDEN, read=captures)
        expected = {}
        for article in library.timeline.articles:
            key = article.preview.body if article.preview else None
            text = BeautifulSoup(captures.bodies[key].html, "lxml").text if key else ""
            expected[article.label] = text.strip()
    assert {title: text for title, (_, text) in shown(tmp_path / "site").items()} == expected
    assert any(expected.values())
