"""Jinja, set up for these templates: every value is escaped, and an undefined name is an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from generator.output.copies import shown_copy
from generator.output.fragments import Fragments
from generator.output.scrolling import scrollable
from generator.output.wording import Wording
from generator.resources import templates_folder

#: What `link` writes for the way to the root of the site until a page is whole, so that pages of
#: all depths share their fragments. Digits that nobody can know, so that no text received holds
#: them, and that filters leave as they are.
ROOT = f"{int.from_bytes(os.urandom(8), 'big'):020}"


class Templates:
    """The templates of a site, each taken from the first of the folders that has it.

    `shared` is what all of them see besides what a page gives them.
    """

    def __init__(
        self, folders: Sequence[Path], wording: Wording, shared: Mapping[str, Any]
    ) -> None:
        self._environment = Environment(
            loader=_Loader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,  # they are few
            auto_reload=False,  # a build reads each once
            extensions=[Fragments],
            bytecode_cache=_bytecode_cache(wording, shared),
        )
        self._environment.globals.update(shared, link=_link, date_patterns=wording.date_patterns)
        self._environment.filters.update(
            t=wording.text,
            date=cache(wording.date),
            month=wording.month,
            number=wording.number,
            forms=wording.forms,
            heading=wording.heading,
            inside=wording.inside,
            reason=cache(wording.reason),
            scrollable=scrollable,
            copy=shown_copy,
        )

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the text of a page, with ROOT where the way to the root of the site belongs.

        Raises:
            jinja2.TemplateError: a template is missing or broken. Exceptions of what a template
                calls, and of reading it, are not wrapped.
        """
        return self._environment.get_template(name).render(context)


class _Loader(FileSystemLoader):
    """Names the file that is not UTF-8, which Jinja's own loader does not."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            places = (Path(folder, template) for folder in self.searchpath)
            place = next(str(place) for place in places if place.is_file())
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"not UTF-8 at byte {error.start}; save it as UTF-8"
            raise TemplateSyntaxError(message, line, template, place) from error


class BytecodeCache(FileSystemBytecodeCache):
    """The bytecode of the templates in the folder `own`; any other template is always compiled.

    `made_by` is what bytecode depends on besides a template's text. Where a file cannot be read or
    written, or is damaged, its template is compiled as if there were no cache.
    """

    def __init__(self, directory: Path, own: Path, made_by: str) -> None:
        super().__init__(str(directory), f"template-%s.{sys.implementation.cache_tag}.cache")
        self._own = own
        self._made_by = f"{own}\n{made_by}\n"  # bytecode names its template's file

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template's bytecode; "" for one that is not kept."""
        is_own = filename is not None and Path(filename) == self._own / name
        return super().get_cache_key(name) if is_own else ""

    def get_source_checksum(self, source: str) -> str:
        """Return the checksum that bytecode must have to be of this text."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with the bytecode that is kept, if there is any for it."""
        if bucket.key:
            with suppress(OSError, EOFError, UnpicklingError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's bytecode, if it is to be kept and can be."""
        if bucket.key:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def _bytecode_cache(wording: Wording, shared: Collection[str]) -> BytecodeCache | None:
    """Return the cache, which lies beside the bytecode of our modules; None where there is none.

    Whoever can write there can have any code run, with or without this cache.
    """
    if sys.dont_write_bytecode:
        return None
    # How Jinja is set up, what the tag becomes, the words, which are compiled into templates, and
    # the names that fragments may use.
    modules = ("templates.py", "fragments.py", "wording.py", "reasons.py")
    code = b"".join(Path(__file__).with_name(module).read_bytes() for module in modules)
    made_by = blake2b(code + repr((wording, sorted(shared))).encode()).hexdigest()
    return BytecodeCache(Path(cache_from_source(__file__)).parent, templates_folder(), made_by)


def _link(path: str) -> str:
    return ROOT + path
