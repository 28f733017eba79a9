"""What a browser knows of a site that it installs, and its service worker of a build."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from generator.resources import static_folder
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.offline import build_version_file, web_manifest_page
from tests.site.sample_library import make_library


def test_a_site_is_installed_under_its_title_wherever_it_is() -> None:
    library = make_library()
    manifest = {
        "id": "./?site=sample",
        "name": "A Sample & Its <Thread>",
        "lang": "en",
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fcfcfa",
        "theme_color": "#fcfcfa",
        "icons": [
            {"src": "assets/icon.svg", "type": "image/svg+xml", "sizes": "any"},
            icon("icon-192", "192x192", "any"),
            icon("icon-512", "512x512", "any"),
            icon("icon-maskable", "512x512", "maskable"),
        ],
        "description": "Everything that a page must bear.",
    }
    assert installed(library) == manifest
    site = replace(library.config.site, description="")
    bare = replace(library, config=replace(library.config, site=site))
    del manifest["description"]
    assert installed(bare) == manifest


def icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    """A picture of an icon, which is a file of ours."""
    assert (static_folder() / f"assets/{name}.png").is_file()
    return {
        "src": f"assets/{name}.png",
        "type": "image/png",
        "sizes": sizes,
        "purpose": purpose,
    }


def installed(library: Library) -> dict[str, object]:
    """The manifest of a library's site; where it differs, its page is made anew."""
    page = web_manifest_page(make_catalogue(library))
    assert page.path == "manifest.webmanifest"
    assert page.body is not None
    text = page.body()
    assert isinstance(text, str)
    assert text.endswith("}\n")
    manifest: dict[str, object] = json.loads(text)
    assert page.inputs == manifest
    return manifest


HASHES = {
    "index.html": "1",
    "2025/index.html": "2",
    "assets/site.css": "3",
    "search/index.js": "4",
    "search/s-2025-a.js": "5",
    "search/c-x.js": "7",
    "feed.xml": "6",
    "bookmarks.html": "8",
    "a/x/picture.webp": "9",
    "offline/index.html": "10",
}


def read(site: str, hashes: dict[str, str], size: int = 7) -> dict[str, object]:
    text = build_version_file(site, hashes, lambda path: size).data.decode()
    assert text.startswith("self.octavoBuild = ")
    assert text.endswith(";\n")
    assert "<" not in text
    build: dict[str, object] = json.loads(text.removeprefix("self.octavoBuild = ")[:-2])
    return build


def test_the_core_is_what_any_page_may_want() -> None:
    build = read("x", HASHES)
    assert build_version_file("x", HASHES, len).path == "assets/build.js"
    assert build.keys() == {"site", "version", "core", "whole", "bytes"}
    assert build["site"] == "x"
    core = ["assets/site.css", "index.html", "offline/index.html", "search/index.js"]
    assert build["core"] == core


def test_a_short_list_may_be_kept_whole_and_says_how_large_it_is() -> None:
    build = read("x", HASHES, size=1000)
    pages = ["2025/index.html", "a/x/picture.webp", "offline/index.html"]
    assert build["whole"] == [*pages, "search/c-x.js", "search/index.js", "search/s-2025-a.js"]
    assert build["bytes"] == 8000
    assert read("x", HASHES, size=5_000_000 // 8).keys() == build.keys()
    assert "whole" not in read("x", HASHES, size=5_000_000 // 8 + 1)
    many = {f"a/{number}/index.html": "1" for number in range(2001)}
    assert "whole" not in read("x", many, size=0)
    assert "whole" in read("x", dict(list(many.items())[:2000]), size=0)


# path → whether it is always kept, as any page may want it; whether it is kept with the whole list
WANTED = {
    "assets/own.css": (True, False),
    "search/index.js": (True, True),
    "search/2025.js": (True, True),
    "search/s-2025-a.js": (False, True),
    "search/c-x.js": (False, True),
    "search/cite-2025.js": (False, True),
    "index.html": (True, False),
    "offline/index.html": (True, True),
    "a/x/index.html": (False, True),
    **dict.fromkeys((f"a.{end}" for end in ("png", "jpg", "jpeg", "webp")), (False, True)),
    **dict.fromkeys((f"a.{end}" for end in ("avif", "gif", "svg")), (False, True)),
    "404.html": (False, False),
    "articles.json": (False, False),
    "library.bib": (False, False),
}


@pytest.mark.parametrize(("path", "expected"), WANTED.items(), ids=WANTED)
def test_what_a_reader_may_want_without_a_network(path: str, expected: tuple[bool, bool]) -> None:
    build = read("x", {path: "1"})
    assert (build["core"] == [path], build["whole"] == [path]) == expected


def test_equal_sites_are_one_build_in_whatever_order_their_files_come() -> None:
    backwards = dict(reversed(HASHES.items()))
    assert read("x", HASHES) == read("x", backwards)


def test_a_site_that_differs_in_one_file_is_another_build() -> None:
    versions = {
        read("x", hashes)["version"]
        for hashes in (
            HASHES,
            {**HASHES, "feed.xml": "7"},
            {**HASHES, "feed2.xml": "6"},
            {path: hash_ for path, hash_ in HASHES.items() if path != "feed.xml"},
        )
    }
    assert len(versions) == 4


def test_no_name_ends_the_script() -> None:
    assert read("</script>", {"assets/</script>": "1"})["core"] == ["assets/</script>"]
