"""Text captures of a wiki's pages → previews. A case is a pair of files in tests/data/preview/."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from generator.errors import SourceError
from generator.model.entries import Preview
from generator.model.record import Problem
from generator.sources.copies.wiki import read_preview
from generator.text.excerpts import length_of_html
from generator.text.search_terms import search_words

DATA = Path(__file__).parents[2] / "data" / "preview"
EXPECTED = sorted(DATA.glob("*.expected.json"))


def test_every_capture_has_an_expectation_and_the_other_way_round() -> None:
    captures = {path.name.removesuffix(".txt") for path in DATA.glob("*.txt")}
    assert captures == {path.name.removesuffix(".expected.json") for path in EXPECTED}
    assert len(captures) >= 20


@pytest.mark.parametrize(
    "path", EXPECTED, ids=lambda path: path.name.removesuffix(".expected.json")
)
def test_a_capture_is_read_to_what_was_expected(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    html, text = (case["preview"].pop(name, None) for name in ("body_html", "body_text"))
    expected = msgspec.convert(case["preview"], Preview)
    data = (DATA / path.name.replace(".expected.json", ".txt")).read_bytes()
    preview, claims, body, problems = read_preview(
        data, expected.capture, case["resource"], expected.source
    )
    assert msgspec.to_builtins(claims) == case.get("claims", {})
    assert msgspec.structs.replace(preview, body=None, length=0) == expected, case["shows"]
    assert preview.length == (length_of_html(html) if html else 0)
    assert preview.body == (body and body.key)
    assert (body and body.html) == html
    assert (body.words if body else ()) == search_words(text)
    assert [problem.message for problem in problems] == case["problems"]
    assert all(problem.severity == "warning" for problem in problems)


@pytest.mark.parametrize("name", ["text-copy", "markdown-copy"])
def test_the_expectation_of_a_real_page_states_every_field(name: str) -> None:
    case = json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))
    fields = {field.name for field in msgspec.structs.fields(Preview)}
    assert set(case["preview"]) == fields - {"body", "length"} | {"body_html", "body_text"}


NOT_A_PAGE = {
    "an empty file": (b"", ""),
    "a feed": (b"<rss><channel><title>A feed</title></channel></rss>", "<rss><channel>"),
    "the wiki's page for what it does not hold": (
        b"Skip to content\nLongterm Wiki\nBack\n\nNot found\n",
        "Skip to content",
    ),
    "prose with one heading of ours": (b"An essay\n\nSummary\n\nIt ends well.\n", "An essay"),
    "bytes that are no text": (bytes(range(128, 256)), ""),
}


@pytest.mark.parametrize(("data", "found"), NOT_A_PAGE.values(), ids=NOT_A_PAGE.keys())
def test_what_is_no_such_page_is_refused_with_what_was_found(data: bytes, found: str) -> None:
    with pytest.raises(SourceError) as refusal:
        read_preview(data, "captures/previews/r1/2026-04.txt", "r1", "previews")
    assert str(refusal.value).startswith("captures/previews/r1/2026-04.txt: ")
    assert found in str(refusal.value)


def test_a_resource_without_a_folder_has_the_id_that_its_page_states() -> None:
    page = b"Summary\n\nWords.\n\nResource ID: r7"
    assert read_preview(page, "captures/previews/2026.txt", None, "previews") == (
        Preview(
            source="previews",
            capture="captures/previews/2026.txt",
            resource_id="r7",
            summary="Words.",
        ),
        {},
        None,
        (),
    )


def test_a_problem_names_the_capture() -> None:
    page = b"A Title\n\nOdd line\n\nSummary\n\nWords.\n\nResource ID: r1"
    _, _, _, problems = read_preview(page, "captures/previews/r1/2026.txt", "r1", "previews")
    assert problems == (
        Problem(
            where="captures/previews/r1/2026.txt",
            message='not read in the page\'s head: "Odd line"',
            severity="warning",
        ),
    )
