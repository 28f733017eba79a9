"""What git and GitHub make of a list: is what was received kept, and will the workflow run?"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from generator.commands.finding import Finding
from generator.text.numbers import pluralize

_STATE = "captures/state.json"
_RUNS = re.compile(r"octavo (?:fetch|build)|\.github/actions/pages")


def examine_git(content: Path) -> Iterator[Finding]:
    """Yield how the repository of a list is, as far as this machine knows it."""
    if not content.is_dir():
        return
    top = top_of_repository(content)
    if top is None:
        message = "no repository: nothing but this disk keeps what was received"
        advice = "git init && git add . && git commit -m Begin"
        yield Finding(about="git", severity="warning", message=message, advice=advice)
        return
    yield from _of_files(content)
    yield from _of_branch(content)
    yield from _of_workflow(top, content)


def top_of_repository(folder: Path) -> Path | None:
    """Return the top folder of the repository that a folder is in; None where it is in none."""
    top = _git(folder, "rev-parse", "--show-toplevel")
    return Path(top) if top else None


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints; None where it fails, or is not there. Nothing is changed."""
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


def _of_files(content: Path) -> Iterator[Finding]:
    """Yield what is not committed, what is in conflict, and what should not be committed."""
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


def _of_branch(content: Path) -> Iterator[Finding]:
    """Yield how far the branch is from the one that it follows, as of the last git fetch."""
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


def _of_workflow(top: Path, content: Path) -> Iterator[Finding]:
    """Yield whether GitHub would find a workflow that runs octavo, and know what to install."""
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
