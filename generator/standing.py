"""What stands in the output since the last build → the pages that have to be made anew.

A page follows from the skeleton and from the previews that it shows. The skeleton is the hash of
everything that was read, code and templates included, with one exception: of a capture it holds
the hash of what was read out of it, but for the words of its preview. So nothing is forgotten:
what is not known to have no bearing on a page has a bearing on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from generator.cache import Cache, key_of
from generator.model import Draft, Page, Record, SourceReport
from generator.reading import CachedReader, Row
from generator.site import Library
from generator.stamps import LastBuild


class _Standing(Record, kw_only=True):
    """What is kept of a build. `library` is the key of its library, `rows` are by their file.

    `outputs` are the hashes of the files that are its site, by path.
    """

    skeleton: bytes
    library: bytes
    rows: dict[str, Row]
    outputs: dict[str, str]


class Memory:
    """What a build knows of the last one, and what it leaves for the next.

    `hashes` are those of everything that was read, by path. Without `last` nothing is known.
    """

    def __init__(
        self, cache: Cache, reader: CachedReader, last: LastBuild | None, hashes: Mapping[str, str]
    ) -> None:
        self._cache = cache
        self._reader = reader
        self._last = last
        self._hashes = hashes
        self._touched: set[str] | None = None
        self._outputs: dict[str, str] = {}

    def library(self) -> Library | None:
        """The last build's library, if nothing but the words of previews changed since."""
        standing = self._standing()
        data = self._cache.get(standing.library) if standing else None
        if standing is None or data is None:
            return None
        library = _LIBRARY.decode(data)
        touched = self._reader.recall(standing.rows, library.config)
        if self._skeleton() != standing.skeleton:
            self._reader.rows.clear()
            return None
        self._touched = touched
        self._outputs = standing.outputs
        return msgspec.structs.replace(
            library, reports=self._measured(library.reports), previews=self._reader.previews
        )

    def divide(
        self, drafts: Iterable[Draft], output: Path
    ) -> tuple[tuple[Draft, ...], dict[str, str]]:
        """The pages to make anew, and the hashes of those that stand as they should, by path."""
        if self._touched is None or self._last is None:
            return tuple(drafts), {}
        stands = self._last.standing_outputs()
        anew, kept = [], {}
        for draft in drafts:
            shown = self._touched if draft.shows is None else draft.shows
            is_touched = not self._touched.isdisjoint(shown)
            stands_there = f"{output}/{draft.path}" in stands
            if is_touched and stands_there and draft.mend:
                make = partial(_mended, draft.mend, output / draft.path, self._touched)
                anew.append(msgspec.structs.replace(draft, make=make))
            elif is_touched or not stands_there:
                anew.append(draft)
            else:
                kept[draft.path] = self._outputs[draft.path]
        return tuple(anew), kept

    def keep(self, library: Library, outputs: dict[str, str]) -> None:
        """Keeps the library whose site has been published, and the hashes of its files."""
        if self._last is None:
            return
        data = msgspec.msgpack.encode(msgspec.structs.replace(library, previews={}))
        key = key_of(b"library", data)
        if key not in self._cache:
            self._cache.put(key, data)
        rows = self._reader.rows
        standing = _Standing(skeleton=self._skeleton(), library=key, rows=rows, outputs=outputs)
        self._cache.put(_key(self._hashes), msgspec.msgpack.encode(standing))
        self._cache.use([key, *(row.key for row in rows.values())])
        self._cache.use(row.preview for row in rows.values() if row.preview)

    def _standing(self) -> _Standing | None:
        rows = self._last.before if self._last else {}
        before = {path: known for path, (_, known) in rows.items()}
        data = self._cache.get(_key(before)) if before else None
        return _STANDING.decode(data) if data else None

    def _measured(self, reports: tuple[SourceReport, ...]) -> tuple[SourceReport, ...]:
        """The reports, with the sizes that changed captures have now."""
        sizes = {
            row.capture: Path(file).stat().st_size
            for file, row in self._reader.rows.items()
            if row.capture in (self._touched or ())
        }
        return tuple(
            msgspec.structs.replace(
                report,
                captures=tuple(
                    msgspec.structs.replace(capture, bytes=sizes.get(capture.path, capture.bytes))
                    for capture in report.captures
                ),
            )
            for report in reports
        )

    def _skeleton(self) -> bytes:
        said = {file: row.said.hex() for file, row in self._reader.rows.items()}
        return _key({**self._hashes, **said})


def _mended(
    mend: Callable[[mmap, Collection[str]], Page], path: Path, touched: Collection[str]
) -> Page:
    with path.open("rb") as file:
        return mend(mmap(file.fileno(), 0, access=ACCESS_READ), touched)


_LIBRARY = msgspec.msgpack.Decoder(Library)
_STANDING = msgspec.msgpack.Decoder(_Standing)


def _key(hashes: Mapping[str, str]) -> bytes:
    """The key of all that was read: paths and hashes, in the order of the paths."""
    rows = "".join(f"{path}\0{hashes[path]}\0" for path in sorted(hashes))
    return key_of(b"read", rows.encode("utf-8", "surrogateescape"))
