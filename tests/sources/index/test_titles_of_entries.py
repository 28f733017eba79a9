"""What an entry of an index page is called, and by whom it is, in the forms that mark it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.records import Config, Kind, Selectors, Site, Source
from generator.model.record import PartialDate
from generator.sources.capture_files import Received
from generator.sources.index import read_index

ROWS = (
    ("Tides in the Harbour", "March 5, 2024", "Ada Example"),
    ("Ropes and Knots", "February 14, 2024", "Bo Sample"),
    ("The Colour of Lamps", "December 1, 2023", "Cy Pattern"),
)
Listed = list[tuple[str | None, str | None, str | None, tuple[str, ...]]]


def read(page: str, selectors: Selectors | None = None, language: str = "en") -> Listed:
    """The title, date, path and authors of each entry of a page."""
    source = Source(
        name="s", reader="index", title="S", url="https://a.example", selectors=selectors
    )
    config = Config(
        folder="content",
        site=Site(id="list", title="A list", language=language),
        sources=(source,),
        kinds=(Kind(name="article", title="Article", plural="Articles"),),
    )
    received = Received(path="p", file=Path("p"), resource=None, date=PartialDate(year=2026))
    return [
        (
            entry.title,
            entry.published.date.edtf if entry.published else None,
            entry.url.removeprefix("https://a.example") if entry.url else None,
            entry.authors,
        )
        for entry in read_index(page.encode(), received, source, config).entries
    ]


def page(form: str, around: str = "<body>{}") -> str:
    rows = "".join(
        form.format(title=title, date=date, name=name, n=number)
        for number, (title, date, name) in enumerate(ROWS)
    )
    return around.format(rows)


def expected(with_url: bool = True, with_name: bool = False) -> Listed:
    days = ("2024-03-05", "2024-02-14", "2023-12-01")
    return [
        (title, day, f"/{n}" if with_url else None, (name,) if with_name else ())
        for n, ((title, _, name), day) in enumerate(zip(ROWS, days, strict=True))
    ]


@pytest.mark.parametrize("name", ["strong", "b", "em", "i", "cite", "q", "u"])
def test_a_title_without_a_link_is_emphasised(name: str) -> None:
    form = f"<li><time>{{date}}</time> <{name}>{{title}}</{name}> on the sea and on the land"
    assert read(page(form, "<ul>{}</ul>")) == expected(with_url=False)


@pytest.mark.parametrize("quotes", ["“”", '""', "„“", "«»", "„”"])
def test_the_title_of_a_citation_stands_in_quotes(quotes: str) -> None:
    form = f"<li><time>{{date}}</time> {{name}}, Jane Doe: {quotes[0]}{{title}},{quotes[1]} Journal"
    assert read(page(form, "<ul>{}</ul>")) == expected(with_url=False)


@pytest.mark.parametrize("year", ["(2024).", " (1998a):", ", (2024)", "(2024),"])
def test_the_title_of_a_citation_stands_after_names_and_a_year(year: str) -> None:
    form = f"<li>{{name}}, Jane Doe {year} {{title}}. Journal, <time>{{date}}</time>"
    assert read(page(form, "<ul>{}</ul>")) == expected(with_url=False)


@pytest.mark.parametrize(
    "label",
    "Title Titel Titre Título Titolo Talk Speaker Topic title".split(),
)
def test_the_label_of_a_title_is_no_part_of_it(label: str) -> None:
    form = f"<li><time>{{date}}</time> <a href=/{{n}}>{label}: {{title}}</a>"
    assert read(page(form, "<ul>{}</ul>")) == expected()


COLUMNS = (
    *("Title", "Talk", "Topic", "Paper", "Subject", "Thema", "Titel", "Titre", "Título", "Titolo"),
    *("Post", "Article", "Name", "Event", "Paper title"),
)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_title_stands_in_the_column_that_is_headed_so(column: str) -> None:
    head = f"<tr><th>Date</th><th>Room of the talk</th><th>{column}</th></tr>"
    room = "The long room beside the quay of the north"
    form = f"<tr><td>{{date}}</td><td>{room}</td><td>{{title}}</td></tr>"
    assert read(page(form, f"<table>{head}{{}}</table>")) == expected(with_url=False)


def test_a_column_of_names_has_the_titles_where_no_other_has() -> None:
    head = "<tr><th>Date</th><th>Name</th><th>{}</th></tr>"
    form = "<tr><td>{date}</td><td>{name}</td><td>{title}</td></tr>"
    assert read(page(form, f"<table>{head.format('Talk')}{{}}</table>")) == expected(with_url=False)
    named = [name for name, *_ in read(page(form, f"<table>{head.format('Room')}{{}}</table>"))]
    assert named == [name for _title, _date, name in ROWS]


def test_a_day_or_a_month_is_read_by_selectors() -> None:
    form = '<div class=e><a href=/{n}>{title}</a><p class=d datetime="">{date}</p></div>'
    selectors = Selectors(entry=".e", date=".d")
    assert read(page(form), selectors) == expected()
    months = page(form).replace(" 5,", "").replace(" 14,", "").replace(" 1,", "")
    assert [date for _, date, *_ in read(months, selectors)] == ["2024-03", "2024-02", "2023-12"]


@pytest.mark.parametrize("href", ["#top", "javascript:go()", "JavaScript:go()", "", "mailto:a@b.c"])
def test_a_link_that_leads_to_no_page_is_no_address(href: str) -> None:
    form = f'<div class=e><a href="{href}">{{title}}</a><p class=d>{{date}}</p></div>'
    assert read(page(form), Selectors(entry=".e", date=".d")) == expected(with_url=False)


BYLINES = {
    "after by": "<article><h2><a href=/{n}>{title}</a></h2><p>{date} by {name}</p></article>",
    "after a sign": "<article><h2><a href=/{n}>{title}</a></h2><p>{date} · by {name}</article>",
    "before the date": "<article><h2><a href=/{n}>{title}</a></h2><p>By {name}, {date}</article>",
    "behind the title": "<li><time>{date}</time> <a href=/{n}>{title}</a> by {name}",
}


@pytest.mark.parametrize("form", BYLINES.values(), ids=BYLINES)
def test_names_stand_after_by(form: str) -> None:
    assert read(page(form)) == expected(with_name=True)


CHANGED = (
    "updated update modified edited revised changed aktualisiert geändert bearbeitet modifié "
    "modifie modifiée actualizado atualizado aggiornato обновлено 更新于 更新 Updated"
)


@pytest.mark.parametrize(
    "word", [*CHANGED.split(), "Last updated", "zuletzt geändert", "mise à jour"]
)
def test_when_an_entry_was_changed_is_not_when_it_was_published(word: str) -> None:
    form = f"<li><a href=/{{n}}>{{title}}</a> <i>{{date}}</i> <b>{word}: <i>May 5, 2025</i></b>"
    assert read(page(form, "<ul>{}</ul>")) == expected()
    line = f"<li><a href=/{{n}}>{{title}}</a> <i>{{date}}, {word} May 5, 2025</i>"
    assert read(page(line, "<ul>{}</ul>")) == expected()


@pytest.mark.parametrize(
    "mark",
    [
        "class=updated",
        "class=modified",
        "class=dt-updated",
        "class=lastmod",
        "itemprop=dateModified",
    ],
)
def test_a_time_may_say_that_it_is_one_of_change(mark: str) -> None:
    form = (
        f"<li><time {mark} datetime=2025-05-05>x</time> <a href=/{{n}}>{{title}}</a> "
        "<time>{date}</time>"
    )
    assert read(page(form, "<ul>{}</ul>")) == expected()


def test_where_nothing_else_is_said_the_change_is_the_date() -> None:
    form = "<li><a href=/{n}>{title}</a> <i>Updated</i> <time>{date}</time>"
    assert read(page(form, "<ul>{}</ul>")) == expected()


PARTS = (("Mar", 5), ("Feb", 14), ("Jan", 3))


@pytest.mark.parametrize("name", ["span", "b", "strong", "em", "i", "small", "sup"])
def test_a_day_and_its_month_may_stand_beside_each_other(name: str) -> None:
    rows = "".join(
        f"<li><{name}>{day}</{name}> <{name}>{month}</{name}> <a href=/{n}>{ROWS[n][0]}</a>"
        for n, (month, day) in enumerate(PARTS)
    )
    assert [date for _, date, *_ in read(f"<h2>2024</h2><ul>{rows}</ul>")] == [
        *("2024-03-05", "2024-02-14", "2024-01-03")
    ]


DAYS_IN_NUMBERS = {
    "the month first, as ISO 8601 has it": (("03-05", "02-04", "01-03"), "03-05 02-04 01-03"),
    "the day first, as one of them shows": (("05-03", "14-02", "03-01"), "03-05 02-14 01-03"),
    "between dots the day first": (("5.3.", "4.2.", "3.1."), "03-05 02-04 01-03"),
    "between dots the month first, as one shows": (("3.5", "2.14", "1.3"), "03-05 02-14 01-03"),
    "between slashes, as one shows": (("3/5", "2/14", "1/3"), "03-05 02-14 01-03"),
}


@pytest.mark.parametrize(("days", "dates"), DAYS_IN_NUMBERS.values(), ids=DAYS_IN_NUMBERS)
def test_days_under_a_year_may_be_two_numbers(days: tuple[str, ...], dates: str) -> None:
    rows = "".join(f"<li><i>{day}</i> <a href=/{n}>{ROWS[n][0]}</a>" for n, day in enumerate(days))
    found = [date for _, date, *_ in read(f"<h2>2024</h2><ul>{rows}</ul>")]
    assert found == [f"2024-{date}" for date in dates.split()]


LINES = (
    *("<li>{date} <a href=/{n}>{title}</a>", "<li>{date}: <a href=/{n}>{title}</a>"),
    *("<li>Posted on {date}: <a href=/{n}>{title}</a>", "<li>[{date}] <a href=/{n}>{title}</a>"),
    *("<li><a href=/{n}>{title}</a> ({date})", "<li><a href=/{n}>{title}</a> – {date}"),
    *("<li><a href=/{n}>{title}</a> · {date} · 5 min", "<li><a href=/{n}>{title}</a>, {date}"),
    *("<li>{date} | 5 min | <a href=/{n}>{title}</a>", "<li><a href=/{n}>{title}</a><br>{date}"),
)


@pytest.mark.parametrize("form", LINES)
def test_a_date_stands_in_the_line_of_its_title(form: str) -> None:
    assert read(page(form, "<ul>{}</ul>")) == expected()


OVER = (
    *("<dl><dt>{}</dt><dd>{}</dd></dl>", "<details><summary>{}</summary>{}</details>"),
    *("<p><strong>{}</strong></p>{}", "<p><b>{}</b></p>{}", "<h4>{}</h4>{}", "<h5>{}</h5>{}"),
    *("<h6>{}</h6>{}", "<div class=year>{}</div>{}", "<ul><li>{}{}</ul>", "<p>{}</p>{}"),
)


@pytest.mark.parametrize("form", OVER)
def test_a_month_stands_over_its_entries(form: str) -> None:
    lists = "".join(
        form.format(month, f"<ul><li><a href=/{n}>{ROWS[n][0]}</a></ul>")
        for n, month in enumerate(("March 2024", "February 2024", "December 2023"))
    )
    assert [row[:3] for row in read(f"<h1>A Log</h1>{lists}")] == [
        (title, month, f"/{n}")
        for n, ((title, *_), month) in enumerate(
            zip(ROWS, ("2024-03", "2024-02", "2023-12"), strict=True)
        )
    ]
