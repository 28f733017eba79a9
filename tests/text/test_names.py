"""text/names.py: which lists of names are taken apart, and which may be one name."""

from __future__ import annotations

import pytest

from generator.text.names import in_reading_order, join_names, split_names

LISTS = {
    "full names, as arXiv writes them": (
        "Jane Doe, John Q. Roe, Ana de la Cruz",
        ("Jane Doe", "John Q. Roe", "Ana de la Cruz"),
    ),
    "two full names": ("Jane Doe, John Roe", ("Jane Doe", "John Roe")),
    "a last name after a word": (
        "Jane Doe, John Roe and Ana Cruz",
        ("Jane Doe", "John Roe", "Ana Cruz"),
    ),
    "a comma before the word": (
        "Jane Doe, John Roe, and Ana Cruz",
        ("Jane Doe", "John Roe", "Ana Cruz"),
    ),
    "two names and a word": ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
    "two names and a sign": ("Jane Doe & John Roe", ("Jane Doe", "John Roe")),
    "a word of another language": ("Jane Doe und John Roe", ("Jane Doe", "John Roe")),
    "names of one word each": ("Doe, Roe & Poe", ("Doe", "Roe", "Poe")),
    "letters for names": ("A, B and C", ("A", "B", "C")),
    "families first, parted by semicolons": (
        "Doe, Jane; Roe, John",
        ("Doe, Jane", "Roe, John"),
    ),
    "families first, parted by a word": ("Doe, Jane and Roe, John", ("Doe, Jane", "Roe, John")),
    "semicolons to the end": ("Ann Roe;Bo Lind;", ("Ann Roe", "Bo Lind")),
    "single names between semicolons": ("Acme; Widgets", ("Acme", "Widgets")),
    "families with initials": ("Roe, A. B., Lind, C.-D.", ("Roe, A. B.", "Lind, C.-D.")),
    "initials without full stops": ("Roe A, Lind BC", ("Roe A", "Lind BC")),
    "initials first": ("J.-P. Doe, A. Roe", ("J.-P. Doe", "A. Roe")),
    "and others": ("Roe A, Lind B, et al.", ("Roe A", "Lind B et al.")),
    "and others, after a full name": (
        "Jane Doe, John Roe et al.",
        ("Jane Doe", "John Roe et al."),
    ),
    "degrees after the names": (
        "Jane Doe, PhD, John Roe, M.D.",
        ("Jane Doe, PhD", "John Roe, M.D."),
    ),
    "a collaboration among people": (
        "Jane Doe, John Roe, ATLAS Collaboration",
        ("Jane Doe", "John Roe", "ATLAS Collaboration"),
    ),
    **{
        f"a {body} among people": (
            f"Jane Doe, John Roe, the 4D {body}",
            ("Jane Doe", "John Roe", f"the 4D {body}"),
        )
        for body in ("Consortium", "Team", "group")
    },
    "a name of five words": (
        "Ana María de la Cruz, Jane Doe",
        ("Ana María de la Cruz", "Jane Doe"),
    ),
    "small words in names": (
        "Ludwig van der Doe, Jean d'Roe, Ali al-Poe",
        ("Ludwig van der Doe", "Jean d'Roe", "Ali al-Poe"),
    ),
    "apostrophes, hyphens, accents": (
        "Tim O'Doe, Ana María Roe, Łukasz Poe-Moe",
        ("Tim O'Doe", "Ana María Roe", "Łukasz Poe-Moe"),
    ),
    "Cyrillic": ("Иван Петров, Анна Сидорова", ("Иван Петров", "Анна Сидорова")),
    "and, in Russian": ("Иван Петров и Анна Сидорова", ("Иван Петров", "Анна Сидорова")),
    "and, in Dutch": ("Jan Doe en Piet Roe", ("Jan Doe", "Piet Roe")),
    "what joins the names of one, in Spanish": ("Ana Doe y Roe Poe", ("Ana Doe y Roe Poe",)),
    "Arabic, with its own comma": ("سارة حداد، علي منصور", ("سارة حداد", "علي منصور")),
    "Arabic, turned around": ("حداد، سارة", ("حداد، سارة",)),
    "Chinese, with its own comma": ("王伟、李娜", ("王伟", "李娜")),
    "Chinese": ("王伟, 李娜", ("王伟", "李娜")),
    "Japanese, with spaces": ("山田 太郎, 佐藤 花子", ("山田 太郎", "佐藤 花子")),
    "the word By in front": ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
    "the same before one name": ("By Jane Doe", ("Jane Doe",)),
    "a name twice": ("Jane Doe, Jane Doe, John Roe", ("Jane Doe", "John Roe")),
    "white space of all kinds": (" Jane\n Doe,\u00a0John Roe ", ("Jane Doe", "John Roe")),
}

ONE = (
    "Jane Doe",
    "Doe, Jane",
    "Doe, Jane, Roe, Ann B.",
    "Doe, Jane, and John Roe",
    "Jane and John Doe",
    "Jane Doe et al.",
    "Jane Doe, PhD",
    "Martin Luther King, Jr.",
    "Acme Research Team and Widgets, Inc.",
    "National Oceanic and Atmospheric Administration",
    "Johnson & Johnson",
    "Smith & Wesson",
    "Doe & Company",
    "Arts, Culture and Media",
    "Jane Doe, Staff Writer",
    "Jane Doe, University of Somewhere",
    "Jane Doe, Acme Corp.",
    "Acme, Widgets, LLC",
    "New York and New Jersey",
    "The Times of Somewhere",
    "José Ortega y Gasset",
    "jane doe, john roe",
    "jane@example.org",
    "Jane Doe (MIT), John Roe (ETH)",
    "Jane Doe | A Blog",
    "Jane Doe ;)",
    "Editors, The",
    "Ana María Sofía de la Cruz, Jane Doe",
    "Jane Doe, John Roe, the 4D Office",
    "م. كاتب",
)


@pytest.mark.parametrize(("text", "names"), LISTS.values(), ids=LISTS)
def test_a_list_of_names_is_taken_apart(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize("text", ONE)
def test_what_may_be_one_name_stays_whole(text: str) -> None:
    assert split_names(text) == (text,)


def test_nothing_names_nobody() -> None:
    assert [split_names(text) for text in ("", " ", ",", ";", " , ;")] == [()] * 5


@pytest.mark.parametrize("text", [text for text, _names in LISTS.values()] + list(ONE))
def test_a_name_that_was_taken_out_of_a_list_is_one_name(text: str) -> None:
    for name in split_names(text):
        assert split_names(name) == (name,)


def test_names_that_hold_commas_are_parted_by_semicolons() -> None:
    assert join_names(["Jane Doe", "John Roe"]) == "Jane Doe, John Roe"
    assert join_names(["Doe, Jane", "John Roe"]) == "Doe, Jane; John Roe"


def test_a_persons_name_can_be_turned_around_and_a_companys_cannot() -> None:
    assert in_reading_order("Gödel, Kurt") == "Kurt Gödel"
    assert in_reading_order("Widgets, Inc.") == "Widgets, Inc."
    assert in_reading_order("Acme Research Team, Widgets") == "Acme Research Team, Widgets"
    assert in_reading_order("Kurt Gödel") == "Kurt Gödel"


@pytest.mark.parametrize("name", ["Gödel, Kurt, Friedrich", "Roe, Jane, Jr.", "Gödel, Kurt,"])
def test_a_name_with_two_commas_is_left_as_it_stands(name: str) -> None:
    assert in_reading_order(name) == name
