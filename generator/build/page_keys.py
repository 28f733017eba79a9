"""Which pages would come out as they are in the output already, from what they are made of.

A page is a pure function of its template, of its inputs and of what all pages share: so the hash of
all of that, with the code, is its key, and a file that was made under the same key is right.

A key is the frame, which holds a hash for each part of what all pages depend on, a dash, and the
hash of the page's own inputs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from generator.model.pages import Page

# The parts of a frame, in its order.
_FRAME = ("the code or a library", "a template or its words", "what all pages share")


class PageKeys:
    """The keys of the pages of one build.

    `frame` names everything that any page may depend on besides its inputs: the code, the
    templates, what all pages share. `present` are the hash and the key of the files in the output
    that are as they were written, by path; `published` are the paths of all that were written.
    """

    def __init__(
        self,
        frame: str,
        present: Mapping[str, tuple[str, str]],
        published: Collection[str] = frozenset(),
    ) -> None:
        self._frame = frame
        self._present = present
        self._published = published

    def key_of(self, page: Page) -> str:
        """Return the key of a page."""
        made_of = msgspec.msgpack.encode((page.path, page.template, page.inputs))
        return f"{self._frame}-{blake2b(made_of, digest_size=16).hexdigest()}"

    def hash_in_place(self, path: str, key: str) -> str | None:
        """Return the hash of the page's file, if it was made under this key; else None."""
        known = self._present.get(path)
        return known[0] if known and known[1] == key else None

    def reason(self, path: str, key: str) -> str:
        """Return why the page has to be rendered, in words; "" where its file is right."""
        if not self._present:
            return "nothing is known of an earlier build"
        known = self._present.get(path)
        if known is None:
            if path in self._published:
                return "its file is not as it was written"
            return "no earlier build made it"
        if known[1] == key:
            return ""
        if not known[1]:
            return "something changed while it was made"
        # Not strict: of a damaged record the key may have fewer parts.
        parts = zip(_FRAME, _parts_of(known[1]), _parts_of(key), strict=False)
        changed = [name for name, before, now in parts if before != now]
        return f"changed: {', '.join(changed or ['what it shows'])}"


def frame_of(
    code: Mapping[str, str],
    templates: Mapping[str, str],
    surroundings: str,
    shared: Mapping[str, Any],
) -> str:
    """Return the hashes of what all pages depend on.

    `code` and `templates` are the hashes of the files of code and of templates and strings, by
    path; `surroundings` are the versions of Python and the libraries; `shared` is the data that all
    templates see.
    """
    parts = ((sorted(code.items()), surroundings), sorted(templates.items()), shared)
    encoded = (msgspec.msgpack.encode(part) for part in parts)
    return ".".join(blake2b(part, digest_size=8).hexdigest() for part in encoded)


def _parts_of(key: str) -> list[str]:
    return key.partition("-")[0].split(".")
