"""A site of the sample list on the disk, and which of its pages stand for all."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from generator.output.static_files import files_of, static_files
from generator.resources import static_folder
from generator.site import Library
from tests.hostile.site import at_rest
from tests.site.rendering import all_pages, render_library
from tests.site.sample_library import SAMPLE

# Besides one page of each template: what is hard about single articles.
HARD = ("a/crowd", "a/rtl", "a/chinese", "a/no-title", "a/no-url", "a/undated", "a/range")


def write_site(library: Library, folder: Path) -> Path:
    """Write a library's pages and what goes with them into a new folder, which is returned."""
    made = chain(render_library(library), files_of(static_files(static_folder())))
    for file in made:  # one after the other: what a file holds may be made when it is read
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder


def write_kinds(folder: Path) -> list[str]:
    """Write the sample list, and return the paths of a page of every template and hard case."""
    write_site(SAMPLE, folder)
    html = [page for page in all_pages(SAMPLE) if (page.template or "").endswith(".html")]
    for page in html:
        if page.template == "forward.html":  # nobody can look at a page that leads on at once
            at_rest(folder / page.path)
    one_each = {page.template: page.path for page in html}
    hard = {f"{path}/index.html" for path in HARD}
    return sorted({*one_each.values(), "kind/update/index.html", "a/paper/index.html"} | hard)
