"""What lies in content/ and nobody reads → problems, so that nothing is passed over silently."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.config.records import Config
from generator.errors import one_line
from generator.model import Problem
from generator.sources.capture_files import PAGES, parse_name

# What is read of content/, besides the folders that site.toml names.
_KNOWN = ("site.toml", "overrides.toml", "captures", "notes", "pages", "static", "templates")
_TEXTS = {".md", ".markdown", ".mdown", ".txt"}


def unread_files(config: Config) -> tuple[Problem, ...]:
    """A problem for each file and folder that no source reads, though it seems meant for one."""
    reasons = dict((*_captures(config), *_notes(config), *_misspelt(config)))
    return tuple(
        Problem(
            where=one_line(path.relative_to(config.folder).as_posix()),
            message=f"not read: {why}",
            severity="warning",
        )
        for path, why in reasons.items()
    )


def _captures(config: Config) -> Iterator[tuple[Path, str]]:
    """Folders of captures, and captures in none."""
    home = Path(config.folder) / "captures"
    own = [source.folder for source in config.sources]
    # What `fetch --previews` keeps beside its copies is for nobody to read.
    own += [source.folder + PAGES for source in config.sources if source.reader == "preview"]
    read = {(Path(config.folder) / folder).resolve() for folder in own}

    def is_read(path: Path) -> bool:
        place = path.resolve()
        return home.resolve() in read or any(place in (one, *one.parents) for one in read)

    found = [path for path in sorted(home.glob("*")) if not path.name.startswith(".")]
    for path in found:
        if path.is_dir() and not is_read(path):
            yield path, "no [[source]] in site.toml has this name"
    for path in found:
        if path.is_file() and _is_dated(path) and not is_read(path):
            yield path, "it lies in the folder of no source"


def _is_dated(path: Path) -> bool:
    try:
        return bool(parse_name(path.name))
    except ValueError:
        return False


def _notes(config: Config) -> Iterator[tuple[Path, str]]:
    """Texts among the notes that have another ending than a note's."""
    for source in config.sources:
        if source.reader == "note":
            for path in sorted((Path(config.folder) / source.folder).rglob("*")):
                if path.suffix != ".md" and path.suffix.lower() in _TEXTS and path.is_file():
                    yield path, "the name of a note ends in .md"


def _misspelt(config: Config) -> Iterator[tuple[Path, str]]:
    """Yield what stands beside site.toml under nearly the name of something that is read."""
    from difflib import get_close_matches  # late: 1 ms

    # Beside what is read such a name is somebody's copy of it.
    home = Path(config.folder)
    own = {source.folder.partition("/")[0] for source in config.sources}
    for path in sorted(home.iterdir()):
        near = get_close_matches(path.name, _KNOWN, n=1, cutoff=0.8)
        if near and path.name not in {*_KNOWN, *own} and not (home / near[0]).exists():
            yield path, f"octavo knows no such name; did you mean {near[0]}?"
