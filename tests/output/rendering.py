"""Pages of one template, rendered as a build renders them."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from generator.config.records import Site
from generator.model.pages import Page
from generator.output.render import Renderer

SITE = Site(id="s", title="S")


def pages_of(folder: Path, template: str, *pages: tuple[str, dict[str, Any]]) -> list[str]:
    """Return the template's texts for pages of these paths and inputs, in order.

    A template's `next()` counts its calls, from 1.
    """
    (folder / "strings.toml").write_text('[en]\nword = "Word"\n', "utf-8")
    (folder / "t").write_text(template, "utf-8")
    numbers = count(1)
    renderer = Renderer([folder], {"site": SITE, "next": lambda: next(numbers)})
    made = [Page(path=path, template="t", inputs=given) for path, given in pages]
    return [renderer.render(page).data.decode() for page in made]
