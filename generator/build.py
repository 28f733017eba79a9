"""The pipeline: content/, templates/ and static/ → _site/. A pure function: no clock, no network.

read_sources    captures → entries           what every source says
reconcile       entries → articles           one per real article, every field with evidence
arrange         articles → timeline          years and months
all_pages       timeline → pages             path, template, context
render          pages → files                path, bytes
publish         files → _site/               only what differs
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from generator.cache import Cache, code_key, key_of
from generator.errors import GeneratorError, OutputError
from generator.model import Draft, File, Problem, Reading, Reconciled, Record
from generator.output.journal import Staging
from generator.output.offline import build_file
from generator.output.publish import Published, files_of, publish, refuse_taken, static_files
from generator.parallel import Shares
from generator.reading import CachedReader
from generator.resources import PACKAGE, static_folder, templates_folder
from generator.site import Library
from generator.site.paths import NO_JEKYLL
from generator.sources import ReadCaptures, data_as_of, read_captures, read_sources
from generator.stamps import LastBuild
from generator.standing import Memory
from generator.text.numbers import counted

# Below this a second process costs more than it saves.
_WORTH_TWO = 150

Say = Callable[[str], None]
Watch = Callable[[Iterable[File], int], Iterable[File]]


class Built(Record, kw_only=True):
    """What a build made, and what it took: captures `read` anew, paths `rendered` anew."""

    library: Library
    published: Published
    read: int
    rendered: tuple[str, ...]


def build(
    content: Path,
    output: Path,
    *,
    base_url: str | None = None,
    strict: bool = False,
    force: bool = False,
    last_build: LastBuild | None = None,
    cache: Path | None = None,
    say: Say = lambda line: None,
    watch: Watch = lambda files, total: files,
    record: Callable[[Built], None] = lambda built: None,
) -> Built:
    """Builds the site. `say` gets a line per stage; `watch` passes files on and may count them.

    `last_build` learns what is read; its record is gone until `record` keeps another, while no
    other build can write to the output. What is worked out is kept in the folder `cache`, if there
    is one, and is not worked out again.

    Raises:
        GeneratorError: nothing was published, and the message says why.
    """
    _keep_apart(content, output)
    hashes = {}
    with Staging(output) as staging, closing(Cache(cache)) as store:
        if last_build:
            if staging.waited:
                last_build.learn()  # what that other build has left
            roots = (content, PACKAGE, templates_folder(), static_folder())
            hashes = last_build.take([str(root) for root in roots], without=[str(output)])
            last_build.forget()
        code = code_key(hashes)
        reader = CachedReader(store, code, hashes, meanwhile=_load_what_follows)
        made_by = key_of(code, repr(base_url).encode())
        memory = Memory(store, reader, output, code=made_by, last=last_build, hashes=hashes)
        library = memory.library()
        if library is None:
            library = read_library(content, base_url=base_url, say=say, read=reader)
            library = msgspec.structs.replace(library, previews=reader.previews)
        if strict:
            _refuse_problems(library.problems)
        # Late, as what reads may have loaded them meanwhile.
        from generator.output.render import render
        from generator.site.pages import all_pages

        drafts, kept = memory.divide(partial(all_pages, library))
        static = _static(content, {draft.path for draft in drafts} | kept.keys())
        mine, other = _shared_out(drafts)
        if other:
            _load_what_follows()  # once, before there are two processes that need it
        templates = (content / "templates", templates_folder())
        known = memory.known(templates)
        files = chain(render(mine, templates, known), static)
        published = publish(
            watch(files, len(drafts) // (2 if other else 1)),
            output,
            more=render(other, templates, known) if other else None,
            kept=kept,
            last=partial(build_file, library.config.site.id),
            force=force,
            staging=staging,
        )
        memory.keep(library, published.made)
        store.tidy()
        built = Built(
            library=library,
            published=published,
            read=reader.read_anew,
            rendered=tuple(draft.path for draft in drafts if draft.path not in published.kept),
        )
        record(built)
    captures, pages = counted(built.read, "capture"), counted(len(built.rendered), "page")
    say(f"worked out {captures} and {pages} anew")
    say(
        f"published  {counted(published.written, 'file')} written, "
        f"{published.unchanged} unchanged, {published.removed} removed in {output}"
    )
    return built


def _static(content: Path, pages: Collection[str]) -> Iterator[File]:
    """The static files; of two with one path the owner's, which may not be in the way of pages."""
    owners = static_files(content / "static")
    owners.pop(NO_JEKYLL, None)  # many keep one, and every site has one
    refuse_taken(owners, pages)
    return files_of(static_files(static_folder()) | owners)


def _load_what_follows() -> None:
    """Loads what comes after reading: 40 ms that this process has while the other reads a feed."""
    import generator.output.templates
    import generator.reconcile
    import generator.replay
    import generator.site.pages
    import generator.sources.about_page  # noqa: F401


def _keep_apart(content: Path, output: Path) -> None:
    """Refuses an output whose files would be among the owner's; a link is refused in any case."""
    if output.is_symlink():
        return
    ours, theirs = output.resolve(), content.resolve()
    if ours == theirs:
        said = f"is {content} itself"
    elif theirs in ours.parents:
        said = f"lies inside of {content}"
    elif ours in theirs.parents:
        said = f"holds {content}"
    else:
        return
    raise OutputError(f"{output}: {said}, which the site is made of; name another --output")


def read_library(
    content: Path,
    *,
    base_url: str | None = None,
    say: Say = lambda line: None,
    read: ReadCaptures = read_captures,
) -> Library:
    """The first half of the pipeline: everything the pages are made of.

    Raises:
        GeneratorError: the configuration cannot be used, or no source can be read.
    """
    # Late: 20 ms, and where only the words of previews changed, all this is as it was.
    from generator.config.load import load_config
    from generator.config.overrides import load_overrides

    config = load_config(content, base_url)
    overrides = load_overrides(config)
    reading = read_sources(config, read)
    say(_said_of_reading(reading))
    # Later still: see _load_what_follows.
    from generator.fetch.state import load_states
    from generator.reconcile import reconcile
    from generator.reconcile.visibility import gone_pages, idle_takedowns, withhold
    from generator.replay import read_changes
    from generator.site.cross_links import citations
    from generator.site.timeline import arrange
    from generator.sources.about_page import read_about

    reconciled = reconcile(reading, overrides, config)
    say(_said_of_reconciling(reconciled))
    states = load_states(content)
    articles = tuple(withhold(reconciled.articles, config.fetch, states.previews))
    return Library(
        config=config,
        timeline=arrange(articles),
        mentions=reconciled.mentions,
        problems=(
            *reading.problems,
            *reconciled.problems,
            *idle_takedowns(articles, config.fetch),
        ),
        reports=reading.reports,
        quotes=reading.quotes,
        about_html=read_about(config),
        data_as_of=data_as_of(reading.reports),
        changes=read_changes(config, overrides, read),
        states=tuple(sorted(states.sources.items())),
        gone=tuple(gone_pages(articles, states.previews)),
        cites=citations(articles),
    )


def _shared_out(drafts: tuple[Draft, ...]) -> tuple[Iterable[Draft], Iterable[Draft] | None]:
    """The pages for this process and for another one, if they are enough; lists together."""
    if len(drafts) < _WORTH_TWO:
        return drafts, None
    shares = Shares(sorted(drafts, key=_turn))
    return shares.from_end(), shares.from_start()


def _turn(draft: Draft) -> int:
    """Data first: one file of it may take as long as a hundred pages, which counts at the end."""
    return 0 if draft.template is None else 2 if draft.template == "article.html" else 1


def _refuse_problems(problems: Iterable[Problem]) -> None:
    serious = [problem for problem in problems if problem.severity != "info"]
    if serious:
        lines = "\n".join(f"  {problem.where}: {problem.message}" for problem in serious)
        count = counted(len(serious), "problem")
        raise GeneratorError(f"{count}, and --strict allows none:\n{lines}")


def _said_of_reading(reading: Reading) -> str:
    captures = sum(len(report.captures) for report in reading.reports)
    return (
        f"read       {counted(len(reading.entries), 'entry', 'entries')} in "
        f"{counted(captures, 'capture')} of {counted(len(reading.reports), 'source')}"
    )


def _said_of_reconciling(reconciled: Reconciled) -> str:
    conflicts = sum(len(article.conflicts) for article in reconciled.articles)
    return (
        f"reconciled {counted(len(reconciled.articles), 'article')} and "
        f"{counted(len(reconciled.mentions), 'mention')}, {counted(conflicts, 'conflict')}"
    )
