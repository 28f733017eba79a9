"""A saved HTML page of an article → what it says of itself, and its main text as a preview."""

from __future__ import annotations

import math

from generator.config.records import Config, Source
from generator.errors import SourceError
from generator.model.entries import Preview
from generator.model.record import Problem
from generator.sources.capture_files import Contents, Received
from generator.sources.copies.entry import body_fields, claim_of_copy, entry_of_copy, make_body
from generator.text.html import (
    sanitise,
)
from generator.text.html_tree import parse_page
from generator.text.page.article import LONGEST_ARTICLE, find_article
from generator.text.page.metadata import facts_of
from generator.text.page.received import page_text
from generator.text.urls import absolute_url


def read_page_html(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    """Return the page as one preview, which its canonical URL, else its title, joins to an article.

    Raises:
        SourceError: it holds neither a title nor any text.
    """
    try:
        page = page_text(data)
        root = parse_page(page.html)
    except ValueError as error:
        raise SourceError(f"{received.path}: {error}") from error
    if root is None:
        raise SourceError(f"{received.path}: the page is empty")
    bases = root.xpath("//base/@href")
    found = page.url or source.url
    base = absolute_url(str(bases[0]) if bases else None, found) or found
    facts = facts_of(root, page.url, base)
    url = facts.canonical or page.url
    published = facts.published
    article = find_article(root)
    body = make_body(sanitise(article.html, base=url or base, longest=LONGEST_ARTICLE))
    if not (facts.title or body):
        raise SourceError(f"{received.path}: a page without a title and without text")
    preview = Preview(
        source=source.name,
        capture=received.path,
        publisher=facts.site,
        resource_id=received.resource,
        title=facts.title,
        fetched=received.date,
        size_kb=math.ceil(len(data) / 1024),
        **body_fields(body),
    )
    entry = entry_of_copy(
        received,
        preview,
        url=url,
        authors=facts.authors,
        name_parts=facts.name_parts,
        publication=facts.publication,
        references=facts.references,
        published=published and claim_of_copy(published, config.site.timezone),
        summary=facts.description,
        tags=facts.tags,
    )
    problems = (
        Problem(where=received.path, message=message, severity="warning")
        for message in (*page.doubts, *facts.doubts, *article.doubts)
    )
    return Contents(
        entries=(entry,),
        bodies=(body,) if body else (),
        problems=tuple(problems),
        traits=("saved HTML pages",),
    )
