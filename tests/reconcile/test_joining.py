"""What joins entries besides address and title, by which rule, and what is said where it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from generator.config.overrides import MoveRule, Overrides, SameRule
from generator.model.entries import Entry, Repetition
from tests.reconcile.making import claim, entry, preview, reconciled

A, B, C = (f"https://example.org/{name}" for name in "abc")
ABSTRACT = "https://arxiv.org/abs/2301.00001"
PDF = "https://arxiv.org/pdf/2301.00001"
OWN = "its canonical URL names the article"


def found(*entries: Entry, **told: Any) -> tuple[list[list[tuple[str, str]]], list[str]]:
    """Each article's titles with the rules that joined them, and the messages of the problems."""
    result = reconciled(*entries, overrides=Overrides(**told))
    articles = [
        [(statement.title or "", statement.rule) for statement in article.statements]
        for article in result.articles
    ]
    return articles, [problem.message for problem in result.problems]


def rules(*pairs: tuple[str, ...]) -> tuple[SameRule, ...]:
    return tuple(SameRule(articles=pair, reason="So.", where="overrides.toml:1") for pair in pairs)


BY_DOI = "same DOI"
VERSIONS = [
    entry("feed", url=f"{ABSTRACT}v1", title="Two", doi="10.1000/t"),
    entry("feed", url=f"{PDF}v2", title="Two, revised", doi="10.1000/t", position=1),
]
# entries that state a DOI, what the owner keeps apart → the articles
DOIS: dict[str, tuple[list[Entry], tuple[SameRule, ...], list[list[tuple[str, str]]]]] = {
    "two lists state it": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=B, title="Two", doi="10.1000/t"),
        ],
        (),
        [[("One", OWN), ("Two", BY_DOI)]],
    ),
    "it is the address of one": (
        [
            entry("index", url="https://doi.org/10.1000/T", title="One"),
            entry("feed", url=B, title="Two", doi="10.1000/t"),
        ],
        (),
        [[("One", BY_DOI), ("Two", OWN)]],
    ),
    "two of them": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=B, title="Two", doi="10.1000/u"),
        ],
        (),
        [[("One", OWN)], [("Two", OWN)]],
    ),
    "one list gives it to two titles": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=B, title="Two", doi="10.1000/t"),
            entry("feed", url=C, title="Three", doi="10.1000/t", position=1),
        ],
        (),
        [[("One", OWN)], [("Two", OWN)], [("Three", OWN)]],
    ),
    "an article states two": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=B, title="Two", doi="10.1000/t"),
            entry("other", url=B, doi="10.1000/u"),
            entry("fourth", url=C, title="Three", doi="10.1000/u"),
        ],
        (),
        [[("One", OWN), ("Two", BY_DOI), ("", BY_DOI), ("Three", BY_DOI)]],
    ),
    "one list gives it to two works": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=ABSTRACT, title="Two", doi="10.1000/t"),
            entry(
                "feed",
                url="https://arxiv.org/abs/2302.00002",
                title="Three",
                doi="10.1000/t",
                position=1,
            ),
        ],
        (),
        [[("One", OWN)], [("Two", OWN)], [("Three", OWN)]],
    ),
    "the owner keeps apart one of the entries of an article": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=B, title="Two", doi="10.1000/t"),
            entry("other", url=B, title="Three"),
        ],
        rules(("One", "Two")),
        [[("One", OWN)], [("Two", OWN), ("Three", "same canonical URL")]],
    ),
    "one list gives it to a title at an address and to one at none": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=ABSTRACT, title="Two", doi="10.1000/t"),
            entry("feed", title="Three", doi="10.1000/t", position=1),
        ],
        (),
        [[("One", OWN)], [("Two", OWN)], [("Three", "its title names the article: it has no URL")]],
    ),
    "one list gives it to two versions of a work": (
        [entry("index", url=A, title="One", doi="10.1000/t"), *VERSIONS],
        (),
        [[("One", OWN), ("Two", BY_DOI), ("Two, revised", BY_DOI)]],
    ),
    "the owner keeps two apart": (
        [
            entry("index", url=A, title="One", doi="10.1000/t"),
            entry("feed", url=B, title="Two", doi="10.1000/t"),
            entry("other", url=C, title="Three", doi="10.1000/t"),
        ],
        rules((A, B)),
        [[("One", OWN), ("Three", BY_DOI)], [("Two", OWN)]],
    ),
}


@pytest.mark.parametrize(("entries", "apart", "expected"), DOIS.values(), ids=DOIS)
def test_what_states_one_doi_is_one_article(
    entries: list[Entry], apart: tuple[SameRule, ...], expected: list[list[tuple[str, str]]]
) -> None:
    assert found(*entries, not_same=apart) == (expected, [])


def test_an_entry_says_by_which_address_it_joined() -> None:
    pages = (PDF, ABSTRACT, "http://www.arxiv.org/abs/2301.00001/")
    sources = ("index", "feed", "other")
    entries = [entry(name, url=url, title=name) for name, url in zip(sources, pages, strict=True)]
    same_work, same_url = "both addresses are known to be of one work", "same canonical URL"
    assert found(*entries) == ([[("index", OWN), ("feed", same_work), ("other", same_url)]], [])


OLD, NEW = "https://old.example/", "https://new.example/"


def move(before: str, after: str) -> MoveRule:
    return MoveRule(from_=before, to=after, reason="It moved.", where="overrides.toml:1")


MOVED = "override: It moved."
# entries, what the owner says of addresses → the articles, what is wrong
MOVES: dict[str, tuple[list[Entry], list[MoveRule], list[list[tuple[str, str]]], list[str]]] = {
    "an old address and a new one": (
        [entry("index", url=f"{OLD}1", title="One"), entry("feed", url=f"{NEW}1", title="Two")],
        [move(OLD, NEW)],
        [[("One", MOVED), ("Two", OWN)]],
        [],
    ),
    "an address that it had before": (
        [
            entry("index", url=A, title="One", former_urls=(f"{OLD}1",)),
            entry("feed", url=f"{NEW}1", title="Two"),
        ],
        [move(OLD, NEW)],
        [[("One", MOVED), ("Two", OWN)]],
        [],
    ),
    "one move after the other": (
        [
            entry("index", url=f"{OLD}1", title="One"),
            entry("feed", url=f"{NEW}1", title="Two"),
            entry("other", url=f"{A}/1", title="Three"),
        ],
        [move(OLD, NEW), move(NEW, f"{A}/")],
        [[("One", MOVED), ("Two", MOVED), ("Three", OWN)]],
        [],
    ),
    "no such address": (
        [entry("index", url=f"{NEW}1", title="One")],
        [move(OLD, NEW)],
        [[("One", OWN)]],
        [f"[[moved]] names nothing: no address begins with “{OLD}”"],
    ),
    "nothing at the new one": (
        [entry("index", url=f"{OLD}1", title="One"), entry("feed", url=f"{NEW}2", title="Two")],
        [move(OLD, NEW)],
        [[("One", OWN)], [("Two", OWN)]],
        [f"[[moved]] joins nothing: no article that stood below “{OLD}” stands below “{NEW}”"],
    ),
    "one article at both": (
        [entry("index", url=f"{NEW}1", title="One", former_urls=(f"{OLD}1",))],
        [move(OLD, NEW)],
        [[("One", OWN)]],
        [f"[[moved]] joins nothing: no article that stood below “{OLD}” stands below “{NEW}”"],
    ),
}


@pytest.mark.parametrize(("entries", "moves", "articles", "messages"), MOVES.values(), ids=MOVES)
def test_what_the_owner_calls_moved_is_one_article(
    entries: list[Entry],
    moves: list[MoveRule],
    articles: list[list[tuple[str, str]]],
    messages: list[str],
) -> None:
    result = found(*entries, moved=tuple(moves))
    assert (result[0], [one for one in result[1] if "[[moved]]" in one]) == (articles, messages)


BEFORE = "an address that the source gave it before"
# entries → the articles
FORMER: dict[str, tuple[list[Entry], list[list[tuple[str, str]]]]] = {
    "another list still has the old one": (
        [
            entry("index", url=A, title="One", former_urls=(B,)),
            entry("feed", url=B, title="Two"),
        ],
        [[("One", OWN), ("Two", BEFORE)]],
    ),
    "the list itself has another there": (
        [
            entry("index", url=A, title="One", former_urls=(B,)),
            entry("index", url=B, title="Two", position=1),
        ],
        [[("One", OWN)], [("Two", OWN)]],
    ),
    "two had it": (
        [
            entry("index", url=A, title="One", former_urls=(B,)),
            entry("index", url=C, title="Three", former_urls=(B,), position=1),
            entry("feed", url=B, title="Two"),
        ],
        [[("One", OWN)], [("Three", OWN)], [("Two", OWN)]],
    ),
    "two addresses of one that others have": (
        [
            entry("index", url=A, title="One", former_urls=(B, C)),
            entry("feed", url=B, title="Two"),
            entry("other", url=C, title="Three"),
        ],
        [[("One", OWN), ("Two", BEFORE), ("Three", BEFORE)]],
    ),
    "an address of what had another one before": (
        [
            entry("index", url=A, title="One", former_urls=(B,)),
            entry("feed", url=B, title="Two", former_urls=(C,)),
            entry("other", url=C, title="Three"),
        ],
        [[("One", OWN), ("Two", BEFORE), ("Three", BEFORE)]],
    ),
    "an address that nobody has, and one that another list has": (
        [
            entry("index", url=A, title="One", former_urls=(C, B)),
            entry("feed", url=B, title="Two"),
        ],
        [[("One", OWN), ("Two", BEFORE)]],
    ),
    "each had the address of the other": (
        [
            entry("index", url=A, title="One", former_urls=(B,)),
            entry("feed", url=B, title="Two", former_urls=(A,)),
        ],
        [[("One", OWN), ("Two", BEFORE)]],
    ),
}


@pytest.mark.parametrize(("entries", "articles"), FORMER.values(), ids=FORMER)
def test_what_stands_at_an_address_that_an_article_had_is_that_article(
    entries: list[Entry], articles: list[list[tuple[str, str]]]
) -> None:
    assert found(*entries) == (articles, [])


# what the owner keeps apart → the articles
FORMER_APART: dict[str, tuple[tuple[str, str], list[list[str]]]] = {
    "the two, by their addresses": ((A, B), [["One", "Three"], ["Two"]]),
    "the two, by their titles": (("Two", "One"), [["One", "Three"], ["Two"]]),
    "another two": (("Two", "Three"), [["One", "Two"], ["Three"]]),
}


@pytest.mark.parametrize(("pair", "articles"), FORMER_APART.values(), ids=FORMER_APART)
def test_the_owner_keeps_apart_what_an_address_given_up_would_join(
    pair: tuple[str, str], articles: list[list[str]]
) -> None:
    one = entry("index", url=A, title="One", former_urls=(B, C))
    others = entry("feed", url=B, title="Two"), entry("other", url=C, title="Three")
    joined, messages = found(one, *others, not_same=rules(pair))
    assert ([[title for title, _rule in group] for group in joined], messages) == (articles, [])


def test_several_entries_of_one_address_and_title_join_by_their_days() -> None:
    entries = [
        entry(source, url=A, title=title, published=date, where=f"{source} {n}", position=n)
        for n, (source, title, date) in enumerate(
            [
                ("index", "Notes", claim("heading", "2024-01-08")),
                ("index", "Notes", claim("heading", "2024-01-15")),
                ("index", "Notes", None),
                ("index", "Notes", claim("heading", "2024-01-22")),
                ("index", "Notes", claim("heading", "2024-01-22")),
                ("feed", "Notes", claim("instant", "2024-01-15")),
                ("feed", "Other", None),
            ]
        )
    ]
    result = reconciled(*entries)
    assert [[one.where for one in article.statements] for article in result.articles] == [
        ["index 2"],
        ["index 3"],
        ["index 4"],
        ["index 0"],
        ["index 1", "feed 5"],
        ["feed 6"],
    ]
    assert [(problem.where, problem.message) for problem in result.problems] == [
        (
            f"index {place}",
            f"“Notes” at {A} is the title of several entries there, so nothing tells which of "
            "another source it is; it stands alone",
        )
        for place in (2, 3, 4)
    ]


def test_what_the_owner_keeps_apart_from_what_it_repeats_stands_alone() -> None:
    first = entry("feed", url=A, title="One")
    again = entry(
        "feed", url=A, title="Again", repeats=Repetition(where=first.where, rule="Twice.")
    )
    assert found(first, again) == ([[("One", OWN), ("Again", "Twice.")]], [])
    apart = found(first, again, not_same=rules(("One", "Again")))
    assert apart == ([[("One", OWN)], [("Again", OWN)]], [])


LINK = "a link in running text to its address"


def test_a_link_in_running_text_is_of_the_one_article_at_its_address() -> None:
    link = entry("other", url=A, title="this", prose="See this.")
    one, two = entry("index", url=A, title="One"), entry("index", url=A, title="Two", position=1)
    assert found(one, link) == ([[("One", OWN), ("this", LINK)]], [])
    _articles, messages = found(one, two, link)
    assert messages == [f"left out: a link in running text to {A}, which is 2 articles"]


def test_a_note_is_of_the_one_article_that_it_names() -> None:
    one, two = entry("index", url=A, title="One"), entry("feed", url=B, title="Two")
    notes = [
        entry("notes", about=about, title=title, url=url, where=f"notes {about}", creates=False)
        for about, title, url in ((A, "Mine", None), ("Mine", None, C), (C, None, None))
    ]
    rule = "the owner's note names the article"
    assert found(one, two, *notes) == (
        [[("One", OWN), ("Mine", rule), ("", rule), ("", rule)], [("Two", OWN)]],
        [],
    )
    same_title = entry("feed", url=B, title="One")
    nameless = [entry("notes", about=about, creates=False) for about in ("One", "Nothing")]
    assert found(one, same_title, *nameless)[1] == [
        "left out: this note is on “One”, which is 2 articles; use a URL or an id",
        "left out: this note is on “Nothing”, which is no article",
    ]


def test_a_title_is_that_of_an_article_that_one_list_has_no_title_for() -> None:
    entries = [
        entry("index", url=A),
        entry("feed", url=A, title="One"),
        entry("other", title="One"),
    ]
    assert found(*entries) == (
        [
            [
                ("", OWN),
                ("One", "same canonical URL"),
                ("One", "same title, and one of them has no URL"),
            ]
        ],
        [],
    )


def test_what_the_owner_joined_keeps_the_names_of_all() -> None:
    entries = [
        entry("index", url=url, title=title, position=place)
        for place, (url, title) in enumerate([(A, "One"), (B, "Two"), (C, "Three")])
    ]
    entries.append(entry("feed", url=B, title="Two"))
    ((one,), messages) = found(*entries, same=rules(("One", "Two"), ("Two", "Three")))
    assert (one, messages) == (
        [
            ("One", OWN),
            ("Two", "override: So."),
            ("Three", "override: So."),
            ("Two", "override: So."),
        ],
        [],
    )


# a preview and the articles that there are → by which rules they belong together, what is wrong
PREVIEWS: dict[str, tuple[Entry, list[Entry], list[str], list[str]]] = {
    "its title, where its address is none of a list's": (
        preview("One", url=C),
        [entry("index", title="One")],
        ["its title names the article: it has no URL", "same title, and one of them has no URL"],
        [],
    ),
    "not its title alone, if both have addresses": (
        preview("One", url=C),
        [entry("index", url=A, title="One")],
        [OWN],
        ["left out: this preview (“One”) matches no article"],
    ),
    "nor if only one list gives an address": (
        preview("One", url=C),
        [entry("index", title="One"), entry("feed", url=A, title="One")],
        ["same title, and one of them has no URL", OWN],
        ["left out: this preview (“One”) matches no article"],
    ),
    "its title, of several at its address": (
        preview("Two", url=A),
        [entry("index", url=A, title="One"), entry("index", url=A, title="Two", position=1)],
        [
            OWN,
            OWN,
            "same canonical URL and title; the URL is that of several articles",
        ],
        [],
    ),
    "no title of several at its address": (
        preview("Three", url=A),
        [entry("index", url=A, title="One"), entry("index", url=A, title="Two", position=1)],
        [OWN, OWN],
        ["left out: this preview (“Three”) matches no article"],
    ),
    "two titles that it may be of": (
        preview("One"),
        [
            entry("index", title="One"),
            entry("feed", url=A, title="One"),
            entry("feed", url=B, title="One", position=1),
        ],
        [OWN, OWN, "its title names the article: it has no URL"],
        [
            "“One” has no URL here and is the title of 3 entries, so nothing tells which it "
            "belongs to; it stands alone (an override `same` can join it)",
            "left out: this preview (“One”) matches 3 articles",
        ],
    ),
    "an address alone": (
        preview(None, url=C),
        [entry("index", url=A, title="One")],
        [OWN],
        [f"left out: this preview (“{C}”) matches no article"],
    ),
}


@pytest.mark.parametrize(("one", "others", "rules_", "messages"), PREVIEWS.values(), ids=PREVIEWS)
def test_a_preview_is_of_the_article_of_its_address_else_of_its_title(
    one: Entry, others: list[Entry], rules_: list[str], messages: list[str]
) -> None:
    articles, told = found(*others, one)
    assert ([rule for article in articles for _title, rule in article], told) == (rules_, messages)


def test_the_owner_says_what_a_preview_is_of_whatever_its_address() -> None:
    one, two = entry("index", url=A, title="One"), entry("feed", url=B, title="Two")
    copy = preview("Copy", url=B)
    articles, messages = found(one, two, copy, same=rules((A, "Copy"), (B, "Copy")))
    assert (articles, messages) == (
        [[("One", OWN), ("Copy", "override: So.")], [("Two", OWN)]],
        [],
    )


def test_who_is_kept_apart_from_one_entry_stays_with_the_others() -> None:
    entries = [entry(f"{n}", url=A, title=n) for n in ("Three", "One", "Two")]
    articles, _messages = found(*entries, not_same=rules(("One", "Two")))
    assert [[title for title, _rule in one] for one in articles] == [["Three", "One"], ["Two"]]


# entries of one title or none → the articles, whether it is doubted which they belong to
ALONE: dict[str, tuple[list[Entry], int, int]] = {
    "two of one list at one address, and what comes after them": (
        [
            entry("index", url=A, title="Same"),
            entry("index", url=A, title="Same", position=1),
            entry("feed", url=B, title="Other"),
        ],
        3,
        0,
    ),
    "no titles at the address of several": (
        [
            entry("index", url=A, title="One"),
            entry("index", url=A, position=1),
            entry("feed", url=A),
        ],
        3,
        0,
    ),
    "two of one list without an address": (
        [entry("feed", title="Same"), entry("feed", title="Same", position=1)],
        2,
        0,
    ),
    "and one of another list": (
        [
            entry("feed", title="Same"),
            entry("feed", title="Same", position=1),
            entry("other", title="Same"),
        ],
        3,
        3,
    ),
}


@pytest.mark.parametrize(("entries", "articles", "doubts"), ALONE.values(), ids=ALONE)
def test_what_cannot_be_told_apart_stands_alone(
    entries: list[Entry], articles: int, doubts: int
) -> None:
    result = found(*entries)
    assert ([len(one) for one in result[0]], len(result[1])) == ([1] * articles, doubts)
