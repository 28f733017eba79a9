"""content/notes/*.md, what the owner writes → entries: notes on articles, and articles.

Front matter says what a note is on (`article`: a URL, a title, an id or the last part of a
permalink); without `article` it is an article of its own, with the fields that an article has.
"""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path
from typing import Any

import msgspec

from generator.config.records import Config, Source
from generator.config.toml_file import nearest
from generator.errors import ConfigError, SourceError, one_line
from generator.model.entries import (
    DateClaim,
    DateKind,
    Entry,
    Note,
    OwnImage,
    Reading,
    SourceReport,
)
from generator.model.record import PartialDate, Problem
from generator.regular_file import read_regular_file
from generator.sources.capture_files import is_below
from generator.sources.time_limit import TimeLimitError, time_limit
from generator.text.dates import parse_edtf
from generator.text.front_matter import split_front_matter
from generator.text.html import clean_text, text_of_html, unique_texts
from generator.text.markdown import html_of_owner_markdown
from generator.text.names import split_names
from generator.text.urls import absolute_url, slugify

# Python-Markdown reads some 300 KB in a second, but 20,000 footnotes or headings in a minute.
SECONDS_FOR_A_TEXT = 4.0


class _NoteFields(msgspec.Struct, forbid_unknown_fields=True):
    """The front matter of a note. One author or tag may be given without brackets."""

    article: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    authors: str | list[str] = []
    summary: str | None = None
    tags: str | list[str] = []
    added: str | None = None
    image: str | None = None
    image_alt: str | None = None


# What a note on an article cannot say of it.
_OF_ARTICLES = ("url", "authors", "summary", "tags", "added")


def read_notes(source: Source, config: Config) -> Reading:
    """Return the owner's notes, in the order of their file names; a broken one is a problem.

    Raises:
        ConfigError: site.toml names a folder that does not exist.
    """
    folder = Path(config.folder) / source.folder
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder; [[source]] {source.name} reads it")
    home = Path(os.path.realpath(config.folder))
    entries: list[Entry] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        if any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue  # an editor's
        where = one_line(file.relative_to(config.folder).as_posix())
        try:
            if not is_below(file, home):
                raise ValueError("it is a link out of the content folder")
            entry = read_note(file, where, source)
            entries.append(msgspec.structs.replace(entry, position=len(entries)))
        except ValueError as error:
            message = one_line(f"not read: {error}")
            problems.append(Problem(where=where, message=message, severity="error"))
    report = SourceReport(name=source.name, captures=(), entries=len(entries))
    return Reading(entries=tuple(entries), reports=(report,), quotes=(), problems=tuple(problems))


def read_note(file: Path, where: str, source: Source) -> Entry:
    """Return the contents of one note; `where` is its path below content/.

    Raises:
        ValueError: it cannot be read, and why.
    """
    try:
        text = read_regular_file(file).decode("utf-8-sig")
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error
    values, body = split_front_matter(text)
    fields = _checked(values)
    claim = _claim(fields.date)
    title = clean_text(fields.title or "")
    html = _html(body, 3, f"note-{slugify(file.stem, 'note')}-").strip()
    image = _image(fields, where)
    if not (html or image) and (fields.article is not None or not (title or fields.url)):
        raise ValueError("it is empty")
    url = absolute_url(fields.url)
    if fields.url and url is None:
        raise ValueError(f'url "{fields.url}" is no http or https URL')
    if fields.article is None and not (title or url):
        raise ValueError("it names no article, and has no title or url to be one itself")
    note = Note(
        source=source.name,
        where=where,
        title=title if fields.article else None,
        date=claim.date if claim else None,
        body_html=html,
        body_text=text_of_html(html),
    )
    entry = Entry(
        source=source.name,
        capture=where,
        where=where,
        position=0,
        first_seen=None,
        note=note if html else None,
        image=image,
    )
    if fields.article is not None:
        return msgspec.structs.replace(entry, about=fields.article.strip(), creates=False)
    return msgspec.structs.replace(
        entry,
        url=url,
        title=title,
        authors=_names(fields.authors),
        published=claim,
        summary=clean_text(fields.summary or ""),
        tags=_texts(fields.tags),
        added=_claim(fields.added, "added"),
    )


def _checked(values: dict[str, Any]) -> _NoteFields:
    """Return the front matter as a note may have it.

    Raises:
        ValueError: an unknown key, a value of the wrong type, or keys that do not go together.
    """
    known = _NoteFields.__struct_fields__
    for key in values:
        if key not in known:
            raise ValueError(f'unknown key "{key}"{nearest(key, known)}')
    dated = {k: v.isoformat() if isinstance(v, datetime.date) else v for k, v in values.items()}
    try:
        fields = msgspec.convert(dated, _NoteFields)
    except msgspec.ValidationError as error:
        raise ValueError(re.sub(r" - at `\$\.?([^`]*)`", r' in "\1"', str(error))) from error
    if fields.article is not None:
        if not fields.article.strip():
            raise ValueError('"article" is empty; name an article by its URL, title or id')
        of_articles = [key for key in values if key in _OF_ARTICLES]
        if of_articles:
            raise ValueError(
                f'"{of_articles[0]}" is for an article of its own; this note is on an article '
                "(overrides.toml sets fields)"
            )
    return fields


def _image(fields: _NoteFields, where: str) -> OwnImage | None:
    """Return the picture that the front matter names.

    Raises:
        ValueError: it says what a picture shows, and names none.
    """
    file, alt = clean_text(fields.image or ""), clean_text(fields.image_alt or "")
    if alt and not file:
        raise ValueError('"image_alt" stands without an "image"')
    return OwnImage(file=file, alt=alt, where=where) if file else None


def _claim(text: str | None, kind: DateKind = "note") -> DateClaim | None:
    if text is None or not text.strip():
        return None
    return DateClaim(date=_date(text), kind=kind, raw=text.strip())


def _date(text: str) -> PartialDate:
    """Return a date in EDTF; of a date with a time its day, as written."""
    return parse_edtf(re.sub(r"(?<=\d\d-\d\d)[T ]\d\d:\d\d.*", "", text.strip()))


def _names(value: str | list[str]) -> tuple[str, ...]:
    """Return the texts of a list as names, unchanged; a text alone may list several."""
    return split_names(clean_text(value) or "") if isinstance(value, str) else _texts(value)


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return unique_texts([value] if isinstance(value, str) else value)


def read_about(config: Config) -> str | None:
    """Return pages/about.md as HTML; None where there is no such file.

    Raises:
        SourceError: the file cannot be read as UTF-8 text.
    """
    path = Path(config.folder) / "pages" / "about.md"
    if not is_below(path, Path(os.path.realpath(config.folder))):
        raise SourceError(f"{path}: is a link out of the content folder; put the text itself there")
    try:
        return _html(read_regular_file(path).decode("utf-8-sig"))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SourceError(f"{path}: {error}") from error


def _html(text: str, top_heading: int = 2, id_prefix: str = "text-") -> str:
    """Return the HTML of the owner's Markdown, made within bounds.

    Raises:
        ValueError: it takes too long, or is nested too deeply.
    """
    try:
        with time_limit(SECONDS_FOR_A_TEXT):
            return html_of_owner_markdown(text, top_heading, id_prefix)
    except TimeLimitError as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("its lists, quotations or tags stand too deep in each other") from error
