"""The commands that keep a list alive: those that ask the network, and those that tell of it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from generator.console import FOLDER, PARTLY, content_option, pass_on, say, with_bar
from generator.errors import ConfigError
from generator.text.numbers import counted


def _known_sources(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The names of the sources that begin so, for the shell to complete."""
    from generator.config.load import load_config

    try:
        sources = load_config(context.params.get("content") or Path("content")).sources
    except ConfigError:
        return []
    return [source.name for source in sources if source.asked_url and source.name.startswith(begun)]


@click.command("fetch", short_help="Ask the sources' addresses what is new.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=_known_sources)
@content_option
@click.option("--previews", is_flag=True, help="Copy the articles' pages instead, where allowed.")
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would be kept; write nothing.")
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what failed.")
def _fetch(
    sources: tuple[str, ...],
    content: Path,
    previews: bool,
    dry_run: bool,
    allow_loopback: bool,
    quiet: bool,
) -> None:
    """Ask the sources' addresses what is new, and keep it as dated captures.

    A capture is written only where the entries that a source lists have changed. With SOURCE
    only these are asked, also if their time has not come yet. Exit status 3: some source failed,
    or may not be asked.

    \b
    octavo fetch
    octavo fetch feed --dry-run
    octavo fetch --previews             copies of pages that have none, or an old one
    octavo fetch || test $? -eq 3       for scripts: go on if only some failed
    """
    from generator.commands.fetch import fetch, fetch_previews
    from generator.fetch.sources import FAILURES, Settings
    from generator.fetch.state import now

    if previews and sources:
        raise click.UsageError("--previews is for all articles; name no source with it")
    settings = Settings(named=sources, dry_run=dry_run, allow_loopback=allow_loopback, now=now())
    work = fetch_previews if previews else fetch
    fetched = work(content, settings, pass_on if quiet else with_bar("fetching", 3))
    for one in fetched:
        if not quiet or one.outcome in FAILURES:
            say(f"{one.outcome:9} {one.source}: {one.message}")
    if any(one.outcome in FAILURES for one in fetched):
        sys.exit(PARTLY)


@click.command("init", short_help="Begin a list of your own.")
@click.argument("folder", type=FOLDER, metavar="DIR")
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
    from generator.commands.init import init
    from generator.fetch.sources import Settings
    from generator.fetch.state import now

    if not places and sys.stdin.isatty():
        places = tuple(click.prompt("Addresses or files, with spaces between", err=True).split())
        title = title or click.prompt("Title", default="", show_default=False, err=True) or None
    settings = Settings(allow_loopback=allow_loopback, now=now())
    complete = init(folder, title, places, settings, say)
    say(f"next       cd {shlex.quote(str(folder))} && make build")
    if not complete:
        sys.exit(PARTLY)


@click.command("add", short_help="Put one article on the list.")
@click.argument("url")
@content_option
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
def _add(url: str, content: Path, allow_loopback: bool) -> None:
    """Put the article at URL on the list: a note, with what its page says of itself.

    \b
    octavo add https://example.org/2025/an-article
    """
    from generator.commands.add import add
    from generator.fetch.sources import Settings
    from generator.fetch.state import now

    path, article = add(content, url, Settings(allow_loopback=allow_loopback, now=now()))
    for name, value in (
        ("title", article.title),
        ("authors", ", ".join(article.authors)),
        ("date", article.date),
        ("url", article.url),
    ):
        say(f"{name:9}  {value or '(the page does not say)'}")
    click.echo(path)


@click.command("status", short_help="Tell how every source is.")
@content_option
def _status(content: Path) -> None:
    """Tell how every source is: its newest capture, its last success, its last error.

    \b
    octavo status
    """
    from generator.commands.status import status
    from generator.config.load import load_config
    from generator.fetch.state import load_states, now
    from generator.sources import read_sources

    config = load_config(content)
    click.echo(status(config, read_sources(config), load_states(content), now()))


@click.command("changes", short_help="Tell what the newest captures changed.")
@content_option
def _changes(content: Path) -> None:
    """Tell what the newest captures added, corrected, or no longer list.

    The log of captures is replayed for this; changes.xml tells the same as a feed.

    \b
    octavo changes
    octavo changes --content talks | less
    """
    from generator.build.replay import read_changes
    from generator.commands.changes import changes
    from generator.config.load import load_config
    from generator.config.overrides import load_overrides
    from generator.output.wording import load_wording
    from generator.resources import templates_folder

    config = load_config(content)
    folders = (content / "templates", templates_folder())
    wording = load_wording(folders, config.site.language)
    click.echo(changes(read_changes(config, load_overrides(config)), wording.date))


def check_outside_links(site: Path, content: Path, *, allow_loopback: bool) -> None:
    """The part of `octavo check` that asks the network."""
    from generator.commands.check import outside_links
    from generator.fetch.external_links import check_outside, told
    from generator.fetch.sources import Settings
    from generator.fetch.state import now

    settings = Settings(allow_loopback=allow_loopback, now=now())
    links = check_outside(outside_links(site), content, settings, with_bar("asking", 3))
    for line in told(links):
        click.echo(line)
    broken = sum(link.state.failures > 0 for link in links)
    asked = sum(link.asked for link in links)
    say(f"asked      {asked} of {counted(len(links), 'link')} to other sites, {broken} broken")
    if broken:
        sys.exit(PARTLY)


COMMANDS = (_init, _add, _fetch, _status, _changes)
