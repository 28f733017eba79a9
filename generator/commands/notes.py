"""An article that the owner lists → its file in content/notes/."""

from __future__ import annotations

from pathlib import Path

from generator.errors import OutputError
from generator.sources.lists import ListedArticle
from generator.text.front_matter import toml_front_matter
from generator.text.urls import canonical_url, short_hash, slug_of_url, slugify

_FOLDER = "notes"


def write_note(content: Path, article: ListedArticle) -> Path:
    """Writes the note that makes the article one of the list, with what is known of it.

    Raises:
        OutputError: there is such a note already, or the disk refuses.
    """
    path = content / _FOLDER / f"{_slug(article)}.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(note_text(article))
    except FileExistsError as error:
        raise OutputError(f"{path}: is there already; change it, or remove it first") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def note_text(article: ListedArticle) -> str:
    """The note: front matter, only what is known; the owner's words go below it."""
    fields = ("title", "url", "authors", "date", "summary", "tags")
    return toml_front_matter((field, getattr(article, field)) for field in fields)


def _slug(article: ListedArticle) -> str:
    name = short_hash(canonical_url(article.url) if article.url else article.title or "")
    return slug_of_url(article.url, name) if article.url else slugify(article.title or "", name)
