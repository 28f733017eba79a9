"""The text of a page whose dates stand under its titles, and not over them."""

from __future__ import annotations

import re

import pytest

from generator.sources.index.text import read_index_text

IndexEntry = list[tuple[str | None, str | None, str | None]]


def read(text: str) -> IndexEntry:
    """The title, date and summary of each entry."""
    listed = []
    for entry in read_index_text(text, "en").listed:
        dated = entry.own or entry.heading
        date = dated.date.edtf if dated and dated.date else None
        listed.append((entry.title, date, entry.summary))
    return listed


BELOW: IndexEntry = [("First Article", "2024-03-05", None), ("Second Article", "2024-02-04", None)]
SAID = "It says something."
SAID_OF_TWO: IndexEntry = [(title, date, SAID) for title, date, _ in BELOW]
PAGES: dict[str, tuple[str, IndexEntry]] = {
    "a date under each title": (
        "First Article\n\nMarch 5, 2024\n\nSecond Article\n\nFebruary 4, 2024\n",
        BELOW,
    ),
    "right under it": ("First Article\nMarch 5, 2024\n\nSecond Article\nFebruary 4, 2024", BELOW),
    "below the page's title": (
        "Blog\n\nFirst Article\n\n5 March 2024\n\nSecond Article\n\n4 February 2024",
        BELOW,
    ),
    "as ISO 8601": ("First Article\n2024-03-05\nSecond Article\n2024-02-04", BELOW),
    "over what the page says at its end": (
        "First Article\n\nMarch 5, 2024\n\nSecond Article\n\nFebruary 4, 2024\n\nImprint\n\nFeed",
        BELOW,
    ),
    "over abstracts": (
        f"First Article\n\nMarch 5, 2024\n\n{SAID}\n\nSecond Article\n\nFebruary 4, 2024\n\n{SAID}",
        SAID_OF_TWO,
    ),
    "a month under each title": (
        "First Article\n\nMarch 2024\n\nSecond Article\n\nFebruary 2024\n",
        [("First Article", "2024-03", None), ("Second Article", "2024-02", None)],
    ),
    "a month over titles, the last over nothing": (
        f"Blog\n\nMarch 2024\n\nFirst Article\n\n{SAID}\n\nFebruary 2024\n",
        [("First Article", "2024-03", SAID)],
    ),
    "over each title": (
        "March 5, 2024\n\nFirst Article\n\nFebruary 4, 2024\n\nSecond Article",
        BELOW,
    ),
    "over each title, below the page's": (
        "Blog\n\nMarch 5, 2024\n\nFirst Article\n\nFebruary 4, 2024\n\nSecond Article",
        BELOW,
    ),
    "over titles and abstracts": (
        f"Blog\n\nMarch 5, 2024\n\nFirst Article\n\n{SAID}\n\n"
        f"February 4, 2024\n\nSecond Article\n\n{SAID}",
        SAID_OF_TWO,
    ),
}

T1, T2, T3 = "Tides in the Harbour", "Ropes and Knots", "On Lamps"
D1, D2, D3 = "March 5, 2024", "Tue 13 February 2024", "2023-12-01"
THREE: IndexEntry = [(T1, "2024-03-05", None), (T2, "2024-02-13", None), (T3, "2023-12-01", None)]
SAID_OF_THREE: IndexEntry = [(title, date, SAID) for title, date, _ in THREE]
FOOT = "© 2024 A Name\nPowered by a Program"
PAGES |= {
    "over titles, under a menu": (
        f"A Name\nHome\nAbout\n{D1}\n{T1}\n{D2}\n{T2}\n{D3}\n{T3}\n{FOOT}",
        THREE,
    ),
    "under titles, under a menu": (
        f"A Name\nHome About Archive\n{T1}\n{D1}\n{T2}\n{D2}\n{T3}\n{D3}\n{FOOT}",
        THREE,
    ),
    "under titles, over a foot that no word marks": (
        f"A Name\nBoats\n\n{T1}\n{D1}\n\n{T2}\n{D2}\n\n{T3}\n{D3}\n\nHosted at the pier",
        THREE,
    ),
    "under what is said": (
        f"A Name\nHome\n\n{T1}\n\n{SAID}\n{D1} · 3 min read\n{T2}\n\n{SAID}\n{D2} · 4 min read\n"
        f"{T3}\n\n{SAID}\n{D3} · 11 min read\n{FOOT}",
        SAID_OF_THREE,
    ),
    "with categories that recur": (
        f"Ice\n{T1}\n{D1}\nposted in ice\n{T2}\n{D2}\nposted in the sea\n{T3}\n{D3}\nposted in ice",
        THREE,
    ),
    "with reading times before the titles": (
        f"{D1}\n11 min read\n{T1}\n{D2}\n7 min read\n{T2}\n{D3}\n1 min read\n{T3}",
        THREE,
    ),
    "with the same author under each": (
        f"A Name\nHome\n{T1}\n{D1}\nA. Name\n{T2}\n{D2}\nA. Name\n{T3}\n{D3}\nA. Name",
        THREE,
    ),
    "with speakers": (
        f"Talks\n{D1}\n{T1}\nSpeaker: One\n{D2}\n{T2}\nSpeaker: Two\n{D3}\n{T3}\nSpeaker: Three",
        THREE,
    ),
    "with a link that leads on": (
        f"A Name\n{T1}\n{D1}\n{SAID}\nRead more\n{T2}\n{D2}\n{SAID}\nRead more\n"
        f"{T3}\n{D3}\n{SAID}\nRead more\nOlder posts",
        SAID_OF_THREE,
    ),
    "days in numbers under years": (
        f"2024\n03-05 {T1}\n02-13 {T2}\n2023\n12-01 {T3}",
        THREE,
    ),
    "days in numbers in lines of their own": (
        f"Archive\n2024\n03-05\n{T1}\n02-13\n{T2}\n2023\n12-01\n{T3}",
        THREE,
    ),
    "where a browser copied no white space": (
        f"{T1}March 5, 2024\n{T2}February 13, 2024\n{T3}December 1, 2023",
        THREE,
    ),
    "in the rows of a table": (
        f"Date\tWho\tTitle\n{D1}\tA. Name\t{T1}\n{D2}\tB. Name\t{T2}\n{D3}\tC. Name\t{T3}",
        THREE,
    ),
    "with a word of a menu as a title": (
        f"{D1}\n{T1}\n{D2}\nNews\n{D3}\n{T3}",
        [THREE[0], ("News", "2024-02-13", None), THREE[2]],
    ),
}


@pytest.mark.parametrize(("text", "expected"), PAGES.values(), ids=PAGES)
def test_the_whole_page_tells_whether_dates_lead_or_follow(text: str, expected: IndexEntry) -> None:
    assert read(text) == expected


# What stands with each entry, and is no title and no part of what is said.
WITH_EACH = (
    "Posted in|Filed under|Tagged|Tagged with|Tag:|Tags:|Category:|Categories:|In|By|Speaker:"
    "|Speakers:|Author:|Authors:|Written by|Posted by|Venue:|Where:|Location:|Von|Par|Por|Comments:"
).split("|")


@pytest.mark.parametrize("lead", WITH_EACH)
def test_a_line_that_begins_so_with_each_entry_is_none_of_it(lead: str) -> None:
    rows = zip((D1, D2, D3), (T1, T2, T3), ("Ann", "Bo", "Cy"), strict=True)
    text = "\n".join(f"{date}\n{title}\n{lead} {word}" for date, title, word in rows)
    assert read(f"Talks\n{text}") == THREE


OF_PAGE = (
    *("Last modified: May 5, 2025", "Last updated on May 5, 2025", "Last edited May 5, 2025"),
    *(
        "Last changed May 5, 2025",
        "Zuletzt geändert: May 5, 2025",
        "This page was last updated 2025",
    ),
)


@pytest.mark.parametrize("line", OF_PAGE)
def test_when_the_page_was_changed_dates_no_entry(line: str) -> None:
    text = f"{D1}\n{T1}\n{D2}\n{T2}\n{D3}\n{T3}"
    assert read(f"{text}\n{line}") == THREE
    assert read(f"A Log\n{line}\n{text}") == THREE


def test_a_commit_and_a_time_beside_each_date_are_no_titles() -> None:
    rows = zip((D1, D2, D3), (T1, T2, T3), ("0a1b2c3", "deadbe1", "1234567"), strict=True)
    text = "".join(f"{date}\n{title}\n{commit}\n\n" for date, title, commit in rows)
    assert read(text) == THREE
    times = "".join(
        f"{date} {time} {title}\n"
        for date, title, time in (
            *(("2024-03-05", T1, "10:00"), ("2024-02-13", T2, "9:30:01 pm,")),
            ("2023-12-01", T3, "11:15 AM -"),
        )
    )
    assert read(times) == THREE


NAMES_OF_COLUMNS = (
    "Speaker|Speakers|Presenter|Presenters|Author|Authors|Who|Name|Names|Redner|Vortragende|Autor"
    "|Auteur"
).split("|")
TITLES_OF_COLUMNS = (
    "Title|Talk|Topic|Paper|Subject|Thema|Titel|Titre|Título|Titolo|Post|Article|Event|Talk title"
).split("|")


def table(head: str) -> list[tuple[str | None, str | None]]:
    """The title and byline of each entry of a table."""
    rows = zip((D1, D2, D3), ("Ann Roe", "Bo Lind", "Cy Poe"), (T1, T2, T3), strict=True)
    text = "\n".join("\t".join(row) for row in rows)
    page = read_index_text(f"{head}\n{text}", "en")
    return [(entry.title, entry.byline) for entry in page.listed]


NAMED = [(T1, "Ann Roe"), (T2, "Bo Lind"), (T3, "Cy Poe")]


@pytest.mark.parametrize("name", NAMES_OF_COLUMNS)
def test_the_names_stand_in_the_column_that_is_headed_so(name: str) -> None:
    assert table(f"Date\t{name}\tTitle") == NAMED


@pytest.mark.parametrize("name", TITLES_OF_COLUMNS)
def test_the_titles_stand_in_the_column_that_is_headed_so(name: str) -> None:
    assert table(f"Date\tWho\t{name}") == NAMED


def test_a_column_of_names_alone_has_the_titles() -> None:
    text = f"Date\tName\tRoom\n{D1}\t{T1}\tHarbour Hall\n{D2}\t{T2}\tPier House"
    assert read(text) == THREE[:2]


UNDER_MONTHS: dict[str, tuple[str, IndexEntry]] = {
    "with the day before each": (
        f"March 2024\n\n5 {T1}\n\nFebruary 2024\n\n13 {T2}\n\n12 {T3}",
        [(T1, "2024-03-05", None), (T2, "2024-02-13", None), (T3, "2024-02-12", None)],
    ),
    "counted": (
        f"March 2024\n\n1 {T1}\n\nFebruary 2024\n\n2 {T2}\n\n3 {T3}",
        [(f"1 {T1}", "2024-03", None), (f"2 {T2}", "2024-02", None), (f"3 {T3}", "2024-02", None)],
    ),
    "with a number that is no day": (
        f"March 2024\n\n5 {T1}\n\nFebruary 2024\n\n30 {T2}",
        [(f"5 {T1}", "2024-03", None), (f"30 {T2}", "2024-02", None)],
    ),
    "with a number before one of them": (
        f"March 2024\n\n5 {T1}\n\nFebruary 2024\n\n{T2}",
        [(f"5 {T1}", "2024-03", None), (T2, "2024-02", None)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), UNDER_MONTHS.values(), ids=UNDER_MONTHS)
def test_a_number_before_each_title_under_a_month_is_the_day(
    text: str, expected: IndexEntry
) -> None:
    assert read(text) == expected


NEITHER = {
    "dates side by side": "First Article\n\nMarch 5, 2024\n\nFebruary 4, 2024\n\nSecond Article\n\n"
    "May 5, 2023\n",
    "prose": f"{SAID}\n\nMarch 5, 2024\n\n{SAID}\n\nFebruary 4, 2024\n\n{SAID}",
}


@pytest.mark.parametrize("text", NEITHER.values(), ids=NEITHER)
def test_a_page_that_neither_explains_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ValueError, match="“March 5, 2024” and the other dates stand neither"):
        read(text)


DOUBTFUL = {
    "titles on both sides": (
        f"A Name\n\n{D1}\n\n{T1}\n\n{D2}\n\n{T2}\n\n{D3}\n\n{T3}",
        f"“{D1}” can be the date of “A Name” above it, or of “{T1}” below",
    ),
    "two titles under each date": (
        f"{D1}\n{T1}\nSea\n{D2}\n{T2}\nBoats\n{D3}\n{T3}\nOil",
        f"“{D1}” and the other dates stand neither over titles nor under",
    ),
    "two columns of a table": (
        f"{D1}\tHarbour Hall\t{T1}\n{D2}\tPier House\t{T2}",
        f"“{D1}” stands in a row, and whether its title is “Harbour Hall” or “{T1}” cannot be told",
    ),
}


@pytest.mark.parametrize(("text", "why"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_text_that_can_be_read_in_two_ways_is_refused_with_both(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        read_index_text(text, "en")
