"""Check the links of a built _site/ to other sites: which answer, and since when others do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import msgspec

from generator.config.load import load_config
from generator.errors import FetchError, one_line
from generator.fetch.client import Client
from generator.fetch.conditional import LONGEST_BACK_OFF, failed, refused
from generator.fetch.guard import NotPublic
from generator.fetch.host import NotAllowed
from generator.fetch.scheduler import run_per_host
from generator.fetch.sources import Settings, lock_captures, make_client
from generator.fetch.state import LINKS, is_waiting, read_tables, save_tables, to_text
from generator.model.entries import FetchState
from generator.model.record import Record


class OutsideLink(Record, kw_only=True):
    """One link to another site."""

    url: str
    #: The path of the first page that holds it.
    page: str
    #: How many pages hold it.
    pages: int
    state: FetchState
    #: Whether it was requested in this run.
    asked: bool


Watch = Callable[[Iterable[OutsideLink], int], Iterable[OutsideLink]]


def check_outside(
    outside_links: Iterable[tuple[str, str]],
    content: Path,
    settings: Settings,
    watch: Watch = lambda links, total: links,
) -> tuple[OutsideLink, ...]:
    """Ask for each link that did not answer in the last days, and return the state of all.

    `outside_links` are pairs of a page's path and a URL in it.

    Raises:
        ConfigError: site.toml cannot be used.
        OutputError: another octavo is writing captures.
    """
    config = load_config(content)
    pages: dict[str, list[str]] = {}
    for page, url in outside_links:
        pages.setdefault(url, []).append(page)
    done: dict[str, OutsideLink] = {}
    with lock_captures(content, settings.say), make_client(config, settings) as client:
        tables, problems = read_tables(content, LINKS, ("links",))
        for problem in problems:
            settings.say(f"{problem.severity}: {problem.where}: {problem.message}")
        known = {url: state for url, state in tables["links"].items() if state.url == url}

        def work(url: str) -> OutsideLink:
            state = known.get(url)
            due = state is None or not is_waiting(state, settings.now, LONGEST_BACK_OFF)
            if due:
                state = _ask(client, state or FetchState(url=url), settings)
            holders = pages[url]
            return OutsideLink(
                url=url,
                page=holders[0],
                pages=len(holders),
                state=state or FetchState(url=url),
                asked=due,
            )

        try:
            with closing(run_per_host(pages, str, work, config.fetch.at_once)) as links:
                for link in watch(links, len(pages)):
                    done[link.url] = link
        finally:
            # What the site no longer links is forgotten; what was not reached keeps its state.
            kept = {url: state for url, state in known.items() if url in pages}
            kept |= {url: link.state for url, link in done.items()}
            save_tables(content / LINKS, {"links": kept})
    return tuple(done[url] for url in pages)


def _ask(client: Client, state: FetchState, settings: Settings) -> FetchState:
    """Return the state after one more request. A link that is not fetched is not broken."""
    attempt = msgspec.structs.replace(
        state, asked=to_text(settings.now), refused=None, moved_to=None
    )
    next_time = to_text(settings.now + LONGEST_BACK_OFF)
    try:
        answer = client.get(state.url, read=False)
    except NotPublic as error:
        return msgspec.structs.replace(attempt, refused=str(error), wait_until=None)
    except NotAllowed as error:
        return msgspec.structs.replace(attempt, refused=str(error), wait_until=next_time)
    except FetchError as error:
        return failed(attempt, str(error), settings.now).state
    if answer.status >= 400:
        return refused(attempt, answer, settings.now).state
    return msgspec.structs.replace(
        attempt,
        success=to_text(settings.now),
        failures=0,
        failing_since=None,
        moved_to=answer.moved_to,
        wait_until=next_time,
        wait_reason="fresh",
    )


def format_links(links: Iterable[OutsideLink]) -> tuple[str, ...]:
    """Return a line for each link that is broken, not asked or moved, broken ones first."""
    lines = []
    for link in links:
        state, where = link.state, f"{link.page} and {link.pages - 1} more"
        where = where if link.pages > 1 else link.page
        if state.failures:
            since = (state.failing_since or "")[:10]
            lines.append((0, f"broken   {state.error} (since {since}; {where})"))
        elif state.refused:
            # Where a host is refused, the message has its name alone.
            why = state.refused if "://" in state.refused else f"{link.url}: {state.refused}"
            lines.append((1, f"unasked  {why} ({where})"))
        elif state.moved_to:
            lines.append((2, f"moved    {link.url} is now {state.moved_to} ({where})"))
    return tuple(one_line(line) for _, line in sorted(lines))
