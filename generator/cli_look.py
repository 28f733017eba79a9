"""The commands that only report: on a list, an article, the links of a site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.console import FOLDER, PARTLY, content_option, json_option, print_json, say, with_bar
from generator.errors import GeneratorError, one_line
from generator.text.numbers import pluralize


@click.command("why")
@click.argument("article")
@content_option
@json_option
def _why(article: str, content: Path, as_json: bool) -> None:
    """Tell how everything about ARTICLE is known.

    ARTICLE is a URL, a title or a part of one, an id, or a permalink or its last part. Where
    several articles fit, they are listed.

    \b
    octavo why 2025-attention-qk
    octavo why "interference weights"
    octavo why "A Toy Model of Interference Weights"
    """
    from generator.build.capture_cache import cache_folder, use_cache
    from generator.build.pipeline import read_library
    from generator.commands.why import why, why_record

    library = use_cache(
        cache_folder(content), content, lambda read: read_library(content, read=read)
    )
    print_json(why_record(library, article)) if as_json else click.echo(why(library, article))


@click.command("check", short_help="Check that every link inside of the site resolves.")
@click.argument("site", type=FOLDER, default=Path("_site"), envvar="OCTAVO_OUTPUT")
@content_option
@click.option("--base-path", metavar="PATH", help="Check the links as under this path, /list/ say.")
@click.option("--links", is_flag=True, help="Ask for the links to other sites, too.")
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
@json_option
def _check(
    site: Path,
    content: Path,
    base_path: str | None,
    links: bool,
    allow_loopback: bool,
    as_json: bool,
) -> None:
    """Check that every internal link and fragment of SITE (_site) resolves.

    With --links, links to other sites are asked for as well, with the manners and bounds of
    `octavo fetch`; what came of it is kept in captures/links.json, and a link that answered is
    not asked for again for three days. Exit status 3: some of them are broken.

    \b
    octavo check
    octavo check --links
    """
    from generator.commands.check import check

    problems = check(site, base_path)
    if as_json and not (links and not problems):
        print_json({"problems": problems})
    for problem in () if as_json else problems:
        click.echo(one_line(f"{problem.where}: {problem.message}"))
    if problems:
        raise GeneratorError(f"{pluralize(len(problems), 'broken link')} in {site}")
    say(f"checked    every link of {site} resolves")
    if links:
        check_outside_links(site, content, allow_loopback=allow_loopback, as_json=as_json)


def check_outside_links(site: Path, content: Path, *, allow_loopback: bool, as_json: bool) -> None:
    """Check the links to other sites for `octavo check`, over the network."""
    from generator.commands.check import outside_links
    from generator.fetch.external_links import check_outside, format_links
    from generator.fetch.sources import Settings
    from generator.fetch.state import now

    settings = Settings(allow_loopback=allow_loopback, now=now(), say=say)
    links = check_outside(outside_links(site), content, settings, with_bar("asking", 3))
    if as_json:
        print_json({"problems": [], "links": links})
    for line in () if as_json else format_links(links):
        click.echo(line)
    broken = sum(link.state.failures > 0 for link in links)
    asked = sum(link.asked for link in links)
    say(f"asked      {asked} of {pluralize(len(links), 'link')} to other sites, {broken} broken")
    if broken:
        sys.exit(PARTLY)


@click.command("status", short_help="Tell how every source is.")
@content_option
@json_option
def _status(content: Path, as_json: bool) -> None:
    """Tell how every source is: its newest capture, its last success, since when it fails.

    \b
    octavo status
    octavo status --json | jq '.sources[] | select(.failures > 0) | .name'
    """
    from generator.build.capture_cache import cache_folder, use_cache
    from generator.commands.status import status, status_record
    from generator.config.load import load_config
    from generator.config.overrides import load_overrides
    from generator.fetch.state import load_states, now
    from generator.sources import read_sources

    config = load_config(content)
    overrides, states = load_overrides(config), load_states(content)
    reading = use_cache(cache_folder(content), content, lambda read: read_sources(config, read))
    if as_json:
        print_json(status_record(config, reading, states, overrides))
    else:
        click.echo(status(config, reading, states, now(), overrides))


@click.command("changes", short_help="Tell what the newest captures changed.")
@content_option
@json_option
def _changes(content: Path, as_json: bool) -> None:
    """Tell what the newest captures added, corrected, or no longer list.

    The log of captures is replayed for this; changes.xml tells the same as a feed.

    \b
    octavo changes
    octavo changes --content talks | less
    """
    from generator.build.capture_cache import cache_folder, use_cache
    from generator.build.replay import read_changes
    from generator.commands.changes import change_record, changes
    from generator.config.load import load_config
    from generator.config.overrides import load_overrides
    from generator.output.wording import load_wording
    from generator.resources import templates_folder

    config = load_config(content)
    overrides = load_overrides(config)
    wording = load_wording((content / "templates", templates_folder()), config.site.language)
    found = use_cache(
        cache_folder(content), content, lambda read: read_changes(config, overrides, read)
    )
    if as_json:
        print_json([change_record(change) for change in found])
    else:
        click.echo(changes(found, wording.date))


@click.command("doctor", short_help="Look at everything at once, and say what to do.")
@content_option
@json_option
def _doctor(content: Path, as_json: bool) -> None:
    """Look at everything at once: configuration, sources, captures, sizes, git, the workflow.

    Nothing is asked of the network and nothing is changed. Exit status 3: there is something to
    do.

    \b
    octavo doctor
    """
    from generator.commands.doctor import examine, format_findings
    from generator.fetch.state import now

    findings = examine(content, now())
    if as_json:
        print_json(findings)
    else:
        click.echo(format_findings(findings))
    if any(finding.severity != "info" for finding in findings):
        sys.exit(PARTLY)


COMMANDS = (_why, _check, _status, _changes, _doctor)
