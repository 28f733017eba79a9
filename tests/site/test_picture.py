"""The picture that other sites show beside a link: what is drawn, and what pages say of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace
from PIL import Image

from generator.build.pipeline import build
from generator.config.records import Glyph
from generator.model.articles import Article
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.chart import Chart, make_chart
from generator.site.picture import HEIGHT, WIDTH, draw, picture_page
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


def ink(image: Image.Image) -> list[tuple[int, int, int, int]]:
    """The boxes around what is drawn in each line, from the top to the bottom."""
    is_drawn = [not is_empty(image, row, row + 1) for row in range(HEIGHT)]
    edges = [row for row in range(1, HEIGHT) if is_drawn[row] != is_drawn[row - 1]]
    dark = image.convert("L").point(lambda value: 255 * (value < 200))
    boxes = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        box = dark.crop((0, top, WIDTH, bottom)).getbbox()
        assert box is not None
        boxes.append((box[0], top, box[2], bottom))
    return boxes


def size_of(box: tuple[int, int, int, int]) -> int:
    """The size at which a line of capitals is set, which are two thirds as high."""
    return min((76, 64, 54, 44), key=lambda size: abs(size * 0.67 - (box[3] - box[1])))


def is_cut(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether a line of capitals ends in dots: nothing is drawn in the upper half of its end."""
    _left, top, right, bottom = box
    end = image.crop((right - 4, top, right, (top + bottom) // 2))
    return len(end.getcolors() or ()) == 1


# a title → its size, how many lines it has, whether it is cut off
SET: dict[str, tuple[str, int, int, bool]] = {
    "one line": ("HHH", 76, 1, False),
    "a word that has just room": ("H" * 17, 76, 1, False),
    "a word that has no room at that size": ("H" * 18, 64, 1, False),
    "two lines": ("HHHHHHHH " * 3, 76, 2, False),
    "one line that is a little smaller": (f"{'H' * 9} {'H' * 9}", 64, 1, False),
    "two lines that would be one if much smaller": (f"{'H' * 11} {'H' * 11}", 76, 2, False),
    "three lines that are smaller": ("HHHHHHHHHHHH " * 6, 54, 3, False),
    "three lines of the smallest": (f"{'H' * 27} " * 3, 44, 3, False),
    "more than has room": (f"{'H' * 27} " * 4, 44, 3, True),
    "a word that has no room": ("H" * 60, 44, 1, True),
    "one among others": (f"HHH {'H' * 60} HHH", 44, 3, False),
}


@pytest.mark.parametrize(("title", "size", "count", "cut"), SET.values(), ids=SET)
def test_a_title_is_as_large_as_it_has_room_and_says_where_it_is_cut(
    title: str, size: int, count: int, cut: bool
) -> None:
    image = drawn(title, make_article("a", "2024-05"))
    lines = [box for box in ink(image) if box[3] < 300]
    assert ([size_of(box) for box in lines], is_cut(image, lines[-1])) == ([size] * count, cut)
    tops = [box[1] for box in lines]
    assert tops == [pytest.approx(tops[0] + size * 1.15 * n, abs=1.5) for n in range(count)]
    assert {box[0] for box in lines} <= set(range(80, 86))
    assert max(box[2] for box in lines) <= WIDTH - 80


UNKNOWN = ("变压器电路", "שלום", "أهلا", "Tides 🌊", "नमस्ते", "Tides\u200d")


@pytest.mark.parametrize("title", UNKNOWN)
def test_a_title_that_the_font_does_not_have_is_left_out_and_the_chart_has_its_room(
    title: str,
) -> None:
    image = drawn(title)
    assert is_empty(image, 0, 105)
    assert image.tobytes() == drawn("变").tobytes()


def test_without_a_title_the_chart_is_larger_and_in_the_middle() -> None:
    articles = [make_article(f"a{n}", "2024-05") for n in range(9)]
    _title, *below, _line, _year = ink(drawn("H", *articles))
    *alone, _line, year = ink(drawn("变", *articles))
    ratio = (alone[-1][3] - alone[0][1]) / (below[-1][3] - below[0][1])
    assert ratio == pytest.approx(420 / 250, rel=0.02)
    assert alone[0][1] == pytest.approx(HEIGHT - year[3], abs=20)


COLOURS: dict[Glyph, tuple[int, int, int]] = {
    "disc": (0x11, 0x65, 0x5A),
    "ring": (0x5F, 0x9B, 0x8F),
    "diamond": (0x9A, 0x4F, 0x17),
    "hollow-diamond": (0xC9, 0x8A, 0x5B),
    "dot": (0x87, 0x93, 0x8E),
}
PAPER, INK = (0xFC, 0xFC, 0xFA), (0x18, 0x21, 0x1F)


@pytest.mark.parametrize(("glyph", "colour"), COLOURS.items(), ids=COLOURS)
def test_the_mark_of_each_kind_has_its_colour_and_is_hollow_where_it_is_on_pages(
    glyph: Glyph, colour: tuple[int, int, int]
) -> None:
    library = make_library(make_article("a", "2024-05"))
    kinds = (replace(CONFIG.kind("note"), glyph=glyph),)
    catalogue = make_catalogue(replace(library, config=replace(library.config, kinds=kinds)))
    chart = make_chart(catalogue, catalogue.articles)
    assert chart is not None
    image = Image.open(BytesIO(draw("变", chart)[0])).convert("RGB")
    left, top, right, bottom = ink(image)[0]
    middle = ((left + right) // 2, (top + bottom) // 2)
    is_hollow = glyph in ("ring", "hollow-diamond")
    assert image.getpixel(middle) == (PAPER if is_hollow else colour)
    corner = (left + (right - left) // 5, top + (bottom - top) // 5)
    assert (image.getpixel(corner) == PAPER) is ("diamond" in glyph)
    assert right - left == pytest.approx(44 * (0.65 if glyph == "dot" else 1), abs=2)
    colours = image.crop((left, top, right, bottom)).getcolors(100_000)
    assert colour in {found for _, found in colours or ()}


def chart_of(*articles: Article) -> tuple[Chart, Image.Image]:
    """A chart, and the picture of it without a title."""
    catalogue = make_catalogue(make_library(*articles))
    chart = make_chart(catalogue, catalogue.articles)
    assert chart is not None
    return chart, Image.open(BytesIO(draw("变", chart)[0])).convert("RGB")


def test_a_range_is_drawn_from_its_begin_to_its_end() -> None:
    _chart, image = chart_of(make_article("a", "2020-03/2024-05"))
    left, top, right, bottom = ink(image)[0]
    assert right - left > 800
    middle = image.crop((left + 100, top, right - 100, bottom)).convert("L").tobytes()
    assert max(middle) == 252
    assert min(middle) == pytest.approx(200, abs=10)  # half a pixel wide


def begins(image: Image.Image, top: int, bottom: int) -> list[int]:
    """Where something begins between two heights that stands 12 pixels or more after the rest."""
    found = [x for x in range(WIDTH) if len(image.crop((x, top, x + 1, bottom)).getcolors()) > 1]  # type: ignore[arg-type]
    return [x for last, x in pairwise([-99, *found]) if x - last >= 12]


def test_the_years_stand_below_the_line_where_they_begin() -> None:
    _chart, image = chart_of(
        *(make_article(f"a{year}", f"{year}-06") for year in (2022, 2023, 2024))
    )
    _left, top, _right, bottom = ink(image)[-1]
    assert begins(image, top, bottom) == [pytest.approx(80 + 1040 * n / 3, abs=3) for n in range(3)]
    assert bottom - top == pytest.approx(24 * 0.7, abs=2)


def test_where_months_are_narrow_a_mark_is_a_stroke() -> None:
    years = range(1950, 2010)
    chart, image = chart_of(*(make_article(f"a{year}", f"{year}-01") for year in years))
    _left, top, _right, bottom = ink(image)[0]
    assert bottom - top == pytest.approx(10 * min(4.8, 420 / chart.baseline), abs=2)
    assert len(begins(image, top, bottom)) == 60


def test_a_month_of_many_is_a_bar() -> None:
    articles = [make_article(f"a{n}", "2024-05") for n in range(200)]
    _chart, image = chart_of(*articles, make_article("b", "2024-06"))
    left, top, _right, bottom = ink(image)[0]
    assert bottom - top > 390
    bar = image.crop((left + 2, top + 2, left + 80, bottom - 20))
    assert {colour for _, colour in bar.getcolors() or ()} == {COLOURS["diamond"]}


def test_the_line_below_is_broken_where_years_are_left_out() -> None:
    chart, image = chart_of(make_article("a", "1665-03"), make_article("b", "2024-05"))
    assert [len(chart.gaps)] == [1]
    line = ink(image)[-2]
    [(gap, width)] = chart.gaps
    row = (line[1] + line[3]) // 2
    begin = 80 + 1040 * float(gap) / 100
    end = begin + 1040 * float(width) / 100
    assert {image.getpixel((round(x), row)) for x in (begin + 2, end - 2)} == {PAPER}
    assert {image.getpixel((round(x), row)) for x in (81, begin - 2, end + 2, 1118)} == {INK}
    assert (line[0], line[2], line[3] - line[1]) == (80, 1121, 3)


def test_the_file_is_drawn_of_the_title_and_the_chart_alone() -> None:
    catalogue = make_catalogue(make_library(make_article("a", "2024-05"), base_url=BASE))
    chart = make_chart(catalogue, catalogue.articles)
    assert chart is not None
    (page,) = picture_page(catalogue)
    assert (page.path, page.inputs) == ("og.png", {"title": CONFIG.site.title, "chart": chart})
    assert page.body is not None
    assert list(page.body()) == draw(CONFIG.site.title, chart)


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
