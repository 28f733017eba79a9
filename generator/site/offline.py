"""The files by which the site can be installed, and read without a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b

import msgspec

from generator.model.pages import File, Page
from generator.site.catalogue import Catalogue
from generator.site.paths import BUILD_VERSION, HOME, OFFLINE, WEB_MANIFEST
from generator.text.json import formatted

# Some systems take no SVG. Made of it by `make icons`.
_PICTURES = [
    {"src": f"assets/{name}.png", "type": "image/png", "sizes": f"{size}x{size}", "purpose": use}
    for name, size, use in (
        ("icon-192", 192, "any"),
        ("icon-512", 512, "any"),
        ("icon-maskable", 512, "maskable"),
    )
]


def web_manifest_page(catalogue: Catalogue) -> Page:
    """Return the manifest. Its addresses are relative to it, so it holds wherever the site is."""
    site = catalogue.site
    manifest = {
        "id": f"./?site={site.id}",
        "name": site.title,
        "lang": site.language,
        "start_url": HOME,
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fcfcfa",
        "theme_color": "#fcfcfa",
        "icons": [
            {"src": "assets/icon.svg", "type": "image/svg+xml", "sizes": "any"},
            *_PICTURES,
        ],
    }
    if site.description:
        manifest["description"] = site.description
    return Page(
        path=WEB_MANIFEST, inputs=manifest, body=lambda: formatted(manifest).decode() + "\n"
    )


# Make the file that names this build of the site, for reading without a network.
#
# static/sw.js keeps what was seen by build: files of two builds must never meet in one page. The
# name follows from the bytes of all files, in whatever order they come, so equal sites are one
# build.

# What a page of the site may want at any time. The words of a large search, the texts of copies and
# citations are kept as they are used: they are many.
_CORE = ("assets/", "search/")
_USED = ("search/s-", "search/c-", "search/cite-")
# What else a reader may want of a list: its pages, their pictures, the words of its copies.
_READ = ("/index.html", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
# A browser may be asked to keep a list whole that is no larger, in files and in bytes.
MOST_FILES, MOST_BYTES = 2_000, 5_000_000


def build_version_file(site: str, hashes: Mapping[str, str], size_of: Callable[[str], int]) -> File:
    """Return the file that names the build, of the site's id and its files' hashes by path.

    `size_of` gives a file's length in bytes; it is called for short lists alone.
    """
    paths = sorted(hashes)
    named = blake2b("\0".join(f"{path}\0{hashes[path]}" for path in paths).encode(), digest_size=8)
    core = [path for path in paths if path in (HOME, OFFLINE) or _is_core(path)]
    whole = [path for path in paths if path.endswith(_READ) or path.startswith("search/")]
    build: dict[str, object] = {"site": site, "version": named.hexdigest(), "core": core}
    if len(whole) <= MOST_FILES:
        size = sum(map(size_of, {*core, *whole}))
        if size <= MOST_BYTES:
            build |= {"whole": whole, "bytes": size}
    text = "self.octavoBuild = " + msgspec.json.format(msgspec.json.encode(build)).decode() + ";\n"
    return File(path=BUILD_VERSION, pieces=(text.replace("<", "\\u003c").encode(),))


def _is_core(path: str) -> bool:
    return path.startswith(_CORE) and not path.startswith(_USED)
