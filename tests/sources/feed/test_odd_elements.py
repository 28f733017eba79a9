"""Elements that feedparser does not expect cost themselves, whatever they are called."""

from __future__ import annotations

import pytest

from generator.sources.feed.item import Item
from generator.sources.feed.repair import mark_elements
from generator.sources.feed.xml import read_xml

# Names under which feedparser keeps what it found, and of elements that it treats in its own way.
NAMES = (
    "authors links contributors author_detail title_detail summary_detail publisher_detail tags "
    "content enclosures publisher source image textinput published_parsed updated_parsed "
    "created_parsed guidislink media_content media_thumbnail media_credit media_rating "
    "media_license media_keywords media_player media_group media_text feedburner_origlink "
    "excerpt_encoded "
    "wp_post_type wp_status blogger_type blogger_status app_draft name email href url subtitle "
    "generator_detail language cloud itunes_keywords category license where psc_chapters entries "
    "value term type base rel homepage newlocation body width height keywords chapters"
).split()
FORMS = {
    "a text": "<{0}>text</{0}>",
    "nothing": "<{0}/>",
    "a number": "<{0}>5</{0}>",
    "an attribute": '<{0} a="b">text</{0}>',
    "addresses": '<{0} href="x" url="y" name="z" length="many"/>',
    "an element": "<{0}><x>1</x></{0}>",
}
RSS = (
    '<rss version="2.0"><channel>{head}<title>T</title>'
    "<item>{before}<title>A</title><link>https://example.org/a</link><author>Ann Roe</author>"
    "<guid>https://example.org/a</guid><description>Text</description>{after}</item>"
    "<item><title>B</title><link>https://example.org/b</link></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom">{head}<title>T</title>'
    '<entry>{before}<title>A</title><link href="https://example.org/a"/>'
    "<author><name>Ann Roe</name></author><contributor><name>Bo Lind</name></contributor>"
    "<id>a</id><summary>Text</summary>"
    '{after}</entry><entry><title>B</title><link href="https://example.org/b"/></entry></feed>'
)


def items_of(feed: str, **parts: str) -> tuple[Item, ...]:
    filled = feed.format_map({"head": "", "before": "", "after": "", **parts})
    return read_xml(filled.encode(), "x.xml", None, "en").items


@pytest.mark.parametrize("place", ["head", "before", "after"])
@pytest.mark.parametrize("feed", [RSS, ATOM], ids=["rss", "atom"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_element_of_any_name_costs_no_title_and_no_link(
    form: str, feed: str, place: str
) -> None:
    for name in NAMES:
        items = items_of(feed, **{place: form.format(name)})
        assert [(item.title, item.url) for item in items] == [
            ("A", "https://example.org/a"),
            ("B", "https://example.org/b"),
        ], name


@pytest.mark.parametrize("feed", [RSS, ATOM], ids=["rss", "atom"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_element_named_as_feedparsers_own_costs_no_author(form: str, feed: str) -> None:
    for name in ("authors", "links", "contributors", "author_detail", "title_detail"):
        (first, _second) = items_of(feed, before=form.format(name))
        assert first.authors == ("Ann Roe",), name


def test_an_empty_link_after_another_takes_nothing_away() -> None:
    (first, _second) = items_of(RSS, after="<link/>")
    assert first.url == "https://example.org/a"


MARKED = {
    "a name that feedparser uses": ("<authors>A</authors>", "<_uthors>A</_uthors>"),
    "in any case": ("<AuthorS/>", "<_uthorS/>"),
    "all details": ('<a_detail b="c">d</a_detail>', '<__detail b="c">d</__detail>'),
    "the start of another name": ("<authorship/><linkset/>", "<authorship/><linkset/>"),
    "in a section of text": ("<![CDATA[<authors/>]]><links/>", "<![CDATA[<authors/>]]><_inks/>"),
    "a guid that is an address": ("<guid>http://e.org</guid>", "<guid>http://e.org</guid>"),
    "as a section of text": (
        "<guid> <![CDATA[ https://e.org ]]></guid>",
        "<guid> <![CDATA[ https://e.org ]]></guid>",
    ),
    "a guid that is none": ("<guid>9</guid>", '<guid isPermaLink="false">9</guid>'),
    "one that is said to be one": (
        "<guid isPermaLink='true' a='b'>9</guid>",
        "<guid a='b' isPermaLink=\"false\">9</guid>",
    ),
    "an id, and an empty one": (
        "<atom:id>9</atom:id><id/>",
        '<atom:id isPermaLink="false">9</atom:id><id isPermaLink="false"/>',
    ),
    "a name that only begins so": ("<identifier>9</identifier>", "<identifier>9</identifier>"),
}


@pytest.mark.parametrize(("received", "marked"), MARKED.values(), ids=MARKED)
def test_elements_that_feedparser_misreads_are_marked(received: str, marked: str) -> None:
    assert mark_elements(received.encode()) == marked.encode()
