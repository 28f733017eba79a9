"""The owner's pictures: which files are shown, how large they are, what is said of the others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from generator.config.load import load_config
from generator.model.entries import OwnImage, Picture
from generator.model.record import Problem
from generator.sources.notes import read_notes
from generator.sources.pictures import read_pictures
from tests.site.sample_library import make_article


def picture(kind: str, size: tuple[int, int] = (12, 7), **options: Any) -> bytes:
    """A picture in one of the formats that Pillow writes."""
    with BytesIO() as written:
        Image.new("RGB", size).save(written, kind, **options)
        return written.getvalue()


def turned(way: int) -> Image.Exif:
    """As a camera writes in which of eight ways it was held; upright from the fifth on."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = way
    return exif


JPEG = picture("JPEG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="12" height="7"><path d="M0 0h9"/></svg>'
SVG_BOX = b'<!-- of mine --><svg width="100%" height="1em" viewBox="-1,-1 12 7.4"/>'

SHOWN = {
    "a.png": picture("PNG", (12, 7)),
    "deep/er/a b.JPG": JPEG,
    "a.jpeg": JPEG,
    "odd-exif.jpg": JPEG[:2] + b"\xff\xe1\0\x0aExif\0\0II" + JPEG[2:],
    **{
        f"turned-{way}.jpg": picture("JPEG", (12, 7) if way < 5 else (7, 12), exif=turned(way))
        for way in range(1, 9)
    },
    "a.gif": picture("GIF"),
    "a.webp": picture("WEBP"),
    "a.avif": picture("AVIF"),
    "a.svg": SVG,
    "a-box.svg": SVG_BOX,
    "ein–bild.png": picture("PNG", (12, 7)),
}


def put(content: Path, name: str, data: bytes) -> None:
    file = content / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_shown_in_its_size(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, SHOWN[name])
    image = OwnImage(file=f"static/{name}", where="notes/a.md", alt="A boat")
    picture = Picture(path=name, alt="A boat", width=12, height=7)
    articles = [make_article("a", image=image), make_article("b")]
    assert read_pictures(tmp_path, articles) == ({"id-a": picture}, ())


# what an SVG says of its size → whether it is shown
SIZES = {
    'width="1" height="1"': (1, 1),
    'WIDTH="1" height="1" viewBox="0 0 2 3"': (2, 3),
    'width="12px" height="7.6px"': (12, 8),
    'width="0.9" height="7"': None,
    'width="7" height="0.9"': None,
}


@pytest.mark.parametrize(("stated", "size"), SIZES.items(), ids=SIZES)
def test_a_drawing_is_at_least_a_pixel_wide_and_high(
    tmp_path: Path, stated: str, size: tuple[int, int] | None
) -> None:
    put(tmp_path, "a.SVG", f"<svg {stated}/>".encode())
    image = OwnImage(file="static/a.SVG", where="notes/a.md", alt="A boat")
    pictures, problems = read_pictures(tmp_path, [make_article("a", image=image)])
    shown = [(one.width, one.height) for one in pictures.values()]
    assert (shown, len(problems)) == (([size], 0) if size else ([], 1))


WHERE = 'name a file below content/static/, as in "static/harbour.jpg"'
NOT_SHOWN = {
    "static/missing.png": "there is no such file",
    "static/folder.png": "there is no such file",
    "static/a.PNG.png": "there is no such file",
    "static/text.png": "it is no picture, or its size cannot be told",
    "static/empty.gif": "it is no picture, or its size cannot be told",
    "static/cut.jpg": "it is no picture, or its size cannot be told",
    "static/broken.svg": "it is no picture, or its size cannot be told",
    "static/boundless.svg": "it is no picture, or its size cannot be told",
    "static/endless.svg": "it is no picture, or its size cannot be told",
    "static/a.tiff": "it is none of .avif, .gif, .jpeg, .jpg, .png, .svg, .webp",
    "static/link.png": "it is a link, and links are not published; put the file itself there",
    "static/linked/a.png": "it is a link, and links are not published; put the file itself there",
    "a.png": WHERE,
    "static": WHERE,
    "/static/a.png": WHERE,
    "static/../static/a.png": WHERE,
    "./static/a.png": WHERE,
    "https://else.example/a.png": WHERE,
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_is_no_picture_of_the_site_is_reported_with_file_and_entry(
    tmp_path: Path, name: str
) -> None:
    files = {
        "a.png": picture("PNG", (2, 1)),
        "text.png": b"words",
        "empty.gif": b"",
        "cut.jpg": JPEG[:9],
    }
    files |= {"broken.svg": b"<svg", "boundless.svg": b"<svg viewBox='0 0 12'/>"}
    files |= {"endless.svg": b"<svg width='nan' height='inf'/>", "folder.png/x": b"", "a.tiff": b""}
    for file, data in files.items():
        put(tmp_path, file, data)
    (tmp_path / "static/link.png").symlink_to("a.png")
    (tmp_path / "static/linked").symlink_to(".")
    article = make_article("a", image=OwnImage(file=name, where="overrides.toml:3", alt="A"))
    message = f'not shown: image "{name}": {NOT_SHOWN[name]}'
    problem = Problem(where="overrides.toml:3", message=message, severity="warning")
    assert read_pictures(tmp_path, [article]) == ({}, (problem,))


def test_a_picture_that_nobody_describes_is_shown_and_reported(tmp_path: Path) -> None:
    put(tmp_path, "a.png", picture("PNG", (3, 2)))
    article = make_article("a", image=OwnImage(file="static/a.png", where="notes/a.md"))
    pictures, problems = read_pictures(tmp_path, [article])
    assert pictures == {"id-a": Picture(path="a.png", alt=None, width=3, height=2)}
    message = (
        'image "static/a.png": has no image_alt; say what it shows, for those who do not see it'
    )
    assert problems == (Problem(where="notes/a.md", message=message, severity="warning"),)


SITE = '[site]\nid = "a"\ntitle = "A"\n[[source]]\nname = "n"\nreader = "note"\ntitle = "N"\n'


def test_a_note_names_a_picture_and_may_be_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SITE)
    (tmp_path / "notes").mkdir()
    notes = {
        "a": "article: A\nimage: static/a.png\nimage_alt: A\n  boat",
        "b": "title: B\nimage: static/b.png",
        "c": "article: C\nimage_alt: A boat",
    }
    for name, fields in notes.items():
        (tmp_path / f"notes/{name}.md").write_text(f"---\n{fields}\n---\n")
    config = load_config(tmp_path)
    reading = read_notes(config.notes, config)
    assert [(entry.about, entry.note, entry.image) for entry in reading.entries] == [
        ("A", None, OwnImage(file="static/a.png", where="notes/a.md", alt="A boat")),
        (None, None, OwnImage(file="static/b.png", where="notes/b.md")),
    ]
    message = 'not read: "image_alt" stands without an "image"'
    assert reading.problems == (Problem(where="notes/c.md", message=message, severity="error"),)
