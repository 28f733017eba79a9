"""fetch: sources on loopback → captures and state.json, run after run."""

from __future__ import annotations

import gzip
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.build.pipeline import build
from generator.cli import cli
from generator.commands.fetch import fetch
from generator.config.load import load_config
from generator.errors import ConfigError, OutputError
from generator.fetch.external_links import check_outside
from generator.fetch.sources import Settings, SourceResult, lock_captures, user_agent
from generator.fetch.state import load_states
from tests.loopback import Loopback, Reply, loopback

START = datetime(2026, 5, 1, 4, 43, tzinfo=UTC)
FIRST = "captures/feed/2026-05-01T044300Z.xml"


def rss(*titles: str, built: str = "Fri, 01 May 2026 00:00:00 GMT") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://thread.example/{title}</link></item>"
        for title in titles
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Thread</title>'
        f"<lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>"
    ).encode()


def make_content(folder: Path, server: Loopback, extra: str = "") -> Path:
    (folder / "site.toml").write_text(
        '[site]\nid = "list"\ntitle = "List"\n[fetch]\npause_seconds = 0\ntimeout_seconds = 5\n'
        f'[[source]]\nname = "feed"\nreader = "feed"\ntitle = "A feed"\nurl = "{server.url}/feed"\n'
        + extra
    )
    return folder


def run(
    content: Path, hours: float = 0, *names: str, dry_run: bool = False
) -> dict[str, SourceResult]:
    settings = Settings(
        named=names, dry_run=dry_run, allow_loopback=True, now=START + timedelta(hours=hours)
    )
    return {fetched.source: fetched for fetched in fetch(content, settings)}


def told(content: Path, hours: float = 0, *names: str) -> tuple[str, str]:
    """What came of the source "feed"."""
    fetched = run(content, hours, *names)["feed"]
    return fetched.outcome, fetched.message


def captures(content: Path) -> list[str]:
    """All files of the log, hidden ones too, but the lock."""
    files = (path for path in (content / "captures").rglob("*") if path.is_file())
    names = (path.relative_to(content).as_posix() for path in files)
    return sorted(name for name in names if name != "captures/.lock")


def state(content: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((content / "captures/state.json").read_bytes())
    return {key: value for key, value in known["sources"]["feed"].items() if value}


def test_a_first_fetch_keeps_what_arrived_byte_for_byte(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a", "b"))
        content = make_content(tmp_path, server)
        assert told(content) == ("changed", f"2 entries: 2 new → {FIRST}")
        assert (content / FIRST).read_bytes() == rss("a", "b")
        assert captures(content) == [FIRST, "captures/state.json"]
        assert state(content) == {
            "url": f"{server.url}/feed",
            "asked": "2026-05-01T04:43:00Z",
            "success": "2026-05-01T04:43:00Z",
            "capture": FIRST,
        }


CHANGES = {
    "nothing": (rss("a", "b"), ("unchanged", "the same entries as before"), 1),
    "the time of building alone": (
        rss("a", "b", built="Sat, 02 May 2026 00:00:00 GMT"),
        ("unchanged", "the same entries as before"),
        1,
    ),
    "an entry more": (
        rss("c", "a", "b"),
        ("changed", "3 entries: 1 new → captures/feed/2026-05-02T044300Z.xml"),
        2,
    ),
    "an entry less": (
        rss("a"),
        ("changed", "1 entry: 1 gone → captures/feed/2026-05-02T044300Z.xml"),
        2,
    ),
    "a title": (
        rss("a", "b").replace(b"<title>b</title>", b"<title>B, corrected</title>"),
        ("changed", "2 entries: 1 changed → captures/feed/2026-05-02T044300Z.xml"),
        2,
    ),
    "the order": (
        rss("b", "a"),
        ("changed", "2 entries: in another order → captures/feed/2026-05-02T044300Z.xml"),
        2,
    ),
}


@pytest.mark.parametrize(("second", "expected", "files"), CHANGES.values(), ids=CHANGES)
def test_a_second_capture_is_kept_where_entries_changed(
    tmp_path: Path, second: bytes, expected: tuple[str, str], files: int
) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, rss("a", "b")), Reply(200, second)]
        content = make_content(tmp_path, server)
        run(content)
        assert told(content, 24) == expected
        assert len(captures(content)) == files + 1
        assert (content / FIRST).read_bytes() == rss("a", "b")


UNREADABLE = {
    "a page instead of a feed": (b"<!doctype html><p>Sorry", "no entries; is this a feed?"),
    "nothing": (b"", "/feed: "),
    "a feed without entries": (rss(), "the feed holds no entries"),
}


@pytest.mark.parametrize(("body", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_a_failure_and_no_capture(
    tmp_path: Path, body: bytes, message: str
) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, rss("a")), Reply(200, body, (("ETag", '"2"'),))]
        content = make_content(tmp_path, server)
        run(content)
        outcome, said = told(content, 24)
        assert (outcome, message in said) == ("failed", True)
        assert captures(content) == [FIRST, "captures/state.json"]
        assert "etag" not in state(content)


def test_a_wrong_charset_in_the_header_harms_nothing(tmp_path: Path) -> None:
    body = rss("a").replace(b"<title>a<", "<title>Gödel<".encode())
    with loopback() as server:
        server.replies["/feed"] = Reply(
            200, body, (("Content-Type", "application/rss+xml; charset=iso-8859-1"),)
        )
        content = make_content(tmp_path, server)
        assert told(content)[0] == "changed"
        assert (content / FIRST).read_bytes() == body


def test_a_server_is_asked_whether_anything_changed(tmp_path: Path) -> None:
    marks = (("ETag", 'W/"1"'), ("Last-Modified", "Fri, 01 May 2026 00:00:00 GMT"))
    with loopback() as server:
        server.replies["/feed"] = [
            Reply(200, rss("a"), marks),
            Reply(304),
            Reply(200, rss("b", "a"), (("ETag", '"2"'),)),
            Reply(304),
        ]
        content = make_content(tmp_path, server)
        outcomes = [told(content, hours)[0] for hours in (0, 24, 48, 72)]
        asked = [
            (page.headers.get("if-none-match"), page.headers.get("if-modified-since"))
            for page in server.asked
            if page.path == "/feed"
        ]
    assert outcomes == ["changed", "unchanged", "changed", "unchanged"]
    first = ('W/"1"', "Fri, 01 May 2026 00:00:00 GMT")
    assert asked == [(None, None), first, first, ('"2"', None)]


# An ETag as its bytes, each a character → whether it is sent back.
ETAGS = {
    "of ASCII": ('"1"', True),
    "weak": ('W/"1"', True),
    "without quotation marks": ("1", True),
    "with an accent in Latin-1": ('"caf\xe9"', True),
    "with an accent in UTF-8": ('"caf\xc3\xa9"', True),
    "of other letters": ('"' + "本".encode().decode("latin-1") + '"', True),
    "of bytes that are no letters": ('"\x80\xff"', True),
    "of two parts": ('"a" "b"', True),
    "long": (f'"{"x" * 900}"', True),
    "far too long": (f'"{"x" * 9000}"', False),
    "empty": ("", False),
}


@pytest.mark.parametrize(("etag", "is_sent"), ETAGS.values(), ids=ETAGS)
def test_a_validator_is_sent_back_byte_for_byte_or_not_at_all(
    etag: str, is_sent: bool, tmp_path: Path
) -> None:
    with loopback() as server:
        reply = Reply(200, rss("a"), (("ETag", etag), ("Last-Modified", etag)))
        server.replies["/feed"] = [reply, Reply(304) if is_sent else reply]
        content = make_content(tmp_path, server)
        assert [told(content, hours)[0] for hours in (0, 24)] == ["changed", "unchanged"]
        sent = server.asked[-1].headers
    expected = etag if is_sent else None
    assert sent.get("if-none-match") == expected
    assert sent.get("if-modified-since") == expected


@pytest.mark.parametrize(
    "validator", ['"a"\r\nX: y', "\x00", '"本"', "\x7f", " ", "\x1b[2J", "a\n"]
)
def test_a_validator_that_cannot_be_sent_is_left_out(validator: str, tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        run(content)
        states = json.loads((content / "captures/state.json").read_bytes())
        states["sources"]["feed"] |= {"etag": validator, "last_modified": validator}
        (content / "captures/state.json").write_text(json.dumps(states))
        assert told(content, 24) == ("unchanged", "the same entries as before")
        assert {"x", "if-none-match", "if-modified-since"}.isdisjoint(server.asked[-1].headers)


def test_without_captures_a_server_is_asked_for_everything(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"), (("ETag", '"1"'),))
        content = make_content(tmp_path, server)
        run(content)
        (content / FIRST).unlink()
        assert told(content, 24)[0] == "changed"
        assert "if-none-match" not in server.asked[-1].headers


def test_another_url_is_another_source(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(410)
        server.replies["/new"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        assert told(content)[0] == "failed"
        site = content / "site.toml"
        site.write_text(site.read_text().replace("/feed", "/new"))
        assert told(content, 24)[0] == "changed"


WAITING = {
    "fresh for an hour, half an hour later": ("max-age=3600", 0.5, "waiting"),
    "fresh for an hour, two hours later": ("max-age=3600", 2, "unchanged"),
    "fresh for a year, half a day later": ("public, max-age=31536000", 12.1, "unchanged"),
    "never fresh": ("no-cache, max-age=3600", 0.5, "unchanged"),
    "fresh for no time": ("max-age=0", 0.5, "unchanged"),
    "another word": ("x-max-age=3600", 0.5, "unchanged"),
}


@pytest.mark.parametrize(("said", "hours", "expected"), WAITING.values(), ids=WAITING)
def test_what_is_fresh_is_not_asked_for(
    tmp_path: Path, said: str, hours: float, expected: str
) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"), (("Cache-Control", said),))
        content = make_content(tmp_path, server)
        run(content)
        assert told(content, hours)[0] == expected
        assert len(server.paths) == (1 if expected == "waiting" else 2)


def test_a_source_that_is_named_is_asked_though_it_is_fresh_or_failed(tmp_path: Path) -> None:
    with loopback() as server:
        fresh = (("Cache-Control", "max-age=3600"),)
        server.replies["/feed"] = [Reply(200, rss("a"), fresh), Reply(500), Reply(200, rss("a"))]
        content = make_content(tmp_path, server)
        run(content)
        assert [told(content, 0.1, "feed")[0], told(content, 0.2, "feed")[0]] == [
            "failed",
            "unchanged",
        ]


RETRY_AFTER = {
    "seconds": (429, "7200", 1.9, 2.1),
    "a date": (503, "Fri, 01 May 2026 06:43:00 GMT", 1.9, 2.1),
    "a month, of which a week is believed": (503, "2592000", 167, 169),
    "more digits than Python reads as a number": (503, "9" * 5000, 167, 169),
}


@pytest.mark.parametrize(
    ("status", "said", "before", "after"), RETRY_AFTER.values(), ids=RETRY_AFTER
)
def test_a_server_that_asks_to_wait_is_left_alone(
    tmp_path: Path, status: int, said: str, before: float, after: float
) -> None:
    with loopback() as server:
        server.replies["/feed"] = [
            Reply(status, headers=(("Retry-After", said),)),
            Reply(200, rss("a")),
        ]
        content = make_content(tmp_path, server)
        run(content)
        assert [told(content, hours, "feed")[0] for hours in (before, after)] == [
            "waiting",
            "changed",
        ]


@pytest.mark.parametrize(
    "said", [f"Fri, 01 May {'9' * 30} 06:43:00 GMT", f"Fri, 01 May 2026 06:43:00 +{'9' * 30}"]
)
def test_an_absurd_date_to_wait_for_is_a_failure_like_others(tmp_path: Path, said: str) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(503, headers=(("Retry-After", said),))
        content = make_content(tmp_path, server)
        assert told(content) == ("failed", f"{server.url}/feed: answers 503 Service Unavailable")
    assert state(content)["wait_until"] == "2026-05-01T05:43:00Z"


@pytest.mark.slow
def test_a_failing_source_is_asked_more_and_more_seldom(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(500)
        content = make_content(tmp_path, server)
        asked_after = []
        for hours in range(128):
            if told(content, hours)[0] == "failed":
                asked_after.append(hours)
    assert [later - sooner for sooner, later in pairwise(asked_after)] == [1, 2, 4, 8, 16, 32, 64]


def test_what_our_own_rule_forbids_to_ask_is_no_failure_of_the_source(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        [refused] = fetch(content, Settings(now=START))
        assert (refused.outcome, refused.message) == (
            "refused",
            "127.0.0.1 is no public address, so it is not asked; "
            "--allow-loopback asks this machine, too",
        )
        assert captures(content) == []
        assert told(content, 0.1)[0] == "changed"


def test_a_private_address_is_refused_without_a_word_of_loopback(tmp_path: Path) -> None:
    with loopback() as server:
        content = make_content(tmp_path, server)
    site = content / "site.toml"
    site.write_text(site.read_text().replace(f"{server.url}/feed", "http://10.0.0.1/feed"))
    assert told(content) == (
        "refused",
        "10.0.0.1 is no public address, so it is not asked",
    )


def test_a_source_that_redirects_to_a_private_address_has_failed(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(302, headers=(("Location", "http://10.0.0.1/"),))
        content = make_content(tmp_path, server)
        outcome, message = told(content)
    assert (outcome, message) == (
        "failed",
        f"{server.url}/feed: redirects to http://10.0.0.1/: 10.0.0.1 is no public "
        "address, so it is not asked",
    )
    assert state(content)["failures"] == 1


def test_the_command_ends_in_three_where_a_source_may_not_be_asked(tmp_path: Path) -> None:
    with loopback() as server:
        content = make_content(tmp_path, server)
        result = CliRunner().invoke(cli, ["fetch", "--quiet", "--content", str(content)])
    assert (result.exit_code, result.stderr[:15]) == (3, "refused   feed:")


def test_a_failure_leaves_the_captures_and_the_others_alone(tmp_path: Path) -> None:
    other = '[[source]]\nname = "other"\nreader = "feed"\ntitle = "O"\nurl = "{}/other"\n'
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, rss("a")), Reply(500)]
        server.replies["/other"] = [Reply(200, rss("x")), Reply(200, rss("y", "x"))]
        content = make_content(tmp_path, server, other.format(server.url))
        run(content)
        second = run(content, 24)
        assert {name: one.outcome for name, one in second.items()} == {
            "feed": "failed",
            "other": "changed",
        }
        assert captures(content) == [
            FIRST,
            "captures/other/2026-05-01T044300Z.xml",
            "captures/other/2026-05-02T044300Z.xml",
            "captures/state.json",
        ]
        assert state(content) == {
            "url": f"{server.url}/feed",
            "asked": "2026-05-02T04:43:00Z",
            "success": "2026-05-01T04:43:00Z",
            "capture": FIRST,
            "error": f"{server.url}/feed: answers 500 Internal Server Error",
            "error_status": 500,
            "error_at": "2026-05-02T04:43:00Z",
            "failures": 1,
            "failing_since": "2026-05-02T04:43:00Z",
            "wait_until": "2026-05-02T05:43:00Z",
            "wait_reason": "failed",
        }


def test_what_is_gone_for_good_is_never_asked_again(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(410)
        content = make_content(tmp_path, server)
        first = told(content)
        assert first == (
            "failed",
            f"{server.url}/feed: answers 410 Gone: marked as gone, and not asked again",
        )
        again = told(content, 10_000, "feed")
        assert again == ("gone", "gone since 2026-05-01; not asked again until its URL changes")
        assert server.paths == ["/feed"]


def test_a_move_for_good_is_followed_and_proposed(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(301, headers=(("Location", "/new"),))
        server.replies["/new"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        new = f"{server.url}/new"
        said = f"1 entry: 1 new → {FIRST}; moved for good: write {new} in site.toml"
        assert told(content) == ("changed", said)
        assert state(content)["moved_to"] == new


def test_a_dry_run_asks_and_writes_nothing(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        assert run(content, dry_run=True)["feed"].message == f"1 entry: 1 new → {FIRST}"
        assert sorted(path.name for path in content.rglob("*")) == ["site.toml"]


def test_a_capture_is_never_overwritten(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, rss("a")), Reply(200, rss("b"))]
        content = make_content(tmp_path, server)
        run(content)
        outcome, said = told(content)
        assert (outcome, "a capture is never replaced" in said) == ("failed", True)
        assert (content / FIRST).read_bytes() == rss("a")
        assert captures(content) == [FIRST, "captures/state.json"]


NOTHING_TO_ASK = {
    "an unknown source": (("fed",), 'site.toml has no source "fed"; did you mean "feed"?'),
    "a source without a URL": (("quiet",), 'source "quiet" has no URL to fetch'),
}


@pytest.mark.parametrize(("names", "message"), NOTHING_TO_ASK.values(), ids=NOTHING_TO_ASK)
def test_what_cannot_be_asked_is_told(tmp_path: Path, names: tuple[str, ...], message: str) -> None:
    quiet = '[[source]]\nname = "quiet"\nreader = "feed"\ntitle = "Q"\nfetch_url = ""\n'
    with loopback() as server:
        content = make_content(tmp_path, server, quiet)
        with pytest.raises(ConfigError, match=message):
            run(content, 0, *names)


def fetch_saying(content: Path, hours: float = 0) -> tuple[str, list[str]]:
    """What came of the source "feed", and what was said besides."""
    lines: list[str] = []
    now = START + timedelta(hours=hours)
    [fetched] = fetch(content, Settings(allow_loopback=True, now=now, say=lines.append))
    return f"{fetched.outcome}: {fetched.message}", lines


DAMAGE = {
    "nothing in it": (b"", "is damaged: Input data was truncated"),
    "half of it": (b'{"version": 1, "sources": {"feed": {"url"', "is damaged: Input data was"),
    "no JSON": (b"version: 1\n{}", "is damaged: JSON is malformed"),
    "bytes that are no text": (b"\xff\xfe\x00", "is damaged: JSON is malformed"),
    "a string with half a character": (b'{"sources": {"\xff": 1}}', "is damaged"),
    "a list": (b"[]", "is damaged: it holds no table"),
    "null": (b"null", "is damaged: it holds no table"),
    "a number": (b"1", "is damaged: it holds no table"),
    "a list of sources": (b'{"sources": []}', 'is damaged: "sources" is no table'),
    "a source that is none": (b'{"sources": {"feed": null}}', '"feed": Expected `object`'),
    "a field that is none": (
        b'{"sources": {"feed": {"url": "x", "other": 1}}}',
        '"feed": Object contains unknown field `other`',
    ),
    "a field of another type": (
        b'{"sources": {"feed": {"url": "x", "failures": "3"}}}',
        '"feed": Expected `int`, got `str`',
    ),
    "a number that no system holds": (
        b'{"sources": {"feed": {"url": "x", "failures": 1e999}}}',
        "is damaged: Number out of range",
    ),
    "lists in lists": (b"[" * 100_000, "is damaged"),
    **{
        f"the time {time}": (
            f'{{"sources": {{"feed": {{"url": "x", "failing_since": "{time}"}}}}}}'.encode(),
            f'"feed": "{time}" is no time; write it like 2026-05-01T04:43:00Z',
        )
        for time in (
            *("yesterday", "2026-05-01", "20260501T044300Z", "2026-13-01T00:00:00Z"),
            "0001-01-01T00:00:00+23:59",
        )
    },
}
HINT = "what is lost is as if it had never been asked for"


@pytest.mark.slow
@pytest.mark.parametrize(("data", "message"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_state_is_said_and_written_anew(
    data: bytes, message: str, tmp_path: Path
) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        (content / "captures").mkdir()
        (content / "captures/state.json").write_bytes(data)
        came, [line] = fetch_saying(content)
        assert came.startswith("changed")
        assert line.startswith(f"warning: captures/state.json: {message}")
        assert line.endswith(HINT)
        assert fetch_saying(content, 24) == ("unchanged: the same entries as before", [])


@pytest.mark.slow
@pytest.mark.parametrize(("data", "message"), DAMAGE.values(), ids=DAMAGE)
def test_a_site_is_built_with_a_damaged_state_and_says_so(
    data: bytes, message: str, tmp_path: Path
) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        (tmp_path / "content").mkdir()
        content = make_content(tmp_path / "content", server)
        run(content)
    (content / "captures/state.json").write_bytes(data)
    [problem] = build(content, tmp_path / "_site").library.problems
    assert (problem.where, problem.severity) == ("captures/state.json", "warning")
    assert problem.message.startswith(message)


def test_a_state_that_is_no_file_is_said_and_not_waited_for(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        run(content)
        (content / "captures/state.json").unlink()
        os.mkfifo(content / "captures/state.json")
        came, [line] = fetch_saying(content, 24)
    assert came == "unchanged: the same entries as before"
    assert "captures/state.json: cannot be read: is a pipe or a device, and no file" in line


def test_one_entry_of_the_state_that_is_damaged_costs_no_other(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, rss("a"), (("ETag", '"1"'),)), Reply(304)]
        content = make_content(tmp_path, server)
        run(content)
        states = json.loads((content / "captures/state.json").read_bytes())
        states["sources"]["other"] = {"url": 1}
        states["previews"] = {"https://e.org/": {"url": "https://e.org/", "gone": "never"}}
        (content / "captures/state.json").write_text(json.dumps(states))
        came, lines = fetch_saying(content, 24)
    assert came == "unchanged: not changed since the last time"
    assert [line.partition(": Expected")[0].partition('" is no')[0] for line in lines] == [
        'warning: captures/state.json: "other"',
        'warning: captures/state.json: "https://e.org/": "never',
    ]


@pytest.mark.parametrize("reason", ["asked", "fresh", "failed", None])
def test_no_server_is_waited_for_longer_than_any_rule_lets_wait(
    reason: str | None, tmp_path: Path
) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, rss("a"))
        content = make_content(tmp_path, server)
        run(content)
        states = json.loads((content / "captures/state.json").read_bytes())
        states["sources"]["feed"] |= {
            "wait_until": "2099-01-01T00:00:00Z",
            "wait_reason": reason,
            "asked": "2098-12-31T00:00:00Z",
        }
        (content / "captures/state.json").write_text(json.dumps(states))
        assert told(content, 24) == (
            "unchanged",
            "the same entries as before; was to wait until 2099-01-01T00:00:00Z, "
            "but no wait is so long: is or was a clock wrong?",
        )
        assert told(content, 48) == ("unchanged", "the same entries as before")


def test_a_capture_of_a_time_to_come_is_said_and_compared_with_nothing(tmp_path: Path) -> None:
    later = "captures/feed/2099-01-01T000000Z.xml"
    note = f"{later} is of a time to come: rename it, or what arrives counts as older"
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, rss("a")), Reply(200, rss("a", "b"))]
        content = make_content(tmp_path, server)
        run(content)
        (content / later).write_bytes(rss("z"))
        second = "2 entries: 1 new → captures/feed/2026-05-02T044300Z.xml"
        assert told(content, 24) == ("changed", f"{second}; {note}")
        assert told(content, 48) == ("unchanged", f"the same entries as before; {note}")


def test_of_two_fetches_at_once_the_second_waits(tmp_path: Path) -> None:
    more = '[[source]]\nname = "other"\nreader = "feed"\ntitle = "O"\nurl = "{}/other"\n'
    with loopback() as server:
        server.replies |= {
            "/feed": Reply(200, rss("a"), drip=0.001),
            "/other": Reply(200, rss("b"), drip=0.001),
        }
        content = make_content(tmp_path, server, more.format(server.url))
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(run, content, 0, name) for name in ("feed", "other")]
            came = [one.result() for one in both]
        assert server.most_at_once == 1
    assert [fetched.outcome for one in came for fetched in one.values()] == ["changed"] * 2
    # Neither has written what is known without what the other found.
    assert set(load_states(content).sources) == {"feed", "other"}


def test_a_fetch_that_cannot_have_its_turn_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.lock._PATIENCE_SECONDS", 0.01)
    with loopback() as server:
        content = make_content(tmp_path, server)
        with lock_captures(content, print):
            for work in (
                lambda: run(content),
                lambda: check_outside((), content, Settings(now=START)),
            ):
                with pytest.raises(OutputError, match="another octavo has been writing there"):
                    work()
            assert run(content, dry_run=True)["feed"].outcome == "failed"


def test_a_source_that_upsets_a_library_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def match_entries(*_: object) -> None:
        raise RecursionError("too deep")

    more = '[[source]]\nname = "other"\nreader = "feed"\ntitle = "O"\nurl = "{}/other"\n'
    with loopback() as server:
        server.replies |= {
            "/feed": [Reply(200, rss("a")), Reply(200, rss("b"))],
            "/other": Reply(200, rss("a")),
        }
        content = make_content(tmp_path, server, more.format(server.url))
        run(content)
        monkeypatch.setattr("generator.fetch.sources.match_entries", match_entries)
        came = run(content, 24)
    assert [one.outcome for one in came.values()] == ["failed", "unchanged"]
    assert "/feed: could not be dealt with (RecursionError: too deep)" in came["feed"].message
    assert (state(content)["failures"], state(content)["success"][:10]) == (1, "2026-05-01")


def test_a_source_may_send_as_much_as_its_captures_may_hold(tmp_path: Path) -> None:
    large = gzip.compress(rss("a") + b"<!--" + b" " * (2 << 20) + b"-->")
    with loopback() as server:
        server.replies["/feed"] = Reply(200, large)
        content = make_content(tmp_path, server, "largest_mb = 1\n")
        outcome, message = told(content)
    assert outcome == "failed"
    assert "more than 1 MB" in message


def test_the_command_ends_in_three_where_some_failed(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(404), Reply(200, rss("a"))]
        content = make_content(tmp_path, server)
        arguments = ["fetch", "feed", "--content", str(content), "--allow-loopback"]
        first = CliRunner().invoke(cli, arguments)
        second = CliRunner().invoke(cli, arguments)
    assert (first.exit_code, first.stdout) == (3, "")
    assert first.stderr == f"failed    feed: {server.url}/feed: answers 404 Not Found\n"
    assert second.exit_code == 0
    assert second.stderr.startswith("changed   feed: 1 entry: 1 new → captures/feed/")


def test_servers_learn_where_the_list_is(tmp_path: Path) -> None:
    with loopback() as server:
        content = make_content(tmp_path, server)
        agents = [user_agent(load_config(content, url)) for url in (None, "https://list.example/")]
    assert agents == ["octavo/0.1.0", "octavo/0.1.0 (+https://list.example/)"]
