"""What -v, -vv and --debug add to what a build says."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.__main__ import main
from tests.bench.corpus import make_works, write_ours

ROOT = Path(__file__).parents[1]
Octavo = Callable[..., str]


@pytest.fixture
def list_folder(tmp_path: Path) -> Path:
    """The folder of a list: a copy of the golden site's content."""
    shutil.copytree(ROOT / "tests/site/content", tmp_path / "content")
    return tmp_path


@pytest.fixture
def octavo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Octavo:
    """Runs a command in a folder, and returns what it says on stderr, whatever it ends in."""

    def run(folder: Path, *arguments: str) -> str:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["octavo", *arguments])
        with contextlib.suppress(SystemExit):
            main()
        return capsys.readouterr().err

    return run


def lines(text: str, word: str) -> list[str]:
    """The lines that begin with a word, without it."""
    return [line[11:] for line in text.splitlines() if line.startswith(f"{word:11}")]


@pytest.mark.slow
def test_without_options_and_with_one_v_no_reasons_are_given(
    list_folder: Path, octavo: Octavo
) -> None:
    for option in ((), ("-v",)):
        said = octavo(list_folder, "build", "--no-cache", *option)
        assert [lines(said, word) for word in ("page", "capture", "joined")] == [[], [], []]
        assert lines(said, "read")


def test_two_v_tell_which_entries_were_joined_and_by_which_rule(
    list_folder: Path, octavo: Octavo
) -> None:
    said = octavo(list_folder, "build", "--no-cache", "-vv")
    feed, index = "captures/feed/2024-03-01T061500Z.xml", "captures/index/2024-02.html"
    wiki = "captures/wiki/harbours/2024-03-02.txt"
    assert sorted(lines(said, "joined")) == [
        f"{feed}, item 1 with {index}, entry 1: same canonical URL",
        f"{feed}, item 3 with {index}, entry 2: same canonical URL",
        f"{feed}, item 7 with {index}, entry 3: same canonical URL",
        f"{wiki} with {index}, entry 2: same title, and one of them has no URL",
    ]


@pytest.mark.slow
def test_two_v_tell_which_captures_were_read(list_folder: Path, octavo: Octavo) -> None:
    said = octavo(list_folder, "build", "-vv")
    assert len(lines(said, "capture")) == 5
    capture = list_folder / "content/captures/feed/2024-03-01T061500Z.xml"
    capture.write_text(capture.read_text("utf-8").replace("Buoys", "Beacons"), "utf-8")
    assert lines(octavo(list_folder, "build", "-vv"), "capture") == [
        "captures/feed/2024-03-01T061500Z.xml is read: its bytes have changed"
    ]
    new = list_folder / "content/captures/feed/2024-03-02T061500Z.xml"
    new.write_text(capture.read_text("utf-8").replace("Beacons", "Lights"), "utf-8")
    shutil.copy(capture, list_folder / "content/captures/feed/2024-03-03T061500Z.xml")
    assert lines(octavo(list_folder, "build", "-vv"), "capture") == [
        "captures/feed/2024-03-02T061500Z.xml is read: it is new",
        "captures/feed/2024-03-03T061500Z.xml is read: its place or its settings have changed",
    ]


def change_nothing(folder: Path) -> None:
    """Change nothing that a page depends on, but something that a build has to look at."""
    (folder / "content/static").mkdir()
    (folder / "content/static/mine.txt").write_text("mine")


def edit_a_page(folder: Path) -> None:
    (folder / "_site/about/index.html").write_text("mine")


def write_about(folder: Path) -> None:
    (folder / "content/pages/about.md").write_text("Other words.")


def replace_a_template(folder: Path) -> None:
    (folder / "content/templates").mkdir()
    (folder / "content/templates/_head-end.html").write_text("<!-- mine -->")


def rename_the_list(folder: Path) -> None:
    settings = folder / "content/site.toml"
    title = re.compile(r"^title = .*$", re.MULTILINE)
    settings.write_text(
        title.sub('title = "Harbours"', settings.read_text("utf-8"), count=1), "utf-8"
    )


ALL = "every page"
REASONS = {
    "nothing": (change_nothing, {}),
    "a file of the site": (
        edit_a_page,
        {"about/index.html": "its file is not as it was written"},
    ),
    "what one page shows": (write_about, {"about/index.html": "changed: what it shows"}),
    "what all pages are made by": (replace_a_template, {ALL: "changed: a template or its words"}),
    "what all pages show": (rename_the_list, {ALL: "changed: what all pages share"}),
}


@pytest.mark.slow
def test_two_v_tell_why_each_page_was_made(list_folder: Path, octavo: Octavo) -> None:
    first = lines(octavo(list_folder, "build", "-vv"), "page")
    assert {line.partition(": ")[2] for line in first} == {"nothing is known of an earlier build"}
    for case, (change, expected) in REASONS.items():
        change(list_folder)
        told = lines(octavo(list_folder, "build", "-vv"), "page")
        made = dict(line.split(": ", 1) for line in told)
        if ALL in expected:
            assert len(made) == len(first), case
            made = dict.fromkeys([ALL], *set(made.values()))
        assert made == expected, case


def test_what_was_said_of_problems_is_said_again_where_nothing_changed(
    list_folder: Path, octavo: Octavo
) -> None:
    hidden = "info: captures/feed/2024-03-01T061500Z.xml, item 2: hidden by overrides.toml:10"
    assert hidden in octavo(list_folder, "build", "-vv")
    again = octavo(list_folder, "build", "-vv")
    assert again.startswith("unchanged  nothing to do in _site\n")
    assert hidden in again


def test_a_capture_s_name_cannot_steer_a_terminal(list_folder: Path, octavo: Octavo) -> None:
    name = "2024-04-01.x\x1b[2J"
    try:
        shutil.copy(
            list_folder / "content/captures/feed/2024-02-10.xml",
            list_folder / "content/captures/feed" / name,
        )
    except OSError:
        pytest.skip("no such name on this disk")
    said = octavo(list_folder, "build", "-vv")
    assert "captures/feed/2024-04-01.x\\x1b[2J is read" in said
    assert "\x1b" not in said


TRACEBACK = re.compile(r"^Traceback \(most recent call last\):$", re.MULTILINE)


def test_debug_shows_where_an_error_comes_from_and_its_message_last(
    list_folder: Path, octavo: Octavo
) -> None:
    (list_folder / "content/site.toml").write_text("[site")
    plain = octavo(list_folder, "build")
    assert TRACEBACK.findall(plain) == []
    debugged = octavo(list_folder, "--debug", "build")
    assert TRACEBACK.findall(debugged)
    assert "tomllib.TOMLDecodeError" in debugged
    assert debugged.endswith(plain)


@pytest.mark.slow
def test_debug_shows_what_a_parser_failed_at(
    list_folder: Path, octavo: Octavo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.sources.copies.wiki.read_preview", lambda *_: 1 / 0)
    told = octavo(list_folder, "build", "--no-cache")
    assert "the parser failed (ZeroDivisionError: division by zero)" in told
    assert TRACEBACK.findall(told) == []
    debugged = octavo(list_folder, "--debug", "build", "--no-cache")
    assert len(TRACEBACK.findall(debugged)) == 1
    assert debugged.count("\nZeroDivisionError: division by zero\n") == 1


BREAK_ONE = """
import sys
import generator.sources.copies.wiki as wiki
from generator.__main__ import main
read_preview = wiki.read_preview

def read_most(data, capture, *more):
    if "0000000000000002" in capture:
        raise ZeroDivisionError("as a library might")
    return read_preview(data, capture, *more)

wiki.read_preview = read_most
main()
"""


@pytest.mark.slow
def test_what_two_processes_do_is_told_once(tmp_path: Path) -> None:
    """On Linux and two cores, captures are read and pages made in two processes."""
    write_ours(list(make_works(160)), tmp_path / "content")
    told = subprocess.run(
        [sys.executable, "-c", BREAK_ONE, "--debug", "build", "-vv", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stderr
    assert len(lines(told, "capture")) == len(set(lines(told, "capture"))) > 100
    assert len(lines(told, "page")) == len(set(lines(told, "page"))) > 400
    assert told.count("\nZeroDivisionError: as a library might\n") == 1


def test_debug_changes_nothing_in_what_is_kept_of_a_build(
    list_folder: Path, octavo: Octavo
) -> None:
    octavo(list_folder, "build")
    assert octavo(list_folder, "--debug", "build") == "unchanged  nothing to do in _site\n"
