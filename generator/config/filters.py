"""The keys of a [[source]] that say which of its entries are shown, and how much of its copies."""

from __future__ import annotations

from generator.config.records import LISTING, Source
from generator.config.toml_file import TomlFile
from generator.text.dates import parse_edtf
from generator.text.patterns import Pattern

_COPYING = ("feed", "preview")


def check_filters(file: TomlFile, number: int, source: Source) -> None:
    """Refuse filters that cannot be used, or that this reader has no use for.

    Raises:
        ConfigError: the first of them, and why.
    """

    def fail(key: str, message: str) -> None:
        file.fail(file.line("source", number, key), message)

    for key in source.filters:
        if source.reader not in LISTING:
            fail(key, f'"{key}" in [[source]] is for reader = {_any_of(LISTING)} only')
    if source.content != "auto" and source.reader not in _COPYING:
        fail("content", f'"content" in [[source]] is for reader = {_any_of(_COPYING)} only')
    for key in ("include", "exclude"):
        for text in getattr(source, key):
            try:
                Pattern(text)
            except ValueError as error:
                fail(key, f'"{text}" in {key}: {error}')
    if source.newest is not None and source.newest < 1:
        fail("newest", f"newest = {source.newest}: give a number from 1")
    if source.newest and source.show == "approved":
        fail("newest", '"newest" beside show = "approved" does nothing: all approved are shown')
    if source.since is not None:
        try:
            is_range = parse_edtf(source.since).end is not None
        except ValueError:
            is_range = True
        if is_range:
            fail("since", f'since = "{source.since}": give a year, a month or a day: "2024-05"')


def _any_of(readers: tuple[str, ...]) -> str:
    *others, last = (f'"{reader}"' for reader in readers)
    return f"{', '.join(others)} or {last}"
