"""What is searched: scripts that hold every article and can be nothing but data."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from generator.model import Preview
from generator.site import Library, search
from generator.site.catalogue import make_catalogue
from generator.site.search import search_drafts, shards_of, words_of
from tests.site.sample_library import SAMPLE, make_article, make_library


def scripts(library: Library) -> dict[str, str]:
    pages = [draft.make() for draft in search_drafts(make_catalogue(library))]
    return {page.path: str(page.body or "") for page in pages}


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
    preview = Preview(source="wiki", capture="x", body_text="Attention to heads, in ink")
    article = make_article(
        "x", "2025-07", title="Attention", authors=("Head",), summary="Of ink", preview=preview
    )
    assert words_of(article) == (
        ("attention",),
        ("head",),
        ("of", "ink"),
        ("attention", "to", "heads", "in", "ink"),
    )
    found = shards_of([article, msgspec.structs.replace(article, title="Ink", authors=())])
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


def test_two_years_take_turns(monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "SCANNED", 0)
    library = make_library(*(make_article(f"y{year}", str(year)) for year in (2021, 2022, 2023)))
    paths = [draft.path for draft in search_drafts(make_catalogue(library))]
    shards = [path for path in paths if path.startswith("search/s-")]
    assert shards[:4] == [
        f"search/s-{part}.js" for part in ("2023-a", "2022-a", "2023-b", "2022-b")
    ]
    assert len(shards) == len(set(shards)) == 3 * 28
