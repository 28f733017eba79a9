"""What is searched: scripts that hold every article and can be nothing but data."""

from __future__ import annotations

import json
from html import escape
from string import ascii_lowercase
from typing import Any

import msgspec
import pytest

from generator.model import CopyBody, Preview
from generator.site import Library, search
from generator.site.search import shards_of, words_of
from generator.sources.copies.entry import make_body
from tests.site.rendering import render_library
from tests.site.sample_library import SAMPLE, make_article, make_library


def scripts(library: Library) -> dict[str, str]:
    files = render_library(library, only=lambda page: page.path.startswith("search/"))
    return {file.path: file.data.decode() for file in files}


def arguments(script: str) -> list[Any]:
    """What a script hands over: its body is one call, and all its arguments are JSON."""
    function, _, rest = script.partition("(")
    assert function in ("octavo.begin", "octavo.take", "octavo.shard")
    assert rest.endswith(");\n")
    found: list[Any] = json.loads(f"[{rest[:-3]}]")
    return found


def test_every_article_is_in_the_script_of_its_year() -> None:
    made = scripts(SAMPLE)
    assert all(path.startswith("search/") and path.endswith(".js") for path in made)
    _kinds, _series, parts, sharded = arguments(made["search/index.js"])
    assert sharded is False
    timeline = SAMPLE.timeline
    expected = [[f"{year.year:04d}", len(year.articles)] for year in timeline.years]
    assert parts == [*expected, ["undated", len(timeline.undated)]]
    listed = []
    for name, _ in parts:
        part, rows = arguments(made[f"search/{name}.js"])
        assert part == name
        listed += [row[0] for row in rows]
    assert listed == [article.id for article in timeline.articles]


def test_nothing_that_an_article_says_can_end_a_script_or_its_line() -> None:
    title = "</script><script>alert(1)</script><!-- \u2028 \u2029 ]); alert(2); //"
    made = scripts(make_library(make_article("x", "2025-07", title=title)))
    script = made["search/2025.js"]
    assert "<" not in script
    assert "\u2028" not in script
    assert "\u2029" not in script
    assert arguments(script)[1][0][2] == title


def test_a_word_counts_by_where_it_stands() -> None:
    words = ("attention", "to", "heads", "in", "ink")
    bodies = {"key": CopyBody(key="key", html="<p>…", words=words)}
    preview = Preview(source="wiki", capture="x", body="key")
    article = make_article(
        "x", "2025-07", title="Attention", authors=("Head",), summary="Of ink", preview=preview
    )
    assert words_of(article, bodies) == (("attention",), ("head",), ("of", "ink"), words)
    other = msgspec.structs.replace(article, title="Ink", authors=())
    found = shards_of([article, other], bodies)
    shards = {letter: {word: [*held] for word, held in found[letter].items()} for letter in found}
    assert shards["a"] == {"attention": [8 + 1, 16 + 1]}
    assert shards["h"] == {"head": [4], "heads": [1, 16 + 1]}
    assert shards["i"] == {"in": [1, 16 + 1], "ink": [2 + 1, 16 + 8 + 2 + 1]}
    assert shards["z"] == {}


def test_many_articles_have_scripts_of_their_words(monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "SCANNED", 1)
    article = make_article("x", "2025-07", title="Attention, שלום 4")
    made = scripts(make_library(article, make_article("y", None, title="Later")))
    assert arguments(made["search/s-2025-a.js"]) == ["2025", "a", [["attention", [8]]]]
    assert arguments(made["search/s-2025-0.js"]) == ["2025", "0", [["4", [8]]]]
    assert arguments(made["search/s-2025-other.js"]) == ["2025", "other", [["שלום", [8]]]]
    assert arguments(made["search/s-undated-l.js"]) == ["undated", "l", [["later", [8]]]]
    assert arguments(made["search/index.js"])[3] is True
    assert len(arguments(made["search/2025.js"])[1][0]) == 9


# What stands in a copy, and how it is found in the script of its year.
COPIES = {
    "words": ("Two one, two.", ["two", "one"]),
    "words of other fields too": ("A title by heads", ["a", "title", "by", "heads"]),
    "what could end a script": ("</script> \u2028 <", ["script"]),
    "no ASCII": ("שלום 注意 4", ["שלום", "注", "意", "4"]),
}


@pytest.mark.parametrize(("text", "words"), COPIES.values(), ids=COPIES)
def test_few_articles_are_searched_by_all_words_of_their_copies(
    text: str, words: list[str]
) -> None:
    body = make_body(f"<p>{escape(text)}</p>")
    assert body
    preview = Preview(source="wiki", capture="x", body=body.key)
    article = make_article("x", "2025-07", title="A title", authors=("Heads",), preview=preview)
    script = scripts(make_library(article, bodies={body.key: body}))["search/2025.js"]
    [[*_, found]] = arguments(script)[1]
    assert sorted(found.split()) == sorted(words)
    assert "<" not in script
    assert "\u2028" not in script


def test_each_year_has_a_script_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SCANNED", 0)
    library = make_library(*(make_article(f"y{year}", str(year)) for year in (2021, 2022)))
    letters = (*ascii_lowercase, "0", "other")
    expected = {f"search/s-{year}-{letter}.js" for year in (2021, 2022) for letter in letters}
    assert {path for path in scripts(library) if path.startswith("search/s-")} == expected
