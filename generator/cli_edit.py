"""The commands that change a list and its overrides."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.console import (
    PARTLY,
    accept_selectors,
    ask_key,
    content_option,
    say,
    selectors_option,
    show_change,
)
from generator.errors import ConfigError
from generator.text.numbers import pluralize

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.commands.workspace import Workspace
    from generator.config.toml_edit import TomlEdit

_reason_option = click.option("--reason", metavar="TEXT", help="Why; the site shows it.")


def _open_workspace(content: Path) -> Workspace:
    from generator.commands.workspace import Workspace

    return Workspace(content)


def _reason(reason: str | None) -> str:
    """Return the reason that was given, or else ask for one on the terminal.

    Raises:
        UsageError: there is none, and nobody to ask.
    """
    if reason is None and sys.stdin.isatty():
        reason = click.prompt("Reason", err=True)
    if not (reason or "").strip():
        raise click.UsageError("give a --reason: the site shows it beside what you decide")
    return str(reason).strip()


def _decide(workspace: Workspace, reason: str | None, edit_for: Callable[[str], TomlEdit]) -> None:
    """Write the change that is made for a reason.

    What cannot be done is said before a reason is asked for.

    Raises:
        UsageError: there is no reason, and nobody to ask.
    """
    if reason is None:
        edit_for("asked for below")
    _write(workspace, edit_for(_reason(reason)))


def _write(workspace: Workspace, edit: TomlEdit) -> None:
    """Write a change, and show it."""
    difference = edit.diff()
    if not difference:
        say(f"unchanged  {edit.path} says so already")
        return
    workspace.save(edit)
    show_change(difference)


@click.command("set", short_help="Set fields of an article.")
@click.argument("article")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_reason_option
@content_option
def _set(article: str, fields: tuple[str, ...], reason: str | None, content: Path) -> None:
    """Set fields of ARTICLE in overrides.toml, which count for more than what sources say.

    FIELD is title, url, authors, date, summary, kind, series, tags, add_tags, image (a file in
    content/static/) or image_alt (what that shows); or of where it was published type, container,
    volume, issue, pages, publisher, key, doi, arxiv, pmid, isbn or issn. Several authors are parted
    by ";", tags by ",". ARTICLE is whatever `octavo why` takes.

    \b
    octavo set 2025-attention-qk title="Attention, QK" --reason "A typo in the feed"
    octavo set "Toy Models" date=2022-09 "authors=Ann Roe; Bo Lind" --reason "As its PDF says"
    octavo set "Toy Models" doi=10.1000/182 container="Tides" --reason "It has appeared"
    """
    from generator.commands.decide import parse_fields, set_fields

    values = parse_fields(fields)
    workspace = _open_workspace(content)
    _decide(workspace, reason, partial(set_fields, workspace, article, values))


@click.command("tag", short_help="Add tags to an article.")
@click.argument("article")
@click.argument("tags", nargs=-1, required=True, metavar="TAG...")
@_reason_option
@content_option
def _tag(article: str, tags: tuple[str, ...], reason: str | None, content: Path) -> None:
    """Add each TAG to those of ARTICLE, whoever states these.

    \b
    octavo tag 2025-attention-qk attention "to read" --reason "For the reading group"
    """
    from generator.commands.decide import add_tags

    workspace = _open_workspace(content)
    _decide(workspace, reason, partial(add_tags, workspace, article, tags))


@click.command("hide", short_help="Leave an article out.")
@click.argument("article")
@_reason_option
@content_option
def _hide(article: str, reason: str | None, content: Path) -> None:
    """Leave ARTICLE out of the list. Nothing is lost: `octavo show` takes it back.

    \b
    octavo hide https://example.org/jobs --reason "An advertisement"
    """
    from generator.commands.decide import hide

    workspace = _open_workspace(content)
    _decide(workspace, reason, partial(hide, workspace, article))


@click.command("show", short_help="List an article that is hidden, or that filters leave out.")
@click.argument("article")
@_reason_option
@content_option
def _show(article: str, reason: str | None, content: Path) -> None:
    """List ARTICLE: its [[hide]] goes out of overrides.toml.

    What the filters of its source leave out, or what waits to be approved, gets a [[show]], which
    needs a --reason.

    \b
    octavo show https://example.org/jobs
    octavo show "Toy Models" --reason "Approved"
    """
    from generator.commands.decide import is_filtered, show

    workspace = _open_workspace(content)
    needed = not workspace.is_listed(workspace.find(article)) and is_filtered(workspace, article)
    _write(workspace, show(workspace, article, _reason(reason) if needed else reason or ""))


@click.command("same", short_help="Make one article of several.")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE ARTICLE...")
@_reason_option
@content_option
def _same(articles: tuple[str, ...], reason: str | None, content: Path) -> None:
    """Make one article of two or more, whatever their addresses.

    \b
    octavo same https://a.example/post https://b.example/post --reason "Posted twice"
    """
    from generator.commands.decide import join

    workspace = _open_workspace(content)
    _decide(workspace, reason, partial(join, workspace, _require_two(articles)))


@click.command("apart", short_help="Keep articles apart that look alike.")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE ARTICLE...")
@_reason_option
@content_option
def _apart(articles: tuple[str, ...], reason: str | None, content: Path) -> None:
    """Keep two articles or more apart. Name what is one now by an address or title of each part.

    \b
    octavo apart https://a.example/v1 https://a.example/v2 --reason "Two editions"
    """
    from generator.commands.decide import part

    workspace = _open_workspace(content)
    _decide(workspace, reason, partial(part, workspace, _require_two(articles)))


@click.command("note", short_help="Write a note on an article.")
@click.argument("article")
@click.argument("text", required=False, metavar="[TEXT|-]")
@content_option
def _note(article: str, text: str | None, content: Path) -> None:
    """Write TEXT, in Markdown, into the note on ARTICLE: a new file in notes/, or at its end.

    With "-" the text is read from standard input. Without TEXT an editor is opened ($EDITOR).

    \b
    octavo note 2025-attention-qk "Read **twice**."
    octavo note "Toy Models" - < thoughts.md
    """
    from generator.commands.note import note_on

    if text == "-":
        text = _text_of_standard_input()
    elif text is None and sys.stdin.isatty():
        text = click.edit("", extension=".md") or ""
    elif text is None:
        raise click.UsageError("give the text, or - to read it from standard input")
    edit = note_on(_open_workspace(content), article, text)
    edit.save()
    show_change(edit.diff())


def _text_of_standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"standard input is not UTF-8 at byte {error.start}") from error


def _require_two(articles: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(articles)) < 2:
        raise click.UsageError("name two articles or more")
    return articles


@click.command("add", short_help="Put an article, a feed, a list on the list.")
@click.argument("whats", nargs=-1, required=True, metavar="WHAT...")
@click.option("--title", help="Its title, whatever its page says.")
@click.option("--date", metavar="DATE", help="When it was published: 2025, 2025-07, 2025-07-25.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--kind", help="Its kind, one of site.toml's.")
@click.option("--note", "words", metavar="TEXT", help="Your words on it, in Markdown.")
@click.option("--article", "is_article", is_flag=True, help="It is one article, and no source.")
@click.option("--source", "is_source", is_flag=True, help="It is a source, and no article.")
@selectors_option
@click.option("--allow-loopback", is_flag=True, help="Ask this machine too, for trying things out.")
@content_option
def _add(
    whats: tuple[str, ...],
    selectors: bool,
    allow_loopback: bool,
    content: Path,
    words: str | None,
    **given: Any,
) -> None:
    """Put each WHAT on the list.

    The address of an article, a DOI or an arXiv id becomes a note, with what its page says of
    itself. A feed or an index page becomes the last source of site.toml, and is fetched at once.
    A file (BibTeX, RIS, CSL-JSON, bookmarks, CSV, a list of links, a saved feed) becomes a source
    with its first capture; exported and added again it is one more capture. OPML becomes feeds.
    With "-" it is read from standard input: such a file, or something to add in each line.

    A page that no rule reads may be an index by selectors, which a terminal is asked about;
    --selectors has it read so, as a source. With --title a page that cannot be read is listed all
    the same. Exit status 3: some of it was refused.

    \b
    octavo add https://example.org/2025/an-article --tag "to read"
    octavo add 10.1000/182 2301.00001 papers.bib https://example.org/feed.xml
    octavo add https://example.org/gone --title "A page that is gone" --date 2019
    """
    from generator.commands.add import ArticleArguments, add
    from generator.fetch.sources import Settings
    from generator.fetch.state import now

    given["is_source"] |= selectors
    article = ArticleArguments(words=words or "", **given)
    if article.is_source and article.is_of_article:
        raise click.UsageError("--source is for no article; the other options are")
    if len(whats) > 1 and (article.title or article.date):
        raise click.UsageError("--title and --date are for one article; name one with them")
    accept = accept_selectors(always=selectors)
    settings = Settings(allow_loopback=allow_loopback, now=now(), say=say, accept=accept)
    piped = sys.stdin.buffer.read() if "-" in whats else b""
    counts = add(content, whats, settings, article, standard_input=piped)
    say(f"added      {counts.new} new, {counts.known} known, {counts.refused} refused")
    if counts.refused:
        sys.exit(PARTLY if counts.new or counts.known else 1)


@click.command("accept", short_help="Apply what octavo proposes.")
@click.option("--all", "at_once", is_flag=True, help="Ask nothing: apply every proposal.")
@click.option("--reason", metavar="TEXT", help="Why, in place of the reason that is proposed.")
@content_option
def _accept(at_once: bool, reason: str | None, content: Path) -> None:
    """Apply what octavo proposes.

    That is the new address of a source that has moved for good, and [[moved]] and [[same]] for
    articles that look as if they had moved, or stand at several addresses.

    Each change is shown, and applied if you press y; n leaves it, q ends.

    \b
    octavo accept
    octavo accept --all --reason "The site has moved."
    """
    from generator.commands.review import proposals

    workspace = _open_workspace(content)
    found = list(proposals(workspace))
    accepted = 0
    for number, proposal in enumerate(found, 1):
        say(f"{number} of {len(found)}: {proposal.message}")
        try:
            edit = proposal.edit(workspace, reason)
        except ConfigError as error:
            say(f"left       {error}")
            continue
        show_change(edit.diff())
        answer = "y" if at_once else ask_key("Accept?", "ynq")
        if answer == "q":
            break
        if answer == "y":
            workspace.save(edit)
            accepted += 1
    say(f"accepted   {accepted} of {pluralize(len(found), 'proposal')}")


@click.command("review", short_help="Answer what is doubtful, one after the other.")
@content_option
def _review(content: Path) -> None:
    """Ask about each proposal, doubt and conflict, one after the other; a key answers each.

    Every answer is written at once, as an override with a reason. So you can stop at any time
    (q) and go on another day: what is answered is not asked again.

    \b
    octavo review
    """
    from generator.commands.review import review

    answered, left = review(_open_workspace(content), ask_key, _ask_reason, show_change)
    say(f"answered   {pluralize(answered, 'question')}, {left} left")


def _ask_reason(proposed: str) -> str:
    return str(click.prompt("Reason", default=proposed, err=True)).strip()


COMMANDS = (_add, _set, _tag, _hide, _show, _same, _apart, _note, _accept, _review)
