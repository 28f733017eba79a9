"""Who is named first: ids and permalinks that two articles would have."""

from __future__ import annotations

from generator.text.urls import canonical_url, short_hash
from tests.reconcile.making import entry, reconciled

OURS, THEIRS = "https://ours.example/a", "https://theirs.example/a"


def test_what_was_received_is_named_before_the_owners_notes() -> None:
    note = entry("notes", url=OURS, title="A note")
    listed = entry("feed", url=THEIRS, title="An article", first_seen="2026-04-05")
    articles = reconciled(note, listed).articles
    assert [(article.title, article.slug) for article in articles] == [
        ("A note", f"a-{short_hash(canonical_url(OURS))}"),
        ("An article", "a"),
    ]


def test_what_was_received_first_is_named_first_whoever_is_trusted_more() -> None:
    newer = entry("index", url=OURS, title="Newer", first_seen="2026-04-05")
    older = entry("feed", url=THEIRS, title="Older", first_seen="2025-01-01")
    articles = reconciled(newer, older).articles
    assert [(article.title, article.slug) for article in articles] == [
        ("Newer", f"a-{short_hash(canonical_url(OURS))}"),
        ("Older", "a"),
    ]
