"""`octavo build`: what it tells of a build, and what it records for the next one."""

from __future__ import annotations

import sys

from generator.build import Built, Watch, build
from generator.disk import CACHE
from generator.model import Problem
from generator.options import BuildOptions
from generator.stamps import LastBuild
from generator.text.html import without_illegal
from generator.text.numbers import counted

_MOST_SHOWN = 10


def run_build(options: BuildOptions, last_build: LastBuild | None) -> None:
    """Builds, tells of it on stderr, and records it.

    Raises:
        GeneratorError: nothing was published, and the message says why.
    """

    def record(built: Built) -> None:
        if last_build and not options.no_cache:
            problems = _told_problems(built.library.problems, every=options.verbose)
            told = (
                "" if options.quiet else f"unchanged  nothing to do in {options.output}\n{problems}"
            )
            site = built.published
            last_build.keep(told, str(options.output), site.paths, site.hashes, site.kept)

    built = build(
        options.content,
        options.output,
        base_url=options.base_url,
        strict=options.strict,
        force=options.force,
        last_build=None if options.no_cache else last_build,
        cache=None if options.no_cache else options.output.resolve().parent / CACHE,
        say=_say_nothing if options.quiet else _say,
        watch=_watch(options),
        record=record,
    )
    if not options.quiet:
        sys.stderr.write(_told_problems(built.library.problems, every=options.verbose))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _say_nothing(_line: str) -> None:
    """Tells nobody anything: --quiet."""


def _watch(options: BuildOptions) -> Watch:
    """A bar on a terminal; where nobody looks on, files are only passed on."""
    if options.quiet or not sys.stderr.isatty():
        return lambda files, _total: files
    from generator.console import with_bar

    return with_bar("rendering", 500)


def _told_problems(problems: tuple[Problem, ...], *, every: bool) -> str:
    """A line a problem, most serious first; the first few unless all are asked for.

    Without control characters: what was received must not steer a terminal.
    """
    severities = ("error", "warning", "info")
    told = sorted(problems, key=lambda problem: severities.index(problem.severity))
    if not every:
        told = [problem for problem in told if problem.severity != "info"]
    shown = told if every else told[:_MOST_SHOWN]
    lines = [f"{problem.severity}: {problem.where}: {problem.message}\n" for problem in shown]
    if len(told) > len(shown):
        lines.append(
            f"and {counted(len(told) - len(shown), 'more problem')}: --verbose names all\n"
        )
    return without_illegal("".join(lines))
