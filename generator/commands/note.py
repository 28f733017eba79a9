"""The owner's words on an article → a note in notes/, new or longer by them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.commands.desk import Desk, find_in, names_of
from generator.config.owner_file import difference, save_text
from generator.errors import ConfigError
from generator.model import Article, Entry
from generator.reconcile import reconcile
from generator.regular_file import read_regular_file
from generator.sources.notes import read_note
from generator.text.front_matter import toml_front_matter


class NoteEdit(NamedTuple):
    """A note to be written: its file, what that holds now (None: nothing), and its text."""

    path: Path
    received: bytes | None
    text: str

    def diff(self) -> str:
        """Return what the change is, as `diff -u` shows it."""
        return difference(self.path, (self.received or b"").decode("utf-8-sig"), self.text)

    def save(self) -> None:
        """Write the file whole or not at all.

        Raises:
            OutputError: somebody has changed it meanwhile, or the disk refuses.
        """
        save_text(self.path, self.text, instead_of=self.received)


def note_on(desk: Desk, reference: str, words: str) -> NoteEdit:
    """Return a note on an article, or the one that is there, with the words at its end.

    Raises:
        ConfigError: the article is not found, or the note could not be read.
    """
    article = desk.find_article(reference)
    if not words.strip():
        raise ConfigError("the note is empty")
    edit = _longer(desk, article, words) or _new(desk, article, words)
    for text in [edit.text] if edit.received is not None else _texts(article, words):
        if _is_on(desk, article, edit.path, text):
            return edit._replace(text=text)
    raise ConfigError(f"nothing is written: no name of “{article.label}” names it alone")


def _longer(desk: Desk, article: Article, words: str) -> NoteEdit | None:
    """Return the first note that is on the article, or makes it one; None where there is none."""
    notes = {source.name for source in desk.config.sources if source.reader == "note"}
    for statement in article.statements:
        if statement.source in notes:
            path = desk.content / statement.where
            received = read_regular_file(path)
            text = received.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
            gap = "\n" if text.endswith(("\n---", "\n+++")) else "\n\n"
            return NoteEdit(path, received, f"{text}{gap}{words.strip()}\n")
    return None


def _new(desk: Desk, article: Article, words: str) -> NoteEdit:
    folder = desk.content / desk.config.notes.folder
    path = folder / f"{article.slug}.md"
    if path.exists():
        path = folder / f"{article.slug}-{article.id}.md"
    if path.exists():
        raise ConfigError(f"{path}: is there already, and is no note on “{article.label}”")
    return NoteEdit(path, None, next(iter(_texts(article, words))))


def _texts(article: Article, words: str) -> list[str]:
    """Return the note under each name of the article."""
    return [
        f"{toml_front_matter([('article', name)])}{words.strip()}\n" for name in names_of(article)
    ]


def _is_on(desk: Desk, article: Article, path: Path, text: str) -> bool:
    """Return whether the next build has the note on the article.

    Raises:
        ConfigError: the note cannot be read, and why.
    """
    where = path.relative_to(desk.content).as_posix()
    entry = _entry(desk, where, text)
    entries = [one for one in desk.reading.entries if one.where != where]
    then = reconcile(
        msgspec.structs.replace(desk.reading, entries=(*entries, entry)),
        msgspec.structs.replace(desk.overrides, hide=()),
        desk.config,
    )
    changed = find_in(then, article.id)
    return changed is not None and entry.note in changed.notes


def _entry(desk: Desk, where: str, text: str) -> Entry:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".md") as file:
        file.write(text)
        file.flush()
        try:
            return read_note(Path(file.name), where, desk.config.notes)
        except ValueError as error:
            raise ConfigError(f"nothing is written: {where}: {error}") from error
