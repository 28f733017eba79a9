"""What the front matter of a note may say, besides the pairs in tests/data/note."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.records import Source
from generator.sources.notes import read_note

NOTES = Source(name="notes", reader="note", title="Notes")
# keys that say something of an article, with a value
OF_ARTICLES = {
    "url": "https://example.org/a",
    "authors": "Ann Roe",
    "summary": "A text.",
    "tags": "a",
    "added": "2026-01-02",
}


@pytest.mark.parametrize("key", OF_ARTICLES)
def test_a_note_on_an_article_sets_none_of_its_fields(key: str, tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text(f"---\narticle: An Article\n{key}: {OF_ARTICLES[key]}\n---\nText.\n")
    with pytest.raises(ValueError, match=rf'^"{key}" is for an article of its own; this note is'):
        read_note(note, "notes/a.md", NOTES)
