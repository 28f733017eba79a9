"""content/site.toml → Config. All checking of what the owner wrote in TOML is here."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec

from generator.errors import ConfigError
from generator.model import Record

Glyph = Literal["disc", "ring", "diamond", "hollow-diamond", "dot"]
Reader = Literal["feed", "index", "preview"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_TABLE = re.compile(r"\s*\[(\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_T = TypeVar("_T")


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
