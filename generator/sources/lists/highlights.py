"""A table with a row a highlight, as Readwise exports it → a row an article, which has them all.

Title, author and address say which rows are of one article. What was highlighted, and what stands
beside it, is what its reader remarks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.text.html import html_of_paragraphs
from generator.text.timestamps import timestamp_or_doubt

Row = Mapping[str, str]

_TITLES = ("book title", "document title", "article title", "title")
_ARTICLE = (*_TITLES, "book author", "author", "url", "link")
_MOMENT = "highlighted at"
#: The columns that only such tables have, in small letters.
COLUMNS = frozenset({"highlight", "book title", "book author", _MOMENT})


def is_of_highlights(names: Collection[str]) -> bool:
    """Return whether a table with these columns has a row a highlight.

    >>> is_of_highlights(["highlight", "book title"]), is_of_highlights(["url", "title"])
    (True, False)
    """
    return "highlight" in names and any(title in names for title in _TITLES)


def join_highlights(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """Yield one row for all rows of an article, at the place of the first."""
    articles: dict[tuple[str, ...], list[tuple[str, Row]]] = defaultdict(list)
    for where, row in rows:
        named = tuple(row.get(name, "").strip() for name in _ARTICLE)
        articles[named if any(named) else (where,)].append((where, row))
    for same in articles.values():
        where, first = same[0]
        yield where, {**first, **_together([row for _where, row in same])}


def _together(rows: Sequence[Row]) -> dict[str, str]:
    notes = dict.fromkeys(row.get("document note", "") for row in rows)
    parts = [html_of_paragraphs(note) for note in notes]
    for row in rows:
        text = html_of_paragraphs(row.get("highlight", ""))
        parts.append(f"<blockquote>{text}</blockquote>" if text else "")
        parts.append(html_of_paragraphs(row.get("note", "")))
        tags = (tag.strip() for tag in row.get("tags", "").split(","))
        parts.append(html_of_paragraphs(" ".join(f"#{tag}" for tag in tags if tag)))
    return {
        "notes": f"<div>{''.join(parts)}</div>",
        # Those of an article; its highlights' own stand beside them.
        "tags": "",
        "document tags": ",".join(row.get("document tags", "") for row in rows),
        "added": _first_moment(row.get(_MOMENT, "") for row in rows),
    }


def _first_moment(stated: Iterable[str]) -> str:
    """Return the earliest time; one that cannot be read where none can, so that this is said."""
    texts = [text for text in stated if text.strip()]
    read = [(timestamp_or_doubt(text, "en", []), text) for text in texts]
    times = [(time.iso, text) for time, text in read if time]
    return min(times)[1] if times else next(iter(texts), "")
