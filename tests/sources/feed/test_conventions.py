"""Conventions are found in whole feeds, said, and switched off. Their shapes: tests/data/feed."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from generator.build.pipeline import build
from generator.config.records import CONVENTIONS as NAMES
from generator.errors import ConfigError
from generator.model.articles import Evidence
from generator.model.entries import Reading
from generator.model.record import PartialDate
from generator.sources import read_sources
from generator.sources.feed.conventions import CONVENTIONS
from tests.making_feeds import DATES, content, item, library, listed, messages, rss
from tests.sources.test_pairs import configured

ASAP = rss(item("[ASAP] Pots", "https://e.org/1"), item("[ASAP] Pans", "https://e.org/2"))


def reading(folder: Path, feed: str, **source: object) -> Reading:
    content(folder, {"s/2024-01.xml": feed})
    _source, config = configured("feed", {"source": source})
    return read_sources(msgspec.structs.replace(config, folder=str(folder)))


def titles(found: Reading) -> list[str | None]:
    return [entry.title for entry in found.entries]


def test_site_toml_knows_the_names_of_all_conventions() -> None:
    assert tuple(convention.name for convention in CONVENTIONS) == NAMES


def test_the_documentation_names_every_convention() -> None:
    text = Path(__file__).parents[3].joinpath("docs/inputs.md").read_text("utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in text] == []


CHOSEN = {
    "auto": ("auto", ["Pots", "Pans"]),
    "none": ("none", ["[ASAP] Pots", "[ASAP] Pans"]),
    "by its name": (("titles",), ["Pots", "Pans"]),
    "another one": (("names", "feet"), ["[ASAP] Pots", "[ASAP] Pans"]),
}


@pytest.mark.parametrize(("conventions", "expected"), CHOSEN.values(), ids=CHOSEN)
def test_a_source_chooses_its_conventions(
    tmp_path: Path, conventions: object, expected: list[str]
) -> None:
    assert titles(reading(tmp_path, ASAP, conventions=conventions)) == expected


def test_what_was_recognised_is_reported_and_kept_as_received(tmp_path: Path) -> None:
    found = reading(tmp_path, ASAP)
    assert found.reports[0].traits[1] == "every title begins with “[ASAP]”, which was taken off"
    assert [entry.raw["title"] for entry in found.entries] == ["[ASAP] Pots", "[ASAP] Pans"]
    assert [entry.changed_by for entry in found.entries] == [("titles",), ("titles",)]


def test_one_entry_alone_proves_nothing(tmp_path: Path) -> None:
    feed = rss(item("[ASAP] Pots", "https://e.org/1"))
    assert titles(reading(tmp_path, feed)) == ["[ASAP] Pots"]


def test_a_convention_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    site = (
        '[site]\nid = "site"\ntitle = "A Site"\n[[source]]\nname = "s"\nreader = "feed"\n'
        'title = "S"\nconventions = ["titel"]\n'
    )
    with pytest.raises(ConfigError) as refused:
        library(tmp_path, {"s/2024-01.xml": ASAP}, site=site)
    assert 'there is no convention "titel"; did you mean "titles"?' in str(refused.value)


def test_a_labelled_day_before_that_of_the_feed_wins_and_the_other_is_a_conflict(
    tmp_path: Path,
) -> None:
    text = "<description>&lt;p&gt;Published on {} 5, 2024 6:03 PM GMT&lt;/p&gt;{}</description>"
    feed = rss(
        item(
            "A",
            "https://e.org/a",
            None,
            "Wed, 20 Mar 2024 10:00:00 GMT",
            text.format("March", "A."),
        ),
        item(
            "B",
            "https://e.org/b",
            None,
            "Mon, 05 Feb 2024 18:04:00 GMT",
            text.format("February", "B."),
        ),
    )
    found = library(tmp_path, {"s/2024-04.xml": feed})
    assert listed(found) == ["A 2024-03-05", "B 2024-02-05"]
    conflicts = [article.conflicts for article in found.timeline.articles]
    assert [[(one.value, one.rule) for one in claims] for claims in conflicts] == [
        [("2024-03-20", "an earlier date counts, wherever its source states it")],
        [],
    ]
    assert messages(found) == []


def test_a_thread_is_shown_beside_what_it_discusses(tmp_path: Path) -> None:
    feed = (
        '<rss version="2.0"><channel><title>Lobsters</title><link>https://lobste.rs/</link>'
        "<item><title>Pots</title><link>https://example.org/pots</link>"
        "<comments>https://lobste.rs/s/aaaaaa/pots</comments>"
        "<author>annroe@users.lobste.rs (annroe)</author></item></channel></rss>"
    )
    blog = rss(item("Pots", "https://example.org/pots"))
    folder = content(tmp_path / "content", {"blog/2024-01.xml": blog, "links/2024-01.xml": feed})
    build(folder, tmp_path / "site")
    page = (tmp_path / "site/a/pots/index.html").read_text("utf-8")
    link = 'href="https://lobste.rs/s/aaaaaa/pots" rel="noopener">Discussed at lobste.rs</a>'
    assert link in page
    data = json.loads((tmp_path / "site/articles.json").read_text("utf-8"))
    assert [article["discussed_at"] for article in data["articles"]] == [
        ["https://lobste.rs/s/aaaaaa/pots"]
    ]


SAVED = (
    '[site]\nid = "site"\ntitle = "A Site"\n'
    + '[[source]]\nname = "saved"\nreader = "feed"\ntitle = "Saved"\ndates = "saved"\n'
    + '[[source]]\nname = "blog"\nreader = "feed"\ntitle = "Blog"\n'
)


def test_the_day_on_which_a_link_was_saved_is_no_date_of_publication(tmp_path: Path) -> None:
    saved = rss(
        item("A", "https://e.org/a", None, DATES[3]), item("B", "https://e.org/b", None, DATES[4])
    )
    blog = rss(item("A", "https://e.org/a", None, DATES[0]))
    captures: dict[str, str | bytes] = {"saved/2024-06.xml": saved, "blog/2024-06.xml": blog}
    found = library(tmp_path, captures, site=SAVED)
    dated = [(a.title, a.date, a.date_evidence.rule, a.conflicts) for a in found.timeline.articles]
    assert dated == [
        ("B", PartialDate(year=2024, month=5, day=8), "added", ()),
        ("A", PartialDate(year=2024, month=1, day=8), "feed", ()),
    ]


def test_what_is_no_author_stands_as_received_in_the_evidence(tmp_path: Path) -> None:
    feed = rss(item("A", "https://e.org/a", None, DATES[0], "<author>(author unknown)</author>"))
    (article,) = library(tmp_path, {"s/2024-06.xml": feed}).timeline.articles
    assert article.authors == ()
    assert article.evidence["authors"] == Evidence(
        rule="what was received in its place states none", source="s", raw="(author unknown)"
    )
