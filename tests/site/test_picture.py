"""The picture that other sites show beside a link: what is drawn, and what pages say of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace
from PIL import Image

from generator.build.pipeline import build
from generator.model.articles import Article
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.chart import make_chart
from generator.site.picture import HEIGHT, WIDTH, draw
from tests.site.sample_library import ARTICLES, CONFIG, make_article, make_library

Rendered = Callable[[Library], dict[str, str]]
BASE = "https://me.example/list/"
CONTENT = Path(__file__).parents[1] / "data/content"


def drawn(title: str, *articles: Article) -> Image.Image:
    catalogue = make_catalogue(make_library(*(articles or ARTICLES)))
    chart = make_chart(catalogue, catalogue.articles)
    assert chart is not None
    [png] = draw(title, chart)
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    assert len(png) < 80_000
    return image.convert("RGB")


def is_empty(image: Image.Image, top: int, bottom: int) -> bool:
    """Whether nothing is drawn between two heights."""
    return len(image.crop((0, top, WIDTH, bottom)).getcolors() or ()) == 1


def margins(image: Image.Image) -> set[bool]:
    """Whether anything is drawn in the margins at both sides."""
    sides = (image.crop((0, 0, 60, HEIGHT)), image.crop((WIDTH - 60, 0, WIDTH, HEIGHT)))
    return {len(side.getcolors() or ()) == 1 for side in sides}


TITLES = {
    "a short one": "Tides",
    "one of several lines": "A Reading List of Everything on Tides, Harbours and Buoys Since 1995",
    "one that is too long": "Everything on tides, harbours and buoys, " * 40,
    "one word that is too long": "Tides" * 300,
    "Greek": "Παλίρροιες",
    "Cyrillic": "Приливы и отливы",
    "accents and punctuation": "Gezeiten – Ebbe & Flut für “Élan”; 50% àéîõüñç",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_stands_over_the_chart_within_the_margins(title: str) -> None:
    image = drawn(title)
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    assert not is_empty(image, 60, 130)
    assert not is_empty(image, 300, 530)
    assert margins(image) == {True}


UNKNOWN = ("变压器电路", "שלום", "أهلا", "Tides 🌊", "नमस्ते", "Tides\u200d")


@pytest.mark.parametrize("title", UNKNOWN)
def test_a_title_that_the_font_does_not_have_is_left_out_and_the_chart_has_its_room(
    title: str,
) -> None:
    image = drawn(title)
    assert is_empty(image, 0, 105)
    assert image.tobytes() == drawn("变").tobytes()


@pytest.mark.slow
def test_the_same_title_and_articles_are_the_same_bytes() -> None:
    script = (
        "import sys; from tests.site.test_picture import drawn_bytes;"
        "sys.stdout.buffer.write(drawn_bytes())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert runs == {drawn_bytes()}


def drawn_bytes() -> bytes:
    catalogue = make_catalogue(make_library(*ARTICLES))
    chart = make_chart(catalogue, catalogue.articles)
    assert chart is not None
    [png] = draw("Tides", chart)
    return png


LISTS = {
    "one article": [make_article("a", "2024-05")],
    "one year": [make_article(f"a{n}", f"2024-{n:02}") for n in range(1, 13)],
    "a tall month": [make_article(f"a{n}", "2024-05") for n in range(200)],
    "a century": [make_article(f"a{n}", f"{1900 + n}-05") for n in range(120)],
    "a gap of centuries": [make_article("a", "1665-03"), make_article("b", "2024-05")],
    "years alone": [make_article(f"a{n}", "2024") for n in range(30)],
    "a range": [make_article("a", "2020-03/2024-05")],
}


@pytest.mark.parametrize("articles", LISTS.values(), ids=LISTS)
def test_every_shape_of_chart_stays_below_the_title_and_within_the_margins(
    articles: list[Article],
) -> None:
    image = drawn("Tides", *articles)
    assert is_empty(image, 150, 255)
    assert not is_empty(image, 256, 600)
    assert margins(image) == {True}


def described(page: str) -> dict[str, str]:
    """What a page says of its picture."""
    soup = BeautifulSoup(page, "lxml")
    tags = soup.select("meta[property^='og:image'], meta[name='twitter:card']")
    return {str(tag.get("property") or tag["name"]): str(tag["content"]) for tag in tags}


def test_every_page_shows_the_picture_where_there_is_an_address_for_it(rendered: Rendered) -> None:
    article = make_article("a", "2024-05")
    site = rendered(make_library(article, base_url=BASE))
    expected = {
        "twitter:card": "summary_large_image",
        "og:image": f"{BASE}og.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A Sample & Its <Thread>. Articles per month, 2024 to 2024",
    }
    for path in ("index.html", "a/a/index.html", "kind/note/index.html", "2024/05/index.html"):
        assert described(site[path]) == expected, path
    assert "og.png" in site


def test_there_is_none_without_an_address_or_a_date(rendered: Rendered) -> None:
    site = rendered(make_library(make_article("a", "2024-05")))
    assert "og.png" not in site
    assert described(site["index.html"]) == {}
    undated = rendered(make_library(make_article("a", None), base_url=BASE))
    assert "og.png" not in undated
    assert described(undated["index.html"]) == {"twitter:card": "summary"}


OWN = {
    "og.png": f"{BASE}og.png",
    "pictures/my list.jpg": f"{BASE}pictures/my%20list.jpg",
    "https://cdn.example/og.png": "https://cdn.example/og.png",
}


@pytest.mark.parametrize(("image", "url"), OWN.items(), ids=OWN)
def test_the_owners_picture_counts_and_nothing_is_drawn(
    image: str, url: str, rendered: Rendered
) -> None:
    library = make_library(make_article("a", "2024-05"), base_url=BASE)
    site = replace(library.config.site, image=image)
    files = rendered(replace(library, config=replace(library.config, site=site)))
    assert "og.png" not in files
    assert described(files["index.html"]) == {
        "twitter:card": "summary_large_image",
        "og:image": url,
        "og:image:alt": CONFIG.site.title,
    }


@pytest.mark.slow
def test_a_picture_in_static_is_the_owners_and_ours_is_not_made_again(tmp_path: Path) -> None:
    import shutil

    folder, site = tmp_path / "content", tmp_path / "site"
    shutil.copytree(CONTENT, folder)
    build(folder, site, base_url=BASE)
    ours = (site / "og.png").read_bytes()
    assert ours.startswith(b"\x89PNG")
    (folder / "static").mkdir()
    (folder / "static/og.png").write_bytes(b"mine")
    build(folder, site, base_url=BASE)
    assert (site / "og.png").read_bytes() == b"mine"
    (folder / "static/og.png").unlink()
    build(folder, site)
    assert not (site / "og.png").exists()
