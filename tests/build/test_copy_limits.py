"""How much of copies is published: of a feed's texts an excerpt, of all no more than is allowed."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from generator.build.pipeline import build
from generator.config.records import EXCERPT, Config, Site, Source
from generator.model.entries import Entry, Preview
from generator.sources.copies.entry import limit_copies
from tests.making_feeds import content, item, rss

URL = "https://letters.example/1"
WORDS = "word " * 400
TEXT = f'<p>It <b>begins</b>, see <a href="{URL}/2">part two</a>. {WORDS}secret</p>'
SHORT = "<p>All of it.</p>"


def whole(title: str, url: str, text: str) -> str:
    more = f"<content:encoded>{escape(text)}</content:encoded>"
    return item(title, url, url, "Mon, 08 Jan 2024 10:00:00 GMT", more)


def feed(*items: str) -> str:
    space = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return rss(*items).replace(' version="2.0"', f' version="2.0"{space}', 1)


LETTER = feed(whole("A Letter", URL, TEXT), whole("Short", f"{URL}/2", SHORT))


def site(more: str = "", reader: str = "feed", tables: str = "") -> str:
    return (
        '[site]\nid = "list"\ntitle = "List"\n[[source]]\nname = "letters"\ntitle = "Letters"\n'
        f'reader = "{reader}"\n{more}\n{tables}\n'
    )


def host(characters: int) -> str:
    return f'[[host]]\nname = "letters.example"\nexcerpt_characters = {characters}\n'


def built(folder: Path, toml: str, captures: dict[str, str | bytes]) -> Path:
    build(content(folder / "content", captures, site=toml), folder / "_site")
    return folder / "_site"


def copy_of(site: Path, slug: str = "1") -> tuple[int, str]:
    """How long the copy is that a page shows, and what is said where it ends."""
    page = BeautifulSoup((site / f"a/{slug}/index.html").read_text("utf-8"), "lxml")
    if page.find(id="copy") is None:
        return 0, "no copy"
    shown = page.select_one(".copy .page")
    ends = page.select_one(".copy .ends")
    assert ends is not None
    return len(shown.get_text().strip()) if shown else 0, ends.get_text()


def test_a_copy_that_is_just_as_long_as_is_allowed_is_whole() -> None:
    preview = Preview(source="letters", capture="x", body="key", length=EXCERPT)
    source = Source(name="letters", reader="feed", title="Letters")
    config = Config(
        folder="content", site=Site(id="list", title="List"), sources=(source,), kinds=()
    )
    entry = Entry(
        source="letters", capture="x", where="x", position=0, first_seen=None, preview=preview
    )
    assert limit_copies([entry], source, config) == (entry,)
    [longer] = limit_copies(
        [replace(entry, preview=replace(preview, length=EXCERPT + 1))], source, config
    )
    assert longer.preview == replace(preview, body=f"key/{EXCERPT}", truncated=True)


RSS: dict[str, str | bytes] = {"letters/2024-02-01.xml": LETTER}
STOPS = "The copy stops here. Continue at letters.example"
WHOLE = len(f"It begins, see part two. {WORDS}secret")
LIMITS = {
    "unless it is said, an excerpt": (site(), (499, STOPS)),
    "an excerpt": (site('content = "excerpt"'), (499, STOPS)),
    "everything": (
        site('content = "full"'),
        (WHOLE, "The page ends here. Continue at letters.example"),
    ),
    "nothing": (site('content = "none"'), (0, "no copy")),
    "what the host allows": (site('content = "full"', tables=host(100)), (99, STOPS)),
    "the smaller of two limits": (site(tables=host(100)), (99, STOPS)),
    "the smaller of two limits, the other way": (site(tables=host(1000)), (499, STOPS)),
    "nothing of a host": (site('content = "full"', tables=host(0)), (0, "no copy")),
}


@pytest.mark.slow
@pytest.mark.parametrize(("toml", "expected"), LIMITS.values(), ids=LIMITS)
def test_of_a_feeds_text_as_much_is_shown_as_may_be(
    tmp_path: Path, toml: str, expected: tuple[int, str]
) -> None:
    assert copy_of(built(tmp_path, toml, RSS)) == expected


@pytest.mark.slow
def test_what_is_not_shown_stands_in_no_file(tmp_path: Path) -> None:
    output = built(tmp_path, site(), RSS)
    holding = [
        path for path in output.rglob("*") if path.is_file() and b"secret" in path.read_bytes()
    ]
    assert holding == []


@pytest.mark.slow
def test_a_text_that_is_short_enough_is_whole(tmp_path: Path) -> None:
    length = len("All of it.")
    ends = "The page ends here. Continue at letters.example"
    assert copy_of(built(tmp_path, site(), RSS), "1-2") == (length, ends)


@pytest.mark.slow
def test_where_the_whole_text_links_to_stays_known(tmp_path: Path) -> None:
    late = TEXT.replace("It <b>", f"{WORDS} It <b>", 1)
    letter = feed(whole("A Letter", URL, late), whole("Short", f"{URL}/2", SHORT))
    output = built(tmp_path, site(), {"letters/2024-02-01.xml": letter})
    page = BeautifulSoup((output / "a/1/index.html").read_text("utf-8"), "lxml")
    links = page.find(id="links")
    assert links is not None
    assert links.parent is not None
    assert "Short" in links.parent.get_text()


@pytest.mark.slow
def test_letters_that_begin_alike_are_each_shown(tmp_path: Path) -> None:
    letters = (
        whole("Weekly", f"https://letters.example/{number}", f"<p>{WORDS}{number}</p>")
        for number in "12"
    )
    output = built(tmp_path, site(), {"letters/2024-02-01.xml": feed(*letters)})
    assert [copy_of(output, slug) for slug in "12"] == [(499, STOPS)] * 2


PLAIN = "It begins.\n\n" + "word " * 500 + "secret"


@pytest.mark.slow
def test_a_description_in_plain_text_that_is_a_whole_letter_is_a_copy(tmp_path: Path) -> None:
    more = f"<description>{PLAIN}</description>"
    letter = rss(item("A Letter", URL, URL, "Mon, 08 Jan 2024 10:00:00 GMT", more))
    output = built(tmp_path, site(), {"letters/2024-02-01.xml": letter})
    assert copy_of(output) == (496, STOPS)


SAVED = f"""<!doctype html><html><head><title>A Letter</title><link rel="canonical" href="{URL}">
</head><body><article><h1>A Letter</h1><p>It begins. {WORDS}</p><p>The end.</p></article></body>
</html>"""
PREVIEWS = {
    "whole, as it was saved": ("", "", 2027, "The page ends here. Continue at letters.example"),
    "an excerpt": ('content = "excerpt"', "", 498, STOPS),
    "what the host allows": ("", host(100), 98, STOPS),
    "the smaller limit": ('content = "excerpt"', host(100), 98, STOPS),
    "nothing": (
        'content = "none"', "", 0, "This list does not show the text of this page."
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("more", "tables", "length", "ends"), PREVIEWS.values(), ids=PREVIEWS)
def test_what_the_owner_saved_is_shown_within_its_limits(
    tmp_path: Path, more: str, tables: str, length: int, ends: str
) -> None:
    copies = f'[[source]]\nname = "copies"\ntitle = "C"\nreader = "preview"\n{more}\n{tables}'
    captures: dict[str, str | bytes] = {
        "letters/2024-02-01.xml": rss(item("A Letter", URL)),
        "copies/one/2024-02-01.html": SAVED,
    }
    assert copy_of(built(tmp_path, site(tables=copies), captures)) == (length, ends)


@pytest.mark.slow
def test_another_limit_is_seen_by_a_build_that_reads_nothing_again(tmp_path: Path) -> None:
    folder, output = tmp_path / "content", tmp_path / "_site"
    content(folder, RSS, site=site())
    found = []
    for toml in (site(), site(tables=host(100)), site('content = "full"')):
        (folder / "site.toml").write_text(toml)
        result = build(folder, output, cache=tmp_path / "cache")
        found.append((copy_of(output)[0], result.read))
    assert found == [(499, 1), (99, 0), (WHOLE, 0)]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["none", "excerpt", "full"])
def test_what_is_two_entries_does_not_hang_on_what_is_shown(tmp_path: Path, how: str) -> None:
    letters = (
        f"<item><link>{URL}</link><content:encoded>{escape(f'<p>{WORDS}{n}</p>')}</content:encoded>"
        "</item>"
        for n in "12"
    )
    captures: dict[str, str | bytes] = {"letters/2024-02-01.xml": feed(*letters)}
    toml = site(f'content = "{how}"')
    library = build(content(tmp_path / "c", captures, site=toml), tmp_path / "_site").library
    assert len(library.timeline.articles) == 2
