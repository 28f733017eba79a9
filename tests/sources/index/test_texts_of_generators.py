"""Index pages as a browser copies them: what stands with entries beside title and date."""

from __future__ import annotations

import pytest

from generator.sources.index.text import read_index_text

POSTS = (
    ("Why We Moved", "November 3, 2025", "11-03"),
    ("2024 in Review", "December 31, 2024", "12-31"),
    ("Notes on Go 1.22", "May 14, 2024", "05-14"),
    ("A Lighthouse: Part 2", "September 7, 2023", "09-07"),
)
LISTED = [
    ("2025-11-03", "Why We Moved"),
    ("2024-12-31", "2024 in Review"),
    ("2024-05-14", "Notes on Go 1.22"),
    ("2023-09-07", "A Lighthouse: Part 2"),
]


def read(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    """The date and title of each entry."""
    return [
        (dated.date.edtf, entry.title)
        for entry in read_index_text(text, language).listed
        if (dated := entry.own or entry.heading) and dated.date
    ]


FORMS = {
    "a link that says the title again": (
        "{title}\nBy ed, {date}\nIt is so.\n\nRead more about {title}\n"
    ),
    "a count of comments that says the title again": (
        "Categories\nSea\n{title}\nPost authorBy ed\nPost date{date}\nNo Comments on {title}\n"
        "It is so.\n\n"
    ),
    "how often each was liked and shared": (
        "{title}\nIt is so.\n{date}\n•\nAnn Roe\n{n}1{n}Share\n"
    ),
    "claps below what leads on": (
        "Ann Roe\n{date}{n} min read\n{title}\nIt is so.\nRead more…\n{n}9 claps{n} responses\n\n"
    ),
    "labels between title and text": "{title}\nnews\ncode\nIt is so.\nAnn Roe\n{date}\n\n\n",
    "a date at the end among links": (
        "{title}\nIt is so.\n\n→ Read more... · {date} 10:00 · ed · 0 Comments\n"
    ),
    "a time of day": "{date} 10:00 {title}\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_stands_with_each_entry_is_no_title(form: str) -> None:
    text = "A Log\nArchive\n" + "".join(
        form.format(title=title, date=date, n=number)
        for number, (title, date, _short) in enumerate(POSTS, 1)
    )
    assert read(f"{text}blog.txt · Last modified: 2025/11/04 12:01 by ed\n") == LISTED


@pytest.mark.parametrize(
    "form", ["{short}{title}\n", "{title}{short}\n", "{short} » {title}\n"], ids=repr
)
def test_a_day_of_the_year_above_is_parted_from_its_title(form: str) -> None:
    text = "A Log\n"
    for title, date, short in POSTS:
        year = f"{date[-4:]}\n"
        text += ("" if year in text else year) + form.format(title=title, short=short)
    assert read(text) == LISTED


def test_a_date_is_parted_from_the_number_that_its_title_ends_in() -> None:
    text = (
        "A Log\nWhy We Moved03 Nov 2025\n2024 in Review31 Dec 2024\nNotes on Go 1.2214 May 2024\n"
    )
    assert read(text) == LISTED[:3]


def test_the_number_that_leads_each_title_under_a_month_is_its_day() -> None:
    text = (
        "2025\nNovember\n03 Why We Moved\n2024\nDecember\n31 2024 in Review\nMay\n"
        "14 Notes on Go 1.22\n"
    )
    assert read(text) == LISTED[:3]


def test_what_is_said_in_the_line_of_a_title_is_no_part_of_it() -> None:
    text = "News\n" + "".join(f"{date} {title}. It is so, they say.\n" for title, date, _ in POSTS)
    assert read(text) == LISTED
    assert {entry.summary for entry in read_index_text(text, "en").listed} == {
        "It is so, they say."
    }


MONTHS = {
    "behind a dash": "{title} - {month}\n\n",
    "in brackets": "{title} ({month})\n",
    "behind a comma": "{title}, {month}\n",
}


@pytest.mark.parametrize("form", MONTHS.values(), ids=MONTHS)
def test_a_month_that_ends_each_line_dates_it(form: str) -> None:
    lines = (
        form.format(title=title, month=date.split()[0] + date[-5:]) for title, date, _ in POSTS
    )
    assert read("Essays\n" + "".join(lines)) == [(date[:7], title) for date, title in LISTED]


def test_a_heading_may_have_a_link_to_edit_it() -> None:
    text = "News\n2025[edit]\n3 November: Why We Moved\n2024[edit]\n31 December: 2024 in Review\n"
    assert read(text) == LISTED[:2]


def test_numbers_of_a_list_are_no_days() -> None:
    text = "November 2025\n1. Why We Moved\n2. On Ropes\n3. On Tides\n"
    assert [date for date, _title in read(text)] == ["2025-11"] * 3


def test_a_title_that_stands_again_below_its_date_tells_which_it_is() -> None:
    text = "Releases\n" + "".join(
        f"{version}\nMar {day}, 2024\nauthor\n{version}\n{day}234567\n{version}Latest\n"
        f"What is new\nA thing of {day}\nAssets 3\n"
        for version, day in (("v2.1.0", 5), ("v2.0.0", 4), ("v1.9.0", 3))
    )
    assert read(text) == [
        ("2024-03-05", "v2.1.0"),
        ("2024-03-04", "v2.0.0"),
        ("2024-03-03", "v1.9.0"),
    ]


OTHER_LANGUAGES = {
    "de": "{title}\nEs ist so.\n\nVeröffentlicht am {day}. März 2024Kategorisiert in See\n",
    "zh": "2024年3月{day}日{title}\n",
    "es": "lunes, {day} de marzo de 2024\n{title}\nEs así.\nLeer más »\nPor Ana en 10:15:\n",
}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_date_that_ran_into_another_word_is_parted(language: str) -> None:
    titles = ("Harbour", "Ropes", "Lamps")
    text = "A Log\n\n" + "".join(
        OTHER_LANGUAGES[language].format(title=title, day=day)
        for day, title in enumerate(titles, 1)
    )
    assert read(text, language) == [(f"2024-03-0{n}", title) for n, title in enumerate(titles, 1)]


def test_a_calendar_is_no_list() -> None:
    with pytest.raises(ValueError, match="stands where a title should"):
        read_index_text("May 2024\nM T\n1 2\n3 4\n« Apr", "en")


def test_names_of_wares_date_nothing() -> None:
    text = "Rope\n$ 19.99Add to cart\nLamp 2024\n$ 29.99Add to cart\nCompass\n$ 39.99Add to cart"
    assert read_index_text(text, "en").listed == ()
