"""Read content/site.toml into Config, and check it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import msgspec

from generator.config.filters import check_filters
from generator.config.records import (
    CONVENTIONS,
    DEFAULT_KINDS,
    FETCH_TABLES,
    NOTES,
    Config,
    Kind,
    Series,
    Site,
    Source,
    check_previews_source,
    check_url,
    load_fetching,
)
from generator.config.toml_file import TomlFile, nearest
from generator.errors import ConfigError
from generator.text.date_names import month_names
from generator.text.urls import absolute_url, url_host


def load_config(folder: Path, base_url: str | None = None, text: str | None = None) -> Config:
    """Return the configuration in `folder`/site.toml.

    `base_url` replaces the one that stands there.

    With `text` that is read in place of what the file holds.

    Raises:
        ConfigError: the file is missing, or anything in it cannot be used.
    """
    path = folder / "site.toml"
    if text is None and not path.exists():
        message = "no such file; octavo init begins a list, --content or -C names another folder"
        raise ConfigError(f"{path}: {message}")
    file = TomlFile(path, ("site", "source", "kind", "series", *FETCH_TABLES), text)
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


def name_defaults(config: Config, strings: Mapping[str, str]) -> Config:
    """Return the configuration with the interface's names where the file gives none."""
    title, plural, notes = (strings[f"default-{key}"] for key in ("kind", "kinds", "notes"))
    kinds, sources = config.kinds, config.sources
    if kinds is DEFAULT_KINDS:
        kinds = tuple(msgspec.structs.replace(one, title=title, plural=plural) for one in kinds)
    if sources[-1:] == (NOTES,):
        sources = (*sources[:-1], msgspec.structs.replace(NOTES, title=notes))
    return msgspec.structs.replace(config, kinds=kinds, sources=sources)


def _check_sources_of_kind(file: TomlFile, number: int, kind: Kind, names: list[str]) -> None:
    for name in kind.sources:
        if name not in names:
            line = file.line("kind", number, "sources")
            file.fail(line, f'there is no source "{name}"{nearest(name, names)}')


def _read_sources(file: TomlFile) -> tuple[Source, ...]:
    """Return the sources as the file names them, their addresses as the site shows them."""
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
    """Return the sources, and notes/ as the least trusted if it exists and no source reads it."""
    if any(source.reader == "note" for source in sources) or not (folder / "notes").is_dir():
        return sources
    return (*sources, NOTES)


# Which keys of a [[source]] are for one reader only.
_KEYS_OF_READER = {
    "titles": "feed",
    "descriptions": "feed",
    "placeholders": "feed",
    "conventions": "feed",
    "dates": "feed",
    "selectors": "index",
}


def _check_source(file: TomlFile, number: int, source: Source) -> None:
    for key, reader in _KEYS_OF_READER.items():
        if source.reader != reader and getattr(source, key) not in ("auto", "published", None):
            line = file.line("source", number, key)
            file.fail(line, f'"{key}" in [[source]] is for reader = "{reader}" only')
    if not isinstance(source.conventions, str):
        _check_conventions(file, number, source.conventions)
    check_folder(file, number, source.captures)
    if not 1 <= source.largest_mb <= 1000:
        file.fail(file.line("source", number, "largest_mb"), '"largest_mb" is 1 to 1000')
    if source.selectors:
        check_selectors(file, number, msgspec.to_builtins(source.selectors))
    check_filters(file, number, source)


def _check_conventions(file: TomlFile, number: int, names: Sequence[str]) -> None:
    for name in names:
        if name not in CONVENTIONS:
            line = file.line("source", number, "conventions")
            file.fail(line, f'there is no convention "{name}"{nearest(name, list(CONVENTIONS))}')


def _checked_site(file: TomlFile, site: Site, *, given: bool) -> Site:
    if not NAME.fullmatch(site.id):
        line = file.line("site", 0, "id")
        file.fail(line, f'id "{site.id}": use a-z, 0-9 and hyphens; it names storage in browsers')
    check_timezone(file, site.timezone)
    check_language(file, site.language)
    check_origins(file, site.connects_to)
    site = _with_image(file, site)
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


# What Octavo makes if the owner has none.
_PICTURE = "og.png"


def _with_image(file: TomlFile, site: Site) -> Site:
    """Return the site with the owner's picture: as named, else static/og.png if it exists.

    Raises:
        ConfigError: what is named is neither a URL nor a file below static/.
    """
    folder = file.path.parent / "static"
    if not site.image:
        has_one = (folder / _PICTURE).is_file()
        return msgspec.structs.replace(site, image=_PICTURE) if has_one else site
    path = PurePosixPath(site.image)
    is_below = not path.is_absolute() and ".." not in path.parts
    if absolute_url(site.image) is None and not (is_below and (folder / path).is_file()):
        line = file.line("site", 0, "image")
        file.fail(line, f'image = "{site.image}": no URL, and no file in {folder}')
    return site


NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
# Language, script, country, variants, extensions, in this order. RFC 5646 §2.1.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


def check_timezone(file: TomlFile, name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name == "UTC":
        return
    from generator.text.timestamps import time_zone_names

    names = time_zone_names()
    if name not in names:
        line = file.line("site", 0, "timezone")
        file.fail(line, f'there is no time zone "{name}"{nearest(name, sorted(names))}')


def check_language(file: TomlFile, language: str) -> None:
    """Refuse a text that is no language tag, and a language without known months."""

    def fail(message: str) -> None:
        line = file.line("site", 0, "language")
        file.fail(line, f'"language" in [site]: {message} "en" or "pt-BR"')

    if not _LANGUAGE.fullmatch(language):
        fail(f'"{language}" is no language tag; write')
    try:
        month_names(language)
    except (LookupError, ValueError):
        fail(f'the names of the months are not known in "{language}"; write a language like')


# It stands in the policy of every page, where a space or a semicolon would begin something else.
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?", re.ASCII)


def check_origins(file: TomlFile, origins: Sequence[str]) -> None:
    """Refuse an origin that is not a scheme, a host and perhaps a port."""
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            message = 'is no site; write it like "https://count.example.org", in small letters'
            file.fail(file.line("site", 0, "connects_to"), f'"{origin}" in connects_to {message}')


def check_names(file: TomlFile, table: str, names: Sequence[str]) -> None:
    """Refuse names that are not plain or not unique: they stand in paths and references."""
    for number, name in enumerate(names):
        line = file.line(table, number, "name")
        if not NAME.fullmatch(name):
            file.fail(line, f'name "{name}" in [[{table}]]: use a-z, 0-9 and hyphens')
        if name in names[:number]:
            file.fail(line, f'a second [[{table}]] is named "{name}"')


def check_folder(file: TomlFile, number: int, captures: str) -> None:
    """Refuse a folder of captures that is missing, or is none of content/'s."""
    if not captures:
        return
    line = file.line("source", number, "captures")
    path = PurePosixPath(captures)
    if path.is_absolute() or ".." in path.parts:
        file.fail(line, f'captures = "{captures}": name a folder below content, as in "log"')
    if any(part.startswith(".") for part in path.parts[:1]):
        file.fail(line, f'captures = "{captures}": nobody watches a hidden folder; rename it')
    folder = file.path.parent / captures
    if not folder.is_dir():
        file.fail(line, f"{folder}: no such folder")


def check_apart(file: TomlFile, folders: Sequence[tuple[str, str]]) -> None:
    """Refuse sources of which one reads another's folder. `folders` are names and folders."""
    taken: dict[PurePosixPath, str] = {}
    holding: dict[PurePosixPath, str] = {}  # the folders above those
    for number, (name, folder) in enumerate(folders):
        path = PurePosixPath(folder)
        above = [one for one in (path, *path.parents) if one in taken]
        if other := taken[above[0]] if above else holding.get(path):
            line = file.line("source", number, "captures")
            file.fail(line, f'"{name}" and "{other}" read one folder, {folder}')
        taken[path] = name
        holding |= dict.fromkeys(path.parents, name)


def check_selectors(file: TomlFile, number: int, selectors: Mapping[str, str | None]) -> None:
    """Refuse a text that is no CSS selector."""
    import soupsieve  # late: almost no site gives selectors

    for name, selector in selectors.items():
        try:
            soupsieve.compile(selector or "*")
        except soupsieve.SelectorSyntaxError:
            line = file.line("source", number, "selectors")
            file.fail(line, f'"{name}" in selectors: "{selector}" is no CSS selector')


def check_hosts(file: TomlFile, number: int, hosts: Sequence[str]) -> None:
    """Refuse a host in a form that would never equal that of a URL."""
    for host in hosts:
        bare = host.partition("://")[2] or host
        expected = url_host(f"https://{bare}")
        if host != expected:
            line = file.line("kind", number, "hosts")
            file.fail(line, f'"{host}" in hosts: write "{expected}"')
