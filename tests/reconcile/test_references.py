"""What a reference can mean, and what is nearest to one that means nothing."""

from __future__ import annotations

import pytest

from generator.model.entries import Entry, FirstStatement, Repetition
from generator.reconcile.references import Names, different_entries, list_of
from generator.text.urls import short_hash
from tests.reconcile.making import claim, entry

# a name that is known, a reference → what is suggested
NEAREST: dict[str, tuple[tuple[str | None, str | None], str, str | None]] = {
    "a title": (("Toy Models", None), "Toy Modles", "Toy Models"),
    "the permalink of a title": (("Toy Models", None), "toy-mdels", "toy-models"),
    "a URL, by its canonical form": (
        ("T", "https://e.org/ac"),
        "http://www.e.org/ab/",
        "https://e.org/ac",
    ),
    "the address of what has no title": (
        (None, "https://e.org/ab"),
        "https://e.org/ac",
        "https://e.org/ab",
    ),
    "as near as need be: four letters of five": (("abcdx", None), "abcdy", "abcdx"),
    "and four letters and two more": (("abcdef", None), "abcd", "abcdef"),
    "not near enough: three letters of four": (("abcx", None), "abcy", None),
    "nor four letters and three more": (("abcdefg", None), "abcd", None),
    "a part of a name, of five letters": (("Tides of the sea", None), "of the", "Tides of the sea"),
    "and of an address": ((None, "https://e.org/tides-of-the-sea"), "of-the", "tides-of-the-sea"),
    "nor a part of four letters": (("Tides of the sea", None), "tide", None),
    "nor the same letters in another order": (("abcdefgh", None), "hgfedcba", None),
}


@pytest.mark.parametrize(("known", "reference", "expected"), NEAREST.values(), ids=NEAREST)
def test_what_is_nearest_to_a_name_is_suggested(
    known: tuple[str | None, str | None], reference: str, expected: str | None
) -> None:
    title, url = known
    listed = entry("feed", title=title, url=url)
    names = Names([listed], "en")
    hint = f"; did you mean “{expected}”?" if expected else ""
    assert names.did_you_mean(reference, [listed]) == hint


def test_of_several_near_names_the_nearest_is_suggested() -> None:
    listed = [
        entry("feed", title=title, position=n)
        for n, title in enumerate(("abcdefgx", "abcdefgh", "abcdefxx"))
    ]
    names = Names(listed, "en")
    assert names.did_you_mean("abcdefgy", listed[1:]) == "; did you mean “abcdefgh”?"
    assert names.did_you_mean("abcdefghi", listed) == "; did you mean “abcdefgh”?"


def test_an_entry_goes_by_the_names_that_it_had_at_any_time() -> None:
    one = entry("feed", title="Toy", url="https://e.org/new", former_urls=("https://e.org/old",))
    names = Names([one], "en")
    references = {
        "https://e.org/new": True,
        "http://www.e.org/old/": True,
        "new": True,
        "old": True,
        "toy": True,
        "TOY": True,
        "other": False,
        "https://e.org/other": False,
    }
    assert {name: names.is_named(one, name) for name in references} == references


def test_titles_compare_as_the_language_of_the_list_has_it() -> None:
    german, english = Names([], "de"), Names([], "en")
    assert german.title("Neues: Juli 2024") == german.title("Neues – Juli 2024")
    assert english.title("Neues: Juli 2024") != english.title("Neues – Juli 2024")
    titled = "A Study (Neues: Juli 2024)"
    known = frozenset({german.title("Neues – Juli 2024")})
    assert german.without_known_parenthesis(titled, known) == "A Study"
    assert english.without_known_parenthesis(titled, known) == titled


LOG = "https://e.org/log"


def test_an_id_is_made_of_what_was_stated_first_the_shortest_before_all() -> None:
    one = entry("feed", url=LOG, title="Toy", published=claim("instant", "2024-01-01", "Mon"))
    where = one.where
    names = Names([one], "en")
    assert names.id_names(one, "#1") == [
        f"{LOG}#1",
        f"{LOG}#1\ntoy",
        f"{LOG}#1\ntoy\nMon",
        f"{LOG}#1\n{LOG}#1\ntoy\n{LOG}#1\ntoy\nMon\n{where}",
    ]
    guided = entry("feed", url=LOG, guid="g")
    assert names.id_names(guided, "") == [
        LOG,
        f"{LOG}\n",
        f"{LOG}\n\n",
        f"{LOG}\n{LOG}\n\n{LOG}\n\n\ng",
    ]


def test_an_entry_goes_by_each_id_that_it_may_have() -> None:
    first, second = (entry("feed", url=f"{LOG}#{n}", title="Toy", position=n) for n in range(2))
    names = Names([first, second], "en")
    for told_apart in ("", "#1"):
        for name in names.id_names(second, told_apart):
            assert names.is_named(second, short_hash(name))
    own = [name for name in names.id_names(second, "#1") if names.is_named(first, short_hash(name))]
    assert own == []
    assert (names.is_named(second, "log-1"), names.is_named(first, "log-1")) == (True, False)
    # A reference without a fragment may be to either.
    assert names.is_named(first, short_hash(LOG))


# URL, title, what tells the URL apart → the slug
SLUGS = {
    "an address": ((LOG, "Toy", ""), "log"),
    "what tells it apart": ((LOG, "Toy", "#one"), "log-one"),
    "a title": ((None, "Toy Models", ""), "toy-models"),
    "neither": ((None, None, ""), "the-id"),
}


@pytest.mark.parametrize(("given", "slug"), SLUGS.values(), ids=SLUGS)
def test_a_permalink_is_made_of_the_address_else_of_the_title(
    given: tuple[str | None, str | None, str], slug: str
) -> None:
    url, title, told_apart = given
    assert Names([], "en").slug(url, title, "the-id", told_apart) == slug


def test_an_entry_goes_by_the_permalink_of_the_title_that_it_had_first() -> None:
    first = FirstStatement(moment="2024", where="captures/feed/2024.xml", title="Toy Models")
    one = entry("feed", title="Games", first=first)
    names = Names([one], "en")
    assert [names.is_named(one, name) for name in ("toy-models", "Games")] == [True, True]


def test_a_list_is_a_log_and_each_note_is_one_by_itself() -> None:
    page = entry("index", capture="captures/index/b/2026-04-05.html")
    assert list_of(page) == "index\ncaptures/index/b"
    assert list_of(entry("notes", where="notes/a.md")) == "notes/a.md"


def test_the_id_of_a_title_is_suggested_too() -> None:
    mention = entry("feed", title="Toy Models")
    id_ = short_hash("toy models")
    hint = Names([mention], "en").did_you_mean(id_[:-1], [mention])
    assert hint == f"; did you mean “{id_}”?"


def test_an_entry_that_got_its_address_later_has_the_names_of_both() -> None:
    first = FirstStatement(moment="2024", where="captures/feed/2024.xml, item 1", title="Toy")
    one = entry("feed", url=LOG, title="Toy", first=first)
    names = Names([one], "en")
    assert [names.is_named(one, name) for name in (LOG, "toy", "log")] == [True] * 3
    assert names.plain_name(one) == "toy"


# entries → which of them are told apart, each with its list
DIFFERENT = {
    "each entry of a list": (
        [entry("feed", url=LOG, title="A"), entry("feed", url=LOG, title="A", position=1)],
        [("feed\ncaptures/feed", 0), ("feed\ncaptures/feed", 1)],
    ),
    "not what makes no article, nor what has no address": (
        [
            entry("feed", url=LOG, creates=False),
            entry("feed", url=LOG, prose="In running text."),
            entry("feed", title="A"),
            entry("notes", title="A"),
            entry("feed", url=LOG, repeats=Repetition(where="a", rule="r")),
            entry("feed", url=LOG, title="B"),
        ],
        [("feed\ncaptures/feed", 5)],
    ),
    "notes on one page under one title are one": (
        [
            entry("notes", url=LOG, title="A"),
            entry("notes", url=f"{LOG}/", title="a"),
            entry("notes", url=LOG, title="B"),
            entry("notes", url=LOG),
            entry("notes", url=f"{LOG}2", title="A"),
        ],
        [("notes", 0), ("notes", 2), ("notes", 3), ("notes", 4)],
    ),
}


@pytest.mark.parametrize(("entries", "expected"), DIFFERENT.values(), ids=DIFFERENT)
def test_the_owners_notes_are_one_list_and_each_capture_log_is_one(
    entries: list[Entry], expected: list[tuple[str, int]]
) -> None:
    assert list(different_entries(entries)) == [(name, entries[n]) for name, n in expected]
