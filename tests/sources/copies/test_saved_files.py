"""Every key of a saved Markdown file, and what the template of a saved page leaves in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import SourceError
from generator.model.entries import AuthorName, Entry
from generator.model.record import PartialDate, Problem
from generator.sources.capture_files import Contents, Received
from generator.sources.copies.entry import make_body, without_template_remains
from generator.sources.copies.html import read_page_html
from generator.sources.copies.markdown import read_page_markdown
from tests.sources.test_pairs import configured

RECEIVED = Received(
    path="captures/s/a/2026-04-05.md",
    file=Path("x"),
    resource="a",
    date=PartialDate(year=2026, month=4, day=5),
)


def contents(text: str, **source: object) -> Contents:
    return read_page_markdown(text.encode(), RECEIVED, *configured("preview", {"source": source}))


def saved(*fields: str, text: str = "Tin.\n") -> Entry:
    [entry] = contents("\n".join(("---", *fields, "---", text))).entries
    return entry


KEYS = {
    "url": ("canonical_url", "canonicalURL", "url", "link", "source", "permalink"),
    "authors": ("authors", "author", "creator"),
    "published": ("date", "published", "publishDate", "pubDate"),
    "summary": ("summary", "description", "excerpt", "abstract"),
    "tags": ("tags", "keywords", "categories", "category"),
}
VALUES = {
    "url": ("https://e.example/1", "https://e.example/2"),
    "authors": ("Ann Roe", "Bo Lind"),
    "published": ("2024-03-05", "2024-03-06"),
    "summary": ("On tin.", "On iron."),
    "tags": ("tin", "iron"),
}
OF_KEYS = [(field, key) for field, keys in KEYS.items() for key in keys]


@pytest.mark.parametrize(("field", "key"), OF_KEYS)
def test_a_key_of_a_saved_file_fills_its_field(field: str, key: str) -> None:
    best, other = VALUES[field]
    keys = KEYS[field]
    worse = [f"{name}: {other}" for name in keys[keys.index(key) + 1 :]]
    entry = saved(*worse, f"{key}: {best}")
    stated = entry.published and entry.published.date.edtf if field == "published" else None
    shown = (best,) if field in ("authors", "tags") else best
    assert (stated or getattr(entry, field)) == shown


def test_a_saved_file_says_how_it_was_fetched() -> None:
    entry = saved("status: 404", "fetched: 2026-03-02T10:00:00Z", "bytes: 2049", "truncated: true")
    assert entry.preview
    preview = entry.preview
    assert (preview.status, preview.fetched, preview.size_kb, preview.truncated) == (
        *(404, PartialDate(year=2026, month=3, day=2)),
        *(3, True),
    )
    bare = saved("fetched: soon", "truncated: no").preview
    assert bare
    assert (bare.status, bare.fetched, bare.size_kb, bare.truncated) == (
        *(None, RECEIVED.date),
        *(1, False),
    )


def test_a_file_of_hugo_is_cut_off_where_it_says_so() -> None:
    for stated, is_cut in (("true", True), ('"true"', True), ("false", False), ('"no"', False)):
        [entry] = contents(f"+++\ntruncated = {stated}\n+++\nTin.\n").entries
        assert entry.preview
        assert entry.preview.truncated == is_cut


# a file → its title
TITLES = {
    "---\ntitle: A\n---\n# B\n": "A",
    "# B\n\nTin.": "B",
    "\n\n#\tB \n": "B",
    "#B\n": None,
    "Tin.\n\n# B": None,
    "## B": None,
}


@pytest.mark.parametrize(("text", "title"), TITLES.items(), ids=repr)
def test_the_title_of_a_saved_file_is_stated_or_the_heading_over_it(
    text: str, title: str | None
) -> None:
    [entry] = contents(text).entries
    assert (entry.title, entry.guid) == (title, "a")


def test_a_saved_file_without_anything_in_it_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^captures/s/a/2026-04-05.md: the file is empty$"):
        contents(" \n")
    assert len(contents("---\ntitle: A\n---\n").entries) == 1
    assert len(contents("Tin.").bodies) == 1


SOON = "its date “soon” is no date that exists or can be read"


def test_a_date_of_a_saved_file_that_is_none_is_a_problem() -> None:
    found = contents("---\ndate: soon\n---\nTin.")
    assert found.entries[0].published is None
    assert found.problems == (Problem(where=RECEIVED.path, message=SOON, severity="warning"),)


def test_links_of_a_saved_file_are_relative_to_its_address_else_to_that_of_the_source() -> None:
    text = "[A](a)"
    [of_source] = contents(text, url="https://e.example/s/").bodies
    assert 'href="https://e.example/s/a"' in of_source.html
    found = contents(f"---\nurl: p/\n---\n{text}", url="https://e.example/s/")
    assert found.entries[0].url == "https://e.example/s/p/"
    assert 'href="https://e.example/s/p/a"' in found.bodies[0].html


def page(html: str, **source: object) -> Contents:
    return read_page_html(html.encode(), RECEIVED, *configured("preview", {"source": source}))


TEXT = "<p>Pots boil, and that takes a while, as long as they are full of cold water.</p>"
LINK = '<article><p><a href="a">A</a> of all that is here, which is a long text on tin.</p>'
# the head of a page without an address of its own, and that of its source → what a link leads to
BASES = {
    "a base": ('<base href="https://b.example/x/">', None, "https://b.example/x/a"),
    "a base below the source": ('<base href="x/">', "https://s.example/", "https://s.example/x/a"),
    "the source": ("", "https://s.example/y/", "https://s.example/y/a"),
    "the first of two": (
        '<base href="https://b.example/"><base href="https://c.example/">',
        None,
        "https://b.example/a",
    ),
    "its canonical address": (
        '<link rel="canonical" href="https://p.example/z/">',
        "https://s.example/",
        "https://p.example/z/a",
    ),
}


@pytest.mark.parametrize(("head", "url", "target"), BASES.values(), ids=BASES)
def test_a_link_of_a_saved_page_is_relative_to_its_address_its_base_or_its_source(
    head: str, url: str | None, target: str
) -> None:
    source = {"url": url} if url else {}
    [body] = page(f"<html><head><title>A</title>{head}</head>{LINK}{TEXT * 5}", **source).bodies
    assert f'href="{target}"' in body.html


def test_a_page_with_a_title_or_with_a_text_is_read_and_no_other() -> None:
    assert page("<title>A</title>").bodies == ()
    assert len(page(f"<article>{TEXT * 5}").bodies) == 1
    with pytest.raises(SourceError, match=r": a page without a title and without text$"):
        page("<p></p>")


def test_a_page_says_where_it_was_published() -> None:
    names = {"title": "A", "journal_title": "Pots", "volume": "3", "author": "Roe, Ann"}
    tags = "".join(f'<meta name="citation_{n}" content="{v}">' for n, v in names.items())
    [entry] = page(f"<html><head>{tags}</head>{LINK}").entries
    assert entry.publication
    assert (entry.publication.container, entry.publication.volume) == ("Pots", "3")
    assert (entry.authors, entry.name_parts) == (
        ("Ann Roe",),
        {"Ann Roe": AuthorName(family="Roe", given="Ann")},
    )


# the beginning of a copy → what is left of it
REMAINS = {
    "<h3>Author</h3><h3>Affiliations</h3><p>A.</p>": "<h3>Affiliations</h3><p>A.</p>",
    "<h3>Authors</h3> <h3>Affiliation</h3><h3>Published</h3><h2>B</h2>": "<h2>B</h2>",
    "<h3>Published</h3> <p>Not published yet.</p> <p>A.</p>": "<p>A.</p>",
    "<h6>Published</h6><p><em>Not published yet</em></p><p>A.</p>": "<p>A.</p>",
    "<h1>DOI</h1><p>No DOI yet</p><p>A.</p>": "<p>A.</p>",
    "<h3>DOI</h3><p>10.1000/a</p>": "<h3>DOI</h3><p>10.1000/a</p>",
    "<h3>Authors</h4><h3>B</h3>": "<h3>Authors</h4><h3>B</h3>",
    "<p>A.</p><p>1</p><p>B.</p>": "<p>A.</p><p>B.</p>",
    "<p>A?</p> <p>[12]</p> <p>B.</p>": "<p>A?</p> <p>B.</p>",
    "<p>A”</p><p>123</p><p>B.</p>": "<p>A”</p><p>B.</p>",
    "<p>A</p><p>1</p><p>B.</p>": "<p>A</p><p>1</p><p>B.</p>",
    "<p>A.</p><p>1234</p><p>B.</p>": "<p>A.</p><p>1234</p><p>B.</p>",
    "<p>A.</p><p>1</p><p>2.</p>": "<p>A.</p><p>1</p><p>2.</p>",
    "<p>A.</p><p>1</p>": "<p>A.</p><p>1</p>",
}


@pytest.mark.parametrize(("html", "left"), REMAINS.items(), ids=REMAINS)
def test_what_a_template_left_unfilled_is_no_text(html: str, left: str) -> None:
    assert without_template_remains(html) == left


def test_a_copy_of_a_template_alone_is_none() -> None:
    assert make_body("<h3>DOI</h3><p>No DOI yet</p>") is None
    made = make_body("<p>Tin.</p>")
    assert made
    assert (len(made.key), made.html, made.words) == (32, "<p>Tin.</p>", ("tin",))
