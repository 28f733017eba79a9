"""One article's address → a note that puts it on the list, with what its page says of itself."""

from __future__ import annotations

from pathlib import Path

import msgspec

from generator.config.load import load_config
from generator.errors import ConfigError, FetchError, OutputError
from generator.fetch.sources import Settings, make_client
from generator.model import Record
from generator.text.front_matter import split_front_matter, toml_front_matter
from generator.text.page.metadata import read_page
from generator.text.timestamps import day_of_page, time_zone
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


def add(content: Path, url: str, settings: Settings) -> tuple[Path, ListedArticle]:
    """Writes the note; where it is, and what it says.

    Raises:
        ConfigError: the URL is none, or site.toml cannot be used.
        FetchError: the page cannot be read.
        OutputError: the article has a note already.
    """
    config = load_config(content)
    address = absolute_url(url if "://" in url else f"https://{url}")
    if address is None:
        raise ConfigError(f"{url}: is no http or https URL")
    with make_client(config, settings) as client:
        answer = client.get(address)
    if answer.status != 200:
        raise FetchError(f"{address}: answers {answer.phrase}")
    url = answer.moved_to or address
    article = article_of(answer.body, url, answer.headers, config.site.timezone)
    today = settings.now.astimezone(time_zone(config.site.timezone)).date()
    article = msgspec.structs.replace(article, added=today.isoformat())
    return write_note(content, article), article


def article_of(data: bytes, url: str, headers: dict[str, str], timezone: str) -> ListedArticle:
    """What a page says of itself; of what is no page, its address alone.

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


_FOLDER = "notes"


def write_note(content: Path, article: ListedArticle) -> Path:
    """Writes the note that makes the article one of the list, with what is known of it.

    Where another article's note has its name, it gets a longer one.

    Raises:
        OutputError: there is such a note already, or the disk refuses.
    """
    slug, name = _slug(article), _name(article.url, article.title)
    path = content / _FOLDER / f"{slug}.md"
    if path.exists() and not _is_note_on(path, name):
        path = content / _FOLDER / f"{slug}-{short_hash(name)}.md"
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
    """Whether a note is on the article of that name; one that cannot be read may be."""
    try:
        fields, _text = split_front_matter(path.read_text("utf-8"))
    except (OSError, ValueError):  # UnicodeDecodeError is a ValueError
        return True
    return _name(absolute_url(str(fields.get("url") or "")), str(fields.get("title") or "")) == name


def _name(url: str | None, title: str | None) -> str:
    """What tells an article from others: its address, with a fragment, or else its title."""
    if url:
        return canonical_url(url) + dropped_parts(url).get("#", "")
    return fold_text(title or "")


def note_text(article: ListedArticle) -> str:
    """The note: front matter, only what is known; the owner's words go below it."""
    fields = ("title", "url", "authors", "date", "summary", "tags", "added")
    return toml_front_matter((field, getattr(article, field)) for field in fields)


def _slug(article: ListedArticle) -> str:
    name = short_hash(canonical_url(article.url) if article.url else article.title or "")
    return slug_of_url(article.url, name) if article.url else slugify(article.title or "", name)
