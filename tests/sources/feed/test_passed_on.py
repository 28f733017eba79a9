"""What is read of what a service passes on: saved links, libraries, letters, messages, stories."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.sources.feed.conventions.passed_on import (
    read_letter,
    read_message,
    read_shaarli,
    read_snippet,
    read_zotero,
)
from generator.sources.feed.item import HtmlFragment
from generator.text.timestamps import read_timestamp
from tests.sources.feed.making import item_of

KEPT = "https://links.example/?abc"
# the last line of a saved link → whether it is taken off, and the address
LAST_LINES = {
    f'— <a href="{KEPT}">Permalink</a>': (True, KEPT),
    f'<a href="{KEPT}">Permalien</a>': (True, KEPT),
    '<a href="https://e.example/a">Direct link</a>': (True, "https://e.example/a"),
    '<a href="https://e.example/a">Lien direct</a>': (True, "https://e.example/a"),
    f'– <a href="{KEPT}">Permalink: {KEPT}</a>': (True, KEPT),
    f'See <a href="{KEPT}">Permalink</a>': (False, KEPT),
    "Permalink": (False, KEPT),
}


@pytest.mark.parametrize(("line", "expected"), LAST_LINES.items(), ids=LAST_LINES)
def test_the_line_by_which_shaarli_ends_a_text_is_taken_off(
    line: str, expected: tuple[bool, str]
) -> None:
    item = item_of(f"Tin.<br>{line}", url=KEPT, authors=("annroe",), tags=("a b",))
    found = read_shaarli(item)
    assert (found.summary == "Tin.", found.url) == expected
    assert (found.authors, found.tags) == ((), ("a", "b"))


ADDED = read_timestamp("2024-05-01", "en")
RECORD = "<table><tr><th>Abstract</th><td>Tin.</td></tr><tr><th>Date</th><td>{}</td></tr></table>"


def test_an_entry_of_zotero_is_what_its_record_says() -> None:
    content = HtmlFragment(html=RECORD.format("2020-03"), base=None)
    names = {"zapi_creatorsummary": "Roe and Lind"}
    found = read_zotero(item_of(published=ADDED, authors=("x",), content=content, elements=names))
    assert (found.authors, found.summary, found.content) == (("Roe", "Lind"), "Tin.", None)
    assert found.published
    assert (found.published.date.edtf, found.added) == ("2020-03", ADDED)
    # The element of the feed is exact, the year alone is not.
    exact = {"zapi_parseddate": "2020-03-05", "zapi_year": "2021"}
    of_element = read_zotero(item_of(updated=ADDED, content=content, elements=exact))
    assert of_element.published
    assert (of_element.published.date.edtf, of_element.added) == ("2020-03-05", ADDED)
    of_year = read_zotero(item_of(elements={"zapi_year": "2021"}, authors=("x",)))
    assert of_year.published
    assert (of_year.published.date.edtf, of_year.added, of_year.authors) == ("2021", None, ())


# a record of Zotero in JSON → the summary, and the address beside the one in the library
RECORDS: dict[str, tuple[str, str | None, str | None]] = {
    "an abstract and an address": (
        json.dumps({"abstractNote": "Tin.", "url": "https://e.example/a", "tags": []}),
        "Tin.",
        "https://e.example/a",
    ),
    "an empty abstract": (json.dumps({"abstractNote": "", "date": "2020"}), None, None),
    "no record": ("Tin.", None, None),
    "a broken one": ('{"abstractNote": "Tin."', None, None),
}


@pytest.mark.parametrize(("text", "summary", "url"), RECORDS.values(), ids=RECORDS)
def test_a_record_of_zotero_may_be_json(text: str, summary: str | None, url: str | None) -> None:
    found = read_zotero(item_of(elements={"content": text}))
    assert (found.summary, found.external_url) == (summary, url)
    known = read_zotero(item_of(elements={"content": text}, external_url="https://e.example/b"))
    assert known.external_url == "https://e.example/b"


# the sender of a letter as received → the author
SENDERS = {
    "Ann Roe <ann@e.example>": ("Ann Roe",),
    "'Ann Roe' <ann@e.example>": ("Ann Roe",),
    "Ann &amp; Bo": ("Ann & Bo",),
    "Ann Roe": ("Ann Roe",),
    "ann@e.example": (),
    "Kill the Newsletter!": (),
}


@pytest.mark.parametrize(("sender", "authors"), SENDERS.items(), ids=SENDERS)
def test_the_author_of_a_letter_is_its_sender(sender: str, authors: tuple[str, ...]) -> None:
    end = '<a href="https://kill-the-newsletter.com/x">Kill the Newsletter! feed settings</a>'
    found = read_letter(item_of(f"<p>Tin.</p><p>{end}</p>", people=(sender,), authors=("x",)))
    assert (found.authors, found.summary) == (authors, "Tin.")
    other = read_letter(item_of("<p>Tin.</p><p>Kill the Newsletter! is a program.</p>"))
    assert other.summary == "Tin. Kill the Newsletter! is a program."


# the title of a message and its text → whether that is how the text begins
MESSAGES = {
    ("Pots boil …", "Pots boil over."): True,
    ("Pots boil...", "Pots boil over."): True,
    ("[Photo] Pots boil", "Pots boil over."): True,
    ("🖼 Pots boil", "🖼 Pots boil over."): True,
    ("Pots boil", "x" * 40 + "Pots boil over."): True,
    ("Pots boil", "x" * 41 + "Pots boil over."): False,
    ("Pots boil", "Pots boil"): False,
    ("Pans fry", "Pots boil over."): False,
    ("…", "Pots boil over."): False,
}


@pytest.mark.parametrize(("stated", "is_cut"), MESSAGES.items(), ids=repr)
@pytest.mark.parametrize("field", ["markup", "content"])
def test_a_title_that_a_bridge_cut_is_marked(
    field: str, stated: tuple[str, str], is_cut: bool
) -> None:
    title, text = stated
    received: dict[str, Any] = {"title": title, field: HtmlFragment(html=text, base=None)}
    found = read_message(item_of(**received))
    rule = {"title": "how its text begins: a bridge cut it"} if is_cut else {}
    assert (found.title, found.known_by) == (title, rule)


ON = '<a href="https://medium.com/p">{}</a>'
# the last line of a story → whether it is Medium's
STORIES = {
    ON.format("Continue reading on Pots »"): True,
    f"Pots was originally published in {ON.format('Tin')} on Medium, where people are continuing "
    "the conversation by highlighting and responding to this story.": True,
    "Continue reading on Pots »": False,
    ON.format("Continue reading on Pots"): False,
}
COUNTER = '<img src="https://medium.com/_/stat?event=post" width="1" height="1">'


@pytest.mark.parametrize(("line", "is_mediums"), STORIES.items(), ids=STORIES)
def test_the_line_and_the_counter_of_medium_are_no_part_of_a_story(
    line: str, is_mediums: bool
) -> None:
    html = f"<p>Tin.</p><p>{line}</p>{COUNTER}"
    found = read_snippet(item_of(html, content=HtmlFragment(html=html, base=None)))
    assert found.content
    assert ("_/stat" in found.content.html, found.summary == "Tin.") == (False, is_mediums)
    assert (found.content.sanitised() == "<p>Tin.</p>") == is_mediums
