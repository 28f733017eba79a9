"""Every redirector, DOI and mark of a feed that is known, and what only resembles one."""

from __future__ import annotations

import pytest

from generator.sources.feed.conventions.addresses import (
    REDIRECTORS,
    find_dois,
    find_marks,
    target_of,
)
from generator.sources.feed.conventions.convention import WholeFeed
from generator.sources.feed.item import Item

TARGET = "https://example.org/pots"
# an address that leads to TARGET
LEADING_ON = (
    f"https://www.google.com/url?url={TARGET}&q=x",
    f"https://google.co.uk/url?q={TARGET}&sa=D",
    f"https://news.google.de/news/url?url={TARGET}",
    f"https://news.url.google.com/1?url={TARGET}",
    f"https://www.bing.com/news/apiclick.aspx?url={TARGET}&c=1",
    f"https://bing.com/alink/link?url={TARGET}",
    f"https://duckduckgo.com/l/?uddg={TARGET}&rut=1",
    f"https://l.facebook.com/l.php?u={TARGET}&h=1",
    f"https://l.instagram.com/?u={TARGET}&e=1",
    f"https://www.youtube.com/redirect?event=1&q={TARGET}",
    f"https://www.linkedin.com/safety/go?url={TARGET}",
    f"https://www.linkedin.com/redir/redirect?url={TARGET}",
    f"https://out.reddit.com/t3_1?url={TARGET}&token=1",
    f"https://t.umblr.com/redirect?z={TARGET}&t=1",
    f"https://href.li/?url={TARGET}",
    f"https://vk.com/away.php?to={TARGET}",
    f"https://slack-redir.net/link?url={TARGET}",
    f"https://steamcommunity.com/linkfilter/?url={TARGET}",
    f"https://steamcommunity.com/linkfilter/?u={TARGET}",
    f"https://eur01.safelinks.protection.outlook.com/?url={TARGET}&data=1",
    f"https://exit.sc/?url={TARGET}",
    f"https://medium.com/r/?url={TARGET}",
    f"https://disq.us/url?url={TARGET}%3Aabc",
    f"https://getpocket.com/redirect?url={TARGET}",
    f"https://l.threads.net/?u={TARGET}",
    f"https://l.threads.com/?u={TARGET}",
    f"https://hackernoon.com/redirect?url={TARGET}",
)


@pytest.mark.parametrize("url", LEADING_ON)
def test_a_redirectors_address_is_read_as_what_it_leads_to(url: str) -> None:
    assert target_of(url) == (f"{TARGET}:abc" if "disq.us" in url else TARGET)


def test_every_redirector_is_tried() -> None:
    assert len(LEADING_ON) == sum(len(names) for _host, _path, names in REDIRECTORS)


NOT_LEADING_ON = {
    "another path": f"https://www.google.com/search?q={TARGET}",
    "another parameter": f"https://vk.com/away.php?url={TARGET}",
    "no web address": "https://href.li/?url=javascript:alert(1)",
    "a host that ends alike": f"https://nothref.li/?url={TARGET}",
    "a host that begins alike": f"https://google.example.com/url?q={TARGET}",
    "no parameter": "https://href.li/",
}


@pytest.mark.parametrize("url", NOT_LEADING_ON.values(), ids=NOT_LEADING_ON)
def test_what_only_resembles_a_redirector_leads_nowhere_else(url: str) -> None:
    assert target_of(url) is None


def entry(number: int = 0, **stated: object) -> Item:
    return Item(where=f"x, item {number}", **stated)  # type: ignore[arg-type]


# what an entry states → its DOI
DOIS: dict[str, tuple[Item, str | None]] = {
    "prism:doi": (entry(elements={"prism_doi": "10.1000/A.1"}), "10.1000/a.1"),
    "dc:identifier": (entry(elements={"dc_identifier": "doi:10.1000/a"}), "10.1000/a"),
    "dc:identifier, as feedparser calls it": (
        entry(elements={"dc__dentifier": "urn:doi:10.1000/a"}),
        "10.1000/a",
    ),
    "arxiv:doi": (entry(elements={"arxiv_doi": "10.1000/a"}), "10.1000/a"),
    "a guid": (entry(guid=" doi: 10.1000/a "), "10.1000/a"),
    "a guid at a resolver": (entry(guid="https://doi.org/10.1000/a"), "10.1000/a"),
    "a guid at the old resolver": (entry(guid="http://DX.doi.org/10.1000/a"), "10.1000/a"),
    "another form of a name": (entry(guid="info:doi/10.1000/a"), "10.1000/a"),
    "an element counts before a guid": (
        entry(guid="10.1000/guid", elements={"prism_doi": "10.1000/a"}),
        "10.1000/a",
    ),
    "one inside a text": (entry(guid="see 10.1000/a"), None),
    "one with more after it": (entry(guid="10.1000/a and more"), None),
    "a registrant of three digits": (entry(guid="10.100/a"), None),
    "another identifier": (entry(elements={"dc_identifier": "pmid:1"}), None),
}


@pytest.mark.parametrize(("item", "doi"), DOIS.values(), ids=DOIS)
def test_a_doi_is_what_an_element_or_the_guid_is_as_a_whole(item: Item, doi: str | None) -> None:
    [found] = find_dois(WholeFeed(items=(item,))).items
    assert found.doi == doi


# the addresses of a feed → the marks of each of its entries, and which names are said
MARKS: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]], str | None]] = {
    "a parameter that all have": (
        ("https://e.org/1?from=feed", "https://e.org/2?from=feed"),
        [("from=feed",), ("from=feed",)],
        "“from”",
    ),
    "of each host its own": (
        (
            *("https://e.org/1?b=1&a=1", "https://e.org/2?b=1&a=1"),
            *("https://f.org/1?c=1", "https://f.org/2?c=1", "https://g.org/1?d=1"),
        ),
        [("a=1", "b=1"), ("a=1", "b=1"), ("c=1",), ("c=1",), ()],
        "“a”, “b”, “c”",
    ),
    "one that not all have": (("https://e.org/1?from=feed", "https://e.org/2"), [(), ()], None),
    "one of several values": (("https://e.org/?p=1", "https://e.org/?p=2"), [(), ()], None),
    "one address alone": (("https://e.org/1?from=feed",), [()], None),
    "one that is known to be a mark, in one address": (
        ("https://e.org/1?af=R", "https://e.org/2"),
        [(), ()],
        "“af”",
    ),
    "one that never counts anywhere": (
        ("https://e.org/1?utm_source=rss", "https://e.org/2?utm_source=rss"),
        [(), ()],
        None,
    ),
}


@pytest.mark.parametrize(("urls", "marks", "names"), MARKS.values(), ids=MARKS)
def test_a_mark_is_a_parameter_that_tells_no_addresses_of_a_host_apart(
    urls: tuple[str, ...], marks: list[tuple[str, ...]], names: str | None
) -> None:
    found = find_marks(WholeFeed(items=tuple(entry(n, url=url) for n, url in enumerate(urls))))
    assert [item.marks for item in found.items] == marks
    trait = f"addresses hold a mark of the feed ({names}), which does not count in comparing"
    assert found.traits == ((trait,) if names else ())
