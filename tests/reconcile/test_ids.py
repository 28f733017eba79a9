"""Who is named first: ids and permalinks that two articles would have."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from generator.config.overrides import Overrides, SameRule
from generator.model.articles import Evidence
from generator.model.entries import Entry, Repetition
from generator.reconcile.ids import filtered_groups
from generator.reconcile.references import Names
from generator.text.urls import canonical_url, short_hash
from tests.reconcile.making import claim, entry, joins, preview, reconciled

OURS, THEIRS = "https://ours.example/a", "https://theirs.example/a"


def test_what_was_received_is_named_before_the_owners_notes() -> None:
    note = entry("notes", url=OURS, title="A note")
    listed = entry("feed", url=THEIRS, title="An article", first_seen="2026-04-05")
    articles = reconciled(note, listed).articles
    assert [(article.title, article.slug) for article in articles] == [
        ("A note", f"a-{short_hash(canonical_url(OURS))}"),
        ("An article", "a"),
    ]


def test_an_article_is_as_old_as_its_first_entry() -> None:
    index = entry("index", url=OURS, title="Ours", first_seen="2026")
    feed = entry("feed", url=OURS, title="Ours", first_seen="2024")
    other = entry("other", url=THEIRS, title="Theirs", first_seen="2025")
    assert named(index, feed, other) == {"Ours": "a", "Theirs": f"a-{short_hash(THEIRS)}"}


def test_what_was_received_first_is_named_first_whoever_is_trusted_more() -> None:
    newer = entry("index", url=OURS, title="Newer", first_seen="2026-04-05")
    older = entry("feed", url=THEIRS, title="Older", first_seen="2025-01-01")
    articles = reconciled(newer, older).articles
    assert [(article.title, article.slug) for article in articles] == [
        ("Newer", f"a-{short_hash(canonical_url(OURS))}"),
        ("Older", "a"),
    ]


def named(*entries: Entry, overrides: Overrides = Overrides()) -> dict[str | None, str]:  # noqa: B008 - it is frozen
    """The permalinks of the articles, by their titles."""
    return {one.title: one.slug for one in reconciled(*entries, overrides=overrides).articles}


def joined(*references: str) -> Overrides:
    return Overrides(same=(SameRule(articles=references, reason="So.", where="overrides.toml:1"),))


LOG = "https://ours.example/log"


@pytest.mark.parametrize("order", list(itertools.permutations(["01", "02", "03"])), ids="-".join)
def test_a_permalink_shows_what_told_its_address_apart_when_it_was_given(
    order: tuple[str, ...],
) -> None:
    log = [
        entry("feed", url=f"{LOG}#{n}", title=n, first_seen=f"2026-{n}-01", position=place)
        for place, n in enumerate(order)
    ]
    assert named(*log) == {"01": "log", "02": "log-02", "03": "log-03"}


def test_the_most_trusted_source_that_gives_an_address_names_an_article() -> None:
    index = entry("index", url=f"{OURS}1", title="A", first_seen="2026-05-01")
    feed = entry("feed", url=f"{OURS}2", title="B", first_seen="2025-01-01")
    (article,) = reconciled(index, feed, overrides=joined("A", "B")).articles
    assert (article.slug, article.evidence["id"].source) == ("a1", "index")
    older, newer = (
        entry("index", url=f"{OURS}{year}", title=f"{year}", first_seen=f"{year}", position=place)
        for place, year in ((1, 2024), (0, 2025))
    )
    (article,) = reconciled(newer, older, overrides=joined("2024", "2025")).articles
    assert article.slug == "a2024"
    titled = entry("notes", title="A")
    (article,) = reconciled(titled, feed, overrides=joined("A", "B")).articles
    assert (article.slug, article.evidence["id"].source) == ("a2", "feed")


# what stands before the article's own entry, which does not name it
NAMELESS = {
    "a preview of it": preview("A", url=OURS),
    "a link to it": entry("index", url=OURS, prose="A link in running text.", first_seen="2020"),
}


@pytest.mark.parametrize("other", NAMELESS.values(), ids=NAMELESS)
def test_only_an_entry_that_makes_an_article_names_it(other: Entry) -> None:
    (article,) = reconciled(other, entry("feed", url=OURS, title="A")).articles
    assert len(article.statements) == 2
    assert article.evidence["id"] == Evidence(
        rule="hash of the canonical URL", source="feed", raw=OURS
    )


def test_of_several_entries_of_one_list_the_newest_counts_most_and_trust_before_that() -> None:
    older = entry("index", url=f"{OURS}1", title="A", stated="2026-01")
    newer = entry("index", url=f"{OURS}2", title="B", stated="2026-02", position=1)
    feed = entry("feed", url=f"{OURS}3", title="C", stated="2026-03")
    (article,) = reconciled(older, newer, feed, overrides=joined("A", "B", "C")).articles
    assert [one.title for one in article.statements] == ["B", "A", "C"]


# two entries of one name and moment → the titles, or else places, of who is named first
TIES = {
    "the earlier date": (
        [
            entry("feed", url=OURS, title="A", published=claim("instant", "2024-02-01")),
            entry("feed", url=OURS, title="B", published=claim("instant", "2024-01-01")),
        ],
        ["A", "B"],
    ),
    "one without a date": (
        [
            entry("feed", url=OURS, title="A", published=claim("instant", "2024-02-01")),
            entry("feed", url=OURS, title="B"),
        ],
        ["A", "B"],
    ),
    "else the title": (
        [entry("feed", url=OURS, title="B"), entry("feed", url=OURS, title="A")],
        ["B", "A"],
    ),
    "a guid, and only a place": (
        [
            entry("feed", title="A", summary="One"),
            entry("feed", title="A", guid="1", summary="Two"),
        ],
        ["One", "Two"],
    ),
    "else the guid": (
        [
            entry("feed", title="A", guid="2", summary="One"),
            entry("feed", title="A", guid="1", summary="Two"),
        ],
        ["One", "Two"],
    ),
}


@pytest.mark.parametrize(("entries", "order"), TIES.values(), ids=TIES)
def test_what_came_at_one_moment_is_named_in_an_order_of_its_own(
    entries: list[Entry], order: list[str]
) -> None:
    placed = [msgspec.structs.replace(one, position=n) for n, one in enumerate(entries)]
    articles = reconciled(*placed).articles
    slugs = {one.summary or one.title: one.slug for one in articles}
    last, first = (slugs[name] for name in order)
    assert last.startswith(f"{first}-")


def test_a_permalink_that_ends_in_the_id_of_another_is_not_taken_from_it() -> None:
    id_ = short_hash(THEIRS)
    entries = [
        entry("index", url=OURS, title="First", first_seen="2024"),
        entry("index", url=f"{OURS}-{id_}", title="Second", first_seen="2025", position=1),
        entry("feed", url=THEIRS, title="Third", first_seen="2026"),
    ]
    assert named(*entries) == {"First": "a", "Second": f"a-{id_}", "Third": f"a--{id_}"}


def test_how_its_text_begins_names_an_entry_without_address_and_title() -> None:
    assert joins(reconciled(entry("feed", opening="So it began."))) == [
        [("feed", "how its text begins names the article: it has neither URL nor title")]
    ]


# what filters leave out, what they keep → the entries of each article that is left out
LEFT_OUT = {
    "each address is an article": (
        ([entry("feed", url=OURS, title="A"), entry("feed", url=THEIRS, title="B")], []),
        [["A"], ["B"]],
    ),
    "one address in two lists is one": (
        ([entry("feed", url=OURS, title="A"), entry("other", url=OURS, title="B")], []),
        [["A", "B"]],
    ),
    "what is kept of it is an article": (
        ([entry("feed", url=OURS, title="A")], [entry("other", url=OURS, title="B")]),
        [],
    ),
    "a link in what is kept is none": (
        (
            [entry("feed", url=OURS, title="A")],
            [
                entry("other", url=OURS, title="B", prose="In running text."),
                preview("A", url=OURS),
            ],
        ),
        [["A"]],
    ),
    "links and previews make none": (
        (
            [
                entry("feed", url=OURS, title="A", prose="In running text."),
                preview("B", url=THEIRS),
            ],
            [],
        ),
        [],
    ),
    "a list that gives an address to several names them by their titles as well": (
        (
            [
                entry("feed", url=OURS, title="A"),
                entry("feed", url=OURS, title="B"),
                entry("other", url=OURS, title="b"),
            ],
            [],
        ),
        [["A"], ["B", "b"]],
    ),
    "although one of them is kept": (
        ([entry("feed", url=OURS, title="A")], [entry("feed", url=OURS, title="B")]),
        [["A"]],
    ),
    "what a list repeats is not several": (
        (
            [
                entry("feed", url=OURS, title="A"),
                entry("feed", url=OURS, title="B", repeats=Repetition(where="a", rule="r")),
            ],
            [],
        ),
        [["A", "B"]],
    ),
    "no address": (
        ([entry("feed", title="A"), entry("other", title="a"), entry("feed", title="B")], []),
        [["A", "a"], ["B"]],
    ),
}


@pytest.mark.parametrize(("given", "expected"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_filters_leave_out_is_grouped_by_its_names(
    given: tuple[list[Entry], list[Entry]], expected: list[list[str]]
) -> None:
    left_out, kept = given
    builders = filtered_groups(left_out, kept, Names([*left_out, *kept], "en"))
    assert [[one.title for one, _rule in builder.members] for builder in builders] == expected
