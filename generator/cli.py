"""The command line: arguments in, data on stdout, talk on stderr, an exit status.

0 built, 1 failed or strict with problems, 2 wrong usage, 3 partly: some source failed to fetch.
Only what a command needs is imported, and only when it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from generator import __version__
from generator.errors import GeneratorError
from generator.stamps import CACHE

if TYPE_CHECKING:
    from generator.model import Problem
    from generator.stamps import LastBuild

_FOLDER = click.Path(file_okay=False, path_type=Path)
_content = click.option(
    "--content",
    type=_FOLDER,
    default=Path("content"),
    show_default=True,
    help="Folder of site.toml, captures and overrides.",
)
_MOST_SHOWN = 10
PARTLY = 3
T = TypeVar("T")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="octavo")
def cli() -> None:
    """Octavo makes a reading list from what is known about a thread of articles.

    \b
    octavo init talks https://…         begin a list of your own
    octavo add https://…                put one more article on it
    octavo fetch                        ask the sources' addresses what is new
    octavo build                        content/ → _site/
    octavo status                       how the sources are
    octavo changes                      what the newest captures changed
    octavo why "Toy Models of …"        how a title, date and author are known
    octavo check                        whether every link of _site/ resolves
    octavo serve                        look at _site/ on this machine
    """


@cli.command("build")
@_content
@click.option(
    "--output", type=_FOLDER, default=Path("_site"), show_default=True, help="Folder to publish in."
)
@click.option("--base-url", metavar="URL", help="Where the site will live; replaces base_url.")
@click.option("--strict", is_flag=True, help="Fail, and publish nothing, if there is any problem.")
@click.option("--force", is_flag=True, help="Publish in a folder that octavo did not make.")
@click.option("--no-cache", is_flag=True, help="Work out everything anew; the result is the same.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless the build fails.")
@click.option("-v", "--verbose", is_flag=True, help="Name every problem.")
@click.pass_obj
def _build(
    last_build: LastBuild | None,
    content: Path,
    output: Path,
    base_url: str | None,
    strict: bool,
    force: bool,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the site.

    What an earlier build worked out is kept in .cache/ beside the output folder, and is used as
    long as nothing that it depends on has changed. That folder may be removed at any time.

    \b
    octavo build
    octavo build --content talks --output public --base-url https://example.org/talks/
    """
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other")
    from generator.build import build

    built = build(
        content,
        output,
        base_url=base_url,
        strict=strict,
        force=force,
        last_build=None if no_cache else last_build,
        cache=None if no_cache else output.resolve().parent / CACHE,
        say=_say_nothing if quiet else _say,
        watch=_pass_on if quiet else _with_bar("rendering", 500),
    )
    problems = "" if quiet else _told_problems(built.library.problems, every=verbose)
    click.echo(problems, err=True, nl=False)
    if last_build and not no_cache:
        unchanged = "" if quiet else f"unchanged  nothing to do in {output}\n"
        last_build.keep(unchanged + problems, built.outputs)


@cli.command("fetch")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@_content
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would be kept; write nothing.")
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what failed.")
def _fetch(
    sources: tuple[str, ...], content: Path, dry_run: bool, allow_loopback: bool, quiet: bool
) -> None:
    """Ask the sources' addresses what is new, and keep it as dated captures.

    A capture is written only where the entries that a source lists have changed. With SOURCE
    only these are asked, also if their time has not come yet. Exit status 3: some source failed.

    \b
    octavo fetch
    octavo fetch feed --dry-run
    octavo fetch || test $? -eq 3       for scripts: go on if only some failed
    """
    from generator.commands.arrivals import Settings
    from generator.commands.fetch import fetch
    from generator.fetch.state import now

    settings = Settings(named=sources, dry_run=dry_run, allow_loopback=allow_loopback, now=now())
    fetched = fetch(content, settings, _pass_on if quiet else _with_bar("fetching", 3))
    for one in fetched:
        if not quiet or one.outcome == "failed":
            _say(f"{one.outcome:9} {one.source}: {one.message}")
    if any(one.outcome == "failed" for one in fetched):
        sys.exit(PARTLY)


@cli.command("init")
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.argument("places", nargs=-1, metavar="[URL|FILE]...")
@click.option("--title", help="The list's title; that of its first source unless given.")
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
def _init(folder: Path, places: tuple[str, ...], title: str | None, allow_loopback: bool) -> None:
    """Begin a new list in DIR, made of what the addresses and files hold.

    An address may be a feed, a page with a feed, or an index page grouped by date. A file may be
    one of these, OPML (its folders become kinds), BibTeX, or a browser's bookmarks. What is missing
    is asked for. Exit status 3: the list is there, but some source could not be fetched.

    \b
    octavo init talks https://example.org/talks/
    octavo init reading feeds.opml papers.bib --title "What we read"
    cd talks && make build
    """
    from generator.commands.arrivals import Settings
    from generator.commands.init import init
    from generator.fetch.state import now

    if not places and sys.stdin.isatty():
        places = tuple(click.prompt("Addresses or files, with spaces between", err=True).split())
        title = title or click.prompt("Title", default="", show_default=False, err=True) or None
    settings = Settings(allow_loopback=allow_loopback, now=now())
    complete = init(folder, title, places, settings, _say)
    _say(f"next       cd {folder} && make build")
    if not complete:
        sys.exit(PARTLY)


@cli.command("add")
@click.argument("url")
@_content
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
def _add(url: str, content: Path, allow_loopback: bool) -> None:
    """Put the article at URL on the list: a note, with what its page says of itself.

    \b
    octavo add https://example.org/2025/an-article
    """
    from generator.commands.add import add
    from generator.commands.arrivals import Settings
    from generator.fetch.state import now

    path, article = add(content, url, Settings(allow_loopback=allow_loopback, now=now()))
    for name, value in (
        ("title", article.title),
        ("authors", ", ".join(article.authors)),
        ("date", article.date),
        ("url", article.url),
    ):
        _say(f"{name:9}  {value or '(the page does not say)'}")
    click.echo(path)


@cli.command("status")
@_content
def _status(content: Path) -> None:
    """Tell how every source is: its newest capture, its last success, its last error.

    \b
    octavo status
    """
    from generator.commands.status import status
    from generator.config import load_config
    from generator.fetch.state import load_states, now
    from generator.sources import read_sources

    config = load_config(content)
    click.echo(status(config, read_sources(config), load_states(content), now()))


@cli.command("changes")
@_content
def _changes(content: Path) -> None:
    """Tell what the newest captures added, corrected, or no longer list.

    The log of captures is replayed for this; changes.xml tells the same as a feed.

    \b
    octavo changes
    octavo changes --content talks | less
    """
    from generator.commands.changes import changes
    from generator.config import load_config
    from generator.output.wording import load_wording
    from generator.overrides import load_overrides
    from generator.replay import read_changes
    from generator.resources import templates_folder

    config = load_config(content)
    folders = (content / "templates", templates_folder())
    wording = load_wording(folders, config.site.language)
    click.echo(changes(read_changes(config, load_overrides(config)), wording.date))


@cli.command("why")
@click.argument("article")
@_content
def _why(article: str, content: Path) -> None:
    """Tell how everything about ARTICLE is known.

    ARTICLE is a URL, a title, an id, or the last part of a permalink.

    \b
    octavo why 2025-attention-qk
    octavo why "A Toy Model of Interference Weights"
    """
    from generator.build import read_library
    from generator.commands.why import why

    click.echo(why(read_library(content), article))


@cli.command("check")
@click.argument("site", type=_FOLDER, default=Path("_site"))
@click.option("--base-path", metavar="PATH", help="Check the links as under this path, /list/ say.")
def _check(site: Path, base_path: str | None) -> None:
    """Check that every internal link and fragment of SITE (_site) resolves."""
    from generator.commands.check import check

    problems = check(site, base_path)
    for problem in problems:
        click.echo(f"{problem.where}: {problem.message}")
    if problems:
        raise GeneratorError(f"{len(problems)} links of {site} are broken")
    _say(f"checked    every link of {site} resolves")


@cli.command("serve")
@click.argument("site", type=_FOLDER, default=Path("_site"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--base-path", metavar="PATH", default="/", help="Serve under this path, /list/ say.")
def _serve(site: Path, port: int, base_path: str) -> None:
    """Serve SITE (_site) to this machine's browsers only."""
    from generator.commands.serve import serve

    serve(site, port=port, base_path=base_path)


def main(last_build: LastBuild | None = None) -> None:
    """Runs the command line and exits; what the owner can cause ends in a message.

    `last_build` is what is recorded of the last build with these arguments, if this is one.
    """
    try:
        cli.main(prog_name="octavo", standalone_mode=True, obj=last_build)
    except GeneratorError as error:
        click.echo(f"octavo: {error}", err=True)
        sys.exit(1)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _say_nothing(_line: str) -> None:
    return None


def _pass_on(things: Iterable[T], _total: int) -> Iterable[T]:
    return things


def _with_bar(label: str, least: int) -> Callable[[Iterable[T], int], Iterable[T]]:
    """Passes things on, with a bar on a terminal where there are enough to wait for."""

    def watch(things: Iterable[T], total: int) -> Iterable[T]:
        if total < least or not sys.stderr.isatty():
            yield from things
            return
        with click.progressbar(things, length=total, label=label, file=sys.stderr) as bar:
            yield from bar

    return watch


def _told_problems(problems: tuple[Problem, ...], *, every: bool) -> str:
    """A line a problem, most serious first; the first few unless all are asked for."""
    severities = ("error", "warning", "info")
    told = sorted(problems, key=lambda problem: severities.index(problem.severity))
    if not every:
        told = [problem for problem in told if problem.severity != "info"]
    shown = told if every else told[:_MOST_SHOWN]
    lines = [f"{problem.severity}: {problem.where}: {problem.message}\n" for problem in shown]
    if len(told) > len(shown):
        lines.append(f"and {len(told) - len(shown)} more problems: --verbose names all\n")
    return "".join(lines)
