"""The pictures that the owner names for articles → those that there are, and how large they are."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from generator.model.articles import Article
from generator.model.entries import OwnImage, Picture
from generator.model.record import Problem

_FOLDER = "static"
_LARGEST = 100_000
# Of the eight ways of Exif in which a picture is to be turned.
_ON_ITS_SIDE = (5, 6, 7, 8)
# What browsers show; servers tell the sort of a picture by the ending of its name.
ENDINGS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


def read_pictures(
    content: Path, articles: Iterable[Article]
) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """Return the pictures by the ids of their articles, and what is wrong with others."""
    pictures, problems = {}, []
    for article in articles:
        if article.image is None:
            continue
        message = "has no image_alt; say what it shows, for those who do not see it"
        try:
            pictures[article.id] = picture = read_picture(content, article.image)
            message = "" if picture.alt else f'image "{article.image.file}": {message}'
        except ValueError as error:
            message = f"not shown: {error}"
        if message:
            where = article.image.where
            problems.append(Problem(where=where, message=message, severity="warning"))
    return pictures, tuple(problems)


def read_picture(content: Path, image: OwnImage) -> Picture:
    """Return the picture as the site shows it.

    Raises:
        ValueError: there is no such picture, or none that a site can show.
    """
    if fault := _fault(content, image.file):
        raise ValueError(f'image "{image.file}": {fault}')
    file = content / image.file
    try:
        width, height = _size_of_drawing(file) if file.suffix.lower() == ".svg" else _size(file)
    except OSError as error:
        raise ValueError(f'image "{image.file}": cannot be read: {error.strerror}') from error
    if not (1 <= width <= _LARGEST and 1 <= height <= _LARGEST):
        raise ValueError(f'image "{image.file}": it is no picture, or its size cannot be told')
    path = image.file.removeprefix(f"{_FOLDER}/")
    return Picture(path=path, alt=image.alt, width=round(width), height=round(height))


def _fault(content: Path, name: str) -> str | None:
    """Return the fault of a picture, whose file is not opened; None where there is none."""
    parts = PurePosixPath(name).parts
    if parts[0] != _FOLDER or len(parts) < 2 or ".." in parts or "/".join(parts) != name:
        return f'name a file below content/{_FOLDER}/, as in "{_FOLDER}/harbour.jpg"'
    if not name.lower().endswith(ENDINGS):
        return f"it is none of {', '.join(ENDINGS)}"
    steps = [content.joinpath(*parts[:end]) for end in range(2, len(parts) + 1)]
    if any(step.is_symlink() for step in steps):
        return "it is a link, and links are not published; put the file itself there"
    return None if steps[-1].is_file() else "there is no such file"


def _size(file: Path) -> tuple[float, float]:
    """Return the width and the height in pixels, turned as a camera says; (-1, -1) for none."""
    from PIL import ExifTags, Image  # late: few lists have pictures

    try:
        with Image.open(file) as image:
            is_turned = image.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE
            return image.size[::-1] if is_turned else image.size
    except (struct.error, SyntaxError, ValueError, Image.DecompressionBombError):
        return -1, -1
    except OSError as error:
        if error.errno:  # the disk's, not Pillow's
            raise
        return -1, -1


def _size_of_drawing(file: Path) -> tuple[float, float]:
    """Return the size that an SVG has, else that of its view box; (-1, -1) for none."""
    from lxml import etree  # late: few lists have pictures

    try:
        with file.open("rb") as opened:
            _, root = next(etree.iterparse(opened, events=("start",)))
    except (etree.XMLSyntaxError, StopIteration):
        return -1, -1
    view = root.get("viewBox", "").replace(",", " ").split()
    stated = [[root.get("width", ""), root.get("height", "")], view[2:]]
    for width, height in (size for size in stated if len(size) == 2):
        try:
            return float(width.removesuffix("px")), float(height.removesuffix("px"))
        except ValueError:
            continue
    return -1, -1
