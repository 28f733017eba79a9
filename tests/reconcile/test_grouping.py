"""Which entries are one article, what names it, and what never does."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from generator.config.overrides import FieldRule, Overrides, SameRule
from generator.model.entries import DateClaim, Entry, Repetition
from generator.model.record import Problem
from generator.reconcile.grouping import BY_PREFIX, BY_TITLE, BY_URL
from generator.reconcile.ids import NAMED_BY_TITLE as OWN_TITLE
from generator.reconcile.ids import NAMED_BY_URL as OWN_URL
from generator.text.dates import parse_edtf
from generator.text.urls import short_hash
from tests.reconcile.making import claim, entry, joins, preview, reconciled

MOVED = "override: Moved."
A, B = "https://example.org/2024/a/", "https://example.org/2024/b/"

REPEATS = Repetition(where="captures/feed/2026-04-05.txt, entry 1", rule="stated twice")

JOINS = {
    "two sources give URLs of one canonical form": (
        [
            entry("index", url="https://example.org/2024/a", title="A"),
            entry(
                "feed", url="http://www.example.org/2024/a/index.html#top", title="Quite another"
            ),
        ],
        [[("index", OWN_URL), ("feed", BY_URL)]],
    ),
    "two URLs never join by title": (
        [entry("index", url=A, title="Same"), entry("feed", url=B, title="Same")],
        [[("index", OWN_URL)], [("feed", OWN_URL)]],
    ),
    "one URL twice in one source, which is a repetition": (
        [
            entry("feed", url=A, title="A"),
            entry("feed", url=f"{A}?utm_source=x", title="A", position=1, repeats=REPEATS),
        ],
        [[("feed", OWN_URL), ("feed", REPEATS.rule)]],
    ),
    "one URL twice in one source, which tells them apart": (
        [entry("feed", url=A, title="A"), entry("feed", url=A, title="A", position=1)],
        [[("feed", OWN_URL)], [("feed", OWN_URL)]],
    ),
    "one URL in two feeds of one source": (
        [
            entry("feed", url=A, title="A", capture="captures/feed/one/2026.xml"),
            entry("feed", url=A, title="B", capture="captures/feed/two/2026.xml", position=1),
        ],
        [[("feed", OWN_URL), ("feed", BY_URL)]],
    ),
    "what repeats an entry that is a mention stands for itself": (
        [
            entry("feed", url=A, title="A", prose="A link in running text."),
            entry("feed", url=B, title="A", position=1, repeats=REPEATS),
        ],
        [[("feed", OWN_URL)]],
    ),
    "two notes on one address": (
        [
            entry("notes", url=A, title="A", where="notes/a.md"),
            entry("notes", url=A, title="B", where="notes/b.md", position=1),
        ],
        [[("notes", OWN_URL), ("notes", BY_URL)]],
    ),
    "an entry without a URL joins by its folded title": (
        [entry("index", title="Toy — Models"), entry("feed", url=A, title="toy -  models")],
        [[("index", BY_TITLE), ("feed", OWN_URL)]],
    ),
    "two entries without a URL join by title": (
        [entry("index", title="Garcon"), entry("feed", title="GARCON")],
        [[("index", OWN_TITLE), ("feed", BY_TITLE)]],
    ),
    "a similar title is not the same": (
        [entry("index", title="Toy Models"), entry("feed", url=A, title="Toy Model")],
        [[("feed", OWN_URL)], [("index", OWN_TITLE)]],
    ),
    "a title that two articles have joins neither": (
        [
            entry("index", title="Notes"),
            entry("feed", url=A, title="Notes"),
            entry("feed", url=B, title="Notes", position=1),
        ],
        [[("feed", OWN_URL)], [("feed", OWN_URL)], [("index", OWN_TITLE)]],
    ),
    "a title that two entries without a URL have joins neither": (
        [
            entry("index", title="Notes"),
            entry("index", title="Notes", position=1),
            entry("feed", url=A, title="Notes"),
        ],
        [[("feed", OWN_URL)], [("index", OWN_TITLE)], [("index", OWN_TITLE)]],
    ),
    "an entry does not join another one of its own source by title": (
        [entry("feed", url=A, title="Notes"), entry("feed", title="Notes", position=1)],
        [[("feed", OWN_URL)], [("feed", OWN_TITLE)]],
    ),
    "a glued title joins the title that it begins with": (
        [
            entry("index", title="Softmax Linear Units"),
            entry("feed", url=A, title="Softmax Linear UnitsAn activation.", glued=True),
        ],
        [[("index", BY_PREFIX), ("feed", OWN_URL)]],
    ),
    "an entry with a URL and no title": (
        [entry("index", url=A), entry("feed", url=A, title="A")],
        [[("index", OWN_URL), ("feed", BY_URL)]],
    ),
}


@pytest.mark.parametrize(("entries", "expected"), JOINS.values(), ids=JOINS)
def test_entries_are_one_article_by_url_else_by_title(
    entries: list[Entry], expected: list[list[tuple[str, str]]]
) -> None:
    assert joins(reconciled(*entries)) == expected


def test_a_title_that_is_not_unique_is_told() -> None:
    result = reconciled(
        entry("index", title="Notes"),
        entry("feed", url=A, title="Notes"),
        entry("feed", url=B, title="Notes", position=1),
    )
    assert result.problems == (
        Problem(
            where="captures/index/2026-04-05.txt, entry 1",
            message=(
                "“Notes” has no URL here and is the title of 3 entries, so nothing tells which it "
                "belongs to; it stands alone (an override `same` can join it)"
            ),
            severity="warning",
        ),
    )


def test_an_entry_without_url_and_title_is_no_article() -> None:
    assert reconciled(entry("feed", summary="Alone.")).articles == ()


def same(*references: str) -> Overrides:
    return Overrides(
        same=(SameRule(articles=references, reason="Moved.", where="overrides.toml:1"),)
    )


def not_same(*references: str) -> Overrides:
    pair = SameRule(articles=references, reason="Two talks.", where="overrides.toml:1")
    return Overrides(not_same=(pair,))


TOLD = {
    "two URLs are the same": (
        [entry("index", url=A, title="A"), entry("feed", url=B, title="B")],
        same(A, B),
        [[("index", OWN_URL), ("feed", MOVED)]],
    ),
    "named by titles": (
        [entry("index", url=A, title="A"), entry("feed", url=B, title="B")],
        same("a", "B"),
        [[("index", OWN_URL), ("feed", MOVED)]],
    ),
    "named by ids": (
        [entry("index", url=A, title="A"), entry("feed", url=B, title="B")],
        same(short_hash("https://example.org/2024/a"), short_hash("https://example.org/2024/b")),
        [[("index", OWN_URL), ("feed", MOVED)]],
    ),
    "named by permalinks": (
        [entry("index", url=A, title="A"), entry("feed", url=B, title="B")],
        same("2024-a", "2024-b"),
        [[("index", OWN_URL), ("feed", MOVED)]],
    ),
    "three are the same": (
        [
            entry("index", url=A, title="A"),
            entry("feed", url=B, title="B"),
            entry("feed", title="C", position=1),
        ],
        same(A, B, "C"),
        [[("index", OWN_URL), ("feed", MOVED), ("feed", MOVED)]],
    ),
    "a homonym is joined": (
        [
            entry("index", title="Notes"),
            entry("feed", url=A, title="Notes"),
            entry("feed", url=B, title="Notes", position=1),
        ],
        same(short_hash("notes"), B),
        [[("feed", OWN_URL)], [("index", OWN_TITLE), ("feed", MOVED)]],
    ),
    "a preview whose title says something else": (
        [entry("feed", url=A, title="A"), preview("Something else")],
        same(A, "Something else"),
        [[("feed", OWN_URL), ("previews", MOVED)]],
    ),
    "a preview that fits once two articles are one": (
        [
            entry("index", url=A, title="Same"),
            entry("feed", url=B, title="Same"),
            preview("Same"),
        ],
        same(A, B),
        [[("index", OWN_URL), ("feed", MOVED), ("previews", BY_TITLE)]],
    ),
    "one URL is two articles": (
        [entry("index", url=A, title="A"), entry("feed", url=A, title="B")],
        not_same("A", "B"),
        [[("index", OWN_URL)], [("feed", OWN_URL)]],
    ),
    "one title is two articles": (
        [entry("index", title="Notes"), entry("feed", url=A, title="Notes")],
        not_same("Notes", A),
        [[("feed", OWN_URL)], [("index", OWN_TITLE)]],
    ),
    "what is apart from a third stays together": (
        [
            entry("index", title="Notes"),
            entry("feed", url=A, title="Notes"),
            entry("other", url=A, title="Notes"),
        ],
        not_same("Notes", A),
        [[("feed", OWN_URL), ("other", BY_URL)], [("index", OWN_TITLE)]],
    ),
    "a preview is not of the article of its title": (
        [entry("feed", url=A, title="A"), preview("A")],
        not_same(A, "A"),
        [[("feed", OWN_URL)]],
    ),
}


@pytest.mark.parametrize(("entries", "overrides", "expected"), TOLD.values(), ids=TOLD)
def test_the_owner_has_the_last_word_on_what_is_the_same(
    entries: list[Entry], overrides: Overrides, expected: list[list[tuple[str, str]]]
) -> None:
    assert sorted(joins(reconciled(*entries, overrides=overrides))) == sorted(expected)


def test_what_the_owner_told_is_doubted_no_more() -> None:
    entries, overrides, _ = TOLD["a homonym is joined"]
    assert reconciled(*entries, overrides=overrides).problems == ()


DOUBTED = {
    "same names nothing": (same(A, "Nowhere"), "nothing is named “Nowhere”"),
    "not_same names nothing": (not_same(A, "Nowhere"), "nothing is named “Nowhere”"),
    "same names what is no URL": (same(A, "http://[x"), "nothing is named “http://[x”"),
    "same names too much": (
        same(A, "Notes"),
        "does nothing: “Notes” names 2 articles; use a URL or an id",
    ),
}


@pytest.mark.parametrize(("overrides", "message"), DOUBTED.values(), ids=DOUBTED)
def test_an_override_that_names_nothing_or_too_much_is_a_problem(
    overrides: Overrides, message: str
) -> None:
    result = reconciled(
        entry("feed", url=A, title="Notes"),
        entry("feed", url=B, title="Notes", position=1),
        overrides=overrides,
    )
    problem = Problem(where="overrides.toml:1", message=message, severity="warning")
    assert (joins(result), result.problems) == (
        [[("feed", OWN_URL)], [("feed", OWN_URL)]],
        (problem,),
    )


def names(*entries: Entry) -> list[tuple[str, str]]:
    """The id and permalink of each article."""
    return [(article.id, article.slug) for article in reconciled(*entries).articles]


def test_the_canonical_url_names_an_article() -> None:
    named = names(entry("feed", url="http://www.example.org/2024/a/index.html?utm_id=1", title="X"))
    assert named == [(short_hash("https://example.org/2024/a"), "2024-a")]


def test_without_a_url_the_folded_title_names_an_article() -> None:
    assert names(entry("index", title="Toy “Models”")) == [
        (short_hash('toy "models"'), "toy-models")
    ]


def test_ids_and_permalinks_stay_when_titles_and_dates_are_corrected() -> None:
    before = entry("feed", url=A, title="A", published=claim("instant", "2024-01-01"))
    after = entry("feed", url=A, title="A better title", published=claim("instant", "2023-05-01"))
    assert names(before) == names(after)


def test_ids_and_permalinks_stay_when_a_source_is_added() -> None:
    feed = entry("feed", url=A, title="A")
    more = [entry("index", title="A"), feed, preview("A")]
    assert names(feed) == names(*more)


def test_a_preview_names_nothing_even_if_it_is_trusted_most() -> None:
    title = "Garcon (A list)"
    assert names(preview(title), entry("index", title="Garcon")) == names(
        entry("index", title="Garcon")
    )


# By name the newcomer comes first, by age the other.
FIRST = entry("feed", url="https://other.example/a", title="A", first_seen="2026-04-05")
NEWCOMER = "https://example.org/a"


@pytest.mark.parametrize("source", ["feed", "index"])
def test_a_newcomer_gets_its_id_where_its_permalink_is_taken(source: str) -> None:
    newcomer = entry(source, url=NEWCOMER, title="B", first_seen="2026-05-01")
    id_ = short_hash(NEWCOMER)
    assert names(newcomer, FIRST) == [
        (id_, f"a-{id_}"),
        (short_hash("https://other.example/a"), "a"),
    ]


def test_the_order_of_a_list_moves_no_permalink() -> None:
    urls = [f"https://host{number}.example/a" for number in range(6)]
    entries = [entry("feed", url=url, title="A") for url in urls]
    expected = dict(names(*entries))
    for seed in range(10):
        shuffled = random.Random(seed).sample(entries, len(entries))
        placed = [msgspec.structs.replace(e, position=n) for n, e in enumerate(shuffled)]
        assert dict(names(*placed)) == expected


def test_no_two_articles_have_one_id_or_permalink() -> None:
    many = [
        *(entry("feed", title="Notes", position=number) for number in range(3)),
        *(entry("index", url=f"https://h{n}.example/notes", title="Notes") for n in range(3)),
        entry("other", title="日本"),
        entry("other", title="中文", position=1),
    ]
    named = names(*many)
    assert len(named) == 8
    assert len({id_ for id_, _slug in named}) == len({slug for _id, slug in named}) == 8


def test_articles_of_one_url_that_are_kept_apart_have_ids_of_their_own() -> None:
    result = reconciled(
        entry("index", url=A, title="A"),
        entry("feed", url=A, title="B"),
        overrides=not_same("A", "B"),
    )
    assert {article.id: article.title for article in result.articles} == {
        short_hash("https://example.org/2024/a"): "B",
        short_hash("https://example.org/2024/a\na"): "A",
    }


SHARED = "https://example.org/show"


def at_shared(source: str, title: str, **fields: Any) -> Entry:
    return entry(source, url=SHARED, title=title, **fields)


def of_change(date: str) -> DateClaim:
    return DateClaim(date=parse_edtf(date), kind="instant", raw=date, of_change=True)


# entries of several lists at one address, of which the first list has two → the articles
ALIKE = {
    "all lists that have the title": (
        [at_shared("feed", "One"), at_shared("other", "One"), at_shared("third", "One")],
        [["index", "feed", "other", "third"], ["index"]],
    ),
    "not where a list dates it otherwise": (
        [
            at_shared("feed", "One", published=claim("instant", "2024-02-08")),
            at_shared("other", "One", published=claim("instant", "2024-01-08")),
        ],
        [["index", "other"], ["index"], ["feed"]],
    ),
    "a date of change contradicts none": (
        [
            at_shared("feed", "One", published=of_change("2024-02-08")),
            at_shared("other", "One", published=claim("instant", "2024-01-08")),
        ],
        [["index", "feed", "other"], ["index"]],
    ),
    "nor does a day the month that it lies in": (
        [at_shared("feed", "One", published=claim("instant", "2024-01"))],
        [["index", "feed"], ["index"]],
    ),
    "not where one of those that joined is of another day": (
        [
            at_shared("feed", "One", published=claim("instant", "2024-01")),
            at_shared("other", "One", published=claim("instant", "2024-01-09")),
        ],
        [["index", "feed"], ["index"], ["other"]],
    ),
    "not where the owner keeps them apart": (
        [at_shared("feed", "One", former_urls=(A,)), at_shared("other", "One")],
        [["index", "other"], ["index"], ["feed"]],
    ),
}


@pytest.mark.parametrize(("entries", "expected"), ALIKE.values(), ids=ALIKE)
def test_at_an_address_of_several_title_and_date_join(
    entries: list[Entry], expected: list[list[str]]
) -> None:
    two = [
        at_shared("index", "One", published=claim("heading", "2024-01-08")),
        at_shared("index", "Two", published=claim("heading", "2024-01-08"), position=1),
    ]
    result = reconciled(*two, *entries, overrides=not_same(A, "One"))
    found = [[source for source, _rule in one] for one in joins(result)]
    assert sorted(found) == sorted(expected)


def test_an_entry_without_an_address_joins_though_its_list_has_another_title_there() -> None:
    result = reconciled(
        entry("index", url=A, title="Toy"),
        entry("feed", url=A, title="Toy, revised"),
        entry("feed", title="Toy", position=1),
    )
    assert joins(result) == [[("index", OWN_URL), ("feed", BY_URL), ("feed", BY_TITLE)]]


def test_a_permalink_names_before_a_title_does() -> None:
    setting = FieldRule(article="notes", title="Z", reason="Mine.", where="overrides.toml:1")
    result = reconciled(
        entry("index", url="https://example.org/notes", title="One"),
        entry("feed", url=B, title="Notes"),
        overrides=Overrides(set=(setting,)),
    )
    assert [article.title for article in result.articles] == ["Z", "Notes"]
    assert result.problems == ()
