"""docs/recipes.md, tried: each recipe on a list of its own, and what the site shows then."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from generator.commands.init import Installed, NewList, write_list
from tests.command_line import Octavo
from tests.documents import Block, Shell, blocks_of, is_as_said
from tests.git import ENVIRONMENT
from tests.loopback import loopback

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="runs bash"),
    pytest.mark.skipif(shutil.which("git") is None, reason="no git here"),
]

ROOT = Path(__file__).parents[1]
BLOCKS = blocks_of(ROOT / "docs/recipes.md")
FILE = re.compile(r"(?:#|/\*|\{#) (content/\S+)(?: \*/| #\})?\n")
NEW_LIST = NewList(
    id="tide-notes",
    title="Tide notes",
    language="en",
    sources=(),
    kinds=(),
    octavo=Installed(requirement="octavo==1.0"),
)
# After a recipe: files of its list, what stands in them, and what does not.
SHOWN: dict[str, list[tuple[str, list[str], list[str]]]] = {
    "Fix a title, an author or a date": [
        (
            "_site/articles.csv",
            ["ring like bells", "2026-03-15", "Ann Roe; Bo Lind", "what it hides"],
            ["2026-03-16", "slow on purpose"],
        )
    ],
    "Say where an article was published": [
        ("_site/library.bib", ["@article{", "journal = {Letters on Water}", "volume = {12}"], [])
    ],
    "Put a picture on an article": [
        (
            "_site/a/2026-harbours/index.html",
            ['src="../../pictures/harbour.png"', 'alt="The harbour at noon"'],
            [],
        )
    ],
    "Leave an article out": [("_site/articles.csv", ["Why harbours ring"], ["The moon is late"])],
    "Make one article of two, or two of one": [
        ("_site/articles.csv", ["The moon is late"], ["Reading a tide table"])
    ],
    "Put an article on the list": [
        ("_site/articles.csv", ["Slack water", "2024-11", "to read"], []),
        ("content/notes/essays-slack-water.md", ["between ebb and flood"], []),
    ],
    "Add a bibliography, and export it again later": [
        ("_site/articles.csv", ["Slow Sorting, Measured"], [])
    ],
    "Show a part of a source": [
        (
            "_site/articles.csv",
            ["Reading a tide table", "Tide updates, May 2026"],
            ["Why harbours ring", "Gauges and what they miss", "The moon is late"],
        )
    ],
    "Other colours and fonts": [
        ("_site/index.html", ['<link rel="stylesheet" href="assets/mine.css">'], []),
        ("_site/assets/mine.css", ["--verdigris"], []),
    ],
    "A domain of your own": [
        ("_site/CNAME", ["reading.example.org"], []),
        ("_site/sitemap.xml", ["<loc>https://reading.example.org/"], []),
    ],
    "Count visits": [
        (
            "_site/index.html",
            ["connect-src 'self' https://count.example.org;", 'src="assets/count.js"'],
            [],
        )
    ],
    "Several lists with one start page": [
        ("public/index.html", ["tides/"], []),
        ("public/tides/index.html", ["Why harbours ring"], []),
        ("public/clocks/index.html", ["A pendulum in warm air"], []),
    ],
    "A private list": [("_site/index.html", ['<meta name="robots" content="noindex">'], [])],
    "Another language": [("_site/index.html", ['lang="de"', "Leseliste", "Gezeiten"], [])],
    "Upgrade Octavo": [("_site/index.html", ["Tide notes"], [])],
    "Keep what was received in git": [(".git/HEAD", ["main"], [])],
    "Move a list": [("content/overrides.toml", ["[[moved]]"], [])],
    "When a source breaks": [("_site/index.html", ["Why harbours ring"], [])],
}


def make_list(folder: Path) -> Path:
    """A list as `init` writes it, of the example that the recipes are about; return its folder."""
    reading = folder / "reading"
    write_list(reading, NEW_LIST)
    shutil.rmtree(reading / "content")
    shutil.copytree(ROOT / "examples/thread/content", reading / "content")
    for name, example in (("tides", "thread"), ("clocks", "planet")):
        shutil.copytree(ROOT / f"examples/{example}/content", reading / name / "content")
    papers = ROOT / "examples/bibliography/content/captures/papers/2026-05-20.bib"
    shutil.copy(papers, reading / "papers.bib")
    shutil.copy(ROOT / "static/assets/icon-192.png", reading / "harbour.png")
    (reading / "start.html").write_text('<!doctype html><a href="tides/">Tides</a>\n')
    return reading


def programs(folder: Path) -> str:
    """A PATH on which octavo is this checkout, and pipx finds nothing new."""
    folder.mkdir()
    octavo = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n'
    for name, script in (("octavo", octavo), ("pipx", '#!/bin/sh\ntest "$*" = "upgrade octavo"\n')):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    return f"{folder}:{ENVIRONMENT['PATH']}"


def write_file(reading: Path, name: str, text: str) -> None:
    """Put a block into its file: overrides and new files as they are, settings key by key."""
    path = reading / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name == "content/site.toml":
        path.write_text(merged(path.read_text("utf-8"), text), encoding="utf-8")
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)


def merged(settings: str, block: str) -> str:
    """The settings with the keys of a block; a table of a name takes those of the same name."""
    document, given = tomlkit.parse(settings), tomlkit.parse(block).unwrap()
    tables: dict[str, Any] = {"": document["site"]}
    tables |= {source["name"]: source for source in document["source"]}
    for table in (given.get("site", {}), *given.get("source", ())):
        tables[table.get("name", "")].update(table)
    return tomlkit.dumps(document)


def test_every_recipe_is_tried() -> None:
    assert list(dict.fromkeys(block.section for block in BLOCKS)) == list(SHOWN)


@pytest.mark.parametrize("recipe", SHOWN)
def test_a_recipe_does_what_it_says(
    recipe: str, tmp_path: Path, octavo: Octavo, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = make_list(tmp_path)
    shell = Shell(reading, {**ENVIRONMENT, "PATH": programs(tmp_path / "bin")})
    printed = ""
    with loopback() as server:
        for block in BLOCKS:
            if block.section == recipe:
                printed = try_block(block, shell, server.url, printed)
    monkeypatch.chdir(shell.folder)
    assert octavo("build").status == 0
    for name, present, absent in SHOWN[recipe]:
        text = (reading / name).read_text("utf-8")
        assert [words for words in present if words not in text] == [], name
        assert [words for words in absent if words in text] == [], name


def try_block(block: Block, shell: Shell, url: str, printed: str) -> str:
    """Run a block, write it into its file, or hold it against what was `printed` last."""
    if block.language == "sh":
        # The example's own site is nowhere; this machine answers that it has no such page.
        add = block.text.replace("add https://tides.example", f"add --allow-loopback {url}")
        return shell.run(add)
    if block.language == "text":
        assert is_as_said(block.text, printed), f"{block.text}\nis\n{printed}"
        return printed
    found = FILE.match(block.text)
    assert found, f"its first line names no file: {block.text}"
    write_file(shell.folder, found[1], block.text)
    return printed
