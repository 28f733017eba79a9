"""The sections of a wiki's page on a resource, each in the shapes that the wiki prints."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from generator.errors import SourceError
from generator.model.entries import Citation, Credibility, DateClaim, Preview
from generator.model.record import PartialDate
from generator.sources.copies.wiki import read_preview
from generator.sources.copies.wiki_sections import PAGE_TYPES, read_citation, split_chips

HEAD = "Skip to content\nLongterm Wiki\nBack\n\n"
FOOT = "\n\nMetadata\n\nImportance: 50/100\n\nResource ID: r1 | Stable ID: sid_1"
COPY = (
    "\n\nMetadata\n\nImportance: 50/100\n\nCached Content Preview\n\n"
    "HTTP 200Fetched Apr 7, 202624 KB\nThe Copy's Title\n\nText."
)


def read(text: str) -> tuple[Preview, dict[str, Any], list[str]]:
    """What a page says, what it claims of its article, and what could not be read."""
    preview, claims, _, problems = read_preview(text.encode(), "captures/w/r1.txt", "r1", "w")
    return preview, claims, [problem.message for problem in problems]


QUALITIES = (("74.0", 74.0), ("100.0", 100.0), ("0.0", 0.0), ("--", None))
PAGES = ("Anthropic", "Claude 3", "Safety Agenda", "Existential Risk", "GPT-4", "Why AI? (2024)")


def test_every_type_of_page_is_told_from_the_name_before_it() -> None:
    assert len(PAGE_TYPES) == 29
    for page, kind, (text, quality) in product(PAGES, (*PAGE_TYPES, "--"), QUALITIES):
        known = None if kind == "--" else kind
        expected = (Citation(page=page, type=known, quality=quality), True)
        assert read_citation(f"{page}{kind}{text}") == expected
        assert read_citation(f"{page}\t{kind}\t{text}") == expected
        assert read_citation(f"| [{page}](/wiki/E1) | {kind} | {text} |") == expected


ODD_ROWS = {
    "a type that is not known": ("ClaudeModel58.0", "ClaudeModel", 58.0),
    "no type": ("Existential Risk58.0", "Existential Risk", 58.0),
    "a name alone": ("GPT-4", "GPT-4", None),
    "a quality beyond the scale": ("AnthropicOrganization174.0", "AnthropicOrganization1", 74.0),
    "cells with a quality that is no number": ("A\tConcept\tnan", "A", None),
}


@pytest.mark.parametrize(("row", "page", "quality"), ODD_ROWS.values(), ids=ODD_ROWS)
def test_a_row_that_cannot_be_read_is_kept_and_reported(
    row: str, page: str, quality: float | None
) -> None:
    text = f"{HEAD}A Title\n\nCited by 1 page\n\nPageTypeQuality\n{row}{FOOT}"
    preview, _, problems = read(text)
    (citation,) = preview.cited_by
    assert (citation.page, citation.quality) == (page, quality)
    quoted = row.replace("\t", " ")
    assert problems == [f'not read in the table of citing pages: "{quoted}"']


CHIPS = {
    "newsletter": ("newsletter",),
    "newsletternews": ("newsletter", "news"),
    "newspaper article": ("newspaper article",),
    "news articlenews": ("news article", "news"),
    "news articleprimary source": ("news article", "primary source"),
    "blog postcommentary": ("blog post", "commentary"),
    "working papernews": ("working paper", "news"),
    "arxiv preprintprimary source": ("arxiv preprint", "primary source"),
    "organizational reportreference": ("organizational report", "reference"),
    "book chaptereducational": ("book chapter", "educational"),
    "podcast episodeanalysis": ("podcast episode", "analysis"),
    "tool pagetool": ("tool page", "tool"),
    "webinar": ("webinar",),
    "reporter's diary": ("reporter's diary",),
    "papers": ("papers",),
    "primary sourcecase study": ("primary source", "case study"),
}


@pytest.mark.parametrize(("text", "expected"), CHIPS.items())
def test_chips_are_parted_only_into_known_ones(text: str, expected: tuple[str, ...]) -> None:
    assert split_chips(text) == expected


ABSTRACT = "\n\nAbstract\n\nWe train a model.\nIt works.\n\nSummary\n\nThe wiki's words."


def test_an_abstract_is_the_articles_and_a_review_the_wikis() -> None:
    text = (
        f"{HEAD}A Title{ABSTRACT}\n\nKey Points\n\n  • One.\n  • Two.\n\n"
        f"Review\n\nIt is sound.\n\nIt is short.\n\nMetadata\n\nImportance: 50/100newsletter"
        "\n\nResource ID: r1"
    )
    preview, claims, problems = read(text)
    assert claims == {"summary": "We train a model. It works."}
    assert preview.summary == "The wiki's words."
    assert preview.key_points == ("One.", "Two.")
    assert preview.review == ("It is sound.", "It is short.")
    assert preview.chips == ("newsletter",)
    assert problems == []


AUTHORS = {
    "one": ("Author\n\nJane Doe", ("Jane Doe",)),
    "several between dots": ("Authors\n\nJane Doe·John Q. Roe", ("Jane Doe", "John Q. Roe")),
    "several on lines": ("Authors\n\nJane Doe\n·\nJohn Roe", ("Jane Doe", "John Roe")),
    "with links": ("Authors\n\n[Jane Doe](/people/doe) · John", ("Jane Doe", "John")),
    "a company with a comma": ("Author\n\nWidgets, Inc.", ("Widgets, Inc.",)),
}


@pytest.mark.parametrize(("section", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_authors_are_claimed_of_the_article(section: str, expected: tuple[str, ...]) -> None:
    _, claims, problems = read(f"{HEAD}A Title\n\n{section}{FOOT}")
    assert claims == {"authors": expected}
    assert problems == []


DETAILS = {
    "of a paper, each value under its name": (
        "Paper Details\n\nCitations\n1,234\n12 influential\nYear\n2023\nMethodology\nempirical\n"
        "Categories\ncs.AI\ncs.LG\narXiv:2309.08600DOI:10.48550/arXiv.2309.08600Semantic Scholar",
        (
            ("Citations", "1,234"),
            ("Influential citations", "12"),
            ("Year", "2023"),
            ("Methodology", "empirical"),
            ("Categories", "cs.AI"),
            ("Categories", "cs.LG"),
            ("arXiv", "2309.08600"),
            ("DOI", "10.48550/arXiv.2309.08600"),
        ),
        2023,
    ),
    "run together": (
        "Paper Details\n\nCitations1,234\nYear2023Methodologyempirical",
        (("Citations", "1,234"), ("Year", "2023"), ("Methodology", "empirical")),
        2023,
    ),
    "with links": (
        "Paper Details\n\n[arXiv:2309.08600](https://arxiv.org/abs/2309.08600)",
        (("arXiv", "2309.08600"),),
        None,
    ),
    "of a post": (
        "Forum Post Details\n\nKarma\n92\nForum\nlesswrong\nForum Tags\nAI\nEvals\n"
        "Part of sequence: On Evals",
        (
            ("Karma", "92"),
            ("Forum", "lesswrong"),
            ("Forum Tags", "AI"),
            ("Forum Tags", "Evals"),
            ("Part of sequence", "On Evals"),
        ),
        None,
    ),
    "of a policy": (
        "Policy Document Details\n\nDocument Type\nexecutive order\nStatus\nin force",
        (("Document Type", "executive order"), ("Status", "in force")),
        None,
    ),
}


@pytest.mark.parametrize(("section", "expected", "year"), DETAILS.values(), ids=DETAILS)
def test_details_are_read_by_their_names(
    section: str, expected: tuple[tuple[str, str], ...], year: int | None
) -> None:
    preview, claims, problems = read(f"{HEAD}A Title\n\n{section}{FOOT}")
    assert preview.details == expected
    assert claims == ({"published": claim(year)} if year else {})
    assert problems == []


def claim(year: int) -> DateClaim:
    return DateClaim(date=PartialDate(year=year), kind="preview", raw=str(year))


URL = "https://example.org/2024/a-paper"
ROWS: dict[str, tuple[str, dict[str, Any], tuple[tuple[str, str], ...]]] = {
    "year, venue and address": (
        "2024·Transformer Circuits·example.org/2024/a-paper",
        {"published": claim(2024), "url": URL},
        (("Venue", "Transformer Circuits"),),
    ),
    "a venue that was peer-reviewed": (
        "Nature(peer-reviewed)·example.org/2024/a-paper",
        {"url": URL},
        (("Venue", "Nature(peer-reviewed)"),),
    ),
    "a host in the venue's place": (
        "2024 · example.org · example.org/2024/a-paper",
        {"published": claim(2024), "url": URL},
        (),
    ),
    "on several lines": (
        "2024\n· Transformer Circuits\n· example.org/2024/a-paper",
        {"published": claim(2024), "url": URL},
        (("Venue", "Transformer Circuits"),),
    ),
    "the address alone": ("https://example.org/2024/a-paper", {"url": URL}, ()),
    "with links": (
        f"[arXiv](/publications/arxiv) · [example.org/2024/a-pa...]({URL})",
        {"url": URL},
        (("Venue", "arXiv"),),
    ),
    "an address that is cut short": (
        "2024·example.org·example.org/2024/a-very-long...",
        {"published": claim(2024)},
        (("Address, cut short", "example.org/2024/a-very-long..."),),
    ),
}


@pytest.mark.parametrize(("row", "claims", "details"), ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("medium", ["", "paper\n\n"])
def test_the_row_of_year_venue_and_address_is_read(
    row: str, claims: dict[str, Any], details: tuple[tuple[str, str], ...], medium: str
) -> None:
    preview, claimed, problems = read(f"{HEAD}A Title\n\n{medium}{row}{FOOT}")
    assert (preview.title, preview.medium) == ("A Title", medium.strip() or None)
    assert (claimed, preview.details, problems) == (claims, details, [])


def test_two_years_that_differ_are_reported() -> None:
    text = f"{HEAD}A Title\n\n2024·example.org/a\n\nPaper Details\n\nYear\n2023{FOOT}"
    _, claims, problems = read(text)
    assert claims["published"] == claim(2023)
    assert problems == ['not read in the page: "2024"']


REASON = "High quality. An established institution."
OVERRIDE = "This resource has a direct credibility override."
RATINGS = {
    "a half": ("3.5/5\nHigh(3.5)\n\nWords.\n\nIts note.", 3.5, "High", "Words.", "Its note."),
    "a half with the label's whole number": ("3.5/5\nHigh(4)", 3.5, "High", None, None),
    "a half alone": ("2.5/5", 2.5, None, None, None),
    "set for the page itself": (
        f"4/5\nHigh(4)\n\n{REASON}\n\n{OVERRIDE}\n\nIts note.",
        4,
        "High",
        f"{REASON} {OVERRIDE}",
        "Its note.",
    ),
    "set for the page itself, without a note": (
        f"4/5\nHigh(4)\n\n{REASON}\n\n{OVERRIDE}",
        4,
        "High",
        f"{REASON} {OVERRIDE}",
        None,
    ),
}


@pytest.mark.parametrize(
    ("section", "value", "label", "reason", "note"), RATINGS.values(), ids=RATINGS
)
def test_a_rating_is_read_with_its_reason(
    section: str, value: float, label: str | None, reason: str | None, note: str | None
) -> None:
    preview, _, problems = read(f"{HEAD}A Title\n\nCredibility Rating\n\n{section}{FOOT}")
    expected = Credibility(value=value, maximum=5, label=label, reason=reason)
    assert (preview.credibility, preview.context_note) == (expected, note)
    assert problems == []


def test_a_rating_that_is_inherited_and_set_keeps_both() -> None:
    section = (
        f"4/5\nHigh(4)\n\n{REASON}\n\nRating inherited from publication venue: V\n\n{OVERRIDE}"
    )
    preview, _, problems = read(f"{HEAD}T\n\nCredibility Rating\n\n{section}\n\nIts note.{FOOT}")
    expected = Credibility(
        value=4, maximum=5, label="High", reason=f"{REASON} {OVERRIDE}", inherited_from="V"
    )
    assert (preview.credibility, preview.context_note) == (expected, "Its note.")
    assert problems == []


LONG = "We train a model on all the data there is and report it."
NOTE = "This is an update that is useful for researchers who track the field."
RATED = "\n\nCredibility Rating\n\n4/5\nHigh(4)"
TITLES = {
    "before a medium": (f"{LONG}\n\nweb", LONG, None),
    "before the address": (f"{LONG}\n\n2024·example.org/a", LONG, None),
    "before a rating": (f"{LONG}{RATED}", LONG, None),
    "before a note": (f"{LONG}\n\n{NOTE}", LONG, NOTE),
    "alone on a page without a copy": (LONG, LONG, None),
    "a medium's name": ("Web\n\nweb", "Web", None),
}


@pytest.mark.parametrize(("head", "title", "note"), TITLES.values(), ids=TITLES)
def test_a_long_title_that_ends_in_a_full_stop_is_a_title(
    head: str, title: str, note: str | None
) -> None:
    preview, _, problems = read(f"{HEAD}{head}{FOOT}")
    assert (preview.title, preview.context_note, problems) == (title, note, [])


def test_a_sentence_that_is_not_the_copys_title_is_a_note_where_nothing_rates_the_page() -> None:
    preview, _, _ = read(f"{HEAD}{NOTE}{COPY}")
    assert (preview.title, preview.context_note) == ("The Copy's Title", NOTE)
    preview, _, _ = read(f"{HEAD}{LONG}" + COPY.replace("The Copy's Title", LONG))
    assert (preview.title, preview.context_note) == (LONG, None)


def test_an_article_with_an_abstract_and_a_summary_is_no_page_of_a_wiki() -> None:
    with pytest.raises(SourceError, match="no page of a wiki"):
        read(f"A Paper{ABSTRACT}")
