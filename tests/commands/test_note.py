"""note: the owner's words on an article, new or at the end of what is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Octavo

NOTE = Path("content/notes/2024-buoys.md")
HEAD = '+++\narticle = "https://tides.example/2024/buoys/"\n+++\n'


def notes_on(octavo: Octavo, article: str) -> list[dict[str, Any]]:
    ran = octavo("build", "--strict")
    assert ran.status == 0, ran.err
    articles = json.loads(Path("_site/articles.json").read_text())["articles"]
    notes: list[dict[str, Any]]
    notes = next(one["notes"] for one in articles if one["title"] == article)
    return notes


@pytest.mark.usefixtures("content")
def test_a_note_is_written_and_the_next_one_stands_below_it(octavo: Octavo) -> None:
    ran = octavo("note", "buoys", "Read **twice**.")
    assert (ran.status, ran.err) == (0, "")
    assert NOTE.read_text() == f"{HEAD}Read **twice**.\n"
    assert [line for line in ran.out.splitlines() if line[0] == "+"][2:] == [
        '+article = "https://tides.example/2024/buoys/"',
        "++++",
        "+Read **twice**.",
    ]
    assert octavo("note", "Buoys that stay", "-", given=b"And again.\n\n- so\n").status == 0
    assert NOTE.read_text() == f"{HEAD}Read **twice**.\n\nAnd again.\n\n- so\n"
    (note,) = notes_on(octavo, "Buoys")
    assert note["text"] == "Read twice. And again. so"


@pytest.mark.usefixtures("content")
def test_words_on_an_article_of_the_owners_own_go_into_its_note(octavo: Octavo) -> None:
    NOTE.parent.mkdir()
    own = NOTE.with_name("own.md")
    own.write_text('---\ntitle: Own\nurl: "https://own.example/"\n---\n')
    assert octavo("note", "Own", "Words.").status == 0
    assert own.read_text() == '---\ntitle: Own\nurl: "https://own.example/"\n---\nWords.\n'
    (note,) = notes_on(octavo, "Own")
    assert note["text"] == "Words."


@pytest.mark.usefixtures("content")
def test_a_note_is_written_where_the_list_reads_its_notes(octavo: Octavo) -> None:
    Path("content/words").mkdir()
    site = Path("content/site.toml")
    source = '[[source]]\nname = "own"\nreader = "note"\ntitle = "Mine"\ncaptures = "words"\n'
    site.write_text(f"{site.read_text()}\n{source}")
    assert octavo("note", "buoys", "Words.").status == 0
    assert Path("content/words/2024-buoys.md").read_text() == f"{HEAD}Words.\n"


@pytest.mark.slow
@pytest.mark.usefixtures("content")
def test_an_article_that_shares_its_address_is_named_by_its_title(octavo: Octavo) -> None:
    items = "".join(
        f"<item><title>Show {n}</title><link>https://pod.example/show</link></item>" for n in "12"
    )
    feed = f'<rss version="2.0"><channel><title>Shows</title>{items}</channel></rss>'
    Path("shows.xml").write_text(feed)
    assert octavo("add", "shows.xml").status == 0
    assert octavo("note", "Show 1", "Words.").status == 0
    assert octavo("note", "Show 2", "Other words.").status == 0
    assert [note["text"] for note in notes_on(octavo, "Show 1")] == ["Words."]
    assert [note["text"] for note in notes_on(octavo, "Show 2")] == ["Other words."]


WRONG = {
    "no such article": (("Lighthouses", "x"), 1, "no article or mention is “Lighthouses”"),
    "no text": (("buoys",), 2, "give the text, or - to read it"),
    "an empty text": (("buoys", " "), 1, "the note is empty"),
    "nothing in standard input": (("buoys", "-"), 1, "the note is empty"),
    "a mention": (("Café by the quay", "x"), 1, "is a mention"),
}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("arguments", "status", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(
    octavo: Octavo, arguments: tuple[str, ...], status: int, message: str
) -> None:
    ran = octavo("note", *arguments)
    assert (ran.status, ran.out, message in ran.err) == (status, "", True), ran.err
    assert not NOTE.parent.exists()


@pytest.mark.usefixtures("content")
def test_a_broken_note_is_never_overwritten(octavo: Octavo) -> None:
    NOTE.parent.mkdir()
    NOTE.write_text("---\narticle: [\n---\nWords.\n")
    ran = octavo("note", "buoys", "More.")
    assert ran.status == 0
    assert NOTE.read_text() == "---\narticle: [\n---\nWords.\n"
    assert NOTE.with_name("2024-buoys-82db7890aa0b.md").read_text() == f"{HEAD}More.\n"
