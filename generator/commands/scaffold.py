"""What `octavo init` found → the files of a new list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from generator import __version__
from generator.config.records import Kind, Source
from generator.errors import ConfigError, OutputError
from generator.model import Record
from generator.resources import templates_folder
from generator.text.front_matter import toml_value

_ABOUT = """\
This list is kept by hand and by program: what its sources say is fetched, compared and put in
order, and every page tells how it knows.
"""


class NewList(Record, kw_only=True):
    """What a new site.toml is to say. `id` is a plain name; `kinds` may be empty."""

    id: str
    title: str
    language: str
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]


def write_list(folder: Path, new: NewList) -> None:
    """Writes the files of the list; of those around content/ only what is not there yet.

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
        "@LANGUAGE@": toml_value(new.language),
        "@SOURCES@": "\n".join(_source(source) for source in new.sources),
        "@KINDS@": "\n".join(_kind(kind) for kind in new.kinds),
    }
    # Lists that begin on one day should not all fetch in one minute.
    minute = 7 + sum(new.id.encode()) % 23 * 2
    try:
        _write(site_toml, _filled("site.toml", values))
        _write(folder / "content" / "pages" / "about.md", _ABOUT)
        _write(folder / "README.md", _filled("README.md", {"@TITLE@": new.title}))
        _write(folder / "Makefile", _filled("Makefile", {}))
        _write(folder / ".gitignore", "_site/\n.cache/\n")
        _write(folder / ".gitattributes", "content/captures/** -text\n")
        workflow = _filled("pages.yml", {"@VERSION@": __version__, "@MINUTE@": str(minute)})
        _write(folder / ".github" / "workflows" / "pages.yml", workflow)
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be written: {error.strerror}") from error


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(text, encoding="utf-8")


def _filled(name: str, values: dict[str, str]) -> str:
    text = (templates_folder() / "init" / name).read_text(encoding="utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def _source(source: Source) -> str:
    lines = [("name", source.name), ("reader", source.reader), ("title", source.title)]
    lines += [("url", source.url)] if source.url else []
    return _table("source", lines)


def _kind(kind: Kind) -> str:
    lines: list[tuple[str, str | Sequence[str]]] = [
        ("name", kind.name),
        ("title", kind.title),
        ("plural", kind.plural),
        ("glyph", kind.glyph),
    ]
    lines += [("sources", kind.sources)] if kind.sources else []
    return _table("kind", lines)


def _table(name: str, lines: Iterable[tuple[str, str | Sequence[str]]]) -> str:
    return "\n".join(["", f"[[{name}]]", *(f"{key} = {toml_value(value)}" for key, value in lines)])
