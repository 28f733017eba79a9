"""Which reader a capture is given to, by what stands in it and how it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.record import PartialDate, Problem
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received
from generator.sources.copies.wiki import read_preview
from tests.sources.test_pairs import DATA, configured


def read(folder: Path, name: str, text: str, reader: str) -> Contents | Problem:
    file = folder / name
    file.write_bytes(text.encode())
    date = PartialDate(year=2026)
    return read_capture(
        Received(path=name, file=file, resource="a", date=date), *configured(reader, {})
    )


# a copy, and how its file is called → how it was read
COPIES = {
    "a page": ("<!DOCTYPE html><title>A</title><p>Tin.", "2026.txt", "saved HTML pages"),
    "front matter": ("---\ntitle: A\n---\nTin.", "2026.txt", "saved Markdown files"),
    "front matter of Hugo": ('+++\ntitle = "A"\n+++\nTin.', "2026.txt", "saved Markdown files"),
    "front matter after blank lines": (
        "\r\n \t" * 600 + "\n---\ntitle: A\n---\nTin.",
        "2026.txt",
        "saved Markdown files",
    ),
    "Markdown by its name": ("# A\n\nTin.", "2026.md", "saved Markdown files"),
    "Markdown by its longer name": ("# A\n\nTin.", "2026.markdown", "saved Markdown files"),
}


@pytest.mark.parametrize(("text", "name", "trait"), COPIES.values(), ids=COPIES)
def test_a_copy_is_read_by_what_it_is(text: str, name: str, trait: str, tmp_path: Path) -> None:
    found = read(tmp_path, name, text, "preview")
    assert isinstance(found, Contents)
    assert found.traits == (trait,)


def test_a_copy_of_a_wiki_comes_with_its_text_and_its_problems(tmp_path: Path) -> None:
    for name in ("text-copy", "hostile-copy", "fetched-on-no-day"):
        data = (DATA / f"preview/{name}.txt").read_bytes()
        found = read(tmp_path, "2026.txt", data.decode(), "preview")
        assert isinstance(found, Contents)
        preview, _claims, body, problems = read_preview(data, "2026.txt", "a", "s")
        assert [entry.preview for entry in found.entries] == [preview]
        assert (found.bodies, found.problems) == ((body,) if body else (), problems)


# a file, and the reader that it is given to → why it is not read
REFUSED = {
    "an empty copy": ("preview", " \n", "the file is empty"),
    "JSON for an index": (
        "index",
        '{"a": 1}',
        'is JSON, which no index page is; try reader = "list"',
    ),
    "an empty list": ("list", "\n", "the file is empty"),
    "a feed for a list": ("list", "<rss><channel>", 'is a feed; read it by reader = "feed"'),
    "Atom for a list": ("list", "<feed>", 'is a feed; read it by reader = "feed"'),
    "RDF for a list": ("list", "<rdf:RDF>", 'is a feed; read it by reader = "feed"'),
    "JSON Feed for a list": ("list", '{"items": []}', 'is a feed; read it by reader = "feed"'),
    "OPML for a list": (
        "list",
        "<opml>",
        "is OPML, which lists feeds: octavo init makes sources of them",
    ),
    "a list of nothing": (
        "list",
        "TY  - JOUR\nAU  - Roe\nER  - \n",
        "is RIS, but lists nothing with a title or an address "
        "(entry 1 (line 1): left out: it has neither a title nor an http or https address)",
    ),
}


@pytest.mark.parametrize(("reader", "text", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_of_another_kind_is_refused_by_its_name(
    reader: str, text: str, fault: str, tmp_path: Path
) -> None:
    found = read(tmp_path, "2026.txt", text, reader)
    assert isinstance(found, Problem)
    assert f"{found.where}: {found.message}" == f"2026.txt: {fault}"
