"""What JSON Feed 1.0 and 1.1 say in two ways, besides the pairs in tests/data/feed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.errors import SourceError
from generator.model.record import Problem
from generator.sources.feed.item import Channel
from generator.sources.feed.json import read_json

ANN, BO = {"name": "Ann Roe"}, {"name": "Bo Lind"}
# an item's fields for authors → its authors
AUTHORS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "as in 1.1": ({"authors": [ANN, BO]}, ("Ann Roe", "Bo Lind")),
    "as in 1.0": ({"author": ANN}, ("Ann Roe",)),
    "in both ways, of which that of 1.1 counts": ({"author": BO, "authors": [ANN]}, ("Ann Roe",)),
    "in both ways, that of 1.1 empty": ({"author": BO, "authors": []}, ("Bo Lind",)),
    "in none": ({}, ()),
}


@pytest.mark.parametrize(("fields", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_an_item_names_its_authors(fields: dict[str, Any], expected: tuple[str, ...]) -> None:
    item = {"id": "1", "url": "https://example.org/1", "title": "A", **fields}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [item]}
    channel = read_json(json.dumps(feed).encode(), "feed.json", None, "en")
    assert [one.authors for one in channel.items] == [expected]
    assert channel.problems == ()


def channel_of(*items: object, **stated: object) -> Channel:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": items}
    return read_json(json.dumps(feed | stated).encode(), "feed.json", None, "en")


def test_a_feed_says_its_version_its_page_and_its_own_address() -> None:
    item = {"id": "1", "url": "https://e.example/1"}
    urls = {"home_page_url": "https://e.example/", "feed_url": "https://e.example/feed.json"}
    found = channel_of(item, **urls, version="https://jsonfeed.org/version/1/")
    assert (found.format, found.link, found.home_page, found.name, found.generator) == (
        *("JSON Feed 1", "https://e.example/", "https://e.example/"),
        *("https://e.example/feed.json", ""),
    )
    assert (channel_of(item).link, channel_of(item).name) == ("", "")
    own = channel_of(item | {"_octavo": {"date_edtf": "2024", "tags": ["a"]}, "tags": ["b"]})
    assert (own.generator, own.items[0].tags) == ("Octavo", ("a",))


FAULT = "left out: it breaks the format (Expected `object`, got `int`)"
# what an item beside one that is none says → whether the feed is read
SAYING = {
    **dict.fromkeys(('"url": "https://e.example/1"', '"title": "A"', '"summary": "A."'), True),
    **dict.fromkeys(('"content_text": "A."', '"content_html": "<p>A."'), True),
    **dict.fromkeys(('"id": "1"', '"tags": ["a"]'), False),
}


@pytest.mark.parametrize(("field", "is_read"), SAYING.items(), ids=SAYING)
def test_a_feed_with_broken_items_is_read_if_another_says_anything(
    field: str, is_read: bool
) -> None:
    item = json.loads(f"{{{field}}}")
    if is_read:
        problem = Problem(where="feed.json, item 2", message=FAULT, severity="error")
        assert channel_of(item, 5).problems == (problem,)
        return
    with pytest.raises(SourceError) as refused:
        channel_of(item, 5)
    assert str(refused.value) == f"feed.json: every item breaks the format; the first: {FAULT}"


# what a feed has that is not quite JSON Feed, or JSON → what is said of it
ODD = {
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "A", "author": "B"}]}': (
        "an author is given as text, not as an object; it is taken for the name"
    ),
    '{"items": [{"title": "A"}], "authors": ["B"]}': (
        "an author is given as text, not as an object; it is taken for the name"
    ),
    '{"items": [{"title": "A"}], "author": {"name": "B"}}': None,
}


@pytest.mark.parametrize(("text", "message"), ODD.items(), ids=ODD)
def test_what_is_odd_in_a_feed_is_said_of_the_feed(text: str, message: str | None) -> None:
    found = read_json(text.encode(), "feed.json", None, "en").problems
    expected = (Problem(where="feed.json", message=message, severity="info"),) if message else ()
    assert found == expected


# a summary → whether it is HTML
SUMMARIES = {"<p>A &amp; B</p>": "A & B", "A &amp; <b>B</b>": "A &amp; <b>B</b>", "1 < 2": "1 < 2"}


@pytest.mark.parametrize(("summary", "text"), SUMMARIES.items(), ids=SUMMARIES)
def test_a_summary_is_html_where_an_element_holds_all_of_it(summary: str, text: str) -> None:
    [item] = channel_of({"title": "A", "summary": summary}).items
    assert item.summary == text
