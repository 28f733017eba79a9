"""What a [[source]] may say of itself, and what is said where it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.filters import Pattern
from generator.config.load import load_config
from generator.config.records import Selectors
from generator.errors import ConfigError

HEAD = '[site]\nid = "site"\ntitle = "A Site"\n[[source]]\nname = "s"\ntitle = "S"\n'


def written(folder: Path, more: str) -> Path:
    (folder / "site.toml").write_text(HEAD + more, encoding="utf-8")
    return folder


WRONG = {
    "an unknown reader": (
        'reader = "feeds"',
        '7: "reader" in [source]: "feeds"; did you mean "feed"',
    ),
    "an unknown way with titles": (
        'reader = "feed"\ntitles = "glue"',
        '8: "titles" in [source]: "glue"; did you mean "glued"?',
    ),
    "an unknown placeholder": (
        'reader = "feed"\nplaceholders = "yes"',
        '8: "placeholders" in [source]: "yes"; known: auto, firsts, january, none',
    ),
    "titles of an index": (
        'reader = "index"\ntitles = "plain"',
        '8: "titles" in [[source]] is for reader = "feed" only',
    ),
    "selectors of a feed": (
        'reader = "feed"\nselectors = { entry = "li" }',
        '8: "selectors" in [[source]] is for reader = "index" only',
    ),
    "a selector that is none": (
        'reader = "index"\nselectors = { entry = "li[" }',
        '8: "entry" in selectors: "li[" is no CSS selector',
    ),
    "filters of copies": (
        'reader = "preview"\nnewest = 3',
        '8: "newest" in [[source]] is for reader = "feed", "index" or "list" only',
    ),
    "copies of a list": (
        'reader = "list"\ncontent = "none"',
        '8: "content" in [[source]] is for reader = "feed" or "preview" only',
    ),
    "an unknown content": (
        'reader = "feed"\ncontent = "whole"',
        '8: "content" in [source]: "whole"; known: auto, none, excerpt, full',
    ),
    "an unknown show": (
        'reader = "feed"\nshow = "aproved"',
        '8: "show" in [source]: "aproved"; did you mean "approved"?',
    ),
    "an expression that is none": (
        "reader = 'feed'\ninclude = ['word', '/(a/']",
        '8: "/(a/" in include: missing ) at position 2',
    ),
    "an empty expression": (
        'reader = "feed"\nexclude = ["//"]',
        '8: "//" in exclude: the expression is empty',
    ),
    "an expression that takes all of the memory": (
        "reader = 'feed'\nexclude = ['/(((a{100}){100}){100}){100}/']",
        '8: "/(((a{100}){100}){100}){100}/" in exclude: it repeats more than a million times',
    ),
    "an expression that repeats once more than it may, whatever it repeats never": (
        "reader = 'feed'\nexclude = ['/a{0}(b{3}){333334}/']",
        '8: "/a{0}(b{3}){333334}/" in exclude: it repeats more than a million times',
    ),
    "an empty word": (
        'reader = "feed"\nexclude = [" "]',
        '8: a text in "exclude" is empty',
    ),
    "a word without brackets": (
        'reader = "feed"\nexclude_tags = "ads"',
        '8: "exclude_tags" in [source]: expected a list in brackets',
    ),
    "none that are newest": ('reader = "feed"\nnewest = 0', "8: newest = 0: give a number from 1"),
    "the newest of what is approved": (
        'reader = "feed"\nshow = "approved"\nnewest = 3',
        '9: "newest" beside show = "approved" does nothing: all approved are shown',
    ),
    "no date": (
        'reader = "feed"\nsince = "May 2024"',
        '8: since = "May 2024": give a year, a month or a day: "2024-05"',
    ),
    "a range of dates": (
        'reader = "feed"\nsince = "2024/2025"',
        '8: since = "2024/2025": give a year, a month or a day: "2024-05"',
    ),
    "selectors without entries": ('reader = "index"\nselectors = { title = "h3" }', "entry"),
    "an unknown selector": ('reader = "index"\nselectors = { entry = "li", titel = "b" }', "titel"),
}


@pytest.mark.parametrize(("more", "message"), WRONG.values(), ids=WRONG)
def test_what_a_source_may_not_say_is_an_error(tmp_path: Path, more: str, message: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_config(written(tmp_path, more))
    assert message in str(refusal.value)


# What looks for something, a text that has it, and one that has not.
LOOKED_FOR = {
    "an expression": ("/tid.s/", "High Tides", "/tids/"),
    "one slash": ("/", "and / or", "and or"),
    "words that begin with a slash": ("/tides", "of /tides", "of tides"),
    "words that end with a slash": ("tides/", "tides/ waves", "tides"),
    "words with signs of expressions": ("ti.es", "Ti.es", "tides"),
    "an expression that repeats nothing": ("/(?:a{0}){1000}b{1000}/", "b" * 1000, "b" * 999),
}


@pytest.mark.parametrize(("looked_for", "found", "other"), LOOKED_FOR.values(), ids=LOOKED_FOR)
def test_words_are_found_as_they_are_and_expressions_by_what_they_say(
    looked_for: str, found: str, other: str
) -> None:
    assert Pattern(looked_for).is_in(["none", found])
    assert not Pattern(looked_for).is_in(["none", other])


def test_what_a_source_declares_is_kept(tmp_path: Path) -> None:
    feed = 'reader = "feed"\ntitles = "plain"\ndescriptions = "residue"\nplaceholders = "january"'
    (source,) = load_config(written(tmp_path, feed)).sources
    assert (source.titles, source.descriptions, source.placeholders) == (
        "plain",
        "residue",
        "january",
    )
    index = 'reader = "index"\nselectors = { entry = "li", date = "time" }'
    (source,) = load_config(written(tmp_path, index)).sources
    assert source.selectors == Selectors(entry="li", date="time")


def test_notes_are_the_least_trusted_source_without_being_named(tmp_path: Path) -> None:
    folder = written(tmp_path, 'reader = "feed"')
    assert [source.name for source in load_config(folder).sources] == ["s"]
    (tmp_path / "notes").mkdir()
    assert [(s.name, s.folder) for s in load_config(folder).sources] == [
        ("s", "captures/s"),
        ("notes", "notes"),
    ]


def test_notes_that_are_named_have_the_place_and_title_that_they_are_given(tmp_path: Path) -> None:
    for name in ("notes", "mine"):
        (tmp_path / name).mkdir()
    folder = written(tmp_path, 'reader = "note"\ncaptures = "mine"')
    assert [(s.name, s.folder) for s in load_config(folder).sources] == [("s", "mine")]


def test_a_source_named_notes_that_reads_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    folder = tmp_path
    text = HEAD.replace('name = "s"', 'name = "notes"') + 'reader = "feed"\n'
    (folder / "site.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match='named "notes"'):
        load_config(folder)
