"""The command line: data go to stdout, messages to stderr, and the exit status says how it went.

0 built, 1 failed or strict with problems, 2 wrong usage, 3 partly: some source failed to fetch.
Only what a command needs is imported, and only when it runs.
"""

from __future__ import annotations

import io
import logging
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator import __version__
from generator.cli_edit import COMMANDS as EDITING
from generator.cli_look import COMMANDS as LOOKING
from generator.console import (
    FOLDER,
    PARTLY,
    accept_selectors,
    content_option,
    pass_on,
    say,
    selectors_option,
    show_log,
    with_bar,
)
from generator.errors import ConfigError, GeneratorError, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.build.fingerprint import Fingerprint
    from generator.config.records import Reader

logger = logging.getLogger(__name__)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="octavo")
@click.option("-C", "folder", metavar="DIR", expose_value=False, help="As if started in DIR.")
@click.option("--debug", is_flag=True, help="Show the tracebacks of errors; with any command.")
def cli(debug: bool) -> None:
    """Octavo makes a reading list from what is known about a thread of articles.

    Options may stand before a command as well: octavo -C talks -o public build. OCTAVO_CONTENT and
    OCTAVO_OUTPUT, in the environment, stand for --content and --output.

    \b
    octavo init talks https://…         begin a list of your own
    octavo add https://…                put one more article on it, or a feed, or a file
    octavo set "Toy Models" date=2022   your last word; also: tag, hide, show, same, apart
    octavo note "Toy Models" -          a note of yours on an article
    octavo review                       what is doubtful, one after the other
    octavo accept                       what octavo proposes: moved feeds and articles
    octavo fetch                        ask the sources' addresses what is new
    octavo build                        content/ → _site/
    octavo status                       how the sources are
    octavo doctor                       everything at once, and what to do
    octavo changes                      what the newest captures changed
    octavo why "Toy Models of …"        how a title, date and author are known
    octavo read FILE                    what is read of a file, entry by entry
    octavo check                        whether every link of _site/ resolves
    octavo serve                        look at _site/ on this machine
    """
    show_log(tracebacks=debug)


@cli.command("build")
@content_option
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    default=Path("_site"),
    show_default=True,
    envvar="OCTAVO_OUTPUT",
    help="Folder to publish in.",
)
@click.option("--base-url", metavar="URL", help="Where the site will live; replaces base_url.")
@click.option("--strict", is_flag=True, help="Fail, and publish nothing, if there is any problem.")
@click.option("--force", is_flag=True, help="Publish in a folder that octavo did not make.")
@click.option("--no-cache", is_flag=True, help="Work out everything anew; the result is the same.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless the build fails.")
@click.option(
    "-v", "--verbose", count=True, help="Name every problem; -vv: say why each thing was done."
)
@click.pass_context
def _build(
    context: click.Context,
    content: Path,
    output: Path,
    base_url: str | None,
    strict: bool,
    force: bool,
    no_cache: bool,
    quiet: bool,
    verbose: int,
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
    show_log(verbose, tracebacks=context.find_root().params["debug"])
    from generator.commands.build import run_build

    run_build(
        content,
        output,
        base_url=base_url,
        strict=strict,
        force=force,
        no_cache=no_cache,
        quiet=quiet,
        verbose=verbose > 0,
        fingerprint=context.obj,
    )


@cli.command("read", short_help="Print the entries that a file yields, as JSON.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@content_option
@click.option(
    "--reader",
    type=click.Choice(["feed", "index", "list", "preview", "note"]),
    help="Read it as one.",
)
@click.option("--url", metavar="URL", help="Where it is from; relative links are taken from there.")
def _read(file: Path, content: Path, reader: Reader | None, url: str | None) -> None:
    """Print what is read of FILE, as JSON: its entries, and what is wrong with it.

    A capture or a note of the list in --content is read as its source says in site.toml. Any other
    file is tried as a feed, as an index, as a saved page; --reader says what it is.

    \b
    octavo read content/captures/feed/2026-04-05T031754Z.xml
    octavo read ~/Downloads/feed.xml | less
    octavo read talks.html --reader index --url https://example.org/talks/
    """
    from generator.commands.read import read

    click.echo(read(file, content, reader, url))


@cli.command("serve", short_help="Build the site, and show it on this machine.")
@click.argument("site", type=FOLDER, default=Path("_site"), envvar="OCTAVO_OUTPUT")
@content_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--base-path", metavar="PATH", default="/", help="Serve under this path, /list/ say.")
@click.option("--open", "opens", is_flag=True, help="Open it in your browser.")
def _serve(site: Path, content: Path, port: int, base_path: str, opens: bool) -> None:
    """Build SITE (_site), and show it to this machine's browsers while you work on it.

    It is built again whenever content, templates or static files change, and the pages that are
    open load themselves again. Without a site.toml, SITE is shown as it is.

    \b
    octavo serve --open
    octavo serve --base-path /list/ --port 9000
    """
    from generator.commands.serve import Live, serve

    is_list = (content / "site.toml").is_file()
    live = Live(content, site, say) if is_list else None
    serve(site, port=port, base_path=base_path, live=live, opens=opens)


@cli.command("completion", short_help="Print what makes a shell complete all this.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def _completion(shell: str) -> None:
    """Print what makes SHELL complete octavo's commands, options and sources.

    \b
    octavo completion bash > ~/.local/share/bash-completion/completions/octavo
    octavo completion zsh > "${fpath[1]}/_octavo"
    octavo completion fish > ~/.config/fish/completions/octavo.fish
    """
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion is known for {shell}")
    click.echo(completion(cli, {}, "octavo", "_OCTAVO_COMPLETE").source())


def _known_sources(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Return the names of the sources that begin so, for the shell to complete."""
    from generator.config.load import load_config

    try:
        sources = load_config(context.params.get("content") or Path("content")).sources
    except ConfigError:
        return []
    return [source.name for source in sources if source.asked_url and source.name.startswith(begun)]


pages_option = click.option(
    "--pages",
    type=click.IntRange(0, 500),
    default=0,
    metavar="N",
    help="Of paged feeds, also fetch so many older pages that are not yet kept.",
)


@cli.command("fetch", short_help="Ask the sources' addresses what is new.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=_known_sources)
@content_option
@click.option("--previews", is_flag=True, help="Copy the articles' pages instead, where allowed.")
@pages_option
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would be kept; write nothing.")
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
@click.option("--github", is_flag=True, help="Say what failed as a GitHub workflow shows it, too.")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what failed.")
def _fetch(
    sources: tuple[str, ...],
    content: Path,
    previews: bool,
    pages: int,
    dry_run: bool,
    allow_loopback: bool,
    github: bool,
    quiet: bool,
) -> None:
    """Ask the sources' addresses what is new, and keep it as dated captures.

    A capture is written only where the entries that a source lists have changed. With SOURCE
    only these are asked, also if their time has not come yet. Exit status 3: some source failed
    or may not be asked, or all of them are gone.

    \b
    octavo fetch
    octavo fetch feed --dry-run
    octavo fetch feed --pages 50        once, for what a paged feed says of earlier years
    octavo fetch --previews             copies of pages that have none, or an old one
    octavo fetch || test $? -eq 3       for scripts: go on if only some failed
    """
    from generator.commands.fetch import advice, copy_pages, fetch
    from generator.fetch.sources import FAILURES, Settings, has_failed
    from generator.fetch.state import now

    if previews and sources:
        raise click.UsageError("--previews is for all articles; name no source with it")
    settings = Settings(
        named=sources,
        pages=pages,
        dry_run=dry_run,
        allow_loopback=allow_loopback,
        now=now(),
        say=say,
    )
    if previews:
        fetched = copy_pages(content, settings, quiet=quiet)
    else:
        fetched = fetch(content, settings, pass_on if quiet else with_bar("fetching", 3))
    for one in () if previews else fetched:
        if not quiet or one.outcome in FAILURES:
            say(f"{one.outcome:9} {one.source}: {one.message}")
    for line in () if quiet or previews else advice(content, fetched):
        say(line)
    if github:
        from generator.commands.fetch import report

        click.echo(report(fetched), nl=False)
    if has_failed(fetched):
        sys.exit(PARTLY)


@cli.command("init", short_help="Begin a list of your own.")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("places", nargs=-1, metavar="[URL|FILE]...")
@click.option("--title", help="The list's title; that of its first source unless given.")
@pages_option
@selectors_option
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
def _init(
    folder: Path,
    places: tuple[str, ...],
    title: str | None,
    pages: int,
    selectors: bool,
    allow_loopback: bool,
) -> None:
    """Begin a new list in DIR, made of what the addresses and files hold.

    An address may be a feed, a page with a feed, or an index page grouped by date. A file may be
    one of these, OPML (its folders become kinds), or a list of articles: BibTeX, RIS, CSL-JSON,
    bookmarks, CSV, links in Markdown. What is missing is asked for, also whether a page that no
    rule reads is to be read by the selectors that are offered; --selectors says yes. Exit status 3:
    the list is there, but some source could not be fetched.

    \b
    octavo init talks https://example.org/talks/
    octavo init reading feeds.opml papers.bib --title "What we read"
    cd talks && octavo build
    """
    from generator.commands.init import init
    from generator.fetch.sources import Settings
    from generator.fetch.state import now

    if not places and sys.stdin.isatty():
        places = tuple(click.prompt("Addresses or files, with spaces between", err=True).split())
        title = title or click.prompt("Title", default="", show_default=False, err=True) or None
    accept = accept_selectors(always=selectors)
    settings = Settings(
        pages=pages, allow_loopback=allow_loopback, now=now(), say=say, accept=accept
    )
    complete = init(folder, title, places, settings, say)
    say(f"next       cd {shlex.quote(str(folder))} && octavo build")
    if not complete:
        sys.exit(PARTLY)


for command in (*LOOKING, *EDITING):
    cli.add_command(command)


def main(fingerprint: Fingerprint | None = None, arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; errors that the owner can cause end in a message.

    Without `arguments` they are those of the program. `fingerprint` is what is recorded of the last
    build with these arguments, if this is one.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a dash must not break a terminal of Latin-1
    try:
        cli.main(arguments, prog_name="octavo", standalone_mode=True, obj=fingerprint)
    except (GeneratorError, OSError, UnicodeEncodeError) as error:
        fail(error)


def fail(error: GeneratorError | OSError | UnicodeEncodeError | KeyboardInterrupt) -> NoReturn:
    """Exit, with a message where somebody may read it."""
    logger.debug("%s", type(error).__name__, exc_info=error)
    message = f"octavo: {error}"
    if isinstance(error, BrokenPipeError):
        sys.exit(1)
    if isinstance(error, KeyboardInterrupt):
        message = "\nAborted!"  # as Click says it
    elif isinstance(error, OSError) and error.filename:
        # What is read and written tells more; this is a folder that may not be listed, say.
        message = f"octavo: {one_line(str(error.filename))}: {error.strerror}"
    elif isinstance(error, UnicodeEncodeError):
        # Text that was received has been mended by now; a name on the disk can be any bytes.
        message = f"octavo: {ascii(error.object)[1:-1]}: its name is not UTF-8; rename it"
    click.echo(message, err=True)
    sys.exit(1)
