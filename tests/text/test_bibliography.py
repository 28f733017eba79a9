"""Sorts of works, and identifiers in addresses: what is one, and what only looks like one."""

from __future__ import annotations

from typing import Literal

import pytest
import rispy

from generator.model.entries import ItemType
from generator.text.bibliography import (
    WORDS,
    arxiv_in,
    citation_key_in,
    identifiers_in,
    issn_in,
    item_type,
)

ADDRESSES: dict[str, dict[str, str]] = {
    "https://arxiv.org/abs/2301.00001": {"arxiv": "2301.00001"},
    "http://www.arxiv.org/pdf/2301.00001v3.pdf": {"arxiv": "2301.00001"},
    "https://arxiv.org/abs/math.GT/0309136": {"arxiv": "math/0309136"},
    "https://doi.org/10.48550/arXiv.2301.00001": {
        "arxiv": "2301.00001",
        "doi": "10.48550/arxiv.2301.00001",
    },
    "https://dx.doi.org/10.1000/ABC%281%29": {"doi": "10.1000/abc(1)"},
    "https://dl.acm.org/doi/10.1145/3442188.3445922": {"doi": "10.1145/3442188.3445922"},
    "https://dl.acm.org/doi/fullHtml/10.1145/3442188": {"doi": "10.1145/3442188"},
    "https://press.example/doi/abs/10.1000/x.1?journalCode=a": {"doi": "10.1000/x.1"},
    "https://press.example/doi/10.1000/x.1/full": {"doi": "10.1000/x.1"},
    "https://link.springer.com/article/10.1007/s11263-015-0816-y": {
        "doi": "10.1007/s11263-015-0816-y"
    },
    "https://link.springer.com/content/pdf/10.1007/s11263-015.pdf": {"doi": "10.1007/s11263-015"},
    "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.01&type=printable": {
        "doi": "10.1371/journal.pone.01"
    },
    "https://www.frontiersin.org/articles/10.3389/fnins.2020.1/full": {
        "doi": "10.3389/fnins.2020.1"
    },
    "https://www.biorxiv.org/content/10.1101/2020.03.01.123456v2.full": {
        "doi": "10.1101/2020.03.01.123456"
    },
    "https://www.medrxiv.org/content/10.1101/2020.03.01.20029876v1": {
        "doi": "10.1101/2020.03.01.20029876"
    },
    "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.116.061102": {
        "doi": "10.1103/physrevlett.116.061102"
    },
    "https://iopscience.iop.org/article/10.1088/0004-637X/795/1/64/meta": {
        "doi": "10.1088/0004-637x/795/1/64"
    },
    "https://pubmed.ncbi.nlm.nih.gov/31452104/": {"pmid": "31452104"},
    "https://www.ncbi.nlm.nih.gov/pubmed/31452104": {"pmid": "31452104"},
    "https://europepmc.org/article/MED/31452104": {"pmid": "31452104"},
    "https://openlibrary.org/isbn/978-3-16-148410-0": {"isbn": "9783161484100"},
    "https://openlibrary.org/isbn/0306406152": {"isbn": "0306406152"},
    "https://openlibrary.org/isbn:080442957x": {"isbn": "080442957X"},
    "https://www.ncbi.nlm.nih.gov/pubmed/31452104/?report=a": {"pmid": "31452104"},
    "https://europepmc.org/abstract/med/31452104": {"pmid": "31452104"},
    "https://www.biorxiv.org/content/10.1101/123456": {"doi": "10.1101/123456"},
    # What only looks like one, or is part of one.
    "https://openlibrary.org/isbn/0306406153": {},
    "https://openlibrary.org/notisbn/0306406152": {},
    "https://www.ncbi.nlm.nih.gov/pubmed/31452104x": {},
    "https://openlibrary.org/isbn/978-3-16-148410-1": {},
    "https://academic.oup.com/nar/article/doi/10.1093/nar/gkab1/6123456": {},
    "https://blog.example/2301.00001": {},
    "https://blog.example/doi/about": {},
    "https://blog.example/10.1000/x": {},
    "https://pubmed.ncbi.nlm.nih.gov/?term=31452104": {},
    "https://notdoi.org/10.1000/x": {},
    "https://a.example/?next=https://doi.org/10.1000/x": {},
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_holds_the_identifiers_that_it_shows(url: str) -> None:
    assert identifiers_in(url) == ADDRESSES[url]


FORMS = "abstract full pdf epdf summary references meta html abstract/full.pdf meta/html/pdf/"


@pytest.mark.parametrize("form", FORMS.split())
def test_the_name_of_a_form_is_no_part_of_a_doi(form: str) -> None:
    url = "https://press.example/doi/10.1000/x.1"
    assert identifiers_in(f"{url}/{form}") == {"doi": "10.1000/x.1"}
    assert identifiers_in(f"{url}/{form}x") == {"doi": f"10.1000/x.1/{form}x"}


# format → its words for sorts of works, and Zotero's
WORDS_OF: dict[Literal["csl", "ris", "bibtex"], dict[str, ItemType | None]] = {
    "bibtex": {
        "article": "journalArticle",
        "book": "book",
        "booklet": "book",
        "collection": "book",
        "conference": "conferencePaper",
        "dataset": "dataset",
        "inbook": "bookSection",
        "incollection": "bookSection",
        "inproceedings": "conferencePaper",
        "inreference": "bookSection",
        "manual": "report",
        "mastersthesis": "thesis",
        "misc": None,
        "mvbook": "book",
        "online": None,
        "phdthesis": "thesis",
        "proceedings": "book",
        "report": "report",
        "software": "computerProgram",
        "suppbook": "bookSection",
        "techreport": "report",
        "thesis": "thesis",
        "unpublished": "manuscript",
        "video": "videoRecording",
    },
    "ris": {
        "BLOG": "blogPost",
        "CHAP": "bookSection",
        "CONF": "conferencePaper",
        "CPAPER": "conferencePaper",
        "EBOOK": "book",
        "ECHAP": "bookSection",
        "EDBOOK": "book",
        "EJOUR": "journalArticle",
        "ELEC": None,
        "GEN": None,
        "JOUR": "journalArticle",
        "UNPB": "manuscript",
    },
    "csl": {
        "article": "preprint",
        "chapter": "bookSection",
        "document": None,
        "review": "journalArticle",
        "review-book": "journalArticle",
        "unheard-of": None,
    },
}


@pytest.mark.parametrize("form", WORDS_OF)
def test_each_format_has_words_for_sorts_of_works(form: Literal["csl", "ris", "bibtex"]) -> None:
    assert {word: item_type(word, form) for word in WORDS_OF[form]} == WORDS_OF[form]
    assert item_type(None, form) is None


@pytest.mark.parametrize("sort", WORDS)
def test_a_sort_of_work_is_known_again_by_its_own_word_in_csl(sort: ItemType) -> None:
    assert item_type(WORDS[sort].csl, "csl") == (None if sort == "document" else sort)


def test_the_words_of_ris_are_those_that_it_has() -> None:
    assert {words.ris for words in WORDS.values()} <= set(rispy.TYPE_OF_REFERENCE_MAPPING)


# The types of BibTeX, and of BibLaTeX `online`, which no older style knows.
TYPES = "article book incollection inproceedings misc online phdthesis techreport unpublished"


def test_the_words_of_bibtex_are_those_that_it_has() -> None:
    assert {words.bibtex for words in WORDS.values()} == {*TYPES.split()}


ISSNS = {
    "1234-5678": "1234-5678",
    "ISSN 1234-567x (print)": "1234-567X",
    "12345678": "1234-5678",
    "1234-56789": None,
    "0-1234-5678": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize("text", ISSNS)
def test_an_issn_is_found_in_a_text(text: str | None) -> None:
    assert issn_in(text) == ISSNS[text]


# From https://schema.org/CreativeWork: it, and what stands below it.
SCHEMA = (
    "Article AudioObject BlogPosting Book Chapter CreativeWork Dataset DiscussionForumPosting "
    "Manuscript NewsArticle PresentationDigitalDocument Report ScholarlyArticle SoftwareSourceCode "
    "Thesis VideoObject"
)


def test_the_words_of_schema_org_are_those_that_it_has() -> None:
    assert sorted({words.schema for words in WORDS.values()}) == SCHEMA.split()


NUMBERS = {
    "2301.00001": "2301.00001",
    "arXiv:2301.00001v2 [cs.LG]": "2301.00001",
    "arXiv preprint arXiv:1901.00001": "1901.00001",
    "math.GT/0309136": "math/0309136",
    "arXiv:Hep-Th/9901001": "hep-th/9901001",
    "Journal 2301.00001": None,
    "12": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_of_arxiv_is_known_by_its_form_or_its_name(text: str | None) -> None:
    assert arxiv_in(text) == NUMBERS[text]


KEYS: dict[str | None, str | None] = {
    "doe2021tides": "doe2021tides",
    "Doe:2021-tides_a.b+c": "Doe:2021-tides_a.b+c",
    "2021a": "2021a",
    **dict.fromkeys(["", None, "2021", "a b", "a,b", "{a}", "a}", "(a)", "a)", 'a"b', "a#b"]),
    **dict.fromkeys(["a%b", "a~b", "a\\b", "a='b'", "it's", "a=b", "a@b", "https://a.example"]),
}


@pytest.mark.parametrize("text", KEYS)
def test_a_key_to_cite_by_holds_nothing_that_bibtex_would_stumble_over(text: str | None) -> None:
    assert citation_key_in(text) == KEYS[text]
