"""No character reference costs a capture, or brings into a page what text cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.pipeline import build
from generator.config.load import load_config
from generator.fetch.discover import announced_feeds
from generator.sources import read_sources
from generator.sources.lists.bookmarks import read_bookmarks
from generator.sources.lists.opml import read_opml
from generator.text.html import text_of_sanitised
from generator.text.page.metadata import read_page
from tests.hostile.test_anything import site_of
from tests.sources.reading import read_with_bodies

RSS = (
    "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
    "<channel><item><title>{0}</title><link>https://example.org/1</link>"
    "<content:encoded>{1}</content:encoded><category>{0}</category><author>{0}</author>"
    "<guid isPermaLink='false'>{0}</guid><pubDate>2024-01-02 {0}</pubDate></item>"
    "<item><title>The other</title><link>https://example.org/2</link></item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>{0}</title><id>1</id>"
    "<link href='https://example.org/1?{0}'/><content type='xhtml'>"
    "<div xmlns='http://www.w3.org/1999/xhtml'><p title='{0}'>{0}</p></div></content></entry>"
    "<entry><title>The other</title><id>2</id></entry></feed>"
)
INDEX = (
    "<h2>July 2024</h2><ul><li><a href='https://example.org/1'>{}</a>"
    "<li><a href='https://example.org/2'>The other</a></ul>"
)


def json_feed(text: str) -> str:
    html = {"id": "1", "url": "https://example.org/1", "title": "A", "content_html": text}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [html]})


FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "RSS": ("feed", lambda text: RSS.format(text, f"&lt;p>{text}&lt;/p>").encode()),
    "RSS, escaped twice": (
        "feed",
        lambda text: RSS.format(
            text.replace("&", "&amp;") + "&lt;b>", text.replace("&", "&amp;") + "&lt;b>"
        ).encode(),
    ),
    "RSS in a CDATA section": (
        "feed",
        lambda text: RSS.format(f"<![CDATA[<b>{text}</b>]]>", f"<![CDATA[<p>{text}]]>").encode(),
    ),
    "RSS in UTF-16": ("feed", lambda text: RSS.format(text, text).encode("utf-16")),
    "RSS in UTF-16 without a mark": (
        "feed",
        lambda text: RSS.format(text, text).encode("utf-16-be"),
    ),
    "RSS that is damaged besides": (
        "feed",
        lambda text: RSS.format(f"{text}<br>", f"{text} &").encode(),
    ),
    "Atom": ("feed", lambda text: ATOM.format(text).encode()),
    "JSON Feed": ("feed", lambda text: json_feed(f"<p>{text}</p>").encode()),
    "a long text": ("feed", lambda text: json_feed(f"<p>{text} {'x ' * 60_000}</p>").encode()),
    "an index": ("index", lambda text: INDEX.format(text).encode()),
    "a saved page": (
        "preview",
        lambda text: f"<!doctype html><title>{text}</title><article><p>{text} x".encode(),
    ),
}
EMOJI = {
    "decimal": "&#55357;&#56832;",
    "hexadecimal": "&#xD83D;&#xDE00;",
    "a capital X": "&#X1F600;",
    "zeros before it": f"&#{'0' * 5_000}128512;",
}
UNREADABLE = {
    "half a character": "&#55357;",
    "the other half": "&#xde00;",
    "nothing": "&#0;",
    "one too many": "&#x110000;",
    "one too many, with a capital X": "&#X110000;",
    "twenty digits": "&#99999999999999999999;",
    "5,000 digits": f"&#{'9' * 5_000};",
}


def texts_of(content: Path) -> list[str]:
    """All that the first entry's title and body hold, and the titles of the others."""
    reading, bodies = read_with_bodies(load_config(content))
    first, *others = (entry for entry in reading.entries if entry.source == "it")
    key = first.preview.body if first.preview else None
    # The key names the whole text, and after a stroke how much of it is shown.
    body = text_of_sanitised(bodies[key.partition("/")[0]].html) if key else None
    return [text for text in (first.title, body, *(other.title for other in others)) if text]


@pytest.mark.parametrize("written", EMOJI.values(), ids=EMOJI)
@pytest.mark.parametrize(("reader", "make"), FORMS.values(), ids=FORMS)
def test_an_emoji_in_two_halves_is_that_emoji(
    reader: str, make: Callable[[str], bytes], written: str, tmp_path: Path
) -> None:
    texts = texts_of(site_of(tmp_path, reader, make(f"a{written}b"), also=True))
    assert any("a😀b" in text for text in texts)
    assert all(text.startswith(("a😀b", "A", "The other")) for text in texts), texts


@pytest.mark.parametrize("written", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize(("reader", "make"), FORMS.values(), ids=FORMS)
def test_what_names_no_character_costs_only_itself(
    reader: str, make: Callable[[str], bytes], written: str, tmp_path: Path
) -> None:
    texts = texts_of(site_of(tmp_path, reader, make(f"a{written}b"), also=True))
    assert any("a\ufffdb" in text for text in texts)
    assert all(text.startswith(("a\ufffdb", "A", "The other")) for text in texts), texts


def test_a_feed_says_which_reference_it_could_not_read(tmp_path: Path) -> None:
    content = site_of(tmp_path, "feed", RSS.format("a&#xD800;b", "c&#0;").encode(), also=True)
    problems = read_sources(load_config(content)).problems
    assert [
        (problem.severity, problem.message)
        for problem in problems
        if problem.where == "captures/it/r/2025-01-01.txt"
    ] == [
        (
            "warning",
            "it refers to characters that do not exist (the first: “&#xD800;”); "
            "each is shown as “\ufffd”",
        )
    ]


JSON_ESCAPES = {
    "half a character": r"a\ud83db",
    "the other half": r"a\ude00b",
    "a number beyond all bounds": rf'a\ufffdb", "size": "", "id": 1{"0" * 5_000}, "x": "',
}


@pytest.mark.parametrize("written", JSON_ESCAPES.values(), ids=JSON_ESCAPES)
def test_a_wrong_escape_in_json_costs_only_itself(written: str, tmp_path: Path) -> None:
    feed = json_feed("<p>a text</p>").replace('"title": "A"', f'"title": "{written}"')
    content = site_of(tmp_path, "feed", feed.encode(), also=True)
    assert texts_of(content) == ["a\ufffdb", "a text"]
    (problem,) = [p for p in read_sources(load_config(content)).problems if p.severity == "info"]
    assert "the JSON is not quite right, and was read all the same" in problem.message


@pytest.mark.parametrize("written", [*EMOJI.values(), *UNREADABLE.values()])
def test_lists_and_pages_from_elsewhere_are_read_too(written: str) -> None:
    character = "😀" if written in EMOJI.values() else "\ufffd"
    html = f"<!doctype html><title>a{written}b</title><link rel=alternate " + (
        f"type='application/rss+xml' href='https://example.org/feed' title='{written}'>"
    )
    assert read_page(html.encode()).title == f"a{character}b"
    assert announced_feeds(html.encode(), "https://example.org/") == ("https://example.org/feed",)
    opml = f"<opml><body><outline text='a{written}b' xmlUrl='https://example.org/'/></body></opml>"
    listed = read_opml(opml.encode(), "feeds.opml")
    assert [feed.title for feed in listed.feeds] == [f"a{character}b"]
    bookmarks = f"<!DOCTYPE NETSCAPE-Bookmark-file-1><a href='https://example.org/'>a{written}b</a>"
    assert [item.title for item in read_bookmarks(bookmarks).items] == [f"a{character}b"]


# What no text holds: control characters but for line ends and tabs, halves, and noncharacters.
NEVER = {
    *(set(range(0xA0)) - set(range(0x20, 0x7F)) - {0x09, 0x0A, 0x0D}),
    *(0xD800, 0xDBFF, 0xDC00, 0xDFFF),
    *range(0xFDD0, 0xFDF0),
    *((plane << 16) | end for plane in range(17) for end in (0xFFFE, 0xFFFF)),
}


@pytest.mark.parametrize(("reader", "make"), FORMS.values(), ids=FORMS)
def test_no_reference_brings_what_text_cannot_hold(
    reader: str, make: Callable[[str], bytes], tmp_path: Path
) -> None:
    text = "a" + "".join(f"&#x{code:x};-&#{code};-" for code in sorted(NEVER)) + "b"
    content = site_of(tmp_path / "content", reader, make(text), also=True)
    build(content, tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        if path.suffix in (".html", ".xml", ".json", ".js", ".txt", ".bib", ".ris"):
            written = {ord(character) for character in path.read_text("utf-8")}
            assert written & NEVER == set(), path
