"""The pipeline: content/, templates/ and static/ → _site/. A pure function: no clock, no network.

read_sources    captures → entries           what every source says
reconcile       entries → articles           one per real article, every field with evidence
arrange         articles → timeline          years and months
page_batches    timeline → pages             path, template, inputs
render          pages → files                path, bytes
stage, publish  files → _site/               only what differs

Two of these steps remember what they have done before: a CaptureCache reads each capture once, and
a page whose key is known (PageKeys) is not rendered again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from generator.build.capture_cache import CaptureCache, cache_folder, use_cache
from generator.build.fingerprint import Fingerprint
from generator.build.page_files import (
    Known,
    MadeFile,
    Watch,
    make_pages,
    make_static,
    size_in,
)
from generator.build.replay import read_changes
from generator.config.load import load_config
from generator.config.overrides import load_overrides
from generator.config.records import Config
from generator.errors import GeneratorError, OutputError
from generator.fetch.state import LINKS, dead_sources, load_states, read_tables
from generator.model.articles import Article, Change, Reconciled
from generator.model.entries import Reading
from generator.model.record import Problem, Record
from generator.output.publish import Published, open_output, publish
from generator.reconcile import reconcile
from generator.reconcile.visibility import (
    hide_forbidden_copies,
    hide_repeated_copies,
    outages,
    unused_takedowns,
)
from generator.resources import PACKAGE, static_folder, templates_folder
from generator.site import Library
from generator.site.cross_links import citations
from generator.site.offline import build_version_file
from generator.site.timeline import arrange
from generator.sources import ReadCaptures, data_as_of, read_captures, read_sources
from generator.sources.notes import read_about
from generator.sources.pictures import read_pictures
from generator.text.numbers import pluralize

logger = logging.getLogger(__name__)

Say = Callable[[str], None]


class BuildResult(Record, kw_only=True):
    """The result of a build: what was made, and what it took."""

    library: Library
    published: Published
    #: How many captures were read that no cache knew.
    read: int
    #: The paths of the pages that were rendered, in no order that matters.
    rendered: tuple[str, ...]


def build(
    content: Path,
    output: Path,
    *,
    base_url: str | None = None,
    strict: bool = False,
    force: bool = False,
    fingerprint: Fingerprint | None = None,
    cache: Path | None = None,
    say: Say = lambda line: None,
    watch: Watch = lambda batches, total: batches,
    message_of: Callable[[BuildResult], str] = lambda result: "",
) -> BuildResult:
    """Build the site. `say` gets a line per stage; `watch` passes batches of files on.

    What captures say is kept in the folder `cache`. The `fingerprint` learns what was read and
    written, and the message of the result; without one, every page is rendered.

    Raises:
        GeneratorError: nothing was published, and the message says why.
    """
    _keep_apart(content, output)
    if not cache_folder(output).exists():
        _refuse_mistakes(content, base_url)
    with open_output(output, force=force, on_message=say) as folder:
        known = _look_at_files(fingerprint, content, output) if fingerprint else Known()

        def work(captures: CaptureCache) -> tuple[Library, list[MadeFile], int]:
            library = read_library(content, base_url=base_url, say=say, read=captures)
            library = msgspec.structs.replace(library, bodies=captures.bodies)
            if strict:
                _refuse_problems(library.problems)
            pages = make_pages(library, folder, known, watch)
            captures.prune()
            return library, pages, captures.read_again

        library, pages, read = use_cache(cache, content, work, hashes=known.inputs, say=say)
        files = [*(page.file for page in pages), *make_static(content, pages, folder)]
        size_of = size_in(output, files)
        version_of = partial(build_version_file, library.config.site.id, size_of=size_of)
        published = publish(files, folder, last=version_of)
        rendered = tuple(page.file.path for page in pages if page.reason)
        result = BuildResult(library=library, published=published, read=read, rendered=rendered)
        if fingerprint:
            keys = {page.file.path: page.key for page in pages}
            there = ((path, hash_, keys.get(path, "")) for path, hash_ in published.hashes.items())
            fingerprint.keep(message_of(result), str(output), there)
    say(_describe_making(result))
    say(_describe_publishing(published, output))
    return result


def _look_at_files(fingerprint: Fingerprint, content: Path, output: Path) -> Known:
    """Return what is known of all files, and forget it until this build has succeeded."""
    templates, static = content / "templates", content / "static"
    links = (folder for folder in (templates, static) if folder.is_symlink())
    linked = (*links, *_linked_folders(templates))  # they may lead out of content/
    roots = (content, *linked, PACKAGE, templates_folder(), static_folder())
    inputs = fingerprint.take([str(root) for root in roots], without=[str(output)])
    outputs = fingerprint.present_files(str(output))
    fingerprint.forget()
    return Known(inputs, outputs)


def _linked_folders(templates: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Yield the folders behind links below a folder of templates, which are read there.

    One that holds the folder itself, as the root of the disk, is left out: it may hold anything.
    """
    here = templates.resolve()
    for place in templates.rglob("*") if here not in above else ():
        if not place.is_symlink() or not place.is_dir():
            continue
        if not here.is_relative_to(place.resolve()):
            yield place
            yield from _linked_folders(place, (*above, here))


def _refuse_mistakes(content: Path, base_url: str | None) -> None:
    """Refuse what the owner wrote wrongly before the first build leaves anything behind."""
    load_overrides(load_config(content, base_url))


def _keep_apart(content: Path, output: Path) -> None:
    """Refuse an output whose files would be among the owner's; a link is refused in any case."""
    if output.is_symlink():
        return
    ours, theirs = output.resolve(), content.resolve()
    if ours == theirs:
        relation = f"is {content} itself"
    elif theirs in ours.parents:
        relation = f"lies inside of {content}"
    elif ours in theirs.parents:
        relation = f"holds {content}"
    else:
        return
    raise OutputError(f"{output}: {relation}, which the site is made of; name another --output")


def read_library(
    content: Path,
    *,
    base_url: str | None = None,
    say: Say = lambda line: None,
    read: ReadCaptures = read_captures,
) -> Library:
    """Return everything that the pages are made of: the first half of the pipeline.

    Raises:
        GeneratorError: the configuration cannot be used, or no source can be read.
    """
    config = load_config(content, base_url)
    overrides = load_overrides(config)
    reading = read_sources(config, read)
    say(_describe_reading(reading))
    reconciled = reconcile(reading, overrides, config)
    _log_joins(reconciled.articles)
    say(_describe_reconciling(reconciled))
    changes = read_changes(config, overrides, read)
    return _arranged(content, config, reading, reconciled, changes)


def _arranged(
    content: Path,
    config: Config,
    reading: Reading,
    reconciled: Reconciled,
    changes: tuple[Change, ...],
) -> Library:
    """Return the articles in their years and months, with all that pages say besides."""
    states = load_states(content)
    links, of_links = read_tables(content, LINKS, ("links",))
    allowed = tuple(hide_forbidden_copies(reconciled.articles, config.fetch, states.previews))
    articles, repeated = hide_repeated_copies(allowed)
    pictures, of_pictures = read_pictures(content, articles)
    return Library(
        config=config,
        timeline=arrange(articles),
        mentions=reconciled.mentions,
        problems=(
            *reading.problems,
            *reconciled.problems,
            *repeated,
            *unused_takedowns(articles, config.fetch),
            *states.problems,
            *of_links,
            *of_pictures,
            *dead_sources(config, states.sources),
        ),
        reports=reading.reports,
        quotes=reading.quotes,
        about_html=read_about(config),
        data_as_of=data_as_of(reading.reports),
        changes=changes,
        states=tuple(sorted(states.sources.items())),
        outages=tuple(outages(articles, states.previews, links["links"])),
        cites=citations(articles),
        pictures=pictures,
        forwards=reconciled.forwards,
        filtered=reconciled.filtered,
    )


def _log_joins(articles: Iterable[Article]) -> None:
    """Log which entries became one article, and by which rule each is the same as the first."""
    for article in articles if logger.isEnabledFor(logging.DEBUG) else ():
        first, *others = article.statements
        for other in others:
            logger.debug("joined     %s with %s: %s", other.where, first.where, other.rule)


def _refuse_problems(problems: Iterable[Problem]) -> None:
    serious = [problem for problem in problems if problem.severity != "info"]
    if serious:
        lines = []
        for problem in serious:
            lines.append(f"  {problem.where}: {problem.message}")
            lines += (f"    {line}" for line in problem.advice)
        count = pluralize(len(serious), "problem")
        raise GeneratorError(f"{count}, and --strict allows none:", *lines)


def _describe_reading(reading: Reading) -> str:
    captures = sum(len(report.captures) for report in reading.reports)
    return (
        f"read       {pluralize(len(reading.entries), 'entry', 'entries')} in "
        f"{pluralize(captures, 'capture')} of {pluralize(len(reading.reports), 'source')}"
    )


def _describe_reconciling(reconciled: Reconciled) -> str:
    conflicts = sum(len(article.conflicts) for article in reconciled.articles)
    filtered = len(reconciled.filtered)
    return (
        f"reconciled {pluralize(len(reconciled.articles), 'article')} and "
        f"{pluralize(len(reconciled.mentions), 'mention')}, {pluralize(conflicts, 'conflict')}"
        + (f"; filters left out {pluralize(filtered, 'entry', 'entries')}" if filtered else "")
    )


def _describe_making(result: BuildResult) -> str:
    pages = pluralize(len(result.rendered), "page")
    return f"worked out {pluralize(result.read, 'capture')} and {pages} anew"


def _describe_publishing(published: Published, output: Path) -> str:
    return (
        f"published  {pluralize(published.written, 'file')} written, "
        f"{published.unchanged} unchanged, {published.removed} removed in {output}"
    )
