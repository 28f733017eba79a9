"""What the service worker knows of a build: its name, and the files that any page may want."""

from __future__ import annotations

import json

from generator.site.offline import build_version_file

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
