"""A cold build of N articles in one process → seconds of the processor by stage."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
from generator.cache import Cache, code_key
from generator.reading import CachedReader

from generator import parallel
from generator.build import read_library
from generator.model import Draft, File, Page
from generator.output.publish import publish
from generator.output.render import render
from generator.resources import templates_folder
from generator.site.pages import all_pages
from tests.bench.corpus import make_works, write_ours


class _Clock:
    """Prints a row a stage."""

    def __init__(self) -> None:
        self._start = time.process_time()

    def lap(self, stage: str) -> None:
        now = time.process_time()
        print(f"{stage:40} {now - self._start:8.3f}")
        self._start = time.process_time()


def profile(count: int, folder: Path) -> None:
    """Prints what each stage takes."""
    write_ours(list(make_works(count)), folder / "content")
    parallel.has_two_cores = lambda: False
    clock = _Clock()
    with closing(Cache(folder / ".cache")) as cache:
        reader = CachedReader(cache, code_key({}), {})
        told = iter(("read captures", "reconcile"))
        library = read_library(
            folder / "content", read=reader, say=lambda _line: clock.lap(next(told))
        )
        library = msgspec.structs.replace(library, previews=reader.previews)
        clock.lap("arrange, changes, about")
        drafts = list(all_pages(library))
        clock.lap(f"catalogue and {len(drafts)} drafts")
        files = _rendered(drafts)
        clock.lap("make and render pages")
        publish(files, folder / "_site")
        clock.lap("publish")


def _rendered(drafts: list[Draft]) -> list[File]:
    """The pages as files; prints what each template took, and what making what it sees took."""
    found: dict[str, float] = defaultdict(float)
    files = []
    start = time.process_time()

    def made() -> Iterator[Page]:
        nonlocal start
        for draft in drafts:
            before = time.process_time()
            page = draft.make()
            start = time.process_time()
            found["make what templates see, and data"] += start - before
            yield page

    for draft, file in zip(drafts, render(made(), (templates_folder(),)), strict=True):
        found[f"render {draft.template or 'no template'}"] += time.process_time() - start
        files.append(File(path=file.path, pieces=(file.data,)))
    for stage, seconds in sorted(found.items(), key=lambda item: -item[1]):
        print(f"  {stage:38} {seconds:8.3f}")
    return files


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="+", type=int, metavar="N", help="how many articles")
    for number in parser.parse_args().counts:
        with tempfile.TemporaryDirectory() as name:
            print(f"\n{number} articles, seconds of one processor\n")
            profile(number, Path(name))
