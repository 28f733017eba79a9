"""How the feeds of places are recognised, and what is read of arXiv's, Reddit's and others'."""

from __future__ import annotations

from typing import Any

import pytest

from generator.sources.feed.conventions.convention import Outcome
from generator.sources.feed.conventions.places import conventions_of_places
from generator.sources.feed.item import HtmlFragment, Item
from generator.text.timestamps import read_timestamp
from tests.sources.feed.making import feed_of, item_of

APPLY = {place.name: place.apply for place in conventions_of_places()}


def read(place: str, *items: Item, **feed: object) -> Outcome:
    return APPLY[place](feed_of(items, **feed))


# what a feed states of itself → whether its entries are links that somebody saved
SAVED = {
    "https://pinboard.in/u:annroe/": True,
    "https://feeds.pinboard.in/rss/": True,
    "https://del.icio.us/annroe": True,
    "https://delicious.com/annroe": True,
    "https://raindrop.io/annroe": True,
    "https://www.diigo.com/user/annroe": True,
    "https://getpocket.com/users/annroe": True,
    "https://www.instapaper.com/rss/1": True,
    "wallabag": True,
    "Linkding 1.2": True,
    "https://notpinboard.in/": False,
    "A reader of wallabag": False,
}


@pytest.mark.parametrize(("stated", "is_one"), SAVED.items(), ids=SAVED)
def test_who_saved_a_link_is_not_its_author(stated: str, is_one: bool) -> None:
    item = item_of("Tin.", authors=("annroe",), tags=("pots pans",))
    named = {"link": stated} if stated.startswith("https:") else {"generator": f" {stated}"}
    [found] = read("pinboard", item, **named).items
    expected = ((), ("pots", "pans")) if is_one else (("annroe",), ("pots pans",))
    assert (found.authors, found.tags) == expected


# the tags of an entry as they are received → as they are read
TAGS = {
    ("a b",): ("a", "b"),
    ("a b, c ,, a b",): ("a b", "c"),
    ("a b", "c"): ("a b", "c"),
    ("a",): ("a",),
    (): (),
}


@pytest.mark.parametrize(("tags", "expected"), TAGS.items())
def test_tags_of_saved_links_in_one_field_are_several(
    tags: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    [found] = read("pinboard", item_of(tags=tags), link="https://pinboard.in/").items
    assert found.tags == expected


THREAD = "https://threads.example/s/1"
# the link of a feed → the place that reads its entries at what they link to
DISCUSSED = {
    "https://news.ycombinator.com/": "hacker-news",
    "https://hnrss.org/newest": "hacker-news",
    "https://lobste.rs/": "lobsters",
}


@pytest.mark.parametrize(("link", "place"), DISCUSSED.items(), ids=DISCUSSED)
def test_a_submission_stands_at_what_it_links_to(link: str, place: str) -> None:
    target = "https://example.org/pots"
    text = "<p>Tin.</p><p>Points: 5</p><p># Comments: 3</p><p>Comments</p>"
    item = item_of(text, url=target, authors=("annroe",), elements={"comments": THREAD})
    [found] = read(place, item, link=link).items
    assert (found.url, found.discussed_at, found.authors) == (target, THREAD, ())
    assert found.summary == "Tin."


# lines that are counted of a submission, which none of them leaves in its text
COUNTS = (
    *("Article URL: https://example.org/pots", f"Comments URL: {THREAD}", "Points: 5"),
    *("# Comments: 3", "#Comments: 3", "Score: 5", "Author: annroe"),
    *("Site: example.org", "Comments", "Points : 5"),
)


@pytest.mark.parametrize("line", COUNTS)
def test_what_is_counted_of_a_submission_is_no_text_of_it(line: str) -> None:
    item = item_of(f"<p>Tin.</p><p>{line}</p>", url=THREAD)
    [found] = read("hacker-news", item, link="https://hnrss.org/").items
    assert found.summary == "Tin."


def test_an_article_of_a_submission_may_be_named_in_its_text_alone() -> None:
    item = item_of(
        f"<p>Article URL: https://example.org/pots</p><p>Comments URL: {THREAD}</p>",
        url=THREAD,
        external_url=THREAD,
    )
    [found] = read("hacker-news", item, link="https://hnrss.org/").items
    assert (found.url, found.discussed_at) == ("https://example.org/pots", THREAD)
    assert (found.external_url, found.summary) == (None, None)


@pytest.mark.parametrize("url", [THREAD, f"{THREAD}/pots", "https://threads.example/s", None])
def test_a_submission_that_is_its_own_thread_keeps_its_author(url: str | None) -> None:
    item = item_of("Tin.", url=url, authors=("annroe",), elements={"comments": THREAD})
    assert read("lobsters", item, link="https://lobste.rs/") == ((item_at(item),), ())


def item_at(item: Item) -> Item:
    """The item as the first one of its feed."""
    return feed_of([item]).items[0]


# the number of an article of arXiv, where it stands → the month in which it was submitted
NUMBERS: dict[str, tuple[dict[str, Any], str | None]] = {
    "an abstract": ({"url": "https://arxiv.org/abs/2401.00001"}, "2024-01"),
    "a number of four digits": ({"url": "http://arxiv.org/abs/0704.0001v2"}, "2007-04"),
    "a PDF": ({"url": "https://arxiv.org/pdf/2412.00001v1"}, "2024-12"),
    "a page": ({"url": "https://arxiv.org/html/2412.00001v1"}, "2024-12"),
    "an archive": ({"url": "https://arxiv.org/abs/hep-th/9108001"}, "1991-08"),
    "an archive in a year before the first": (
        {"url": "https://arxiv.org/abs/hep-th/9008001"},
        "2090-08",
    ),
    "an archive and a subject": ({"url": "https://arxiv.org/abs/math.GT/0309136"}, "2003-09"),
    "an identifier": ({"guid": "oai:arXiv.org:2401.00001v1"}, "2024-01"),
    "a title as received": ({"raw": {"title": "Pots (arXiv:2401.00001v1)"}}, "2024-01"),
    "an announcement": ({"raw": {"summary": "arXiv:2401.00001v1 Announce Type: new"}}, "2024-01"),
    "a month that never was": ({"url": "https://arxiv.org/abs/2413.00001"}, None),
    "a month before the first": ({"url": "https://arxiv.org/abs/2400.00001"}, None),
    "the next place after a month that never was": (
        {"url": "https://arxiv.org/abs/2413.00001", "guid": "oai:arXiv.org:2401.00001v1"},
        "2024-01",
    ),
    "another path": ({"url": "https://arxiv.org/list/2401.00001"}, None),
}


@pytest.mark.parametrize(("stated", "month"), NUMBERS.values(), ids=NUMBERS)
def test_an_undated_article_of_arxiv_is_of_the_month_in_its_number(
    stated: dict[str, Any], month: str | None
) -> None:
    [found] = read("arxiv", item_of(**stated), link="https://arxiv.org/").items
    assert (found.published and found.published.date.edtf) == month


GIVEN = read_timestamp("5 March 2024", "en")
# what arXiv announces, and the month in the number → the date, and that of the last change
ANNOUNCED = {
    "new": ("new", "2402", "2024-03-05", None),
    "listed in one more category later": ("cross", "2402", "2024-02", "2024-03-05"),
    "listed in one more category in its month": ("cross", "2403", "2024-03-05", None),
    "of that month in another year": ("cross", "2303", "2023-03", "2024-03-05"),
    "a new version": ("replace", "2403", "2024-03", "2024-03-05"),
    "one of another category": ("REPLACE-cross", "2402", "2024-02", "2024-03-05"),
}


@pytest.mark.parametrize(("kind", "number", "date", "updated"), ANNOUNCED.values(), ids=ANNOUNCED)
def test_an_article_that_is_listed_again_is_of_the_month_in_its_number(
    kind: str, number: str, date: str, updated: str | None
) -> None:
    url = f"https://arxiv.org/abs/{number}.00001"
    element = item_of(
        "Pots boil.", url=url, published=GIVEN, elements={"arxiv_announce_type": kind}
    )
    text = f"arXiv:{number}.00001v1 Announce Type: {kind} \nAbstract: Pots boil."
    for item in (element, item_of(text, url=url, published=GIVEN)):
        [found] = read("arxiv", item, link="https://rss.arxiv.org/").items
        assert found.published
        assert found.published.date.edtf == date
        assert (found.updated and found.updated.date.edtf) == updated
        assert found.summary == "Pots boil."


# what stands behind a title → the title, the tags, and whether it is a new version
TITLES = {
    "Pots. (arXiv:2402.00001v1 [cs.LG])": ("Pots", ("cs.LG",), False),
    "Pots. (arXiv:2402.00001v2 [cs.LG] UPDATED)": ("Pots", ("cs.LG",), True),
    "Pots. (arXiv:2402.00001v2 [cs.LG UPDATED])": ("Pots", ("cs.LG",), True),
    "Pots. (arXiv:2402.00001v2 UPDATED)": ("Pots", (), True),
    "Pots (arXiv:2402.00001)": ("Pots", (), False),
    "(arXiv:2402.00001)": ("(arXiv:2402.00001)", (), False),
    "Pots (arXiv:2402.00001) of tin": ("Pots (arXiv:2402.00001) of tin", (), False),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.items(), ids=TITLES)
def test_the_number_and_the_category_behind_a_title_are_no_part_of_it(
    title: str, expected: tuple[str, tuple[str, ...], bool]
) -> None:
    item = item_of(title=title, url="https://arxiv.org/abs/2402.00001", published=GIVEN)
    [found] = read("arxiv", item, link="https://arxiv.org/").items
    assert (found.title, found.tags, found.published != GIVEN) == expected


def test_a_category_behind_a_title_stands_behind_those_of_the_feed() -> None:
    item = item_of(title="Pots. (arXiv:2402.00001v1 [cs.LG])", tags=("cs.CL",))
    [found] = read("arxiv", item, link="https://arxiv.org/").items
    assert found.tags == ("cs.CL",)


# names as arXiv writes them → authors, which are those received where nothing is taken off
PEOPLE = {
    ("Ann Roe (1), Bo Lind ((2) U. of Tin (North))",): ("Ann Roe", "Bo Lind"),
    ("Ann Roe",): ("as received",),
    ('<a href="https://arxiv.org/a/1">Ann Roe</a> (1)',): ("as received",),
}


@pytest.mark.parametrize(("people", "authors"), PEOPLE.items(), ids=str)
def test_an_affiliation_behind_a_name_of_arxiv_is_no_part_of_it(
    people: tuple[str, ...], authors: tuple[str, ...]
) -> None:
    item = item_of(people=people, authors=("as received",))
    [found] = read("arxiv", item, link="https://arxiv.org/").items
    assert found.authors == authors


POST = "https://www.reddit.com/r/pots/comments/1/tin/"
OTHER = "https://example.org/pots"


def post(text: str, link: str, *, comments: str = POST) -> str:
    links = f'<a href="{link}">[link]</a> <a href="{comments}">[comments]</a>'
    return f"{text} submitted by <a href='https://e.org/u'>annroe</a> {links}"


# a post of Reddit → its address, its thread, its author, its text
POSTS = {
    "a link": (post('<img src="https://e.org/i.png"/>', OTHER), (OTHER, POST, (), None)),
    "a link with a text": (post("Tin.", OTHER), (OTHER, POST, (), "Tin.")),
    "a text of its own": (
        post("<!-- SC_OFF --><p>Tin.</p><!-- SC_ON -->", POST),
        (POST, None, ("annroe",), "Tin."),
    ),
    "a gallery": (
        post("", "https://www.reddit.com/gallery/1"),
        (POST, None, ("annroe",), None),
    ),
    "an image": (post("", "https://i.redd.it/1.png"), (POST, None, ("annroe",), None)),
    "another thread": (
        post("", "https://www.reddit.com/r/tin/comments/2/pots/"),
        ("https://www.reddit.com/r/tin/comments/2/pots/", POST, (), None),
    ),
}


@pytest.mark.parametrize(("html", "expected"), POSTS.values(), ids=POSTS)
@pytest.mark.parametrize("field", ["summary", "content"])
def test_a_post_of_reddit_is_at_what_it_links_to_or_is_its_own_text(
    field: str, html: str, expected: tuple[str | None, str | None, tuple[str, ...], str | None]
) -> None:
    item = item_of(html if field == "summary" else "", url=POST, authors=("annroe",))
    if field == "content":
        content = HtmlFragment(html=html, base=None)
        item = Item(**{n: getattr(item, n) for n in item.__struct_fields__} | {"content": content})
    [found] = read("reddit", item, link="https://www.reddit.com/r/pots/").items
    text = found.summary if field == "summary" else found.content and found.content.sanitised()
    shown = text and text.replace("<p>", "").replace("</p>", "").strip()
    assert (found.url, found.discussed_at, found.authors, shown or None) == expected
