"""What all captures of a source come to besides their entries: the newest sound one counts."""

from __future__ import annotations

from pathlib import Path

from generator.config.records import Source
from generator.model.entries import Capture, Quote, SourceReport
from generator.model.record import PartialDate
from generator.sources import data_as_of
from generator.sources.capture_files import Contents, Received, parse_name
from generator.sources.source_log import log_of, reading_of
from generator.text.dates import parse_edtf

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
