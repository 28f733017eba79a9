"""One article's address → a note that puts it on the list, with what its page says of itself."""

from __future__ import annotations

from pathlib import Path

from generator.commands.notes import write_note
from generator.config.load import load_config
from generator.errors import ConfigError, FetchError
from generator.fetch.sources import Settings, make_client
from generator.sources.lists import ListedArticle
from generator.text.page_metadata import read_page
from generator.text.urls import absolute_url, canonical_url


def add(content: Path, url: str, settings: Settings) -> tuple[Path, ListedArticle]:
    """Writes the note; where it is, and what it says.

    Raises:
        ConfigError: the URL is none, or site.toml cannot be used.
        FetchError: the page cannot be read.
        OutputError: the article has a note already.
    """
    config = load_config(content)
    asked = absolute_url(url if "://" in url else f"https://{url}")
    if asked is None:
        raise ConfigError(f"{url}: is no http or https URL")
    with make_client(config, settings) as client:
        answer = client.get(asked)
    if answer.status != 200:
        raise FetchError(f"{asked}: answers {answer.phrase}")
    article = article_of(answer.body, answer.moved_to or asked, answer.headers)
    return write_note(content, article), article


def article_of(data: bytes, url: str, headers: dict[str, str]) -> ListedArticle:
    """What a page says of itself; of what is no page, its address alone.

    Its canonical address stands for the one that was asked only if both are of one host.
    """
    kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml"):
        return ListedArticle(title=None, url=url)
    facts = read_page(data, url)
    own = facts.canonical if facts.canonical and _same_host(facts.canonical, url) else url
    return ListedArticle(
        title=facts.title,
        url=own,
        authors=facts.authors,
        date=facts.published.edtf if facts.published else None,
        summary=facts.description,
    )


def _same_host(one: str, other: str) -> bool:
    return canonical_url(one).split("/")[2] == canonical_url(other).split("/")[2]
