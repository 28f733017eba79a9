"""text/names.py: which lists of names are taken apart, and which may be one name."""

from __future__ import annotations

import pytest

from generator.text.names import in_reading_order, join_names, read_byline, split_names

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


# What stands after a comma here would be a person, were it not for its last word.
NO_PERSONS = (
    "administration affairs agency alliance analytics and app art arts association at authority "
    "bank blog board books bureau business by campaign capital center centre city club coalition "
    "collaborative collective college columnist commission committee communications community "
    "companies company conference consulting contributor contributors coop corp corporation "
    "correspondent council culture data department dept design desk developers development digest "
    "digital division editor editorial editors education engineering enterprise enterprises "
    "federation for forum foundation from fund gazette global health herald holdings in industries "
    "initiative institute institution intelligence international journal lab laboratories "
    "laboratory labs league learning library machine magazine management market marketing markets "
    "media ministry museum national network networks new news newspaper office official on online "
    "organisation organization partners platform podcast politics post press producer product "
    "products program programme project publications publisher publishers publishing radio records "
    "reporter reporters research researchers review school schools science sciences security "
    "service services show society software solutions sports staff standards state states station "
    "store studies studio studios support system systems teams tech technologies technology "
    "television the times today trust tv union united university weekly with working world writer "
    "writers inc llc ltd gmbh co plc ag sa bv oy ab llp lp kg spa srl pty"
)


@pytest.mark.parametrize("word", NO_PERSONS.split())
def test_a_name_that_ends_in_such_a_word_is_no_persons(word: str) -> None:
    text = f"Jane Doe, John Roe, Sea {word.title()}"
    assert split_names(text) == (text,)


DEGREES = "Jr Sr II III IV PhD MD DPhil DSc EdD MSc MBA MPH MA BA BSc JD Esq RN FRS LLM DDS DVM"


@pytest.mark.parametrize("degree", DEGREES.split())
def test_a_degree_belongs_to_the_name_before_it(degree: str) -> None:
    assert split_names(f"Jane Doe, {degree}., John Roe") == (f"Jane Doe, {degree}.", "John Roe")


PARTICLES = (
    "van von der den ter ten de del della di da do dos du des la las le los bin ibn ben zu zur af "
    "al el y e"
)


@pytest.mark.parametrize("particle", PARTICLES.split())
def test_a_particle_belongs_to_a_name(particle: str) -> None:
    names = (f"Jane {particle} Doe", "John Roe")
    assert split_names(", ".join(names)) == names
    assert split_names(f"{particle}, {particle}") == (f"{particle}, {particle}",)


@pytest.mark.parametrize("word", "and und et en och og ja ve és и &".split())
def test_names_are_parted_at_an_and_in_some_languages(word: str) -> None:
    assert split_names(f"Jane Doe, Ana Cruz {word} John Roe") == (
        "Jane Doe",
        "Ana Cruz",
        "John Roe",
    )
    assert split_names(f"Jane Doe {word} John Roe") == ("Jane Doe", "John Roe")


SMALL_STARTS = (
    "ad-Doe al-Doe an-Doe ar-Doe as-Doe at-Doe az-Doe el-Doe d'Doe l’Doe dall'Doe dell'Doe"
)


@pytest.mark.parametrize("word", [*SMALL_STARTS.split(), "t'Doe"])
def test_a_name_may_begin_small(word: str) -> None:
    assert split_names(f"Jane {word}, John Roe") == (f"Jane {word}", "John Roe")


UNCLEAR = {
    "an initial without its name": "Roe, A., Lind",
    "initials for a family": "A. B., C. D., E. F., G. H.",
    "words where initials stand": "Roe, A. B., Lind, Cee",
    "what only begins like initials": "Roe, Anna, Lind, Bo, Poe",
}


@pytest.mark.parametrize("text", UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_no_list_of_families_and_initials_stays_whole(text: str) -> None:
    assert split_names(text) == (text,)


# A byline that stands alone → its names and its year.
BYLINES: dict[str, tuple[tuple[str, ...], int | None]] = {
    " Doe et al., 2026 ": (("Doe et al.",), 2026),
    "Doe & Roe (2026)": (("Doe", "Roe"), 2026),
    "Jane Doe and John Roe, 2026": (("Jane Doe", "John Roe"), 2026),
    "Jane Doe, John Roe": (("Jane Doe", "John Roe"), None),
    " Jane Doe ": (("Jane Doe",), None),
    "2026": (("2026",), None),
}


@pytest.mark.parametrize("text", BYLINES)
def test_a_byline_names_authors_and_perhaps_a_year(text: str) -> None:
    assert read_byline(text) == BYLINES[text]


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
