"""The site of all payloads, built."""

from __future__ import annotations

from pathlib import Path

from generator.build.pipeline import BuildResult, build
from tests.hostile.content import write_content
from tests.hostile.payloads import ALL, LINKS, TABLES


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
