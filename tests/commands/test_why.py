"""why: what a reference finds where it is no whole name, or that of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.pipeline import read_library
from generator.commands.why import why
from generator.errors import ConfigError

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
