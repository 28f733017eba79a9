"""What lies in content/ and nobody reads is told; what is plainly meant for others is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.load import load_config
from generator.sources.capture_files import unread_files

SITE = """
[site]
id = "list"
title = "A list"
[[source]]
name = "feed"
reader = "feed"
title = "A feed"
"""
NO_NAME = "not read: octavo knows no such name; did you mean "
NO_NOTE = "not read: the name of a note ends in .md"

FOUND = {
    "overides.toml": f"{NO_NAME}overrides.toml?",
    "capture/feed/2026-01-01.xml": f"{NO_NAME}captures?",
    "template/home.html": f"{NO_NAME}templates?",
    "note/a.md": f"{NO_NAME}notes?",
    "page/about.md": f"{NO_NAME}pages?",
    "statics/CNAME": f"{NO_NAME}static?",
    "captures/fed/2026-01-01.xml": "not read: no [[source]] in site.toml has this name",
    "captures/2026-01-01.xml": "not read: it lies in the folder of no source",
    "notes/a.markdown": NO_NOTE,
    "notes/deep/b.MD": NO_NOTE,
    "notes/c.txt": NO_NOTE,
    "notes/d.md": None,
    "notes/picture.png": None,
    "README.md": None,
    "pages/about.md": None,
    "static/CNAME": None,
    ".git/config": None,
}


@pytest.mark.parametrize(("name", "message"), FOUND.items(), ids=FOUND)
def test_what_nobody_reads_is_reported(name: str, message: str | None, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SITE)
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    found = unread_files(load_config(tmp_path))
    assert [problem.message for problem in found] == ([message] if message else [])
    assert all(name.startswith(problem.where) for problem in found)


def test_whole_pages_beside_copies_are_for_nobody_to_read(tmp_path: Path) -> None:
    source = SITE.replace('"feed"', '"previews"', 1).replace('"feed"', '"preview"')
    (tmp_path / "site.toml").write_text(source)
    for folder in ("previews", "previews-pages", "others-pages"):
        (tmp_path / "captures" / folder).mkdir(parents=True)
    assert [problem.where for problem in unread_files(load_config(tmp_path))] == [
        "captures/others-pages"
    ]
