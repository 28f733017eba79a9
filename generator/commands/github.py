"""What came of fetching, as a workflow of GitHub shows it: warnings, and a table in its summary.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import OutputError, one_line
from generator.fetch.sources import FAILURES, Fetched


def report(fetched: Iterable[Fetched], environment: Mapping[str, str] = os.environ) -> str:
    """Return a warning for each source that failed; add a table of all to the job's summary.

    Raises:
        OutputError: the summary cannot be written.
    """
    fetched = tuple(fetched)
    if place := environment.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(place).open("a", encoding="utf-8") as file:
                file.write(_summary(fetched))
        except OSError as error:
            raise OutputError(f"{place}: cannot be written: {error.strerror}") from error
    failing = (one for one in fetched if one.outcome in FAILURES)
    return "".join(
        f"::warning title={_escaped(one.source, parameter=True)}::{_escaped(one.message)}\n"
        for one in failing
    )


def _escaped(text: str, *, parameter: bool = False) -> str:
    """Return a text that ends no command: what was received can hold anything."""
    text = one_line(text).replace("%", "%25")
    return text.replace(":", "%3A").replace(",", "%2C") if parameter else text


def _summary(fetched: Iterable[Fetched]) -> str:
    rows = (f"| {_cell(one.source)} | {one.outcome} | {_cell(one.message)} |\n" for one in fetched)
    return "| source | came | |\n| --- | --- | --- |\n" + "".join(rows)


def _cell(text: str) -> str:
    """Return a text in which Markdown and HTML mean nothing; addresses may become links."""
    return re.sub(r"[^\w\s.,:/-]|_", lambda found: f"&#{ord(found[0])};", one_line(text))
