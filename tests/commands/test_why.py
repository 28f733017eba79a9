"""why: what a reference finds where it is no whole name, or that of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.pipeline import read_library
from generator.commands.why import why
from generator.errors import ConfigError
from tests.making_feeds import DATES, item, library, rss

SITE = """[site]
id = "list"
title = "A list"
[[source]]
name = "feed"
reader = "feed"
title = "A feed"
"""
TITLES = ("Toy Models", "More on Toy Models", "Open Problems", "Notes", "Notes")


def account(
    folder: Path,
    reference: str,
    titles: tuple[str, ...] = TITLES,
    link: str = "https://thread.example/{}",
) -> str:
    """What is told of the reference, or the message that tells nothing."""
    items = "".join(
        f"<item><title>{title}</title><link>{link.format(number)}</link></item>"
        for number, title in enumerate(titles)
    )
    (folder / "captures/feed").mkdir(parents=True)
    (folder / "captures/feed/2026-01-01.xml").write_text(
        f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    )
    (folder / "site.toml").write_text(SITE)
    try:
        return why(read_library(folder), reference)
    except ConfigError as error:
        return str(error)


FOUND = {
    "a part of one title, in other letters": ("PROBLEM", "Open Problems"),
    "a title, although it is part of another": ("Toy Models", "Toy Models"),
    "a part in the middle": ("on toy", "More on Toy Models"),
    "its permalink": ("a/2", "Open Problems"),
    "its path in articles.json": ("a/2/index.html", "Open Problems"),
}


@pytest.mark.parametrize(("reference", "title"), FOUND.values(), ids=FOUND)
def test_one_article_is_told_of(tmp_path: Path, reference: str, title: str) -> None:
    assert account(tmp_path, reference).splitlines()[0] == title


def test_why_it_is_cited_as_it_is_told(tmp_path: Path) -> None:
    titles = ("Toy Models",)
    said = account(tmp_path, "Toy Models", titles, link="https://arxiv.org/abs/2301.00001")
    assert "\npublication: arxiv 2301.00001\n  rule: an identifier in its address\n" in said


SEVERAL = {
    "a part of several titles": (
        "models",
        "“models” is part of several titles; name one by its address or permalink:\n"
        "  Toy Models (https://thread.example/0, a/0/)\n"
        "  More on Toy Models (https://thread.example/1, a/1/)",
    ),
    "a title of several articles": (
        "notes",
        "“notes” is the name of several; name one by its address or permalink:\n"
        "  Notes (https://thread.example/3, a/3/)\n"
        "  Notes (https://thread.example/4, a/4/)",
    ),
}


@pytest.mark.parametrize(("reference", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_several_articles_are_listed(tmp_path: Path, reference: str, expected: str) -> None:
    assert account(tmp_path, reference) == expected


def test_of_many_articles_the_first_are_listed(tmp_path: Path) -> None:
    titles = tuple(f"Part {number}" for number in range(30))
    lines = account(tmp_path, "part", titles).splitlines()
    assert (len(lines), lines[-1]) == (22, "  and 10 more")


JOINED = {
    "the title that another source gives it": "On Toys, a Preprint",
    "a part of that title": "on toys",
    "the address of another source": "https://mirror.example/toys?utm_source=x",
    "the address that it had before": "https://thread.example/old",
    "the permalink that it would have there": "a/old/",
}


@pytest.mark.parametrize("reference", JOINED.values(), ids=JOINED)
def test_an_article_is_found_by_what_any_of_its_entries_is_called(
    tmp_path: Path, reference: str
) -> None:
    captures: dict[str, str | bytes] = {
        "feed/2026-01-01.xml": rss(item("Toy Models", "https://thread.example/old", "g", DATES[0])),
        "feed/2026-02-01.xml": rss(item("Toy Models", "https://thread.example/new", "g", DATES[0])),
        "mirror/2026-02-01.xml": rss(item("On Toys, a Preprint", "https://mirror.example/toys")),
    }
    same = (
        '[[same]]\narticles = ["https://thread.example/new", "https://mirror.example/toys"]\n'
        'reason = "One."\n'
    )
    found = library(tmp_path, captures, overrides=same)
    assert why(found, reference).splitlines()[0] == "Toy Models"


def test_what_is_an_article_s_own_name_is_not_taken_for_an_entry_s(tmp_path: Path) -> None:
    captures: dict[str, str | bytes] = {
        "feed/2026-01-01.xml": rss(item("B", "https://e.org/b"), item("A", "https://e.org/a")),
        "mirror/2026-01-01.xml": rss(item("A", "https://e.org/b")),
    }
    found = library(tmp_path, captures)
    assert why(found, "A").splitlines()[1].endswith(", permalink a/a/")


def test_a_long_text_without_spaces_is_shown_as_far_as_there_is_room(tmp_path: Path) -> None:
    long = f"{'雨' * 400}"
    captures: dict[str, str | bytes] = {"feed/2026-01-01.xml": rss(item(long, "https://e.org/1"))}
    said = why(library(tmp_path, captures), "https://e.org/1")
    assert f"  feed says: {'雨' * 240} …" in said.splitlines()
