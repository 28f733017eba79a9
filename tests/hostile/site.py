"""The site of all payloads, built."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from generator.build.pipeline import build
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
    """The site with the payloads, in `site` below the folder. No test changes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self) -> None:
        """Build it of a content folder that lies beside it."""
        texts = [" ".join(table.values()) for table in TABLES.values()]
        write_content(self.folder / "content", ALL, texts, tuple(dict.fromkeys(LINKS.values())))
        build(self.folder / "content", self.folder / "site")

    @cached_property
    def pages(self) -> list[str]:
        """The paths of what browsers show."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in (self.folder / "site").rglob("*")
            if path.suffix in (".html", ".xml", ".json")
        )

    def share(self, number: int, of: int) -> list[str]:
        """Some of the pages of which there are hundreds, and the others; of these as many shares.

        No page is in two shares.
        """
        many = [page for page in self.pages if page.startswith(MANY)]
        few = [page for page in self.pages if not page.startswith(MANY)]
        return [*many[number * SHARE // of :: SHARE], *few[number::of]]
