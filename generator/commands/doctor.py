"""Examine everything: configuration, sources, captures, sizes, git, the workflow."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from generator.build.capture_cache import cache_folder, use_cache
from generator.config.load import load_config
from generator.config.overrides import load_overrides
from generator.config.records import Config
from generator.errors import GeneratorError, one_line
from generator.fetch.conditional import LONGEST_WAIT
from generator.fetch.state import ADVICE, FetchStates, is_waiting, load_states, why_dead
from generator.model.record import Record, Severity
from generator.reconcile import reconcile
from generator.sources import read_sources
from generator.sources.pictures import read_pictures
from generator.text.numbers import pluralize

# GitHub refuses a larger file; its Pages refuse a larger site.
LARGEST_FILE = 100 << 20
LARGEST_SITE = 1 << 30
_MARKS = {"info": "ok", "warning": "to do", "error": "wrong"}


class Finding(Record, kw_only=True):
    """One finding of `octavo doctor`: what is found, and what to do, line by line."""

    #: The subject, in a word.
    about: str
    severity: Severity
    message: str
    #: What to do; "" where all is well.
    advice: str = ""


def examine(content: Path, now: datetime) -> tuple[Finding, ...]:
    """Return the findings, those with something to do in the order in which to do it.

    The network is not used. Without a valid site.toml there are few findings.
    """
    try:
        config = load_config(content)
        overrides = load_overrides(config)
    except GeneratorError as error:
        return (_wrong("settings", str(error)), *_examine_git(content))
    states = load_states(content)
    found = [
        _well("settings", f"site.toml names {pluralize(len(config.sources), 'source')}"),
        *_source_findings(config, states, now),
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
    found += _file_findings(content)
    return (*found, *_examine_git(content))


def format_findings(findings: Iterable[Finding]) -> str:
    """Return a line a finding: its subject and state, and what to do below it."""
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


def _source_findings(config: Config, states: FetchStates, now: datetime) -> Iterator[Finding]:
    """Yield findings on the sources' addresses, and on what a fetch would ask for."""
    fetched = [source for source in config.sources if source.asked_url]
    due = []
    for source in fetched:
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
    elif not fetched:
        yield _well("sources", "none has an address that is fetched")


def _file_findings(content: Path) -> Iterator[Finding]:
    """Yield findings on the sizes of captures and site, and on files that are not accessible."""
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


# What git and GitHub make of a list: is what was received kept, and will the workflow run?

_STATE = "captures/state.json"
_RUNS = re.compile(r"octavo (?:fetch|build)|\.github/actions/pages")


def _examine_git(content: Path) -> Iterator[Finding]:
    """Yield findings on the git repository of a list, as far as this machine knows it."""
    if not content.is_dir():
        return
    top = top_of_repository(content)
    if top is None:
        message = "no repository: nothing but this disk keeps what was received"
        advice = "git init && git add . && git commit -m Begin"
        yield Finding(about="git", severity="warning", message=message, advice=advice)
        return
    yield from _tracked_file_findings(content)
    yield from _branch_findings(content)
    yield from _workflow_findings(top, content)


def top_of_repository(folder: Path) -> Path | None:
    """Return the top folder of the repository that a folder is in; None where it is in none."""
    top = _git(folder, "rev-parse", "--show-toplevel")
    return Path(top) if top else None


def _git(folder: Path, *arguments: str) -> str | None:
    """Return the output of git; None where it fails, or is missing. Nothing is changed."""
    try:
        done = subprocess.run(  # noqa: S603 - arguments of our own
            ["git", "--no-optional-locks", *arguments],  # noqa: S607 - the owner's git, wherever it is
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.rstrip("\n") if done.returncode == 0 else None


def _tracked_file_findings(content: Path) -> Iterator[Finding]:
    """Yield findings on files that are uncommitted, in conflict, or should not be committed."""
    changed = (_git(content, "status", "--porcelain", "--", ".") or "").splitlines()
    conflicts = [line[3:] for line in changed if "U" in line[:2] or line[:2] in ("AA", "DD")]
    if conflicts:
        message = f"a merge stopped in {', '.join(conflicts)}"
        advice = "mend what you wrote yourself, git add it, and git commit"
        yield Finding(about="git", severity="error", message=message, advice=advice)
    elif changed:
        message = f"{pluralize(len(changed), 'path')} below {content} not committed"
        advice = f"git add {content} && git commit"
        yield Finding(about="git", severity="warning", message=message, advice=advice)
    if _git(content, "ls-files", "--", _STATE):
        message = f"{content / _STATE} is committed, and changes at every fetch"
        advice = (
            f"git rm --cached {content / _STATE}, write {content / _STATE} into .gitignore, and "
            "commit both"
        )
        yield Finding(about="git", severity="warning", message=message, advice=advice)


def _branch_findings(content: Path) -> Iterator[Finding]:
    """Yield a finding on how far the branch is from its upstream, as of the last git fetch."""
    counts = _git(content, "rev-list", "--left-right", "--count", "HEAD...@{upstream}")
    if counts is None:
        message = "the branch follows none elsewhere, so nothing is published from it"
        advice = "git push --set-upstream origin HEAD"
        yield Finding(about="git", severity="warning", message=message, advice=advice)
        return
    ahead, behind = map(int, counts.split())
    for count, where, advice in (
        (ahead, "here that is not pushed", "git push"),
        (behind, "there that is not here", "git pull --rebase"),
    ):
        if count:
            message = f"{pluralize(count, 'commit')} {where}"
            yield Finding(about="git", severity="warning", message=message, advice=advice)
    if not ahead and not behind:
        yield Finding(about="git", severity="info", message="all commits are pushed")


def _workflow_findings(top: Path, content: Path) -> Iterator[Finding]:
    """Yield findings on the workflow: whether GitHub finds it, and can install octavo."""
    place = Path(".github/workflows")
    own = content.resolve().parent / place
    texts = {path: path.read_text("utf-8", "replace") for path in (top / place).glob("*.y*ml")}
    runs = {path: text for path, text in texts.items() if _RUNS.search(text)}
    if not runs:
        message = f"no workflow runs octavo in {top / place}"
        advice = "octavo init writes one beside a new list; docs/fetching.md has its lines"
        if own.is_dir() and own != top.resolve() / place:
            message = f"GitHub reads workflows at the top of a repository only, not in {own}"
            advice = f"move it to {top / place}, and write the folder of the list before its paths"
        yield Finding(about="workflow", severity="warning", message=message, advice=advice)
    for path, text in runs.items():
        if re.search(r'^[ \t]+OCTAVO: (?:""|\'\')?[ \t]*$', text, re.MULTILINE):
            message = f"{path.name} does not say what pip is to install"
            advice = f"write it after OCTAVO: in {path}"
            yield Finding(about="workflow", severity="error", message=message, advice=advice)
        else:
            message = f"{path.name} runs octavo"
            yield Finding(about="workflow", severity="info", message=message)
