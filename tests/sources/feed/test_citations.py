"""Which lines are citations and no text, and where an entry says that it was published."""

from __future__ import annotations

import pytest

from generator.model.entries import Publication
from generator.sources.feed.conventions.citations import (
    find_publications,
    has_sign,
    take_off_citations,
)
from generator.sources.feed.conventions.convention import WholeFeed
from tests.sources.feed.making import feed_of, item_of

# words that a citation may hold beside numbers, months and the name of its journal
WORDS = (
    "volume vol issue iss no nr number page pages pp p article articles early view earlyview ahead "
    "of print online published first advance access in press doi pmid pmcid pmc epub e just "
    "accepted vor version record https http www org dx the on"
).split()


def cited(*lines: str) -> WholeFeed:
    """A feed of a journal whose texts begin with these lines."""
    texts = zip(lines, ("Pots boil.", "Pans fry."), strict=True)
    return feed_of(
        (item_of(f"<p>{line}</p><p>{text}</p>") for line, text in texts), title="Kettle Studies"
    )


@pytest.mark.parametrize("word", WORDS)
def test_a_line_of_a_journal_a_volume_and_words_of_citations_is_taken_off(word: str) -> None:
    found = take_off_citations(
        cited("Kettle Studies, vol. 3, 7", f"Kettle Studies, vol. 4, {word} 9")
    )
    assert [item.summary for item in found.items] == ["Pots boil.", "Pans fry."]


def test_a_line_with_another_word_stays() -> None:
    feed = cited("Kettle Studies, vol. 3, 7", "Kettle Studies, vol. 4, pan 9")
    assert take_off_citations(feed) == (feed.items, ())


# a folded line → whether it has what only citations have
SIGNS = {
    "volume 9": True,
    "vol. 9": True,
    "vol 9": True,
    "volumes of tea": False,
    "issue 3": True,
    "issues": False,
    "early view": True,
    "earlyview": True,
    "ahead of print": True,
    "page 3": True,
    "pages 3": True,
    "pp. 3": True,
    "doi 3": True,
    "published online": True,
    "online first": True,
    "advance access": True,
    "in press": True,
    "pmid 3": True,
    "pots, 2024, 12, 3": True,
    "pots, 2024,12,3": True,
    "pots, 1824, 12, 3": False,
    "goahead of print": False,
    "just accepted": True,
    "article 7": True,
    "article e7": True,
    "article of pots": False,
    "12 (3): 4": True,
    "12(3):e4": True,
    "12: 34-56": True,
    "12:e34-e56": True,
    "12: 34": False,
    "10.1000/a": True,
    "https://doi.org/10.1000/a": True,
    "http://dx.doi.org/10.1000/a": True,
    "see 10.1000/a": False,
    "pots boil in 2024": False,
}


@pytest.mark.parametrize(("line", "is_one"), SIGNS.items(), ids=SIGNS)
def test_a_citation_has_a_volume_an_issue_pages_or_a_doi(line: str, is_one: bool) -> None:
    assert has_sign(line) == is_one


# the label in front of most texts → the rest of a text; None: it is none
LABELS = {
    "<p>Abstract</p><p>Pots boil.</p>": "Pots boil.",
    "<p>ABSTRACT.</p><p>Pots boil.</p>": "Pots boil.",
    "<h2>Summary:</h2><p>Pots boil.</p>": "Pots boil.",
    "<h2>Zusammenfassung</h2><p>Töpfe kochen.</p>": "Töpfe kochen.",
    "<h2>Résumé</h2><p>Ça bout.</p>": "Ça bout.",
    "<h2>Resumen</h2><p>Hierve.</p>": "Hierve.",
    "Abstract: Pots boil.": "Pots boil.",
    "summary: Pots boil.": "Pots boil.",
    "Abstract Pots boil.": "Pots boil.",
    "ABSTRACT. Pots boil.": "Pots boil.",
    "<b>Abstract:</b> Pots boil.": "Pots boil.",
    "Abstract pots boil.": None,
    "Summary Pots boil.": None,
    "Abstracts: Pots boil.": None,
    "No abstract available.": "",
    "No abstract is available": "",
    "Abstract not available": "",
    "[No abstract]": "",
}


@pytest.mark.parametrize(("html", "rest"), LABELS.items(), ids=LABELS)
def test_the_label_abstract_is_taken_off_where_most_texts_have_it(
    html: str, rest: str | None
) -> None:
    feed = feed_of([item_of(html), item_of(html)])
    found = take_off_citations(feed)
    if rest is None:
        assert found == (feed.items, ())
        return
    assert [item.summary for item in found.items] == [rest or None] * 2
    assert found.traits == ("most texts begin with the word “Abstract”, which was taken off",)


POTS = "Pots Today"
# what the elements of an entry state → where it was published
STATED: dict[str, tuple[dict[str, str], str | None, Publication | None]] = {
    "a journal, a volume and pages": (
        {
            **{"prism_publicationname": POTS, "prism_volume": "3", "prism_number": "4"},
            **{"prism_startingpage": "5", "prism_endingpage": "9", "prism_publisher": "Press"},
            **{"prism_issn": "2049-3630", "dc_identifier": "PMID: 123", "prism_isbn": "x"},
        },
        None,
        Publication(
            type="journalArticle",
            container=POTS,
            volume="3",
            issue="4",
            pages="5–9",
            publisher="Press",
            issn="2049-3630",
            pmid="123",
        ),
    ),
    "an issue under its other name, a range of pages, an ISSN of the web": (
        {
            **{"prism_publicationname": POTS, "prism_issueidentifier": "4"},
            **{"prism_pagerange": "5-9", "prism_eissn": "2049-3630"},
        },
        None,
        Publication(container=POTS, issue="4", pages="5-9", issn="2049-3630"),
    ),
    "a page where it begins": (
        {"prism_publicationname": POTS, "prism_startingpage": "5"},
        None,
        Publication(type="journalArticle", container=POTS, pages="5"),
    ),
    "a page where it ends": (
        {"prism_publicationname": POTS, "prism_endingpage": "9"},
        None,
        Publication(container=POTS, pages="9"),
    ),
    "a magazine": (
        {"prism_publicationname": POTS, "prism_aggregationtype": "Magazine", "prism_volume": "3"},
        None,
        Publication(type="magazineArticle", container=POTS, volume="3"),
    ),
    "a newspaper": (
        {"prism_publicationname": POTS, "prism_aggregationtype": "newspaper"},
        None,
        Publication(type="newspaperArticle", container=POTS),
    ),
    "a journal that is said to be one": (
        {"prism_publicationname": POTS, "prism_aggregationtype": "journal"},
        None,
        Publication(type="journalArticle", container=POTS),
    ),
    "an aggregation of another sort": (
        {"prism_publicationname": POTS, "prism_aggregationtype": "other", "prism_volume": "3"},
        None,
        Publication(container=POTS, volume="3"),
    ),
    "a journal of an article with a DOI": (
        {"prism_publicationname": POTS},
        "10.1000/a",
        Publication(type="journalArticle", container=POTS),
    ),
    "a name alone": ({"prism_publicationname": POTS}, None, Publication(container=POTS)),
    "a DOI and a volume": ({"prism_volume": "3"}, "10.1000/a", Publication(volume="3")),
    "a DOI alone": ({}, "10.1000/a", None),
    "a number that is none of PubMed's": (
        {"prism_publicationname": POTS, "dc_identifier": "123"},
        None,
        Publication(container=POTS),
    ),
    "a volume of nothing": ({"prism_volume": "3"}, None, None),
}


@pytest.mark.parametrize(("elements", "doi", "expected"), STATED.values(), ids=STATED)
def test_an_entry_was_published_in_what_its_elements_name(
    elements: dict[str, str], doi: str | None, expected: Publication | None
) -> None:
    found = find_publications(feed_of([item_of(elements=elements, doi=doi)]))
    assert [item.publication for item in found.items] == [expected]
    trait = "entries state where they were published (1)"
    assert found.traits == ((trait,) if expected else ())
