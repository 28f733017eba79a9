"""Whatever bytes stand in content/: a site or a GeneratorError, never another exception.

Bytes are made at random, or cut and mixed out of the real captures and of tokens that mean
something to a reader, so that they get past its first line.
"""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build.pipeline import build, read_library
from generator.errors import GeneratorError
from generator.text.urls import slugify
from tests.hostile.payloads import ALL

CONTENT = Path(__file__).parents[1] / "data/content"
SITE = """
[site]
id = "any"
title = "Any"
timezone = "Asia/Kathmandu"
[[source]]
name = "it"
reader = "{reader}"
title = "it"
url = "https://example.org/"
{also}
[[series]]
name = "updates"
title = "Updates"
title_starts = ["Circuits"]
dated = true
"""
ALSO = """
[[source]]
name = "known"
reader = "index"
title = "known"
"""
KNOWN = b"July 2024\nCircuits Updates \xe2\x80\x94 July 2024\n\nAn abstract that ends.\n"

CAPTURES = {
    "feed": sorted(CONTENT.glob("captures/feed/*"))[0].read_bytes(),
    "index": sorted(CONTENT.glob("captures/index/*"))[0].read_bytes(),
    "list": (Path(__file__).parents[1] / "data/list/zotero-bibtex.bib").read_bytes(),
    "preview": sorted(CONTENT.glob("captures/previews/*/*"))[0].read_bytes(),
}
TOKENS = [
    "@misc{k, ", "title = {", "author = ", "@string{s = ", " # s", r"\emph{", r"\'", "TY  - ",
    "ER  - ", "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "title,url", "- [a](https://example.org/1)",
    *(f"<{slash}{tag}>" for slash in ("", "/") for tag in (
        "rss version='2.0'", "channel", "item", "title", "link", "description", "guid", "pubDate",
        "feed xmlns='http://www.w3.org/2005/Atom'", "entry", "summary type='html'", "updated",
        "content type='xhtml'", "div", "author", "name", "category term='x'", "p", "h2", "h3", "a",
        "div class='toc'", "div class='date'", "a href='https://example.org/1'", "li", "ul",
        "time datetime='2024-07-01'", "time", "table", "tr", "td", "dl", "dt", "dd", "b", "script",
    )),
    "https://example.org/1", "http://[", "http://a:99999/", "//x", "tag:x,2024:y", "#", "?", "&",
    "Mon, 01 Jul 2024 00:00:00 +0000", "2024-07-01T00:00:00Z", "0000-00-00", "99999-01-01",
    "July 2024", "Marchember 2024", "2024", "February 30, 2024", "March 2020 - April 2021", "\n",
    "\n\n", "\r", "\t", " ", "\u2028", "\x00", "\ufeff", "\ufffe", "\u202e", "e\u0301", "\ufdfa",
    "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE x>",
    "&lt;b&gt;", "&#0;", "&#xD800;", "&#x110000;", "&nbsp;", "&x;", '{"version":', "[", "]", "{",
    "}", '"items":', '"https://jsonfeed.org/version/1.1"', "null", "1e999", "-0", ",", ":", '"',
    "Credibility Rating", "Key Points", "Summary", "Metadata", "Cited by 3 pages", "4/5", "High(4)",
    "Cached Content Preview", "HTTP 200Fetched Apr 7, 202624 KB", "Fetched Feb 30, 2024", "9/9999",
    "Importance: 55/100paper", "Resource ID: x | Stable ID: y", "... (truncated, 24 KB total)",
    "Circuits Updates — July 2024", "A titleWe find that this is so.", "Ng et al., 2024", "paper",
    "About this", "# x", "[x](https://example.org", "**", "```", "| a | b |\n| --- | --- |", "> ",
    "---\ntitle: x\ndate: 2024-02-30\n---\n", "+++\ntitle = 5\n+++\n", "\U0001f468\u200d\U0001f469",
    *ALL[::40],
]  # fmt: skip


def any_bytes(real: bytes) -> st.SearchStrategy[bytes]:
    """Random bytes, tokens in a row, or the real capture cut up with tokens between the pieces."""
    tokens = st.lists(st.sampled_from(TOKENS) | st.text(max_size=20), max_size=60).map("".join)
    encoding = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-16", "utf-32-be", "cp1252"])
    texts = st.builds(lambda text, name: text.encode(name, "replace"), tokens, encoding)
    places = st.lists(st.integers(0, len(real)), min_size=2, max_size=8)
    pieces = st.lists(texts, min_size=8, max_size=8)
    mixed = st.builds(lambda cuts, rest: _mix(real, cuts, rest), places, pieces)
    return st.binary(max_size=400) | texts | mixed


def _mix(real: bytes, cuts: list[int], pieces: list[bytes]) -> bytes:
    parts = [real[a : a + abs(b - a)] for a, b in pairwise(cuts)]
    return b"".join(part + piece for part, piece in zip(parts, pieces, strict=False))[:40_000]


def site_of(folder: Path, reader: str, data: bytes, *, also: bool) -> Path:
    """A content folder with these bytes as the one capture of a source."""
    text = SITE.format(reader=reader, also=ALSO if also else "")
    _write(folder / "site.toml", text.encode())
    _write(folder / "captures" / "it" / "r" / "2025-01-01.txt", data)
    _write(folder / "captures" / "known" / "2024-08.txt", KNOWN)
    return folder


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def outcome(content: Path) -> str:
    """Reads the content; answers what went wrong in a parser or stopped the build, else ""."""
    try:
        library = read_library(content)
    except GeneratorError as error:
        return str(error)
    return "\n".join(problem.message for problem in library.problems)


@pytest.mark.parametrize("reader", CAPTURES)
def test_any_bytes_as_a_capture_are_read_or_told(reader: str, thorough: bool) -> None:
    @settings(max_examples=120 if thorough else 20)
    @given(any_bytes(CAPTURES[reader]))
    def holds(data: bytes) -> None:
        with TemporaryDirectory() as folder:
            # "the parser failed" would be a bug of ours behind the boundary around parsers.
            assert "parser failed" not in outcome(site_of(Path(folder), reader, data, also=True))

    holds()


@pytest.mark.parametrize("reader", CAPTURES)
def test_any_bytes_as_a_capture_make_a_site_or_an_error(reader: str, thorough: bool) -> None:
    @settings(max_examples=6 if thorough else 2)
    @given(any_bytes(CAPTURES[reader]))
    def holds(data: bytes) -> None:
        with TemporaryDirectory() as folder:
            content = site_of(Path(folder) / "content", reader, data, also=True)
            build(content, Path(folder) / "site")

    holds()


OWNERS = ["site.toml", "overrides.toml", "pages/about.md", "notes/x.md"]
SAID = (CONTENT / "site.toml").read_bytes() + (CONTENT / "overrides.toml").read_bytes()


def test_any_bytes_of_the_owner_are_read_or_told(thorough: bool) -> None:
    @settings(max_examples=150 if thorough else 40)
    @given(st.sampled_from(OWNERS), any_bytes(SAID))
    def holds(name: str, data: bytes) -> None:
        with TemporaryDirectory() as folder:
            content = site_of(Path(folder), "feed", CAPTURES["feed"], also=False)
            _write(content / name, data)
            outcome(content)

    holds()


TOML_VALUES = st.recursive(
    st.sampled_from(
        ["1", "-1", "1e400", "nan", "true", "''", '"\\u0000"', '"x"', "2024-02-29", "00:00:00",
         '"http://["', '"https://example.org"', '"../.."', '"/etc"', '"PySvelte"', "[[]]", '"en"',
         '"\\U0010FFFF"', '"C"', '"zz-ZZ"', '"2024-13"', '"2024/2023"', '"con"', '" "', '"\\n"'],
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
    max_leaves=4,
)  # fmt: skip
SITE_KEYS = "id title description language timezone base_url".split()
SOURCE_KEYS = "name reader title url captures titles placeholders excerpt selectors".split()
SET_KEYS = "article reason url title authors date summary kind series tags articles".split()


@settings(max_examples=150)
@given(
    st.dictionaries(st.sampled_from(SITE_KEYS), TOML_VALUES),
    st.dictionaries(st.sampled_from(SOURCE_KEYS), TOML_VALUES),
    st.sampled_from("set hide mention article same not_same".split()),
    st.dictionaries(st.sampled_from(SET_KEYS), TOML_VALUES),
)
def test_any_values_of_known_keys_are_taken_or_told(
    site: dict[str, str], source: dict[str, str], table: str, setting: dict[str, str]
) -> None:
    site = {"id": '"any"', "title": '"Any"', **site}
    source = {"name": '"it"', "reader": '"feed"', "title": '"it"', **source}
    with TemporaryDirectory() as folder:
        content = site_of(Path(folder), "feed", CAPTURES["feed"], also=False)
        _write(content / "site.toml",
               f"[site]\n{_rows(site)}\n[[source]]\n{_rows(source)}\n".encode())  # fmt: skip
        _write(content / "overrides.toml", f"[[{table}]]\n{_rows(setting)}\n".encode())
        outcome(content)


def _rows(table: dict[str, str]) -> str:
    return "\n".join(f"{key} = {value}" for key, value in table.items())


LEGAL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


@given(st.text(max_size=200) | st.text(alphabet="../\\\x00:*?<>| con.js", max_size=40))
@settings(max_examples=500)
def test_any_title_has_a_legal_slug(title: str) -> None:
    slug = slugify(title, "0123456789ab")
    assert LEGAL.fullmatch(slug)
    assert len(slug) <= 93
    assert not DEVICES.fullmatch(slug)
    forms = [unicodedata.normalize(form, title) for form in ("NFC", "NFD")]
    assert len({slugify(form, "0123456789ab") for form in forms}) == 1


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=20))
@settings(max_examples=60)
def test_any_titles_have_unique_pages_that_stay(titles: list[str]) -> None:
    titles = [*titles, *(title.upper() for title in titles), "con.js", "../..", "x" * 10_000]
    with TemporaryDirectory() as folder:
        content = site_of(Path(folder), "feed", _json_feed(titles), also=False)
        try:
            articles = read_library(content).timeline.articles
        except GeneratorError:
            assert not any(map(str.strip, titles))
            return
        slugs = [article.slug for article in articles]
        assert len({slug.casefold() for slug in slugs}) == len(slugs)
        assert all(re.fullmatch(r"[a-z0-9]+(?:--?[a-z0-9]+)*", slug) for slug in slugs)
        # The order of the list and the others in it do not move a page.
        site_of(Path(folder), "feed", _json_feed(titles, reverse=True), also=False)
        again = {article.id: article.slug for article in read_library(content).timeline.articles}
        assert again == {article.id: article.slug for article in articles}


def _json_feed(titles: list[str], *, reverse: bool = False) -> bytes:
    """An entry a title. Turned round, each keeps its id: two of one title have nothing else."""
    items = [{"id": f"{n}", "title": title} for n, title in enumerate(titles)]
    if reverse:
        items.reverse()
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items}
    return json.dumps(feed).encode()
