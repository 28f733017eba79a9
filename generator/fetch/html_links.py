"""One file of a built _site/ → the links and ids that stand in it. HTML, XML and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LINK_ATTRIBUTES = ("href", "xlink:href", "src", "action", "formaction", "poster", "data")


class Link(NamedTuple):
    """A link as it stands in a file. `line` is 0 where it is not known."""

    page: str
    line: int
    attribute: str
    url: str


class Contents(NamedTuple):
    """What one file holds: its links, its ids, and the lines and messages of what is wrong."""

    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    faults: tuple[tuple[int, str], ...] = ()


def base_url_of(index_html: bytes) -> str:
    """The address of the site, ending in "/", as its first page tells; "" if it does not."""
    root = _parse(index_html)
    link = None if root is None else root.find('.//link[@rel="canonical"]')
    address = "" if link is None else link.get("href", "")
    return address.rpartition("/")[0] + "/" if "://" in address else ""


def read_contents(folder: Path, path: str, base_url: str) -> Contents:
    """What stands in the file at `path` below the folder. Most kinds of files hold nothing.

    Of feeds, sitemaps and JSON, and of the metadata of a page, only what begins with `base_url`
    is a link of ours; and the paths in articles.json.
    """
    suffix = path.rpartition(".")[2]
    if suffix == "html":
        return _read_page(path, (folder / path).read_bytes(), base_url)
    if suffix in ("xml", "json") and (base_url or path == "articles.json"):
        return _read_data(path, (folder / path).read_bytes(), base_url)
    return Contents()


def _read_page(path: str, data: bytes, base_url: str) -> Contents:
    root = _parse(data)
    if root is None:
        return Contents(faults=((0, "holds no HTML"),))
    ids: set[str] = set()
    links: list[Link] = []
    faults: list[tuple[int, str]] = []
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                if value in ids:
                    faults.append((element.sourceline or 0, f'id="{value}" stands here again'))
                ids.add(value)
            elif name in LINK_ATTRIBUTES or (
                name == "content" and base_url and value.startswith(base_url)
            ):
                links.append(Link(path, element.sourceline or 0, name, value))
    return Contents(tuple(links), frozenset(ids), tuple(faults))


def _parse(data: bytes) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(data, parser=parser, ensure_head_body=False)
    except etree.ParserError:  # nothing in it
        return None


def _read_data(path: str, data: bytes, base_url: str) -> Contents:
    """The links of a feed, a sitemap or a JSON file: those to addresses of ours."""
    import msgspec
    from lxml import etree

    if path.endswith(".json"):
        try:
            decoded = msgspec.json.decode(data)
        except msgspec.DecodeError as error:
            return Contents(faults=((0, f"is no JSON: {error}"),))
        found = [(0, key, text) for key, text in _strings(decoded, "")]
    else:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as error:
            return Contents(faults=((error.lineno or 0, f"is no XML: {error.msg}"),))
        found = []
        for element in root.iter(etree.Element):
            line, tag = element.sourceline or 0, etree.QName(element).localname
            found.append((line, tag, (element.text or "").strip()))
            found += ((line, str(name), str(value)) for name, value in element.attrib.items())
    return Contents(
        tuple(
            Link(path, line, name, text)
            for line, name, text in found
            if (base_url and text.startswith(base_url))
            or (path == "articles.json" and name == "articles.path")
        )
    )


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every string in decoded JSON, with the names that lead to it."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
