"""Run `octavo build`: build, report what was done, and record it for the next time."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.build.capture_cache import cache_folder
from generator.build.fingerprint import Fingerprint
from generator.build.page_files import Watch
from generator.build.pipeline import BuildResult, build
from generator.errors import one_line
from generator.model.record import Problem
from generator.text.numbers import pluralize

_MOST_SHOWN = 10


def run_build(
    content: Path,
    output: Path,
    *,
    base_url: str | None = None,
    strict: bool = False,
    force: bool = False,
    no_cache: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    fingerprint: Fingerprint | None = None,
) -> None:
    """Build, report on stderr what was done, and record it in the fingerprint.

    Raises:
        GeneratorError: nothing was published, and the message says why.
    """

    def message_of(result: BuildResult) -> str:
        if quiet:
            return ""
        problems = format_problems(result.library.problems, every=verbose)
        return f"unchanged  nothing to do in {output}\n{problems}"

    result = build(
        content,
        output,
        base_url=base_url,
        strict=strict,
        force=force,
        fingerprint=None if no_cache else fingerprint,
        cache=None if no_cache else cache_folder(output),
        say=_say_nothing if quiet else _say,
        watch=_watch(quiet=quiet),
        message_of=message_of,
    )
    if not quiet:
        sys.stderr.write(format_problems(result.library.problems, every=verbose))


def _say(line: str) -> None:
    sys.stderr.write(f"{one_line(line)}\n")


def _say_nothing(_line: str) -> None:
    """Ignore the line: --quiet."""


def _watch(*, quiet: bool) -> Watch:
    """Return a function that shows a bar on a terminal, and elsewhere only passes things on."""
    if quiet or not sys.stderr.isatty():
        return lambda batches, _total: batches
    from generator.console import with_bar

    return with_bar("rendering", 20)


def format_problems(problems: tuple[Problem, ...], *, every: bool) -> str:
    """Return a line a problem, most serious first; the first few unless all are asked for.

    Control characters are written as escapes: what was received must not steer a terminal.
    """
    severities = ("error", "warning", "info")
    reported = sorted(problems, key=lambda problem: severities.index(problem.severity))
    if not every:
        reported = [problem for problem in reported if problem.severity != "info"]
    shown = reported if every else reported[:_MOST_SHOWN]
    lines = []
    for problem in shown:
        lines.append(f"{problem.severity}: {problem.where}: {problem.message}")
        lines += (f"    {line}" for line in problem.advice)
    if len(reported) > len(shown):
        lines.append(
            f"and {pluralize(len(reported) - len(shown), 'more problem')}: --verbose names all"
        )
    return "".join(f"{one_line(line)}\n" for line in lines)
