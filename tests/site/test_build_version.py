"""What the service worker knows of a build: its name, and the files that any page may want."""

from __future__ import annotations

import json

from generator.site.build_version import build_version_file

HASHES = {
    "index.html": "1",
    "2025/index.html": "2",
    "assets/site.css": "3",
    "search/index.js": "4",
    "search/s-2025-a.js": "5",
    "feed.xml": "6",
}


def read(site: str, hashes: dict[str, str]) -> dict[str, object]:
    text = build_version_file(site, hashes).data.decode()
    assert text.startswith("self.octavoBuild = ")
    assert text.endswith(";\n")
    assert "<" not in text
    build: dict[str, object] = json.loads(text.removeprefix("self.octavoBuild = ")[:-2])
    return build


def test_the_core_is_what_any_page_may_want() -> None:
    build = read("x", HASHES)
    assert build_version_file("x", HASHES).path == "assets/build.js"
    assert build.keys() == {"site", "version", "core"}
    assert build["site"] == "x"
    assert build["core"] == ["assets/site.css", "index.html", "search/index.js"]


def test_equal_sites_are_one_build_in_whatever_order_their_files_come() -> None:
    backwards = dict(reversed(HASHES.items()))
    assert build_version_file("x", HASHES).data == build_version_file("x", backwards).data


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
