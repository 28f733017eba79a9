"""Publications as a browser copies them: names, title and place, however a list writes these."""

from __future__ import annotations

import pytest

from generator.sources.index.text import read_index_text

WORKS = (
    ("J. Doe, A. Roe, and B. Poe", "Tides of the Inner Harbour", "Journal of Coasts", 2024),
    ("A. Roe and J. Doe", "Knots That Hold", "Proceedings of KNOT", 2023),
    ("J. Doe", "On the Colour of Lamps", "Technical report", 2021),
)
EXPECTED = [(str(year), title, names) for names, title, _place, year in WORKS]


def read(text: str) -> list[tuple[str, str | None, str | None]]:
    """The date, title and names of each entry."""
    return [
        (dated.date.edtf, entry.title, entry.byline)
        for entry in read_index_text(text, "en").listed
        if (dated := entry.own or entry.heading) and dated.date
    ]


FORMS = {
    "a year in brackets after the names": "{names} ({year}). {title}. {place}.\n",
    "the year at the end": "{names}. {title}. {place}, {year}. [pdf] [code]\n",
    "the title in quotes": "[{number}] {names}. “{title}.” {place} 3(2), {year}.\n",
    "a line each for names, title and place": "{names}.\n{title}.\n{place}, {year}.\n[PDF]\n\n",
    "names that end in a colon": "{names}:\n{title}. {place} 3: 1-12 ({year})\n\n",
    "a title over the names": "{title}\n{names}\n{place}, {year}\nAbs DOI PDF\n\n",
    "a title over the names, under its year": "{year}\n\nJX\n{title}\n{names}\n{place}\nPDF\n\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_publications_are_read_whatever_stands_first(form: str) -> None:
    text = "Publications of Jane Doe\n\n" + "".join(
        form.format(names=names, title=title, place=place, year=year, number=number)
        for number, (names, title, place, year) in enumerate(WORKS, 1)
    )
    assert read(text) == EXPECTED


def test_a_listing_says_which_of_its_lines_are_titles() -> None:
    text = (
        "Fri, 14 Nov 2025\nThu, 13 Nov 2025\nFri, 14 Nov 2025 (showing 1 of 1 entries )\n[1] "
        "arXiv:2511.00001 [pdf, html]\nTitle: Tides\nJane Doe, A. Roe\nComments: 12 pages\n"
        "Thu, 13 Nov 2025 (showing 1 of 1 entries )\n[2] arXiv:2511.00002 [pdf]\nTitle: Knots\n"
        "A. Roe, Jane Doe\n"
    )
    assert read(text) == [
        ("2025-11-14", "Tides", "Jane Doe, A. Roe"),
        ("2025-11-13", "Knots", "A. Roe, Jane Doe"),
    ]


NONE = {
    "titles that look like names, over names": (
        "2024\nLong Ropes, Short Knots\nA. Roe, J. Doe\n2023\nTall Boats, Old Piers\nJ. Doe, A. Roe"
    ),
    "posts with authors and days": (
        "Tides\nby A. Roe\nMay 3, 2024\nA Pier\nby J. Doe\nMay 1, 2024\nOn Lamps\nby A. Roe\nx"
    ),
    "prose with names": "A. Roe. She writes of tides. Since 2019.\nA line.\nOne more.\nAnd one.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_may_be_something_else_is_no_list_of_publications(text: str) -> None:
    from generator.sources.index.text_lines import read_line_kinds
    from generator.sources.index.text_papers import read_papers

    lines = [line or None for line in text.split("\n")]
    assert read_papers(read_line_kinds(lines, "en")) is None
