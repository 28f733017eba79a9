"""The exports as other programs read them: pybtex, bibtexparser, biber, rispy, citeproc, Zotero."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import parse_qsl

import hypothesis.strategies as st
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from bs4 import BeautifulSoup
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import plain
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from pybtex.database import BibliographyData, Person, parse_string

from generator.model.articles import Article
from generator.model.entries import AuthorName, Publication
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.exports import all_bibtex, all_csl, all_ris
from generator.sources.lists.bibtex import read_bibtex
from generator.text.html import clean_text
from generator.text.latex import without_latex
from generator.text.names import without_others
from tests.site.sample_library import make_article, make_library

# A title that some reader of BibTeX has been seen to stumble over, or to read as another.
TITLES = (
    "Open {only",
    "Shut} only",
    "} turned {",
    "{{Both}} {a{b}",
    r"A \backslash, C:\new\table and \'e",
    "ends in \\",
    r"\{",
    "50% of #1 & a_b ^ ~ $",
    "Between $5 and $6",
    "On $k$-sparse and $O(n^{2})$ at $5",
    "a--b---c",
    "``So'' it's",
    "Why?` ,,Darum'' !`",
    'Said "so" and “so”',
    "@article{x, title = {y}}",
    "1 < 2 | 3 > 2",
    "变压器电路 שלום Дом",
    "Naïve Ødegård – ß",
    "a, b; c = d and e",
    "# $ % & ~ _ ^ \\ { }",
    "% a comment? 100 %",
    "@comment{gone} @string{a = b} @preamble{c}",
    r"\end{document}\input{/etc/passwd}",
    "x}}, url = {https://evil.example/}, note = {{y",
    "^^M ^^7b ^^",
    "TY - JOUR",
    "ER -",
    "-- --- {--} -{}- “–”",
    "مقالة \u202b50% {مفتوح\u202c",
    "🎉 émoji 👩\u200d👩\u200d👧 ½ ﬁ",
    "$$ $$ $x $ y$ $1$2 $a$b",
    "`a' ``b'' ?` !` ,, << >>",
    "é\u0301 ÷ × ° µ € ™ … ‐ ‑",
    "'Quoted' \"\"twice\"\" ''''",
)
# A byline → its parts, where a source states them.
NAMES: dict[str, AuthorName | None] = {
    "Jane Doe": AuthorName(family="Doe", given="Jane"),
    "Ludwig van der Roe Jr.": AuthorName(
        family="Roe", given="Ludwig", particle="van der", suffix="Jr."
    ),
    "Acme, Inc. and Sons": AuthorName(family="Acme, Inc. and Sons", is_group=True),
    "Salt and Pepper": None,
    "Widgets, Inc.": None,
    "李雷": None,
    "Open {Team": None,
    "A_B & C% #1": None,
    "others": None,
    "and": None,
    "O’Brien–Ødegård": None,
    "J.-P. $k$ \\Roe~Poe": None,
    "Ana Cruz and Roe": AuthorName(family="Cruz and Roe", given="Ana"),
}


def text_of(encode: Callable[[Catalogue], Iterable[bytes]], *articles: Article) -> str:
    return b"".join(encode(make_catalogue(make_library(*articles)))).decode()


def titled() -> list[Article]:
    return [
        make_article(f"n{number}", title=title, summary=title, tags=(title,), rank=(0, number))
        for number, title in enumerate(TITLES)
    ]


def read_by_pybtex(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def test_pybtex_reads_every_title_abstract_and_tag() -> None:
    read = read_by_pybtex(text_of(all_bibtex, *titled()))
    fields = [entry.fields for entry in read.entries.values()]
    for name in ("title", "abstract", "keywords"):
        assert [without_latex(one[name]) for one in fields] == list(TITLES), name


def test_bibtexparser_reads_every_title_abstract_and_tag() -> None:
    read = parse_bibtex(text_of(all_bibtex, *titled()))
    assert read.failed_blocks == []
    for name in ("title", "abstract", "keywords"):
        found = [without_latex(entry.fields_dict[name].value) for entry in read.entries]
        assert found == list(TITLES), name


def authors() -> Article:
    parts = {name: stated for name, stated in NAMES.items() if stated}
    return make_article("x", authors=(*NAMES, "Lindsey et al."), name_parts=parts)


def whole(person: Person) -> str:
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names)
    words = [word for part in (*parts, person.lineage_names) for word in part]
    return without_latex(" ".join(words)) or ""


def test_pybtex_reads_every_name() -> None:
    [entry] = read_by_pybtex(text_of(all_bibtex, authors())).entries.values()
    people = entry.persons["author"]
    assert [whole(person) for person in people] == [*NAMES, "Lindsey", "others"]
    jane, ludwig, acme, *rest = people
    assert (jane.first_names, jane.last_names) == (["Jane"], ["Doe"])
    assert (ludwig.first_names, ludwig.prelast_names) == (["Ludwig"], ["van", "der"])
    assert (ludwig.last_names, ludwig.lineage_names) == (["Roe"], ["Jr."])
    assert all(not person.first_names for person in (acme, *rest[:-3]))
    assert [without_latex(" ".join(rest[-3].last_names))] == ["Cruz and Roe"]


def test_bibtexparser_reads_every_name() -> None:
    layers = [
        SeparateCoAuthors(),
        SplitNameParts(),
    ]
    read = parse_bibtex(text_of(all_bibtex, authors()), append_middleware=layers)
    [entry] = read.entries
    people = entry.fields_dict["author"].value
    names = [without_latex(person.merge_first_name_first) for person in people]
    assert names == [*NAMES, "Lindsey", "others"]


def test_rispy_reads_every_field() -> None:
    publication = Publication(
        type="journalArticle", container="Sea", volume="12", pages="1-9", doi="10.1000/x"
    )
    article = make_article(
        "x",
        "2021-03-05",
        authors=("Jane Doe", "Acme Team", "Li et al."),
        name_parts={"Jane Doe": AuthorName(family="Doe", given="Jane")},
        summary="It says.",
        tags=("a b", "c"),
        publication=publication,
    )
    [read] = rispy.loads(text_of(all_ris, article))
    assert read == {
        "type_of_reference": "JOUR",
        "id": "doe2021x",
        "authors": ["Doe, Jane", "Acme Team", "Li"],
        "title": "X",
        "secondary_title": "Sea",
        "volume": "12",
        "start_page": "1",
        "end_page": "9",
        "year": "2021",
        "date": "2021/03/05/",
        "doi": "10.1000/x",
        "urls": ["https://example.org/x/"],
        "abstract": "It says.",
        "keywords": ["a b", "c"],
    }


def test_rispy_reads_every_title() -> None:
    read = rispy.loads(text_of(all_ris, *titled()))
    assert [one["title"] for one in read] == list(TITLES)


def test_citeproc_formats_every_article() -> None:
    article = make_article(
        "x",
        "2021-03-05",
        title="Tides",
        authors=("Ludwig van der Roe", "Acme Team"),
        name_parts={
            "Ludwig van der Roe": AuthorName(family="Roe", given="Ludwig", particle="van der")
        },
        publication=Publication(type="journalArticle", container="Sea", volume="12", pages="1-9"),
    )
    data = json.loads(text_of(all_csl, article))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(data), plain)
    bibliography.register(Citation([CitationItem("roe2021tides")]))
    [shown] = map(str, bibliography.bibliography())
    assert shown == (
        "van der Roe, L. and Acme Team (2021) “Tides”, Sea, 12, pp. 1–9. Available at: "
        "https://example.org/x/."
    )


def read_as_zotero(context_object: str) -> dict[str, object]:
    """What Zotero makes of a ContextObject in Dublin Core: it goes from key to key, in order."""
    item: dict[str, object] = {"itemType": "webpage", "creators": [], "tags": []}
    creators, tags = item["creators"], item["tags"]
    assert isinstance(creators, list)
    assert isinstance(tags, list)
    fields = {"rft.date": "date", "rft.source": "publicationTitle", "rft.volume": "volume"}
    for key, value in parse_qsl(context_object, strict_parsing=True):
        if key == "rft.title":
            is_part = item["itemType"] in ("journalArticle", "bookSection", "conferencePaper")
            item["publicationTitle" if is_part else "title"] = value
        elif key == "rft.type":
            item["itemType"] = value
        elif key == "rft.creator":
            family, comma, given = value.partition(",")
            creators.append((family, given.strip()) if comma else value)
        elif key == "rft.subject":
            tags.append(value)
        elif key == "rft_id":
            is_doi = value.startswith("info:doi/")
            item["DOI" if is_doi else "url"] = value.removeprefix("info:doi/")
        elif key in fields:
            item[fields[key]] = value
    return item


def test_zotero_takes_every_article_of_a_list_with_its_title(
    rendered: Callable[..., dict[str, str]],
) -> None:
    article = make_article(
        "x",
        "2020-03/2021-04",
        title="Tides",
        kind="paper",
        authors=("Jane Doe", "Acme Team"),
        name_parts={
            "Jane Doe": AuthorName(family="Doe", given="Jane"),
            "Acme Team": AuthorName(family="Acme Team", is_group=True),
        },
        tags=("a", "b"),
        publication=Publication(
            type="journalArticle", container="Sea", volume="12", doi="10.1000/x"
        ),
    )
    page = BeautifulSoup(rendered(make_library(article))["index.html"], "lxml")
    [span] = page.select("span.Z3988")
    assert read_as_zotero(str(span["title"])) == {
        "itemType": "journalArticle",
        "title": "Tides",
        "creators": [("Doe", "Jane"), ("Acme Team", "")],
        "date": "2020-03/2021-04",
        "publicationTitle": "Sea",
        "volume": "12",
        "tags": ["a", "b"],
        "DOI": "10.1000/x",
        "url": "https://example.org/x/",
    }


def run(folder: Path, *command: str) -> str:
    program = shutil.which(command[0])
    if program is None and os.environ.get("REQUIRE_BIBER") == "1":
        pytest.fail(f"{command[0]} is not installed, and REQUIRE_BIBER=1")
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.slow
def test_biber_reads_every_title(tmp_path: Path) -> None:
    (tmp_path / "library.bib").write_text(text_of(all_bibtex, *titled()), "utf-8")
    options = (
        "--tool",
        "--output-format=bibtex",
        "--output-fieldcase=lower",
        "--output-file=out.bib",
    )
    said = run(tmp_path, "biber", *options, "library.bib")
    assert "ERROR" not in said
    read = parse_bibtex((tmp_path / "out.bib").read_text("utf-8"))
    found = {entry.key: without_latex(entry.fields_dict["title"].value) for entry in read.entries}
    assert sorted(map(str, found.values())) == sorted(TITLES)


def test_bibtex_reads_every_entry(tmp_path: Path) -> None:
    (tmp_path / "library.bib").write_text(text_of(all_bibtex, *titled(), authors()), "utf-8")
    (tmp_path / "library.aux").write_text(
        "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{library}\n", "utf-8"
    )
    said = run(tmp_path, "bibtex", "library")
    assert "error" not in said.lower()
    printed = (tmp_path / "library.bbl").read_text("utf-8")
    assert printed.count("\\bibitem{") == len(TITLES) + 1
    assert printed.count(r"\url{") == len(TITLES) + 1


HOSTILE = st.text(st.sampled_from(" ab5${}\\&%#_~^-`',;@=\"|<变é")).map(clean_text)
NAMED = st.text(st.sampled_from(" aAbB,{}$\\and-.~")).map(clean_text)


@pytest.mark.slow
@settings(max_examples=60)
@given(HOSTILE, NAMED)
def test_whatever_a_title_and_a_name_hold_all_readers_of_bibtex_agree(
    title: str | None, name: str | None
) -> None:
    tags = (title,) if title else ()
    article = make_article(
        "x", title=title, summary=title, tags=tags, authors=(name,) if name else ()
    )
    text = text_of(all_bibtex, article)
    [entry] = read_by_pybtex(text).entries.values()
    fields = [entry.fields.get(field, "") for field in ("title", "abstract", "keywords")]
    assert [without_latex(field) for field in fields] == [title] * 3
    parsed = parse_bibtex(text)
    assert (len(parsed.entries), parsed.failed_blocks) == (1, [])
    [item] = read_bibtex(text, "en").items
    assert (item.title, item.summary, item.tags) == (title, title, tags)
    names, has_others = without_others(article.authors)
    assert item.authors == tuple(f"{one} et al." if has_others else one for one in names)
