"""One line of an index page's text."""

from __future__ import annotations

from generator.model import Record
from generator.sources.index.records import Heading

# What is longer, or ends as a sentence does, says what an entry is about and does not name it.
_PROSE = 90


class Line(Record, kw_only=True):
    """A line of the text, and what it is.

    `kind`: "date" (a day, perhaps with marks beside it), "both" (a day and what may be a title),
    "heading" (a year or a month), "end" (what leads on to the whole entry, and so ends it), "frame"
    (the page's menu and foot), "mark" (what stands with every entry) or "text".
    """

    text: str
    kind: str
    #: How many empty lines stand above it.
    gap: int = 0
    dated: Heading | None = None
    #: What else stands in the line of a date.
    rest: str = ""

    @property
    def is_prose(self) -> bool:
        """Whether a text says what an entry is about."""
        return is_prose(self.text)


def is_prose(text: str) -> bool:
    """Return whether a text is a sentence, or as long as one."""
    return len(text) > _PROSE or ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence does."""
    return text.rstrip("”\"’'»)]").endswith((".", "…", ":", "。", "।", "؟", "۔")) or text.endswith(
        (".", "…", ":")
    )
