"""Months as they are usually spelled, beyond what the Unicode CLDR has."""

from __future__ import annotations

import pytest

from generator.text.dates import (
    date_at_edge,
    parse_heading,
    parse_written,
    readings,
    unclear_at_edge,
)

SPELLED = {
    ("5 fév 2024", "fr"): "2024-02-05",
    ("5 févr. 2024", "fr"): "2024-02-05",
    ("5 aout 2024", "fr"): "2024-08-05",
    ("5 fevr. 2024", "fr"): "2024-02-05",
    ("5 fevrier 2024", "fr"): "2024-02-05",
    ("5 decembre 2024", "fr"): "2024-12-05",
    ("5. Jänner 2024", "de"): "2024-01-05",
    ("5. Mrz. 2024", "de"): "2024-03-05",
    ("10 جون 2024", "fa"): "2024-06-10",
    ("10 می 2024", "fa"): "2024-05-10",
    ("10 ژون 2024", "fa"): "2024-06-10",
    ("14 במאי 2026", "he"): "2026-05-14",
    ("במאי 2026", "he"): "2026-05",
    ("17. Maerz 2024", "de"): "2024-03-17",
    ("5. Jän. 2024", "de"): "2024-01-05",
    ("5. Feber 2024", "de"): "2024-02-05",
    ("14 أيار 2026", "ar"): "2026-05-14",
    ("١٤ كانون الثاني ٢٠٢٦", "ar"): "2026-01-14",
    ("Thursday the 17th of November 2022", "en"): "2022-11-17",
    ("Sunday, November the 17th, 2024", "en"): "2024-11-17",
    ("le 5 mars 2024", "fr"): "2024-03-05",
    ("tirsdag den 5. marts 2024", "da"): "2024-03-05",
    ("il 5 gennaio 2024", "it"): "2024-01-05",
    ("el 5 de enero del 2024", "es"): "2024-01-05",
    ("14 мая 2026 г.", "ru"): "2026-05-14",
    ("май 2026 года", "ru"): "2026-05",
    ("5 март 2024 г.", "bg"): "2024-03-05",
    ("14 травня 2026 р.", "uk"): "2026-05-14",
    ("5 stycznia 2024 r.", "pl"): "2024-01-05",
    ("2024 m. kovo 5 d.", "lt"): "2024-03-05",
    ("2024. gada 5. marts", "lv"): "2024-03-05",
    ("ngày 5 tháng 3 năm 2024", "vi"): "2024-03-05",
}


@pytest.mark.parametrize(("written", "expected"), SPELLED.items(), ids=str)
def test_usual_spellings_of_months_are_read(written: tuple[str, str], expected: str) -> None:
    date = parse_written(*written)
    assert date is not None
    assert date.edtf == expected


def test_the_months_of_the_levant_are_read() -> None:
    names = (
        "كانون الثاني, شباط, آذار, نيسان, أيار, حزيران, تموز, آب, أيلول, تشرين الأول, "
        "تشرين الثاني, كانون الأول"
    ).split(", ")
    dates = [parse_written(f"14 {name} 2026", "ar") for name in names]
    assert [date.edtf if date else None for date in dates] == [
        f"2026-{month:02d}-14" for month in range(1, 13)
    ]


# A short name of a day after a title is none where the day was another, but a word of the title.
DAYS_OF_ENGLISH = (
    "Mon Monday Tue Tues Tuesday Wed Weds Wednesday Thu Thur Thurs Thursday Fri Friday Sat "
    "Saturday Sun Sunday"
)


def test_each_name_of_a_day_is_that_of_its_day() -> None:
    found = [
        [
            day
            for day in range(4, 11)
            if (edge := date_at_edge(f"Lamps {name}, {day} March 2024", "en"))
            and edge[2] == "Lamps"
        ]
        for name in DAYS_OF_ENGLISH.split()
    ]
    numbers = (4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 9, 9, 10, 10)
    assert found == [[number] for number in numbers]


def test_what_stands_after_a_year_is_no_part_of_the_title_beside_it() -> None:
    found = date_at_edge("14 мая 2026 г. Годы", "ru")
    assert found is not None
    assert (found[0].edtf, found[2]) == ("2026-05-14", "Годы")
    found = date_at_edge("5 stycznia 2024 roku Rok", "pl")
    assert found is not None
    assert (found[0].edtf, found[2]) == ("2024-01-05", "Rok")
    # Another language has no such word, and a word that only begins so is the title's.
    assert date_at_edge("5 March 2024 R. Rust", "en")[2] == "R. Rust"  # type: ignore[index]
    assert date_at_edge("5 марта 2024 годовщина", "ru")[2] == "годовщина"  # type: ignore[index]


def test_a_month_above_entries_may_have_a_word_after_its_year() -> None:
    found = parse_heading("Май 2026 г.", "ru")
    assert found is not None
    assert found.edtf == "2026-05"


DAYS = {
    **{(f"March {day}, 2024", "en"): f"2024-03-{day[:-2]}" for day in ("21st", "22nd", "23rd")},
    ("the 24th March 2024", "en"): "2024-03-24",
    ("1er mars 2024", "fr"): "2024-03-01",
    ("1º de marzo de 2024", "es"): "2024-03-01",
    ("1ª de março de 2024", "pt"): "2024-03-01",
    ("am 1. März 2024", "de"): "2024-03-01",
    ("(1 March 2024)", "en"): "2024-03-01",
    ("5 d'avril 2024", "fr"): "2024-04-05",
    ("2024. 3. 5.", "ko"): "2024-03-05",
    ("2024. 3.", "ko"): "2024-03",
    ("2024년 3월 5일", "ko"): "2024-03-05",
    ("2024年3月5號", "zh"): "2024-03-05",
    ("3/2024", "en"): "2024-03",
    ("5-Mar-2024", "en"): "2024-03-05",
    ("Mar/5/2024", "en"): "2024-03-05",
    ("2024.Mar.5", "en"): "2024-03-05",
}


@pytest.mark.parametrize(("written", "expected"), DAYS.items(), ids=str)
def test_days_are_read_as_they_are_written(written: tuple[str, str], expected: str) -> None:
    date = parse_written(*written)
    assert date is not None
    assert date.edtf == expected


def test_two_numbers_at_the_edge_of_a_line_are_told_from_its_title() -> None:
    both = [date.edtf for date in readings(" (05-03-2024) ")]
    assert both == ["2024-03-05", "2024-05-03"]
    lines = {
        "05-03-2024 (Lamps)": ("05-03-2024", "(Lamps)"),
        "[05/03/2024] · Lamps –": ("[05/03/2024]", "Lamps"),
        "Lamps (05-03-2024)": ("05-03-2024", "Lamps"),
        "Lamps – 05-03-2024": ("05-03-2024", "Lamps"),
        "18-03-2024 Lamps": None,
        "Lamps": None,
    }
    assert {line: unclear_at_edge(line) for line in lines} == lines
