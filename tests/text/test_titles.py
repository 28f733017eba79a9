"""text/titles.py: which titles are equal, and where glued ones come apart."""

from __future__ import annotations

import pytest

from generator.text.names import parse_byline, read_byline
from generator.text.titles import (
    Unglued,
    ends_at_seam,
    fold_text,
    fold_title,
    opening_seam,
    unglue,
    unglue_at,
    without_known_parenthesis,
)

EQUAL = {
    "case": ("TOY Models of superposition", "Toy Models of Superposition"),
    "white space": ("Toy  Models\n of\u00a0Superposition ", "Toy Models of Superposition"),
    "quotes": ("The “Features” of ‘X’", "The \"Features\" of 'X'"),
    "dashes": ("Cross‑Post — A–B", "Cross-Post - A-B"),
    "compatibility forms": ("\ufb01ne-tuning", "fine-tuning"),
    "accents composed or not": ("caf\u00e9", "cafe\u0301"),
    "the separator before a month: colon": (
        "Circuits Updates: July 2024",
        "Circuits Updates — July 2024",
    ),
    "the separator before a month: hyphen": (
        "Circuits Updates - July 2025",
        "Circuits Updates — July 2025",
    ),
    "the separator before a month: comma": (
        "Circuits Updates, July 2025",
        "Circuits Updates — July 2025",
    ),
    "the separator before a month: none": (
        "Circuits Updates July 2025",
        "Circuits Updates — July 2025",
    ),
}

UNEQUAL = {
    "another month": ("Circuits Updates — July 2024", "Circuits Updates — July 2025"),
    "the month left out": ("Circuits Updates", "Circuits Updates — July 2024"),
    "a separator elsewhere": ("Toy: Models", "Toy Models"),
    "accents": ("cafe", "café"),
    "a letter": ("Toy Model of Superposition", "Toy Models of Superposition"),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_titles_are_equal_after_folding(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)


@pytest.mark.parametrize(("one", "other"), UNEQUAL.values(), ids=UNEQUAL)
def test_similar_titles_are_not_equal(one: str, other: str) -> None:
    assert fold_title(one) != fold_title(other)


def test_a_folded_title_folds_to_itself() -> None:
    for title in (title for pair in (*EQUAL.values(), *UNEQUAL.values()) for title in pair):
        assert fold_title(fold_title(title)) == fold_title(title)


def test_the_separator_before_a_month_is_folded_in_the_language_of_the_site() -> None:
    assert fold_title("Neues: März 2024", "de") == fold_title("Neues – März 2024", "de")
    assert fold_title("Neues: März 2024", "en") != fold_title("Neues – März 2024", "en")


def test_text_is_folded_without_regard_to_months() -> None:
    assert fold_text("A – July  2024") == "a - july 2024"


KNOWN = frozenset({"transformer circuits thread", "another list"})
PARENTHESES = {
    "the thread's title": (
        "Circuits Updates: July 2024 (Transformer Circuits Thread)",
        "Circuits Updates: July 2024",
    ),
    "in other letters, without a space": ("Garcon(TRANSFORMER circuits  thread)", "Garcon"),
    "a title that nobody knows": ("Faithfulness (a Study)", "Faithfulness (a Study)"),
    "not at the end": ("A (Another List) B", "A (Another List) B"),
    "nothing before it": ("(Another List)", "(Another List)"),
    "none": ("Garcon", "Garcon"),
}


@pytest.mark.parametrize(("title", "expected"), PARENTHESES.values(), ids=PARENTHESES)
def test_a_last_parenthesis_that_names_a_known_title_is_left_out(title: str, expected: str) -> None:
    assert without_known_parenthesis(title, KNOWN) == expected


BYLINES = {
    "several names with commas": (
        "Doe-Roe, Poe, Moe, et al., 2026",
        (("Doe-Roe", "Poe", "Moe et al."), 2026),
    ),
    "a list of three": ("Doe, Roe & Poe, 2026", (("Doe", "Roe", "Poe"), 2026)),
    "a comma before the word": ("Doe, Roe, and Poe, 2026", (("Doe", "Roe", "Poe"), 2026)),
    "a year in a parenthesis": ("Doe et al. (2026)", (("Doe et al.",), 2026)),
    "a full name and others": ("Jane Doe et al., 2026", (("Jane Doe et al.",), 2026)),
    "a title and a year": ("Toy Models, 2022", None),
    "one name": ("Lindsey, 2025", (("Lindsey",), 2025)),
    "and others": ("Kamath et al., 2025", (("Kamath et al.",), 2025)),
    "and others, without the full stop": ("Kamath et al, 2025", (("Kamath et al.",), 2025)),
    "two names": ("Smith & Jones, 2022", (("Smith", "Jones"), 2022)),
    "two names with a word": ("Smith and Jones, 2022", (("Smith", "Jones"), 2022)),
    "a name of several words": ("van der Berg et al., 2025", (("van der Berg et al.",), 2025)),
    "two such names": ("De la Cruz & von Neumann, 2022", (("De la Cruz", "von Neumann"), 2022)),
    "two names without a word between them": ("Smith Jones, 2022", None),
    "no year": ("Kamath et al.", None),
    "no name": ("2025", None),
    "more than a byline": ("By Kamath et al., 2025", None),
    "a year that is none": ("Kamath, 3025", None),
}


@pytest.mark.parametrize(("text", "expected"), BYLINES.values(), ids=BYLINES)
def test_a_byline_says_who_and_in_which_year(
    text: str, expected: tuple[tuple[str, ...], int] | None
) -> None:
    assert parse_byline(text) == expected


# What is expected: title, authors, year of the byline, summary, tags, rule.
GLUED = {
    "a byline": (
        "Emotion Concepts in a Large Language ModelSofroniew et al., 2026We find them.",
        (
            "Emotion Concepts in a Large Language Model",
            ("Sofroniew et al.",),
            2026,
            "We find them.",
            (),
            "byline",
        ),
    ),
    "a byline of one": (
        "Introspective Awareness in Language ModelsLindsey, 2025We find evidence.",
        (
            "Introspective Awareness in Language Models",
            ("Lindsey",),
            2025,
            "We find evidence.",
            (),
            "byline",
        ),
    ),
    "a byline of two": (
        "Foo BarSmith & Jones, 2022We do it.",
        ("Foo Bar", ("Smith", "Jones"), 2022, "We do it.", (), "byline"),
    ),
    "a byline whose name holds a seam": (
        "Copy SuppressionMcDougall et al., 2023We study heads.",
        ("Copy Suppression", ("McDougall et al.",), 2023, "We study heads.", (), "byline"),
    ),
    "a byline whose name holds an apostrophe": (
        "Toy ModelsO'Brien et al., 2024We build them.",
        ("Toy Models", ("O'Brien et al.",), 2024, "We build them.", (), "byline"),
    ),
    "a byline whose name is of two words": (
        "Toy ModelsVan Dijk, 2024We build them.",
        ("Toy Models", ("Van Dijk",), 2024, "We build them.", (), "byline"),
    ),
    "a byline whose name is of three words": (
        "Toy ModelsVan der Berg et al., 2024We build them.",
        ("Toy Models", ("Van der Berg et al.",), 2024, "We build them.", (), "byline"),
    ),
    "a byline whose name begins in a small letter": (
        "Toy Modelsvan der Berg et al., 2024We build them.",
        ("Toy Models", ("van der Berg et al.",), 2024, "We build them.", (), "byline"),
    ),
    "a byline of two names of several words": (
        "Toy ModelsDe la Cruz & von Neumann, 2024We build them.",
        ("Toy Models", ("De la Cruz", "von Neumann"), 2024, "We build them.", (), "byline"),
    ),
    "a byline whose second name is of several words": (
        "Toy ModelsSmith and de Vries, 2024We build them.",
        ("Toy Models", ("Smith", "de Vries"), 2024, "We build them.", (), "byline"),
    ),
    "a name of several words, apart from the title": (
        "Toy Models van der Berg et al., 2024We build them.",
        ("Toy Models", ("van der Berg et al.",), 2024, "We build them.", (), "byline"),
    ),
    "a title whose last word ends as a name begins": (
        "Toy Models on a Caravan Dijk et al., 2024We build them.",
        ("Toy Models on a Caravan", ("Dijk et al.",), 2024, "We build them.", (), "byline"),
    ),
    "a title of which a word before the name ends so": (
        "A Simple ModelDijk et al., 2024We build it.",
        ("A Simple Model", ("Dijk et al.",), 2024, "We build it.", (), "byline"),
    ),
    "a title that ends in a glued word that ends so": (
        "A ModelSimple Things, 2024",
        ("A ModelSimple Things, 2024", (), None, None, (), "whole"),
    ),
    "a byline after a digit": (
        "Features of Claude 3Templeton et al., 2024Using one.",
        ("Features of Claude 3", ("Templeton et al.",), 2024, "Using one.", (), "byline"),
    ),
    "a byline after a parenthesis": (
        "Mixtures (MOLT)Batson et al., 2025We mix.",
        ("Mixtures (MOLT)", ("Batson et al.",), 2025, "We mix.", (), "byline"),
    ),
    "a byline and nothing after it": (
        "Copy SuppressionMcDougall, 2023",
        ("Copy Suppression", ("McDougall",), 2023, None, (), "byline"),
    ),
    "a byline, an abstract of two sentences, a tag": (
        "In-Context LearningOlsson et al., 2022An exploration. We report a change.paper",
        (
            "In-Context Learning",
            ("Olsson et al.",),
            2022,
            "An exploration. We report a change.",
            ("paper",),
            "byline",
        ),
    ),
    "an abstract in quotes after a byline": (
        "DreamsOlah, 2023“Dreams” are ideas.",
        ("Dreams", ("Olah",), 2023, "“Dreams” are ideas.", (), "byline"),
    ),
    "a seam after a digit": (
        "Circuits Updates — November 2025A short update on harm pressure.",
        (
            "Circuits Updates — November 2025",
            (),
            None,
            "A short update on harm pressure.",
            (),
            "seam",
        ),
    ),
    "a seam and two tags": (
        "GarconA description of our tooling.note, infrastructure",
        ("Garcon", (), None, "A description of our tooling.", ("note", "infrastructure"), "seam"),
    ),
    "a parenthesis inside a word is no seam": (
        "A Toy Model of Mechanistic (Un)FaithfulnessWhen transcoders go awry.",
        (
            "A Toy Model of Mechanistic (Un)Faithfulness",
            (),
            None,
            "When transcoders go awry.",
            (),
            "seam",
        ),
    ),
    "the same before a byline": (
        "Mechanistic (Un)FaithfulnessSmith et al., 2025We study it.",
        ("Mechanistic (Un)Faithfulness", ("Smith et al.",), 2025, "We study it.", (), "byline"),
    ),
    "a name with a capital inside, then an opening word": (
        "PySvelteOne approach to bridging Python and the web.github link, infrastructure",
        (
            "PySvelte",
            (),
            None,
            "One approach to bridging Python and the web.",
            ("github link", "infrastructure"),
            "seam",
        ),
    ),
    "a name with a capital inside, then any other word": (
        "PySvelte toolsBuilding diagrams of attention.",
        ("PySvelte tools", (), None, "Building diagrams of attention.", (), "seam"),
    ),
    "a word that begins in a small letter": (
        "Circuits in iPhone modelsUnderstanding them better.",
        ("Circuits in iPhone models", (), None, "Understanding them better.", (), "seam"),
    ),
    "the same as the last word": (
        "Circuits on an iPhoneWe look inside.",
        ("Circuits on an iPhone", (), None, "We look inside.", (), "seam"),
    ),
    "a title that ends in a capital": (
        "Typesetting with LaTeXWe study documents.",
        ("Typesetting with LaTeX", (), None, "We study documents.", (), "seam"),
    ),
    "the same word again in the abstract": (
        "Typesetting with LaTeXWe study LaTeX documents.",
        ("Typesetting with LaTeX", (), None, "We study LaTeX documents.", (), "seam"),
    ),
    "a title that ends in an abbreviation": (
        "How LLMs WorkVideos of talks.links, videos",
        ("How LLMs Work", (), None, "Videos of talks.", ("links", "videos"), "seam"),
    ),
    "a title that ends in a plural of capitals": (
        "Do LLMsThink about it.",
        ("Do LLMs", (), None, "Think about it.", (), "seam"),
    ),
    "a title that is a question": (
        "What Is GPT-4?We ask.",
        ("What Is GPT-4?", (), None, "We ask.", (), "seam"),
    ),
    "a title that ends in a short word": (
        "What It Can Teach UsUnderstanding models by hand.",
        ("What It Can Teach Us", (), None, "Understanding models by hand.", (), "seam"),
    ),
    "a seam in the abstract comes later": (
        "Diagrams of AttentionWe draw them with PySvelte and care.",
        ("Diagrams of Attention", (), None, "We draw them with PySvelte and care.", (), "seam"),
    ),
    "an abstract that ends in an address": (
        "Our SiteAll of it is at example.com",
        ("Our SiteAll of it is at example.com", (), None, None, (), "whole"),
    ),
    "a run of capitals may end in an A of its own": (
        "Notes on a VAEA study of codes.",
        ("Notes on a VAEA study of codes.", (), None, None, (), "whole"),
    ),
    "what follows the run of capitals is no sentence": (
        "Typesetting with LaTeXWe study documents",
        ("Typesetting with LaTeXWe study documents", (), None, None, (), "whole"),
    ),
    "no seam": ("Distill on Hiatus", ("Distill on Hiatus", (), None, None, (), "whole")),
    "a capital inside a title that is all there is": (
        "PySvelte",
        ("PySvelte", (), None, None, (), "whole"),
    ),
    "several names with commas": (
        "A Title of WorkDoe-Roe, Poe, Moe, et al., 2026We show a thing.",
        (
            "A Title of Work",
            ("Doe-Roe", "Poe", "Moe et al."),
            2026,
            "We show a thing.",
            (),
            "byline",
        ),
    ),
    "three names": (
        "A Title of WorkDoe, Roe & Poe, 2026We show a thing.paper",
        ("A Title of Work", ("Doe", "Roe", "Poe"), 2026, "We show a thing.", ("paper",), "byline"),
    ),
    "a year in a parenthesis": (
        "A Title of WorkDoe et al. (2026)We show a thing.",
        ("A Title of Work", ("Doe et al.",), 2026, "We show a thing.", (), "byline"),
    ),
    "two names and a year in a parenthesis": (
        "A Title of WorkDoe & Roe (2026)“Things” are shown.",
        ("A Title of Work", ("Doe", "Roe"), 2026, "“Things” are shown.", (), "byline"),
    ),
    "a full name, and no year": (
        "A Title of WorkJane Doe et al.We show a thing.",
        ("A Title of Work", ("Jane Doe et al.",), None, "We show a thing.", (), "byline"),
    ),
    "a full name to the end": (
        "A Title of WorkJane Doe et al.",
        ("A Title of Work", ("Jane Doe et al.",), None, None, (), "byline"),
    ),
    "full names with initials and particles": (
        "A Title of WorkJane Doe, John Q. Roe & Ana de la Cruz, 2026We show it.",
        (
            "A Title of Work",
            ("Jane Doe", "John Q. Roe", "Ana de la Cruz"),
            2026,
            "We show it.",
            (),
            "byline",
        ),
    ),
    "initials after the names": (
        "A Title of WorkDoe, R., Roe, P. Q., et al., 2026We show it.",
        ("A Title of Work", ("Doe, R.", "Roe, P. Q. et al."), 2026, "We show it.", (), "byline"),
    ),
    "names with seams of their own in a list": (
        "A Title of WorkMcDoe, DeRoe, AbuPoe, et al., 2026We show it.",
        ("A Title of Work", ("McDoe", "DeRoe", "AbuPoe et al."), 2026, "We show it.", (), "byline"),
    ),
    "a list that begins in a small letter": (
        "A Title of Workvan der Doe, Roe, et al., 2026We show it.",
        ("A Title of Work", ("van der Doe", "Roe et al."), 2026, "We show it.", (), "byline"),
    ),
    "a comma in the title": (
        "Composition, SuperpositionDoe, Roe, et al., 2026We show it.",
        ("Composition, Superposition", ("Doe", "Roe et al."), 2026, "We show it.", (), "byline"),
    ),
    "a title that ends in a capital, then names": (
        "Typesetting with LaTeXDoe, Roe & Poe, 2021We study it.",
        ("Typesetting with LaTeX", ("Doe", "Roe", "Poe"), 2021, "We study it.", (), "byline"),
    ),
    "a citation in the abstract": (
        "PySvelteOne approach, following Doe et al., 2020 and others.",
        ("PySvelte", (), None, "One approach, following Doe et al., 2020 and others.", (), "seam"),
    ),
    "a citation in a parenthesis": (
        "On Things (AbuDoe et al., 2017)",
        ("On Things (AbuDoe et al., 2017)", (), None, None, (), "whole"),
    ),
    "a title that ends in a parenthesis": (
        "A Title of Work (Part 2)A note on things.",
        ("A Title of Work (Part 2)", (), None, "A note on things.", (), "seam"),
    ),
    "a word that stands elsewhere in the text": (
        "The GitHub years: GitHub was fun.",
        ("The GitHub years: GitHub was fun.", (), None, None, (), "whole"),
    ),
    "the shortest title before a seam": (
        "FooStudies show that it works.",
        ("Foo", (), None, "Studies show that it works.", (), "seam"),
    ),
    "two letters before the seam": (
        "FoStudies show that it works.",
        ("FoStudies show that it works.", (), None, None, (), "whole"),
    ),
    "too little before the seam to be a title": (
        "iPhone 15 is out.",
        ("iPhone 15 is out.", (), None, None, (), "whole"),
    ),
    "a year at the end is no byline": (
        "Attention Is All You Need, 2017",
        ("Attention Is All You Need, 2017", (), None, None, (), "whole"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), GLUED.values(), ids=GLUED)
def test_a_glued_title_comes_apart(text: str, expected: tuple[object, ...]) -> None:
    parts = unglue(text)
    found = (parts.title, parts.authors, parts.byline_year, parts.summary, parts.tags, parts.rule)
    assert found == expected


ENDS = {
    "another text begins in a capital": ("FooBar baz.", "Foo", True),
    "or with a quotation mark": ("Foo“Bar” baz.", "Foo", True),
    "the title goes on": ("Foo bar.", "Foo", False),
    "the word goes on": ("Fools rush.", "Foo", False),
    "nothing follows": ("Foo", "Foo", False),
    "a space follows": ("Foo Bar.", "Foo ", False),
    "a name begins in a small letter": ("Foovan Dijk et al., 2024We build.", "Foo", True),
    "a word begins as a name does": ("Foovan drives.", "Foo", False),
}


@pytest.mark.parametrize(("text", "title", "expected"), ENDS.values(), ids=ENDS)
def test_a_known_title_ends_where_text_goes_on_without_a_space(
    text: str, title: str, expected: bool
) -> None:
    assert ends_at_seam(text, len(title)) is expected


READ = {
    "a full name": ("Jane Doe, 2026", (("Jane Doe",), 2026)),
    "full names": (
        "Jane Doe, John Roe & Ana Cruz (2026)",
        (("Jane Doe", "John Roe", "Ana Cruz"), 2026),
    ),
    "a team": ("Acme Research Team, 2024", (("Acme Research Team",), 2024)),
    "no year": ("Jane Doe and John Roe", (("Jane Doe", "John Roe"), None)),
    "no list": ("Acme, Inc.", (("Acme, Inc.",), None)),
    "By": ("By Jane Doe", (("Jane Doe",), None)),
    "a year alone": ("2024", (("2024",), None)),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_a_known_byline_is_read_more_freely(
    text: str, expected: tuple[tuple[str, ...], int | None]
) -> None:
    assert read_byline(text) == expected


def test_words_that_are_known_are_not_parted() -> None:
    text = "Our GitHub yearsDoing it together."
    assert unglue(text, frozenset({"GitHub"})).title == "Our GitHub years"
    assert unglue("Our GitHub years were good.", frozenset({"GitHub"})).rule == "whole"


def test_a_name_of_several_words_follows_a_known_title() -> None:
    text = "Toy Modelsvan Dijk & de la Cruz, 2021Our framework."
    parts = unglue_at(text, len("Toy Models"))
    assert (parts.title, parts.authors) == ("Toy Models", ("van Dijk", "de la Cruz"))


def test_another_sources_title_decides_where_the_heading_ends() -> None:
    text = "Attention in LaTeXElhage et al., 2021Our framework.paper"
    assert unglue_at(text, len("Attention in LaTeX")) == Unglued(
        title="Attention in LaTeX",
        authors=("Elhage et al.",),
        byline_year=2021,
        summary="Our framework.",
        tags=("paper",),
        rule="prefix",
    )


OPENERS = (
    "A An The We Our In On This These Here How Why What When While Using Some Small Very One Two "
    "Many Most Recent As At By For From If It Its There To With Neural Unpacking Investigating "
    "Introducing Notes Here's I My Can Do Does Is Are"
)


@pytest.mark.parametrize("word", OPENERS.split())
def test_a_sentence_may_run_on_at_an_opening_word(word: str) -> None:
    assert opening_seam(f"On Soil{word} digging we found stones.") == (7, f"Soil{word}")


@pytest.mark.parametrize("end", [".", "?", "!", "…", ".”", '."', ".)", ".tin, old copper"])
def test_a_sentence_ends_as_one(end: str) -> None:
    assert opening_seam(f"On SoilWhile digging we found stones{end}") == (7, "SoilWhile")
    assert opening_seam("On SoilWhile digging we found stones") is None


ENDINGS = "com org net edu gov io ai pub dev html htm pdf py js md txt uk de"


@pytest.mark.parametrize("ending", ENDINGS.split())
def test_the_end_of_an_address_or_a_file_is_no_tag(ending: str) -> None:
    assert opening_seam(f"On SoilWhile we read example.{ending}") is None
