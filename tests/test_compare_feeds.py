"""The comparison with feedparser, over all feeds of the tests: nothing lost, nothing absorbed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.config.overrides import Overrides, SameRule
from tests.compare_feeds import CAPTURE, Seen, compare, compare_entries, table
from tests.making_feeds import DATES, atom, item, rss
from tests.reconcile.making import entry, reconciled

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data" / "feed"
FEEDS = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))


def declared(feed: Path) -> dict[str, Any]:
    """What the case says of its source in site.toml."""
    expected = DATA / f"{feed.name.partition('.')[0]}.expected.json"
    source: dict[str, Any] = json.loads(expected.read_text("utf-8")).get("source", {})
    return source


@pytest.mark.parametrize("feed", FEEDS, ids=lambda path: path.name)
def test_every_entry_that_feedparser_sees_comes_out_and_none_is_absorbed(feed: Path) -> None:
    compared = compare(feed, declared(feed))
    assert compared.faults == []
    assert compared.became.total() == compared.entries


def written(folder: Path, feed: str) -> Path:
    path = folder / "feed.xml"
    path.write_text(feed, "utf-8")
    return path


BECAME = {
    "articles": (
        rss(item("A", "https://e.org/a"), item("B", "https://e.org/b")),
        {"article": 2},
    ),
    "a repetition": (
        rss(item("A", "https://e.org/a", "1"), item("A", "https://e.org/a", "2")),
        {"article": 1, "joined: its capture states this address and title twice": 1},
    ),
    "an entry without link and title": (
        rss(item("A", "https://e.org/a"), item(None, None, None, DATES[0])),
        {"article": 1, "problem": 1},
    ),
    "nothing but such entries": (rss(item(None, None, None, DATES[0])), {"problem": 1}),
    "no feed": ("<html><body>No feed.</body></html>", {}),
}


@pytest.mark.parametrize(("feed", "became"), BECAME.values(), ids=BECAME)
def test_what_became_of_each_entry_is_counted(
    tmp_path: Path, feed: str, became: dict[str, int]
) -> None:
    assert compare(written(tmp_path, feed)).became == Counter(became)


DIFFERENCES = {
    "nothing": (rss(item("A", "https://e.org/a", None, DATES[0])), []),
    "a relative link": (
        rss("<link>https://e.org/</link>", item("A", "/a")),
        ["address: relative to them"],
    ),
    "a guid that is no address": (
        rss("<item><title>A</title><guid>Episode 7</guid></item>"),
        ["address: none to us"],
    ),
    "a date that is none": (
        rss(item("A", "https://e.org/a", None, "2024-02-30")),
        ["day: none to us"],
    ),
    "several names in one field": (
        atom(
            '<entry><title>A</title><link href="https://e.org/a"/><id>a</id>'
            "<author><name>Jane Doe, John Q. Roe, Ana de la Cruz</name></author></entry>"
        ),
        ["authors: a list taken apart"],
    ),
}


@pytest.mark.parametrize(("feed", "classes"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_differences_are_told_by_class(tmp_path: Path, feed: str, classes: list[str]) -> None:
    assert [found.name for found in compare(written(tmp_path, feed)).differences] == classes


def seen(number: int) -> Seen:
    return Seen(guid=f"g{number}", title=f"T{number}", address="https://e.org/", day="", authors=())


def test_what_is_lost_or_absorbed_is_a_fault() -> None:
    entries = [
        entry(
            "s", url=f"https://e.org/{n}", title=f"T{n}", where=f"{CAPTURE}, item {n}", position=n
        )
        for n in (1, 2)
    ]
    rule = SameRule(articles=("T1", "T2"), reason="Not true.", where="overrides.toml:1")
    joined = reconciled(*entries, overrides=Overrides(same=(rule,)))
    compared = compare_entries("f.xml", [seen(1), seen(2), seen(3)], joined, [])
    assert compared.faults == [
        "f.xml, item 3: lost: “T3” https://e.org/",
        "f.xml, item 1: absorbed: “T1” https://e.org/",
        "f.xml, item 2: absorbed: “T2” https://e.org/",
    ]
    assert "      3 lost, or absorbed by another entry" in table({"f.xml": compared})


def test_the_command_prints_the_table_and_every_difference(tmp_path: Path) -> None:
    written(tmp_path, rss("<link>https://e.org/</link>", item("A", "/a")))
    run = subprocess.run(
        [sys.executable, "-m", "tests.compare_feeds", "-v", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [
        "feed.xml, item 1: address: relative to them",
        "    '/a'",
        "    'https://e.org/a'",
        "      1 feeds",
        "      1 entries in",
        "      1 article",
        "",
        "differences from what feedparser sees, by class",
        "      1 address: relative to them                feed.xml, item 1",
        "",
        "      0 lost, or absorbed by another entry",
    ]


def test_what_conventions_changed_is_counted_by_their_names(tmp_path: Path) -> None:
    titles = [item(f"[ASAP] {title}", f"https://e.org/{title}") for title in ("A", "B")]
    compared = compare(written(tmp_path, rss(*titles)))
    assert compared.changed == Counter({"titles": 2})
    assert "      2 titles" in table({"feed.xml": compared}).splitlines()
