"""Where a glued title ends: another source's title decides, if it is unique on both sides."""

from __future__ import annotations

import msgspec
import pytest

from generator.model.entries import Entry, FirstStatement
from generator.model.record import Problem
from generator.reconcile.unglue import named_entries, split_glued_titles
from tests.reconcile.making import entry, preview

LATEX = "Circuits in LaTeXSmith et al., 2024We study it.note"


def glued(title: str, position: int = 0) -> Entry:
    return entry("feed", title=title, glued=True, position=position)


# entries → title, rule of each that was glued; the problems' messages
CASES = {
    "another source's title decides": (
        [entry("index", title="circuits  in LATEX"), glued(LATEX)],
        [("Circuits in LaTeX", "prefix")],
        [],
    ),
    "without one the byline is taken": (
        [glued("Circuits in DiagramsSmith et al., 2024We study it.")],
        [("Circuits in Diagrams", "byline")],
        [],
    ),
    "a title of its own source decides nothing": (
        [
            entry("feed", title="Circuits", position=1),
            glued("CircuitsUpdatesSmith et al., 2024We study it."),
        ],
        [("CircuitsUpdates", "byline")],
        [],
    ),
    "a preview's title decides nothing": (
        [preview("Circuits in"), glued("Circuits inDetailWe study it.")],
        [("Circuits inDetail", "seam")],
        [],
    ),
    "a title that ends inside a word decides nothing": (
        [entry("index", title="Circ"), glued("CircuitsWe study it.")],
        [("Circuits", "seam")],
        [],
    ),
    "two titles that fit decide nothing": (
        [
            entry("index", title="Py"),
            entry("index", title="PySvelte", position=1),
            glued("PySvelteOne approach to it."),
        ],
        [("PySvelte", "seam")],
        [
            "the glued title begins with more than one known title, or one that others begin with "
            "too (py, pysvelte); it is split by itself: “PySvelte”"
        ],
    ),
    "a title that two glued ones begin with decides neither": (
        [
            entry("index", title="Notes"),
            glued("NotesWe study it."),
            glued("NotesWe draw it.", position=1),
        ],
        [("Notes", "seam"), ("Notes", "seam")],
        [
            "the glued title begins with more than one known title, or one that others begin with "
            "too (notes); it is split by itself: “Notes”"
        ]
        * 2,
    ),
    "another glued title decides nothing": (
        [entry("index", title="Circuits in", glued=True), glued("Circuits inDetailWe study it.")],
        [("Circuits in", "whole"), ("Circuits inDetail", "seam")],
        [],
    ),
    "nothing decides": ([glued("Distill on Hiatus")], [("Distill on Hiatus", "whole")], []),
}


@pytest.mark.parametrize(("entries", "parts", "messages"), CASES.values(), ids=CASES)
def test_a_glued_title_ends_where_another_source_says(
    entries: list[Entry], parts: list[tuple[str, str]], messages: list[str]
) -> None:
    parted, problems = split_glued_titles(entries, "en")
    assert [(one.title, one.parted_by) for one in parted if one.parted_by] == parts
    assert [problem.message for problem in problems] == messages
    assert not any(one.glued for one in parted)


def test_the_text_of_the_page_says_where_a_heading_ends() -> None:
    (one,), _problems = split_glued_titles(
        [entry("feed", title="Our GitHub yearsDoing it together.", glued=True, ends_at=16)], "en"
    )
    assert (one.title, one.summary) == ("Our GitHub years", "Doing it together.")
    assert one.parted_by == "page"


def test_another_source_says_which_words_have_a_capital_inside() -> None:
    plain = entry("index", title="Something", summary="On GitHub.")
    titled = glued("Our GitHub years were good.")
    (_plain, one), _problems = split_glued_titles([plain, titled], "en")
    assert (one.title, one.parted_by) == ("Our GitHub years were good.", "whole")
    plain = entry("index", title="On (GitHub).")
    (_plain, one), _problems = split_glued_titles([plain, titled], "en")
    assert (one.title, one.parted_by) == ("Our GitHub years were good.", "whole")


def test_a_glued_title_does_not_say_which_words_have_a_capital_inside() -> None:
    titled = glued("Our GitHub years were good.")
    (one,), _problems = split_glued_titles([titled], "en")
    assert (one.title, one.summary, one.parted_by) == ("Our Git", "Hub years were good.", "seam")


def test_the_parts_and_the_text_as_received_stand_side_by_side() -> None:
    (_index, one), _problems = split_glued_titles(
        [entry("index", title="Circuits in LaTeX"), glued(LATEX)], "en"
    )
    assert (one.authors, one.byline_year) == (("Smith et al.",), 2024)
    assert (one.summary, one.tags) == ("We study it.", ("note",))
    assert one.raw == dict.fromkeys(("title", "authors", "summary", "tags"), LATEX)


def test_where_the_page_ends_a_title_as_its_byline_does_the_byline_says_so() -> None:
    one = msgspec.structs.replace(glued(LATEX), ends_at=len("Circuits in LaTeX"))
    (parted,), _problems = split_glued_titles([one], "en")
    assert (parted.title, parted.parted_by) == ("Circuits in LaTeX", "byline")


def test_a_glued_feed_may_have_entries_without_a_title_and_with_summaries() -> None:
    nameless = entry("feed", url="https://e.org/a", glued=True)
    summarised = msgspec.structs.replace(glued(LATEX), summary="Its own.")
    parted, problems = split_glued_titles([nameless, summarised], "en")
    assert (parted[0], problems) == (nameless, ())
    assert (parted[1].title, parted[1].summary) == ("Circuits in LaTeX", "Its own.")
    assert sorted(parted[1].raw) == ["authors", "tags", "title"]


def test_a_title_that_was_stated_first_ends_where_another_source_says() -> None:
    text = "CircuitsUpdatesSmith et al., 2024We study it."
    one = msgspec.structs.replace(glued(text), first=first_stated(text))
    (_index, parted), _problems = split_glued_titles([entry("index", title="Circuits"), one], "en")
    assert (parted.title, parted.first) == ("Circuits", first_stated("Circuits"))


def test_what_is_not_glued_is_left_as_it_is() -> None:
    plain = entry("feed", title="PySvelteOne approach to it.", summary="As it stands.")
    assert split_glued_titles([plain], "en") == ((plain,), ())


def test_titles_compare_in_the_language_of_the_site() -> None:
    entries = [entry("index", title="Neues: Juli 2024"), glued("Neues – Juli 2024Wir zählen.")]
    parted = {language: split_glued_titles(entries, language)[0][1] for language in ("de", "en")}
    assert {language: one.parted_by for language, one in parted.items()} == {
        "de": "prefix",
        "en": "seam",
    }


def test_a_doubt_names_the_entry() -> None:
    twice = [glued("NotesWe study it."), glued("NotesWe draw it.", position=1)]
    _parted, problems = split_glued_titles([entry("index", title="Notes"), *twice], "en")
    message = (
        "the glued title begins with more than one known title, or one that others begin with too "
        "(notes); it is split by itself: “Notes”"
    )
    assert problems == tuple(
        Problem(where=one.where, message=message, severity="warning") for one in twice
    )


def first_stated(title: str | None) -> FirstStatement:
    return FirstStatement(moment="2024", where="captures/feed/2024.xml, item 1", title=title)


def test_all_of_a_glued_entry_but_its_parts_stays() -> None:
    received = {"title": "<b>NotesWe study it.</b>", "url": "a"}
    one = entry(
        "feed",
        title="NotesWe study it.",
        url="https://e.org/a",
        glued=True,
        raw=received,
        tags=("note",),
        first=first_stated("NotesWe study it."),
    )
    (parted,), _problems = split_glued_titles([one], "en")
    assert parted == msgspec.structs.replace(
        one,
        title="Notes",
        summary="We study it.",
        glued=False,
        parted_by="seam",
        raw={**received, **dict.fromkeys(("summary", "authors"), received["title"])},
        first=first_stated("Notes"),
    )
    assert parted.glued is False


# the title that was stated first → what it says of the article's name
FIRST = {
    "the same, parted as it is now": ("Circuits in LaTeX", LATEX, "Circuits in LaTeX"),
    "another, parted by itself": ("Circuits in LaTeX", "ToysWe study it.", "Toys"),
    "none": ("Circuits in LaTeX", None, None),
}


@pytest.mark.parametrize(("known", "stated", "expected"), FIRST.values(), ids=FIRST)
def test_the_title_that_was_stated_first_is_parted_too(
    known: str, stated: str | None, expected: str | None
) -> None:
    one = msgspec.structs.replace(glued(LATEX), first=first_stated(stated))
    (_index, parted), _problems = split_glued_titles([entry("index", title=known), one], "en")
    assert parted.first == first_stated(expected)


# what ran together after an entry → whether that names `A title of some words`
RESIDUES = {
    "its whole text": ("so. A title of some words We count words.", True),
    "and what comes after it": ("so. A title of some words We count words. Next", True),
    "the beginning of its abstract": ("so. A title of some words W", True),
    "its title alone": ("so. A title of some words", False),
    "a part of its title": ("so. A title of some", False),
    "its title and another text": ("so. A title of some words of ours", False),
    "no word before it": ("A title of some words We count words.", False),
}


@pytest.mark.parametrize(("residue", "is_named"), RESIDUES.values(), ids=RESIDUES)
def test_a_residue_names_what_it_goes_on_with(residue: str, is_named: bool) -> None:
    naming = msgspec.structs.replace(glued("OneWe count to one."), residue=residue)
    others = [
        glued("A title of some wordsWe count words.", position=1),
        msgspec.structs.replace(glued("A title of some wordsWe count words."), source="other"),
    ]
    parted, _problems = split_glued_titles([naming, *others], "en")
    itself = msgspec.structs.replace(parted[0], residue="so. One We count to one.")
    assert list(named_entries([itself])) == []
    pairs = list(named_entries(parted))
    assert pairs == ([(parted[0], parted[1])] if is_named else [])
