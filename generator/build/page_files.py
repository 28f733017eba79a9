"""Make the files of the site: render the pages that are not in their places, and gather the rest.

A page whose key is known (PageKeys) is not rendered again. Nothing is published here: new files are
staged beside the output.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from generator.build.fingerprint import surroundings
from generator.build.page_keys import PageKeys, frame_of
from generator.build.workers import map_in_processes
from generator.model.pages import File, Page
from generator.output.publish import OutputFolder, StagedFile, stage_file
from generator.output.static_files import files_of, refuse_taken, static_files
from generator.resources import PACKAGE, static_folder, templates_folder
from generator.site import Library
from generator.site.paths import NO_JEKYLL

logger = logging.getLogger(__name__)

# With fewer articles a second process costs more than it saves.
_WORTH_TWO = 150
# Each process comes to hold most of the list for itself: with more articles one stays within 2 GB.
_ROOM_FOR_TWO = 50_000


class MadeFile(NamedTuple):
    """A page as a file: staged, or known to be in its place already."""

    file: StagedFile
    #: What the page was made of, as a hash (PageKeys).
    key: str
    #: The place of its kind in PAGE_KINDS.
    order: int
    #: Whether the list of all pages names it.
    is_listed: bool
    #: Why it was rendered; "" of a page that was not.
    reason: str


Watch = Callable[[Iterable[list[MadeFile]], int], Iterable[list[MadeFile]]]


class Known(NamedTuple):
    """The files that are known as a build begins; none where there is no fingerprint."""

    #: The hashes of the files that are read, by path.
    inputs: Mapping[str, str] = MappingProxyType({})
    #: The hash and the key of each file of the output that is as it was written, by path.
    outputs: Mapping[str, tuple[str, str]] = MappingProxyType({})


def make_pages(
    library: Library, folder: OutputFolder, known: Known, watch: Watch
) -> list[MadeFile]:
    """Make every page, and stage those that are not in their places already."""
    # Late: what reads captures in a process of its own needs none of it.
    from generator.config.load import name_defaults
    from generator.output.render import Renderer
    from generator.output.wording import load_wording
    from generator.site import paths
    from generator.site.catalogue import make_catalogue
    from generator.site.pages import is_listed, last_pages, page_batches, shared_data

    folders = (Path(library.config.folder) / "templates", templates_folder())
    wording = load_wording(folders, library.config.site.language)
    config = name_defaults(library.config, wording.strings)
    catalogue = make_catalogue(msgspec.structs.replace(library, config=config))
    shared = shared_data(catalogue)
    templates = _hashes_below(folders, known.inputs)
    ours = _hashes_below([PACKAGE], known.inputs)
    code = {path: ours[path] for path in ours if path not in templates}  # a wheel has them inside
    frame = frame_of(code, templates, surroundings(), shared)
    keys = PageKeys(frame, known.outputs, folder.ours)
    seen = {**shared, "paths": paths, "body_of": library.bodies.__getitem__}
    renderer = Renderer(folders, seen, wording)
    batches = page_batches(catalogue)

    def make(order: int, page: Page) -> MadeFile:
        key = keys.key_of(page)
        in_place = keys.hash_in_place(page.path, key)
        if in_place:
            file = StagedFile(path=page.path, hash=in_place, size=0, changed=False)
        else:
            file = stage_file(renderer.render(page), folder.path, folder.staging)
        return MadeFile(file, key, order, is_listed(page), keys.reason(page.path, key))

    def make_batch(number: int) -> list[MadeFile]:
        return [make(order, page) for order, page in batches[number]()]

    pays = _WORTH_TWO <= len(catalogue.articles) <= _ROOM_FOR_TWO
    run = map_in_processes if pays else map
    numbers = range(len(batches))
    made = [one for batch in watch(run(make_batch, numbers), len(batches)) for one in batch]
    made.sort(key=lambda one: one.order)
    listed = [one.file.path for one in made if one.is_listed]
    made += (make(len(batches), page) for page in last_pages(catalogue, listed))
    _log_pages(made)
    return made


def _hashes_below(folders: Iterable[Path], hashes: Mapping[str, str]) -> dict[str, str]:
    """Return the hashes of the files that lie in some folders, by path."""
    places = tuple(f"{folder}{os.sep}" for folder in folders)
    return {path: hashes[path] for path in hashes if path.startswith(places)}


def _log_pages(made: Iterable[MadeFile]) -> None:
    """Log why each page was rendered; here, not in the processes that did it, for one order."""
    for one in made:
        if one.reason:
            logger.debug("page       %s: %s", one.file.path, one.reason)


def make_static(content: Path, pages: Iterable[MadeFile], folder: OutputFolder) -> list[StagedFile]:
    """Stage the static files; of two with one path the owner's, in the way of no page.

    Raises:
        ConfigError: a file of the owner's has the path of a page, or cannot be read.
    """
    owners = static_files(content / "static")
    owners.pop(NO_JEKYLL, None)  # many keep one, and every site has one
    refuse_taken(owners, {one.file.path for one in pages})
    files: Iterator[File] = files_of(static_files(static_folder()) | owners)
    return [stage_file(file, folder.path, folder.staging) for file in files]


def size_in(output: Path, files: Iterable[StagedFile]) -> Callable[[str], int]:
    """Return what tells a file's length: as it was made, else as it lies in its place."""
    sizes = {file.path: file.size for file in files if file.size}
    return lambda path: sizes.get(path) or (output / path).stat().st_size
