"""Where permalinks lead that articles had, or would have had by now."""

from __future__ import annotations

import pytest

from generator.config.overrides import ArticleRule, Overrides, SameRule
from generator.model import Entry, Forward
from generator.text.urls import short_hash
from tests.reconcile.making import entry, preview, reconciled


def overrides(same: tuple[str, ...] = (), hide: str | None = None) -> Overrides:
    where, reason = "overrides.toml:1", "So."
    return Overrides(
        same=(SameRule(articles=same, reason=reason, where=where),) if same else (),
        hide=(ArticleRule(article=hide, reason=reason, where=where),) if hide else (),
    )


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
