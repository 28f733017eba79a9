"""The site of all payloads, built."""

from __future__ import annotations

import re
from pathlib import Path

from generator.build.pipeline import BuildResult, build
from tests.hostile.content import write_content
from tests.hostile.payloads import ALL, LINKS, TABLES

_REFRESH = re.compile(rb'<meta http-equiv="refresh"[^>]*>\n?')


def at_rest(page: Path) -> None:
    """Take from a page of ours what leads on to another, so that one can look at it."""
    page.write_bytes(_REFRESH.sub(b"", page.read_bytes()))


# Of pages of these kinds there are hundreds; a share of them is one in so many.
MANY = ("site/a/", "site/author/", "site/tag/")
SHARE = 24


class Hostile:
    """The built site with the payloads, and what the build says of it."""

    def __init__(self, folder: Path) -> None:
        texts = [" ".join(table.values()) for table in TABLES.values()]
        write_content(folder / "content", ALL, texts, tuple(dict.fromkeys(LINKS.values())))
        self.folder = folder
        self.built: BuildResult = build(folder / "content", folder / "site")
        self.pages = sorted(
            path.relative_to(folder).as_posix()
            for path in (folder / "site").rglob("*")
            if path.suffix in (".html", ".xml", ".json")
        )

    def share(self, number: int, of: int) -> list[str]:
        """Some of the pages of which there are hundreds, and the others; of these as many shares.

        No page is in two shares.
        """
        many = [page for page in self.pages if page.startswith(MANY)]
        few = [page for page in self.pages if not page.startswith(MANY)]
        return [*many[number * SHARE // of :: SHARE], *few[number::of]]
