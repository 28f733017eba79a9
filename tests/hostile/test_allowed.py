"""No built site holds an element, an attribute or an address that docs/security.md does not list.

What is allowed is read from there and from nowhere else, and what is written is taken apart by
other means than those that wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from generator.build.pipeline import build
from generator.commands.check import check
from tests.hostile.site import Hostile
from tests.site.test_schema import mistakes

ROOT = Path(__file__).parents[2]
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Everything that browsers take for an address, in any element.
ADDRESSES = frozenset(
    "href xlink:href src srcset action formaction poster data cite background longdesc ping "
    "manifest codebase classid archive profile usemap icon dynsrc lowsrc from to values".split()
)
KEYS_OF_ADDRESSES = re.compile(r"(?:url|uri|href|links|link|loc|image|icon)$", re.IGNORECASE)


class Allowed(NamedTuple):
    """What a part of a site may hold. Addresses end in a colon, or are the start of one."""

    elements: frozenset[str]
    attributes: frozenset[str]
    addresses: tuple[str, ...]
    relative: bool


def lists() -> dict[str, Allowed]:
    """What docs/security.md allows in a copy, in the owner's prose, on pages and in data."""
    text = (ROOT / "docs/security.md").read_text("utf-8")
    section = text.partition("## What a site may hold\n")[2].partition("\n## ")[0]
    parts = re.split(r"\n\n(?=[A-Z])", section.strip())
    copy, prose, page, data = (_allowed(part) for part in parts)
    both = Allowed(
        copy.elements | prose.elements,
        copy.attributes | prose.attributes,
        copy.addresses + prose.addresses,
        prose.relative,
    )
    return {"copy": copy, "prose": both, "page": page, "data": data}


def _allowed(part: str) -> Allowed:
    found = {}
    for item in re.split(r"\n- ", part)[1:]:
        name, _, rest = item.partition(":")
        found[name] = (re.findall(r"`([^`]+)`", rest), "relative" in rest)
    addresses, relative = found["addresses"]
    return Allowed(
        frozenset(found.get("elements", ([],))[0]),
        frozenset(found.get("attributes", ([],))[0]),
        tuple(addresses),
        relative,
    )


class Reader(HTMLParser):
    """Finds what of a page is not allowed, by the part it stands in."""

    def __init__(self, allowed: dict[str, Allowed], part: str) -> None:
        super().__init__(convert_charrefs=True)
        self.allowed = allowed
        self.parts = [part]
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = self.allowed[self.parts[-1]]
        if tag not in allowed.elements:
            self.wrong.append(f"<{tag}> in a {self.parts[-1]}")
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if not {name, f"{tag}[{name}]"} & allowed.attributes:
                self.wrong.append(f"{tag}[{name}] in a {self.parts[-1]}")
            if name in ADDRESSES and (why := unsafe(value, allowed, "download" in values)):
                self.wrong.append(f"{tag}[{name}]: {why}")
        if tag in VOID:
            return
        classes = values.get("class", "").split()
        is_text = tag == "div" and self.parts[-1] == "page"
        part = next((p for c, p in PARTS.items() if is_text and c in classes), self.parts[-1])
        self.parts.append(part)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()
        self.parts.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)


PARTS = {"page": "copy", "prose": "prose"}


@cache
def unsafe(address: str, allowed: Allowed, is_download: bool = False) -> str | None:
    """What is wrong with an address as a browser reads it: https://url.spec.whatwg.org/."""
    bare = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    for prefix in allowed.addresses:
        is_data = prefix.startswith("data:")
        if bare.lower().startswith(prefix) and (is_download or not is_data):
            return None
    if allowed.relative and ":" not in re.split("[/?#]", bare, maxsplit=1)[0]:
        return None
    return repr(address)


def wrong_in(site: Path) -> dict[str, list[str]]:
    """Everything in the files of a site that is not allowed."""
    allowed = lists()
    found = {}
    for path in sorted(site.rglob("*")):
        if path.is_file() and (wrong := sorted(set(_wrong(path, allowed)))):
            found[path.relative_to(site).as_posix()] = wrong
    return found


def _wrong(path: Path, allowed: dict[str, Allowed]) -> Iterator[str]:
    if path.name == "bookmarks.html":  # no page of the site, but a file of browsers
        links = re.findall(r'<A HREF="([^"]*)"', path.read_text("utf-8"))
        yield from (why for link in links if (why := unsafe(link, allowed["data"])))
    elif path.suffix == ".html":
        yield from _wrong_html(path.read_text("utf-8"), allowed, "page")
    elif path.suffix in (".json", ".webmanifest"):
        urls = allowed["data" if path.suffix == ".json" else "page"]
        for key, text in _strings(json.loads(path.read_text("utf-8"))):
            if key == "body_html":
                yield from _wrong_html(text, allowed, "copy")
            elif KEYS_OF_ADDRESSES.search(key) and (why := unsafe(text, urls)):
                yield f"{key}: {why}"
    elif path.suffix in (".xml", ".opml"):
        for element in ElementTree.parse(path).iter():
            for name, value in element.attrib.items():
                if KEYS_OF_ADDRESSES.search(name) and (why := unsafe(value, allowed["data"])):
                    yield f"{name}: {why}"
    elif path.suffix in (".bib", ".ris"):
        text = path.read_text("utf-8")
        links = re.findall(r"^(?:UR  - |  url = \{)(.*?)(?:\},)?\r?$", text, re.MULTILINE)
        assert links
        yield from (why for link in links if (why := unsafe(link, allowed["data"])))


def _wrong_html(text: str, allowed: dict[str, Allowed], part: str) -> Iterator[str]:
    reader = Reader(allowed, part)
    reader.feed(text)
    reader.close()
    yield from reader.wrong
    metadata = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    for document in metadata:
        for key, value in _strings(json.loads(document)):
            if KEYS_OF_ADDRESSES.search(key) and (why := unsafe(value, allowed["data"])):
                yield f"{key}: {why}"


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)


def test_the_hostile_site_holds_only_what_is_promised(hostile: Hostile) -> None:
    assert wrong_in(hostile.folder / "site") == {}


def test_the_data_of_the_hostile_site_keep_to_their_schema(hostile: Hostile) -> None:
    assert mistakes((hostile.folder / "site/articles.json").read_text("utf-8")) == []


@pytest.mark.parametrize("content", ["tests/data/content", "tests/site/content"])
def test_our_sites_hold_only_what_is_promised(content: str, tmp_path: Path) -> None:
    build(ROOT / content, tmp_path / "site", base_url="https://lists.example/")
    assert wrong_in(tmp_path / "site") == {}


def test_check_finds_no_address_in_the_hostile_site_that_may_not_stand_there(
    hostile: Hostile,
) -> None:
    problems = check(hostile.folder / "site")
    assert [problem for problem in problems if "may not stand" in problem.message] == []


UNSAFE = {
    "an element": "<iframe>",
    "an attribute": '<p title="x">',
    "a handler": '<p onclick="x">',
    "an image": '<img src="https://example.org/x.png">',
    "a script": '<a href="javascript:x">',
    "a script behind a space": '<a href="&#1; java&#10;script:x">',
    "data": '<a href="data:text/html,x">',
    "a citation that is opened": '<a href="data:application/x-bibtex,x">',
    "a file that is saved from a copy": '<a href="data:application/x-bibtex,x" download>',
    "a relative link": '<a href="x.html">',
    "mail": '<a href="mailto:x@example.org">',
}


@pytest.mark.parametrize("markup", UNSAFE.values(), ids=UNSAFE)
def test_the_lists_tell_what_is_wrong(markup: str) -> None:
    page = f'<div class="page">{markup}'
    assert list(_wrong_html(page, lists(), "page"))
