"""What `octavo doctor` finds."""

from __future__ import annotations

from generator.model import Record, Severity


class Finding(Record, kw_only=True):
    """What `octavo doctor` says of one thing: how it is, and what to do, line by line."""

    about: str
    severity: Severity
    message: str
    advice: str = ""
