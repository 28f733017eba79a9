"""content/site.toml → Config. All checking of what the owner wrote in TOML is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from generator.errors import ConfigError
from generator.model import Record
from generator.text.dates import month_names, parse_edtf
from generator.text.urls import absolute_url
from generator.tomlfile import TomlFile, nearest

Glyph = Literal["disc", "ring", "diamond", "hollow-diamond", "dot"]
Reader = Literal["feed", "index", "preview"]

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Site(Record, kw_only=True):
    """The table [site]. `id` names the site in browsers' storage: do not change it.

    `base_url` is "" or an absolute URL that ends in "/"; only what needs an absolute address
    of ours uses it. `timezone` is an IANA name; instants become days in it.
    """

    id: str
    title: str
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    base_url: str = ""


class Source(Record, kw_only=True):
    """One [[source]]. Their order in the file is the order of trust, most trusted first.

    `captures` is the folder of its log, relative to site.toml; captures/<name> unless given.
    `url` is where the source lives, None for one that has no single address.
    """

    name: str
    reader: Reader
    title: str
    url: str | None = None
    captures: str = ""


class Kind(Record, kw_only=True):
    """One [[kind]]: an article is of the first kind that has a rule it meets.

    Any one rule is enough; a kind without rules takes all the rest. `large` sets its titles
    large, `glyph` is its node on the timeline's thread.
    """

    name: str
    title: str
    plural: str
    glyph: Glyph = "dot"
    large: bool = False
    title_starts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    byline: bool = False


class Series(Record, kw_only=True):
    """One [[series]]. `dated`: a title that ends in "Month YYYY" says when it was published."""

    name: str
    title: str
    title_starts: tuple[str, ...]
    dated: bool = False


class Config(Record, kw_only=True):
    """content/site.toml, checked. `folder` is the content folder as the owner named it."""

    folder: str
    site: Site
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    series: tuple[Series, ...] = ()

    def kind(self, name: str) -> Kind:
        """The kind of that name, which an article's `kind` always is."""
        return next(kind for kind in self.kinds if kind.name == name)

    def source(self, name: str) -> Source:
        """The source of that name."""
        return next(source for source in self.sources if source.name == name)


class Setting(Record, kw_only=True):
    """One [[set]] of overrides.toml: the fields that are not None replace what sources say."""

    article: str
    reason: str
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    date: str | None = None
    summary: str | None = None
    kind: str | None = None
    series: str | None = None
    tags: tuple[str, ...] | None = None
    where: str = ""


class Naming(Record, kw_only=True):
    """One [[hide]], [[mention]] or [[article]]: the article (or mention) that is meant, and why."""

    article: str
    reason: str
    where: str = ""


class Pair(Record, kw_only=True):
    """One [[same]] or [[not_same]]: two or more references to what is, or is not, one article."""

    articles: tuple[str, ...]
    reason: str
    where: str = ""


class Overrides(Record, kw_only=True):
    """content/overrides.toml, checked: the owner's last word. Every part may be empty.

    `hide` leaves an article out, `mention` lists it as a mention, `article` makes a mention an
    article. References are URLs, titles or ids; `where` is the file and line of each.
    """

    set: tuple[Setting, ...] = ()
    hide: tuple[Naming, ...] = ()
    mention: tuple[Naming, ...] = ()
    article: tuple[Naming, ...] = ()
    same: tuple[Pair, ...] = ()
    not_same: tuple[Pair, ...] = ()


DEFAULT_KINDS = (Kind(name="article", title="Article", plural="Articles", glyph="disc"),)


def load_config(folder: Path, base_url: str | None = None) -> Config:
    """The configuration in `folder`/site.toml; `base_url` replaces the one that stands there.

    Raises:
        ConfigError: the file is missing, or anything in it cannot be used.
    """
    file = TomlFile(folder / "site.toml", ("site", "source", "kind", "series"))
    site = file.record("site", Site)
    if base_url is not None:
        site = msgspec.structs.replace(site, base_url=base_url)
    config = Config(
        folder=str(folder),
        site=_checked_site(file, site, given=base_url is not None),
        sources=file.records("source", Source),
        kinds=file.records("kind", Kind) or DEFAULT_KINDS,
        series=file.records("series", Series),
    )
    if not config.sources:
        file.fail(0, "names no [[source]]; without one there is nothing to list")
    _check_names(file, "source", [source.name for source in config.sources])
    _check_names(file, "kind", [kind.name for kind in config.kinds])
    _check_names(file, "series", [series.name for series in config.series])
    for number, source in enumerate(config.sources):
        if source.url is not None and absolute_url(source.url) is None:
            line = file.line("source", number, "url")
            file.fail(line, f'"{source.url}" is no http or https URL')
    return config


def _checked_site(file: TomlFile, site: Site, *, given: bool) -> Site:
    if not _NAME.fullmatch(site.id):
        line = file.line("site", 0, "id")
        file.fail(line, f'id "{site.id}": use a-z, 0-9 and hyphens; it names storage in browsers')
    _check_timezone(file, site.timezone)
    _check_language(file, site.language)
    if not site.base_url:
        return site
    parts = urlsplit(site.base_url)
    if absolute_url(site.base_url) is None or parts.query or parts.fragment:
        message = f'base URL "{site.base_url}" is no http or https URL of a folder'
        if given:
            raise ConfigError(f"--base-url: {message}")
        file.fail(file.line("site", 0, "base_url"), message)
    return msgspec.structs.replace(site, base_url=site.base_url.rstrip("/") + "/")


def _check_timezone(file: TomlFile, name: str) -> None:
    if name == "UTC":
        return
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        known = sorted(available_timezones())
        line = file.line("site", 0, "timezone")
        file.fail(line, f'there is no time zone "{name}"{nearest(name, known)}')


def _check_language(file: TomlFile, language: str) -> None:
    line = file.line("site", 0, "language")
    if not _LANGUAGE.fullmatch(language):
        file.fail(line, f'"{language}" is no language tag; write "en" or "pt-BR"')
    try:
        month_names(language)
    except (LookupError, ValueError):
        file.fail(line, f'the names of the months are not known in the language "{language}"')


def _check_names(file: TomlFile, table: str, names: Sequence[str]) -> None:
    """Names stand in paths and are referred to: plain, and each just once."""
    for number, name in enumerate(names):
        line = file.line(table, number, "name")
        if not _NAME.fullmatch(name):
            file.fail(line, f'name "{name}" in [[{table}]]: use a-z, 0-9 and hyphens')
        if name in names[:number]:
            file.fail(line, f'a second [[{table}]] is named "{name}"')


def load_overrides(config: Config) -> Overrides:
    """The owner's last word in overrides.toml; none where that file does not exist.

    Raises:
        ConfigError: anything in it cannot be used. (What it names is looked up when reconciling.)
    """
    path = Path(config.folder) / "overrides.toml"
    if not path.exists():
        return Overrides()
    tables = Overrides.__struct_fields__
    file = TomlFile(path, tables)
    overrides = Overrides(
        set=file.records("set", Setting),
        hide=file.records("hide", Naming),
        mention=file.records("mention", Naming),
        article=file.records("article", Naming),
        same=file.records("same", Pair),
        not_same=file.records("not_same", Pair),
    )
    for table in tables:
        for number, row in enumerate(getattr(overrides, table)):
            if not row.reason.strip():
                file.fail(file.line(table, number, "reason"), f"[[{table}]]: give a reason")
    for table in ("same", "not_same"):
        for number, pair in enumerate(getattr(overrides, table)):
            if len(set(pair.articles)) < 2:
                line = file.line(table, number, "articles")
                file.fail(line, f"[[{table}]]: name two articles or more")
    for number, setting in enumerate(overrides.set):
        _check_setting(file, number, setting, config)
    return overrides


def _check_setting(file: TomlFile, number: int, setting: Setting, config: Config) -> None:
    def fail(key: str, message: str) -> None:
        file.fail(file.line("set", number, key), message)

    if setting.url is not None and absolute_url(setting.url) is None:
        fail("url", f'"{setting.url}" is no http or https URL')
    if setting.date is not None:
        try:
            parse_edtf(setting.date)
        except ValueError as error:
            fail("date", str(error))
    _check_known(fail, "kind", setting.kind, (kind.name for kind in config.kinds))
    _check_known(fail, "series", setting.series, (series.name for series in config.series))
    fields = ("url", "title", "authors", "date", "summary", "kind", "series", "tags")
    if all(getattr(setting, field) is None for field in fields):
        fail("article", f"[[set]] sets no field; known: {', '.join(fields)}")


def _check_known(
    fail: Callable[[str, str], None], key: str, value: str | None, known: Iterable[str]
) -> None:
    names = list(known)
    if value is not None and value not in names:
        fail(key, f'site.toml has no {key} "{value}"{nearest(value, names)}')
