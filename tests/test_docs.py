"""What is written about octavo names only what there is, and its pages lead to each other."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

from tests.command_line import Octavo
from tests.documents import blocks_of, is_as_said

ROOT = Path(__file__).parents[1]
PAGES = ("CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md")
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
AT_THE_TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md")
# A path stands between backticks and has a folder; `text/dates.py` is below generator/.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
# What a build makes, or only an owner has.
MADE = (
    "_site/",
    ".cache/",
    ".cache/octavo/",
    "content/templates/",
    "content/static/",
    "build/docs/",
)


def named_paths(page: str) -> set[str]:
    return set(PATH.findall((ROOT / page).read_text("utf-8"))) - set(MADE)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    places = (ROOT, ROOT / "generator", (ROOT / page).parent)
    paths = named_paths(page)
    missing = {path for path in paths if not any((place / path).exists() for place in places)}
    assert missing == set()


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and the site of the documents make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links_of(page: str) -> list[str]:
    """The links and pictures of a page that lead to no other host."""
    text = re.sub(r"`[^`\n]+`", "", (ROOT / page).read_text("utf-8"))
    return re.findall(r"\]\((?!https?:)([^)]+)\)", text)


@pytest.mark.parametrize("page", [*DOCUMENTS, *AT_THE_TOP])
def test_every_link_to_a_file_or_a_heading_leads_there(page: str) -> None:
    links = links_of(page)
    for link in links:
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path) if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in headings(target), link


@pytest.mark.parametrize("page", DOCUMENTS)
def test_no_document_leads_out_of_the_site_of_the_documents(page: str) -> None:
    assert [link for link in links_of(page) if link.startswith("..")] == []


def test_what_the_readme_has_octavo_say_is_what_it_says(octavo: Octavo) -> None:
    (shown,) = [block for block in blocks_of(ROOT / "README.md") if block.language == "console"]
    command, said = shown.text.removeprefix("$ octavo ").split("\n", 1)
    ran = octavo(*shlex.split(command), "--content", str(ROOT / "tests/data/content"))
    assert is_as_said(f"{said}…\n", ran.out), ran.out


def test_what_the_readme_has_typed_for_a_new_list_is_what_the_tutorial_has() -> None:
    tutorial = "".join(block.text for block in blocks_of(ROOT / "docs/tutorial.md"))
    shown = [
        line
        for block in blocks_of(ROOT / "README.md")
        for line in block.text.splitlines()
        if block.section == "A list of your own"
    ]
    assert len(shown) == 4
    assert [line for line in shown if f"\n{line}" not in f"\n{tutorial}"] == []


def test_the_index_names_every_other_document_once() -> None:
    named = [f"docs/{link}" for link in links_of("docs/index.md")]
    assert sorted([*named, "docs/index.md"]) == DOCUMENTS


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


@pytest.mark.slow
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
