"""Write notes for commands: the owner's words on an article, or an article of its own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.commands.workspace import Workspace, find_in, names_of
from generator.config.toml_edit import difference, save_text
from generator.errors import ConfigError, FetchError, OutputError
from generator.model.articles import Article
from generator.model.entries import Entry
from generator.model.record import Record
from generator.reconcile import reconcile
from generator.regular_file import read_regular_file, temporary_file
from generator.sources.notes import read_note
from generator.text.front_matter import split_front_matter, toml_front_matter
from generator.text.page.metadata import read_page
from generator.text.timestamps import day_of_page
from generator.text.titles import fold_text
from generator.text.urls import (
    absolute_url,
    canonical_url,
    dropped_parts,
    short_hash,
    slug_of_url,
    slugify,
)

# The owner's words on an article → a note in notes/, new or longer by them.


class NoteEdit(NamedTuple):
    """A note to be written: its file, what that holds now (None: nothing), and its text."""

    #: The file.
    path: Path
    #: What the file holds now; None where there is none.
    received: bytes | None
    #: What it will hold.
    text: str

    def diff(self) -> str:
        """Return the change as `diff -u` shows it."""
        return difference(self.path, (self.received or b"").decode("utf-8-sig"), self.text)

    def save(self) -> None:
        """Write the file whole or not at all.

        Raises:
            OutputError: somebody has changed it meanwhile, or the disk refuses.
        """
        save_text(self.path, self.text, instead_of=self.received)


def note_on(workspace: Workspace, reference: str, words: str) -> NoteEdit:
    """Return a note on an article, or the one that is there, with the words at its end.

    Raises:
        ConfigError: the article is not found, or the note could not be read.
    """
    article = workspace.find_article(reference)
    if not words.strip():
        raise ConfigError("the note is empty")
    edit = _extended_note(workspace, article, words) or _new(workspace, article, words)
    for text in [edit.text] if edit.received is not None else _texts(article, words):
        if _is_on(workspace, article, edit.path, text):
            return edit._replace(text=text)
    raise ConfigError(f"nothing is written: no name of “{article.label}” names it alone")


def _extended_note(workspace: Workspace, article: Article, words: str) -> NoteEdit | None:
    """Return the first note that is on the article, or makes it one; None where there is none."""
    notes = {source.name for source in workspace.config.sources if source.reader == "note"}
    for statement in article.statements:
        if statement.source in notes:
            path = workspace.content / statement.where
            received = read_regular_file(path)
            text = received.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
            gap = "\n" if text.endswith(("\n---", "\n+++")) else "\n\n"
            return NoteEdit(path, received, f"{text}{gap}{words.strip()}\n")
    return None


def _new(workspace: Workspace, article: Article, words: str) -> NoteEdit:
    folder = workspace.content / workspace.config.notes.folder
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


def _is_on(workspace: Workspace, article: Article, path: Path, text: str) -> bool:
    """Return whether the next build has the note on the article.

    Raises:
        ConfigError: the note cannot be read, and why.
    """
    where = path.relative_to(workspace.content).as_posix()
    entry = _entry(workspace, where, text)
    entries = [one for one in workspace.reading.entries if one.where != where]
    then = reconcile(
        msgspec.structs.replace(workspace.reading, entries=(*entries, entry)),
        msgspec.structs.replace(workspace.overrides, hide=()),
        workspace.config,
    )
    changed = find_in(then, article.id)
    return changed is not None and entry.note in changed.notes


def _entry(workspace: Workspace, where: str, text: str) -> Entry:
    with temporary_file(text.encode(), ".md") as file:
        try:
            return read_note(file, where, workspace.config.notes)
        except ValueError as error:
            raise ConfigError(f"nothing is written: {where}: {error}") from error


# An article → a note that puts it on the list, with what its page says of itself.


class ListedArticle(Record, kw_only=True):
    """An article to put on the list. `date` is in EDTF, None where none is given."""

    title: str | None
    url: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()
    #: The day on which it is put on the list.
    added: str | None = None
    #: The owner's words on it, in Markdown.
    words: str = ""


def article_of(data: bytes, url: str, headers: dict[str, str], timezone: str) -> ListedArticle:
    """Return the article that a page describes; of anything else only its address.

    Its canonical address stands for the one that was asked only if both are of one host.

    Raises:
        FetchError: the page is more than any page needs to be.
    """
    kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml"):
        return ListedArticle(title=None, url=url)
    try:
        facts = read_page(data, url)
    except ValueError as error:
        raise FetchError(f"{url}: {error}") from error
    published = facts.published
    own = facts.canonical if facts.canonical and _same_host(facts.canonical, url) else url
    return ListedArticle(
        title=facts.title,
        url=own,
        authors=facts.authors,
        date=day_of_page(published, timezone).edtf if published else None,
        summary=facts.description,
    )


def _same_host(one: str, other: str) -> bool:
    return canonical_url(one).split("/")[2] == canonical_url(other).split("/")[2]


def write_note(folder: Path, article: ListedArticle) -> Path:
    """Write the note that makes the article one of the list, with what is known of it.

    Where another article's note has its name, it gets a longer one.

    Raises:
        OutputError: there is such a note already, or the disk refuses.
    """
    slug, name = _slug(article), _name(article.url, article.title)
    path = folder / f"{slug}.md"
    if path.exists() and not _is_note_on(path, name):
        path = folder / f"{slug}-{short_hash(name)}.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(note_text(article))
    except FileExistsError as error:
        raise OutputError(f"{path}: is there already; change it, or remove it first") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def _is_note_on(path: Path, name: str) -> bool:
    """Return whether a note is on the article of that name; one that cannot be read may be."""
    try:
        fields, _text = split_front_matter(path.read_text("utf-8"))
    except (OSError, ValueError):  # UnicodeDecodeError is a ValueError
        return True
    return _name(absolute_url(str(fields.get("url") or "")), str(fields.get("title") or "")) == name


def _name(url: str | None, title: str | None) -> str:
    """Return the name of an article: its address, with a fragment, or else its title."""
    if url:
        return canonical_url(url) + dropped_parts(url).get("#", "")
    return fold_text(title or "")


def note_text(article: ListedArticle) -> str:
    """Return the note: front matter, only what is known; the owner's words go below it."""
    fields = ("title", "url", "authors", "date", "summary", "tags", "added")
    words = f"{article.words.strip()}\n" if article.words.strip() else ""
    return toml_front_matter((field, getattr(article, field)) for field in fields) + words


def _slug(article: ListedArticle) -> str:
    name = short_hash(canonical_url(article.url) if article.url else article.title or "")
    return slug_of_url(article.url, name) if article.url else slugify(article.title or "", name)
