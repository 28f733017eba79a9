"""Small inputs that unfold, and large ones: read or told, within a processor's minute and memory.

Each is read in a process of its own, which the system ends if it takes more than its share.
"""

from __future__ import annotations

import gzip
import os
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.build.pipeline import read_library
from generator.errors import GeneratorError
from tests.hostile.test_anything import site_of

SECONDS, MEGABYTES = 30, 1_500
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

ITEM = "<item><title>{}</title><link>https://example.org/1</link></item>"


def rss(items: str, head: str = "") -> str:
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel>{items}</channel></rss>"


def entities(levels: int) -> str:
    lines = ["<!ENTITY e0 'lol'>"]
    lines += [f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, levels)]
    return f"<!DOCTYPE rss [{''.join(lines)}]>"


def preview(text: str) -> str:
    return f"Credibility Rating\n4/5\nCached Content Preview\nHTTP 200\n# x\n\n{text}\n"


DEEP = 10_000
LONG = 1_000_000
BOMBS: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "entities of entities": ("feed", lambda: rss(ITEM.format("&e9;"), entities(10))),
    "one long entity, many times": (
        "feed",
        lambda: rss(ITEM.format("&e;" * 10_000), f"<!DOCTYPE rss [<!ENTITY e '{'x' * 50_000}'>]>"),
    ),
    "an entity of the disk": (
        "feed",
        lambda: rss(ITEM.format("a&e;b"), "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"),
    ),
    "an entity of the network": (
        "feed",
        lambda: rss(ITEM.format("a&e;b"), "<!DOCTYPE rss SYSTEM 'http://192.0.2.1/x.dtd'>"),
    ),
    "a parameter entity": (
        "feed",
        lambda: rss(ITEM.format("x"), "<!DOCTYPE rss [<!ENTITY % e SYSTEM 'file:///etc/passwd'>%e;]>"),
    ),
    "newlines after the declaration": ("feed", lambda: rss(ITEM.format("x"), "\n" * 500_000)),
    "a declaration of many encodings": (
        "feed",
        lambda: b"<?xml " + b'encoding="\x80' * 50_000 + b">\n" + rss(ITEM.format("x")).encode(),
    ),
    "a declaration of many encodings that are closed": (
        "feed", lambda: "<?xml " + 'encoding="a" ' * 50_000 + "?>\n" + rss(ITEM.format("x"))
    ),
    "document types without an end": (
        "feed", lambda: "<!DOCTYPE\n" * 50_000 + "<!ENTITY >" + rss(ITEM.format("x"))
    ),
    "entities without an end": (
        "feed", lambda: rss(ITEM.format("x"), "<!DOCTYPE rss [" + "<!ENTITY\n" * 50_000)
    ),
    "white space before everything": ("feed", lambda: " \n" * 250_000 + rss(ITEM.format("x"))),
    "an encoding that takes long": (
        "feed", lambda: f"<?xml version='1.0' encoding='punycode'?><rss>{'-a' * 250_000}"
    ),
    "comments before an index": ("index", lambda: "<!---->" * 50_000 + "<h2>July 2024"),
    "comments before an index, not closed": ("index", lambda: "<!--" * 100_000 + "<h2>July 2024"),
    "comments before a copy": ("preview", lambda: "<!---->" * 50_000 + "a text"),
    "comments and declarations before a copy": (
        "preview", lambda: "<?xml ><!----> " * 40_000 + "<!doctype x"
    ),
    "elements in elements": ("feed", lambda: rss(ITEM.format("<a>" * DEEP + "x" + "</a>" * DEEP))),
    "elements in elements, never closed": ("feed", lambda: rss("<item>" * DEEP)),
    "markup in a title": ("feed", lambda: rss(ITEM.format("&lt;b&gt;" * DEEP + "x"))),
    "a long title": ("feed", lambda: rss(ITEM.format("x" * LONG))),
    "a long title of words": ("feed", lambda: rss(ITEM.format("Ab and " * (LONG // 7)))),
    "many attributes": ("feed", lambda: rss(f"<item {' '.join(f'a{n}=1' for n in range(DEEP))}/>")),
    "an index of divisions in divisions": (
        "index",
        lambda: f"<div class=toc><div class=date>July 2024</div>{'<div>' * DEEP}<a href=x><h3>x",
    ),
    "an index of end tags that close nothing": (
        "index", lambda: "<h2>July 2024</h2>" + "<div></x>" * 25_000 + "x"
    ),
    "an index of lists in lists": ("index", lambda: "<h2>July 2024</h2>" + "<ul><li>" * DEEP + "x"),
    "an index of a long line": ("index", lambda: f"July 2024\n{'x' * LONG}\n\nAn abstract.\n"),
    "an index of many lines": ("index", lambda: "July 2024\n" + "A title\n\nIt ends.\n\n" * 3_000),
    "an index of headings": ("index", lambda: "July 2024\n" * 30_000),
    **{
        f"a copy of {what}": ("preview", partial(preview, text))
        for what, text in {
            "quotations in quotations": "> " * 50_000 + "x",
            "lists in lists": "\n".join("  " * n + "- x" for n in range(400)),
            "emphasis that opens": "*a " * 40_000,
            "emphasis of both marks": "*_a" * 40_000,
            "brackets": "[" * 50_000,
            "brackets that close": "[" * 25_000 + "]" * 25_000,
            "links in links": "[a](" * 25_000,
            "images": "![" * 40_000,
            "code": "".join("`" * n + "a" for n in range(400)),
            "angles": "<" * 90_000,
            "comments": "<!--" * 20_000,
            "divisions": "<div>" * 15_000,
            "formatting": "<b><i>" * 10_000,
            "tables": "<table><tr><td>" * 5_000,
            "entities": "&amp" * 20_000,
            "references": "[a]: b\n" * 10_000,
            "a wide table": "|" * 20_000 + "\n" + "|-" * 20_000,
            "white space": "a" + " " * 90_000 + "b",
            "more than is read as Markdown": "**a** " * 200_000,
        }.items()
    },
    "a table of white space": (
        "preview", lambda: f"Cited by 1 page\na{' ' * LONG}b\nCached Content Preview\nHTTP 200\nx"
    ),
    "a saved page of divisions in divisions": (
        "preview", lambda: f"<!doctype html><title>x</title><article>{'<div>' * DEEP}x"
    ),
    "a saved page of formatting": (
        "preview", lambda: f"<!doctype html><title>x</title><article>{'<b><i>' * DEEP}x"
    ),
    "a packed void": ("feed", lambda: gzip.compress(b"\0" * (60 << 20))),
    "a packed feed of one element": (
        "feed", lambda: gzip.compress(rss(ITEM.format("x" * (60 << 20))).encode())
    ),
}  # fmt: skip


def _read_in_bounds(content: Path) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    most = used + (MEGABYTES << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        library = read_library(content)
        told = "\n".join(problem.message for problem in library.problems)
    except GeneratorError as error:
        told = str(error)
    os._exit(4 if "root:" in repr(told) else 5 if "parser failed" in told else 0)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc here to measure by")
@pytest.mark.parametrize(("reader", "make"), BOMBS.values(), ids=BOMBS)
def test_it_is_read_or_told_in_bounds(
    reader: str, make: Callable[[], str | bytes], tmp_path: Path
) -> None:
    made = make()
    content = site_of(tmp_path, reader, made.encode() if isinstance(made, str) else made, also=True)
    child = os.fork()
    if child == 0:
        try:
            _read_in_bounds(content)
        finally:
            os._exit(6)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
