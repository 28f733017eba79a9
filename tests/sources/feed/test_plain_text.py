"""The text of a feed whose tags were lost: it is read to the entries of the feed itself."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from generator.config.records import Config, Kind, Site, Source
from generator.errors import SourceError
from generator.model.entries import Entry
from generator.model.record import PartialDate
from generator.sources.capture_files import Contents, Received
from generator.sources.feed import read_feed
from generator.sources.feed.plain_text import restore_rss

ROOT = Path(__file__).parents[3]
# The bytes of the feed whose text is in content/captures; no part of the project.
REAL_FEED = ROOT.parent / "shared" / "data" / "transformer-circuits-feed.xml"
SOURCE = Source(name="feed", reader="feed", title="A feed")
CONFIG = Config(
    folder="content",
    site=Site(id="list", title="A list"),
    sources=(SOURCE,),
    kinds=(Kind(name="article", title="Article", plural="Articles"),),
)
HEAD = "The Feed https://example.org About it http://www.rssboard.org/rss-specification feedgen en "
BUILT = "Sun, 05 Apr 2026 03:17:54 +0000 "
FIRST = "One https://example.org/1 About one. https://example.org/1 Wed, 01 Apr 2026 00:00:00 +0000"


def restored(text: str) -> list[dict[str, str]]:
    """The items that a text is restored to, as their elements' texts."""
    data, _problems = restore_rss(text, "feed.txt")
    return [
        {element.tag: element.text or "" for element in item}
        for item in ElementTree.fromstring(data).iter("item")
    ]


def item(title: str, link: str, description: str, guid: str, date: str) -> dict[str, str]:
    """An item as restored; what is "" is not there."""
    fields = {
        "title": title,
        "link": link,
        "description": description,
        "guid": guid,
        "pubDate": date,
    }
    return {name: text for name, text in fields.items() if text}


ONE = item(
    "One",
    "https://example.org/1",
    "About one.",
    "https://example.org/1",
    "Wed, 01 Apr 2026 00:00:00 +0000",
)
DAY = "Thu, 02 Apr 2026 12:30:00 GMT"
CASES = {
    "a head with a date of its own": (HEAD + BUILT + FIRST, [ONE]),
    "a head without a date": (HEAD + FIRST, [{**ONE, "title": "feedgen en One"}]),
    "no head": (FIRST, [ONE]),
    "two items": (
        f"{HEAD}{BUILT}{FIRST} Two https://example.org/2 . https://example.org/2 {DAY}",
        [ONE, item("Two", "https://example.org/2", ".", "https://example.org/2", DAY)],
    ),
    "a description with a link of its own": (
        f"{HEAD}{BUILT}Two https://example.org/2 See https://example.org/1 too. "
        f"https://example.org/2 {DAY}",
        [
            item(
                "Two",
                "https://example.org/2",
                "See https://example.org/1 too.",
                "https://example.org/2",
                DAY,
            )
        ],
    ),
    "a guid that is another URL": (
        f"{HEAD}{BUILT}Two https://example.org/two/ About two. https://example.org/?p=2 {DAY}",
        [item("Two", "https://example.org/two/", "About two.", "https://example.org/?p=2", DAY)],
    ),
    "a guid that is no URL of a page": (
        f"{HEAD}{BUILT}Two https://example.org/2 About two. tag:example.org,2026:2 {DAY}",
        [item("Two", "https://example.org/2", "About two.", "tag:example.org,2026:2", DAY)],
    ),
    "no description": (
        f"{HEAD}{BUILT}Two https://example.org/2 https://example.org/2 {DAY}",
        [item("Two", "https://example.org/2", "", "https://example.org/2", DAY)],
    ),
    "no guid": (
        f"{HEAD}{BUILT}Two https://example.org/2 {DAY}",
        [item("Two", "https://example.org/2", "", "", DAY)],
    ),
    "an item without any link": (
        f"{HEAD}{BUILT}{FIRST} Only words {DAY}",
        [ONE, item("Only words", "", "", "", DAY)],
    ),
    "a title with a link in it": (
        f"{HEAD}{BUILT}On https://example.org/x now https://example.org/2 . "
        f"https://example.org/2 {DAY}",
        [
            item(
                "On https://example.org/x now",
                "https://example.org/2",
                ".",
                "https://example.org/2",
                DAY,
            )
        ],
    ),
    "marks that XML needs": (
        f"{HEAD}{BUILT}R&D <b> “x” https://example.org/?a=1&b=2 & "
        f"https://example.org/?a=1&b=2 {DAY}",
        [
            item(
                "R&D <b> “x”",
                "https://example.org/?a=1&b=2",
                "&",
                "https://example.org/?a=1&b=2",
                DAY,
            )
        ],
    ),
    "white space of the source": (
        f"{HEAD}{BUILT}Two\n          lines https://example.org/2\t. https://example.org/2 {DAY}",
        [item("Two lines", "https://example.org/2", ".", "https://example.org/2", DAY)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_tags_are_restored(text: str, expected: list[dict[str, str]]) -> None:
    assert restored(text) == expected


@pytest.mark.parametrize("text", ["", "Just some words.", f"Words {DAY}"])
def test_a_text_without_a_dated_link_is_no_feed(text: str) -> None:
    with pytest.raises(SourceError, match=r"^feed\.txt: no entries; is this a feed"):
        restore_rss(text, "feed.txt")


def read(path: Path) -> Contents:
    """A capture as the reader of feeds reads it."""
    received = Received(
        path="captures/feed/2026-04-05.txt",
        file=path,
        resource=None,
        date=PartialDate(year=2026, month=4, day=5),
    )
    return read_feed(path.read_bytes(), received, SOURCE, CONFIG)


def test_a_text_that_was_cut_off_is_not_sound_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_text(f"{HEAD}{BUILT}{FIRST} Two https://example.org/2 Abo")
    contents = read(tmp_path / "cut.txt")
    assert [entry.title for entry in contents.entries] == ["One"]
    assert contents.sound is False
    assert [(p.where, p.message) for p in contents.problems] == [
        (
            "captures/feed/2026-04-05.txt, “Two https://example.org/2 Abo…”",
            "text after the last date was not read",
        )
    ]


def test_a_whole_text_is_sound(tmp_path: Path) -> None:
    (tmp_path / "whole.txt").write_text(HEAD + BUILT + FIRST)
    contents = read(tmp_path / "whole.txt")
    assert (contents.sound, contents.problems, contents.title) == (True, (), "The Feed")


def without_raw(entry: Entry) -> Entry:
    """The entry but for what was received besides its values: white space and tags differ."""
    return msgspec.structs.replace(entry, raw={})


@pytest.mark.skipif(not REAL_FEED.is_file(), reason=f"needs the feed's own bytes: {REAL_FEED.name}")
def test_the_real_feed_and_its_text_are_read_to_the_same_entries() -> None:
    from_xml = read(REAL_FEED)
    from_text = read(ROOT / "tests/data/content" / "captures" / "feed" / "2026-04-05T031754Z.txt")
    assert len(from_xml.entries) == 51
    assert list(map(without_raw, from_xml.entries)) == list(map(without_raw, from_text.entries))
    assert (from_xml.title, from_xml.sound) == (from_text.title, from_text.sound)
    assert [trait for trait in from_xml.traits if not trait.startswith("read as")] == [
        trait for trait in from_text.traits if not trait.startswith("read as")
    ]


@pytest.mark.skipif(not REAL_FEED.is_file(), reason=f"needs the feed's own bytes: {REAL_FEED.name}")
def test_the_real_feed_is_encoded_twice_and_read_once() -> None:
    assert "—".encode().decode("latin-1").encode() in REAL_FEED.read_bytes()
    titles = [entry.title or "" for entry in read(REAL_FEED).entries]
    assert titles[1].startswith("Circuits Cross-Post — Activation Oracles")
    assert not any("â" in title for title in titles)
