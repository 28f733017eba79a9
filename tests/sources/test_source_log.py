"""What all captures of a source come to besides their entries: the newest sound one counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from generator.config.records import Source
from generator.model.entries import Capture, Entry, Quote, SourceReport
from generator.model.record import PartialDate, Problem
from generator.sources import data_as_of
from generator.sources.capture_files import Contents, Received, parse_name
from generator.sources.source_log import log_of, reading_of
from generator.text.dates import parse_edtf
from tests.reconcile.making import claim, entry

SOURCE = Source(name="index", reader="index", title="An index")


def capture(folder: Path, day: str, **stated: str) -> tuple[Received, Contents]:
    """A capture without entries, with a quote and a trait where these are given."""
    file = folder / f"{day}.html"
    file.write_text("")
    quote, trait, page = (stated.get(name) for name in ("quote", "trait", "page"))
    quoted = Quote(source="index", capture=file.name, title=None, paragraphs=(quote or "",))
    date, time = parse_name(file.name)
    return (
        Received(path=file.name, file=file, resource=None, date=date, time=time),
        Contents(
            entries=(),
            quotes=(quoted,) if quote else (),
            traits=(trait,) if trait else (),
            home_page=page,
        ),
    )


def test_a_source_is_quoted_and_described_by_its_newest_captures(tmp_path: Path) -> None:
    """Of quotes the newest that there are: a text that lost its links may lack them."""
    captures = [
        capture(tmp_path, "2026-01", quote="old", trait="old", page="https://example.org/old"),
        capture(tmp_path, "2026-02", quote="new", trait="older", page="https://example.org/older"),
        capture(tmp_path, "2026-03", trait="new", page="https://example.org/new"),
    ]
    reading = reading_of(log_of(SOURCE, captures, (), "en"))
    assert [quote.paragraphs for quote in reading.quotes] == [("new",)]
    (report,) = reading.reports
    assert (report.traits, report.home_page) == (("new",), "https://example.org/new")


def report(*captures: tuple[str, bool]) -> SourceReport:
    """The report on a source with captures of these days, sound or not."""
    listed = (
        Capture(path=f"{day}.html", date=parse_edtf(day), bytes=0, entries=0, sound=sound)
        for day, sound in captures
    )
    return SourceReport(name="index", captures=tuple(listed), entries=0)


def test_the_data_are_as_new_as_the_newest_sound_capture_of_any_source() -> None:
    reports = (
        report(("2026-04-03", True), ("2026-04-07", False)),
        report(("2026-04-05", True), ("2026-04", True)),
    )
    assert data_as_of(reports) == PartialDate(year=2026, month=4, day=5)
    assert data_as_of((report(("2026-04-07", False)),)) is None


def listing(day: str, *entries: Entry, **stated: object) -> tuple[Received, Contents]:
    """A capture of these entries, each with its place and the day of the capture."""
    path = f"{day}.xml"
    placed = tuple(
        msgspec.structs.replace(
            one, capture=path, where=f"{path}, item {number}", first_seen=parse_edtf(day)
        )
        for number, one in enumerate(entries, 1)
    )
    problems = (Problem(where=path, message="It is odd.", severity="warning"),)
    contents: dict[str, Any] = {"entries": placed, "problems": problems, **stated}
    date, time = parse_name(path)
    received = Received(path=path, file=Path(__file__), resource=None, date=date, time=time)
    return received, Contents(**contents)


def post(name: str, day: str) -> Entry:
    url = f"https://example.org/{name}"
    return entry("feed", url=url, title=name, published=claim("instant", day))


def messages(*read: tuple[Received, Contents | Problem]) -> list[tuple[str, str]]:
    file = Problem(where="x", message="It is no capture.", severity="error")
    found = reading_of(log_of(SOURCE, read, [file], "en")).problems
    return [(problem.where, problem.message) for problem in found]


FILE = ("x", "It is no capture.")


def test_of_captures_those_are_told_about_whose_entries_are_known_by_them() -> None:
    one, two = post("One", "2025-01-01"), post("Two", "2025-01-02")
    # The second states all that the first did, and the third is the newest.
    assert messages(
        listing("2026-01", one), listing("2026-02", one, two), listing("2026-03", sound=False)
    ) == [FILE, ("2026-02.xml", "It is odd."), ("2026-03.xml", "It is odd.")]
    unread = Problem(where="2026-04.xml", message="It is broken.", severity="error")
    failed = listing("2026-04")[0]
    assert messages(listing("2026-01", one), (failed, unread)) == [
        FILE,
        ("2026-04.xml", "It is broken."),
        ("2026-01.xml", "It is odd."),
    ]


def test_a_feed_that_gives_all_its_entries_a_later_date_is_reported() -> None:
    def dated(day: str, *days: str) -> tuple[Received, Contents]:
        posts = (post(name, stated) for name, stated in zip(("One", "Two"), days, strict=True))
        return listing(day, *posts, problems=())

    first = dated("2026-01", "2025-01-01", "2025-01-02")
    message = (
        "it gives all 2 entries that were known a later date, as feeds do that date what they "
        "list at each request; the first dates count, as bounds"
    )
    restamped = dated("2026-02", "2026-02-01", "2026-02-01")
    assert messages(first, restamped) == [FILE, ("2026-02.xml", message)]
    entries = reading_of(log_of(SOURCE, [first, restamped], (), "en")).entries
    assert [
        (one.published.date.edtf, one.published.of_change) for one in entries if one.published
    ] == [("2025-01-01", True), ("2025-01-02", True)]
    for other in (("2025-01-01", "2026-02-01"), ("2025-01-01", "2025-01-02")):
        assert messages(first, dated("2026-02", *other)) == [FILE]


def test_a_capture_that_lost_much_is_reported_until_another_agrees() -> None:
    posts = [post(f"P{n}", f"2025-01-0{n}") for n in range(1, 7)]
    log = [listing("2026-01", *posts, problems=()), listing("2026-02", *posts[:1], problems=())]
    doubt = (
        "5 entries missing that it should hold, more than a third of them: nothing is called gone "
        "before another capture, a day later, lacks the same"
    )
    assert messages(*log) == [FILE, ("2026-02.xml", doubt)]
    assert messages(*log, listing("2026-03", *posts[:1], problems=())) == [FILE]


def test_how_many_entries_the_newest_capture_added_is_told_where_it_could_be_read() -> None:
    one, two, three = (post(name, "2025-01-01") for name in ("One", "Two", "Three"))
    log: list[tuple[Received, Contents | Problem]] = [
        listing("2026-01", one),
        listing("2026-02", one, two, two, three),
    ]

    def added(*items: tuple[Received, Contents | Problem]) -> int | None:
        return reading_of(log_of(SOURCE, items, (), "en")).reports[0].newest_added

    unread = Problem(where="2026-03.xml", message="It is broken.", severity="error")
    failed = (listing("2026-03")[0], unread)
    assert [added(), added(*log[:1]), added(*log), added(*log, failed)] == [None, 1, 2, None]
