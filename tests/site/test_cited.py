"""What every format cites an article by: its key and its type."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.config.records import Kind
from generator.model.articles import Article
from generator.model.entries import AuthorName, ItemType, Publication
from generator.model.record import PartialDate
from generator.site.citation_formats import as_cited, bibtex, citation_keys, csl_item, ris
from generator.site.metadata import coins, highwire
from generator.text.dates import parse_edtf
from tests.site.sample_library import CONFIG, make_article

GROUP = {"Acme Team": AuthorName(family="Acme Team", is_group=True)}
VAN = {"Ana de la Cruz": AuthorName(family="Cruz", given="Ana", particle="de la")}

KEYS = {
    "elhage2022toy": ("Toy Models", "2022", ("Elhage et al.",), {}),
    "doe2021tides": ("On the Tides", "2021-04", ("Jane Doe", "Bo Li"), {}),
    "cruz2021tides": ("Tides", "2021", ("Ana de la Cruz",), VAN),
    "team2021tides": ("Tides", "2021", ("Acme Team",), GROUP),
    "godel1931satze": ("Die Sätze", "1931", ("Gödel",), {}),
    "updatesjuly2024": ("Updates — July 2024", "2024", (), {}),
    "tideswavesshores2024": ("The Tides, Waves and Shores of Islands", "2024", (), {}),
    "oneilsmith2021tides": (
        "Tides",
        "2021",
        ("Jo O'Neil-Smith",),
        {"Jo O'Neil-Smith": AuthorName(family="O'Neil-Smith", given="Jo")},
    ),
    "doetides": ("Tides", None, ("Doe",), {}),
    "doe2021": (None, "2021", ("Doe",), {}),
    "slug": ("变压器电路", "2022", ("李雷",), {}),
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_the_author_the_year_and_a_word_of_the_title(key: str) -> None:
    title, date, authors, parts = KEYS[key]
    article = make_article("slug", date, title=title, authors=authors, name_parts=parts)
    assert citation_keys([article]) == {"id-slug": key}


def added(day: str, **fields: object) -> Article:
    known = {"title": "Tides", "authors": ("Doe",), "added": parse_edtf(day)}
    return make_article(day, "2021", **known, **fields)


def test_a_key_is_kept_whoever_comes_later() -> None:
    first, second, third = added("2024-01-01"), added("2024-02-01"), added("2024-03-01")
    keys = {"id-2024-01-01": "doe2021tides", "id-2024-02-01": "doe2021tidesa"}
    assert citation_keys([second, first]) == keys
    assert citation_keys([third, second, first]) == {**keys, "id-2024-03-01": "doe2021tidesb"}


def test_what_came_first_has_the_key_whatever_its_id() -> None:
    older = replace(added("2024-01-01"), id="z")
    undated = replace(make_article("u", "2021", title="Tides", authors=("Doe",)), id="y")
    newer = replace(added("2024-02-01"), id="a")
    assert citation_keys([newer, older, undated]) == {
        "y": "doe2021tides",
        "z": "doe2021tidesa",
        "a": "doe2021tidesb",
    }


def test_a_key_of_a_bibliography_is_kept_and_is_nobody_elses() -> None:
    older = added("2024-01-01")
    imported = added("2024-02-01", publication=Publication(key="Doe2021Tides"))
    assert citation_keys([older, imported]) == {
        "id-2024-02-01": "Doe2021Tides",
        "id-2024-01-01": "doe2021tidesa",
    }
    keyless = added("2024-02-01", publication=Publication(doi="10.1000/t"))
    assert citation_keys([older, keyless]) == {
        "id-2024-01-01": "doe2021tides",
        "id-2024-02-01": "doe2021tidesa",
    }


def test_many_of_one_key_each_have_their_own() -> None:
    date = PartialDate(year=2024)
    articles = [
        replace(make_article(f"{number:03d}", title="Tides", authors=("Doe",)), added=date)
        for number in range(100)
    ]
    keys = list(citation_keys(articles).values())
    assert len(set(keys)) == 100
    assert keys[:3] == ["doe2025tides", "doe2025tidesa", "doe2025tidesb"]
    assert keys[26:29] == ["doe2025tidesz", "doe2025tides-26", "doe2025tides-27"]


LARGE = Kind(name="paper", title="Paper", plural="Papers", large=True)
SMALL = Kind(name="note", title="Note", plural="Notes")
TALKS = Kind(name="talk", title="Talk", plural="Talks", cited_as="presentation")
ARXIV, BOOK = Publication(arxiv="2301.00001"), Publication(type="book")

# What it is → the type, and the word for it in CSL, RIS and BibTeX.
TYPES: dict[str, tuple[Kind, Publication | None, ItemType, str, str, str]] = {
    "of a large kind": (LARGE, None, "preprint", "article", "ELEC", "online"),
    "of any other kind": (SMALL, None, "blogPost", "post-weblog", "BLOG", "online"),
    "on arXiv": (SMALL, ARXIV, "preprint", "article", "ELEC", "online"),
    "of a kind that says so": (TALKS, ARXIV, "presentation", "speech", "SLIDE", "misc"),
    "imported": (TALKS, BOOK, "book", "book", "BOOK", "book"),
}


@pytest.mark.parametrize("case", TYPES)
def test_a_work_is_of_one_type_on_its_page_in_lists_and_in_every_export(case: str) -> None:
    kind, publication, zotero, csl, ris_type, bibtex_type = TYPES[case]
    one = as_cited(make_article("x", publication=publication), kind, "x")
    assert ("z:itemType", zotero) in highwire(one, "example.org")
    assert coins(one).endswith(f"&rft.type={zotero}")
    assert csl_item(one)["type"] == csl
    assert ris(one).startswith(f"TY  - {ris_type}\r\n")
    assert bibtex(one).startswith(f"@{bibtex_type}{{x,\n")


def test_the_kinds_of_the_sample_are_of_types_that_zotero_knows() -> None:
    types = {as_cited(make_article("x"), kind, "x").type for kind in CONFIG.kinds}
    assert types == {"preprint", "blogPost"}
