"""Feeds that are nearly XML: what is meant is read, and broken is not cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.sources.feed.item import Channel, Item
from generator.sources.feed.repair import is_whole, mend_ampersands
from generator.sources.feed.xml import read_xml
from tests.making_feeds import library, messages

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
HEAD = '<rss version="2.0"><channel><title>F</title>'
TAIL = "</channel></rss>"


def item(title: str, link: str = "https://e.org/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><guid>g</guid>{more}</item>"


def read(feed: str | bytes) -> Channel:
    data = feed.encode() if isinstance(feed, str) else feed
    return read_xml(data, "captures/s/x.xml", None, "en")


def only(feed: str | bytes) -> Item:
    (found,) = read(feed).items
    return found


def broken(title: str = "A", more: str = "", end: str = "") -> str:
    """A feed with this first entry, and a place for others after it."""
    first = item(title, "https://e.org/0", more)
    return f"{DECLARATION}{HEAD}{first}%s{TAIL}{end}"


BARE = '<enclosure url="https://e.org/?a=1&b=2"/>'
# How a feed is broken → it, with a place for more entries.
BROKEN = {
    "a line before the declaration": f"\n{broken()}",
    "blanks and lines before the declaration": f" \t\r\n\n{broken()}",
    "a byte order mark and a line": f"\ufeff\n{broken()}",
    "a comment before the declaration": f"<!-- cached -->\n{broken()}",
    "an entity of HTML": broken("A&nbsp;B"),
    "an entity of nobody's": broken("A&foo;B"),
    "a control character": broken("A\x08B"),
    "a form feed": broken("A\x0cB"),
    "U+FFFF": broken("A\uffffB"),
    "a bare ampersand in a link": broken(more="<comments>https://e.org/?a=1&b=2</comments>"),
    "a bare ampersand in a title": broken("A & B"),
    "a bare ampersand in an attribute": broken(more=BARE),
    "a reference without an end": broken("A&#160B"),
    "a tag that does not end": broken(more="<br>"),
    "tags in a wrong order": broken(more="<b><i></b></i>"),
    "a bare less-than sign": broken("1 < 2"),
    "an unknown prefix": broken(more="<x:y>z</x:y>"),
    "an attribute without quotes": broken(more="<x y=1>z</x>"),
    "text after the end": broken(end="\n<script>x</script>"),
    "a comment after the end": broken("A & B", end="\n<!-- 0.1 s -->"),
}
ENTRIES = "".join(
    f"<item><title>Post {n}</title><link>https://e.org/{n}</link>"
    f"<pubDate>0{n} Mar 2024 10:00:00 GMT</pubDate>{{}}</item>"
    for n in (4, 3, 2)
)


@pytest.mark.parametrize("feed", BROKEN.values(), ids=BROKEN)
def test_a_feed_that_is_broken_but_whole_is_sound(feed: str) -> None:
    channel = read(feed % item("The last one"))
    assert channel.sound
    assert (channel.items[-1].title, channel.items[-1].url) == ("The last one", "https://e.org/a")


@pytest.mark.parametrize("feed", BROKEN.values(), ids=BROKEN)
def test_corrections_of_its_last_entry_arrive_and_absences_count(tmp_path: Path, feed: str) -> None:
    last = "<item><title>Post 1{}</title><link>https://e.org/1</link>{}</item>"
    date = "<pubDate>01 Mar 2024 10:00:00 GMT</pubDate>"
    before = feed % (ENTRIES.format("", "", "") + last.format("", date))
    newer = "".join(ENTRIES.partition("<item><title>Post 3")[0].format(""))
    kept = ENTRIES[ENTRIES.index("<item><title>Post 2") :].format("")
    after = feed % (newer + kept + last.format(", revised", date))
    found = library(tmp_path, {"s/2024-06-01.xml": before, "s/2024-07-01.xml": after})
    articles = {article.title: article for article in found.timeline.articles}
    assert "Post 1, revised" in articles
    gone = [title for title, a in articles.items() if a.statements[0].missing_since]
    assert gone == ["Post 3"]


@pytest.mark.parametrize("feed", BROKEN.values(), ids=BROKEN)
def test_a_feed_that_is_cut_off_is_not_sound_however_broken_it_is(feed: str) -> None:
    whole = feed % item("The last one")
    for end in ("</rss>", "</channel>", "</item></channel>", "last one"):
        assert not read(whole[: whole.rindex(end)]).sound


MEANT = {
    "an address with parameters that are names of characters": (
        item("A", "https://e.org/?id=1&lang=en&copy=1&reg=2&para=3"),
        ("A", "https://e.org/?id=1&lang=en&copy=1&reg=2&para=3"),
    ),
    "the same, escaped": (
        item("A", "https://e.org/?id=1&amp;lang=en&amp;copy=1"),
        ("A", "https://e.org/?id=1&lang=en&copy=1"),
    ),
    "a title with bare ampersands": (item("AT&T Q&A"), ("AT&T Q&A", "https://e.org/a")),
    "a title that ends in one": (item("R&D &"), ("R&D &", "https://e.org/a")),
    "a title with one before a semicolon": (item("Q&A; B&;C"), ("Q&A; B&;C", "https://e.org/a")),
    "a title with entities of HTML": (
        item("Caf&eacute;&nbsp;&mdash; 5&nbsp;&euro;"),
        ("Café — 5 €", "https://e.org/a"),
    ),
    "a title with characters by number": (
        item("A&#38;B &#x26; &#8212;"),
        ("A&B & —", "https://e.org/a"),
    ),
    "a title that is escaped": (item("AT&amp;T &lt;3"), ("AT&T <3", "https://e.org/a")),
    "a title and a link as they stand": (
        item("<![CDATA[AT&T Q&A]]>", "<![CDATA[https://e.org/?a=1&copy=1]]>"),
        ("AT&T Q&A", "https://e.org/?a=1&copy=1"),
    ),
}


@pytest.mark.parametrize(("entry", "meant"), MEANT.values(), ids=MEANT)
@pytest.mark.parametrize("damage", ["", "<br>", "<x:y/>"], ids=["alone", "an open tag", "a prefix"])
def test_ampersands_are_what_they_are_also_where_the_rest_is_broken(
    entry: str, meant: tuple[str, str], damage: str
) -> None:
    found = only(f"{HEAD}{entry}{damage}{TAIL}")
    assert (found.title, found.url) == meant


FULL = """<item><title>AT&amp;T Q&amp;A</title><link>https://e.org/?a=1&amp;copy=1</link>
<guid isPermaLink="false">tag:e.org,2024:?a=1&amp;copy=1&amp;amp;</guid>
<dc:creator>R&amp;D</dc:creator><category>Q&amp;A &amp;copy=1</category>
<enclosure url="https://e.org/?m=1&amp;copy=1" length="1" type="audio/mpeg"/>
<description>AT&amp;amp;T &amp;lt;b&amp;gt; R&amp;amp;D</description>
<content:encoded><![CDATA[<p>AT&amp;T <a href="https://e.org/?a=1&amp;copy=1">x</a></p>]]></content:encoded>
<pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate></item>
"""
NAMED_HEAD = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>F&amp;G</title>'
    "<link>https://e.org/?a=1&amp;copy=1</link>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F&amp;G</title><id>x</id>
<entry><title>AT&amp;T &amp;copy=1</title><link href="https://e.org/?a=1&amp;copy=1"/>
<id>tag:e.org,2024:?a=1&amp;copy=1</id><author><name>R&amp;D</name></author>
<category term="Q&amp;A" label="Q &amp;amp; A"/><summary type="html">AT&amp;amp;T</summary>
<updated>2024-01-01T10:00:00Z</updated></entry>{}</feed>"""


@pytest.mark.parametrize("feed", [f"{NAMED_HEAD}{FULL}{{}}{TAIL}", ATOM], ids=["RSS", "Atom"])
def test_an_open_tag_at_the_end_changes_nothing_of_what_is_read(feed: str) -> None:
    sound, broken = read(feed.format("")), read(feed.format("<br>"))
    assert broken.items == sound.items
    assert broken.title == sound.title
    assert [p.message.partition(" (")[0] for p in broken.problems] == [
        "the feed is damaged, but whole"
    ]


SAID = {
    "a bare ampersand": (item("A & B"), "a bare “&”"),
    "an entity of HTML": (item("A&nbsp;B&eacute;"), "entities of HTML (“&nbsp;”)"),
    "an entity of nobody's": (item("A&foo;"), "entities that nothing declares (“&foo;”)"),
    "a control character": (item("A\x01"), "control characters"),
    "all of them": (
        item("A\x01 & &nbsp;"),
        "control characters, a bare “&”, entities of HTML (“&nbsp;”)",
    ),
}


@pytest.mark.parametrize(("entry", "flaws"), SAID.values(), ids=SAID)
def test_what_was_mended_is_reported(entry: str, flaws: str) -> None:
    (problem,) = read(f"{DECLARATION}{HEAD}{entry}{TAIL}").problems
    assert (problem.message, problem.severity) == (
        f"the feed is not well-formed, and was read all the same: it holds {flaws}",
        "info",
    )


def test_an_entity_that_the_feed_declares_is_its_own() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY eacute "E-acute"> <!ENTITY me "M. Writer">]>'
    found = only(f"{DECLARATION}{doctype}{HEAD}{item('&me; &eacute; &egrave;')}{TAIL}")
    assert found.title == "M. Writer E-acute è"


def test_letters_that_are_written_as_ascii_are_no_ampersands() -> None:
    title = "日本語のタイトル＆見出し"
    feed = f'<?xml version="1.0" encoding="iso-2022-jp"?>{HEAD}{item(title)}{TAIL}'
    assert only(feed.encode("iso2022_jp")).title == title


WHOLE = {
    "its end": ("<rss><item/></rss>", True),
    "its end, with blanks": ("<rss><item/></rss >\n\n", True),
    "its end, with a prefix": ("<rdf:RDF><item/></rdf:RDF>", True),
    "its end in capitals": ("<RSS><item/></rss>", True),
    "no end": ("<rss><item/>", False),
    "another's end": ("<rss><item/></feed>", False),
    "an end in a text as it stands": ("<rss><item><![CDATA[</rss>]]></item>", False),
    "an end in a text that does not end": ("<rss><item><![CDATA[</rss>", False),
    "an end in a comment": ("<rss><item/><!-- </rss> -->", False),
    "an end in a comment that does not end": ("<rss><item/><!-- </rss>", False),
    "an end that is cut": ("<rss><item/></rs", False),
    "an end, and another feed that is cut": ("<rss><item/></rss><rss><item>", False),
    "no element": ("no feed", False),
}


@pytest.mark.parametrize(("markup", "expected"), WHOLE.values(), ids=WHOLE)
def test_a_document_is_whole_if_its_end_tag_is_there(markup: str, expected: bool) -> None:
    assert is_whole(markup.encode()) is expected


@pytest.mark.parametrize(
    "markup",
    ["<!-- a & b -->", "<![CDATA[a & b]]>", "<?x a & b?>", "&amp;&lt;&#1;&#xAf;", "<![CDATA[a & b"],
)
def test_what_holds_no_references_stays_as_it_stands(markup: str) -> None:
    assert mend_ampersands(markup.encode()) == (markup.encode(), ())


def test_a_damaged_feed_that_is_whole_is_reported(tmp_path: Path) -> None:
    feed = f"{HEAD}{item('A', more='<br>')}{TAIL}"
    (message,) = messages(library(tmp_path, {"s/2024-06-01.xml": feed}))[:1]
    assert message.startswith("captures/s/2024-06-01.xml: the feed is damaged, but whole (line 1")
