"""What is searched: scripts that hold every article and can be nothing but data."""

from __future__ import annotations

import json
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import msgspec
import pytest

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


# The words of a copy as they were and as they are.
COPIES = {
    "other words": ("one two three", "two four"),
    "the same words": ("one two", "two one"),
    "a word that stood nowhere": ("one", "one xylem"),
    "a word that stands nowhere any more": ("one xylem", "one"),
    "words of other fields, too": ("title one", "author heads"),
    "what could end a script": ("one", "</script> \u2028 <"),
    "no ASCII": ("one", "שלום 注意 4"),
    "no words any more": ("one two", ""),
}


@pytest.mark.parametrize("scanned", [0, 3000], ids=["shards", "scanned"])
@pytest.mark.parametrize(("was", "is_now"), COPIES.values(), ids=COPIES)
def test_a_mended_script_is_what_a_new_one_would_be(
    was: str, is_now: str, scanned: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SCANNED", scanned)
    old, new = (_previewed(text) for text in (was, is_now))
    before = {one.preview.capture: one.preview for one in old.timeline.articles if one.preview}
    touched = {path: before[path] for path in ("<2>", "3")}
    drafts = {draft.path: draft for draft in search_drafts(make_catalogue(new))}
    for page in [draft.make() for draft in search_drafts(make_catalogue(old))]:
        draft = drafts[page.path]
        assert isinstance(page.body, str)
        if draft.shows and draft.mend:
            (tmp_path / "old").write_text(page.body, "utf-8")
            with (tmp_path / "old").open("rb") as file:
                page = draft.mend(mmap(file.fileno(), 0, access=ACCESS_READ), touched)
        body = page.body if isinstance(page.body, str) else b"".join(page.body or ()).decode()
        assert body == draft.make().body, page.path


def _previewed(text: str) -> Library:
    """Four articles of a year with copies; those of two say the text."""
    return make_library(
        *(
            make_article(
                f"<{number}>",
                f"2025-0{number}",
                title="A title",
                authors=("An Author",),
                preview=Preview(
                    source="wiki",
                    capture=f"<{number}>" if number == 2 else f"{number}",
                    body_text=f"{text} {number}" if number in (2, 3) else "One title, two heads",
                ),
            )
            for number in range(1, 5)
        )
    )


def test_two_years_take_turns(monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "SCANNED", 0)
    library = make_library(*(make_article(f"y{year}", str(year)) for year in (2021, 2022, 2023)))
    paths = [draft.path for draft in search_drafts(make_catalogue(library))]
    shards = [path for path in paths if path.startswith("search/s-")]
    assert shards[:4] == [
        f"search/s-{part}.js" for part in ("2023-a", "2022-a", "2023-b", "2022-b")
    ]
    assert len(shards) == len(set(shards)) == 3 * 28
