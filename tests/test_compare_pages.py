"""make compare-pages: a folder of pages with expectations → the table."""

from __future__ import annotations

import json
from pathlib import Path

from tests.compare_pages import compare, table

TEXT = "<p>Kettles of the north are made of tin, by smiths who have made them for years.</p>" * 4


def test_the_table_counts_what_is_right_wrong_and_silent(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<!doctype html><title>Kettles</title><meta name=author content='Ada Example'>"
        f"<div class=menu><a href=/>Home</a></div><article><h1>Kettles</h1>{TEXT}</article>"
    )
    (tmp_path / "b.html").write_text("%PDF-1.7")
    expected = {
        "title": "Kettles",
        "authors": ["Bo Sample"],
        "date": "2020-03-05",
        "with": ["made of tin"],
        "without": ["Home"],
    }
    said = {"a.html": expected, "b.html": {"title": "Pans", "url": "https://example.org/b"}}
    (tmp_path / "expected.json").write_text(json.dumps(said))
    assert table(list(compare(tmp_path))).splitlines() == [
        "field                       pages   right   wrong  silent",
        "title                           2       1       0       1",
        "authors                         1       0       1       0",
        "date                            1       0       0       1",
        "copy holds the text             1       1       0       0",
        "copy is only the article        1       1       0       0",
    ]
