"""octavo read: what is read of a file, as JSON."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.errors import GeneratorError

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data"
CONTENT = ROOT / "tests/site/content"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["read", *map(str, arguments)], catch_exceptions=False)


def read(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return dict(json.loads(result.stdout))


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no list, in which the test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


GUESSED = {
    "a feed": ("feed/atom-1-0.xml", "feed"),
    "a JSON Feed": ("feed/json-1-1.json", "feed"),
    "the text of a feed": ("../../content/captures/feed/2026-04-05T031754Z.txt", "feed"),
    "an index": ("thread/index-2024-03.html", "index"),
}


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize(("path", "reader"), GUESSED.values(), ids=GUESSED)
def test_what_a_file_is_is_found_out(path: str, reader: str) -> None:
    contents = read(DATA / path)
    assert contents["reader"] == reader
    assert contents["entries"]


def test_a_page_is_read_as_a_copy(away: Path) -> None:
    text = "<p>" + "Kettles boil where they are watched. " * 20
    page = f"<!doctype html><html><head><title>On Kettles</title></head><body>{text}</body></html>"
    (away / "page.html").write_text(page)
    contents = read("page.html")
    assert contents["reader"] == "preview"
    assert [entry["title"] for entry in contents["entries"]] == ["On Kettles"]


def test_the_owner_may_say_what_it_is_and_where_it_is_from(away: Path) -> None:
    (away / "list.html").write_text(
        "<h2>March 2024</h2><ul><li><a href='a/one.html'>One</a></li>"
        "<li><a href='a/two.html'>Two</a></li></ul>"
    )
    contents = read("list.html", "--reader", "index", "--url", "https://e.org/talks/")
    assert contents["reader"] == "index"
    assert [entry["url"] for entry in contents["entries"]] == [
        "https://e.org/talks/a/one.html",
        "https://e.org/talks/a/two.html",
    ]


def test_a_capture_of_the_list_is_read_as_its_source_says(away: Path) -> None:
    shutil.copytree(CONTENT, away / "content")
    contents = read("content/captures/wiki/harbours/2024-03-02.txt")
    assert (contents["reader"], contents["capture"]) == (
        "preview",
        "captures/wiki/harbours/2024-03-02.txt",
    )
    assert [entry["source"] for entry in contents["entries"]] == ["wiki"]


def test_a_note_is_read_as_one(away: Path) -> None:
    shutil.copytree(CONTENT, away / "content")
    (away / "content/notes").mkdir(exist_ok=True)
    (away / "content/notes/mine.md").write_text("---\ntitle: Mine\ndate: 2024-05\n---\nWords.")
    contents = read("content/notes/mine.md")
    assert contents["reader"] == "note"
    assert [entry["title"] for entry in contents["entries"]] == ["Mine"]


def test_a_file_of_no_list_has_the_day_when_it_was_written(away: Path) -> None:
    shutil.copy(DATA / "feed/atom-1-0.xml", away / "saved.xml")
    os.utime(away / "saved.xml", (1_700_000_000, 1_700_000_000))
    day = {"year": 2023, "month": 11, "day": 14, "end": None}
    assert {str(entry["first_seen"]) for entry in read("saved.xml")["entries"]} == {str(day)}


REFUSED = {
    "nothing that is known": (
        b"just words",
        [],
        "x: read as preview: no page of a wiki about a resource",
    ),
    "a kind that has to be said": (
        b"just words",
        [],
        "\nIt was tried as a feed and as an index before; --reader says what it is: feed,",
    ),
    "no feed, though it was said to be": (b"just words", ["--reader", "feed"], "x: read as feed: "),
    "a note with a slip": (
        b"---\ntitel: Mine\n---\n",
        ["--reader", "note"],
        'x: unknown key "titel"',
    ),
    "an address that is none": (b"<rss/>", ["--url", "here"], "--url: “here” is no http or https"),
}


@pytest.mark.parametrize(("data", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_named(
    data: bytes, options: list[str], message: str, away: Path
) -> None:
    (away / "x").write_bytes(data)
    with pytest.raises(GeneratorError, match=re.escape(message)):
        run("x", *options)
