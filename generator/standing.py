"""What stands in the output since the last build → the pages that have to be made anew.

Twice it is asked whether a page would come out as it stands. The first question is answered
without looking at any article: while the skeleton stays, only pages that show a preview that has
changed are looked at. The skeleton is the hash of everything that was read, code and templates
included, but of a capture it holds the hash of what was read out of it, without the words of its
preview. The second question is asked of every other page, once what its template will see is
known: a page is its template, the code, and plain data, and their hash is its key.

So nothing is forgotten: what is not known to have no bearing on a page has a bearing on it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from generator.cache import Cache, key_of
from generator.model import Draft, File, Made, Page, Preview, Record, SourceReport
from generator.reading import CachedReader, Row
from generator.site import Library
from generator.stamps import LastBuild


class _Standing(Record, kw_only=True):
    """What is kept of a build.

    `library` is the key of its library, `rows` are by their file. `sizes` are those of the
    captures that changed after the library was kept, by their path; `pages` are the files that its
    pages are, by path.
    """

    skeleton: bytes
    library: bytes
    sizes: dict[str, int]
    rows: dict[str, Row]
    pages: dict[str, Made]


class Memory:
    """What a build of `output` by this `code` knows of the last one, and leaves for the next.

    `code` is the key of the code and of what it is asked for: outputs side by side have one cache.
    `hashes` are those of everything that was read, by path. Without `last` nothing is known.
    """

    def __init__(
        self,
        cache: Cache,
        reader: CachedReader,
        output: Path,
        *,
        code: bytes,
        last: LastBuild | None,
        hashes: Mapping[str, str],
    ) -> None:
        self._cache = cache
        self._code = code
        self._reader = reader
        self._output = output
        self._last = last
        self._hashes = hashes
        self._touched: set[str] | None = None
        self._before: dict[str, Preview] = {}  # the previews of those captures as they were
        self._recalled: _Standing | None = None  # while its skeleton and its library hold
        self._sizes: dict[str, int] = {}
        self._pages: tuple[str, ...] = ()
        self._outputs: dict[str, Made] = {}  # the pages that stand as they were written

    def library(self) -> Library | None:
        """The last build's library, if nothing but the words of previews changed since."""
        standing = self._standing()
        if standing is None:
            return None
        self._pages = tuple(standing.pages)
        self._outputs = self._unchanged(standing.pages)
        data = self._cache.get(standing.library)
        if data is None:
            return None
        library = _decoded(data)
        if not self._only_captures_changed(standing.rows):
            return None
        touched = self._reader.recall(standing.rows, library.config)
        if self._skeleton() != standing.skeleton:
            self._reader.rows.clear()
            return None
        self._touched = touched
        self._before = self._previews(standing.rows, touched)
        self._recalled = standing
        self._sizes = standing.sizes | self._measured(touched)
        reports = tuple(_resized(report, self._sizes) for report in library.reports)
        return msgspec.structs.replace(library, reports=reports, previews=self._reader.previews)

    def divide(
        self, pages: Callable[[Set[str] | None], Iterable[Draft]]
    ) -> tuple[tuple[Draft, ...], dict[str, Made]]:
        """The pages to look at, and what is known of those that stand as they should, by path.

        `pages` gives all that there are, or those that show the previews of some captures.
        """
        if self._touched is None or len(self._outputs) < len(self._pages):
            drafts = tuple(pages(None))
            self._pages = tuple(draft.path for draft in drafts)
        else:
            drafts = tuple(pages(self._touched))
        if self._touched is None:
            return drafts, {}
        anew = {draft.path: draft for draft in map(self._again, drafts) if draft}
        kept = {path: made for path, made in self._outputs.items() if path not in anew}
        return tuple(anew.values()), kept

    def _again(self, draft: Draft) -> Draft | None:
        """The draft of a page that has to be looked at again, and how; None where it stands."""
        touched = self._touched or set()
        if draft.path not in self._outputs:
            return draft
        if not draft.is_touched(touched):
            return None
        if draft.mend is None or self._before.keys() != touched:
            return draft
        make = partial(_mended, draft.mend, self._output / draft.path, self._before)
        return msgspec.structs.replace(draft, make=make)

    def known(self, template_folders: Iterable[Path]) -> Callable[[Page], File] | None:
        """What is known of a page's file before the page is rendered; None without a last build."""
        if self._last is None:
            return None
        folders = tuple(f"{folder}/" for folder in template_folders)
        templates = {path: self._hashes[path] for path in self._hashes if path.startswith(folders)}
        return partial(_known, key_of(self._code, _key(templates)), self._outputs)

    def keep(self, library: Library, outputs: Mapping[str, Made]) -> None:
        """Keeps the library whose site has been published, and the hashes of its files."""
        if self._last is None:
            return
        rows = self._reader.rows
        standing = _Standing(
            skeleton=self._recalled.skeleton if self._recalled else self._skeleton(),
            library=self._recalled.library if self._recalled else self._kept(library),
            sizes=self._sizes,
            rows=rows,
            pages={path: outputs[path] for path in self._pages},
        )
        self._cache.put(self._place(self._hashes), msgspec.msgpack.encode(standing))
        self._cache.use([standing.library, *(row.key for row in rows.values())])
        self._cache.use(row.preview for row in rows.values() if row.preview)

    def _kept(self, library: Library) -> bytes:
        """The key by which the library is kept from now on."""
        data = msgspec.msgpack.encode(msgspec.structs.replace(library, previews={}))
        key = key_of(b"library", data)
        if key not in self._cache:
            self._cache.put(key, data)
        return key

    def _standing(self) -> _Standing | None:
        rows = self._last.before if self._last else {}
        before = {path: known for path, (_, known) in rows.items()}
        data = self._cache.get(self._place(before)) if before else None
        return _STANDING.decode(data) if data else None

    def _only_captures_changed(self, captures: Collection[str]) -> bool:
        """Whether all else stays that was read: folders too, so that each is the file it was."""
        before = self._last.before if self._last else {}
        return before.keys() == self._hashes.keys() and all(
            before[path][1] == known for path, known in self._hashes.items() if path not in captures
        )

    def _place(self, hashes: Mapping[str, str]) -> bytes:
        """Where a build of these inputs is kept: other code would not understand what it says."""
        return key_of(self._code, _key(hashes))

    def _unchanged(self, outputs: dict[str, Made]) -> dict[str, Made]:
        """Those files that are as they were written."""
        stands = self._last.standing_outputs() if self._last else set()
        return {path: made for path, made in outputs.items() if f"{self._output}/{path}" in stands}

    def _previews(self, rows: Mapping[str, Row], touched: Collection[str]) -> dict[str, Preview]:
        """The previews of captures as the last build read them, of those that it could read."""
        found = {
            row.capture: self._cache.get(row.preview)
            for row in rows.values()
            if row.capture in touched and row.preview
        }
        return {path: _PREVIEW.decode(data) for path, data in found.items() if data}

    def _measured(self, touched: Collection[str]) -> dict[str, int]:
        """The sizes that changed captures have now, by path."""
        return {
            row.capture: Path(file).stat().st_size
            for file, row in self._reader.rows.items()
            if row.capture in touched
        }

    def _skeleton(self) -> bytes:
        said = {file: row.said.hex() for file, row in self._reader.rows.items()}
        return _key({**self._hashes, **said})


def _decoded(data: bytes) -> Library:
    """The library, which is not looked through for garbage while it is made: a decoder makes none.

    It is not kept out of later searches as well: `serve` builds again and again in one process, and
    what an earlier build left behind would be kept out with it.
    """
    gc.disable()
    try:
        return _LIBRARY.decode(data)
    finally:
        gc.enable()


def _resized(report: SourceReport, sizes: Mapping[str, int]) -> SourceReport:
    captures = tuple(
        msgspec.structs.replace(capture, bytes=sizes[capture.path])
        if capture.path in sizes
        else capture
        for capture in report.captures
    )
    return msgspec.structs.replace(report, captures=captures)


def _mended(
    mend: Callable[[mmap, Mapping[str, Preview]], Page], path: Path, before: Mapping[str, Preview]
) -> Page:
    with path.open("rb") as file:
        return mend(mmap(file.fileno(), 0, access=ACCESS_READ), before)


def _known(frame: bytes, outputs: Mapping[str, Made], page: Page) -> File:
    if page.template is None:
        return File(path=page.path)
    seen = {name: value for name, value in page.seen.items() if name != "paths"}  # that is code
    key = key_of(frame, page.template.encode(), msgspec.msgpack.encode((seen, page.context)))
    made = outputs.get(page.path)
    return File(path=page.path, key=key, stands=made.hash if made and made.key == key else None)


_LIBRARY = msgspec.msgpack.Decoder(Library)
_PREVIEW = msgspec.msgpack.Decoder(Preview)
_STANDING = msgspec.msgpack.Decoder(_Standing)


def _key(hashes: Mapping[str, str]) -> bytes:
    """The key of all that was read: paths and hashes, in the order of the paths."""
    rows = "".join(f"{path}\0{hashes[path]}\0" for path in sorted(hashes))
    return key_of(b"read", rows.encode("utf-8", "surrogateescape"))
