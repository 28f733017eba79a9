"""fetch --github: what a workflow of GitHub shows, whatever a server sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.fetch import report
from generator.errors import OutputError
from generator.fetch.sources import Outcome, SourceResult
from generator.model.entries import FetchState


def came(outcome: Outcome, source: str, message: str) -> SourceResult:
    state = FetchState(url="https://feeds.example/")
    return SourceResult(source=source, outcome=outcome, message=message, state=state)


def test_only_what_failed_is_a_warning(tmp_path: Path) -> None:
    outcomes: tuple[Outcome, ...] = ("changed", "failed", "waiting", "refused", "gone", "unchanged")
    fetched = [came(outcome, outcome, "so it is") for outcome in outcomes]
    assert report(fetched, {}) == (
        "::warning title=failed::so it is\n::warning title=refused::so it is\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("100% wrong", "100%25 wrong"),
        ("a\n::error::b", r"a\n::error::b"),
        ("a\r::stop-commands::x", r"a\r::stop-commands::x"),
        ("\x1b[2J", r"\x1b[2J"),
    ],
)
def test_what_was_received_ends_no_command_and_begins_none(message: str, expected: str) -> None:
    assert report([came("failed", "a", message)], {}) == f"::warning title=a::{expected}\n"


def test_a_name_ends_no_property() -> None:
    warning = report([came("failed", "a,file=b::c", "so")], {})
    assert warning == "::warning title=a%2Cfile=b%3A%3Ac::so\n"


def test_the_summary_is_a_table_in_which_no_markdown_or_html_means_anything(
    tmp_path: Path,
) -> None:
    place = tmp_path / "summary.md"
    place.write_text("before\n")
    message = "https://a.example/: <b>|`x` ![i](u)\n# no heading"
    report([came("failed", "a_b", message)], {"GITHUB_STEP_SUMMARY": str(place)})
    assert place.read_text().splitlines() == [
        "before",
        "| source | came | |",
        "| --- | --- | --- |",
        "| a&#95;b | failed | https://a.example/: &#60;b&#62;&#124;&#96;x&#96; "
        "&#33;&#91;i&#93;&#40;u&#41;&#92;n&#35; no heading |",
    ]


def test_a_summary_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: Is a directory"):
        report([came("failed", "a", "so")], {"GITHUB_STEP_SUMMARY": str(tmp_path)})
