"""content/ → how heavy its pages are when packed, and what they may weigh: `make weights`."""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

from generator.build.pipeline import build

CONTENT = Path(__file__).parent / "data/content"
KB = 1024


class Weight(NamedTuple):
    """What one thing weighs and may weigh, in bytes after gzip."""

    name: str
    weight: int
    budget: int


def weights(site: Path) -> list[Weight]:
    """The weights of a built site, as GitHub Pages would send it."""
    articles = sorted((site / "a").glob("*/index.html"))
    whole = [packed(path.read_bytes()) for path in articles]
    own = [packed(without_copy(path.read_bytes())) for path in articles]
    return [
        Weight("timeline", packed((site / "index.html").read_bytes()), 10 * KB),
        Weight("article, median", round(statistics.median(whole)), 5 * KB),
        Weight("article, heaviest, without the text of its copy", max(own), 5 * KB),
        Weight("article, heaviest", max(whole), 7 * KB),
        Weight("stylesheet", packed_assets(site, "site.css"), 6 * KB),
        Weight("stylesheet of search, filters and marks", packed_assets(site, "tools.css"), 2 * KB),
        Weight("scripts before search", packed_assets(site, "theme.js", "reader.js"), 6 * KB),
        Weight("words of the scripts", packed_assets(site, "words.js"), 2 * KB),
    ]


def packed_assets(site: Path, *names: str) -> int:
    """What these files weigh together, each packed by itself."""
    return sum(packed((site / "assets" / name).read_bytes()) for name in names)


def packed(data: bytes) -> int:
    """The length after gzip at its default level."""
    return len(gzip.compress(data, 6, mtime=0))


def without_copy(data: bytes) -> bytes:
    """An article's page without the up to 3,000 characters that others wrote."""
    page = BeautifulSoup(data, "lxml")
    for copy in page.select(".copy .page"):
        copy.clear()
    return str(page).encode()


def built_weights() -> list[Weight]:
    """The weights of content/ as it stands, with all that a page says where it has an address."""
    with tempfile.TemporaryDirectory() as folder:
        build(CONTENT, Path(folder) / "site", base_url="https://name.example/list/")
        return weights(Path(folder) / "site")


if __name__ == "__main__":
    for name, weight, budget in built_weights():
        sys.stdout.write(f"{weight / KB:6.2f} KB of {budget / KB:4.1f}  {name}\n")
