"""set, tag, hide, show, same, apart: what they write in overrides.toml, and what it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Octavo

WRITTEN = """\
# Mine.

[[hide]]
article = "Test, please ignore"
reason = "It says so itself."   # it does

[[set]]
article = "Charts"              # the old ones
url = "https://archive.example/charts"
reason = "The index names them without a link."
# A remark.

# [[set]] is above, [[mention]] below.
[[mention]]
article = "https://shop.example/cafe"
reason = '''
[[set]]
An advertisement.'''
"""


@pytest.fixture(autouse=True)
def _written(content: Path) -> None:
    (content / "overrides.toml").write_text(WRITTEN)


def overrides() -> str:
    return Path("content/overrides.toml").read_text()


def built(octavo: Octavo) -> dict[str, dict[str, Any]]:
    """The articles after a build, by id."""
    ran = octavo("build", "--strict")
    assert ran.status == 0, ran.err
    articles = json.loads(Path("_site/articles.json").read_text())["articles"]
    return {article["id"]: article for article in articles}


BUOYS, CHARTS, HARBOURS, MOORINGS = "82db7890aa0b", "38edf99fd464", "b2e60b9e40d6", "96220283095c"

NEW = """
[[set]]
article = "https://tides.example/2024/buoys/"
title = "Buoys, new"
authors = ["Ann Roe", "Bo Lind"]
date = "2023-11"
tags = ["a b", "c"]
reason = "As its PDF says."
"""


@pytest.mark.slow
def test_fields_are_set_below_the_last_set_and_nothing_else_changes(octavo: Octavo) -> None:
    before = built(octavo)
    fields = ("title=Buoys, new", "authors=Ann Roe; Bo Lind", "date=2023-11", "tags=a b, c")
    ran = octavo("set", "buoys", *fields, "--reason", "As its PDF says.")
    assert (ran.status, ran.err) == (0, "")
    head, tail = WRITTEN.split("# A remark.\n")
    assert overrides() == f"{head}# A remark.\n{NEW}{tail}"
    header, *changed = [line for line in ran.out.splitlines() if line[0] in "+-"]
    assert header == "--- content/overrides.toml"
    assert sorted(changed) == sorted(
        ["+++ content/overrides.toml", *(f"+{line}" for line in NEW.splitlines())]
    )
    after = built(octavo)
    article = after[BUOYS]
    assert (article["title"], article["authors"]) == ("Buoys, new", ["Ann Roe", "Bo Lind"])
    assert (article["date"], article["tags"]) == ("2023-11", ["a b", "c"])
    assert article["evidence"]["title"]["reason"] == "As its PDF says."
    assert {**after, BUOYS: None} == {**before, BUOYS: None}


@pytest.mark.slow
def test_what_is_set_again_changes_in_place_and_keeps_its_comments(octavo: Octavo) -> None:
    new = "https://archive.example/new"
    ran = octavo("set", "charts", f"url={new}", "title=Sea charts", "--reason", 'It "moved".')
    assert (ran.status, ran.err) == (0, "")
    changed = WRITTEN.replace('"https://archive.example/charts"', f'"{new}"')
    was = 'reason = "The index names them without a link."\n'
    assert overrides() == changed.replace(was, 'reason = "It \\"moved\\"."\ntitle = "Sea charts"\n')
    assert (built(octavo)[CHARTS]["url"], built(octavo)[CHARTS]["title"]) == (new, "Sea charts")
    again = octavo("set", "charts", f"url={new}", "title=Sea charts", "--reason", 'It "moved".')
    assert (again.status, again.out) == (0, "")
    assert again.err == "unchanged  content/overrides.toml says so already\n"


@pytest.mark.slow
def test_where_an_article_was_published_is_set_as_the_model_has_it(octavo: Octavo) -> None:
    fields = ("type=journalArticle", "container=Sea & Sand", "doi=https://doi.org/10.1000/A.1")
    assert octavo("set", "buoys", *fields, "--reason", "It appeared.").status == 0
    assert 'doi = "https://doi.org/10.1000/A.1"\n' in overrides()
    assert built(octavo)[BUOYS]["publication"] == {
        "type": "journalArticle",
        "container": "Sea & Sand",
        "doi": "10.1000/a.1",
    }
    again = octavo("set", "buoys", *fields, "--reason", "It appeared.")
    assert (again.status, again.out) == (0, "")
    ran = octavo("set", "buoys", "doi=in press", "--reason", "No.")
    assert (ran.status, "“in press” is no DOI" in ran.err) == (1, True)


@pytest.mark.slow
def test_tags_are_added_to_those_of_the_sources_and_to_each_other(octavo: Octavo) -> None:
    assert built(octavo)[HARBOURS]["tags"] == ["paper", "data"]
    assert octavo("tag", "On Harbours", "to read", "Data", "--reason", "Mine.").status == 0
    assert octavo("tag", "harbours", "sea", "--reason", "Mine too.").status == 0
    article = built(octavo)[HARBOURS]
    assert article["tags"] == ["paper", "data", "to read", "sea"]
    assert article["evidence"]["tags"] == {
        "rule": "the only source that says it; the owner added to read, sea",
        "source": "index",
        "raw": "paper, data",
        "reason": "Mine. Mine too.",
    }
    assert octavo("tag", "moorings", "x", "--reason", "First.").status == 0
    evidence = built(octavo)[MOORINGS]["evidence"]["tags"]
    assert (evidence["rule"], evidence["reason"]) == ("override", "First.")
    ran = octavo("tag", "harbours", "SEA", "--reason", "Again.")
    assert (ran.status, ran.err) == (1, "octavo: “On Harbours” has these tags already\n")


@pytest.mark.slow
def test_what_is_hidden_can_be_shown_again_and_the_file_is_as_before(octavo: Octavo) -> None:
    before = built(octavo)
    assert octavo("hide", "Buoys", "--reason", "No.").status == 0
    assert BUOYS not in built(octavo)
    ran = octavo("hide", "Buoys", "--reason", "No.")
    assert (ran.status, ran.err) == (1, "octavo: “Buoys” is hidden already\n")
    assert octavo("show", "Buoys").status == 0
    assert overrides() == WRITTEN
    assert built(octavo) == before
    ran = octavo("show", "Buoys")
    assert (ran.status, ran.err) == (1, "octavo: “Buoys” is not hidden\n")
    assert octavo("show", "Test, please ignore").status == 0
    assert len(built(octavo)) == len(before) + 1


@pytest.mark.slow
def test_articles_are_joined_and_what_contradicts_that_is_refused(octavo: Octavo) -> None:
    before = built(octavo)
    assert octavo("same", "buoys", "Moorings", "--reason", "One.").status == 0
    assert (
        '[[same]]\narticles = ["https://tides.example/2024/buoys/", '
        '"https://tides.example/moorings/"]\nreason = "One."\n'
    ) in overrides()
    after = built(octavo)
    assert before.keys() - after.keys() == {MOORINGS}
    for names in (("buoys", "Moorings"), ("Moorings", "https://tides.example/2024/buoys/")):
        ran = octavo("apart", *names, "--reason", "Two.")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            "octavo: content/overrides.toml:20 joins them (One.); take it out first\n"
        )
    ran = octavo("same", "buoys", "Moorings", "--reason", "One.")
    assert ran.err == "octavo: “Buoys” is one article already under these names\n"


@pytest.mark.slow
def test_articles_are_kept_apart_and_what_contradicts_that_is_refused(octavo: Octavo) -> None:
    before = built(octavo)
    assert octavo("apart", "buoys", "moorings", "--reason", "Two.").status == 0
    assert built(octavo) == before
    ran = octavo("same", "moorings", "buoys", "--reason", "One.")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith("overrides.toml:20 keeps them apart (Two.); take it out first\n")


@pytest.mark.slow
def test_what_is_joined_is_parted_by_a_name_of_one_of_its_entries(octavo: Octavo) -> None:
    before = built(octavo)
    ran = octavo("apart", "Buoys", "buoys", "--reason", "Two.")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[:1] == [
        "octavo: “Buoys” cannot be parted by these names; its entries have:"
    ]
    assert "  feed: https://tides.example/2024/buoys · Buoys that stay" in ran.err
    assert octavo("apart", "Buoys", "Buoys that stay", "--reason", "Two.").status == 0
    after = built(octavo)
    assert len(after) == len(before) + 1
    assert {one["title"] for one in after.values()} >= {"Buoys", "Buoys that stay"}


@pytest.mark.slow
def test_what_a_filter_leaves_out_is_listed_with_a_reason(octavo: Octavo) -> None:
    before = built(octavo)
    site = Path("content/site.toml")
    site.write_text(
        site.read_text().replace('reader = "feed"\n', 'reader = "feed"\nshow = "approved"\n')
    )
    assert MOORINGS not in built(octavo)
    ran = octavo("show", "Moorings")
    assert (ran.status, ran.out, "give a --reason" in ran.err) == (2, "", True)
    assert overrides() == WRITTEN
    assert octavo("show", "Moorings", "--reason", "Approved.").status == 0
    assert overrides() == (
        f'{WRITTEN}\n[[show]]\narticle = "https://tides.example/moorings/"\nreason = "Approved."\n'
    )
    assert built(octavo)[MOORINGS] == before[MOORINGS]
    assert octavo("hide", "Moorings", "--reason", "No.").status == 0
    assert MOORINGS not in built(octavo)
    assert octavo("show", "Moorings").status == 0
    assert built(octavo)[MOORINGS] == before[MOORINGS]


WRONG: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no such article": (("hide", "Lighthouses", "--reason", "x"), 1, "no article or mention is “L"),
    "several articles": (("hide", "t", "--reason", "x"), 1, "“t” is part of several titles"),
    "no field": (("set", "Buoys", "--reason", "x"), 2, "Missing argument 'FIELD=VALUE...'"),
    "no value": (("set", "Buoys", "title", "--reason", "x"), 1, "“title”: write field=value"),
    "an empty value": (("set", "Buoys", "title=", "--reason", "x"), 1, '"title" is empty'),
    "a field twice": (("set", "Buoys", "url=a", "url=b", "--reason", "x"), 1, "is set twice"),
    "an unknown field": (("set", "Buoys", "titel=x", "--reason", "x"), 1, 'did you mean "title"?'),
    "no date": (("set", "Buoys", "date=99", "--reason", "x"), 1, '"99" is no date'),
    "no address": (("set", "Buoys", "url=x", "--reason", "x"), 1, '"x" is no http or https URL'),
    "no kind": (("set", "Buoys", "kind=papr", "--reason", "x"), 1, 'did you mean "paper"?'),
    "no date and no reason": (("set", "Buoys", "date=99"), 1, '"99" is no date'),
    "nothing to join and no reason": (("same", "Buoys", "Boys"), 1, "no article or mention"),
    "no reason": (("set", "Buoys", "title=x"), 2, "give a --reason"),
    "an empty reason": (("hide", "Buoys", "--reason", " "), 2, "give a --reason"),
    "a mention": (("set", "Café by the quay", "title=x", "--reason", "x"), 1, "is a mention"),
    "one article": (("same", "Buoys", "--reason", "x"), 2, "name two articles or more"),
    "no tag": (("tag", "Buoys", "--reason", "x"), 2, "Missing argument 'TAG...'"),
}


@pytest.mark.parametrize(("arguments", "status", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(
    octavo: Octavo, arguments: tuple[str, ...], status: int, message: str
) -> None:
    ran = octavo(*arguments)
    assert (ran.status, ran.out, message in ran.err) == (status, "", True), ran.err
    assert overrides() == WRITTEN


BROKEN = {
    "no TOML": ("[[hide]\n", "content/overrides.toml:1: "),
    "a key that is none": ('[[hide]]\nartikel = "x"\n', 'overrides.toml:2: unknown key "artikel"'),
    "not UTF-8": ("\udcff", "content/overrides.toml: not UTF-8 at byte 0"),
}
COMMANDS = (
    ("set", "Buoys", "title=x"),
    ("tag", "Buoys", "x"),
    ("hide", "Buoys"),
    ("same", "Buoys", "Moorings"),
    ("apart", "Buoys", "Moorings"),
)


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_broken_file_is_never_overwritten(
    octavo: Octavo, text: str, message: str, arguments: tuple[str, ...]
) -> None:
    broken = text.encode("utf-8", "surrogateescape")
    Path("content/overrides.toml").write_bytes(broken)
    ran = octavo(*arguments, "--reason", "x")
    assert (ran.status, ran.out, message in ran.err) == (1, "", True), ran.err
    assert Path("content/overrides.toml").read_bytes() == broken


def test_a_file_that_is_not_there_is_made(octavo: Octavo) -> None:
    Path("content/overrides.toml").unlink()
    assert octavo("hide", "Buoys", "--reason", "No.").status == 0
    text = '[[hide]]\narticle = "https://tides.example/2024/buoys/"\nreason = "No."\n'
    assert overrides() == text


def test_the_ends_of_lines_and_a_mark_stay_as_they_are(octavo: Octavo) -> None:
    written = b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode()
    Path("content/overrides.toml").write_bytes(written)
    assert octavo("hide", "Buoys", "--reason", "No.").status == 0
    assert octavo("show", "Buoys").status == 0
    assert Path("content/overrides.toml").read_bytes() == written


def test_a_reason_that_is_not_given_is_asked_for_on_a_terminal(octavo: Octavo) -> None:
    ran = octavo("hide", "Buoys", answers="Not ours.\n")
    assert (ran.status, ran.err) == (0, "Reason: ")
    assert 'reason = "Not ours."' in ran.out


@pytest.mark.slow
def test_a_picture_is_set_where_there_is_one(octavo: Octavo) -> None:
    Path("content/static").mkdir()
    Path("content/static/buoy.svg").write_text('<svg width="12" height="7"/>')
    fields = ("image=static/buoy.svg", "image_alt=A buoy")
    assert octavo("set", "buoys", *fields, "--reason", "Mine.").status == 0
    article = built(octavo)[BUOYS]
    assert article["picture"] == {"path": "buoy.svg", "alt": "A buoy", "width": 12, "height": 7}
    assert article["evidence"]["image"] == {
        "rule": "override",
        "source": "overrides.toml:13",
        "raw": "static/buoy.svg",
        "reason": "Mine.",
    }
    before = overrides()
    ran = octavo("set", "buoys", "image=static/bouy.svg", "--reason", "Mine.")
    assert (ran.status, overrides()) == (1, before)
    assert 'image "static/bouy.svg": there is no such file' in ran.err
