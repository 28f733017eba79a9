"""The base of all records, dates and problems."""

from __future__ import annotations

from typing import Literal, dataclass_transform

import msgspec

Severity = Literal["error", "warning", "info"]
#: The schemes of all addresses that are received; docs/security.md promises them.
SCHEMES = ("http", "https")
_STARTS = tuple(f"{scheme}://" for scheme in SCHEMES)


def is_web_url(url: str) -> bool:
    """Return whether a URL, which anybody may have written, is one that may be shown."""
    return url[:8].lower().startswith(_STARTS)


def check_urls(*urls: str | None) -> None:
    """Raise ValueError for a URL that no output may hold, as a record was made unchecked."""
    for url in urls:
        if url is not None and not is_web_url(url):
            raise ValueError(f"not an http or https URL: {url!r}")


@dataclass_transform(frozen_default=True)  # tells mypy what msgspec inherits
class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The base of every record: immutable, keyword-only, checked when it is read back.

    No record leads back to itself, so none has to be looked through for cycles (`gc`).
    """


class PartialDate(Record, kw_only=True):
    """A year, a month, a day, or a range of them: never more than is known."""

    year: int
    month: int | None = None
    #: None where the month is.
    day: int | None = None
    #: The end of a range, which is no range itself and does not precede the start.
    end: PartialDate | None = None

    @property
    def edtf(self) -> str:
        """Return the date in EDTF (ISO 8601-2), level 0.

        >>> PartialDate(year=2020, month=3, end=PartialDate(year=2021, month=4)).edtf
        '2020-03/2021-04'
        """
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return f"{text}/{self.end.edtf}" if self.end else text

    @property
    def place(self) -> PartialDate:
        """Return the date that places this one in a timeline: itself, or the end of its range."""
        return self.end or self


class Problem(Record, kw_only=True):
    """Something that was skipped, repaired or doubted."""

    #: The file, and the entry in it.
    where: str
    #: A sentence for the owner.
    message: str
    severity: Severity
    #: What to write in overrides.toml if the doubt is right, line by line.
    advice: tuple[str, ...] = ()
