"""Where permalinks lead that articles had, or would have had by now."""

from __future__ import annotations

import msgspec
import pytest

from generator.config.overrides import ArticleRule, Overrides, SameRule
from generator.model.articles import Forward
from generator.model.entries import Entry, FirstStatement
from generator.text.urls import short_hash
from tests.reconcile.making import CONFIG, entry, preview, reconciled


def overrides(same: tuple[str, ...] = (), hide: str | None = None) -> Overrides:
    where, reason = "overrides.toml:1", "So."
    return Overrides(
        same=(SameRule(articles=same, reason=reason, where=where),) if same else (),
        hide=(ArticleRule(article=hide, reason=reason, where=where),) if hide else (),
    )


def first_stated(title: str, url: str | None = None) -> FirstStatement:
    return FirstStatement(moment="2024", where="captures/feed/2024.xml", title=title, url=url)


NEW, OLD, OTHER = "https://e.org/new", "https://e.org/old", "https://other.example/new"
NEW_ID, OTHER_ID = short_hash(NEW), short_hash(OTHER)
# entries, overrides → where the permalinks that are gone lead, by the last parts of both
FORWARDS: dict[str, tuple[list[Entry], Overrides, list[tuple[str, str]]]] = {
    "nothing is gone": ([entry("feed", url=NEW, title="A")], overrides(), []),
    "an address that it had before": (
        [entry("feed", url=NEW, title="A", former_urls=(OLD,))],
        overrides(),
        [("old", NEW_ID)],
    ),
    "an address that another one has now": (
        [
            entry("feed", url=NEW, title="A", former_urls=(OLD,)),
            entry("feed", url=OLD, title="B", position=1),
        ],
        overrides(),
        [],
    ),
    "an address that two had": (
        [
            entry("feed", url=NEW, title="A", former_urls=(OLD,)),
            entry("feed", url="https://e.org/b", title="B", former_urls=(OLD,), position=1),
        ],
        overrides(),
        [],
    ),
    "what the owner joined": (
        [entry("index", url=NEW, title="A"), entry("feed", url=OLD, title="B")],
        overrides(same=(NEW, OLD)),
        [("old", NEW_ID)],
    ),
    "what would have had a longer one by itself": (
        [entry("index", url=NEW, title="A"), entry("feed", url=OTHER, title="B")],
        overrides(same=(NEW, OTHER)),
        [(f"new-{OTHER_ID}", NEW_ID)],
    ),
    "one that is hidden leads to nothing": (
        [entry("feed", url=NEW, title="A", former_urls=(OLD,))],
        overrides(hide=NEW),
        [("new", NEW_ID), ("old", NEW_ID)],
    ),
    "a title that it had another one beside": (
        [entry("index", title="A Title"), entry("feed", title="A Name")],
        overrides(same=("A Title", "A Name")),
        [("a-name", short_hash("a title"))],
    ),
    "a title beside an address": (
        [entry("index", url=NEW, title="A"), entry("feed", title="A Name")],
        overrides(same=(NEW, "A Name")),
        [],
    ),
    "what makes no article had no permalink": (
        [
            entry("index", url=NEW, title="A"),
            preview("A"),
            entry("copies", url=OLD, title="A", creates=False),
            entry("feed", url="https://e.org/last", title="B"),
        ],
        overrides(same=(NEW, "https://e.org/last")),
        [("last", NEW_ID)],
    ),
    "what only adds to an article had none either": (
        [
            entry("index", url=NEW, title="A"),
            preview("A copy", url=OLD),
            entry("index", url="https://arxiv.org/abs/2301.00001", title="B", position=1),
            entry("feed", url="https://arxiv.org/pdf/2301.00001", prose="A link in running text."),
        ],
        overrides(same=(NEW, OLD)),
        [],
    ),
    "an address that came later named nothing": (
        [
            entry("index", url=NEW, title="A", first=first_stated("A")),
            entry("feed", url=OLD, first=first_stated("B")),
        ],
        overrides(),
        [],
    ),
    "one of two of one title, which is hidden": (
        [entry("feed", title="A"), entry("feed", title="A", position=1)],
        overrides(hide=short_hash("a")),
        [("a", short_hash("a"))],
    ),
    "many addresses, in order": (
        [entry("feed", url=NEW, title="A", former_urls=tuple(f"{OLD}{n}" for n in range(9)))],
        overrides(),
        [(f"old{n}", NEW_ID) for n in range(9)],
    ),
    "what a fragment tells apart": (
        [
            entry(
                "feed", url="https://e.org/log#2", title="B", former_urls=("https://e.org/log#1",)
            ),
            entry("feed", url="https://e.org/log#3", title="C", position=1),
        ],
        overrides(),
        [("log-1", short_hash("https://e.org/log#2"))],
    ),
}


@pytest.mark.parametrize(("entries", "told", "expected"), FORWARDS.values(), ids=FORWARDS)
def test_a_permalink_that_is_gone_leads_to_the_one_article_that_could_have_had_it(
    entries: list[Entry], told: Overrides, expected: list[tuple[str, str]]
) -> None:
    forwards = reconciled(*entries, overrides=told).forwards
    assert forwards == tuple(Forward(slug=slug, leads_to=id_) for slug, id_ in expected)


# Of the feed, what has this tag is left out.
CUT = ("cut",)
FILTERING = msgspec.structs.replace(
    CONFIG,
    sources=tuple(
        msgspec.structs.replace(source, exclude_tags=CUT) if source.name == "feed" else source
        for source in CONFIG.sources
    ),
)
# entries → where permalinks lead that a filter left out
LEFT_OUT: dict[str, tuple[list[Entry], list[tuple[str, str]]]] = {
    "all that it had": (
        [entry("feed", url=NEW, title="A", tags=CUT, former_urls=(OLD,))],
        [("new", NEW_ID), ("old", NEW_ID)],
    ),
    "no address": (
        [entry("feed", title="A", tags=CUT), entry("feed", url=NEW, title="B", position=1)],
        [("a", short_hash("a"))],
    ),
    "what another list has at its address now": (
        [
            entry("index", url=NEW, title="A"),
            entry("index", url=OTHER, title="B", first=first_stated("B", OLD), position=1),
            entry("index", url="https://e.org/c", title="C", position=2),
            entry("index", title="No address", position=3),
            entry("feed", url=OTHER, title="B", tags=CUT),
        ],
        [(f"new-{OTHER_ID}", short_hash(OLD))],
    ),
    "a permalink that an article has": (
        [
            entry("index", url=NEW, title="A", first_seen="2026-05"),
            entry("feed", url=f"{NEW}/2", title="B", tags=CUT, former_urls=(NEW,)),
        ],
        [("new-2", short_hash(f"{NEW}/2"))],
    ),
    "one that leads to an article already": (
        [
            entry("index", url=NEW, title="A", former_urls=(OLD,)),
            entry("feed", url=f"{NEW}/2", title="B", tags=CUT, former_urls=(OLD,)),
        ],
        [("new-2", short_hash(f"{NEW}/2")), ("old", NEW_ID)],
    ),
}


@pytest.mark.parametrize(("entries", "expected"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_filters_leave_out_had_permalinks_too(
    entries: list[Entry], expected: list[tuple[str, str]]
) -> None:
    forwards = reconciled(*entries, config=FILTERING).forwards
    assert forwards == tuple(Forward(slug=slug, leads_to=id_) for slug, id_ in expected)


def test_of_very_many_that_filters_leave_out_the_first_thousand_lead_on() -> None:
    titles = [f"n{number:04}" for number in range(1002)]
    entries = [
        entry("feed", title=title, tags=CUT, first_seen=f"{3000 - place}", position=place)
        for place, title in enumerate(titles)
    ]
    slugs = [forward.slug for forward in reconciled(*entries, config=FILTERING).forwards]
    assert slugs == titles[2:]
