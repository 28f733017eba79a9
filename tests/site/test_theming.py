"""An owner's look: slots, words and templates, and what docs/theming.md says that they see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.resources import static_folder, templates_folder
from tests.site.rendering import all_pages, render_library, shared_by_templates
from tests.site.sample_library import ARTICLES, REST, SAMPLE, make_article, make_library

DOCUMENT = Path(__file__).parents[2] / "docs/theming.md"
TEXT = DOCUMENT.read_text("utf-8")


def rows_under(sentence: str) -> list[list[str]]:
    """The cells of the table that follows a sentence, without its head."""
    lines = TEXT[TEXT.index(sentence) :].split("\n")
    table: list[str] = []
    for line in lines:
        if line.startswith("|"):
            table.append(line)
        elif table:
            break
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in table[2:]]


def names_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", text))


@pytest.fixture(scope="module")
def seen() -> dict[str, set[str]]:
    """Template → the names that its pages give it, in small and in long libraries."""
    small = make_library(*ARTICLES, base_url="https://me.example/list/", **REST)
    long = make_library(
        *(make_article(f"a{n}", f"{2000 + n % 20}") for n in range(1600)),
        base_url="https://me.example/list/",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.site.sitemaps.SITEMAP_LIMIT", 50)
        found: dict[str, set[str]] = defaultdict(set)
        for page in (*all_pages(small), *all_pages(long)):
            if page.template:
                found[page.template] |= page.inputs.keys() | page.derived().keys()
    return found


@pytest.mark.slow
def test_the_document_names_every_template_and_what_it_sees(seen: dict[str, set[str]]) -> None:
    shared = set.union(*(names_in(row[0]) for row in rows_under("Every template sees")))
    assert shared == {"path", *shared_by_templates(SAMPLE)}
    said = {
        row[0].strip(" `"): names_in(row[1])
        for row in rows_under("Besides, each page sees its own")
    }
    assert said == seen


def test_the_document_names_every_token() -> None:
    sheet = (static_folder() / "assets/site.css").read_text("utf-8")
    tokens = set(re.findall(r"^  --([a-z]+):", sheet[: sheet.index("}")], re.MULTILINE))
    derived = {"gap", "line", "nodes", "text"}
    assert set.union(*(names_in(row[0]) for row in rows_under("| token"))) == tokens - derived


def test_the_document_names_every_block_of_the_frame() -> None:
    frame = (templates_folder() / "base.html").read_text("utf-8")
    sentence = TEXT[TEXT.index("whose blocks are") : TEXT.index("Besides the names below")]
    assert names_in(sentence) == set(re.findall(r"block ([a-z_]+)", frame))


def pages_with(templates: dict[str, str], folder: Path) -> Iterator[tuple[str, str]]:
    for name, text in templates.items():
        (folder / name).write_text(text, "utf-8")
    for file in render_library(SAMPLE, folder):
        if file.path.endswith(".html") and file.path != "bookmarks.html":
            yield file.path, file.data.decode()


@pytest.mark.slow
def test_the_slots_stand_on_every_page_and_see_what_it_sees(tmp_path: Path) -> None:
    slots = {
        "_head-end.html": '<meta name="mine" content="{{ path }}">\n',
        "_body-start.html": "<aside>{{ site.title }}</aside>\n",
        "_body-end.html": '<p class="mine">{{ link(paths.HOME) }}</p>\n',
    }
    for path, text in pages_with(slots, tmp_path):
        page = BeautifulSoup(text, "lxml")
        assert page.select("head > :last-child[name=mine]")[0]["content"] == path
        assert page.select("body > .skip + aside")[0].text == SAMPLE.config.site.title
        assert page.select("body > p.mine:last-child")[0].text.endswith("index.html")


def test_a_template_of_the_owner_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = '{% extends "base.html" %}{% block main %}<h1>Mine: {{ span[1] }}</h1>{% endblock %}'
    pages = dict(pages_with({"home.html": own}, tmp_path))
    assert "<h1>Mine: 2025</h1>" in pages["index.html"]
    assert "<h1>About</h1>" in pages["about/index.html"]


@pytest.mark.slow
def test_the_owner_words_and_turns_the_site(tmp_path: Path) -> None:
    words = '[en]\ndirection = "rtl"\ntimeline = "ציר הזמן"\n'
    pages = dict(pages_with({"strings.toml": words}, tmp_path))
    page = BeautifulSoup(pages["index.html"], "lxml")
    assert page.select("html[dir=rtl]")
    assert page.select(".bar nav a")[0].text == "ציר הזמן"
