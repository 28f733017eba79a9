"""Names that no message may hold as they are, links out of the content, and what is no file.

A name can be anything but a slash and a null: it must not end a line, steer a terminal or turn the
direction of what is read after it. What a link leads to is no part of the list.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build.pipeline import read_library
from generator.cli import cli
from generator.errors import GeneratorError, one_line

CONTENT = Path(__file__).parents[1] / "site" / "content"
FORGED = "x\nerror: forged\r\x1b[2J\x1b]0;x\x07\x9b1m\u202e\u2028\u2066y"
ESCAPED = r"x\nerror: forged\r\x1b[2J\x1b]0;x\x07\x9b1m\u202e\u2028\u2066y"
# What neither a terminal nor a page may be given, but line ends.
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other disks hold no such names")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the golden site's content, called content/ from where the test stands."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content/notes").mkdir()
    return Path("content")


def octavo(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit | GeneratorError)
    return result


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


PLACES = {
    "a capture without a date": f"captures/feed/{FORGED}.xml",
    "a capture with a date": f"captures/feed/2024-05-01.{FORGED}.xml",
    "a copy": f"captures/wiki/{FORGED}/2024-05-01.txt",
    "a folder that nobody reads": f"captures/{FORGED}/2024-05-01.xml",
    "a capture in no folder": f"captures/2024-05-01.{FORGED}",
    "a note": f"notes/{FORGED}.md",
    "a note in a folder": f"notes/{FORGED}/a.md",
    "a note of another ending": f"notes/{FORGED}.txt",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_name_is_written_with_escapes_in_every_message(content: Path, place: str) -> None:
    write(content / place, "<rss/>")
    told = ""
    for command in (
        ("build", "--verbose"),
        ("build", "--strict", "--output", "strict"),
        ("status",),
        ("changes",),
        ("why", "sandbanks"),
    ):
        result = octavo(*command)
        said = f"{result.output}{result.exception or ''}"
        assert not STEERS.search(said), command
        assert not any(line.startswith("error: forged") for line in said.split("\n")), command
        told += said
    assert ESCAPED in told
    assert r"error: captures\n" not in told


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_name_steers_no_page_and_no_feed(content: Path, place: str) -> None:
    write(content / place, "<rss/>")
    octavo("build", "--base-url", "https://lists.example/")
    for path in Path("_site").rglob("*"):
        if path.suffix in (".html", ".xml", ".json", ".js", ".txt"):
            assert not STEERS.search(path.read_text("utf-8")), path


def test_a_name_that_is_not_utf8_is_written_with_escapes(content: Path) -> None:
    write(content / "captures/feed/2024-05-01-\udcff.xml", "<rss/>")
    write(content / "notes/\udcff.md", "")
    result = octavo("build")
    assert result.exit_code == 0
    assert 'error: captures/feed/2024-05-01-\\udcff.xml: not read: "2024-05-01-\\udcff" is no' in (
        result.output
    )
    assert "error: notes/\\udcff.md: not read: it is empty" in result.output


def test_a_site_with_such_a_file_is_checked(content: Path) -> None:
    octavo("build")
    write(Path("_site") / f"{FORGED}.html", '<a href="x.html">')
    said = octavo("check").output
    assert not STEERS.search(said)
    assert said.startswith(f'{ESCAPED}.html:1: href="x.html": there is no "x.html"')


def test_an_error_names_its_file_on_one_line() -> None:
    error = GeneratorError(f"{FORGED}: no such file", "  a second line")
    assert str(error) == f"{ESCAPED}: no such file\n  a second line"


PRINTABLE = (
    "R&D “quoted” – dash",
    "a\\nb",
    "日本語",
    "می‌خواهم",
    "👩‍🚀",
    "naïve",
    "a\u00a0b",
    "a\u00adb",
)


@pytest.mark.parametrize("text", PRINTABLE)
def test_text_in_any_script_is_printed_as_it_is(text: str) -> None:
    assert one_line(text) == text


def test_notes_that_lead_out_of_the_content_are_not_read(content: Path) -> None:
    secret = "---\nurl: https://secret.example/\ntitle: Secret title\n---\nSecret words"
    write(Path("outside/secret.md"), secret)
    (content / "notes/link.md").symlink_to(Path("outside/secret.md").resolve())
    (content / "notes/away").symlink_to(Path("outside").resolve())
    (content / "notes/round.md").symlink_to("round.md")
    (content / "notes/nowhere.md").symlink_to("nowhere")
    write(content / "notes/own.md", "---\nurl: https://own.example/\n---\n")
    (content / "notes/inside.md").symlink_to("own.md")
    octavo("build")
    problems = {one.where: one.message for one in read_library(content).problems}
    assert problems["notes/link.md"] == "not read: it is a link out of the content folder"
    assert problems["notes/nowhere.md"] == "not read: No such file or directory"
    assert "notes/round.md" in problems
    assert "notes/inside.md" not in problems
    site = "".join(path.read_text("utf-8") for path in Path("_site").rglob("*.html"))
    assert "own.example" in site
    assert "ecret" not in site.replace("ecretary", "")


def test_a_page_that_leads_out_of_the_content_is_refused(content: Path) -> None:
    write(Path("outside/secret.md"), "Secret words")
    (content / "pages/about.md").unlink()
    (content / "pages/about.md").symlink_to(Path("outside/secret.md").resolve())
    with pytest.raises(GeneratorError, match=r"about\.md: is a link out of the content folder"):
        read_library(content)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def link_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


NO_FILES = {"a pipe": make_pipe, "a device": link_device}
OWN_FILES = {
    "site.toml": "content/site.toml: cannot be read: is a pipe or a device, and no file",
    "overrides.toml": "content/overrides.toml: cannot be read: is a pipe or a device, and no file",
    "pages/about.md": "content/pages/about.md: ",
}


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
@pytest.mark.parametrize(("name", "message"), OWN_FILES.items(), ids=OWN_FILES)
def test_what_is_no_file_is_named_and_not_waited_for(
    content: Path, name: str, message: str, make: Callable[[Path], None]
) -> None:
    (content / name).unlink()
    make(content / name)
    with pytest.raises(GeneratorError, match=f"^{re.escape(message)}"):
        read_library(content)


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
def test_a_note_that_is_no_file_is_named_and_not_waited_for(
    content: Path, make: Callable[[Path], None]
) -> None:
    make(content / "notes/a.md")
    [problem] = [one for one in read_library(content).problems if one.where == "notes/a.md"]
    assert problem.message in (
        "not read: is a pipe or a device, and no file",
        "not read: it is a link out of the content folder",
    )


def test_a_file_of_the_owner_that_is_far_too_large_is_named_and_not_read(content: Path) -> None:
    with (content / "notes/large.md").open("wb") as file:
        file.truncate(3 << 30)  # sparse
    [problem] = [one for one in read_library(content).problems if one.where == "notes/large.md"]
    assert problem.message == "not read: is more than 50 MB"
