"""A cold build of N articles in one process → seconds of the processor by part of the program."""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import tempfile
from collections import defaultdict
from pathlib import Path

from generator.build.capture_cache import cache_folder
from generator.build.pipeline import build
from generator.resources import PACKAGE
from tests.bench.corpus import make_works, write_ours

_SHOWN = 25


def profile(count: int, folder: Path) -> None:
    """Print how long each part of the program takes by itself, libraries by their names."""
    write_ours(list(make_works(count)), folder / "content")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])  # a profile is of one process
    profiler = cProfile.Profile()
    profiler.enable()
    build(folder / "content", folder / "_site", cache=cache_folder(folder / "_site"))
    profiler.disable()
    statistics = pstats.Stats(profiler)
    parts: dict[str, float] = defaultdict(float)
    for (file, _, _), (_, _, own, _, _) in statistics.stats.items():  # type: ignore[attr-defined]
        parts[_part_of(file)] += own
    for part, seconds in sorted(parts.items(), key=lambda item: -item[1])[:_SHOWN]:
        print(f"{part:40} {seconds:8.3f}")
    statistics.sort_stats("tottime").print_stats(_SHOWN)


def _part_of(file: str) -> str:
    """Return the folder of ours, the library or the template that a file belongs to."""
    path = Path(file)
    if path.is_relative_to(PACKAGE):
        return f"generator/{path.relative_to(PACKAGE).parts[0]}"
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    return "templates" if path.suffix == ".html" else "Python, and what is written in C"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="+", type=int, metavar="N", help="how many articles")
    for number in parser.parse_args().counts:
        with tempfile.TemporaryDirectory() as name:
            print(f"\n{number} articles, seconds of one processor, with what the profiler costs\n")
            profile(number, Path(name))
