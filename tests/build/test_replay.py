"""The log replayed: what each capture added, corrected, or no longer lists; and told as a feed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from generator.build.pipeline import build
from generator.build.replay import MOMENTS, read_changes
from generator.cli import cli
from generator.commands.status import status, status_record
from generator.config.load import load_config
from generator.config.overrides import Overrides, load_overrides
from generator.fetch.state import FetchStates, load_states
from generator.model.entries import FetchState
from generator.sources import read_sources

SITE = """
[site]
id = "list"
title = "List"
[[source]]
name = "index"
reader = "index"
title = "The index"
url = "https://thread.example/"
[[source]]
name = "feed"
reader = "feed"
title = "A feed"
url = "https://thread.example/feed"
"""


FEED_ALONE = SITE[SITE.rindex("[[source]]") :]


def rss(*items: tuple[str, str]) -> str:
    """A feed of titles and dates."""
    return '<rss version="2.0"><channel><title>Thread</title>' + "".join(
        f"<item><title>{title}</title><link>https://thread.example/{title}</link>"
        f"<pubDate>{date}</pubDate></item>"
        for title, date in items
    ) + "</channel></rss>"  # fmt: skip


def index(month: str, title: str) -> str:
    return (
        f'<div class="toc"><div class="date">{month}</div>'
        f'<a class="paper" href="/{title}"><h3>{title}</h3></a></div>'
    )


A = ("a", "Tue, 01 Jul 2025 09:00:00 GMT")
B = ("b", "Fri, 01 Aug 2025 09:00:00 GMT")
C = ("c", "Mon, 01 Sep 2025 09:00:00 GMT")
OLD = ("old", "Wed, 01 Jan 2025 09:00:00 GMT")

# name → captures in their order; each change as kind, label, field, was, value, source
CASES: dict[str, tuple[dict[str, str], list[tuple[str | None, ...]]]] = {
    "one capture alone changes nothing": ({"feed/2026-01-01.xml": rss(A, B)}, []),
    "the same again changes nothing": (
        {"feed/2026-01-01.xml": rss(A), "feed/2026-01-02.xml": rss(A)},
        [],
    ),
    "an article is added": (
        {"feed/2026-01-01.xml": rss(A), "feed/2026-01-02.xml": rss(B, A)},
        [("added", "b", None, None, None, "feed")],
    ),
    "a more trusted source corrects a date": (
        {"feed/2026-01-01.xml": rss(A), "index/2026-01-02.html": index("June 2025", "a")},
        [("corrected", "a", "date", "2025-07-01", "2025-06", "index")],
    ),
    "an article leaves its feed, which still lists an older one": (
        {"feed/2026-01-01.xml": rss(B, A, OLD), "feed/2026-01-02.xml": rss(B, OLD)},
        [("vanished", "a", None, None, None, "feed")],
    ),
    "a feed that rolls on loses nothing": (
        {"feed/2026-01-01.xml": rss(B, A), "feed/2026-01-02.xml": rss(C, B)},
        [("added", "c", None, None, None, "feed")],
    ),
    "an article comes back": (
        {
            "feed/2026-01-01.xml": rss(B, A, OLD),
            "feed/2026-01-02.xml": rss(B, OLD),
            "feed/2026-01-03.xml": rss(B, A, OLD),
        },
        [
            ("returned", "a", None, None, None, "feed"),
            ("vanished", "a", None, None, None, "feed"),
        ],
    ),
    "an article that gets its URL, and another id with it, is the same": (
        {
            "index/2026-01-01.html": index("June 2025", "a").replace(' href="/a"', ""),
            "feed/2026-01-02.xml": rss(A),
        },
        [("corrected", "a", "url", None, "https://thread.example/a", "feed")],
    ),
    "a title that its feed changed": (
        {
            "feed/2026-01-01.xml": rss(A),
            "feed/2026-01-02.xml": rss(A).replace("<title>a<", "<title>A, at last<"),
        },
        [("corrected", "A, at last", "title", "a", "A, at last", "feed")],
    ),
    "a capture that cannot be read is no moment": (
        {"feed/2026-01-01.xml": rss(A), "feed/2026-01-02.xml": "sorry"},
        [],
    ),
}


def make_content(folder: Path, captures: dict[str, str]) -> Path:
    for name in ("index", "feed"):
        (folder / "captures" / name).mkdir(parents=True)
    (folder / "site.toml").write_text(SITE)
    for name, text in captures.items():
        (folder / "captures" / name).write_text(text)
    return folder


@pytest.mark.parametrize(("captures", "expected"), CASES.values(), ids=CASES)
def test_the_log_tells_what_changed(
    tmp_path: Path, captures: dict[str, str], expected: list[tuple[str | None, ...]]
) -> None:
    config = load_config(make_content(tmp_path, captures))
    changes = read_changes(config, load_overrides(config))
    assert [(c.kind, c.label, c.field, c.was, c.value, c.source) for c in changes] == expected


CORRECTED = {
    "feed/2026-01-01.xml": rss(A),
    "index/2026-01-02T030405Z.html": index("June 2025", "a"),
}


def test_the_command_tells_changes_in_words(tmp_path: Path) -> None:
    content = make_content(tmp_path, CORRECTED)
    result = CliRunner().invoke(cli, ["changes", "--content", str(content)])
    assert (result.exit_code, result.stdout) == (
        0,
        "2 January 2026, by captures/index/2026-01-02T030405Z.html\n"
        "  corrected  a: date June 2025, was 1 July 2025: source index\n",
    )


def test_the_command_says_that_nothing_changed(tmp_path: Path) -> None:
    content = make_content(tmp_path, {"feed/2026-01-01.xml": rss(A)})
    result = CliRunner().invoke(cli, ["changes", "--content", str(content)])
    assert result.stdout == (
        "no changes: the log holds one capture, or all its captures say the same\n"
    )


@pytest.mark.slow
def test_changes_are_a_feed_of_their_own(tmp_path: Path) -> None:
    content, output = make_content(tmp_path / "content", CORRECTED), tmp_path / "_site"
    build(content, output, base_url="https://list.example/")
    feed = feedparser.parse((output / "changes.xml").read_bytes())
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.updated) == ("List: changes", "2026-01-02T03:04:05+00:00")
    assert [
        (entry.title, entry.updated, entry.link, entry.content[0].value) for entry in feed.entries
    ] == [
        (
            "Corrected: a",
            "2026-01-02T03:04:05+00:00",
            "https://list.example/a/a/index.html",
            "Date: June 2025; it was: 1 July 2025. Source: The index.",
        )
    ]
    first = (output / "changes.xml").read_bytes()
    (content / "captures/feed/2026-01-03.xml").write_text(rss(B, A))
    build(content, output, base_url="https://list.example/")
    again = feedparser.parse((output / "changes.xml").read_bytes())
    assert [entry.title for entry in again.entries] == ["New: b", "Corrected: a"]
    assert again.entries[1].id == feed.entries[0].id
    assert first != (output / "changes.xml").read_bytes()


NOW = datetime(2026, 1, 5, tzinfo=UTC)
STATES = FetchStates(
    sources={
        "index": FetchState(
            url="https://thread.example/",
            success="2026-01-04T22:00:00Z",
            error="no answer",
            error_at="2026-01-03T00:00:00Z",
            moved_to="https://new.example/",
        ),
        "feed": FetchState(
            url="https://thread.example/feed",
            success="2026-01-01T00:00:00Z",
            error="answers 410 Gone",
            error_at="2026-01-04T23:59:30Z",
            failures=2,
            gone="2026-01-04T23:59:30Z",
            wait_until="2026-01-06T00:00:00Z",
        ),
    },
    previews={},
)
STATUS = """\
index: The index
  entries       1
  captures      1; captures/index/2026-01-02T030405Z.html: 1 entry, 1 new
  address       https://thread.example/
  last success  2026-01-04T22:00:00Z, 2 hours ago
  last error    2026-01-03T00:00:00Z, 2 days ago: no answer (over)
  moved         write https://new.example/ in site.toml, or run octavo accept

feed: A feed
  entries       2
  captures      2; captures/feed/2026-01-03.xml: 2 entries, 1 new
  address       https://thread.example/feed
  last success  2026-01-01T00:00:00Z, 4 days ago
  last error    2026-01-04T23:59:30Z, just now: answers 410 Gone
  gone          since 2026-01-04T23:59:30Z: not asked again
  next attempt  not before 2026-01-06T00:00:00Z"""


def test_status_tells_how_every_source_is(tmp_path: Path) -> None:
    content = make_content(tmp_path, {**CORRECTED, "feed/2026-01-03.xml": rss(B, A)})
    config = load_config(content)
    assert status(config, read_sources(config), STATES, NOW) == STATUS


@pytest.mark.slow
def test_changes_are_told_as_far_back_as_the_newest_moments(tmp_path: Path) -> None:
    """The oldest of those is what the others are compared with."""
    content = tmp_path / "content"
    folder = content / "captures/feed"
    folder.mkdir(parents=True)
    (content / "site.toml").write_text(SITE[: SITE.index("[[source]]")] + FEED_ALONE)
    names = [f"t{number:02}" for number in range(1, MOMENTS + 3)]
    for number in range(1, len(names) + 1):
        listed = ((name, A[1]) for name in names[:number])
        (folder / f"2026-01-{number:02}.xml").write_text(rss(*listed))
    config = load_config(content)
    changes = read_changes(config, load_overrides(config))
    assert [(change.kind, change.label) for change in changes] == [
        ("added", name) for name in reversed(names[-MOMENTS + 1 :])
    ]


def test_status_names_what_nobody_reads(tmp_path: Path) -> None:
    content = make_content(tmp_path, CORRECTED)
    (content / "captures/fed").mkdir()
    (content / "captures/feed/today.xml").write_text("<rss/>")
    config = load_config(content)
    assert status(config, read_sources(config), STATES, NOW).rpartition("\n\n")[2] == (
        "not read\n"
        '  captures/feed/today.xml: "today" is no date (write 2025, 2025-07 or 2025-07-25)\n'
        "  captures/fed: no [[source]] in site.toml has this name"
    )


def test_status_tells_of_a_clock_that_was_wrong_and_of_what_is_not_known(tmp_path: Path) -> None:
    content = make_content(tmp_path, {"feed/2026-01-07.xml": rss(A)})
    (content / "captures/state.json").write_text("[]")
    config = load_config(content)
    states = load_states(content)
    assert status(config, read_sources(config), states, NOW).partition("feed: A feed\n")[2] == (
        "  entries       1\n"
        "  captures      1; captures/feed/2026-01-07.xml: 1 entry, 1 new\n"
        "  wrong clock   that time is to come: rename it, or what arrives counts as older\n"
        "  address       https://thread.example/feed\n"
        "  last success  never asked\n\n"
        "not known\n"
        "  captures/state.json: is damaged: it holds no table; what is lost is as if it had never "
        "been asked for"
    )


@pytest.mark.slow
def test_a_state_that_lacks_the_time_of_a_failure_says_nothing_of_it(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", CORRECTED)
    state = '{"sources":{"index":{"url":"https://thread.example/","failures":3}},"previews":{}}'
    (content / "captures/state.json").write_text(state)
    build(content, tmp_path / "_site")
    assert "failed" not in (tmp_path / "_site/evidence/index.html").read_text()


@pytest.mark.slow
def test_the_sources_page_tells_what_is_known_of_addresses(tmp_path: Path) -> None:
    import msgspec

    content = make_content(tmp_path / "content", {**CORRECTED, "feed/2026-01-03.xml": rss(B, A)})
    (content / "captures/state.json").write_bytes(msgspec.json.encode(STATES))
    build(content, tmp_path / "_site")
    page = (tmp_path / "_site/evidence/index.html").read_text()
    for said in (
        "What was received last added 1 entry.",
        "Its address was last read without failure on 4 January 2026.",
        "Its server says that it moved for good to https://new.example/.",
        "Its server says that it is gone for good, on 4 January 2026.",
    ):
        assert said in page


def test_status_counts_what_filters_leave_out_and_what_waits(tmp_path: Path) -> None:
    content = make_content(tmp_path, {"feed/2026-01-03.xml": rss(B, A)})
    site = content / "site.toml"
    begun = site.read_text()
    name = 'name = "feed"\n'

    def entries_with(filters: str) -> list[str]:
        site.write_text(begun.replace(name, f"{name}{filters}\n"))
        config = load_config(content)
        lines = status(config, read_sources(config), STATES, NOW).partition("feed: A feed\n")[2]
        return [line for line in lines.splitlines() if line.split()[0] in FILTERED]

    assert entries_with("") == ["  entries       2"]
    assert entries_with("newest = 1") == ["  entries       2", "  left out      1: newest 1"]
    assert entries_with('show = "approved"') == [
        "  entries       2",
        "  approved      0; 2 wait for octavo show",
    ]
    assert entries_with('exclude = ["a"]\nshow = "approved"') == [
        "  entries       2",
        "  left out      1: exclude 1",
        "  approved      0; 1 wait for octavo show",
    ]
    config = load_config(content)
    record = status_record(config, read_sources(config), STATES, Overrides())
    assert [one["filtered"] for one in record["sources"]] == [{}, {"exclude": 1, "show": 1}]  # type: ignore[attr-defined]


def test_status_says_that_the_newest_capture_could_not_be_read(tmp_path: Path) -> None:
    content = make_content(
        tmp_path, {"feed/2026-01-02.xml": rss(B, A), "feed/2026-01-03.xml": "no feed"}
    )
    config = load_config(content)
    said = status(config, read_sources(config), STATES, NOW)
    assert "  captures      2; captures/feed/2026-01-03.xml: could not be read\n" in said


FILTERED = ("entries", "left", "approved")
