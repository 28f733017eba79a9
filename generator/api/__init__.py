"""Octavo in a program: what a content folder says, as records, and the site that is made of it.

A wheel has this package as `octavo` (pyproject.toml puts it there). docs/data.md has examples.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from tempfile import gettempdir

import msgspec

from generator import __version__
from generator.build.capture_cache import CacheError, CaptureCache
from generator.build.pipeline import BuildResult, read_library
from generator.build.pipeline import build as build_site
from generator.errors import GeneratorError, OutputError
from generator.model.articles import Article, Mention, Timeline
from generator.model.entries import Note, Preview
from generator.model.record import PartialDate, Problem
from generator.site import Library

__all__ = [
    "Article",
    "BuildResult",
    "GeneratorError",
    "Library",
    "Mention",
    "Note",
    "PartialDate",
    "Preview",
    "Problem",
    "Timeline",
    "__version__",
    "build",
    "load",
]


def load(content: str | PathLike[str], *, base_url: str | None = None) -> Library:
    """Return what a content folder says, reconciled. Nothing is written, no network is asked.

    Its `articles` are in the order of the timeline, its `bodies` the texts of cached copies.

    Raises:
        GeneratorError: site.toml or overrides.toml cannot be used, or no source can be read.
    """
    folder = Path(content)
    try:
        with CaptureCache(None, folder) as captures:
            library = read_library(folder, base_url=base_url, read=captures)
            return msgspec.structs.replace(library, bodies=dict(captures.bodies))
    except CacheError as error:
        message = f"{gettempdir()}: what captures say cannot be kept there: {error}"
        raise OutputError(message) from error


def build(
    content: str | PathLike[str],
    output: str | PathLike[str] = "_site",
    *,
    base_url: str | None = None,
    strict: bool = False,
    force: bool = False,
) -> BuildResult:
    """Make the site of a content folder, as `octavo build --no-cache` does; return what was made.

    With `strict` nothing is published if there is any problem; only with `force` is a folder
    written to that Octavo did not make.

    Raises:
        GeneratorError: nothing was published, and the message says why.
    """
    return build_site(Path(content), Path(output), base_url=base_url, strict=strict, force=force)
