"""The picture of an article: the owner's word, else the first note that has one."""

from __future__ import annotations

from typing import Any

import pytest

from generator.config.overrides import FieldRule, Overrides
from generator.model.articles import Evidence
from generator.model.entries import Entry, OwnImage
from tests.reconcile.making import entry, only_article, reconciled

A = "https://example.org/a"
MINE = OwnImage(file="static/mine.png", alt="A curve", where="notes/mine.md")
OTHER = OwnImage(file="static/other.png", alt="A tree", where="notes/other.md")


def note(image: OwnImage | None) -> Entry:
    return entry("notes", about=A, creates=False, image=image)


def setting(**fields: Any) -> FieldRule:
    return FieldRule(article=A, reason="So.", where="overrides.toml:1", **fields)


def by_owner(file: str) -> Evidence:
    return Evidence(rule="override", source="overrides.toml:1", raw=file, reason="So.")


BY_NOTE = Evidence(rule="the only source that says it", source="notes", raw="static/mine.png")
# notes, what the owner sets → the picture, how it is known
PICTURES: dict[
    str, tuple[list[Entry], list[FieldRule], tuple[OwnImage | None, Evidence | None]]
] = {
    "none": ([note(None)], [], (None, None)),
    "the first note that has one": ([note(None), note(MINE), note(OTHER)], [], (MINE, BY_NOTE)),
    "what the owner sets": (
        [note(MINE)],
        [setting(image="static/set.png")],
        (
            OwnImage(file="static/set.png", where="overrides.toml:1"),
            by_owner("static/set.png"),
        ),
    ),
    "with what it shows": (
        [],
        [setting(image="static/set.png", image_alt="A wave")],
        (
            OwnImage(file="static/set.png", alt="A wave", where="overrides.toml:1"),
            by_owner("static/set.png"),
        ),
    ),
    "what a note's shows, in other words": (
        [note(MINE)],
        [setting(image_alt="A wave")],
        (OwnImage(file="static/mine.png", alt="A wave", where="notes/mine.md"), BY_NOTE),
    ),
    "what none shows": ([], [setting(image_alt="A wave")], (None, None)),
}


@pytest.mark.parametrize(("notes", "told", "expected"), PICTURES.values(), ids=PICTURES)
def test_a_picture_is_the_owners_or_that_of_a_note(
    notes: list[Entry], told: list[FieldRule], expected: tuple[OwnImage | None, Evidence | None]
) -> None:
    listed = entry("feed", url=A, title="A")
    article = only_article(reconciled(listed, *notes, overrides=Overrides(set=tuple(told))))
    assert (article.image, article.evidence.get("image")) == expected
