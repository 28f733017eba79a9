"""Check the links of a built _site/: HTML's URLs, ids and fragments; RFC 3986.

The site must work at the root of a domain, below a sub-path and from a folder on disk. So every
link of a page is relative, stays inside the folder and ends in the name of a file that is there,
in exactly that spelling. 404.html alone is shown at addresses of any depth: where the site knows
its own address, the links of that page are absolute.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.errors import OutputError
from generator.model.record import SCHEMES, Problem
from generator.output.publish import STAGING
from generator.text.urls import WEB_ARCHIVE, is_of_schemes

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Known on every page without an id. https://html.spec.whatwg.org/#find-a-potential-indicated-element
TOP_OF_PAGE = ("", "top")


class _BuiltSite(NamedTuple):
    """The files below the folder, with "/" on every system. `base_url` is "" if unknown."""

    #: Their paths below the folder.
    files: frozenset[str]
    #: Their paths below the folder.
    folders: frozenset[str]
    #: The files' paths by themselves in lower case.
    lowered: dict[str, str]
    base_url: str
    #: What the absolute links of 404.html begin with.
    base_path: str


class _BrokenLink(Exception):
    """An error that says why a link leads nowhere."""


def check(folder: Path, base_path: str | None = None) -> tuple[Problem, ...]:
    """Return a problem for each wrong link, fragment and id, in the order of files and lines.

    `base_path` is what the absolute links of 404.html begin with; without it, the path of the
    base URL, which the canonical link of index.html tells, or "/".

    Raises:
        OutputError: there is no site in the folder.
    """
    site = _read_site(folder, base_path)
    faults: list[tuple[str, int, str]] = []
    ids: dict[str, frozenset[str]] = {}
    # A page may be linked before it is read, so its ids are asked for when all are.
    fragments: list[tuple[Link, str, str]] = []
    for path in sorted(site.files):
        contents = _read_contents(folder, path, site.base_url)
        ids[path] = contents.ids
        faults += ((path, line, message) for line, message in contents.faults)
        for link in contents.links:
            try:
                target, fragment = _follow(link, site)
            except _BrokenLink as error:
                faults.append((path, link.line, _say(link, str(error))))
            else:
                if fragment not in TOP_OF_PAGE:
                    fragments.append((link, target, fragment))
    for link, target, fragment in fragments:
        if fragment not in ids[target]:
            message = _say(link, f'{target} has no id "{fragment}"')
            faults.append((link.page, link.line, message))
    return tuple(
        Problem(where=f"{path}:{line}" if line else path, message=message, severity="error")
        for path, line, message in sorted(set(faults))
    )


def outside_links(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield pages and the http(s) URLs of other sites that they link, each time, in order.

    Raises:
        OutputError: there is no site in the folder.
    """
    site = _read_site(folder, None)
    for path in sorted(site.files):
        if not path.endswith(".html"):
            continue
        for link in dict.fromkeys(
            link.url.strip() for link in _read_contents(folder, path, "").links
        ):
            own = site.base_url and link.startswith(site.base_url)
            if link.startswith(WEB_ARCHIVE) or own:  # which has a page for whatever is asked
                continue
            if link.lower().startswith(("http://", "https://")):
                yield path, link.partition("#")[0]


def _say(link: Link, message: str) -> str:
    return f'{link.attribute}="{link.url}": {message}'


def _read_site(folder: Path, base_path: str | None) -> _BuiltSite:
    files: set[str] = set()
    folders: set[str] = set()
    for parent, _, names in os.walk(folder):
        below = Path(parent).relative_to(folder).as_posix()
        if below.partition("/")[0] == STAGING:
            continue  # left by a build that was killed
        folders.add(below)
        files |= {name if below == "." else f"{below}/{name}" for name in names}
    if "index.html" not in files:
        raise OutputError(f"{folder}: holds no index.html; build first, or name the --output")
    base_url = _base_url_of((folder / "index.html").read_bytes())
    if base_path is None:
        base_path = urlsplit(base_url).path
    return _BuiltSite(
        files=frozenset(files),
        folders=frozenset(folders),
        lowered={path.lower(): path for path in files},
        base_url=base_url,
        base_path=base_path.rstrip("/") + "/",
    )


def _follow(link: Link, site: _BuiltSite) -> tuple[str, str]:
    """Return the file and the fragment that a link leads to. A foreign link leads to its own page.

    Raises:
        _BrokenLink: it leads nowhere, or only in some of the places where the site may live.
    """
    if not link.url.strip():
        raise _BrokenLink("is empty")
    try:
        url = urlsplit(link.url.strip())
    except ValueError as error:
        raise _BrokenLink(f"is no URL ({error})") from error
    fragment = unquote(url.fragment.partition(":~:")[0])
    if site.base_url and link.url.strip().startswith(site.base_url):
        path = url.path.removeprefix(urlsplit(site.base_url).path)
        return _target("", path, site, with_index=True), fragment
    if url.scheme or url.netloc:
        return link.page, ""
    if not url.path:
        return link.page, fragment
    if url.path.startswith("/"):
        if link.page != "404.html":
            raise _BrokenLink("begins at the root of its host; let it begin at its page")
        if not url.path.startswith(site.base_path):
            raise _BrokenLink(f"leads out of {site.base_path}")
        path = url.path.removeprefix(site.base_path)
        return _target("", path, site, with_index=True), fragment
    if link.page == "404.html" and site.base_url:
        raise _BrokenLink("begins at its page, but this page is shown at every missing address")
    return _target(link.page.rpartition("/")[0], url.path, site, with_index=False), fragment


def _target(start: str, path: str, site: _BuiltSite, *, with_index: bool) -> str:
    """Return the file that a path leads to from the folder `start`.

    `with_index`: an address that ends in a folder means its index.html, as on a server.
    """
    names = start.split("/") if start else []
    *folders, last = path.split("/")
    for segment in (*folders, last):
        name = _unquote(segment)
        if name == "..":
            if not names:
                raise _BrokenLink("climbs out of the site")
            names.pop()
        elif name != "." and not (name == "" and segment is last):
            names.append(name)
    if _unquote(last) in ("", ".", ".."):
        if not with_index:
            raise _BrokenLink("ends in a folder; let it end in the name of a file")
        names.append("index.html")
    target = "/".join(names)
    if target in site.files:
        return target
    if target in site.folders:
        raise _BrokenLink("is a folder; let the link end in the name of a file")
    other = site.lowered.get(target.lower())
    hint = f'; there is "{other}", in other letters' if other else ""
    raise _BrokenLink(f'there is no "{target}"{hint}')


def _unquote(segment: str) -> str:
    try:
        name = unquote(segment, errors="strict")
    except UnicodeDecodeError as error:
        raise _BrokenLink("is percent-encoded, but not in UTF-8") from error
    if "/" in name or "\\" in name:
        raise _BrokenLink("hides a slash in a name")
    return name


# One file of a built _site/ → its links, its ids, and URLs that no site may hold.

# The attributes of HTML and SVG whose value is one URL, old ones too.
# https://html.spec.whatwg.org/multipage/indices.html#attributes-3
LINK_ATTRIBUTES = frozenset(
    "href xlink:href src action formaction poster data cite background longdesc manifest".split()
)
_REFRESH = re.compile(r"[^;,]*[;,]\s*(?:url\s*=)?[\s\"']*([^\"']*)", re.IGNORECASE)
# What other programs take for a URL: elements and attributes of XML, keys of JSON, in lower case.
_URL_NAMES = frozenset(
    "href src url urls uri loc link links xmlurl htmlurl external_url home_page_url feed_url "
    "next_url icon favicon image banner_image avatar start_url scope sameas".split()
)
_HTML_NAMES = frozenset({"body_html", "content_html"})
_URL_LINE = re.compile(r"^(?:(UR)  - | *(url) = \{)(.*)", re.MULTILINE)  # RIS, BibTeX
_MARKDOWN_ITEM = re.compile(r"^- \[(?:\\.|[^\\\]\n])*+\]\(((?:\\.|[^\\()\n])*+)\)", re.MULTILINE)
_ALLOWED = (*SCHEMES, "mailto")
# What is drawn or saved runs no script; what a link opens may.
_PICTURES = frozenset({"img", "source", "link", "image"})
_FILES = ("data:application/x-bibtex,", "data:application/x-research-info-systems,")


class Link(NamedTuple):
    """A link of a file of the site."""

    #: The path of the file.
    page: str
    #: 0 where it is not known.
    line: int
    #: The attribute that holds it: "href", "src".
    attribute: str
    #: As written there.
    url: str


class PageLinks(NamedTuple):
    """The links and ids of one file, and the lines and messages of what is wrong."""

    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    #: Pairs of a line and a message.
    faults: tuple[tuple[int, str], ...] = ()


def _base_url_of(index_html: bytes) -> str:
    """Return the address of the site, ending in "/", as its first page tells; "" if it does not."""
    root = _parse(index_html)
    link = None if root is None else root.find('.//link[@rel="canonical"]')
    address = "" if link is None else link.get("href", "")
    return address.rpartition("/")[0] + "/" if "://" in address else ""


def _read_contents(folder: Path, path: str, base_url: str) -> PageLinks:
    """Return the links of the file at `path` below the folder. Most kinds of files have none.

    Of feeds, sitemaps and JSON, and of the metadata of a page, only what begins with `base_url`
    is a link of ours; and the paths in articles.json.
    """
    suffix = path.rpartition(".")[2]
    if suffix == "html":
        return _read_page(path, (folder / path).read_bytes(), base_url)
    if suffix in ("xml", "opml", "json", "webmanifest"):
        return _read_data(path, (folder / path).read_bytes(), base_url)
    if suffix in ("bib", "ris"):
        text = (folder / path).read_text("utf-8", "replace")
        lines = (
            (ris or bib, rest.strip() if ris else rest.strip().removesuffix(",").removesuffix("}"))
            for ris, bib, rest in _URL_LINE.findall(text)
        )
        return PageLinks(faults=tuple((0, fault) for fault in _url_faults(lines)))
    if path in ("articles.csv", "list.md"):
        text = (folder / path).read_text("utf-8-sig", "replace")
        of_table = (row.get("url") or "" for row in csv.DictReader(io.StringIO(text, newline="")))
        urls = of_table if suffix == "csv" else _MARKDOWN_ITEM.findall(text)
        return PageLinks(faults=tuple((0, f) for f in _url_faults(("url", u) for u in urls if u)))
    return PageLinks()


def _url_faults(urls: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a message for each URL, with its place, that docs/security.md does not allow."""
    for name, url in urls:
        if not is_of_schemes(url.strip(), _ALLOWED):
            yield f'{name}="{url}": may not stand in a site; http:, https: and mailto: may'


def _read_page(path: str, data: bytes, base_url: str) -> PageLinks:
    root = _parse(data)
    if root is None:
        return PageLinks(faults=((0, "holds no HTML"),))
    ids: set[str] = set()
    links: list[Link] = []
    faults: list[tuple[int, str]] = []
    for element in root.iter():
        line = element.sourceline or 0
        if (own := element.get("id")) is not None:
            if own in ids:
                faults.append((line, f'id="{own}" stands here again'))
            ids.add(own)
        for name, url in _urls(element):
            if not _is_harmless_data(element, url) and (wrong := [*_url_faults([(name, url)])]):
                faults += ((line, fault) for fault in wrong)
            else:
                links.append(Link(path, line, name, url))
        content = element.get("content", "")
        if base_url and content.startswith(base_url):
            links.append(Link(path, line, "content", content))
        if element.get("type") == "application/ld+json":
            faults += ((line, fault) for fault in _data_faults(element.text or ""))
    return PageLinks(tuple(links), frozenset(ids), tuple(faults))


def _urls(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield every URL that an element leads to or loads, with the name of its attribute."""
    for name, value in element.attrib.items():
        if name in LINK_ATTRIBUTES:
            yield name, value
        elif name in ("srcset", "imagesrcset"):
            yield from ((name, url) for url in _candidates(value))
        elif name == "ping":
            yield from ((name, url) for url in value.split())
        elif name == "http-equiv" and value.lower() == "refresh":
            found = _REFRESH.match(element.get("content", ""))
            yield from [("content", found[1])] if found else []


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the URLs of a srcset, whose commas stand in URLs and between candidates.

    Source: https://html.spec.whatwg.org/#parse-a-srcset-attribute
    """
    rest = srcset.lstrip(" \t\n\f\r,")
    while rest:
        url, *descriptors = rest.split(maxsplit=1)
        after = "".join(descriptors)
        rest = after if url.endswith(",") else after.partition(",")[2]
        rest = rest.lstrip(" \t\n\f\r,")
        yield url.rstrip(",")


def _is_harmless_data(element: HtmlElement, url: str) -> bool:
    if element.tag == "a" and "download" in element.attrib:
        return url.startswith(_FILES)
    return element.tag in _PICTURES and url.strip().lower().startswith("data:image/")


def _parse(data: bytes) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(data, parser=parser, ensure_head_body=False)
    except etree.ParserError:  # nothing in it
        return None


def _read_data(path: str, data: bytes, base_url: str) -> PageLinks:
    """Return the links of a feed, a sitemap or a JSON file: those to addresses of ours."""
    import msgspec
    from lxml import etree

    if not path.endswith(("xml", "opml")):
        try:
            decoded = msgspec.json.decode(data)
        except msgspec.DecodeError as error:
            return PageLinks(faults=((0, f"is no JSON: {error}"),))
        found = [(0, key, text) for key, text in _strings(decoded, "")]
    else:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as error:
            return PageLinks(faults=((error.lineno or 0, f"is no XML: {error.msg}"),))
        found = []
        for element in root.iter(etree.Element):
            line, tag = element.sourceline or 0, etree.QName(element).localname
            found.append((line, tag, (element.text or "").strip()))
            found += ((line, str(name), str(value)) for name, value in element.attrib.items())
    return PageLinks(
        links=tuple(
            Link(path, line, name, text)
            for line, name, text in found
            if (base_url and text.startswith(base_url))
            or (path == "articles.json" and name == "articles.path")
        ),
        faults=tuple(
            (line, fault) for line, name, text in found for fault in _faults_of(name, text)
        ),
    )


def _faults_of(name: str, text: str) -> Iterator[str]:
    """Yield the faults of a text of that name in a feed or in JSON, if it holds URLs."""
    own = re.split(r"[.}]", name)[-1].lower()
    if own in _URL_NAMES:
        yield from _url_faults([(name, text)])
    elif own in _HTML_NAMES and (root := _parse(text.encode())) is not None:
        for element in root.iter():
            yield from _url_faults(_urls(element))


def _data_faults(text: str) -> Iterator[str]:
    """Yield the faults of the URLs in a script that holds JSON."""
    import msgspec

    try:
        decoded = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        yield f"a script holds no JSON: {error}"
        return
    for name, value in _strings(decoded, ""):
        yield from _faults_of(name, value)


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield every string in decoded JSON, with the names that lead to it."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
