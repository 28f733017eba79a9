"""One small made-up site, whole: what is read, reconciled and written, held byte for byte.

`make golden` writes tests/site/expected/ anew. Read the difference before you commit it: it is
what every site's readers will see.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from generator.build import build
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
    "conflicts/index.html",
    "index.html",
    "mentions/index.html",
    "sources/index.html",
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


def test_every_link_of_the_golden_site_resolves(site: Path) -> None:
    assert check(site) == ()
