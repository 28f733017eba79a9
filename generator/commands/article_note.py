"""An article → a note that puts it on the list, with what its page says of itself."""

from __future__ import annotations

from pathlib import Path

from generator.errors import FetchError, OutputError
from generator.model import Record
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
    """Return what a page says of itself; of what is no page, its address alone.

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
    """Return what tells an article from others: its address, with a fragment, or else its title."""
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
