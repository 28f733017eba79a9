"""What is written for those who change the code names only what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md")
# A path stands between backticks and has a folder; `text/dates.py` is below generator/.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
# What a build makes, or only an owner has.
MADE = ("_site/", ".cache/", ".cache/octavo/", "content/templates/", "content/static/")


def named_paths(page: str) -> set[str]:
    return set(PATH.findall((ROOT / page).read_text("utf-8"))) - set(MADE)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    places = (ROOT, ROOT / "generator", (ROOT / page).parent)
    paths = named_paths(page)
    missing = {path for path in paths if not any((place / path).exists() for place in places)}
    assert missing == set()


@pytest.mark.parametrize("page", [*PAGES, "README.md"])
def test_every_link_to_a_file_leads_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, "README.md", ".ci/run", ".github/workflows/tests.yml"])
def test_every_target_that_a_page_names_is_in_the_makefile(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = (ROOT / page).read_text("utf-8")
    named = set(re.findall(r"(?:^\s*(?:- run: )?|`)make ([a-z-]+)", text, re.MULTILINE))
    assert named - targets == set()


def functions_of(file: Path) -> set[str]:
    """The functions of a module, by name; none of a file that is not there."""
    if not file.is_file():
        return set()
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_every_promise_has_its_tests_in_the_table_and_the_tests_are_there() -> None:
    text = (ROOT / "docs/security.md").read_text("utf-8")
    promised = re.findall(r"^\*\*(.+?)\.?\*\*", text, re.MULTILINE)
    rows = re.findall(r"^\| (.+?) \| (.*?) \| ?(.*?) ?\|$", text, re.MULTILINE)[2:]
    assert [name for row in rows for name in re.findall(r"^\*\*(.+?)\*\*", row[0])] == promised
    tests = [test for row in rows for test in re.findall(r"`(tests/[\w/.]+::\w+)`", row[1])]
    assert [row[0] for row in rows if "::" not in row[1]] == []
    assert len(tests) == len(set(tests)) > 60
    named = [test.split("::") for test in tests]
    missing = [name for file, name in named if name not in functions_of(ROOT / file)]
    assert missing == []


def test_decisions_stand_in_their_order_and_each_in_the_index_once() -> None:
    text = (ROOT / "docs/decisions.md").read_text("utf-8")
    titles = re.findall(r"^## (\d{4}-\d\d-\d\d .+)$", text, re.MULTILINE)
    days = [title[:10] for title in titles]
    assert days == sorted(days)
    # How GitHub makes an anchor of a heading.
    anchors = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    indexed = re.findall(r"^- \[(.+)\]\(#(.+)\)$", text, re.MULTILINE)
    assert sorted(anchor for _, anchor in indexed) == sorted(anchors)
    assert sorted(title for title, _ in indexed) == sorted(title[11:] for title in titles)
