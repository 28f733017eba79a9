"""articles.csv and list.md, with all that their formats could take for something else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given

from generator.model.record import PartialDate
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.exports import COLUMNS, escaped, item_of, list_md_page, table_row
from generator.sources.lists.plain import is_markdown_list, read_markdown_list
from generator.sources.lists.table import read_table
from generator.text.cells import escape_cell, join_cell, split_cell, unescape_cell
from generator.text.html import clean_text
from tests.site.sample_library import ARTICLES, make_article, make_library, make_statement

OWN = "\n\n<!-- Octavo: list.md -->\n"
# What spreadsheets and Markdown take for more than text, beside letters.
HOSTILE = "=+-@\t;,'\"\n[]()<>*_`\\#&|~$!{}^ 1.)aé＝"
texts = st.text(st.sampled_from(HOSTILE), max_size=20)


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_table_has_a_row_an_article_and_the_fields_of_articles_json(
    rendered: Callable[[Library], dict[str, str]],
) -> None:
    text = rendered(make_library(*ARTICLES))["articles.csv"]
    assert text.startswith("\ufeffid,title,url,")
    rows = table_of(text)
    assert [row["id"] for row in rows][:2] == ["id-paper", "id-july-update"]
    assert len(rows) == len(ARTICLES)
    assert rows[0] == {
        "id": "id-paper",
        "title": "A Paper on $k$-Sparse <Things> & “More”",
        "url": "https://example.org/paper/",
        "authors": "Ada Lindsey; Bo Li",
        "date": "2025-07",
        "date_start": "2025-07-01",
        "date_end": "2025-07-31",
        "date_precision": "month",
        "kind": "paper",
        "series": "",
        "tags": "paper; C++",
        "summary": "It says something & proves it.",
        "sources": "index; feed; wiki",
        "added": "",
        "updated": "",
        "missing_since": "",
        "path": "a/paper/index.html",
    }


def test_a_table_says_since_when_no_source_lists_an_article_whoever_keeps_a_copy(
    rendered: Callable[[Library], dict[str, str]],
) -> None:
    gone = make_statement("feed", missing_since=PartialDate(year=2026, month=4))
    kept = make_article("a", statements=(gone, make_statement("wiki")))
    listed = make_article("b", statements=(gone, make_statement("index")))
    rows = table_of(rendered(make_library(kept, listed))["articles.csv"])
    assert [row["missing_since"] for row in rows] == ["2026-04", ""]


FORMULAS = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t'=1",
    "＝1": "'＝1",
    "'=1": "''=1",
    "a;=1": "a;'=1",
    "It's": "It's",
    "a=b": "a=b",
    "'a": "'a",
}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_each_is_restored(text: str) -> None:
    assert escape_cell(text) == FORMULAS[text]
    assert unescape_cell(escape_cell(text)) == text


@given(texts)
def test_every_cell_is_restored_and_none_begins_as_a_formula_does(text: str) -> None:
    cell = escape_cell(text)
    assert unescape_cell(cell) == text
    assert not re.search(r"(?:\A|[;\t\r\n])[=+\-@＝]", cell)


@given(st.lists(texts.filter(bool), max_size=4))
def test_every_list_in_a_cell_is_parted_as_it_was_joined(items: list[str]) -> None:
    assert split_cell(join_cell(items)) == items


@given(texts, st.lists(texts, max_size=3))
def test_a_row_is_read_back_as_it_was(title: str, tags: list[str]) -> None:
    cleaned = [text for tag in tags if (text := clean_text(tag))]
    article = make_article("x", title=clean_text(title), tags=tuple(dict.fromkeys(cleaned)))
    file = io.StringIO(newline="")
    csv.writer(file).writerows([COLUMNS, table_row(article)])
    [item] = read_table(file.getvalue()).items
    assert (item.title, item.tags, item.url) == (article.title, article.tags, article.url)
    assert (item.date, item.key) == ("2025-07", "id-x")


@given(texts, texts, texts)
def test_a_line_of_list_md_is_read_back_as_it_was(title: str, author: str, summary: str) -> None:
    article = make_article(
        "x",
        title=clean_text(title) or "T",
        authors=tuple(filter(None, [clean_text(author)])),
        summary=clean_text(summary),
        url="https://a.example/(b)?c=1&copy;=2",
    )
    text = f"# List\n\n## July 2025\n\n{item_of(article)}{OWN}"
    assert is_markdown_list(text)
    listed = read_markdown_list(text, "en")
    [item] = listed.items
    assert listed.title == "List"
    lines = (" ".join(part.split()) for part in (article.title or "", article.summary or ""))
    assert (item.title, item.summary or "") == tuple(lines)
    assert item.authors == tuple(" ".join(name.split()) for name in article.authors)
    assert (item.url, item.date, item.tags, item.remark) == (article.url, "2025-07", (), None)


def test_an_article_without_an_address_is_an_item_without_a_link() -> None:
    assert item_of(make_article("x", url=None, title="1. [a]")) == r"- 1\. \[a\]"
    assert [escaped(f"{sign} a") for sign in "-+="] == [r"\- a", r"\+ a", r"\= a"]


def test_list_md_holds_every_article_below_its_month(
    rendered: Callable[[Library], dict[str, str]],
) -> None:
    text = rendered(make_library(*ARTICLES))["list.md"]
    assert text.startswith("# A Sample \\& Its \\<Thread\\>\n\nEverything that a page must bear.\n")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[:3] == ["July 2025", "2025", "May 2024"]
    assert headings[-2:] == ["April 2021", "Undated"]
    assert len(re.findall(r"^- ", text, re.MULTILINE)) == len(ARTICLES)
    assert "- [Note](https://example.org/note/), *Lindsey et al.*\n" in text


def test_list_md_names_the_undated_only_where_there_are_some() -> None:
    (month, undated), (only,) = (
        list_md_page(make_catalogue(make_library(*articles))).derived()["sections"]
        for articles in ([DATED, make_article("b", None)], [DATED])
    )
    assert month == only == (PartialDate(year=2025, month=7), ["- [A](https://example.org/a/)"])
    assert undated == (None, ["- [B](https://example.org/b/)"])


DATED = make_article("a", "2025-07")
