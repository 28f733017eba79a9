"""Glued titles: recognised from a whole feed by what no ordinary title gives, and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from generator.config.records import Source
from generator.sources.feed.item import HtmlFragment, Item
from generator.sources.feed.shape import heading_end, prose_of, recognise
from generator.text.titles import unglue

AUTO = Source(name="s", reader="feed", title="S")
# Heading, byline, abstract, tag; a title of the feed is all of them without a space.
WORKS = (
    ("A Title of Work", "Doe-Roe, Poe, Moe, et al., 2026", "We show a thing.", ""),
    ("Rain on Roofs", "Doe, Roe & Poe, 2025", "An instrument for rain.", "paper"),
    ("Snow (Part 2)", "", "A note on snow.", ""),
    ("Hail in LaTeX", "Jane Doe et al.", "We typeset hail.", ""),
    ("Fog, and What It Hides", "Doe et al. (2024)", "Some thoughts on fog.", "note, tools"),
    ("A Model of (Un)Certainty", "", "When forecasts go awry.", ""),
    ("Updates — March 2024", "", "A short update.", ""),
)
GLUED = [f"{title}{byline}{text}{tags}" for title, byline, text, tags in WORKS]
SPACED = [" ".join(filter(None, parts)) for parts in WORKS]
ABOUT = "About the Thread We began with weather, as the old thread had it, and went on."


def feed(titles: Sequence[str], describe: Callable[[int], str]) -> list[Item]:
    return [
        Item(where=f"item {number}", title=title, summary=describe(number) or None)
        for number, title in enumerate(titles)
    ]


DESCRIBED: dict[str, Callable[[int], str]] = {
    "nothing": lambda _number: "",
    "the title": lambda number: GLUED[number],
    "the title with its spaces": lambda number: SPACED[number],
    "the end of the title": lambda number: GLUED[number][-2:],
    "the title and what follows it": lambda number: " ".join(SPACED[number : number + 3]),
    "the page with its spaces": lambda _number: f"{' '.join(SPACED)} {ABOUT}",
    "the page without them": lambda _number: f"{''.join(GLUED)}{ABOUT}",
    "the page from there on": lambda number: " ".join([*SPACED[number:], ABOUT, *SPACED]),
    "the beginning of the page": lambda _number: f"Thread {SPACED[0][:40]}",
    "a summary of its own": lambda number: f"What the page says of number {number}.",
}


@pytest.mark.parametrize("describe", DESCRIBED.values(), ids=DESCRIBED)
def test_glued_titles_are_recognised_and_taken_apart_whatever_is_described(
    describe: Callable[[int], str],
) -> None:
    items = feed(GLUED, describe)
    shape = recognise(items, AUTO)
    assert shape.glued
    for item, (title, byline, text, tags) in zip(items, WORKS, strict=True):
        parts = unglue(item.title or "")
        assert (parts.title, parts.summary, ", ".join(parts.tags)) == (title, text, tags)
        assert bool(parts.authors) == bool(byline)
        assert heading_end(item, shape.page) in (None, len(title))


@pytest.mark.parametrize(
    "what", ["the page with its spaces", "the page without them", "the page from there on"]
)
def test_the_text_of_the_page_is_no_summary_of_an_entry(what: str) -> None:
    shape = recognise(feed(GLUED, DESCRIBED[what]), AUTO)
    assert shape.page
    assert "descriptions are the text of the whole page; they are no summaries" in shape.traits


def test_the_text_of_the_page_may_stand_in_the_full_text() -> None:
    html = HtmlFragment(html=f"<p>{' '.join(SPACED)}</p>", base=None)
    items = [Item(where="x", title=title, content=html) for title in GLUED]
    assert recognise(items, AUTO).page == " ".join(SPACED)


def test_where_the_page_has_white_space_a_heading_ends() -> None:
    titles = ["Notes on OctavoPrinting in eight leaves.", *GLUED]
    page = " ".join(["Notes on Octavo Printing in eight leaves.", *SPACED])
    items = feed(titles, lambda _number: page)
    assert heading_end(items[0], recognise(items, AUTO).page) == len("Notes on Octavo")


def test_what_stands_inside_sentences_of_the_page_alone_is_a_link_in_prose() -> None:
    titles = [*GLUED, "the old thread", "Kept Apart"]
    page = f"{' '.join(SPACED)} Kept Apart {ABOUT}"
    items = feed(titles, lambda _number: page)
    shape = recognise(items, AUTO)
    prose = [item.title for item in items if prose_of(item, shape)]
    assert prose == ["the old thread"]


CAMEL = [
    "JavaScript got a new version today.",
    "GitHub was down for an hour.",
    "iPhone 15 is out.",
    "YouTube changes its rules.",
    "OpenAI released a model.",
    "McDonald's opens at six.",
]
ORDINARY = {
    "names with capitals inside": CAMEL,
    "one name again and again": [f"LinkedIn was down for {n} hours." for n in range(6)],
    "names that end in opening words": [
        "LinkedIn was down for an hour.",
        "wikiHow explains knots.",
        "CapitalOne was robbed.",
        "BuiltIn lists new jobs.",
        "SignIn is easier now.",
        "XboxOne is out of stock.",
    ],
    "versions and sections": [f"Section {n}A was struck down." for n in (66, 35, 12, 124, 2, 9)],
    "names of authors": [
        "McDougall et al., 2023",
        "DeVries et al., 2020",
        "LeCun et al., 2015",
        "MacKay, 2003",
        "O'Neil and Schutt, 2013",
        "AbuZaid et al. (2019)",
    ],
    "citations in parentheses": [f"On Things, {n} (McDoe et al., 2017)" for n in range(6)],
    "citations of other names": [f"On Things, {n} (AbuZaid et al., 2017)" for n in range(6)],
    "sentences that cite": [f"We reread McDoe et al., 201{n} and DeRoe, 2011." for n in range(6)],
    "words of a wiki": ["FrontPage", "RecentChanges", "HowTo", "WhatIf", "ToDo", "SandBox"],
    "chemistry and music": [
        "NaCl is salt.",
        "DJs play.",
        "NFTs crash.",
        "pH is low.",
        "mRNA works.",
        "eSports grow.",
    ],
    "other scripts": ["ИвановПетров пришёл.", "МосГорСуд решил.", "iPhone вышел.", *CAMEL],
}
ORDINARY_TEXTS: dict[str, Callable[[Sequence[str], int], str]] = {
    "nothing": lambda _titles, _number: "",
    "the title": lambda titles, number: titles[number],
    "a full stop": lambda _titles, _number: ".",
    "the last letters of the title": lambda titles, number: titles[number][-3:],
    "one sentence for all": lambda _titles, _number: "News from all over.",
    "all titles": lambda titles, _number: " ".join(titles),
    "the title and more": lambda titles, number: f"{titles[number]} More of it.",
}


@pytest.mark.parametrize("describe", ORDINARY_TEXTS.values(), ids=ORDINARY_TEXTS)
@pytest.mark.parametrize("titles", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_titles_are_not_taken_apart(
    titles: list[str], describe: Callable[[Sequence[str], int], str]
) -> None:
    shape = recognise(feed(titles, lambda number: describe(titles, number)), AUTO)
    assert (shape.glued, shape.residue, shape.page) == (False, False, None)
