"""What all commands share: the option --content, a word on stderr, a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

# The exit status where some of it worked: some source failed to fetch.
PARTLY = 3
T = TypeVar("T")

FOLDER = click.Path(file_okay=False, path_type=Path)
content_option = click.option(
    "--content",
    type=FOLDER,
    default=Path("content"),
    show_default=True,
    help="Folder of site.toml, captures and overrides.",
)


def say(line: str) -> None:
    """Tells the line to whoever looks on; what a command yields goes to stdout instead."""
    click.echo(line, err=True)


def pass_on(things: Iterable[T], _total: int) -> Iterable[T]:
    """The things, without a bar."""
    return things


def with_bar(label: str, least: int) -> Callable[[Iterable[T], int], Iterable[T]]:
    """Passes things on, with a bar on a terminal where there are enough to wait for."""

    def watch(things: Iterable[T], total: int) -> Iterable[T]:
        if total < least or not sys.stderr.isatty():
            yield from things
            return
        with click.progressbar(things, length=total, label=label, file=sys.stderr) as bar:
            yield from bar

    return watch
