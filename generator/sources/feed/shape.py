"""What a feed means, recognised from all its items together, never guessed from one.

Glued titles, descriptions that are residue, dates that are placeholders; what site.toml declares
of a source stands before what is recognised.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.config.records import Source
from generator.model import Record
from generator.sources.feed.dates import Filling, recognise_filling
from generator.sources.feed.glue import find_glue, is_fragment, is_in_prose, is_splittable
from generator.sources.feed.item import Item
from generator.text.excerpts import cut_at_word
from generator.text.timestamps import are_days

# How much of a description shows that it begins inside of a sentence.
_START_LENGTH = 40


class Shape(Record, kw_only=True):
    """How to understand a feed: are titles glued, descriptions residue, dates filled up?"""

    glued: bool
    residue: bool
    filling: Filling
    #: The text of the whole page, where descriptions are that.
    page: str | None = None
    #: Whether its times of publication know days only, and those of change.
    publishes_days: bool = False
    changes_days: bool = False

    @property
    def traits(self) -> tuple[str, ...]:
        """The same in plain words, for what is not ordinary."""
        traits = []
        if self.glued:
            traits.append("titles are glued to bylines, summaries and tags; they are taken apart")
        if self.page:
            traits.append("descriptions are the text of the whole page; they are no summaries")
        elif self.residue:
            traits.append("descriptions are fragments of the page; they are read as evidence only")
        if self.filling == "firsts":
            traits.append("every date is the first of a month: days, and 1 January, say nothing")
        if self.filling == "none" and self.publishes_days:
            traits.append("every time of day is 00:00: only days are known, as they are written")
        if self.filling == "january":
            traits.append("1 January at 00:00 stands for a year whose month is not known")
        return tuple(traits)


def recognise(items: Sequence[Item], source: Source) -> Shape:
    """Return what site.toml says of the source, else what the items show."""
    glue = find_glue(items)
    glued = source.titles == "glued" or (
        source.titles == "auto" and source.descriptions != "summary" and glue.glued
    )
    residue = source.descriptions == "residue" or (
        source.descriptions == "auto" and glue.fragments and glued
    )
    filling = source.placeholders
    return Shape(
        glued=glued,
        residue=residue,
        page=glue.page if glued and source.descriptions == "auto" else None,
        filling=recognise_filling([i.timestamp for i in items]) if filling == "auto" else filling,
        publishes_days=are_days(item.published for item in items),
        changes_days=are_days(item.updated for item in items),
    )


def prose_of(item: Item, shape: Shape) -> str | None:
    """Return why an item of a glued feed is a link in running text and no article.

    None if it is one.
    """
    if not shape.glued or not item.title or is_splittable(item.title):
        return None
    if shape.page:
        if not is_in_prose(item.title, shape.page):
            return None
        return (
            "A link in running text that was taken for an entry: on its page it stands in the "
            "middle of a sentence."
        )
    if not shape.residue or not item.summary or is_fragment(item) or item.summary[0].isupper():
        return None
    start = cut_at_word(item.summary, _START_LENGTH)
    start += "…" if start != item.summary else ""
    return (
        "A link in running text that was taken for an entry: it has no summary, "
        f"and its description begins in the middle of a sentence (“{start}”)."
    )
