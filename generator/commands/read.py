"""Run `octavo read`: print what a reader makes of one file, as JSON."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import get_args

import msgspec

from generator.config.load import load_config
from generator.config.records import DEFAULT_KINDS, Config, Reader, Site, Source
from generator.errors import ConfigError, SourceError
from generator.fetch.discover import probe_file
from generator.model.record import PartialDate
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received, list_captures, parse_name
from generator.sources.notes import read_note
from generator.text.urls import absolute_url

_READERS = ", ".join(get_args(Reader))


def read(file: Path, content: Path, reader: Reader | None, url: str | None) -> str:
    """Return a file as read, for JSON: entries, problems, and how it was understood.

    A capture of the list in `content` is read as its source says, unless a reader is given.

    Raises:
        GeneratorError: site.toml cannot be used, no reader fits, or the one that does fails.
    """
    config = _config_of(content)
    place = None if reader else _place_in(config, file)
    received, source = place or (
        _received(file),
        _source(reader or _reader_of(file), file, url),
    )
    try:
        contents = _contents(received, source, config)
    except SourceError as error:
        if place or reader:
            raise
        hint = (
            f"It was tried as a feed and as an index before; --reader says what it is: {_READERS}"
        )
        raise SourceError(*error.args, hint) from error
    described = {"reader": source.reader, "capture": received.path, **msgspec.to_builtins(contents)}
    return json.dumps(described, ensure_ascii=False, indent=2)


def _config_of(content: Path) -> Config:
    if (content / "site.toml").is_file():
        return load_config(content)
    site = Site(id="none", title="none")
    return Config(folder=str(content), site=site, sources=(), kinds=DEFAULT_KINDS)


def _place_in(config: Config, file: Path) -> tuple[Received, Source] | None:
    """Return the file as a capture or note of the list, with its source; None if it is neither."""
    path = file.resolve()
    for source in config.sources:
        folder = Path(config.folder) / source.folder
        if source.reader == "note" and folder.resolve() in path.parents:
            return msgspec.structs.replace(_received(file), path=f"notes/{file.name}"), source
        for received in list_captures(source, config)[0] if source.reader != "note" else ():
            if Path(received.file).resolve() == path:
                return received, source
    return None


def _received(file: Path) -> Received:
    """Return a file of no list: of the date in its name, or of the day when it was written."""
    try:
        date, time = parse_name(file.name)
    except ValueError:
        written = datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.UTC)
        date, time = PartialDate(year=written.year, month=written.month, day=written.day), ""
    return Received(path=str(file), file=file, resource=None, date=date, time=time)


def _source(reader: Reader, file: Path, url: str | None) -> Source:
    address = absolute_url(url) if url else None
    if url and address is None:
        raise ConfigError(f"--url: “{url}” is no http or https address")
    return Source(name="file", reader=reader, title=file.name, url=address)


def _reader_of(file: Path) -> Reader:
    """Return the reader that fits a file: of a feed, an index, or else a saved page."""
    try:
        return probe_file(file).reader
    except ConfigError:
        return "preview"


def _contents(received: Received, source: Source, config: Config) -> Contents:
    if source.reader == "note":
        try:
            return Contents(entries=(read_note(Path(received.file), received.path, source),))
        except ValueError as error:
            raise SourceError(f"{received.path}: {error}") from error
    contents = read_capture(received, source, config)
    if isinstance(contents, Contents):
        return contents
    raise SourceError(f"{contents.where}: read as {source.reader}: {contents.message}")
