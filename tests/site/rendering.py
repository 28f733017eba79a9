"""Libraries as files, made by the pages and templates of a build, without its caches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generator.model.pages import File, Page
from generator.output.render import Renderer
from generator.resources import templates_folder
from generator.site import Library, paths
from generator.site.catalogue import make_catalogue
from generator.site.pages import is_listed, last_pages, page_batches, shared_data

Site = dict[str, str]


def render_library(
    library: Library,
    *folders: Path,
    only: Callable[[Page], bool] = lambda page: True,
) -> Iterator[File]:
    """Yield the files of a library's pages, with templates of `folders` before ours."""
    renderer = Renderer([*folders, templates_folder()], shared_by_templates(library))
    return (renderer.render(page) for page in all_pages(library) if only(page))


def all_pages(library: Library) -> Iterator[Page]:
    """Yield every page, batch by batch as a build makes them; what lists the others comes last."""
    catalogue = make_catalogue(library)
    listed = []
    made = (page for batch in page_batches(catalogue) for page in batch())
    for _order, page in sorted(made, key=lambda one: one[0]):
        if is_listed(page):
            listed.append(page.path)
        yield page
    yield from last_pages(catalogue, listed)


def shared_by_templates(library: Library) -> dict[str, Any]:
    """Return what every template sees, but for `path`."""
    shared = shared_data(make_catalogue(library))
    return {**shared, "paths": paths, "body_of": library.bodies.__getitem__}


def site_of(library: Library) -> Site:
    """Return the text of every file of a library's site, by its path; of a picture, that it is."""
    return {file.path: _text(file) for file in render_library(library)}


def _text(file: File) -> str:
    return "a picture" if file.path.endswith(".png") else file.data.decode()
