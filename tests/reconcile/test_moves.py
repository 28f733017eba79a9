"""What may have moved: which entries it is said of, and what is to be written of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.config.overrides import MoveRule, Overrides, SameRule
from generator.model.entries import Entry, Repetition
from generator.model.record import Problem
from generator.reconcile.moves import (
    Moved,
    OverrideSuggestion,
    move_problems,
    moves_between,
    moves_in,
    open_moves,
    suggest_overrides,
)
from generator.reconcile.references import Names
from tests.reconcile.making import claim, entry, reconciled


def moved(old: str, new: str, title: str = "A") -> Moved:
    return Moved(entry("feed", url=old, title=title), entry("feed", url=new, title=title))


def table(name: str, *lines: str) -> tuple[str, ...]:
    return (f"[[{name}]]", *lines, 'reason = "It moved."')


# moves → the tables, each with the places of the moves that it joins
ADVICE = {
    "one": (
        [("https://e.org/a", "https://e.org/b")],
        [([0], table("same", 'articles = ["https://e.org/a", "https://e.org/b"]'))],
    ),
    "two that differ in the same way, up to the last part that they share": (
        [
            ("https://old.example/blog/p/1", "https://new.example/blog/p/1"),
            ("https://old.example/blog/p/12", "https://new.example/blog/p/12"),
        ],
        [
            (
                [0, 1],
                table(
                    "moved",
                    'from = "https://old.example/blog/p/"',
                    'to = "https://new.example/blog/p/"',
                ),
            )
        ],
    ),
    "each way by itself, in their order": (
        [
            ("https://e.org/p/1", "https://e.org/post/1"),
            ("https://e.org/about", "https://e.org/über"),
            ("http://e.org/x/1", "https://e.org/x/1"),
            ("https://e.org/p/2", "https://e.org/post/2"),
            ("http://e.org/y/1", "https://e.org/y/1"),
        ],
        [
            ([0, 3], table("moved", 'from = "https://e.org/p/"', 'to = "https://e.org/post/"')),
            ([1], table("same", 'articles = ["https://e.org/about", "https://e.org/über"]')),
            ([2, 4], table("moved", 'from = "http://e.org/"', 'to = "https://e.org/"')),
        ],
    ),
}


@pytest.mark.parametrize(("urls", "expected"), ADVICE.values(), ids=ADVICE)
def test_what_moved_in_one_way_is_joined_by_one_table(
    urls: list[tuple[str, str]], expected: list[tuple[list[int], tuple[str, ...]]]
) -> None:
    moves = [moved(*pair) for pair in urls]
    assert list(suggest_overrides(moves)) == [
        OverrideSuggestion([moves[place] for place in places], lines) for places, lines in expected
    ]


def test_one_problem_names_the_entry_and_one_of_several_the_capture() -> None:
    one = moved("https://e.org/a", "https://e.org/b", "Alone")
    two = [
        moved("https://e.org/p/1", "https://e.org/q/1"),
        moved("https://e.org/p/2", "https://e.org/q/2"),
    ]
    assert list(move_problems([*two, one])) == [
        Problem(
            where=two[0].new.capture,
            message=(
                "2 new ones have the titles and dates of 2 that went; if they moved, [[moved]] in "
                "overrides.toml joins them"
            ),
            severity="warning",
            advice=table("moved", 'from = "https://e.org/p/"', 'to = "https://e.org/q/"'),
        ),
        Problem(
            where=one.new.where,
            message=(
                "“Alone” is new, with the title and date of one that went; if it moved, [[same]] "
                "in overrides.toml joins the two"
            ),
            severity="warning",
            advice=table("same", 'articles = ["https://e.org/a", "https://e.org/b"]'),
        ),
    ]


def came(url: str | None, title: str | None = "A", date: str | None = None) -> Entry:
    return entry("feed", url=url, title=title, published=claim("instant", date) if date else None)


U, V = "https://e.org/u", "https://e.org/v"
# what went, what came, the language → which of what came may be which of what went
BETWEEN = {
    "title and date are the same": ([came(U, "A", "2024")], [came(V, "a", "2024")], "en", [(0, 0)]),
    "another title": ([came(U, "A")], [came(V, "B")], "en", []),
    "another date": ([came(U, "A", "2024")], [came(V, "A", "2025")], "en", []),
    "no date": ([came(U, "A", "2024")], [came(V)], "en", []),
    "two that went": ([came(U), came(U)], [came(V)], "en", []),
    "two that came": ([came(U)], [came(V), came(V)], "en", []),
    "one that had no address": ([came(None)], [came(V)], "en", []),
    "one that has no title": ([came(U, None)], [came(V, None)], "en", []),
    "a dash before a month of the site's language": (
        [came(U, "Neues – Juli 2024")],
        [came(V, "Neues: Juli 2024")],
        "de",
        [(0, 0)],
    ),
    "which it is not in another language": (
        [came(U, "Neues – Juli 2024")],
        [came(V, "Neues: Juli 2024")],
        "en",
        [],
    ),
}


@pytest.mark.parametrize(("gone", "new", "language", "expected"), BETWEEN.values(), ids=BETWEEN)
def test_what_left_and_what_came_between_two_captures_may_be_one(
    gone: list[Entry], new: list[Entry], language: str, expected: list[tuple[int, int]]
) -> None:
    found = list(moves_between(gone, new, language))
    assert found == [Moved(gone[here], new[there]) for here, there in expected]


def stated(url: str | None, first: str, last: str, **fields: object) -> Entry:
    fields = {"title": "A", "source": "feed", **fields}
    return entry(str(fields.pop("source")), url=url, first_seen=first, stated=last, **fields)


# entries of one list → whether the second may be the first, which moved
IN_A_LIST = {
    "it came after the other had gone": (
        [stated(U, "2024-01", "2024-02"), stated(V, "2024-03", "2024-04")],
        True,
    ),
    "it came when the other was still there": (
        [stated(U, "2024-01", "2024-03"), stated(V, "2024-03", "2024-04")],
        False,
    ),
    "they are of two lists": (
        [stated(U, "2024-01", "2024-02"), stated(V, "2024-03", "2024-04", source="other")],
        False,
    ),
    "there are three": (
        [
            stated(U, "2024-01", "2024-02"),
            stated(V, "2024-03", "2024-04"),
            stated(f"{V}2", "2024-03", "2024-04"),
        ],
        False,
    ),
    "one is a link in running text": (
        [stated(U, "2024-01", "2024-02", prose="A link."), stated(V, "2024-03", "2024-04")],
        False,
    ),
    "one makes no article": (
        [stated(U, "2024-01", "2024-02", creates=False), stated(V, "2024-03", "2024-04")],
        False,
    ),
    "one repeats another": (
        [
            stated(U, "2024-01", "2024-02"),
            stated(V, "2024-03", "2024-04", repeats=Repetition(where="a", rule="Twice.")),
        ],
        False,
    ),
    "one has no address": (
        [stated(U, "2024-01", "2024-02"), stated(None, "2024-03", "2024-04")],
        False,
    ),
    "nobody knows when the other was there": (
        [stated(U, "2024-01", ""), stated(V, "2024-03", "2024-04")],
        False,
    ),
}


@pytest.mark.parametrize(("entries", "is_move"), IN_A_LIST.values(), ids=IN_A_LIST)
def test_what_came_once_another_of_its_title_had_gone_may_be_that_one(
    entries: list[Entry], is_move: bool
) -> None:
    for order in (entries, entries[::-1]):
        found = list(moves_in(order, "en"))
        assert found == ([Moved(entries[0], entries[1])] if is_move else [])


def same(*references: str) -> SameRule:
    return SameRule(articles=references, reason="So.", where="overrides.toml:1")


def rule(before: str, after: str) -> MoveRule:
    return MoveRule(from_=before, to=after, reason="So.", where="overrides.toml:1")


# what the owner says → whether it is still open if https://e.org/u moved to https://e.org/v
SAID = {
    "nothing": (Overrides(), True),
    "that they are one": (Overrides(same=(same(U, V),)), False),
    "that they are two": (Overrides(not_same=(same(U, V),)), False),
    "that one of them is something else": (Overrides(same=(same(U, "https://e.org/w"),)), True),
    "that the address moved": (Overrides(moved=(rule(U, V),)), False),
    "that it moved by way of another": (
        Overrides(moved=(rule(U, "https://e.org/w"), rule("https://e.org/w", V))),
        False,
    ),
    "that it moved elsewhere": (Overrides(moved=(rule(U, "https://e.org/w"),)), True),
}


@pytest.mark.parametrize(("overrides", "is_open"), SAID.values(), ids=SAID)
def test_of_what_the_owner_has_settled_nothing_more_is_said(
    overrides: Overrides, is_open: bool
) -> None:
    move = moved(U, V)
    names = Names(move, "en")
    assert open_moves([move], overrides, names) == ([move] if is_open else [])


def test_one_address_in_two_forms_has_not_moved() -> None:
    move = moved(U, "http://www.e.org/u/")
    assert open_moves([move], Overrides(), Names(move, "en")) == []


DAY = claim("instant", "2024-03-05")


def twin(url: str | None, source: str = "feed", **fields: Any) -> Entry:
    return entry(source, **{"url": url, "title": "A Post", "published": DAY, **fields})


TWINS = [twin("https://e.org/a"), twin("https://other.example/a", "other", title="a post")]
# entries → how many of the first are said to be at several addresses
SEVERAL = {
    "two of one title and day": (TWINS, 2),
    "four": ([*TWINS, twin("https://x.example/", "x"), twin("https://y.example/", "y")], 4),
    "five, whose title says little": (
        [*TWINS, *(twin(f"https://{name}.example/", name) for name in "xyz")],
        0,
    ),
    "one": (TWINS[:1], 0),
    "one without an address": ([twin("https://e.org/a"), twin(None, "other")], 0),
    "two titles": ([TWINS[0], twin("https://other.example/a", "other", title="B")], 0),
    "two days": (
        [
            TWINS[0],
            twin("https://other.example/a", "other", published=claim("instant", "2024-03-06")),
        ],
        0,
    ),
    "a month is no day": (
        [
            twin(f"https://{name}.example/a", name, published=claim("heading", "2024-03"))
            for name in ("index", "other")
        ],
        0,
    ),
    "a day of change says nothing": (
        [
            twin(
                f"https://{name}.example/a",
                name,
                published=msgspec.structs.replace(DAY, of_change=True),
            )
            for name in ("feed", "other")
        ],
        0,
    ),
    "no days": ([twin(f"https://{n}.example/a", n, published=None) for n in ("f", "g")], 0),
    "what makes no article": ([TWINS[0], twin("https://other.example/a", "o", creates=False)], 0),
    "a link in running text": (
        [TWINS[0], twin("https://other.example/a", "other", prose="A link.")],
        0,
    ),
    "a link in running text by that title to another article": (
        [
            TWINS[0],
            twin("https://other.example/a", "index", prose="A link."),
            twin("https://other.example/a", "other", title="Another"),
        ],
        0,
    ),
    "two at one address": ([TWINS[0], twin("https://e.org/a", position=1)], 0),
    "two at one address and one at another, of which nobody knows whose it is": (
        [TWINS[0], twin("https://e.org/a", position=1), TWINS[1]],
        0,
    ),
    "two without an address": (
        [TWINS[0], twin(None, "other"), twin(None, "other", position=1)],
        0,
    ),
    "no titles": ([twin(f"https://{name}.example/a", name, title=None) for name in ("f", "g")], 0),
}


def of_twins(entries: list[Entry], overrides: Overrides = Overrides()) -> list[Problem]:  # noqa: B008
    problems = reconciled(*entries, overrides=overrides).problems
    return [problem for problem in problems if "with one date" in problem.message]


def problem_of(found: list[Entry]) -> Problem:
    urls = ", ".join(f'"{one.url}"' for one in found)
    return Problem(
        where=found[0].where,
        message=(
            f"“{found[0].title}” stands at {len(found)} addresses, with one date; if it is one "
            "article, [[same]] in overrides.toml joins them"
        ),
        severity="info",
        advice=(
            "[[same]]",
            f"articles = [{urls}]",
            'reason = "It stands at several addresses."',
        ),
    )


@pytest.mark.parametrize(("entries", "count"), SEVERAL.values(), ids=SEVERAL)
def test_articles_of_one_title_and_day_may_be_one_at_several_addresses(
    entries: list[Entry], count: int
) -> None:
    assert of_twins(entries) == ([problem_of(entries[:count])] if count else [])


@pytest.mark.slow
def test_of_twins_that_the_owner_keeps_apart_nothing_is_said_and_of_others_it_is() -> None:
    others = [twin(f"https://{n}.example/b", n, title="Another") for n in ("f", "g")]
    urls = [one.url or "" for one in TWINS]
    apart = Overrides(not_same=(same(*urls),))
    assert of_twins([*TWINS, *others], apart) == [problem_of(others)]
    assert of_twins(TWINS, Overrides(not_same=(same(urls[0], "https://f.example/b"),))) == [
        problem_of(TWINS)
    ]
    many = [twin(f"https://{name}.example/", name, title="Links") for name in "vwxyz"]
    assert of_twins([*many, *TWINS]) == [problem_of(TWINS)]


def test_of_what_may_have_moved_it_is_not_said_again() -> None:
    move = [
        twin("https://e.org/a", first_seen="2024-01", stated="2024-02", where="one"),
        twin("https://e.org/b", first_seen="2024-03", stated="2024-04", where="two"),
    ]
    result = reconciled(*move, *(twin(f"https://{n}.example/b", n, title="B") for n in ("f", "g")))
    assert [problem.message.partition(" ")[0] for problem in result.problems] == ["“A", "“B”"]


def test_a_title_and_a_date_are_compared_in_the_language_of_the_site() -> None:
    old = stated(U, "2024-01", "2024-02", title="Neues – Juli 2024")
    new = stated(V, "2024-03", "2024-04", title="Neues: Juli 2024")
    assert list(moves_in([old, new], "de")) == [Moved(old, new)]
    assert list(moves_in([old, new], "en")) == []
    other = msgspec.structs.replace(new, title="Anderes")
    assert list(moves_in([old, other], "de")) == []
