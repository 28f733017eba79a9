"""What a feed means, recognised from all its items together, never guessed from one.

Glued titles, descriptions that are residue, dates that are placeholders; what site.toml declares
of a source stands before what is recognised.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.config.records import Source
from generator.model import Record
from generator.sources.feed.dates import Filling, recognise_filling
from generator.sources.feed.item import Item
from generator.text.timestamps import are_days
from generator.text.titles import fold_text, unglue

# A shorter list shows no pattern, only coincidence.
_LEAST_FOR_GLUE = 5


class Shape(Record, kw_only=True):
    """How to understand a feed: are titles glued, descriptions residue, dates filled up?"""

    glued: bool
    residue: bool
    filling: Filling
    #: Whether its times of publication know days only, and those of change.
    publishes_days: bool = False
    changes_days: bool = False

    @property
    def traits(self) -> tuple[str, ...]:
        """The same in plain words, for what is not ordinary."""
        traits = []
        if self.glued:
            traits.append("titles are glued to bylines, summaries and tags; they are taken apart")
        if self.residue:
            traits.append("descriptions are fragments of the page; they are read as evidence only")
        if self.filling == "firsts":
            traits.append("every date is the first of a month: days, and 1 January, say nothing")
        if self.filling == "none" and self.publishes_days:
            traits.append("every time of day is 00:00: only days are known, as they are written")
        if self.filling == "january":
            traits.append("1 January at 00:00 stands for a year whose month is not known")
        return tuple(traits)


def recognise(items: Sequence[Item], source: Source) -> Shape:
    """What site.toml says of the source, else what the items show."""
    fragments = len(items) >= _LEAST_FOR_GLUE and sum(map(is_residue, items)) * 2 > len(items)
    glued = source.titles == "glued" or (
        source.titles == "auto"
        and source.descriptions != "summary"
        and fragments
        and sum(map(_is_splittable, items)) * 2 > len(items)
    )
    residue = source.descriptions == "residue" or (
        source.descriptions == "auto" and fragments and glued
    )
    filling = source.placeholders
    return Shape(
        glued=glued,
        residue=residue,
        filling=recognise_filling([i.timestamp for i in items]) if filling == "auto" else filling,
        publishes_days=are_days(item.published for item in items),
        changes_days=are_days(item.updated for item in items),
    )


def _is_splittable(item: Item) -> bool:
    return item.title is not None and unglue(item.title).rule != "whole"


def is_residue(item: Item) -> bool:
    """Whether the description repeats the glued title, or goes on from inside its end."""
    if not item.title or not item.summary:
        return False
    tail = item.summary.split(" ", 1)[0]
    return item.title.endswith(tail) or fold_text(item.summary) == fold_text(item.title)


def prose_of(item: Item) -> str | None:
    """Why an item of a glued feed is a link in running text and no article; None if it is one."""
    if not item.title or not item.summary or _is_splittable(item):
        return None
    if is_residue(item) or item.summary[0].isupper():
        return None
    start = item.summary if len(item.summary) <= 40 else f"{item.summary[:40].rsplit(' ', 1)[0]}…"
    return (
        "A link in running text that was taken for an entry: it has no summary, "
        f"and its description begins in the middle of a sentence (“{start}”)."
    )
