"""The library → articles.csv: a row an article, for spreadsheets and for those who count.

A cell that a spreadsheet would take for a formula has an apostrophe before it (text/cells.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Article, Page
from generator.site.articles_json import article_record, preview_sources
from generator.site.catalogue import Catalogue
from generator.site.paths import TABLE
from generator.text.cells import defused, joined

COLUMNS = (
    *("id", "title", "url", "authors", "date", "date_start", "date_end", "date_precision"),
    *("kind", "series", "tags", "summary", "sources", "added", "updated", "missing_since", "path"),
)
# Without it Excel takes UTF-8 for a code page of its own.
_MARK = "\ufeff"


def articles_csv_page(catalogue: Catalogue) -> Page:
    """Return articles.csv: articles in the timeline's order, the fields of articles.json."""
    sources = catalogue.library.config.sources
    inputs = {"articles": catalogue.hashes_of(catalogue.articles), "sources": sources}
    return Page(path=TABLE, inputs=inputs, body=partial(_pieces, catalogue))


def _pieces(catalogue: Catalogue) -> Iterator[bytes]:
    previews = preview_sources(catalogue.library.config)
    yield _line(COLUMNS, before=_MARK)
    for article in catalogue.articles:
        yield _line(table_row(article, previews))


def table_row(article: Article, previews: frozenset[str] = frozenset()) -> list[str]:
    """Return the cells of an article, as they stand in COLUMNS."""
    record = article_record(article, previews)
    return [defused(_cell(record[name])) for name in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return joined(value)
    return "" if value is None else str(value)


def _line(cells: Sequence[str], *, before: str = "") -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return (before + line.getvalue()).encode("utf-8", "replace")
