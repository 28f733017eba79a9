"""A small site in two versions, built by the real pipeline from templates of one line each."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from generator.build.pipeline import build
from generator.errors import GeneratorError
from generator.output.publish import MANIFEST, STAGING
from generator.resources import templates_folder
from generator.site.paths import BUILD_VERSION

_SITE = """
[site]
id = "small"
title = "Small {0}"
[[source]]
name = "feed"
reader = "feed"
title = "a feed"
"""
_ITEM = "<item><title>{0}</title><link>https://example.org/{0}</link><pubDate>{1}</pubDate></item>"
_FIRST = [("one", "Mon, 03 Feb 2025 00:00:00 GMT"), ("two", "Tue, 04 Mar 2025 00:00:00 GMT")]
_SECOND = [("two", "Wed, 05 Mar 2025 00:00:00 GMT"), ("three", "Sun, 06 Apr 2025 00:00:00 GMT")]
_PAGE = "{{ path }} {{ site.title }}"
_OWN = {
    "home.html": "<!doctype html>{% for year in timeline.years %}{% for month in year.months %}"
    "{% for row in month.rows %}{{ row.title }} {% endfor %}{% endfor %}{% endfor %}",
    "feed.xml": "<f>{% for entry in feed.entries %}{{ entry.article.title }} {% endfor %}</f>",
    "changes.xml": f"<f>{_PAGE}</f>",
}


class Small:
    """Two content folders; a build of one after the other changes, adds and removes files."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "_site"
        self.contents = tuple(
            _write(folder / name, items) for name, items in (("a", _FIRST), ("b", _SECOND))
        )
        self.expected = tuple(self._clean(folder / f"clean-{c.name}", c) for c in self.contents)

    @staticmethod
    def _clean(output: Path, content: Path) -> dict[str, bytes]:
        build(content, output)
        return tree(output)

    def build(self, version: int) -> None:
        build(self.contents[version], self.output)

    def is_whole(self, version: int) -> bool:
        """Whether a build of this version that was killed has left whole files only.

        Every file is one version's or the other's, from its first byte to its last, and what names
        the version is in its place after all other files of it.
        """
        found = {
            path: data
            for path, data in tree(self.output).items()
            if path != MANIFEST and not path.startswith(f"{STAGING}/")
        }
        new = {path: data for path, data in self.expected[version].items() if path != MANIFEST}
        return all(
            data in [each.get(path) for each in self.expected] for path, data in found.items()
        ) and (found.get(BUILD_VERSION) != new[BUILD_VERSION] or new.items() <= found.items())


def _write(folder: Path, items: list[tuple[str, str]]) -> Path:
    (folder / "captures" / "feed").mkdir(parents=True)
    (folder / "templates").mkdir()
    (folder / "site.toml").write_text(_SITE.format(folder.name))
    feed = "".join(_ITEM.format(*item) for item in items)
    feed = f"<rss version='2.0'><channel><title>x</title>{feed}</channel></rss>"
    (folder / "captures" / "feed" / "2025-05.xml").write_text(feed)
    for template in sorted(templates_folder().iterdir()):
        if template.suffix not in (".html", ".xml"):
            continue
        text = _OWN.get(template.name, _PAGE)
        (folder / "templates" / template.name).write_text(text)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def in_child(work: Callable[[], None]) -> int:
    """Starts the work in a process of its own; answers its id. It leaves with 3 if it fails."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except GeneratorError:
            os._exit(3)
        finally:
            os._exit(0)
    return child


def killed_at(step: int, work: Callable[[], None]) -> None:
    """Does the work and dies of SIGKILL right before its step-th change to the disk."""
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if _writes(event, arguments):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    work()


def _writes(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate")
