"""One small made-up site, whole: what is read, reconciled and written, held byte for byte.

`make golden` writes tests/site/expected/ anew. Read the difference before you commit it: it is
what every site's readers will see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from generator.build.pipeline import build
from generator.commands.check import check

HERE = Path(__file__).parent / "site"
EXPECTED = HERE / "expected"
BASE_URL = "https://lists.example/tides/"
# What other programs read; its every byte is a promise.
DATA = ("articles.json", "changes.xml", "feed.json", "feed.xml", "robots.txt", "sitemap.xml")

# One page of every sort that tells something of its own.
PAGES = (
    "2024/02/index.html",
    "a/2024-buoys/index.html",
    "a/2024-harbours/index.html",
    "a/sandbanks/index.html",
    "about/index.html",
    "evidence/differences/index.html",
    "index.html",
    "evidence/named/index.html",
    "evidence/index.html",
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = (*HEADINGS, *"title p div section article li dt dd tr figcaption summary pre".split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built."""
    output = tmp_path_factory.mktemp("golden") / "site"
    build(HERE / "content", output, base_url=BASE_URL)
    return output


@pytest.mark.parametrize("path", DATA)
def test_data_for_other_programs_is_byte_for_byte_as_it_was(
    site: Path, path: str, golden: Callable[[Path, bytes], None]
) -> None:
    golden(EXPECTED / path, (site / path).read_bytes())


def test_the_files_of_the_site_are_those_that_they_were(
    site: Path, golden: Callable[[Path, bytes], None]
) -> None:
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    golden(EXPECTED / "files.txt", "".join(f"{path}\n" for path in paths).encode())


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_says_and_where_it_leads_is_as_it_was(
    site: Path, path: str, golden: Callable[[Path, bytes], None]
) -> None:
    part = "body" if path == "index.html" else "main"
    said = outline((site / path).read_bytes(), part)
    golden(EXPECTED / path.replace(".html", ".txt"), said.encode())


def outline(page: bytes, part: str) -> str:
    """The words of a part of a page, a line a block, links as `[words](where)`; no looks."""
    tree = html.document_fromstring(page.decode()).find(f".//{part}")
    assert tree is not None
    for element in [*tree.iter("script", "style", "svg", "template")]:
        element.drop_tree()
    for link in tree.iter("a"):
        link.text = f"[{link.text or ''}"
        link.tail = f"]({link.get('href')}){link.tail or ''}"
    for cell in tree.iter("td", "th"):
        cell.tail = " | "
    for block in tree.iter(*BLOCKS):
        level = int(block.tag[1]) if block.tag in HEADINGS else 0
        block.text = f"\n{'#' * level} {block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "".join(f"{line}\n" for line in lines if line)


ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 4287 §4.1.1 and §4.1.2: how often each element may stand in a feed and in an entry.
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = (
    "subtitle",
    "rights",
    "generator",
    "icon",
    "logo",
    "summary",
    "content",
    "published",
)
RFC_3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"


@pytest.mark.parametrize("path", ["feed.xml", "changes.xml"])
def test_the_feeds_are_atom_by_rfc_4287(site: Path, path: str) -> None:
    feed = etree.fromstring((site / path).read_bytes())
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for element in (feed, *entries):
        counts = Counter(str(child.tag).removeprefix(ATOM) for child in element)
        assert [counts[name] for name in ONCE] == [1, 1, 1]
        assert all(counts[name] <= 1 for name in AT_MOST_ONCE)
        assert re.fullmatch(RFC_3339, element.findtext(f"{ATOM}updated") or "")
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme == "urn"
        links = [(link.get("rel"), link.get("href") or "") for link in element.iter(f"{ATOM}link")]
        assert all(urlsplit(href).scheme == "https" for _rel, href in links)
    assert all(
        any(link.get("rel") == "alternate" for link in entry.iter(f"{ATOM}link"))
        or entry.find(f"{ATOM}content") is not None
        for entry in entries
    )
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [found.text for found in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == BASE_URL + path


def test_every_link_of_the_golden_site_resolves(site: Path) -> None:
    assert check(site) == ()
