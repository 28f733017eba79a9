"""Small feeds, and the lists that are made of them: only what a case is about is written down."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from generator.build.pipeline import read_library
from generator.site import Library

SITE = '[site]\nid = "site"\ntitle = "A Site"\n'
# Each a month after the one before.
DATES = (
    "Mon, 08 Jan 2024 10:00:00 GMT",
    "Thu, 08 Feb 2024 10:00:00 GMT",
    "Fri, 08 Mar 2024 10:00:00 GMT",
    "Mon, 08 Apr 2024 10:00:00 GMT",
    "Wed, 08 May 2024 10:00:00 GMT",
)


def item(
    title: str | None = None,
    link: str | None = None,
    guid: str | None = None,
    date: str | None = None,
    more: str = "",
) -> str:
    """An item of an RSS feed."""
    fields = {"title": title, "link": link, "guid": guid, "pubDate": date}
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items() if text)
    told = told.replace("<guid>", '<guid isPermaLink="false">')
    return f"<item>{told}{more}</item>"


def rss(*items: str) -> str:
    """An RSS feed."""
    return f'<rss version="2.0"><channel><title>F</title>{"".join(items)}</channel></rss>'


def atom(*entries: str) -> str:
    """An Atom feed."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{"".join(entries)}</feed>'


def content(folder: Path, captures: dict[str, str | bytes], **more: str) -> Path:
    """A content folder with these captures, by `source/date.ending`.

    Sources are trusted in the order in which they come; one called `index` is an index page. More
    files are given by their names up to the dot, as TOML.
    """
    readers = {"index": "index", "copies": "preview"}
    sources = dict.fromkeys(name.partition("/")[0] for name in captures)
    tables = (
        f'[[source]]\nname = "{name}"\nreader = "{readers.get(name, "feed")}"\n'
        f'title = "Source {name}"\n'
        for name in sources
    )
    site = {"site": SITE + "".join(tables)} | more
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in site.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    for name, capture in captures.items():
        path = folder / "captures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(capture.encode() if isinstance(capture, str) else capture)
    return folder


def library(folder: Path, captures: dict[str, str | bytes], **more: str) -> Library:
    """What comes of these captures."""
    return read_library(content(folder, captures, **more))


def listed(found: Library) -> list[str]:
    """The articles by title and day, with the number of statements that make each, if several."""
    lines = []
    for article in found.timeline.articles:
        several = f" ×{len(article.statements)}" if len(article.statements) > 1 else ""
        day = article.date.edtf if article.date else "-"
        lines.append(f"{article.label} {day}{several}")
    return lines


def messages(found: Library) -> list[str]:
    """All problems, as one line each."""
    return [f"{problem.where}: {problem.message}" for problem in found.problems]
