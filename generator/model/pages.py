"""The pages and files of a site, before they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.model.record import Record


class Page(Record, kw_only=True):
    """A page to be written, with its data and what renders it."""

    #: Below _site/.
    path: str
    #: The name of the template that makes it; None where `body` does.
    template: str | None = None
    #: Plain data, and all that the page depends on besides what all pages share.
    inputs: dict[str, Any] = {}
    #: Gives what the template sees besides, which follows from the inputs; called only to render.
    derived: Callable[[], dict[str, Any]] = dict
    #: Gives the text of a page without a template, or its bytes in pieces.
    body: Callable[[], str | Iterable[bytes]] | None = None


class File(Record, kw_only=True):
    """A file to be written."""

    #: Below _site/.
    path: str
    #: Its bytes; they can be read only once.
    pieces: Iterable[bytes] = ()

    @property
    def data(self) -> bytes:
        """Return all of its bytes."""
        return b"".join(self.pieces)
