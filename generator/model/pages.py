"""What is written: pages, which templates or functions make, and files of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.model.record import Record


class Page(Record, kw_only=True):
    """Something to write: `path` below _site/, what it is made of, and what makes it.

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
    """What is written: `path` below _site/, and its bytes in pieces, which can be had only once."""

    path: str
    pieces: Iterable[bytes] = ()

    @property
    def data(self) -> bytes:
        """All of its bytes at once."""
        return b"".join(self.pieces)
