"""Cells of articles.csv: no spreadsheet takes one for a formula, and lists are told apart."""

from __future__ import annotations

import pytest

from generator.text.cells import escape_cell, join_cell, split_cell, unescape_cell

CELLS = {
    **{sign + "a": f"'{sign}a" for sign in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"},
    "'=a": "''=a",
    "'a": "'a",
    "a=b": "a=b",
    "a;=b": "a;'=b",
    "a\t-b\n@c": "a\t'-b\n'@c",
    "a;'=b": "a;''=b",
    ";a": ";a",
    "": "",
}


@pytest.mark.parametrize("text", CELLS)
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str) -> None:
    assert escape_cell(text) == CELLS[text]
    assert unescape_cell(CELLS[text]) == text


LISTS: dict[str, list[str]] = {
    "": [],
    "a": ["a"],
    "a; b": ["a", "b"],
    '["a;b", "c"]': ["a;b", "c"],
    '["a", "b;"]': ["a", "b;"],
    '["[a", "é"]': ["[a", "é"],
    "a; [b": ["a", "[b"],
}


@pytest.mark.parametrize("cell", LISTS)
def test_a_list_in_a_cell_is_read_back(cell: str) -> None:
    assert join_cell(LISTS[cell]) == cell
    assert split_cell(cell) == LISTS[cell]


def test_a_cell_that_somebody_wrote_may_begin_like_a_list() -> None:
    assert split_cell("[a; b") == ["[a", "b"]
    assert split_cell("[1, 2]") == ["1", "2"]
