"""content/ → docs/screenshots/: timeline and article, light and dark, wide and narrow.

`make screenshots` runs it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from generator.build.pipeline import build
from tests.browsers import open_browser

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/screenshots"
PAGES = {"timeline": "index.html", "article": "a/2024-july-update/index.html"}
WINDOWS = {"wide": (1280, 860), "narrow": (390, 844)}
THEMES = ("light", "dark")


def take(site: Path) -> None:
    """Every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for window, (width, height) in WINDOWS.items():
            for theme in THEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,  # type: ignore[arg-type]
                )
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto((site / path).as_uri())
                    page.screenshot(path=FOLDER / f"{name}-{window}-{theme}.png")
                context.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        build(ROOT / "content", Path(folder) / "site")
        take(Path(folder) / "site")
