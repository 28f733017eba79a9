"""A small thread of articles that is built again and again, and what a clean build makes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.build.capture_cache import cache_folder
from generator.build.fingerprint import Fingerprint, place_of
from generator.build.pipeline import BuildResult, build
from tests.bench.corpus import make_works, write_ours


class Thread:
    """A folder with the content of eight articles and the site that is built of it."""

    def __init__(self, folder: Path, articles: int = 8) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.output = folder / "_site"
        write_ours(list(make_works(articles)), self.content)
        (self.content / "templates").mkdir()
        (self.content / "static").mkdir()

    def build(self, identity: str = "same") -> BuildResult | None:
        """Build as the command line does; None where there is nothing to do."""
        fingerprint = Fingerprint(place_of(str(self.output)), identity)
        if fingerprint.is_current():
            return None
        cache = cache_folder(self.output)
        return build(self.content, self.output, fingerprint=fingerprint, cache=cache)

    def rebuild(self, identity: str = "same") -> BuildResult:
        """Build where there is something to do."""
        result = self.build(identity)
        assert result is not None
        return result

    def is_clean(self) -> bool:
        """Return whether the site is what a build from nothing makes of the same content."""
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        build(self.content, clean)
        return files_of(self.output) == files_of(clean)

    def preview(self, number: int) -> Path:
        """Return the capture of a preview."""
        return self.content / f"captures/previews/{number:016x}/2026-07-01.txt"

    @property
    def feed(self) -> Path:
        """The capture of the feed."""
        return self.content / "captures/feed/2026-07-01.xml"

    def set_title(self, title: str = "Another title") -> None:
        """Have the owner set the title of article 2."""
        (self.content / "overrides.toml").write_text(
            '[[set]]\narticle = "https://thread.example.org/2026/work-000002/index.html"\n'
            f'title = "{title}"\nreason = "for a test"\n'
        )


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first of a text that is there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
