"""On paper: Firefox and Chromium agree, and no text stands over another."""

from __future__ import annotations

import calendar
import shutil
import subprocess
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser

from tests.browsers import open_browser
from tests.engines.driving import missing
from tests.engines.firefox import Bidi, Firefox

PAGES = {
    "timeline": "index.html",
    "article": "a/2024-july-update/index.html",
    "article with a long list": "a/2025-july-update/index.html",
    "differences": "evidence/differences/index.html",
    "sources": "evidence/index.html",
    "map": "map/index.html",
    "about": "about/index.html",
}
PAPERS = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}  # centimetres
# How much of the lower of two boxes may be covered: pdftotext's are as high as the font's letters
# ever are, which is more than a line.
LAP = 0.4
MONTHS = set(calendar.month_name)
WORD = "{http://www.w3.org/1999/xhtml}word"
PAGE = "{http://www.w3.org/1999/xhtml}page"

Box = tuple[float, float, float, float, str]
LAST = itemgetter(3)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, to compare with."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def firefox(bidi: Bidi) -> Iterator[Firefox]:
    """A window of Firefox's."""
    window = Firefox(bidi)
    try:
        yield window
    finally:
        window.close()
    assert window.errors == []


def boxes(pdf: Path) -> list[list[Box]]:
    """The words of each page: left, top, right, bottom in points, and their text."""
    program = shutil.which("pdftotext")
    if program is None:
        missing("no pdftotext here (Debian, Ubuntu: apt install poppler-utils)")
    run = subprocess.run([program, "-bbox", pdf, "-"], capture_output=True, check=True)
    root = etree.fromstring(run.stdout)
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [
        [
            (*(float(word.attrib[side]) for side in sides), word.text or "")  # type: ignore[misc]
            for word in page.iter(WORD)
        ]
        for page in root.iter(PAGE)
    ]


def overprinted(words: list[Box]) -> list[tuple[str, str]]:
    """Return the pairs of words of a page that stand on each other."""
    found = []
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            if across > 1 and down > LAP * min(one[3] - one[1], other[3] - other[1]):
                found.append((one[4], other[4]))
    return found


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_printed_alike_and_nothing_over_anything(
    firefox: Firefox, chromium: Browser, address: str, tmp_path: Path, page: str, paper: str
) -> None:
    firefox.open(address + PAGES[page])
    (tmp_path / "firefox.pdf").write_bytes(firefox.print(*PAPERS[paper]))
    with chromium.new_page() as opened:
        opened.goto(address + PAGES[page])
        opened.pdf(path=tmp_path / "chromium.pdf", format=paper)
    printed = {name: boxes(tmp_path / f"{name}.pdf") for name in ("firefox", "chromium")}
    over = {name: list(map(overprinted, pages)) for name, pages in printed.items()}
    assert over == {name: [[] for _ in pages] for name, pages in printed.items()}
    counts = [len(pages) for pages in printed.values()]
    assert abs(counts[0] - counts[1]) <= 1, counts
    assert all(words for pages in printed.values() for words in pages)
    if page == "timeline":  # a heading stays with what is under it
        lowest = {max(words, key=LAST)[4] for pages in printed.values() for words in pages}
        assert not [word for word in lowest if word.isdecimal() or word in MONTHS]
