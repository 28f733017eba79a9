"""Everything at once: configuration, sources, captures, sizes, git, the workflow → what to do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from generator.build.pipeline import cache_folder, use_cache
from generator.commands.doctor_git import examine_git
from generator.commands.finding import Finding
from generator.config.load import load_config
from generator.config.overrides import load_overrides
from generator.config.records import Config
from generator.errors import GeneratorError, one_line
from generator.fetch.conditional import LONGEST_WAIT
from generator.fetch.health import ADVICE, why_dead
from generator.fetch.state import FetchStates, is_waiting, load_states
from generator.reconcile import reconcile
from generator.sources import read_sources
from generator.sources.pictures import read_pictures
from generator.text.numbers import pluralize

# GitHub refuses a larger file; its Pages refuse a larger site.
LARGEST_FILE = 100 << 20
LARGEST_SITE = 1 << 30
_MARKS = {"info": "ok", "warning": "to do", "error": "wrong"}


def examine(content: Path, now: datetime) -> tuple[Finding, ...]:
    """Return what is well and what is to be done, in the order in which to do it.

    Nothing is asked of the network. Without a site.toml that can be used little can be said.
    """
    try:
        config = load_config(content)
        overrides = load_overrides(config)
    except GeneratorError as error:
        return (_wrong("settings", str(error)), *examine_git(content))
    states = load_states(content)
    found = [
        _well("settings", f"site.toml names {pluralize(len(config.sources), 'source')}"),
        *_of_sources(config, states, now),
    ]
    try:
        reading = use_cache(cache_folder(content), content, lambda read: read_sources(config, read))
    except GeneratorError as error:
        found.append(_wrong("captures", str(error)))
    else:
        reconciled = reconcile(reading, overrides, config)
        _, of_pictures = read_pictures(content, reconciled.articles)
        entries = pluralize(len(reading.entries), "entry", "entries")
        found.append(_well("captures", f"they hold {entries}"))
        for problem in (*reading.problems, *reconciled.problems, *of_pictures):
            if problem.severity != "info":
                about = "settings" if problem.where.startswith("overrides.toml:") else "captures"
                message = f"{problem.where}: {problem.message}"
                found.append(_to_do(about, message, "\n".join(problem.advice)))
    found += (_to_do("state", f"{one.where}: {one.message}") for one in states.problems)
    found += _of_files(content)
    return (*found, *examine_git(content))


def format_findings(findings: Iterable[Finding]) -> str:
    """Return a line a finding: what it is about, how it is, and what to do below it."""
    lines = []
    for one in findings:
        lines.append(f"{one.about:9}  {_MARKS[one.severity]:5}  {one_line(one.message)}")
        lines += (f"{'':18}{one_line(line)}" for line in one.advice.splitlines())
    return "\n".join(lines)


def _well(about: str, message: str) -> Finding:
    return Finding(about=about, severity="info", message=message)


def _to_do(about: str, message: str, advice: str = "") -> Finding:
    return Finding(about=about, severity="warning", message=message, advice=advice)


def _wrong(about: str, message: str, advice: str = "") -> Finding:
    return Finding(about=about, severity="error", message=message, advice=advice)


def _of_sources(config: Config, states: FetchStates, now: datetime) -> Iterator[Finding]:
    """Yield what is known of the sources' addresses, and what a fetch would ask."""
    asked = [source for source in config.sources if source.asked_url]
    due = []
    for source in asked:
        state = states.sources.get(source.name)
        if state is None or state.url != source.asked_url:
            due.append(source.name)
            continue
        if state.moved_to:
            advice = f'write url = "{state.moved_to}" in its [[source]]'
            yield _to_do("sources", f'"{source.name}" moved for good', advice)
        if reason := why_dead(source, state):
            yield _to_do("sources", f'"{source.name}": {reason}', ADVICE)
        elif state.failures:
            message = f'"{source.name}" failed at the last attempt: {state.error}'
            yield _to_do("sources", message, "it is asked again by itself")
        if is_waiting(state, now, LONGEST_WAIT):
            yield _well("sources", f'"{source.name}" is not asked before {state.wait_until}')
        elif not state.gone:
            due.append(source.name)
    if due:
        yield _well("sources", f"octavo fetch would ask {', '.join(due)}")
    elif not asked:
        yield _well("sources", "none has an address that is fetched")


def _of_files(content: Path) -> Iterator[Finding]:
    """Yield how large the captures and the site are, and what may not be read or written."""
    captures, site = content / "captures", content.resolve().parent / "_site"
    for folder in (content, captures):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            yield _wrong("files", f"{folder}: may not be written", f"chmod u+wx {folder}")
    sizes: dict[Path, int] = {}
    for path in sorted(content.rglob("*")):
        if path.is_file():
            sizes[path] = path.stat().st_size
            if not os.access(path, os.R_OK):
                yield _wrong("files", f"{path}: may not be read", f"chmod u+r {path}")
    yield _well("files", f"{content} holds {_megabytes(sum(sizes.values()))}")
    for path, size in sizes.items():
        if size > LARGEST_FILE:
            message = f"{path} has {_megabytes(size)}, and GitHub takes no file above 100 MB"
            yield _to_do("files", message)
    built = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    if built > LARGEST_SITE:
        yield _to_do("files", f"{site} has {_megabytes(built)}; GitHub Pages publish 1 GB at most")


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
