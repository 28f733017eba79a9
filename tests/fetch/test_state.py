"""What is known of addresses: what is committed of it, and what a merge does to it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from generator.build.pipeline import read_library
from generator.cli import cli
from generator.commands.fetch import fetch
from generator.fetch.sources import Settings
from generator.fetch.state import FetchStates, load_states, save_states, split_conflict
from generator.model.entries import FetchState
from tests.git import git
from tests.loopback import Loopback, Reply, loopback

START = datetime(2026, 5, 1, 4, 43, tzinfo=UTC)
FEED = (
    b'<rss version="2.0"><channel><title>A feed</title><item><title>On A</title>'
    b"<link>https://thread.example/a</link></item></channel></rss>"
)
STATE, ADDRESSES = "captures/state.json", "captures/addresses.json"


def make_content(folder: Path, server: Loopback, *names: str) -> Path:
    """A list of feeds, each at the path of its name."""
    sources = "".join(
        f'[[source]]\nname = "{name}"\nreader = "feed"\ntitle = "{name}"\n'
        f'url = "{server.url}/{name}"\n'
        for name in names
    )
    kind = '[[kind]]\nname = "a"\ntitle = "A"\nplural = "As"\nglyph = "disc"\n'
    site = '[site]\nid = "list"\ntitle = "List"\n[fetch]\npause_seconds = 0\n'
    folder.mkdir()
    (folder / "site.toml").write_text(site + sources + kind)
    return folder


def run(content: Path, days: float = 0, *names: str) -> list[str]:
    """Fetch so many days after the start; what was said of the state, and the outcomes."""
    said: list[str] = []
    settings = Settings(
        named=names,
        allow_loopback=True,
        now=START + timedelta(days=days),
        sleep=lambda _: None,
        say=said.append,
    )
    fetched = fetch(content, settings)
    return [*said, *(f"{one.source}: {one.outcome}" for one in fetched)]


def addresses(content: Path) -> dict[str, dict[str, object]]:
    known: dict[str, dict[str, object]] = json.loads((content / ADDRESSES).read_bytes())["sources"]
    return known


def test_a_fetch_that_learns_nothing_changes_the_state_alone(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, FEED, (("ETag", '"1"'),)), Reply(304)]
        content = make_content(tmp_path / "content", server, "feed")
        run(content)
        before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
        assert run(content, 1) == ["feed: unchanged"]
        after = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    assert {path for path in after if after[path] != before.get(path)} == {content / STATE}
    assert not (content / ADDRESSES).exists()


def test_what_outlives_a_clone_is_written_once(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {
            "/gone": Reply(410),
            "/dead": Reply(500),
            "/moved": Reply(301, headers=(("Location", "/new"),)),
            "/new": Reply(200, FEED),
        }
        content = make_content(tmp_path / "content", server, "gone", "dead", "moved")
        run(content)
        first = addresses(content)
        assert {name: (one.get("gone"), one.get("moved_to")) for name, one in first.items()} == {
            "gone": ("2026-05-01T04:43:00Z", None),
            "moved": (None, f"{server.url}/new"),
        }
        for day in range(1, 9):
            run(content, day)
        known = addresses(content)
        assert known | {"dead": None} == first | {"dead": None}
        assert known["dead"] == {
            "url": f"{server.url}/dead",
            "asked": "2026-05-02T04:43:00Z",
            "failing_since": "2026-05-01T04:43:00Z",
            "error": f"{server.url}/dead: answers 500 Internal Server Error",
            "error_at": "2026-05-02T04:43:00Z",
            "error_status": 500,
            "failures": 2,
        }
        server.replies["/dead"] = Reply(200, FEED)
        run(content, 12)
        assert addresses(content) == first


def test_a_clone_without_the_state_knows_what_must_outlive_it(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/gone"] = Reply(410)
        content = make_content(tmp_path / "content", server, "gone")
        run(content)
        (content / STATE).unlink()
        assert run(content, 3) == ["gone: gone"]
        assert server.paths == ["/gone"]


URL = "https://thread.example/a"
OLD, NEW = "2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"
FORBIDDEN = FetchState(url=URL, asked=NEW, refused="noarchive", forbidden=True)
JOINED: dict[str, tuple[FetchState, FetchState | None, FetchState]] = {
    "learned here, nothing known there": (FORBIDDEN, None, FORBIDDEN),
    "learned later than what is known there": (
        FORBIDDEN,
        FetchState(url=URL, asked=OLD, success=OLD, etag='"1"'),
        FetchState(
            url=URL, asked=OLD, success=OLD, etag='"1"', refused="noarchive", forbidden=True
        ),
    ),
    "over by what is known there": (
        msgspec.structs.replace(FORBIDDEN, asked=OLD),
        FetchState(url=URL, asked=NEW, success=NEW),
        FetchState(url=URL, asked=NEW, success=NEW),
    ),
    "of an address that it had before": (
        FetchState(url="https://old.example/", asked=OLD, gone=OLD),
        FetchState(url=URL, asked=NEW),
        FetchState(url=URL, asked=NEW),
    ),
}


@pytest.mark.parametrize(("learned", "known", "expected"), JOINED.values(), ids=JOINED)
def test_what_somebody_else_learned_later_is_known_here(
    learned: FetchState, known: FetchState | None, expected: FetchState, tmp_path: Path
) -> None:
    save_states(tmp_path, FetchStates(sources={}, previews={URL: learned}))
    (tmp_path / STATE).unlink()
    committed = (tmp_path / ADDRESSES).read_bytes() if (tmp_path / ADDRESSES).exists() else None
    if known:
        save_states(tmp_path, FetchStates(sources={}, previews={URL: known}))
    if committed:
        (tmp_path / ADDRESSES).write_bytes(committed)
    assert load_states(tmp_path).previews == {URL: expected}


def test_what_somebody_else_learned_to_be_over_is_over_here(tmp_path: Path) -> None:
    gone = FetchState(url=URL, asked=OLD, error="410", error_at=OLD, gone=OLD)
    failing = FetchState(
        url=URL, asked=NEW, error="no", error_at=NEW, failures=2, failing_since=OLD,
        wait_until=NEW, wait_reason="failed",
    )  # fmt: skip
    states = {"a": FORBIDDEN, "b": gone, "c": failing}
    save_states(tmp_path, FetchStates(sources=states, previews={}))
    assert load_states(tmp_path).sources == states
    (tmp_path / ADDRESSES).write_text('{"sources": {}, "previews": {}}')
    assert load_states(tmp_path).sources == {
        "a": FetchState(url=URL, asked=NEW),
        "b": FetchState(url=URL, asked=OLD, error="410", error_at=OLD),
        "c": FetchState(url=URL, asked=NEW, error="no", error_at=NEW),
    }
    (tmp_path / ADDRESSES).write_text("{")  # that says nothing of it
    assert load_states(tmp_path).sources == states


CONFLICTS = {
    "no conflict": (b"a\nb\n", (b"a\nb\n",)),
    "one": (
        b"a\n<<<<<<< HEAD\nb\n=======\nc\nd\n>>>>>>> theirs\ne\n",
        (b"a\nb\ne\n", b"a\nc\nd\ne\n"),
    ),
    "two": (
        b"<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n,\n<<<<<<< a\n3\n=======\n>>>>>>> b\n",
        (b"1\n,\n3\n", b"2\n,\n"),
    ),
    "with what both began with": (
        b"<<<<<<< a\n1\n||||||| base\n0\n=======\n2\n>>>>>>> b\n",
        (b"1\n", b"2\n"),
    ),
    "without an end": (b"0\n<<<<<<< a\n1\n", (b"0\n1\n", b"0\n")),
}


@pytest.mark.parametrize(("data", "expected"), CONFLICTS.values(), ids=CONFLICTS)
def test_the_versions_of_a_conflict_are_told_apart(data: bytes, expected: tuple[bytes]) -> None:
    assert split_conflict(data) == expected


def conflicting_clone(folder: Path, server: Loopback) -> Path:
    """A clone in which a merge of two that both fetched stopped, as it does with state.json."""
    content = make_content(folder / "list/content", server, "feed", "other", "third")
    home = content.parent
    git(home, "init", "--quiet", "--initial-branch=main")
    run(content)
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message", "begin")
    git(folder, "clone", "--quiet", "list", "clone")
    clone = folder / "clone/content"
    for number, (place, names) in enumerate(((content, ("feed",)), (clone, ("feed", "other")))):
        run(place, 1 + number, *names)
        git(place.parent, "add", "--force", "content")
        git(place.parent, "commit", "--quiet", "--message", "fetched")
    assert git(clone.parent, "pull", "--no-rebase", check=False) != ""
    assert b"<<<<<<<" in (clone / STATE).read_bytes()
    return clone


def test_a_merge_that_stopped_in_the_state_stops_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    with loopback() as server:
        for name in ("feed", "other", "third"):
            server.replies[f"/{name}"] = [
                Reply(200, FEED, (("ETag", f'"{name}"'),)),
                Reply(304),
            ]
        clone = conflicting_clone(tmp_path, server)
        states = load_states(clone)
        message = "has the marks of a merge that was left unfinished; both sides of it are read"
        assert [(one.where, one.message) for one in states.problems] == [(STATE, message)]
        # Of each address, what the later attempt says.
        assert {name: (one.asked or "")[:10] for name, one in states.sources.items()} == {
            "feed": "2026-05-03",
            "other": "2026-05-03",
            "third": "2026-05-01",
        }
        assert STATE in [problem.where for problem in read_library(clone).problems]
        told = CliRunner().invoke(cli, ["status", "--content", str(clone)])
        assert (told.exit_code, f"not known\n  {STATE}: {message}" in told.stdout) == (0, True)
        assert run(clone, 4) == [
            f"warning: {STATE}: {message}",
            *("feed: unchanged", "other: unchanged", "third: unchanged"),
        ]
        assert run(clone, 5)[0] == "feed: unchanged"
