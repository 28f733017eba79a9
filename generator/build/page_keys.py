"""Which pages would come out as they are in the output already, from what they are made of.

A page is a pure function of its template, of its inputs and of what all pages share: so the hash of
all of that, with the code, is its key, and a file that was made under the same key is right.

A key is the hash of what all pages depend on, a dash, and the hash of the page's own inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from generator.model.pages import Page


class PageKeys:
    """The keys of the pages of one build.

    `frame` names everything that any page may depend on besides its inputs: the code, the
    templates, what all pages share. `present` are the hash and the key of the files in the output
    that are as they were written, by path.
    """

    def __init__(self, frame: str, present: Mapping[str, tuple[str, str]]) -> None:
        self._frame = frame
        self._present = present

    def key_of(self, page: Page) -> str:
        """Return the key of a page."""
        made_of = msgspec.msgpack.encode((page.path, page.template, page.inputs))
        return f"{self._frame}-{blake2b(made_of, digest_size=16).hexdigest()}"

    def hash_in_place(self, path: str, key: str) -> str | None:
        """Return the hash of the page's file, if it was made under this key; else None."""
        known = self._present.get(path)
        return known[0] if known and known[1] == key else None

    def reason(self, path: str, key: str) -> str:
        """Return why the page has to be rendered, for people; of one in its place ""."""
        if not self._present:
            return "nothing is known of an earlier build"
        known = self._present.get(path)
        if known is None:
            return "no earlier build made it, or its file is not as it was written"
        if known[1] == key:
            return ""
        if known[1].partition("-")[0] != self._frame:
            return "the code, a template or what all pages share has changed"
        return "what it shows has changed"


def frame_of(hashes: Mapping[str, str], surroundings: str, shared: Mapping[str, Any]) -> str:
    """Return the hash of what all pages depend on.

    `hashes` are those of the files of code, templates and strings, by path; `shared` is the data
    that all templates see.
    """
    described = msgspec.msgpack.encode((sorted(hashes.items()), surroundings, shared))
    return blake2b(described, digest_size=8).hexdigest()
