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
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import msgspec

from generator.build.capture_cache import CacheError, CaptureCache
from generator.build.fingerprint import CACHE, Fingerprint, surroundings
from generator.build.page_keys import PageKeys, frame_of
from generator.build.workers import map_in_processes
from generator.errors import GeneratorError, OutputError
from generator.model.articles import Article, Reconciled
from generator.model.entries import Reading
from generator.model.pages import File, Page
from generator.model.record import Problem, Record
from generator.output.publish import (
    OutputFolder,
    Published,
    StagedFile,
    open_output,
    publish,
    stage_file,
)
from generator.output.static_files import files_of, refuse_taken, static_files
from generator.resources import PACKAGE, static_folder, templates_folder
from generator.site import Library
from generator.site.offline import build_version_file
from generator.site.paths import NO_JEKYLL
from generator.sources import ReadCaptures, data_as_of, read_captures, read_sources
from generator.text.numbers import pluralize

logger = logging.getLogger(__name__)

T = TypeVar("T")

# With fewer articles a second process costs more than it saves.
_WORTH_TWO = 150

Say = Callable[[str], None]
Watch = Callable[[Iterable[list["MadeFile"]], int], Iterable[list["MadeFile"]]]


class BuildResult(Record, kw_only=True):
    """What a build made, and what it took."""

    library: Library
    published: Published
    #: How many captures were read that no cache knew.
    read: int
    #: The paths of the pages that were rendered, in no order that matters.
    rendered: tuple[str, ...]


class MadeFile(NamedTuple):
    """A page as a file: staged, or known to be in its place already."""

    file: StagedFile
    key: str
    #: The place of its kind in PAGE_KINDS.
    order: int
    is_listed: bool
    #: Why it was rendered; "" of a page that was not.
    reason: str


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
        hashes: Mapping[str, str] = {}
        present: Mapping[str, tuple[str, str]] = {}
        if fingerprint:
            roots = (content, *_linked(content), PACKAGE, templates_folder(), static_folder())
            hashes = fingerprint.take([str(root) for root in roots], without=[str(output)])
            present = fingerprint.present_files(str(output))
            fingerprint.forget()

        def work(captures: CaptureCache) -> tuple[Library, list[MadeFile], int]:
            library = read_library(content, base_url=base_url, say=say, read=captures)
            library = msgspec.structs.replace(library, bodies=captures.bodies)
            if strict:
                _refuse_problems(library.problems)
            made = list(_make_pages(library, folder, hashes, present, watch))
            _log_pages(made)
            captures.prune()
            return library, made, captures.read_again

        library, made, read = use_cache(cache, content, work, hashes=hashes, say=say)
        static = [stage_file(file, output, folder.staging) for file in _static(content, made)]
        published = publish(
            [*(one.file for one in made), *static],
            folder,
            last=lambda hashes: build_version_file(
                library.config.site.id, hashes, _size_of(made, static, output)
            ),
        )
        result = BuildResult(
            library=library,
            published=published,
            read=read,
            rendered=tuple(one.file.path for one in made if one.reason),
        )
        if fingerprint:
            keys = {one.file.path: one.key for one in made}
            files = ((path, known, keys.get(path, "")) for path, known in published.hashes.items())
            fingerprint.keep(message_of(result), str(output), files)
    pages = pluralize(len(result.rendered), "page")
    say(f"worked out {pluralize(result.read, 'capture')} and {pages} anew")
    say(
        f"published  {pluralize(published.written, 'file')} written, "
        f"{published.unchanged} unchanged, {published.removed} removed in {output}"
    )
    return result


def use_cache(
    place: Path | None,
    content: Path,
    work: Callable[[CaptureCache], T],
    *,
    hashes: Mapping[str, str] = MappingProxyType({}),
    say: Say = lambda line: None,
) -> T:
    """Return what `work` makes with the cache in a folder; without it where it cannot be used.

    `hashes` are those of files that are known already, by path.

    Raises:
        OutputError: nothing can be kept, not even for the time of this run.
    """
    for folder in (place, None):
        try:
            with CaptureCache(folder, content, code_hash(hashes)) as captures:
                return work(captures)
        except CacheError as error:
            if folder is None:
                message = f"{gettempdir()}: what captures say cannot be kept there: {error}"
                raise OutputError(message) from error
            say(f"cache      {folder} is not used: {error}")
    raise AssertionError("the second try returns or raises")


def _refuse_mistakes(content: Path, base_url: str | None) -> None:
    """Refuse what the owner wrote wrongly before the first build leaves anything behind."""
    from generator.config.load import load_config
    from generator.config.overrides import load_overrides

    load_overrides(load_config(content, base_url))


def _make_pages(
    library: Library,
    folder: OutputFolder,
    hashes: Mapping[str, str],
    present: Mapping[str, tuple[str, str]],
    watch: Watch,
) -> Iterator[MadeFile]:
    """Make every page, and stage those that are not in their places already."""
    # Late: what reads captures in a process of its own needs none of it.
    from generator.config.load import name_defaults
    from generator.output.render import Renderer
    from generator.output.wording import load_wording
    from generator.site import paths
    from generator.site.catalogue import make_catalogue
    from generator.site.pages import is_listed, last_pages, page_batches, shared_data

    folders = (Path(library.config.folder) / "templates", templates_folder())
    wording = load_wording(folders, library.config.site.language)
    config = name_defaults(library.config, wording.strings)
    catalogue = make_catalogue(msgspec.structs.replace(library, config=config))
    shared = shared_data(catalogue)
    code = tuple(f"{folder}{os.sep}" for folder in (PACKAGE, *folders))
    made_by = {path: known for path, known in hashes.items() if path.startswith(code)}
    keys = PageKeys(frame_of(made_by, surroundings(), shared), present)
    seen = {**shared, "paths": paths, "body_of": library.bodies.__getitem__}
    renderer = Renderer(folders, seen, wording)
    batches = page_batches(catalogue)

    def make(order: int, page: Page) -> MadeFile:
        key = keys.key_of(page)
        known = keys.hash_in_place(page.path, key)
        if known:
            file = StagedFile(path=page.path, hash=known, size=0, changed=False)
        else:
            file = stage_file(renderer.render(page), folder.path, folder.staging)
        return MadeFile(file, key, order, is_listed(page), keys.reason(page.path, key))

    def make_batch(number: int) -> list[MadeFile]:
        return [make(order, page) for order, page in batches[number]()]

    run = map_in_processes if len(catalogue.articles) >= _WORTH_TWO else map
    numbers = range(len(batches))
    made = [one for batch in watch(run(make_batch, numbers), len(batches)) for one in batch]
    made.sort(key=lambda one: one.order)
    yield from made
    listed = [one.file.path for one in made if one.is_listed]
    for page in last_pages(catalogue, listed):
        yield make(len(batches), page)


def _size_of(
    made: Iterable[MadeFile], static: Iterable[StagedFile], output: Path
) -> Callable[[str], int]:
    """Return what tells a file's length: as it was made, else as it lies in its place."""
    files = (*(one.file for one in made), *static)
    sizes = {file.path: file.size for file in files if file.size}
    return lambda path: sizes.get(path) or (output / path).stat().st_size


def _linked(content: Path) -> Iterator[Path]:
    """Return the folders that are read although they are links, which may lead out of content/."""
    folders = (content / name for name in ("static", "templates"))
    return (folder for folder in folders if folder.is_symlink())


def _static(content: Path, made: Iterable[MadeFile]) -> Iterator[File]:
    """Return the static files; of two with one path the owner's, in the way of no page."""
    owners = static_files(content / "static")
    owners.pop(NO_JEKYLL, None)  # many keep one, and every site has one
    refuse_taken(owners, {one.file.path for one in made})
    return files_of(static_files(static_folder()) | owners)


def code_hash(hashes: Mapping[str, str]) -> bytes:
    """Return the hash of all code that reads captures: ours, byte for byte, and the libraries'.

    `hashes` are those of files that are known already, by path.
    """
    ours = f"{PACKAGE}{os.sep}"
    known = {p: hashes[p] for p in hashes if p.startswith(ours) and p.endswith(".py")}
    if not known:
        files = PACKAGE.rglob("*.py")
        known = {str(file): sha256(file.read_bytes()).hexdigest()[:32] for file in files}
    described = "".join(f"{path}\0{known[path]}\0" for path in sorted(known))
    return sha256(f"{surroundings()}\0{described}".encode("utf-8", "surrogateescape")).digest()


def cache_folder(output: Path) -> Path:
    """Return the folder in which the cache of builds into an output lies."""
    return output.resolve().parent / CACHE


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
    # Late: 20 ms, and where only the words of previews changed, all this is as it was.
    from generator.config.load import load_config
    from generator.config.overrides import load_overrides

    config = load_config(content, base_url)
    overrides = load_overrides(config)
    reading = read_sources(config, read)
    say(_describe_reading(reading))
    # Later still: see _load_what_follows.
    from generator.build.replay import read_changes
    from generator.fetch.state import LINKS, dead_sources, load_states, read_tables
    from generator.reconcile import reconcile
    from generator.reconcile.visibility import (
        hide_forbidden_copies,
        hide_repeated_copies,
        outages,
        unused_takedowns,
    )
    from generator.site.cross_links import citations
    from generator.site.timeline import arrange
    from generator.sources.notes import read_about
    from generator.sources.pictures import read_pictures

    reconciled = reconcile(reading, overrides, config)
    _log_joins(reconciled.articles)
    say(_describe_reconciling(reconciled))
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
        changes=read_changes(config, overrides, read),
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


def _log_pages(made: Iterable[MadeFile]) -> None:
    """Log why each page was rendered; here, not in the processes that did it, for one order."""
    for one in made:
        if one.reason:
            logger.debug("page       %s: %s", one.file.path, one.reason)


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
