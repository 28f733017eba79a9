"""The pages and files of a site, before they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.model.record import Record


class Page(Record, kw_only=True):
    """A page to be written at `path` below _site/, with its data and what renders it.

    `inputs` are plain data and all that the page depends on, besides what all pages share. A page
    is made of them by its `template`, or, where it has none, by `body`, which gives its text, or
    its bytes in pieces. `derived` gives what a template sees besides and what follows from the
    inputs: it is worked out only where the page is rendered.
    """

    path: str
    template: str | None = None
    inputs: dict[str, Any] = {}
    derived: Callable[[], dict[str, Any]] = dict
    body: Callable[[], str | Iterable[bytes]] | None = None


class File(Record, kw_only=True):
    """A file to be written at `path` below _site/. Its pieces can be read only once."""

    path: str
    pieces: Iterable[bytes] = ()

    @property
    def data(self) -> bytes:
        """Return all of its bytes."""
        return b"".join(self.pieces)
