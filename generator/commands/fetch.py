"""Every source's URL → a capture, where the entries that it lists have changed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from generator import __version__
from generator.commands.arrivals import Desk, Fetched, Settings, broken
from generator.commands.turns import guarded, in_turns
from generator.config import Config, Source
from generator.errors import ConfigError
from generator.fetch.client import Client, Limits
from generator.fetch.state import load_states, save_states
from generator.site_toml import load_config
from generator.tomlfile import nearest

Watch = Callable[[Iterable[Fetched], int], Iterable[Fetched]]


def fetch(
    content: Path, settings: Settings, watch: Watch = lambda fetched, total: fetched
) -> tuple[Fetched, ...]:
    """Asks the sources, writes captures and state.json; what came of each, in the file's order.

    `watch` passes on what has come of each, as it comes, and may count it.

    Raises:
        ConfigError: site.toml or state.json cannot be used, or there is nothing to ask.
    """
    config = load_config(content)
    sources = _sources(config, settings.named)
    states = load_states(content)
    done: dict[str, Fetched] = {}
    with (
        make_client(config, settings) as client,
        tempfile.TemporaryDirectory(prefix="octavo-") as folder,
    ):
        desk = Desk(config, client, Path(folder), settings)

        def work(source: Source) -> Fetched:
            return desk.fetch(source, states.sources.get(source.name))

        def upset(source: Source, message: str) -> Fetched:
            known = states.sources.get(source.name)
            return broken(source.name, _url(source), known, message, settings.now)

        try:
            coming = in_turns(sources, _url, guarded(work, upset), client, config.fetch.at_once)
            for fetched in watch(coming, len(sources)):
                done[fetched.source] = fetched
        finally:
            asked = {name: one.state for name, one in done.items() if one.outcome != "refused"}
            if asked and not settings.dry_run:
                known = states.sources | asked
                save_states(content, msgspec.structs.replace(states, sources=known))
    return tuple(done[source.name] for source in sources)


def make_client(config: Config, settings: Settings) -> Client:
    """A client within the bounds of site.toml, that says whose it is."""
    limits = Limits(
        timeout_seconds=config.fetch.timeout_seconds,
        max_bytes=config.fetch.max_bytes,
        pause_seconds=config.fetch.pause_seconds,
    )
    return Client(
        limits, user_agent(config), allow_loopback=settings.allow_loopback, sleep=settings.sleep
    )


def user_agent(config: Config) -> str:
    """Who asks: octavo, its version, and where to find the one whose list it is."""
    whose = config.site.base_url or config.fetch.contact
    return f"octavo/{__version__} (+{whose})" if whose else f"octavo/{__version__}"


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
    if not sources:
        raise ConfigError("no source of site.toml has a URL to fetch")
    return sources


def _url(source: Source) -> str:
    return source.asked_url or ""
