"""Which copies are shown, and which pages count as gone, by what is known of the pages."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.config.records import Fetching, Takedown
from generator.model.articles import Article, Evidence
from generator.model.entries import WITHHELD, FetchState, Outage, Preview
from generator.model.record import PartialDate, Problem
from generator.reconcile.visibility import (
    hide_forbidden_copies,
    hide_repeated_copies,
    outages,
    unused_takedowns,
)
from tests.site.sample_library import make_article

URL = "https://example.org/a"
TAKEN = Takedown(url="https://example.org/a", reason="They asked.")
REFUSED = FetchState(url=URL, refused="The page forbids it.", forbidden=True)


def with_copy(slug: str = "a", body: str = "text", **fields: Any) -> Article:
    """An article with a copy, of which some fields are given."""
    own = {name: fields.pop(name) for name in ("title", "truncated") if name in fields}
    preview = Preview(source="copies", capture=f"captures/copies/{slug}.txt", body=body, **own)
    values: dict[str, Any] = {"url": f"https://example.org/{slug}", "preview": preview, **fields}
    return make_article(slug, **values)


def without_copy(article: Article, reason: str) -> Article:
    """The same article as it stands where its copy is not shown for that reason."""
    evidence = {**article.evidence, "preview": Evidence(rule=WITHHELD, reason=reason)}
    return msgspec.structs.replace(article, preview=None, evidence=evidence)


# the takedowns, what is known of the page → why the copy is not shown
HIDDEN = {
    "nothing is known": ((), None, None),
    "the owner took it down": ((TAKEN,), None, "They asked."),
    "the owner took another down": (
        (Takedown(url="https://example.org/b", reason="They asked."),),
        None,
        None,
    ),
    "the page forbids it": ((), REFUSED, "The page forbids it."),
    "the owner's reason stands before the page's": ((TAKEN,), REFUSED, "They asked."),
    "a page that refused for another reason forbids nothing": (
        (),
        msgspec.structs.replace(REFUSED, forbidden=False),
        None,
    ),
}


@pytest.mark.parametrize(("takedowns", "page", "reason"), HIDDEN.values(), ids=HIDDEN)
def test_a_copy_is_not_shown_where_the_owner_or_the_page_forbids_it(
    takedowns: tuple[Takedown, ...], page: FetchState | None, reason: str | None
) -> None:
    article = with_copy()
    pages = {URL: page} if page else {}
    (shown,) = hide_forbidden_copies([article], Fetching(takedowns=takedowns), pages)
    assert shown == (without_copy(article, reason) if reason else article)


def test_an_article_without_an_address_or_a_copy_stays_as_it_is() -> None:
    articles = [with_copy(url=None), make_article("b", url=URL)]
    shown = hide_forbidden_copies(articles, Fetching(takedowns=(TAKEN,)), {URL: REFUSED})
    assert list(shown) == articles


def shared_with(other: Article) -> str:
    return f"the copy has the same text as that of {other.url}, so it is of neither"


def test_a_text_that_pages_of_one_host_share_is_of_none_of_them() -> None:
    one, two, three = (with_copy(slug) for slug in "abc")
    own = with_copy("d", "another text")
    shown, problems = hide_repeated_copies([one, two, own, three])
    reasons = [shared_with(two), shared_with(three), shared_with(one)]
    assert shown == (
        without_copy(one, reasons[0]),
        without_copy(two, reasons[1]),
        own,
        without_copy(three, reasons[2]),
    )
    assert problems == [
        Problem(
            where=f"captures/copies/{slug}.txt", message=f"not shown: {reason}", severity="warning"
        )
        for slug, reason in zip("abc", reasons, strict=True)
    ]


# two articles with one text → whether both copies are shown
APART = {
    "on two hosts": ([with_copy("a"), with_copy("b", url="https://other.example/b")], True),
    "on one host in two spellings": (
        [with_copy("a"), with_copy("b", url="http://www.example.org/b")],
        False,
    ),
    "whole texts of two titles": ([with_copy("a", title="A"), with_copy("b", title="B")], False),
    "cut-off texts of two titles": (
        [with_copy("a", title="A", truncated=True), with_copy("b", title="B", truncated=True)],
        True,
    ),
    "cut-off texts of one title": (
        [with_copy("a", title="A", truncated=True), with_copy("b", title="A", truncated=True)],
        False,
    ),
    "one without an address": ([with_copy("a"), with_copy("b", url=None)], True),
    "no texts": ([with_copy("a", body=""), with_copy("b", body="")], True),
}


@pytest.mark.parametrize(("articles", "is_shown"), APART.values(), ids=APART)
def test_only_of_one_host_and_cut_off_only_under_one_title_a_text_is_shared(
    articles: list[Article], is_shown: bool
) -> None:
    shown, problems = hide_repeated_copies(articles)
    one, two = articles
    assert shown == (
        (one, two)
        if is_shown
        else (without_copy(one, shared_with(two)), without_copy(two, shared_with(one)))
    )
    assert len(problems) == (0 if is_shown else 2)


def test_a_takedown_that_takes_nothing_down_is_said() -> None:
    misspelt = Takedown(url="https://example.org/aa", reason="They asked.")
    articles = [make_article("none", url=None), with_copy(url=f"{URL}/1")]
    assert list(unused_takedowns(articles, Fetching(takedowns=(TAKEN, misspelt)))) == [
        Problem(
            where="site.toml",
            message="[[takedown]] https://example.org/aa: no article stands there or below",
            severity="warning",
        )
    ]


SINCE = PartialDate(year=2026, month=4, day=1)


def failing(**fields: Any) -> FetchState:
    """A page that failed twice, a day apart."""
    values = {"failures": 2, "failing_since": "2026-04-01T10:00:00Z"}
    return FetchState(**{"url": URL, "error_at": "2026-04-02T10:00:00Z", **values, **fields})


FAILING = {
    "twice, a day apart": (failing(), True),
    "a second less than a day apart": (failing(error_at="2026-04-02T09:59:59Z"), False),
    "once": (failing(failures=1), False),
    "many times within an hour": (failing(failures=9, error_at="2026-04-01T11:00:00Z"), False),
    "nobody knows since when": (failing(failing_since=None), False),
    "nobody knows when last": (failing(error_at=None), False),
}


@pytest.mark.parametrize(("page", "is_out"), FAILING.values(), ids=FAILING)
def test_a_page_no_longer_answers_that_failed_twice_with_a_day_between(
    page: FetchState, is_out: bool
) -> None:
    articles = [make_article("other", url=None), make_article("a", url=URL)]
    expected = [("id-a", Outage(since=SINCE, is_gone=False))] if is_out else []
    assert list(outages(articles, {URL: page})) == expected


@pytest.mark.parametrize(
    ("status", "is_gone"),
    [(404, True), (410, True), (403, False), (500, False), (503, False), (None, False)],
)
def test_a_page_is_gone_if_its_server_says_so(status: int | None, is_gone: bool) -> None:
    page = failing(error_status=status)
    expected = [("id-a", Outage(since=SINCE, is_gone=is_gone))]
    assert list(outages([make_article("a", url=URL)], {URL: page})) == expected


# What the fetch knows of an article's page, what the check of links does → whether it is gone.
KNOWN = {
    "only as a link": ({}, {URL: failing(error_status=404)}, True),
    "as a link without its fragment": ({}, {"https://example.org/b": failing()}, False),
    "as both, and it came back": (
        {URL: failing(error_status=404, asked="2026-04-02T10:00:00Z")},
        {URL: FetchState(url=URL, asked="2026-04-03T10:00:00Z")},
        None,
    ),
    "as both, and it went": (
        {URL: FetchState(url=URL, asked="2026-04-01T10:00:00Z")},
        {URL: failing(error_status=410, asked="2026-04-02T10:00:00Z")},
        True,
    ),
    "as one, and nobody knows when": (
        {URL: failing(error_status=404)},
        {URL: FetchState(url=URL, asked="2026-04-01T10:00:00Z")},
        None,
    ),
    "as neither": ({}, {}, None),
}


@pytest.mark.parametrize(("pages", "links", "is_gone"), KNOWN.values(), ids=KNOWN)
def test_of_what_is_known_of_a_page_the_latest_attempt_counts(
    pages: dict[str, FetchState], links: dict[str, FetchState], is_gone: bool | None
) -> None:
    url = URL if URL in {**pages, **links} else "https://example.org/b#part#more"
    expected = [] if is_gone is None else [("id-a", Outage(since=SINCE, is_gone=is_gone))]
    assert list(outages([make_article("a", url=url)], pages, links)) == expected
