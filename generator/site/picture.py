"""The title and the chart → og.png, the picture that other sites show beside a link to the list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.model.pages import Page
from generator.model.record import Record
from generator.site.catalogue import Catalogue
from generator.site.chart import Chart, Column, make_chart
from generator.site.paths import PICTURE
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# What Open Graph's readers cut nothing off.
WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_ACROSS = WIDTH - 2 * _MARGIN
# The height of the line that the marks stand on, below the title.
_LINE = 530
# The chart is no higher than this, with the title above it and without.
_HIGHEST, _HIGHEST_ALONE = 250, 420
# How the title is set: the largest size at which it has room, in pixels.
_SIZES = (76, 64, 54, 44)
_TOP, _ROOM, _LEADING = 66, 190, 1.15
# How much higher the chart is than on a page, at most, and what hangs below its line.
_STRETCH, _BELOW = 2.4, 1.4
# From the line to the years.
_YEARS = 34
# It is drawn larger and then made smaller, so that its edges are smooth.
_ZOOM = 2
# The light ones of site.css.
_PAPER, _INK, _MUTE, _GHOST = "#fcfcfa", "#18211f", "#5e6b66", "#87938e"
_COLOURS = {
    "disc": "#11655a",
    "ring": "#5f9b8f",
    "diamond": "#9a4f17",
    "hollow-diamond": "#c98a5b",
    "dot": _GHOST,
}


class SharedPicture(Record, kw_only=True):
    """The picture beside links to the site. Of one that the owner made only the URL is known."""

    url: str
    width: int | None = None
    height: int | None = None
    #: The first and the last year of the chart in it.
    span: tuple[int, int] | None = None


def picture_of(catalogue: Catalogue) -> SharedPicture | None:
    """Return the picture of the list: the owner's, or a chart; None without an address for it."""
    site = catalogue.site
    if not site.base_url:
        return None
    if site.image:
        return SharedPicture(url=absolute_url(site.image) or site.base_url + quote(site.image))
    span = catalogue.span(catalogue.articles)
    if span is None:
        return None
    return SharedPicture(url=site.base_url + PICTURE, width=WIDTH, height=HEIGHT, span=span)


def picture_page(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the picture, unless the owner made one."""
    picture = picture_of(catalogue)
    chart = make_chart(catalogue, catalogue.articles)
    if picture and picture.width and chart:
        title = catalogue.site.title
        inputs = {"title": title, "chart": chart}
        yield Page(path=PICTURE, inputs=inputs, body=partial(draw, title, chart))


def draw(title: str, chart: Chart) -> list[bytes]:
    """Return the picture as a PNG, the same bytes for the same version of Pillow.

    A title with a letter that the font does not have is left out, and the chart has its room.
    """
    from PIL import Image, ImageDraw  # late: most builds make no picture

    image = Image.new("RGB", (WIDTH * _ZOOM, HEIGHT * _ZOOM), _PAPER)
    canvas = ImageDraw.Draw(image)
    has_title = _can_be_set(title)
    if has_title:
        _draw_title(canvas, title)
    _draw_chart(canvas, chart, is_alone=not has_title)
    png = BytesIO()
    image.reduce(_ZOOM).save(png, "PNG", optimize=True)
    return [png.getvalue()]


def _can_be_set(title: str) -> bool:
    """Return whether the font has every letter: it draws all that it lacks alike."""
    font = _font(_SIZES[0])
    nothing = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(char)) != nothing for char in set(title))


def _font(size: int) -> FreeTypeFont:
    from font_source_serif_pro import SourceSerifProSemibold
    from PIL import ImageFont

    # The plain layout is part of every Pillow; another one sets a text with other bytes.
    plain = ImageFont.Layout.BASIC
    return ImageFont.truetype(SourceSerifProSemibold, size * _ZOOM, layout_engine=plain)


def _draw_title(canvas: ImageDraw, title: str) -> None:
    fitting = list(filter(_fits, map(partial(_set, title), _SIZES)))
    # A little smaller is better than a last line of one word.
    size, font, lines = min(fitting[:2], key=lambda one: len(one[2]))
    for number, line in enumerate(lines[: _most(size)]):
        is_cut = number + 1 == _most(size) < len(lines)
        place = (_MARGIN * _ZOOM, (_TOP + number * size * _LEADING) * _ZOOM)
        canvas.text(place, _fitted(line, font, is_cut), fill=_INK, font=font)


def _set(title: str, size: int) -> tuple[int, FreeTypeFont, list[str]]:
    """Return a title in lines that have room, as far as its words have."""
    font, lines = _font(size), [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if font.getlength(longer) > _ACROSS * _ZOOM and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return size, font, lines


def _fits(found: tuple[int, FreeTypeFont, list[str]]) -> bool:
    """Return whether a title has room at its size; the smallest has to do."""
    size, font, lines = found
    are_few = len(lines) <= _most(size)
    is_room = are_few and all(font.getlength(line) <= _ACROSS * _ZOOM for line in lines)
    return is_room or size == _SIZES[-1]


def _most(size: int) -> int:
    return int(_ROOM / (size * _LEADING))


def _fitted(line: str, font: FreeTypeFont, is_cut: bool) -> str:
    """Return a line with an ellipsis where there is more than has room."""
    end = "…" if is_cut else ""
    line = line[:200]  # more have room at no size
    while font.getlength(line + end) > _ACROSS * _ZOOM:
        line, end = line[:-1].rstrip(), "…"
    return line + end


def _zoomed(*pixels: float) -> tuple[float, ...]:
    return tuple(pixel * _ZOOM for pixel in pixels)


def _draw_chart(canvas: ImageDraw, chart: Chart, *, is_alone: bool) -> None:
    """Draw what the chart of the home page shows, and the years below it."""
    stretch, line = min(_STRETCH, _HIGHEST / chart.baseline), _LINE
    if is_alone:  # larger, and in the middle
        stretch = min(2 * _STRETCH, _HIGHEST_ALONE / chart.baseline)
        line = round((HEIGHT + chart.baseline * stretch - 2 * _YEARS) / 2)
    for column in chart.columns:
        for mark in column.marks:
            x = _x(column, mark.x)
            y = line + (mark.y - chart.baseline) * (stretch if column.date.month else _BELOW)
            if mark.start:
                reach = _zoomed(_x(column, mark.start), y, x, y)
                canvas.line(reach, fill=_GHOST, width=_ZOOM)
            if mark.height:
                left, right = _x(column, "0"), _x(column, "100")
                bar = _zoomed(left, y, right, y + mark.height * stretch)
                canvas.rectangle(bar, fill=_COLOURS[mark.glyph])
            else:
                _draw_glyph(canvas, mark.glyph, (x, y), stretch, chart)
    canvas.line(_zoomed(_MARGIN, line, WIDTH - _MARGIN, line), fill=_INK, width=_ZOOM * 2)
    for gap, width in chart.gaps:
        start = _MARGIN + _ACROSS * float(gap) / 100
        end = start + _ACROSS * float(width) / 100
        canvas.rectangle(_zoomed(start, line - 4, end, line + 4), fill=_PAPER)
    _draw_years(canvas, chart, line)


def _x(column: Column, within: str) -> float:
    """Return the pixel of the picture at so many per cent of a column's width."""
    per_cent = float(column.left) + float(column.width) * float(within) / 100
    return _MARGIN + _ACROSS * per_cent / 100


def _draw_glyph(
    canvas: ImageDraw, glyph: str, place: tuple[float, float], stretch: float, chart: Chart
) -> None:
    """Draw the mark of one article; where months are narrow, a stroke."""
    month = _ACROSS / (12 * sum(cell.slots for cell in chart.wide.cells))
    radius, (x, y), colour = min(4.5 * stretch, 0.5 * month), place, _COLOURS[glyph]
    if radius < 3:
        half = max(1, 0.36 * month)
        stroke = _zoomed(x - half, y - 5 * stretch, x + half, y + 5 * stretch)
        canvas.rectangle(stroke, fill=colour)
        return
    radius *= 0.65 if glyph == "dot" else 1
    rings = [(radius, colour)]
    if glyph in ("ring", "hollow-diamond"):
        rings.append((radius * 0.6, _PAPER))
    for half, fill in rings:
        if "diamond" in glyph:
            corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
            canvas.polygon([_zoomed(*corner) for corner in corners], fill=fill)
        else:
            canvas.ellipse(_zoomed(x - half, y - half, x + half, y + half), fill=fill)


def _draw_years(canvas: ImageDraw, chart: Chart, line: int) -> None:
    cells = chart.wide.cells
    slot = _ACROSS / sum(cell.slots for cell in cells)
    x = float(_MARGIN)
    for cell in cells:
        if cell.is_labelled:
            place = (x * _ZOOM, (line + _YEARS) * _ZOOM)
            canvas.text(place, str(cell.first), fill=_MUTE, font=_font(24))
        x += cell.slots * slot
