"""Run `octavo fetch`: one more capture of each source whose entries have changed."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

import msgspec

from generator.config.load import load_config
from generator.config.overrides import Overrides, load_overrides
from generator.config.records import Config, Source
from generator.config.toml_file import nearest
from generator.errors import ConfigError, OutputError, one_line
from generator.fetch.sources import (
    FAILURES,
    Outcome,
    Settings,
    SourceFetcher,
    SourceResult,
    Watch,
    fetch_each,
    lock_captures,
    make_client,
)
from generator.fetch.state import load_states, save_states
from generator.text.numbers import pluralize


def fetch(
    content: Path, settings: Settings, watch: Watch = lambda fetched, total: fetched
) -> tuple[SourceResult, ...]:
    """Fetch the sources, write captures and state.json; return the results in site.toml's order.

    `watch` passes on what has come of each, as it comes, and may count it.

    Raises:
        ConfigError: site.toml cannot be used, or a source that is named has no address.
        OutputError: another octavo is writing captures.
    """
    config = load_config(content)
    sources = _sources(config, settings.named)
    if not sources:  # a list of files, or one that is written by hand
        settings.say("nothing is fetched: no source of site.toml has a URL to fetch")
        return ()
    with (
        nullcontext() if settings.dry_run else lock_captures(content, settings.say),
        make_client(config, settings) as client,
        tempfile.TemporaryDirectory(prefix="octavo-") as folder,
    ):
        states = load_states(content)
        for problem in states.problems:
            settings.say(f"{problem.severity}: {problem.where}: {problem.message}")
        fetcher = SourceFetcher(config, client, Path(folder), settings)
        return fetch_each(
            sources,
            fetcher.fetch,
            name_of=lambda source: source.name,
            url_of=_url,
            known=states.sources,
            save=lambda known: save_states(content, msgspec.structs.replace(states, sources=known)),
            at_once=config.fetch.at_once,
            settings=settings,
            watch=watch,
        )


def advice(content: Path, fetched: Iterable[SourceResult]) -> Iterator[str]:
    """Yield the lines to write in overrides.toml for articles that seem to have moved."""
    from generator.reconcile.moves import moves_between, open_moves, suggest_overrides
    from generator.reconcile.references import Names

    config = load_config(content)
    language = config.site.language
    for one in fetched:
        moves = list(moves_between(one.gone, one.new, language))
        if not moves:
            continue
        try:
            overrides = load_overrides(config)
        except ConfigError:  # the next build says so; what arrived is kept all the same
            overrides = Overrides()
        names = Names((*one.gone, *one.new), language)
        for found in suggest_overrides(open_moves(moves, overrides, names)):
            yield f"{one.source}: {found.message}"
            yield from (f"    {line}" for line in found.table)


def fetch_previews(
    content: Path, settings: Settings, watch: Watch = lambda fetched, total: fetched
) -> tuple[SourceResult, ...]:
    """Fetch copies of the articles' pages that are due (see fetch_copies).

    Raises:
        GeneratorError: the list cannot be read, or site.toml names no source to keep them in.
    """
    # Late: most fetches need neither trafilatura nor the articles.
    from generator.build.pipeline import read_library
    from generator.fetch.copies import fetch_copies

    library = read_library(content)
    return fetch_copies(content, library.config, library.timeline.articles, settings, watch)


def copy_pages(content: Path, settings: Settings, *, quiet: bool) -> tuple[SourceResult, ...]:
    """Fetch copies as `fetch_previews` does, and report each page as it comes.

    Raises:
        GeneratorError: as of fetch_previews.
        KeyboardInterrupt: the owner stopped it; a line on what is kept was printed.
    """
    counts: Counter[Outcome] = Counter()
    due = 0

    def watch(results: Iterable[SourceResult], total: int) -> Iterator[SourceResult]:
        nonlocal due
        due = total
        if not quiet:
            pages = pluralize(total, "page")
            settings.say(f"copying    {pages}, those of one host one after the other")
        for one in results:
            counts[one.outcome] += 1
            if not quiet or one.outcome in FAILURES:
                message = one.message.removeprefix(f"{one.source}: ")
                place = f"{counts.total()}/{total}"
                settings.say(f"{one.outcome:9}  {place} {one.source}: {message}")
            yield one

    try:
        fetched = fetch_previews(content, settings, watch)
    except KeyboardInterrupt:
        asked = f"{counts.total()} of {pluralize(due, 'page')} asked"
        settings.say(
            f"stopped    {asked}, {_describe_kept(counts)}; the next time it goes on from there"
        )
        raise
    if not quiet:
        settings.say(f"copied     {pluralize(due, 'page')} asked, {_describe_kept(counts)}")
    return fetched


def _describe_kept(counts: Counter[Outcome]) -> str:
    copies = pluralize(counts["changed"], "copy", "copies")
    failed = sum(counts[outcome] for outcome in FAILURES)
    return f"{copies} kept, {failed} failed"


def _sources(config: Config, names: tuple[str, ...]) -> tuple[Source, ...]:
    for name in names:
        known = [source.name for source in config.sources]
        if name not in known:
            raise ConfigError(f'site.toml has no source "{name}"{nearest(name, known)}')
        if config.source(name).asked_url is None:
            raise ConfigError(f'source "{name}" has no URL to fetch; give it "fetch_url"')
    sources = tuple(
        source
        for source in config.sources
        if source.asked_url and (source.name in names or not names)
    )
    return sources


def _url(source: Source) -> str:
    return source.asked_url or ""


# What came of fetching, as a workflow of GitHub shows it: warnings, and a table in its summary.
#
# Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands


def report(fetched: Iterable[SourceResult], environment: Mapping[str, str] = os.environ) -> str:
    """Return a warning for each source that failed; add a table of all to the job's summary.

    Raises:
        OutputError: the summary cannot be written.
    """
    fetched = tuple(fetched)
    if place := environment.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(place).open("a", encoding="utf-8") as file:
                file.write(_summary(fetched))
        except OSError as error:
            raise OutputError(f"{place}: cannot be written: {error.strerror}") from error
    failing = (one for one in fetched if one.outcome in FAILURES)
    return "".join(
        f"::warning title={_escaped(one.source, parameter=True)}::{_escaped(one.message)}\n"
        for one in failing
    )


def _escaped(text: str, *, parameter: bool = False) -> str:
    """Return a text escaped for a workflow command: received text can hold anything."""
    text = one_line(text).replace("%", "%25")
    return text.replace(":", "%3A").replace(",", "%2C") if parameter else text


def _summary(fetched: Iterable[SourceResult]) -> str:
    rows = (f"| {_cell(one.source)} | {one.outcome} | {_cell(one.message)} |\n" for one in fetched)
    return "| source | came | |\n| --- | --- | --- |\n" + "".join(rows)


def _cell(text: str) -> str:
    """Return a text with Markdown and HTML escaped; addresses may become links."""
    return re.sub(r"[^\w\s.,:/-]|_", lambda found: f"&#{ord(found[0])};", one_line(text))
