"""A built _site/ → what is wrong with its links. HTML's URLs, ids and fragments; RFC 3986.

The site must work at the root of a domain, below a sub-path and from a folder on disk. So every
link of a page is relative, stays inside the folder and ends in the name of a file that is there,
in exactly that spelling. 404.html alone is shown at addresses of any depth: where the site knows
its own address, the links of that page are absolute.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.errors import OutputError
from generator.fetch.html_links import Link, base_url_of, read_contents
from generator.model import Problem
from generator.output.publish import STAGING
from generator.text.urls import WEB_ARCHIVE

# Known on every page without an id. https://html.spec.whatwg.org/#find-a-potential-indicated-element
TOP_OF_PAGE = ("", "top")


class _Site(NamedTuple):
    """What there is below the folder, with "/" on every system. `base_url` is "" if unknown."""

    files: frozenset[str]
    folders: frozenset[str]
    lowered: dict[str, str]
    base_url: str
    base_path: str


class _BrokenLink(Exception):
    """Why a link leads nowhere."""


def check(folder: Path, base_path: str | None = None) -> tuple[Problem, ...]:
    """Every link, fragment and id of the site that is wrong, in the order of files and lines.

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
        contents = read_contents(folder, path, site.base_url)
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
    """Pages and the http(s) URLs of other sites that they link, as often as they do, in order.

    Raises:
        OutputError: there is no site in the folder.
    """
    site = _read_site(folder, None)
    for path in sorted(site.files):
        if not path.endswith(".html"):
            continue
        for link in dict.fromkeys(
            link.url.strip() for link in read_contents(folder, path, "").links
        ):
            own = site.base_url and link.startswith(site.base_url)
            if link.startswith(WEB_ARCHIVE) or own:  # which has a page for whatever is asked
                continue
            if link.lower().startswith(("http://", "https://")):
                yield path, link.partition("#")[0]


def _say(link: Link, message: str) -> str:
    return f'{link.attribute}="{link.url}": {message}'


def _read_site(folder: Path, base_path: str | None) -> _Site:
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
    base_url = base_url_of((folder / "index.html").read_bytes())
    if base_path is None:
        base_path = urlsplit(base_url).path
    return _Site(
        files=frozenset(files),
        folders=frozenset(folders),
        lowered={path.lower(): path for path in files},
        base_url=base_url,
        base_path=base_path.rstrip("/") + "/",
    )


def _follow(link: Link, site: _Site) -> tuple[str, str]:
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


def _target(start: str, path: str, site: _Site, *, with_index: bool) -> str:
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
