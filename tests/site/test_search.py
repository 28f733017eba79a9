"""What is searched: scripts that hold every article and can be nothing but data."""

from __future__ import annotations

import json
from html import escape
from string import ascii_lowercase
from typing import Any

import msgspec
import pytest

from generator.config.records import Source
from generator.model.articles import Conflict
from generator.model.entries import CopyBody, Preview
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site import Library, search
from generator.site.catalogue import make_catalogue
from generator.site.search import facts_of, shards_of, words_of
from generator.sources.copies.entry import make_body
from generator.text.search_terms import search_words
from tests.site.rendering import render_library
from tests.site.sample_library import SAMPLE, make_article, make_library, make_statement


def scripts(library: Library) -> dict[str, str]:
    files = render_library(library, only=lambda page: page.path.startswith("search/"))
    return {file.path: file.data.decode() for file in files}


def arguments(script: str) -> list[Any]:
    """What a script hands over: its body is one call, and all its arguments are JSON."""
    function, _, rest = script.partition("(")
    assert function in ("octavo.begin", "octavo.take", "octavo.shard", "octavo.copied")
    assert rest.endswith(");\n")
    found: list[Any] = json.loads(f"[{rest[:-3]}]")
    return found


def test_every_article_is_in_the_script_of_its_year() -> None:
    made = scripts(SAMPLE)
    assert {path for path in made if not path.startswith(("search/c-", "search/cite-"))} == {
        "search/index.js",
        "search/undated.js",
        *(f"search/{year.year:04d}.js" for year in SAMPLE.timeline.years),
    }
    _kinds, _series, parts, sharded, _hosts, _blogs = arguments(made["search/index.js"])
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
        "x", "2025-07", title="Attention", authors=("Jo", "Head"), summary="Of ink", preview=preview
    )
    other = msgspec.structs.replace(article, id="y", title="Ink", authors=())
    catalogue = make_catalogue(make_library(article, other, bodies=bodies))
    facts = search_words("2025 07 July Note Notes")
    assert words_of(catalogue, article) == (
        *(("attention",), ("jo", "head"), facts, ("of", "ink"), words),
    )
    found = shards_of(catalogue, [article, other])
    shards = {letter: {word: [*held] for word, held in found[letter].items()} for letter in found}
    assert shards["a"] == {"attention": [16 + 1, 32 + 1]}
    assert shards["h"] == {"head": [8], "heads": [1, 32 + 1]}
    assert shards["i"] == {"in": [1, 32 + 1], "ink": [2 + 1, 32 + 16 + 2 + 1]}
    assert shards["j"] == {"jo": [8], "july": [4, 32 + 4]}
    assert shards["z"] == {}


def test_many_articles_have_scripts_of_their_words(monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "SCANNED", 1)
    article = make_article("x", "2025-07", title="Attention, שלום 4")
    made = scripts(make_library(article, make_article("y", None, title="Later")))
    assert arguments(made["search/s-2025-a.js"]) == ["2025", "a", "\nattention 16\n"]
    assert arguments(made["search/s-2025-0.js"]) == [*("2025", "0", "\n07 4\n2025 4\n4 16\n")]
    assert arguments(made["search/s-2025-other.js"]) == ["2025", "other", "\nשלום 16\n"]
    assert arguments(made["search/s-undated-l.js"]) == ["undated", "l", "\nlater 16\n"]
    assert arguments(made["search/index.js"])[3] is True
    assert len(arguments(made["search/2025.js"])[1][0]) == 13


CHANGED: dict[str, dict[str, Any]] = {
    "its title": {"title": "Another"},
    "its tags": {"tags": ("ink",)},
    "its kind": {"kind": "paper"},
    "its summary": {"summary": "Of ink."},
    "where it stands": {"url": "https://other.example/"},
    "who wrote it": {"authors": ("Ann Roe",)},
    "when it was added": {"added": PartialDate(year=2026)},
}


@pytest.mark.parametrize("most", [3000, 0])
@pytest.mark.parametrize("fields", CHANGED.values(), ids=CHANGED)
def test_a_script_that_changed_has_other_inputs_so_that_it_is_made_again(
    monkeypatch: pytest.MonkeyPatch, most: int, fields: dict[str, Any]
) -> None:
    monkeypatch.setattr(search, "SCANNED", most)
    article, other = make_article("x", "2025-07"), make_article("y", "2024")
    before, after = (
        {page.path: page for page in search.search_pages(make_catalogue(make_library(*both)))}
        for both in ((article, other), (msgspec.structs.replace(article, **fields), other))
    )
    changed = {path for path in before if text_of(before[path]) != text_of(after[path])}
    assert changed
    assert not {path for path in changed if before[path].inputs == after[path].inputs}
    assert not any("2024" in path for path in changed)


def text_of(page: Page) -> str:
    assert page.body
    text = page.body()
    assert isinstance(text, str)
    return text


def test_a_row_says_whether_there_is_a_copy_and_whether_sources_differ() -> None:
    body = CopyBody(key="key", html="<p>…", words=())
    kept: dict[str, Any] = {"preview": Preview(source="wiki", capture="x", body="key")}
    differing: dict[str, Any] = {
        "conflicts": (Conflict(field="title", source="feed", value="B", raw="B", rule="trust"),)
    }
    articles = [
        make_article(str(n), "2025-07", **fields)
        for n, fields in enumerate(({}, kept, differing, kept | differing))
    ]
    bare = Preview(source="wiki", capture="x")
    articles.append(make_article("4", "2025-07", preview=bare))
    made = scripts(make_library(*articles, bodies={"key": body}))
    rows = arguments(made["search/2025.js"])[1]
    assert {row[0]: row[9] for row in rows} == {
        "id-0": 0,
        "id-1": 1,
        "id-2": 2,
        "id-3": 3,
        "id-4": 0,
    }


def test_a_row_names_the_blogs_that_list_the_article_and_its_date_if_it_has_one() -> None:
    blogs = tuple(
        Source(name=name, reader="feed", title=name.upper(), url=f"https://{name}.example/")
        for name in ("a", "b")
    )
    listed = tuple(map(make_statement, ("wiki", "b", "a")))
    articles = (make_article("x", "2025-07", statements=listed), make_article("y", None))
    made = scripts(make_library(*articles, sources=blogs))
    (x,), (y,) = (arguments(made[f"search/{name}.js"])[1] for name in ("2025", "undated"))
    assert (x[4], x[8], y[4], y[8]) == ("2025-07", ["b", "a"], None, [])


def test_as_many_articles_as_are_searched_from_end_to_end_have_no_other_scripts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "SCANNED", 2)
    library = make_library(make_article("x"), make_article("y"))
    assert arguments(scripts(library)["search/index.js"])[3] is False


def test_places_are_said_by_the_way_from_each_to_the_next(monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "SCANNED", 1)
    titles = ("Ink", "Other", "Ink by ink")
    articles = [make_article(f"x{n}", "2025-07", title=t) for n, t in enumerate(titles)]
    made = scripts(make_library(*articles))
    assert arguments(made["search/s-2025-i.js"]) == ["2025", "i", "\nink 16 64\n"]


def test_an_article_is_found_by_its_date_its_kind_its_series_and_its_tags() -> None:
    article = make_article(
        "x", "2021-12-24/2022-03", kind="update", series="updates", tags=("Interpretability", "ß")
    )
    library = make_library(article, make_article("y", None))
    facts = facts_of(make_catalogue(library), article)
    assert facts == (
        "2021-12-24/2022-03 December 24 2022-03 March Update Updates Updates Interpretability ß"
    )
    nothing = facts_of(make_catalogue(library), library.timeline.undated[0])
    assert nothing == "Note Notes"


def test_the_hosts_are_said_with_how_many_articles_each_holds() -> None:
    urls = ("https://www.one.example/a", "https://one.example/b", "https://two.example/", None)
    articles = [make_article(f"x{n}", "2025-07", url=url) for n, url in enumerate(urls)]
    made = scripts(make_library(*articles))
    assert arguments(made["search/index.js"])[4] == [["one.example", 2], ["two.example", 1]]
    hosts = [row[7] for row in arguments(made["search/2025.js"])[1]]
    assert sorted(hosts, key=str) == [None, "one.example", "one.example", "two.example"]


def test_the_text_of_a_copy_has_a_script_of_its_own() -> None:
    body = make_body(
        "<h2>On <b>ink</b></h2><p>Of R&amp;D<br>\nand of </p><p>10<sup>-6</sup></p><hr>"
    )
    assert body
    preview = Preview(source="wiki", capture="x", body=body.key)
    article = make_article("x", "2025-07", preview=preview)
    made = scripts(make_library(article, make_article("y", "2025"), bodies={body.key: body}))
    assert [path for path in made if path.startswith("search/c-")] == ["search/c-id-x.js"]
    assert arguments(made["search/c-id-x.js"]) == ["id-x", ["On ink", "Of R&D and of", "10⁻⁶"]]


# What stands in a copy, and how it is found in the script of its year.
COPIES = {
    "words": ("Two one, two.", ["two", "one"]),
    "words of other fields too": ("A title by heads", ["a", "title", "by", "heads"]),
    "what could end a script": ("</script> \u2028 <", ["script"]),
    "no ASCII": ("שלום 注意 4", ["שלום", "注意", "意", "4"]),
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
