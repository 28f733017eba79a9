"""BibTeX, RIS and CSL-JSON: what each says of an article, to the last field."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from generator.config.records import Kind
from generator.model.articles import Article
from generator.model.entries import AuthorName, ItemType, Publication
from generator.site.citation_formats import Cited, as_cited, bibtex, csl_item, downloads, ris
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
        make_article("x", None, title=None, url="https://example.org/{a\\b}%20_ c"),
        [
            r"  howpublished = {\url{https://example.org/%7Ba%5Cb%7D%20_%20c}},",
            "  url = {https://example.org/%7Ba%5Cb%7D%20_%20c},",
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


# type → the entry's type, and what BibTeX calls the place and the publisher
PLACES: dict[ItemType, tuple[str, str, str]] = {
    "journalArticle": ("article", "journal", "publisher"),
    "conferencePaper": ("inproceedings", "booktitle", "publisher"),
    "bookSection": ("incollection", "booktitle", "publisher"),
    "thesis": ("phdthesis", "journal", "school"),
    "report": ("techreport", "journal", "institution"),
}


@pytest.mark.parametrize("type_", PLACES)
def test_bibtex_has_a_word_of_its_own_for_the_place_of_some_works(type_: ItemType) -> None:
    entry, place, publisher = PLACES[type_]
    publication = Publication(type=type_, container="Knots", publisher="A Press", issn="1234-5678")
    article = make_article("x", None, title=None, url=None, publication=publication)
    assert bibtex(cited(article)).split("\n") == [
        f"@{entry}{{x,",
        f"  {place} = {{Knots}},",
        f"  {publisher} = {{A Press}},",
        "  issn = {1234-5678},",
        "}",
    ]


# type → whether its entry says by an address how it was published, where there is no field for one
HOW: dict[ItemType, bool] = {"blogPost": True, "presentation": True, "book": False}


@pytest.mark.parametrize("type_", HOW)
def test_an_address_is_how_a_work_was_published_that_has_no_other_place(type_: ItemType) -> None:
    article = make_article("x", None, publication=Publication(type=type_))
    assert ("howpublished" in bibtex(cited(article))) is HOW[type_]
    assert "  url = {https://example.org/x/},\n" in bibtex(cited(article))


def test_a_month_is_bibtexs_own_word() -> None:
    months = [
        re.findall("  month = (.*),", bibtex(cited(make_article("x", f"2025-{month:02}"))))
        for month in range(1, 13)
    ]
    expected = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    assert months == [[month] for month in expected]


# a part of a name → as it stands in an entry
NAME_PARTS = {
    "a plain one": ("Doe", "Doe"),
    "a comma, which parts a name": ("Doe, Sr.", "{Doe, Sr.}"),
    "an and, which parts names": ("Doe And Roe", "{Doe And Roe}"),
    "an and at its beginning": ("and Roe", "{and Roe}"),
    "letters that begin so": ("Sandand Andes", "Sandand Andes"),
}


@pytest.mark.parametrize(("family", "shown"), NAME_PARTS.values(), ids=NAME_PARTS)
def test_a_part_of_a_name_is_in_braces_where_bibtex_would_part_it(family: str, shown: str) -> None:
    parts = {"J": AuthorName(family=family, given="Jane")}
    article = make_article("x", None, title=None, url=None, authors=("J",), name_parts=parts)
    assert bibtex(cited(article)).split("\n")[1] == f"  author = {{{shown}, Jane}},"


# tags → the keywords of BibTeX, those of CSL
KEYWORDS = {
    "plain": (("a", "b c"), "{a, b c}", "a, b c"),
    "with a comma": (("a", "b, c"), "{a, {b, c}}", "a; b, c"),
    "with a semicolon": (("a", "b; c"), "{a, {b; c}}", "a, b; c"),
}


@pytest.mark.parametrize(("tags", "keywords", "keyword"), KEYWORDS.values(), ids=KEYWORDS)
def test_tags_are_kept_apart(tags: tuple[str, ...], keywords: str, keyword: str) -> None:
    one = cited(make_article("x", tags=tags))
    assert f"  keywords = {keywords},\n" in bibtex(one)
    assert csl_item(one)["keyword"] == keyword


def test_a_citation_to_take_along_is_all_of_it_in_an_address() -> None:
    article = make_article(
        "x", "2025-07", title="50% <of> “it” #1 {é}", summary="A\tb\\c|d^e`f\x7f[g]"
    )
    (bib, ris_) = downloads(cited(article))
    assert (bib[:2], ris_[:2]) == (("BibTeX", "x.bib"), ("RIS", "x.ris"))
    for (_name, _file, address), type_, text in (
        (bib, "application/x-bibtex", bibtex(cited(article))),
        (ris_, "application/x-research-info-systems", ris(cited(article))),
    ):
        head, _comma, data = address.partition(",")
        assert (head, unquote(data)) == (f"data:{type_}", text)
        # https://url.spec.whatwg.org/#url-code-points
        assert re.fullmatch(r"(?:[\w!$&'()*+,\-./:;=?@~“”]|%[0-9A-F]{2})*", data)


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


def test_a_short_entry_has_no_abstract_and_no_keywords() -> None:
    article = make_article("x", None, title="On It", url=None, summary="Of it.", tags=("a",))
    assert bibtex(cited(article), short=True) == "@online{x,\n  title = {{On It}},\n}"


# a byline, the parts of its names → the authors of BibTeX
BYLINES: dict[str, tuple[tuple[str, ...], dict[str, AuthorName], str | None]] = {
    "others alone are nobody": (("et al.",), {}, None),
    "a family's name alone": (
        ("van Berg",),
        {"van Berg": AuthorName(family="Berg", particle="van")},
        "{van Berg}",
    ),
    "one word": (("Plato",), {"Plato": AuthorName(family="Plato")}, "Plato"),
    "one word of a group": (
        ("Acme",),
        {"Acme": AuthorName(family="Acme", is_group=True)},
        "{Acme}",
    ),
    "a word that BibTeX reads": (("And", "Others"), {}, "{And} and {Others}"),
    "an and at the end of a part": (
        ("J",),
        {"J": AuthorName(family="Roe and", given="Jane")},
        "{Roe and}, Jane",
    ),
}


@pytest.mark.parametrize(("names", "parts", "expected"), BYLINES.values(), ids=BYLINES)
def test_a_name_is_written_so_that_bibtex_does_not_part_it(
    names: tuple[str, ...], parts: dict[str, AuthorName], expected: str | None
) -> None:
    one = cited(make_article("x", None, title=None, url=None, authors=names, name_parts=parts))
    author = [f"  author = {{{expected}}},"] if expected else []
    assert bibtex(one).split("\n") == ["@online{x,", *author, "}"]
    assert ("author" in csl_item(one)) is (expected is not None)


def test_the_year_a_thousand_has_four_digits_by_itself() -> None:
    years = {
        year: bibtex(cited(make_article("x", year, title=None, url=None))).split("\n")[1:-1]
        for year in ("0999", "1000")
    }
    assert years == {"0999": ["  year = {999},", "  date = {0999},"], "1000": ["  year = {1000},"]}


def test_the_number_of_a_journal_stands_where_there_is_none_of_a_book() -> None:
    article = make_article(
        "x", None, title=None, url=None, publication=Publication(issn="1234-5678")
    )
    assert ("SN", "1234-5678") in ris_records(ris(cited(article)))[0]
    assert csl_item(cited(article))["ISSN"] == "1234-5678"


@pytest.mark.parametrize(
    ("pages", "ends"),
    [
        ("12-34", ("12", "34")),
        ("12 -- 34", ("12", "34")),
        ("e7", ("e7", "")),
        (None, ("", "")),
        ("A-1-A-9", ("A", "1-A-9")),
    ],
)
def test_pages_have_a_first_and_a_last(pages: str | None, ends: tuple[str, str]) -> None:
    assert cited(make_article("x", publication=Publication(pages=pages))).pages == ends
