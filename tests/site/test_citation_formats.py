"""BibTeX, RIS and CSL-JSON: what each says of an article, to the last field."""

from __future__ import annotations

import re

import pytest

from generator.config.records import Kind
from generator.model import Article, AuthorName, Publication
from generator.site.citation_formats import Cited, as_cited, bibtex, csl_item, ris
from tests.site.sample_library import CONFIG, make_article

NOTE, PAPER = CONFIG.kind("note"), CONFIG.kind("paper")


def cited(article: Article, kind: Kind = NOTE) -> Cited:
    return as_cited(article, kind, article.slug)


JANE = AuthorName(family="Doe", given="Jane")
VAN_DER_ROE = AuthorName(family="Roe", given="John", particle="van der", suffix="Jr.")
TEAM = AuthorName(family="Acme, Inc. and Team", is_group=True)
PARTS = {"Jane Doe": JANE, "John van der Roe Jr.": VAN_DER_ROE, "Acme, Inc. and Team": TEAM}
PEOPLE = (*PARTS, "Ada Lindsey")
JOURNAL = Publication(
    type="journalArticle",
    container="Sea & Sand",
    volume="12",
    issue="3",
    pages="1\u201312",
    publisher="A Press",
    doi="10.1000/a_b",
    arxiv="2301.00001",
    pmid="123",
    isbn="9783161484100",
)

BIBTEX: dict[str, tuple[Article, list[str]]] = {
    "a month is said by year and month": (
        make_article("x", "2025-07", title="On It", authors=("Lindsey", "Bo Li")),
        [
            "  author = {Lindsey and {Bo Li}},",
            "  title = {{On It}},",
            "  year = {2025},",
            "  month = jul,",
            r"  howpublished = {\url{https://example.org/x/}},",
            "  url = {https://example.org/x/},",
        ],
    ),
    "what is not known is left out": (
        make_article("x", None, title="On It", url=None),
        ["  title = {{On It}},"],
    ),
    "a year alone": (make_article("x", "2025", title=None, url=None), ["  year = {2025},"]),
    "a year that biblatex wants in four digits": (
        make_article("x", "0800", title=None, url=None),
        ["  year = {800},", "  date = {0800},"],
    ),
    "a day is a date as well": (
        make_article("x", "2025-07-04", title=None, url=None),
        ["  year = {2025},", "  month = jul,", "  date = {2025-07-04},"],
    ),
    "a range has the month of its end, and all of it for biblatex": (
        make_article("x", "2020-03/2021-04", title=None, url=None),
        ["  year = {2021},", "  month = apr,", "  date = {2020-03/2021-04},"],
    ),
    "parts of names that a source states, and names that are whole": (
        make_article("x", None, title=None, url=None, authors=PEOPLE, name_parts=PARTS),
        [
            "  author = {Doe, Jane and van der Roe, Jr., John and {Acme, Inc. and Team}"
            " and {Ada Lindsey}},"
        ],
    ),
    "nothing is guessed of a name": (
        make_article("x", None, title=None, url=None, authors=("Doe, Jane", "others")),
        ["  author = {{Doe, Jane} and {others}},"],
    ),
    "other scripts stay as they are": (
        make_article("x", None, title="变压器电路", url=None, authors=("李雷",)),
        ["  author = {李雷},", "  title = {{变压器电路}},"],
    ),
    "abstract and tags": (
        make_article("x", None, title=None, url=None, summary="50%\r\nof it", tags=("a", "b, c")),
        [r"  abstract = {50\% of it},", "  keywords = {a, {b, c}},"],
    ),
    "an address that BibTeX could not end": (
        make_article("x", None, title=None, url="https://example.org/{a\\b%20_"),
        [
            r"  howpublished = {\url{https://example.org/%7Ba%5Cb%20_}},",
            "  url = {https://example.org/%7Ba%5Cb%20_},",
        ],
    ),
}


@pytest.mark.parametrize("case", BIBTEX)
def test_a_bibtex_entry_says_what_is_known(case: str) -> None:
    article, fields = BIBTEX[case]
    assert bibtex(cited(article)).split("\n") == ["@online{x,", *fields, "}"]


def test_an_entry_is_found_by_its_permalink_too_which_no_correction_changes() -> None:
    article = make_article("its-slug", None, title=None, url=None)
    entry = bibtex(as_cited(article, NOTE, "doe2021tides"))
    assert entry == "@online{doe2021tides,\n  ids = {its-slug},\n}"


def test_an_imported_article_keeps_where_it_was_published() -> None:
    article = make_article("x", "2021", title=None, url=None, publication=JOURNAL)
    assert bibtex(cited(article)).split("\n") == [
        "@article{x,",
        r"  journal = {Sea \& Sand},",
        "  volume = {12},",
        "  number = {3},",
        "  pages = {1--12},",
        "  publisher = {A Press},",
        "  year = {2021},",
        "  doi = {10.1000/a_b},",
        "  eprint = {2301.00001},",
        "  eprinttype = {arxiv},",
        "  archiveprefix = {arXiv},",
        "  pmid = {123},",
        "  isbn = {9783161484100},",
        "}",
    ]
    assert ris_records(ris(cited(article))) == [
        [
            *[("TY", "JOUR"), ("ID", "x"), ("T2", "Sea & Sand"), ("VL", "12"), ("IS", "3")],
            *[("SP", "1"), ("EP", "12"), ("PB", "A Press"), ("PY", "2021"), ("DA", "2021///")],
            *[("DO", "10.1000/a_b"), ("AN", "arXiv:2301.00001"), ("AN", "PMID:123")],
            *[("SN", "9783161484100"), ("ER", "")],
        ]
    ]
    assert csl_item(cited(article)) == {
        "id": "x",
        "type": "article-journal",
        "container-title": "Sea & Sand",
        "volume": "12",
        "issue": "3",
        "page": "1\u201312",
        "number": "arXiv:2301.00001",
        "publisher": "A Press",
        "issued": {"date-parts": [[2021]]},
        "DOI": "10.1000/a_b",
        "PMID": "123",
        "ISBN": "9783161484100",
    }


def test_the_place_of_a_paper_at_a_conference_is_its_book() -> None:
    publication = Publication(type="conferencePaper", container="Knots", publisher="A Press")
    article = make_article("x", None, title=None, url=None, publication=publication)
    fields = ["  booktitle = {Knots},", "  publisher = {A Press},", "}"]
    assert bibtex(cited(article)).split("\n") == ["@inproceedings{x,", *fields]


ET_AL = ("Lindsey et al.", "Lindsey et al", "Lindsey, et al.", "Lindsey and others")


@pytest.mark.parametrize("byline", [*((name,) for name in ET_AL), ("Lindsey", "et al.")])
def test_et_al_is_a_format_s_own_word_in_every_form(byline: tuple[str, ...]) -> None:
    article = make_article("x", None, title=None, url=None, authors=byline)
    assert "  author = {Lindsey and others},\n" in bibtex(cited(article))
    assert ris_records(ris(cited(article)))[0][2:] == [("AU", "Lindsey"), ("ER", "")]
    assert csl_item(cited(article))["author"] == [{"literal": "Lindsey"}, {"literal": "others"}]


def ris_records(text: str) -> list[list[tuple[str, str]]]:
    """A line is a tag, two spaces, a hyphen, a space and the value; ER ends a record."""
    records: list[list[tuple[str, str]]] = [[]]
    for line in filter(None, text.split("\r\n")):
        assert re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line), line
        records[-1].append((line[:2], line[6:]))
        if line == "ER  - ":
            records.append([])
    assert records.pop() == []
    return records


RIS = {
    "all that is known": (
        make_article(
            "x", "2025-07-04", authors=("Ada Lindsey", "Bo Li"), summary="A\nB", tags=("c", "d")
        ),
        [
            *[("TY", "BLOG"), ("ID", "x"), ("AU", "Ada Lindsey"), ("AU", "Bo Li"), ("TI", "X")],
            *[("PY", "2025"), ("DA", "2025/07/04/"), ("UR", "https://example.org/x/")],
            *[("AB", "A B"), ("KW", "c"), ("KW", "d"), ("ER", "")],
        ],
    ),
    "nothing but a month": (
        make_article("x", "2025-07", title=None, url=None),
        [("TY", "BLOG"), ("ID", "x"), ("PY", "2025"), ("DA", "2025/07//"), ("ER", "")],
    ),
    "a range stands at its end and says when it began": (
        make_article("x", "2020/2021", title=None, url=None),
        [("TY", "BLOG"), ("ID", "x"), ("PY", "2021"), ("DA", "2021///from 2020"), ("ER", "")],
    ),
    "parts of names": (
        make_article("x", None, title=None, url=None, authors=PEOPLE, name_parts=PARTS),
        [
            *[("TY", "BLOG"), ("ID", "x"), ("AU", "Doe, Jane"), ("AU", "van der Roe, John, Jr.")],
            *[("AU", "Acme, Inc. and Team"), ("AU", "Ada Lindsey"), ("ER", "")],
        ],
    ),
}


@pytest.mark.parametrize("case", RIS)
def test_a_ris_record_says_what_is_known(case: str) -> None:
    article, expected = RIS[case]
    assert ris_records(ris(cited(article))) == [expected]


CSL: dict[str, tuple[Article, dict[str, object]]] = {
    "all that is known": (
        make_article("x", authors=("Ada Lindsey",), summary="A", tags=("b", "c")),
        {
            "id": "x",
            "type": "article",
            "title": "X",
            "author": [{"literal": "Ada Lindsey"}],
            "issued": {"date-parts": [[2025, 7]]},
            "URL": "https://example.org/x/",
            "abstract": "A",
            "keyword": "b, c",
        },
    ),
    "a range has two ends": (
        make_article("x", "2020-03/2021-04", title=None, url=None),
        {"id": "x", "type": "article", "issued": {"date-parts": [[2020, 3], [2021, 4]]}},
    ),
    "parts of names, the particle with the family’s": (
        make_article("x", None, title=None, url=None, authors=PEOPLE, name_parts=PARTS),
        {
            "id": "x",
            "type": "article",
            "author": [
                {"family": "Doe", "given": "Jane"},
                {"family": "van der Roe", "given": "John", "suffix": "Jr."},
                {"literal": "Acme, Inc. and Team"},
                {"literal": "Ada Lindsey"},
            ],
        },
    ),
    "nothing": (make_article("x", None, title=None, url=None), {"id": "x", "type": "article"}),
}


@pytest.mark.parametrize("case", CSL)
def test_a_csl_item_says_what_is_known(case: str) -> None:
    article, expected = CSL[case]
    assert csl_item(cited(article, PAPER)) == expected
