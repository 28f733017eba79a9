"""What the front matter of a note may say, besides the pairs in tests/data/note."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.load import load_config
from generator.config.records import Source
from generator.sources.notes import read_note, read_notes

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


SITE = '[site]\nid = "a"\ntitle = "A"\n[[source]]\nname = "n"\nreader = "note"\ntitle = "N"\n'


def test_what_an_editor_hides_among_the_notes_is_none(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SITE)
    for name in ("b.md", "deep/a.md", ".a.md", ".old/a.md", "deep/.old/a.md", "a.txt"):
        file = tmp_path / "notes" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {name}\n---\nText.\n")
    config = load_config(tmp_path)
    reading = read_notes(config.notes, config)
    assert [(one.where, one.title, one.position) for one in reading.entries] == [
        ("notes/b.md", "b.md", 0),
        ("notes/deep/a.md", "deep/a.md", 1),
    ]
    assert (reading.problems, reading.reports[0].entries) == ((), 2)
