"""The bytes of a page → its HTML: what is one, in which encoding, and from where."""

from __future__ import annotations

import pytest

from generator.text.page.received import PageText, is_page, page_text

BEGINNINGS = {
    "<meta charset=utf-8><title>a</title>": True,
    "<script>x()</script><html>": True,
    "<style>a{}</style><html>": True,
    "<br />\n<b>Warning</b>\n<!doctype html><html>": True,
    "<!doctypehtml><title>a</title>": True,
    "<!DOCTYPE HTML PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html>": True,
    "<?xml version='1.0'?><!-- a --><html xmlns='http://www.w3.org/1999/xhtml'>": True,
    f"<!-- {'a licence ' * 300} --><!doctype html>": True,
    **{f"\n<{name.upper()} a=b>": True for name in "html head body meta script style".split()},
    **{f"<{name}>": True for name in "link title base".split()},
    **{f"<i>a</i>\n<{name.upper()}>": True for name in "html head body title".split()},
    "<!--\n a -->\n<?xml\n?>\n<P>a<TITLE>": True,
    "<links>": False,
    "<i>a</i><titles>": False,
    "<1><title>": False,
    "<head><title>a</title></head>": True,
    "<div>a</div><body>": True,
    "%PDF-1.7": True,
    "<b>A text</b> that begins with a tag": False,
    "A text with a <title> in it": False,
    "From: here to there\nis a text": False,
    "+++\ntitle = 'a'\n+++\n": False,
}


@pytest.mark.parametrize(("start", "expected"), BEGINNINGS.items(), ids=map(repr, BEGINNINGS))
def test_a_page_is_known_by_its_beginning(start: str, expected: bool) -> None:
    assert is_page(start.encode()) is expected


LONG = "<!doctype html><head>" + "<!-- a comment -->" * 100
TEXTS: dict[str, tuple[bytes, str, tuple[str, ...]]] = {
    "UTF-8": ("<p>é".encode(), "<p>é", ()),
    "UTF-8 with a wrong byte, declared": (
        b"<meta charset=utf-8><p>caf\xc3\xa9 na\xefve" + b" and more text" * 20,
        "<meta charset=utf-8><p>café na�ve" + " and more text" * 20,
        ("1 character is not in the UTF-8 that it declares",),
    ),
    "declared UTF-8, and nothing like it": (
        b"<meta charset=utf-8>" + b"\xe9\xe8" * 50,
        "<meta charset=utf-8>" + "éè" * 50,
        (),
    ),
    "declared late": (
        f"{LONG}<meta charset=windows-1251><p>".encode() + "Чайник".encode("cp1251"),
        f"{LONG}<meta charset=windows-1251><p>Чайник",
        (),
    ),
    "declared early": (
        b"<meta charset=iso-8859-2><p>\xb9",
        "<meta charset=iso-8859-2><p>š",
        (),
    ),
    "nothing declared": (b"<p>caf\xe9", "<p>café", ()),
    "UTF-16 without a mark": ("<p>a".encode("utf-16-le"), "<p>a", ()),
    "UTF-8 with a mark": (b"\xef\xbb\xbf<p>a", "<p>a", ()),
}


@pytest.mark.parametrize(("data", "html", "doubts"), TEXTS.values(), ids=TEXTS)
def test_a_page_is_decoded(data: bytes, html: str, doubts: tuple[str, ...]) -> None:
    assert page_text(data) == PageText(html=html, doubts=doubts)


def mhtml(*parts: str, location: str = "https://example.org/kettles") -> bytes:
    """A file as Chrome saves it."""
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {location}\r\nSubject: Kettles\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        '\tboundary="----Boundary"\r\n\r\n'
    )
    body = "".join(f"------Boundary\r\n{part}\r\n" for part in parts)
    return f"{head}{body}------Boundary--\r\n".encode()


PAGE = (
    "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Location: https://example.org/kettles\r\n\r\n<html><p>caf=C3=A9"
)
OTHER = "Content-Type: text/html\r\nContent-Location: https://example.org/frame\r\n\r\n<p>a frame"
STYLE = "Content-Type: text/css\r\n\r\na { color: red }"


def test_mhtml_is_its_html() -> None:
    assert is_page(mhtml(STYLE, OTHER, PAGE))
    assert page_text(mhtml(STYLE, OTHER, PAGE)) == PageText(
        html="<html><p>café", url="https://example.org/kettles"
    )


def test_mhtml_that_names_no_page_is_its_first() -> None:
    page = page_text(mhtml(STYLE, OTHER, PAGE, location=" "))
    assert page == PageText(html="<p>a frame", url="https://example.org/frame")
    assert page_text(mhtml(STYLE, PAGE, OTHER, location="https://example.org/gone")) == PageText(
        html="<html><p>café", url="https://example.org/gone"
    )


@pytest.mark.slow
def test_mhtml_whose_parts_stand_too_deep_is_refused() -> None:
    part = "Content-Type: text/html\r\n\r\n<p>a"
    for number in range(2_000):
        part = f"Content-Type: multipart/related; boundary=b{number}\r\n\r\n--b{number}\r\n{part}"
    with pytest.raises(ValueError, match="is MHTML whose parts stand too deep in each other"):
        page_text(f"MIME-Version: 1.0\r\n{part}".encode())


def test_mhtml_in_another_encoding_is_read() -> None:
    page = (
        'Content-Type: text/html; charset="windows-1251"\r\nContent-Transfer-Encoding: base64'
        "\r\n\r\n1+Dp7ejq"
    )
    assert page_text(mhtml(page)).html == "Чайник"


def test_mhtml_without_a_page_is_reported() -> None:
    with pytest.raises(ValueError, match="is MHTML without a page in it"):
        page_text(mhtml(STYLE))


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive, or a document in one"),
        (b"\x89PNG\r\n", "an image .PNG"),
        (b"\xff\xd8\xff\xe0", "an image .JPEG"),
        (b"GIF89a", "an image .GIF"),
        (b"{\\rtf1", "a document in RTF"),
    ],
)
def test_what_is_no_page_is_named(start: bytes, kind: str) -> None:
    with pytest.raises(ValueError, match=f"^is {kind}"):
        page_text(start)


ADDRESSES = {
    "Chrome": "<!DOCTYPE html>\n<!-- saved from url=(0027)https://example.org/kettles -->\n<html>",
    "SingleFile": (
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n"
        " url: https://example.org/kettles \n saved date: Tue Mar 05 2024 -->"
    ),
}


@pytest.mark.parametrize("html", ADDRESSES.values(), ids=ADDRESSES)
def test_a_saved_page_has_the_address_that_was_noted(html: str) -> None:
    assert page_text(html.encode()).url == "https://example.org/kettles"


def test_a_comment_on_another_page_is_no_address() -> None:
    assert page_text(b"<html><!-- see https://example.org/pans --><p>a").url is None
