"""The parts that all commands share: --content, messages, the log, a bar on a terminal."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from generator.errors import one_line

# The exit status where some of it worked: some source failed to fetch.
PARTLY = 3
T = TypeVar("T")
# JSON escapes the others itself.
_STEERING = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

FOLDER = click.Path(file_okay=False, path_type=Path)
content_option = click.option(
    "--content",
    type=FOLDER,
    default=Path("content"),
    show_default=True,
    envvar="OCTAVO_CONTENT",
    help="Folder of site.toml, captures and overrides.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


class _Shown(logging.Filter):
    """A filter for records of a level, and for tracebacks of any level if they are wanted."""

    def __init__(self, level: int, *, tracebacks: bool) -> None:
        super().__init__()
        self._level = level
        self._tracebacks = tracebacks

    def filter(self, record: logging.LogRecord) -> bool:
        return self._tracebacks if record.exc_info else record.levelno >= self._level


class _OnStderr(logging.Handler):
    """A handler that writes messages as `say` does, a traceback line by line."""

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        for line in text.split("\n") if record.exc_info else [text]:
            say(line)


def show_log(verbosity: int = 0, *, tracebacks: bool = False) -> None:
    """Show our modules' log on stderr: the important at -v, every reason at -vv.

    A second process of a build writes there itself, so each message arrives once.
    """
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    handler = _OnStderr()
    handler.addFilter(_Shown(level, tracebacks=tracebacks))
    log = logging.getLogger("generator")
    log.handlers = [handler]
    log.setLevel(logging.DEBUG if tracebacks else level)


def say(line: str) -> None:
    """Print a line on stderr; results of commands go to stdout instead."""
    click.echo(one_line(line), err=True)


def print_json(value: object) -> None:
    """Print a value as JSON, with control characters escaped."""
    from generator.text.json import formatted

    text = formatted(value).decode()
    click.echo(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def show_change(difference: str) -> None:
    """Show a change of a file, whatever characters a source has put into it."""
    for line in difference.rstrip("\n").split("\n"):
        click.echo(one_line(line))


def ask_key(question: str, keys: str) -> str:
    """Ask for one of some keys: a press on a terminal, else the first letter of a line.

    Where nothing more comes it is q, which every question takes.
    """
    shown = "/".join(keys)
    while True:
        click.echo(f"{question} [{shown}] ", nl=False, err=True)
        if sys.stdin.isatty():
            key = click.getchar()
            click.echo(key if key.isprintable() else "", err=True)
        else:
            line = sys.stdin.readline()
            key = line.strip()[:1] if line else "q"
            click.echo(key, err=True)
        if key.lower() in keys and key:
            return key.lower()


def accept_selectors(*, always: bool) -> Callable[[Sequence[str]], bool]:
    """Return a function that asks, on a terminal, whether to read a page by selectors."""

    def accept(lines: Sequence[str]) -> bool:
        if not always and not sys.stdin.isatty():
            return False
        for line in lines:
            say(f"offered    {line}")
        return always or click.confirm("Read the page so?", err=True)

    return accept


selectors_option = click.option(
    "--selectors", is_flag=True, help="Read a page by the selectors that octavo offers for it."
)


def pass_on(things: Iterable[T], _total: int) -> Iterable[T]:
    """Return the things, without a bar."""
    return things


def with_bar(label: str, least: int) -> Callable[[Iterable[T], int], Iterable[T]]:
    """Pass things on, with a bar on a terminal where there are enough to wait for."""

    def watch(things: Iterable[T], total: int) -> Iterable[T]:
        if total < least or not sys.stderr.isatty():
            yield from things
            return
        with click.progressbar(things, length=total, label=label, file=sys.stderr) as bar:
            yield from bar

    return watch
