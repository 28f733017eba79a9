"""What the filters of a source leave out, why, and what goes with it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.config.overrides import ArticleRule, FieldRule, Overrides, SameRule
from generator.model.articles import Filtered
from generator.model.entries import DateClaim, Entry, Repetition
from generator.text.urls import short_hash
from tests.reconcile.making import CONFIG, claim, entry, preview, reconciled

A, B, C = (f"https://example.org/{name}" for name in "abc")


def left_out(*entries: Entry, filters: dict[str, Any], **told: Any) -> list[tuple[str, str, str]]:
    """The titles of what is left out by the filters of the feed, each with its key and reason."""
    config = msgspec.structs.replace(
        CONFIG,
        sources=tuple(
            msgspec.structs.replace(source, **filters) if source.name == "feed" else source
            for source in CONFIG.sources
        ),
    )
    result = reconciled(*entries, overrides=Overrides(**told), config=config)
    return [(one.title or "", one.key, one.reason) for one in result.filtered]


def at(title: str, url: str, **fields: Any) -> Entry:
    return entry("feed", title=title, url=url, **fields)


def instant(date: str, time: str | None) -> DateClaim:
    return msgspec.structs.replace(claim("instant", date), instant=time)


TEXT = "its title, summary and byline"
# filters, entries of the feed → what is left out, by which key, why
REASONS: dict[str, tuple[dict[str, Any], list[Entry], list[tuple[str, str, str]]]] = {
    "none of some tags": (
        {"include_tags": ("Maths", "Logic")},
        [at("One", A, tags=("logic", "x")), at("Two", B, tags=("x",)), at("Three", C)],
        [
            ("Two", "include_tags", "it has none of the tags “Maths”, “Logic”"),
            ("Three", "include_tags", "it has none of the tags “Maths”, “Logic”"),
        ],
    ),
    "a tag, as site.toml writes it": (
        {"exclude_tags": ("Maths", "Logic")},
        [at("One", A, tags=("maths", "logic")), at("Two", B, tags=("x",))],
        [("One", "exclude_tags", "it has the tag “Logic”")],
    ),
    "none of some words": (
        {"include": ("tides", "/wav.s/")},
        [at("Tides", A), at("Two", B, summary="Of waves."), at("Three", C)],
        [("Three", "include", f"nothing in {TEXT} is “tides” or “/wav.s/”")],
    ),
    "a word": (
        {"exclude": ("tides", "waves")},
        [at("Tides", A), at("Two", B, summary="Of waves."), at("Three", C)],
        [
            ("Tides", "exclude", f"“tides” is in {TEXT}"),
            ("Two", "exclude", f"“waves” is in {TEXT}"),
        ],
    ),
    "who wrote it, else whose feed it is": (
        {"exclude": ("Roe",)},
        [
            at("One", A, authors=("Ann Roe",)),
            at("Two", B, feed_authors=("Ann Roe",)),
            at("Three", C, authors=("Jo Doe",), feed_authors=("Ann Roe",)),
        ],
        [("One", "exclude", f"“Roe” is in {TEXT}"), ("Two", "exclude", f"“Roe” is in {TEXT}")],
    ),
    "its date": (
        {"since": "2024-06"},
        [
            at("One", A, published=claim("instant", "2024-05-31")),
            at("Two", B, published=claim("instant", "2024-06-01")),
            at("Three", C),
        ],
        [("One", "since", "it is of 2024-05-31, before 2024-06")],
    ),
    "the day on which it was added, where it has no other": (
        {"since": "2024-06"},
        [
            at("One", A, added=claim("added", "2024-05-31")),
            at(
                "Two",
                B,
                added=claim("added", "2024-05-31"),
                published=claim("instant", "2024-06-01"),
            ),
            at("Three", C, published=claim("instant", "2024")),
        ],
        [("One", "since", "it is of 2024-05-31, before 2024-06")],
    ),
    "nobody has approved it": (
        {"show": "approved"},
        [at("One", A)],
        [("One", "show", "nobody has approved it, as octavo show does")],
    ),
    "it is not among the newest": (
        {"newest": 2},
        [
            at("One", A, published=claim("instant", "2024-05-31")),
            at("Two", B, published=claim("instant", "2024-06-01")),
            at("Three", C, added=claim("added", "2026-01-01")),
            at("Of that month", f"{A}4", published=claim("instant", "2024-06")),
            at("Five", f"{A}5"),
        ],
        [
            ("One", "newest", "it is not among the newest 2"),
            ("Three", "newest", "it is not among the newest 2"),
            ("Five", "newest", "it is not among the newest 2"),
        ],
    ),
    "it is not among the newest of those that are left": (
        {"newest": 1, "exclude": ("Two",)},
        [
            at("One", A, published=claim("instant", "2024-05-31")),
            at("Two", B, published=claim("instant", "2024-06-01")),
        ],
        [("Two", "exclude", f"“Two” is in {TEXT}")],
    ),
    "one filter is enough, and the first says why": (
        {"exclude": ("One",), "exclude_tags": ("x",), "since": "2025"},
        [at("One", A, tags=("x",), published=claim("instant", "2024"))],
        [("One", "exclude_tags", "it has the tag “x”")],
    ),
    "what it repeats is left out": (
        {"exclude": ("One",)},
        [
            at("One", A, where="1"),
            at("Again", A, where="2", repeats=Repetition(where="1", rule="Twice.")),
            at("One, of what is not there", B, repeats=Repetition(where="9", rule="Twice.")),
        ],
        [
            ("One", "exclude", f"“One” is in {TEXT}"),
            ("Again", "exclude", f"“One” is in {TEXT}"),
            ("One, of what is not there", "exclude", f"“One” is in {TEXT}"),
        ],
    ),
    "what it repeats is not left out, whatever it says itself": (
        {"exclude": ("One",), "newest": 1},
        [
            at("Two", A, where="1"),
            at("One", A, where="2", repeats=Repetition(where="1", rule="Twice.")),
        ],
        [],
    ),
}


@pytest.mark.parametrize(("filters", "entries", "expected"), REASONS.values(), ids=REASONS)
def test_what_is_left_out_says_by_which_filter_and_why(
    filters: dict[str, Any], entries: list[Entry], expected: list[tuple[str, str, str]]
) -> None:
    assert left_out(*entries, filters=filters) == expected


# the date of an entry, that of a newer one
NEWER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the times of one day": (
        {"published": instant("2024-06-01", "2024-06-01T08:00:00Z")},
        {"published": instant("2024-06-01", "2024-06-01T09:00:00Z")},
    ),
    "a day without a time, and one with it": (
        {"published": instant("2024-06-01", None)},
        {"published": instant("2024-06-01", "2024-06-01T09:00:00Z")},
    ),
    "a year, and its first month": (
        {"published": instant("2024", None)},
        {"published": instant("2024-01", None)},
    ),
    "a month, and its first day": (
        {"published": instant("2024-06", None)},
        {"published": instant("2024-06-01", None)},
    ),
    "when it was added alone, and when it was published": (
        {"added": claim("added", "2026-01-01")},
        {"published": instant("2024", None)},
    ),
    "nothing, and when it was added": ({}, {"added": claim("added", "2024-01-01")}),
}


@pytest.mark.parametrize(("older", "newer"), NEWER.values(), ids=NEWER)
def test_the_newest_are_known_by_their_dates_in_any_order(
    older: dict[str, Any], newer: dict[str, Any]
) -> None:
    two = (at("Older", A, **older), at("Newer", B, **newer))
    for entries in (two, two[::-1]):
        assert [title for title, *_ in left_out(*entries, filters={"newest": 1})] == ["Older"]


def test_the_filters_of_one_source_leave_the_others_alone() -> None:
    listed = entry("index", title="One", url=A)
    assert left_out(listed, at("One", A), filters={"exclude": ("One",)}) == [
        ("One", "exclude", f"“One” is in {TEXT}")
    ]
    config = msgspec.structs.replace(CONFIG, sources=(CONFIG.sources[0],))
    assert reconciled(listed, at("One", A), config=config).filtered == ()


def test_what_is_left_out_is_named_with_its_place() -> None:
    one = at("One", f"{A}/", where="captures/feed/2026.xml, item 1")
    source = msgspec.structs.replace(CONFIG.sources[1], exclude=("One",))
    config = msgspec.structs.replace(CONFIG, sources=(source,))
    assert reconciled(one, config=config).filtered == (
        Filtered(
            id=short_hash(A),
            source="feed",
            where=one.where,
            url=f"{A}/",
            title="One",
            key="exclude",
            reason=f"“One” is in {TEXT}",
        ),
    )


WITH_IT = "the article that it is on is left out"


def test_what_only_adds_to_what_is_left_out_goes_with_it() -> None:
    note = entry("notes", about="One", creates=False, title="Mine", url=C)
    other = entry("notes", about=B, creates=False, title="On two")
    entries = [
        at("One", A),
        at("Two", B),
        preview("A copy", url=A),
        preview("One"),
        preview("Two"),
        note,
        other,
        entry("notes", about=A, creates=False, title="Another of mine"),
    ]
    assert left_out(*entries, filters={"exclude": ("One",)}) == [
        ("One", "exclude", f"“One” is in {TEXT}"),
        ("A copy", "", WITH_IT),
        ("One", "", WITH_IT),
        ("Mine", "", WITH_IT),
        ("Another of mine", "", WITH_IT),
    ]


def test_what_adds_to_what_another_list_shows_stays() -> None:
    listed = entry("index", title="One", url=A)
    found = left_out(listed, at("One", A), preview("One"), filters={"exclude": ("One",)})
    assert [(title, key) for title, key, _reason in found] == [("One", "exclude")]


def naming(article: str) -> tuple[ArticleRule, ...]:
    return (ArticleRule(article=article, reason="So.", where="overrides.toml:1"),)


def rule(*articles: str) -> SameRule:
    return SameRule(articles=articles, reason="So.", where="overrides.toml:1")


def test_overrides_of_what_is_left_out_are_idle_and_no_problem() -> None:
    source = msgspec.structs.replace(CONFIG.sources[1], exclude=("One",))
    config = msgspec.structs.replace(CONFIG, sources=(source,))
    told = Overrides(
        set=(FieldRule(article="One", title="Z", reason="So.", where="overrides.toml:1"),),
        hide=naming("One"),
        mention=naming("One"),
        same=(rule("One", "Two"), rule("One", "Two", "Three")),
        not_same=(rule("One", "Two"),),
    )
    entries = (at("One", A), at("Two", B), at("Three", C))
    result = reconciled(*entries, overrides=told, config=config)
    assert result.problems == ()
    (article,) = result.articles
    assert [one.title for one in article.statements] == ["Two", "Three"]
    nowhere = reconciled(*entries, overrides=Overrides(hide=naming("Nowhere")), config=config)
    assert [problem.message for problem in nowhere.problems] == [
        "names nothing: no article or mention is “Nowhere”"
    ]


def test_the_owner_shows_what_a_filter_would_leave_out() -> None:
    everything: dict[str, Any] = {"exclude": ("One", "Two")}
    entries = [
        at("One", A, where="1"),
        at("Again", A, where="2", repeats=Repetition(where="1", rule="Twice.")),
        at("Two", B),
    ]
    for reference, expected in ((A, ["Two"]), ("One", ["Two"]), ("Again", ["One", "Two"])):
        found = left_out(*entries, filters=everything, show=naming(reference))
        assert [title for title, *_ in found] == expected
    newest = left_out(*entries, filters={"newest": 0, "exclude": ("x",)}, show=naming(B))
    assert [title for title, *_ in newest] == ["One", "Again"]


def test_what_the_owner_shows_must_name_one_article() -> None:
    source = msgspec.structs.replace(CONFIG.sources[1], exclude=("Notes",))
    config = msgspec.structs.replace(CONFIG, sources=(source,))
    other = entry("index", title="Notes", url=C)
    entries = (at("Notes", A), at("Notes", B), other, preview("Copy"))
    told = Overrides(show=(*naming("Notes"), *naming("Copy")))
    result = reconciled(*entries, overrides=told, config=config)
    assert len(result.filtered) == 2
    assert [one.message for one in result.problems if one.where == "overrides.toml:1"] == [
        "does nothing: “Notes” names 2 articles; use a URL or an id",
        "names nothing: no article or mention is “Copy”",
    ]
