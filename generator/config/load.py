"""content/site.toml → Config, checked."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from generator.config.checks import (
    NAME,
    check_apart,
    check_folder,
    check_hosts,
    check_language,
    check_names,
    check_selectors,
    check_timezone,
)
from generator.config.fetch_settings import (
    FETCH_TABLES,
    check_previews_source,
    check_url,
    load_fetching,
)
from generator.config.records import DEFAULT_KINDS, Config, Kind, Series, Site, Source
from generator.config.toml_file import TomlFile, nearest
from generator.errors import ConfigError
from generator.text.urls import absolute_url


def load_config(folder: Path, base_url: str | None = None) -> Config:
    """The configuration in `folder`/site.toml; `base_url` replaces the one that stands there.

    Raises:
        ConfigError: the file is missing, or anything in it cannot be used.
    """
    file = TomlFile(folder / "site.toml", ("site", "source", "kind", "series", *FETCH_TABLES))
    site = file.record("site", Site)
    if base_url is not None:
        site = msgspec.structs.replace(site, base_url=base_url)
    config = Config(
        folder=str(folder),
        site=_checked_site(file, site, given=base_url is not None),
        sources=_with_notes(folder, _read_sources(file)),
        kinds=file.records("kind", Kind) or DEFAULT_KINDS,
        series=file.records("series", Series),
        fetch=load_fetching(file),
    )
    if not config.sources:
        file.fail(0, "names no [[source]]; without one there is nothing to list")
    check_names(file, "source", [source.name for source in config.sources])
    check_names(file, "kind", [kind.name for kind in config.kinds])
    check_names(file, "series", [series.name for series in config.series])
    check_apart(file, [(source.name, source.folder) for source in config.sources])
    for number, source in enumerate(config.sources):
        _check_source(file, number, source)
    for number, kind in enumerate(config.kinds):
        check_hosts(file, number, kind.hosts)
        if not kind.has_rules and number < len(config.kinds) - 1:
            line = file.line("kind", number, "name")
            message = "it has no rule, and only the last kind takes the rest"
            file.fail(line, f'no article can be of kind "{kind.name}": {message}')
        _check_sources_of_kind(file, number, kind, [source.name for source in config.sources])
    keepers = [source.name for source in config.sources if source.reader == "preview"]
    check_previews_source(file, config.fetch, keepers)
    return config


def _check_sources_of_kind(file: TomlFile, number: int, kind: Kind, names: list[str]) -> None:
    for name in kind.sources:
        if name not in names:
            line = file.line("kind", number, "sources")
            file.fail(line, f'there is no source "{name}"{nearest(name, names)}')


def _read_sources(file: TomlFile) -> tuple[Source, ...]:
    """The sources as the file names them, their addresses as the site shows them."""
    sources = []
    for number, source in enumerate(file.records("source", Source)):
        check_url(file, "source", number, "url", source.url)
        check_url(file, "source", number, "fetch_url", source.fetch_url or None)
        url, fetch_url = absolute_url(source.url), absolute_url(source.fetch_url)
        if source.fetch_url == "":  # nothing at all is fetched
            fetch_url = ""
        sources.append(msgspec.structs.replace(source, url=url, fetch_url=fetch_url))
    return tuple(sources)


def _with_notes(folder: Path, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The sources, and notes/ as the least trusted where it exists and none of them reads it."""
    if any(source.reader == "note" for source in sources) or not (folder / "notes").is_dir():
        return sources
    return (*sources, Source(name="notes", reader="note", title="the owner’s notes"))


# Which keys of a [[source]] are for one reader only.
_KEYS_OF_READER = {
    "titles": "feed",
    "descriptions": "feed",
    "placeholders": "feed",
    "selectors": "index",
}


def _check_source(file: TomlFile, number: int, source: Source) -> None:
    for key, reader in _KEYS_OF_READER.items():
        if source.reader != reader and getattr(source, key) not in ("auto", None):
            line = file.line("source", number, key)
            file.fail(line, f'"{key}" in [[source]] is for reader = "{reader}" only')
    check_folder(file, number, source.captures)
    if not 1 <= source.largest_mb <= 1000:
        file.fail(file.line("source", number, "largest_mb"), '"largest_mb" is 1 to 1000')
    if source.selectors:
        check_selectors(file, number, msgspec.to_builtins(source.selectors))


def _checked_site(file: TomlFile, site: Site, *, given: bool) -> Site:
    if not NAME.fullmatch(site.id):
        line = file.line("site", 0, "id")
        file.fail(line, f'id "{site.id}": use a-z, 0-9 and hyphens; it names storage in browsers')
    check_timezone(file, site.timezone)
    check_language(file, site.language)
    if not site.base_url:
        return site
    base_url = absolute_url(site.base_url)
    host = urlsplit(base_url or "").netloc
    # It stands on every page, so it has no password; no host has a space or an escape.
    if base_url is None or "?" in base_url or "#" in base_url or "@" in host or "%" in host:
        message = f'base URL "{site.base_url}" is no http or https URL of a folder'
        if given:
            raise ConfigError(f"--base-url: {message}")
        file.fail(file.line("site", 0, "base_url"), message)
    return msgspec.structs.replace(site, base_url=base_url.rstrip("/") + "/")
