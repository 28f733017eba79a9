"""What stands in site.toml → an error with its line, where it cannot be used as what it is.

Raises (everywhere):
    ConfigError: `content/site.toml:14: …`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from generator.config.toml_file import TomlFile, nearest
from generator.text.dates import month_names
from generator.text.urls import url_host

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
# Language, script, country, variants, extensions, in this order. RFC 5646 §2.1.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


def check_timezone(file: TomlFile, name: str) -> None:
    """Refuses what is no IANA time zone."""
    if name == "UTC":
        return
    from generator.text.zones import zone_names

    if name not in zone_names():
        line = file.line("site", 0, "timezone")
        file.fail(line, f'there is no time zone "{name}"{nearest(name, sorted(zone_names()))}')


def check_language(file: TomlFile, language: str) -> None:
    """Refuses what is no language tag, and a language without known months."""

    def fail(message: str) -> None:
        line = file.line("site", 0, "language")
        file.fail(line, f'"language" in [site]: {message} "en" or "pt-BR"')

    if not _LANGUAGE.fullmatch(language):
        fail(f'"{language}" is no language tag; write')
    try:
        month_names(language)
    except (LookupError, ValueError):
        fail(f'the names of the months are not known in "{language}"; write a language like')


def check_names(file: TomlFile, table: str, names: Sequence[str]) -> None:
    """Names stand in paths and are referred to: plain, and each just once."""
    for number, name in enumerate(names):
        line = file.line(table, number, "name")
        if not NAME.fullmatch(name):
            file.fail(line, f'name "{name}" in [[{table}]]: use a-z, 0-9 and hyphens')
        if name in names[:number]:
            file.fail(line, f'a second [[{table}]] is named "{name}"')


def check_folder(file: TomlFile, number: int, captures: str) -> None:
    """Refuses a folder of captures that is missing, or is none of content/'s."""
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
    """Refuses sources of which one reads what another one does; they are names and folders."""
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
    """Refuses what is no CSS selector."""
    import soupsieve  # late: almost no site gives selectors

    for name, selector in selectors.items():
        try:
            soupsieve.compile(selector or "*")
        except soupsieve.SelectorSyntaxError:
            line = file.line("source", number, "selectors")
            file.fail(line, f'"{name}" in selectors: "{selector}" is no CSS selector')


def check_hosts(file: TomlFile, number: int, hosts: Sequence[str]) -> None:
    """Refuses a host in a form that would never equal that of a URL."""
    for host in hosts:
        bare = host.partition("://")[2] or host
        wanted = url_host(f"https://{bare}")
        if host != wanted:
            line = file.line("kind", number, "hosts")
            file.fail(line, f'"{host}" in hosts: write "{wanted}"')
