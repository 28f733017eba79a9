"""Small inputs that unfold, and large ones: read or told, within a processor's minute and memory.

Each is read in a process of its own, which the system ends if it takes more than its share. Those
that take seconds are tried under --thorough.
"""

from __future__ import annotations

import gzip
import os
import resource
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.config.load import load_config
from generator.config.records import DEFAULT_KINDS, Config, Site, Source
from generator.errors import GeneratorError
from generator.model.record import PartialDate
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received
from generator.sources.lists.opml import read_opml
from generator.sources.notes import read_about
from tests.hostile.test_anything import outcome, site_of

# What is promised is five seconds; some processors are slower.
SECONDS, MEGABYTES = 8, 500
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
    "a saved page of paragraphs": (
        "preview", lambda: f"<!doctype html><title>x</title><article>{'<p>x' * LONG}"
    ),
    "a saved page of frames": (
        "preview", lambda: f"<!doctype html><title>x</title><article>{'<nav>x</nav>' * 200_000}"
    ),
    "a saved page of links": (
        "preview",
        lambda: f"<!doctype html><title>x</title><article>{'<a href=/x>x y</a> ' * 200_000}",
    ),
    "a saved page of many deep divisions": (
        "preview",
        lambda: "<!doctype html><body>" + ("<div>" * 900 + "x" + "</div>" * 900) * 9,
    ),
    "a saved page of images": (
        "preview", lambda: f"<!doctype html><title>x</title><article>{'<img src=x alt=y>' * 19_000}"
    ),
    "a saved page of MHTML in MHTML": (
        "preview",
        lambda: "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 5_000,
    ),
    "a saved page of attributes": (
        "preview",
        lambda: f"<!doctype html><title>x</title><p {' '.join(f'a{n}=1' for n in range(40_000))}>x",
    ),
    "a saved page of deep JSON-LD": (
        "preview",
        lambda: "<!doctype html><title>x</title><script type='application/ld+json'>"
        + '{"@graph":[' * 50_000 + "</script>x",
    ),
    "a packed void": ("feed", lambda: gzip.compress(b"\0" * (60 << 20))),
    "a packed feed of one element": (
        "feed", lambda: gzip.compress(rss(ITEM.format("x" * (60 << 20))).encode())
    ),
}  # fmt: skip


ALIASES = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


LONGEST = {
    "10,000 articles hidden",
    "10,000 articles joined",
    "10,000 fields set",
    "30,000 bookmarks",
    "5,000 sources",
    "a page of brackets",
    "a saved page of frames",
    "a saved page of images",
    "a saved page of links",
    "a saved page of many deep divisions",
    "an index of headings",
    "an index of many lines",
    "elements in elements, never closed",
    "entries that never end",
    "footnotes",
    "footnotes of one name",
    "headings",
    "records without an end",
    "rules of a table",
}


def cases(table: Mapping[str, tuple[Any, ...]]) -> list[pytest.ParameterSet]:
    """The cases of a table, those that take seconds for a thorough run."""
    return [
        pytest.param(*case, id=name, marks=[pytest.mark.thorough] * (name in LONGEST))
        for name, case in table.items()
    ]


def test_what_takes_longest_is_among_the_cases() -> None:
    assert BOMBS.keys() | OWNERS.keys() | LISTS.keys() >= LONGEST


def many(table: str, number: int = 10_000) -> str:
    return "".join(table.replace("#", str(n)) for n in range(number))


def note(body: str, front: str = "title: A note") -> str:
    return f"---\n{front}\n---\n{body}\n"


# File below content/ → its text, and what is said of it ("": nothing).
OWNERS: dict[str, tuple[str, Callable[[], str], str]] = {
    "a key of 100,000 parts": ("site.toml", lambda: "x" + ".a" * 100_000 + " = 1", "100 parts"),
    "a key of 100,000 parts in quotes": (
        "site.toml", lambda: "x" + " . 'a'" * 100_000 + " = 1", "100 parts"
    ),
    "a table of 100,000 parts": ("site.toml", lambda: "[x" + ".a" * 100_000 + "]", "100 parts"),
    "lists in lists": ("site.toml", lambda: f"x = {'[' * DEEP}{']' * DEEP}", "too deep"),
    "tables in tables": ("site.toml", lambda: f"x = {'{a=' * DEEP}1{'}' * DEEP}", "too deep"),
    "5,000 sources": (
        "site.toml",
        lambda: many("[[source]]\nname='s#'\ntitle='s'\nreader='feed'\nurl='http://a.b'\n", 5_000),
        "",
    ),
    "10,000 fields set": (
        "overrides.toml", lambda: many("[[set]]\narticle='t#'\ntitle='u#'\nreason='x'\n"), "t9999"
    ),
    "10,000 articles hidden": (
        "overrides.toml", lambda: many("[[hide]]\narticle='t#'\nreason='x'\n"), "t9999"
    ),
    "10,000 articles joined": (
        "overrides.toml", lambda: many("[[same]]\narticles=['t#','u#']\nreason='x'\n"), "t9999"
    ),
    "front matter of aliases": ("notes/a.md", lambda: note("x", ALIASES), "uses an alias"),
    "front matter of lists in lists": (
        "notes/a.md", lambda: note("x", f"a: {'[' * 20_000}{']' * 20_000}"), "too deep"
    ),
    "front matter of many keys": (
        "notes/a.md", lambda: note("x", many("a#: 1\n", 20_000)), "the front matter is longer than"
    ),
    "front matter of a long key": (
        "notes/a.md", lambda: f"+++\nx{'.a' * 40_000} = 1\n+++\nx", "100 parts"
    ),
    "footnotes": (
        "notes/a.md", lambda: note(many("a[^#]\n\n[^#]: f\n\n", 20_000)), "reading it took"
    ),
    "footnotes of one name": (
        "notes/a.md", lambda: note("a[^1] " * 60_000 + "\n\n[^1]: f"), "reading it took"
    ),
    "rules of a table": ("notes/a.md", lambda: note("|a|b|\n" + "|-|-|\n" * 20_000), ""),
    "headings": ("notes/a.md", lambda: note("# a\n" * 100_000), "reading it took"),
    "a note of lists in lists": (
        "notes/a.md", lambda: note("\n".join("    " * n + "- x" for n in range(300))), "too deep"
    ),
    "a page of lists in lists": (
        "pages/about.md", lambda: "\n".join("    " * n + "- x" for n in range(300)), "too deep"
    ),
    "a page of numbers": ("pages/about.md", lambda: "1. " * 5_000 + "x", "too deep"),
    "a page of brackets": ("pages/about.md", lambda: "[" * 50_000, "reading it took"),
}  # fmt: skip
LISTS: dict[str, tuple[Callable[[], str], str]] = {
    "30,000 bookmarks": (
        lambda: "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>"
        + many("<DT><A HREF='https://example.org/#'>t</A>\n", 30_000),
        "30000 articles",
    ),
    "strings made of strings": (
        lambda: "@string{a0 = {xxxxxxxxxx}}\n"
        + "".join(f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 10)}}}\n" for n in range(1, 12))
        + "@misc{k, title = a11}",
        "unfolds to more than",
    ),
    "a string many times": (
        lambda: "@string{a = {" + "x" * 10_000 + "}}\n@misc{k, title = a" + " # a" * 200_000 + "}",
        "unfolds to more than",
    ),
    "braces in braces": (lambda: "@misc{k, title = " + "{" * 400_000, "cannot be read"),
    "braces in braces that are closed": (
        lambda: "@misc{k, title = " + "{" * 100_000 + "}" * 100_000 + "}", "1 article"
    ),
    "very many names": (
        lambda: "@misc{k, title = {T}, author = {" + " and ".join(["Doe, J"] * 50_000) + "}}",
        "1 article",
    ),
    "macros in macros": (
        lambda: "@misc{k, title = {" + r"\emph{" * 199 + "x" + "}" * 199 + "}}", "1 article"
    ),
    "entries that never end": (lambda: "@misc{k, title = {\n" * 50_000, "cannot be read"),
    "folders in folders": (
        lambda: "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + "<DL><p><DT><H3>f</H3>\n" * 20_000
        + "<DL><p><DT><A HREF='https://example.org/'>t</A>",
        "1 article",
    ),
    "arrays in arrays": (lambda: "[" * 200_000, "cannot be read"),
    "lists in lists": (
        lambda: "\n".join("  " * n + "- [a](https://example.org/)" for n in range(400)), ""
    ),
    "a table of one long line": (lambda: "title,url\n" + '"' + "x,\n" * 300_000, "1 article"),
    "records without an end": (lambda: "TY  - GEN\nTI  - T\n" * 30_000, "30000 articles"),
}  # fmt: skip


def _in_bounds(work: Callable[[], str]) -> str:
    """What `work` answers, in a process that the system ends if it takes more than its share."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            used = int(Path("/proc/self/statm").read_text().split()[0])
            most = used * os.sysconf("SC_PAGE_SIZE") + (MEGABYTES << 20)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            answer = work()
            with os.fdopen(writes, "w", encoding="utf-8", errors="replace") as pipe:
                pipe.write(answer)
            os._exit(0)
        finally:
            os._exit(6)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as pipe:
        answer = pipe.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return answer


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="no /proc here to measure by"
)


@needs_proc
@pytest.mark.parametrize(("reader", "make"), cases(BOMBS))
def test_it_is_read_or_told_in_bounds(
    reader: str, make: Callable[[], str | bytes], tmp_path: Path
) -> None:
    made = make()
    content = site_of(tmp_path, reader, made.encode() if isinstance(made, str) else made, also=True)
    message = _in_bounds(partial(outcome, content))
    assert "root:" not in message
    assert "parser failed" not in message


@needs_proc
@pytest.mark.parametrize(("name", "make", "message"), cases(OWNERS))
def test_a_file_of_the_owners_is_read_or_told_in_bounds(
    name: str,
    make: Callable[[], str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.sources.notes.SECONDS_FOR_A_TEXT", 2.0)
    content = site_of(tmp_path, "feed", rss(ITEM.format("x")).encode(), also=True)
    (content / "notes").mkdir()
    (content / "pages").mkdir()
    site = (content / "site.toml").read_text() if name == "site.toml" else ""
    (content / name).write_text(site + make())
    found = _in_bounds(partial(_about if name == "pages/about.md" else outcome, content))
    assert message in found


def _about(content: Path) -> str:
    try:
        read_about(load_config(content))
    except GeneratorError as error:
        return str(error)
    return ""


@needs_proc
@pytest.mark.parametrize(("make", "message"), cases(LISTS))
def test_a_list_is_read_or_told_in_bounds(make: Callable[[], str], message: str) -> None:
    data = make().encode()
    source = Source(name="s", reader="list", title="S")
    config = Config(
        folder=".", site=Site(id="s", title="S"), sources=(source,), kinds=DEFAULT_KINDS
    )
    received = Received(
        path="a list", file=Path("x"), resource=None, date=PartialDate(year=2026, month=1)
    )

    def read() -> str:
        contents = read_capture(received, source, config, data)
        if isinstance(contents, Contents):
            return ", ".join(contents.traits)
        return contents.message

    message_read = _in_bounds(read)
    assert message in message_read
    assert "parser failed" not in message_read


@needs_proc
def test_subscriptions_in_each_other_are_read_or_told_in_bounds() -> None:
    def read() -> str:
        try:
            read_opml(b"<opml><body>" + b"<outline text='x'>" * 50_000, "feeds.opml")
        except GeneratorError as error:
            return str(error)
        return ""

    assert "lists no feed" in _in_bounds(read)


@needs_proc
def test_a_formula_of_dollars_is_read_at_once(tmp_path: Path) -> None:
    formula = f"<script type='math/tex'>{'$' * 50_000}a$$b</script>"
    page = f"<!doctype html><title>A page</title><article><p>Some words {formula} and more."
    content = site_of(tmp_path, "preview", page.encode(), also=True)
    message = "left out: this preview (“A page”) matches no article"
    assert _in_bounds(partial(outcome, content)) == message
