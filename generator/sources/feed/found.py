"""What feedparser found, by name and type.

Nothing that comes out of feedparser has a type that can be relied on: an element `<summary_detail>`
or `<image_url width="1">` of somebody's own puts a text or a dictionary where another was. What is
not of the type that is wanted counts as not there, and costs no more than itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Found = Mapping[str, object]


def plainly(record: Found) -> dict[str, object]:
    """Return a record of feedparser's as a plain dictionary, which answers to its own keys only.

    feedparser's answer to several names, "updated" for "published" among them, and slowly.
    """
    return dict(record.items())


def text_in(record: Found, name: str) -> str:
    """Return the text of that name; "" where there is none."""
    value = record.get(name)
    return value if isinstance(value, str) else ""


def record_in(record: Found, name: str) -> dict[str, object]:
    """Return the record of that name; an empty one where there is none."""
    value = record.get(name)
    return plainly(value) if isinstance(value, Mapping) else {}


def records_in(record: Found, name: str) -> Iterator[dict[str, object]]:
    """Yield the records in the list of that name."""
    values = record.get(name)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, Mapping):
            yield plainly(value)
