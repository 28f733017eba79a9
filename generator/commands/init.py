"""Make a folder with a new list, which builds at once, of a title and addresses or files."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from textwrap import indent
from typing import Any, get_args
from urllib.parse import SplitResult, quote, urlsplit

import msgspec

from generator.commands.doctor import top_of_repository
from generator.commands.fetch import fetch
from generator.commands.new_sources import ending_of, free_name, name_sources, table_of
from generator.config.records import Config, Fetching, Glyph, Kind, Site, Source
from generator.config.toml_edit import Value
from generator.errors import ConfigError, OutputError
from generator.fetch.discover import DetectedSource, place_of, probe_file, probe_url
from generator.fetch.sources import (
    Settings,
    capture_name,
    has_failed,
    keep_capture,
    lock_captures,
    make_client,
)
from generator.model.record import Record
from generator.output.wording import load_wording
from generator.resources import PACKAGE, templates_folder
from generator.sources.lists.opml import ListedFeed, is_opml, read_opml
from generator.text.front_matter import toml_value
from generator.text.numbers import pluralize
from generator.text.urls import slugify

Say = Callable[[str], None]


class _Found(Record, kw_only=True):
    """The sources at the given addresses and files, and a title for the list."""

    candidates: tuple[DetectedSource, ...] = ()
    feeds: tuple[ListedFeed, ...] = ()
    title: str | None = None


def init(
    folder: Path, title: str | None, places: Sequence[str], settings: Settings, say: Say
) -> bool:
    """Make a new list and fetch it; return whether every source could be fetched.

    `places` are URLs and files. Without a title the list gets that of the first source with one.

    Raises:
        ConfigError: there is a list already, or nothing to make one of.
        FetchError: an address has nothing that can be a source.
    """
    content = folder / "content"
    if (content / "site.toml").exists():
        raise ConfigError(f"{content / 'site.toml'}: is there already; name another folder")
    found = _find_sources(places, settings, say)
    alone = len(found.candidates) + len(found.feeds) <= 2
    sources = name_sources(found.candidates, found.feeds, set(), alone=alone)
    if not sources:
        raise ConfigError("name at least one address or file that the list is to be made of")
    new = _new_list(title or found.title, found, sources)
    kept = write_list(folder, new)
    with lock_captures(content, settings.say):
        received = set()
        for candidate, source in zip(found.candidates, sources, strict=False):
            if candidate.url is None:
                name = capture_name(settings.now, ending_of(candidate))
                keep_capture(content / "captures" / source.name / name, candidate.data)
                received.add(source.name)
    say(f"wrote      {content / 'site.toml'} with {pluralize(len(new.sources), 'source')}")
    for line in kept:
        say(f"kept       {line}")
    for line in _to_do(folder, new):
        say(f"to do      {line}")
    requested = tuple(source.name for source in new.sources if source.name not in received)
    if not requested:
        return True
    fetched = fetch(content, msgspec.structs.replace(settings, named=requested))
    for one in fetched:
        say(f"{one.outcome:9}  {one.source}: {one.message}")
    return not has_failed(fetched)


def _to_do(folder: Path, new: NewList) -> Iterator[str]:
    """Yield the steps that the owner has to do before the workflow can run."""
    if not new.octavo.requirement:
        yield new.octavo.message
    top = top_of_repository(folder)
    if top and not top.samefile(folder):
        yield (
            f"{folder} is in the repository {top}, and GitHub reads workflows at the top of one "
            f"only; make a repository of {folder}"
        )


def _find_sources(places: Sequence[str], settings: Settings, say: Say) -> _Found:
    found = _Found()
    with make_client(_CONFIG, settings) as client:
        for place in places:
            meant = place_of(place)
            if meant.file:
                more = _look_at_file(meant.file, settings)
            else:
                candidates = probe_url(client, meant.url, settings.accept)
                more = _Found(candidates=candidates, title=_first_title(candidates))
            for candidate in more.candidates:
                read = f"{candidate.reader} with {candidate.counted}"
                say(f"found      {read}: {candidate.url or place}")
            found = _Found(
                candidates=found.candidates + more.candidates,
                feeds=found.feeds + more.feeds,
                title=found.title or more.title,
            )
    return found


# What is known before there is a site.toml: the defaults. Nobody's list yet, so nobody's name.
_CONFIG = Config(
    folder=".", site=Site(id="new", title="new"), sources=(), kinds=(), fetch=Fetching()
)


def _look_at_file(path: Path, settings: Settings) -> _Found:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if is_opml(data):
        listed = read_opml(data, str(path))
        return _Found(feeds=listed.feeds, title=listed.title)
    candidate = probe_file(path, settings.accept)
    return _Found(candidates=(candidate,), title=candidate.title)


def _first_title(candidates: Sequence[DetectedSource]) -> str | None:
    return next((candidate.title for candidate in candidates if candidate.title), None)


def _new_list(title: str | None, found: _Found, sources: tuple[Source, ...]) -> NewList:
    # Of many feeds no host names the list.
    hosts = [urlsplit(one.url).hostname for one in found.candidates if one.url]
    title = title or next((host for host in hosts if host), None) or "Reading list"
    about = [one.description for one in found.candidates if one.description]
    languages = [one.language for one in found.candidates if one.language]
    of_feeds = sources[len(found.candidates) :]
    language = languages[0] if languages else "en"
    words = load_wording([templates_folder()], language).strings
    return NewList(
        octavo=find_installed(),
        id=slugify(title, "list"),
        title=title,
        language=language,
        about=words["default-about"],
        description=about[0] if len(found.candidates) == 1 and about else "",
        sources=sources,
        kinds=_kinds(found.feeds, of_feeds, words),
    )


def _kinds(
    feeds: Sequence[ListedFeed], sources: Sequence[Source], words: Mapping[str, str]
) -> tuple[Kind, ...]:
    """Return a kind a folder of OPML, and one for the rest, called as the interface does."""
    folders: dict[str, list[str]] = {}
    for feed, source in zip(feeds, sources, strict=True):
        if feed.folder:
            folders.setdefault(feed.folder, []).append(source.name)
    taken: set[str] = {"article"}
    glyphs: tuple[Glyph, ...] = get_args(Glyph)
    kinds = [
        Kind(
            name=free_name(slugify(folder, "kind"), taken),
            title=folder,
            plural=folder,
            glyph=glyphs[(number + 1) % len(glyphs)],
            sources=tuple(names),
        )
        for number, (folder, names) in enumerate(folders.items())
    ]
    title, plural = words["default-kind"], words["default-kinds"]
    return (*kinds, Kind(name="article", title=title, plural=plural, glyph="disc"))


class NewList(Record, kw_only=True):
    """The contents of a new list. `id` is a plain name; `kinds` may be empty."""

    id: str
    title: str
    language: str
    #: What pages/about.md says at first.
    about: str = ""
    description: str = ""
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    octavo: Installed


def write_list(folder: Path, new: NewList) -> tuple[str, ...]:
    """Write the files of the list; return a line on each that exists already and is kept.

    Raises:
        ConfigError: there is a list already.
        OutputError: the disk refuses.
    """
    site_toml = folder / "content" / "site.toml"
    if site_toml.exists():
        raise ConfigError(f"{site_toml}: is there already; change it, or name another folder")
    values = {
        "@ID@": toml_value(new.id),
        "@TITLE@": toml_value(new.title),
        "@DESCRIPTION@": toml_value(new.description),
        "@LANGUAGE@": toml_value(new.language),
        "@SOURCES@": "\n".join(_source(source) for source in new.sources),
        "@KINDS@": "\n".join(_kind(kind) for kind in new.kinds),
    }
    texts = {
        "content/site.toml": _filled("site.toml", values),
        "content/overrides.toml": _filled("overrides.toml", {}),
        "content/pages/about.md": f"{new.about}\n",
        "README.md": _filled("README.md", {"@TITLE@": new.title}),
        "Makefile": _filled("Makefile", {}),
        ".gitignore": _filled("gitignore", {}),
        ".gitattributes": "content/captures/** -text\n",
        ".github/workflows/pages.yml": _workflow(new),
    }
    try:
        kept = [_write(folder / path, text) for path, text in texts.items()]
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be written: {error.strerror}") from error
    return tuple(line for line in kept if line)


def _workflow(new: NewList) -> str:
    # Lists that begin on one day should not all fetch in one minute.
    minute = 7 + sum(new.id.encode()) % 23 * 2
    values = {
        "@MINUTE@": str(minute),
        "@OCTAVO@": json.dumps(new.octavo.requirement),
        "@MISSING@": json.dumps(new.octavo.message, ensure_ascii=False),
        "@PACK@": indent(_script("pack-captures"), " " * 10).rstrip(),
        "@KEEP@": indent(_script("keep-captures"), " " * 10).rstrip(),
    }
    return _filled("pages.yml", values)


def _script(name: str) -> str:
    """Return a script without the lines above its first command, for a step of a workflow."""
    return _filled(name, {}).partition("\n\n")[2]


def _write(path: Path, text: str) -> str | None:
    """Write a file, or return a line that it is kept, with those of our lines that it lacks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        there = path.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        path.write_text(text, encoding="utf-8", newline="\n")
        return None
    if path.name in (".gitignore", ".gitattributes"):
        lacking = [line for line in text.splitlines() if line not in there.splitlines()]
        return f"{path} as it is; add to it: {'  '.join(lacking)}" if lacking else None
    return None if there == text else f"{path} as it is; octavo's own is not written"


def _filled(name: str, values: dict[str, str]) -> str:
    text = (templates_folder() / "init" / name).read_text(encoding="utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def _source(source: Source) -> str:
    return _table("source", table_of(source).items())


def _kind(kind: Kind) -> str:
    lines: list[tuple[str, Value]] = [
        ("name", kind.name),
        ("title", kind.title),
        ("plural", kind.plural),
        ("glyph", kind.glyph),
    ]
    lines += [("sources", kind.sources)] if kind.sources else []
    return _table("kind", lines)


def _table(name: str, lines: Iterable[tuple[str, Value]]) -> str:
    return "\n".join(["", f"[[{name}]]", *(f"{key} = {toml_value(value)}" for key, value in lines)])


# What pip is to install on another machine, so that it has the octavo that runs here. PEP 610.

_ADVICE = (
    "write after OCTAVO: in .github/workflows/pages.yml what pip is to install there, like "
    "git+https://… with the address of octavo's repository, an @ and a commit"
)


class Installed(Record, kw_only=True):
    """A requirement for pip, "" where there is none that another machine could use.

    `message` says what the owner has to do where it is empty.
    """

    requirement: str
    message: str = f"OCTAVO is empty: {_ADVICE}"


def find_installed() -> Installed:
    """Return the requirement that pip recorded: an address and a commit, or a version."""
    try:
        found = distribution("octavo")
        direct = found.read_text("direct_url.json")
        # Nothing that somebody else installed, where this one runs from its checkout.
        if not direct and not _is_ours(found):
            raise ConfigError("a checkout")
        text = _requirement(json.loads(direct)) if direct else f"octavo=={found.version}"
    except PackageNotFoundError:
        return _without_requirement("a checkout")
    except ConfigError as error:
        return _without_requirement(str(error))
    except (ValueError, LookupError, TypeError, AttributeError):
        return _without_requirement("what pip has not recorded well")
    return Installed(requirement=text)


def _is_ours(found: Distribution) -> bool:
    place = Path(str(found.locate_file(PACKAGE.name)))
    return place.exists() and place.samefile(PACKAGE)


def _without_requirement(place: str) -> Installed:
    message = (
        f"octavo is installed here from {place}, which GitHub's machines cannot reach: {_ADVICE}"
    )
    return Installed(requirement="", message=message)


def _requirement(direct: dict[str, Any]) -> str:
    """Return the requirement that a direct_url.json describes, without credentials.

    Raises:
        ConfigError: another machine cannot reach the address; what kind of place it is.

    Source: https://packaging.python.org/en/latest/specifications/direct-url/
    """
    url = _public(urlsplit(direct["url"]))
    if vcs := direct.get("vcs_info"):
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    fragments = [f"subdirectory={direct['subdirectory']}"] if "subdirectory" in direct else []
    hashes = direct.get("archive_info", {}).get("hashes", {})
    fragments += [f"sha256={hashes['sha256']}"] if "sha256" in hashes else []
    # No space or brace: one would end the address, two are GitHub's own.
    address = quote(f"{url}#{'&'.join(fragments)}" if fragments else url, safe="/:@#&=+%,~[]")
    return f"octavo @ {address}"


def _public(url: SplitResult) -> str:
    if url.scheme == "file":
        raise ConfigError("a folder of this machine")
    if url.scheme not in ("http", "https") or not url.hostname or url.query:
        raise ConfigError("an address that needs a key of yours")
    if not _is_reached(url.hostname):
        raise ConfigError("an address of your own network")
    place = url.netloc.rpartition("@")[2]
    return f"{url.scheme}://{place}{url.path}"


def _is_reached(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal"))
