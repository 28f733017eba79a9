"""Fields that stand under labels in texts, and dates in elements of PRISM."""

from __future__ import annotations

import pytest

from generator.sources.feed.conventions.labels import (
    read_first_lines,
    read_labels,
    read_or_none,
    read_publication_dates,
)
from generator.sources.feed.item import Item
from generator.text.timestamps import read_timestamp
from tests.sources.feed.making import feed_of, item_of


def read(*lines: str, **stated: object) -> Item:
    """The first entry of a feed of two that have these lines before their texts."""
    html = "".join(f"<p>{line}</p>" for line in lines)
    items = (item_of(f"{html}<p>{text}</p>", **stated) for text in ("Pots boil.", "Pans fry."))
    first, second = read_labels(feed_of(items)).items
    assert second.summary == (first.summary or "").replace("Pots boil.", "Pans fry.")
    return first


AUTHORS = (
    *("Author(s):", "Author:", "Authors:", "AUTHOR:", "AUTHORS:", "Written by:", "By:"),
    *("Authors :", "by", "By"),
)


@pytest.mark.parametrize("label", AUTHORS)
def test_names_under_a_label_are_authors(label: str) -> None:
    found = read(f"{label} Ann Roe, Bo Lind")
    assert (found.authors, found.summary) == (("Ann Roe", "Bo Lind"), "Pots boil.")


DATES = (
    *("Publication date:", "Date of publication:", "Published online:", "Published:"),
    *("Published on:", "Available online", "Published online", "First published"),
    *("Available online:", "first published:"),
)


@pytest.mark.parametrize("label", DATES)
def test_a_day_under_a_label_is_that_of_publication(label: str) -> None:
    found = read(f"{label} 5 March 2024")
    assert found.published == read_timestamp("5 March 2024", "en")
    assert found.summary == "Pots boil."


BESIDE = (
    *("Source: J, Volume 5", "Journal: J", "Publication: J", "DOI: 10.1000/a", "PMID: 1"),
    *("PII: S1", "ISSN: 2049-3630", "Keyword: tin", "Keywords: tin", "Tags: tin"),
    *("Abstract:", "ABSTRACT:", "Summary:"),
)


@pytest.mark.parametrize("line", BESIDE)
def test_what_is_labelled_beside_authors_is_taken_off_too(line: str) -> None:
    found = read("Authors: Ann Roe, Bo Lind", line)
    assert found.summary == "Pots boil."
    assert found.tags == (("tin",) if line.endswith("tin") else ())


# lines that only resemble labels
NO_LABELS = {
    "a label of no author and no day": ("Source: J, Volume 5",),
    "a label in the middle of a word": ("Coauthors: Ann Roe, Bo Lind",),
    "no names": ("Authors: see below for all of them",),
    "no day": ("Published: soon",),
    "a label behind other words": ("Of tin, Authors: Ann Roe, Bo Lind",),
    "a name behind other words": ("Pots by Ann Roe",),
    "no label": ("Authors of pots are Ann Roe, Bo Lind",),
}


@pytest.mark.parametrize("lines", NO_LABELS.values(), ids=NO_LABELS)
def test_what_only_resembles_a_label_stays(lines: tuple[str, ...]) -> None:
    assert read(*lines).summary == f"{lines[0]} Pots boil."


def test_labels_in_half_of_the_texts_are_none() -> None:
    labelled = [item_of(f"<p>Authors: Ann Roe</p><p>Pots {n}.</p>") for n in range(2)]
    others = [item_of(f"<p>Pans {n}.</p>") for n in range(2)]
    feed = feed_of([*labelled, *others])
    assert read_labels(feed) == (feed.items, ())
    found = read_labels(feed_of([*labelled, *others[:1]])).items
    assert [item.summary for item in found] == ["Pots 0.", "Pots 1.", "Pans 0."]


# names in the field, names under the label → authors
MORE = {
    "the same": (("Ann Roe",), "Ann Roe", ("Ann Roe",)),
    "the field names the first": (("Ann Roe",), "Ann Roe, Bo Lind", ("Ann Roe", "Bo Lind")),
    "the label names others": (("Cy Wu",), "Ann Roe, Bo Lind", ("Cy Wu",)),
    "the field names more": (("Ann Roe", "Bo Lind"), "Ann Roe", ("Ann Roe", "Bo Lind")),
}


@pytest.mark.parametrize(("authors", "labelled", "expected"), MORE.values(), ids=MORE)
def test_a_label_counts_where_it_names_more_than_the_field(
    authors: tuple[str, ...], labelled: str, expected: tuple[str, ...]
) -> None:
    found = read(f"Authors: {labelled}", authors=authors)
    assert (found.authors, found.summary) == (expected, "Pots boil.")


def test_tags_of_the_feed_stand_beside_a_label_of_keywords() -> None:
    assert read("Authors: Ann Roe", "Keywords: tin; iron, zinc").tags == ("tin", "iron", "zinc")
    assert read("Authors: Ann Roe", "Keywords: tin", tags=("lead",)).tags == ("lead",)


def test_of_a_day_of_the_feed_and_a_labelled_one_the_earlier_counts() -> None:
    given = read_timestamp("5 March 2024", "en")
    later = read("Published: 6 March 2024", published=given)
    assert (later.published, later.overruled) == (given, None)
    same = read("Published: March 2024", published=given)
    assert (same.published, same.overruled) == (given, None)
    earlier = read("Published: 4 March 2024", published=given)
    assert earlier.published == read_timestamp("4 March 2024", "en")
    assert earlier.overruled == given


# elements of PRISM → the date, and which of them is said
PRISM: dict[str, tuple[dict[str, str], str | None, str]] = {
    "the day of publication": (
        {
            "prism_coverdisplaydate": "May 2024",
            "prism_coverdate": "2024-04-01",
            "prism_publicationdate": "2024-03-05",
        },
        "2024-03-05",
        "prism:publicationDate",
    ),
    "the day on the cover": (
        {"prism_coverdisplaydate": "May 2024", "prism_coverdate": "2024-04-02"},
        "2024-04-02",
        "prism:coverDate",
    ),
    "the month on the cover": (
        {"prism_coverdisplaydate": "May 2024", "prism_coverdate": "soon"},
        "2024-05",
        "prism:coverDisplayDate",
    ),
    "none that can be read": ({"prism_coverdate": "soon"}, None, ""),
}


@pytest.mark.parametrize(("elements", "date", "name"), PRISM.values(), ids=PRISM)
def test_the_first_date_of_prism_that_can_be_read_counts(
    elements: dict[str, str], date: str | None, name: str
) -> None:
    found = read_publication_dates(feed_of([item_of(elements=elements)]))
    stated = found.items[0].published
    assert (stated and stated.date.edtf) == date
    assert found.traits == ((f"dates are those of {name}",) if name else ())


def test_a_date_of_prism_stands_behind_that_of_the_feed() -> None:
    given = read_timestamp("5 March 2024", "en")
    feed = feed_of([item_of(published=given, elements={"prism_coverdate": "2024-01-01"})])
    assert read_publication_dates(feed) == (list(feed.items), ())


# the first line of all texts → the day
FIRST_LINES = {
    "Published on March 5, 2024 6:03 PM GMT": "2024-03-05",
    "Published March 5, 2024": "2024-03-05",
    "Published on: March 5, 2024": "2024-03-05",
    "Posted on March 5, 2024": "2024-03-05",
    "Originally Published on March 5, 2024": "2024-03-05",
    "Originally Posted March 5, 2024": "2024-03-05",
    "Updated on March 5, 2024": None,
    "Published on the fifth of March": None,
    "It was Published on March 5, 2024": None,
}


@pytest.mark.parametrize(("line", "day"), FIRST_LINES.items(), ids=FIRST_LINES)
def test_the_day_in_the_first_line_of_all_texts_is_read(line: str, day: str | None) -> None:
    texts = ("Pots boil.", "Pans fry.")
    feed = feed_of(item_of(f"<p>{line}</p><p>{text}</p>") for text in texts)
    found = read_first_lines(feed)
    dates = [item.published.date.edtf if item.published else None for item in found.items]
    assert dates == [day] * 2
    expected = texts if day else [item.summary for item in feed.items]
    assert [item.summary for item in found.items] == [*expected]


SPANS = {
    "June–July 2024": "2024-06/2024-07",
    "June - July 2024": "2024-06/2024-07",
    "June/July 2024": "2024-06/2024-07",
    "June—July 2024": "2024-06/2024-07",
    "June July 2024": None,
    "June–Tin 2024": None,
    " ": None,
}


@pytest.mark.parametrize(("text", "date"), SPANS.items(), ids=SPANS)
def test_two_months_of_a_year_are_a_date(text: str, date: str | None) -> None:
    found = read_or_none(text, "en")
    assert (found and found.date.edtf) == date
