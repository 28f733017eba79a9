"""What counts in an address: that which tells the entries of a list apart, and no more."""

from __future__ import annotations

import pytest

from generator.text.addresses import Addresses, is_route

LOG = "https://example.org/log"
# What the different entries of a list stand at → what of it comes to count, each time once.
LEARNED = {
    "a fragment": ([f"{LOG}#1.0", f"{LOG}#2.0"], ["#1.0", "#2.0"]),
    "a fragment that only one has": ([LOG, f"{LOG}#2.0"], ["", "#2.0"]),
    "a parameter": ([f"{LOG}?ref=1", f"{LOG}?ref=2"], ["?ref=1", "?ref=2"]),
    "a parameter in capitals": ([f"{LOG}?REF=1", f"{LOG}?REF=2"], ["?REF=1", "?REF=2"]),
    "the fragment alone, where it is enough": (
        [f"{LOG}?ref=1#1.0", f"{LOG}?ref=2#2.0"],
        ["#1.0", "#2.0"],
    ),
    "the one of two parameters that differs": (
        [f"{LOG}?ref=x&utm_content=1", f"{LOG}?ref=x&utm_content=2"],
        ["?utm_content=1", "?utm_content=2"],
    ),
    "both, where neither is enough": (
        [f"{LOG}?ref=1#1", f"{LOG}?ref=2#1", f"{LOG}?ref=1#2"],
        ["?ref=1#1", "?ref=2#1", "?ref=1#2"],
    ),
    "escapes in one spelling": ([f"{LOG}#%7ea", f"{LOG}#~b"], ["#~a", "#~b"]),
    "nothing, where nothing differs": ([f"{LOG}#a", f"{LOG}#a"], ["", ""]),
    "nothing of two pages": ([f"{LOG}#a", "https://example.org/other#b"], ["", ""]),
}


@pytest.mark.parametrize(("urls", "told_apart"), LEARNED.values(), ids=LEARNED)
def test_what_tells_entries_apart_comes_to_count(urls: list[str], told_apart: list[str]) -> None:
    addresses = Addresses()
    is_new = any(told_apart)
    assert addresses.learn(urls) == is_new
    assert [addresses.distinguishing_part(url) for url in urls] == told_apart
    assert addresses.learn(urls) is False


@pytest.mark.parametrize(("urls", "told_apart"), LEARNED.values(), ids=LEARNED)
def test_one_by_one_they_teach_the_same(urls: list[str], told_apart: list[str]) -> None:
    addresses = Addresses()
    for url in (*urls, *urls):
        addresses.add("feed", url)
    assert [addresses.distinguishing_part(url) for url in urls] == told_apart


def test_what_two_lists_state_tells_nothing_apart() -> None:
    addresses = Addresses()
    addresses.add("feed", f"{LOG}#1.0")
    addresses.add("index", f"{LOG}#2.0")
    assert addresses.key(f"{LOG}#1.0") == LOG
    addresses.add("feed", f"{LOG}#3.0")
    assert addresses.key(f"{LOG}#2.0") == f"{LOG}#2.0"


def test_what_cannot_be_told_apart_is_tried_but_once() -> None:
    addresses = Addresses()
    for number in range(3000):
        parameters = "&".join(f"pk_{n}={n == number}" for n in range(number % 40))
        addresses.add("feed", f"{LOG}?utm_source=x&{parameters}")
    assert addresses.key(LOG) == LOG


def test_what_counts_for_one_page_does_not_count_for_others() -> None:
    addresses = Addresses()
    addresses.learn([f"{LOG}#1.0", f"{LOG}#2.0"])
    assert addresses.key("http://www.example.org/log/?utm_source=x#2.0") == f"{LOG}#2.0"
    assert addresses.key(LOG) == LOG
    assert addresses.key("https://example.org/other#2.0") == "https://example.org/other"
    assert addresses.key("https://arxiv.org/pdf/2401.00001v2#page=2") == "arXiv:2401.00001"


def test_a_change_of_what_counts_is_counted() -> None:
    addresses = Addresses()
    addresses.learn([f"{LOG}#1.0", "https://example.org/other#2.0"])
    assert addresses.changes == 0
    addresses.learn([f"{LOG}#1.0", f"{LOG}#2.0"])
    addresses.learn([f"{LOG}#1.0", f"{LOG}#2.0"])
    assert addresses.changes == 1
    addresses.leave_out([("example.org", "a=1"), ("example.org", "b=1"), ("example.org", "b=2")])
    assert addresses.changes == 2


def test_a_parameter_of_one_value_at_a_host_is_a_mark_of_feeds() -> None:
    addresses = Addresses()
    host = "example.org"
    addresses.leave_out([(host, "a=1"), (host, "A=1"), (host, "b=2"), (host, "b=2")])
    addresses.leave_out([(host, "c=3"), (host, "d=4"), (host, "d=5")])
    page = f"https://{host}/log"
    kept = {part: addresses.key(f"{page}?{part}&p=1") for part in ("a=1", "b=2", "c=3", "d=4")}
    assert kept == {
        "a=1": f"{page}?a=1&p=1",  # written in two ways
        "b=2": f"{page}?p=1",
        "c=3": f"{page}?p=1",
        "d=4": f"{page}?d=4&p=1",
    }
    assert addresses.key("https://other.example/log?b=2") == "https://other.example/log?b=2"
    assert addresses.key(f"{page}?b=3") == f"{page}?b=3"


@pytest.mark.parametrize(
    ("url", "expected"),
    [(f"{LOG}#/talk/1", True), (f"{LOG}#!/post/1", True), (f"{LOG}#!p", True), (f"{LOG}#a", False)],
)
def test_a_fragment_that_is_a_path_is_a_route(url: str, expected: bool) -> None:
    assert is_route(url) is expected


# a parameter → whether feeds are known to add it, at the host of the pages or at any
MARKS = {
    "af=R": True,
    "AF=r": True,
    "af=S": False,
    "rss=1": True,
    "rss=yes": True,
    "rss=2": False,
    "rft_dat=source%3Drss": True,
    "source=rss-1": True,
    "source=rss": True,
    "source=news": False,
    "dgcid=rss_sd_all": True,
    "ncid=rss-1": True,
    "ns_mchannel=rss": True,
    "traffic_source=rss": True,
    "mod=rss_page": True,
    "partner=rss": True,
    "cmp=rss_x": True,
    "from=rss": True,
    "via=rss": True,
    "xtor=RSS-1": True,
    "page=2": False,
}


@pytest.mark.parametrize("mark", MARKS)
def test_what_feeds_add_to_addresses_says_nothing_of_an_article(mark: str) -> None:
    page = "https://example.org/doi/x"
    assert (Addresses().key(f"{page}?{mark}") == page) is MARKS[mark]


@pytest.mark.parametrize("name", ["fc", "ff", "v"])
def test_some_hosts_have_marks_of_their_own(name: str) -> None:
    page = "pubmed.ncbi.nlm.nih.gov/1"
    assert Addresses().key(f"https://{page}/?{name}=20260101") == f"https://{page}"
    assert Addresses().key(f"https://example.org/1?{name}=2026") != "https://example.org/1"
    news = "https://news.google.com/articles/x"
    assert Addresses().key(f"{news}?oc=5") == news
