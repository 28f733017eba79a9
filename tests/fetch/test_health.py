"""What is known of how sources are: successes, failures that add up, and what is said of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build.pipeline import read_library
from generator.cli import cli
from generator.commands.fetch import fetch
from generator.commands.status import status
from generator.config.load import load_config
from generator.fetch.sources import Settings, SourceResult
from generator.fetch.state import load_states
from generator.model.entries import FetchState
from generator.sources import read_sources
from tests.loopback import Loopback, Reply, loopback

START = datetime(2026, 5, 1, 4, 43, tzinfo=UTC)
FEED = (
    b'<rss version="2.0"><channel><title>A feed</title><item><title>On A</title>'
    b"<link>https://thread.example/a</link></item></channel></rss>"
)
LOG_IN = Reply(200, b"<!doctype html><title>Log in</title><form>", (("ETag", '"login"'),))


def make_content(folder: Path, server: Loopback) -> Path:
    (folder / "site.toml").write_text(
        '[site]\nid = "list"\ntitle = "List"\n[fetch]\npause_seconds = 0\n'
        f'[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\nurl = "{server.url}/feed"\n'
        '[[kind]]\nname = "a"\ntitle = "A"\nplural = "As"\nglyph = "disc"\n'
    )
    return folder


def run(content: Path, days: int) -> SourceResult:
    settings = Settings(allow_loopback=True, now=START + timedelta(days=days), sleep=lambda _: None)
    [fetched] = fetch(content, settings)
    return fetched


def known(content: Path) -> FetchState:
    return load_states(content).sources["feed"]


def test_a_success_is_that_entries_were_read_and_failures_of_every_kind_add_up(
    tmp_path: Path,
) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, FEED), LOG_IN, Reply(403), LOG_IN, Reply(200, FEED)]
        content = make_content(tmp_path, server)
        assert run(content, 0).outcome == "changed"
        for number, day in enumerate((1, 4, 8), start=1):
            assert run(content, day).outcome == "failed"
            state = known(content)
            assert (state.success, state.failures, state.failing_since) == (
                "2026-05-01T04:43:00Z",
                number,
                "2026-05-02T04:43:00Z",
            )
            assert "if-none-match" not in server.asked[-1].headers
        config = load_config(content)
        now = START + timedelta(days=9)
        told = status(config, read_sources(config), load_states(content), now)
        assert "  last success  2026-05-01T04:43:00Z, 9 days ago\n" in told
        assert "  failing since 2026-05-02T04:43:00Z, 8 days ago; 3 times" in told
        assert run(content, 12).outcome == "unchanged"
        assert (known(content).failures, known(content).failing_since) == (0, None)


def problems(content: Path) -> list[str]:
    return [one.message for one in read_library(content).problems if one.where == "site.toml"]


def test_a_build_says_which_source_is_dead_for_a_week_and_reads_no_clock(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, FEED), Reply(403)]
        content = make_content(tmp_path, server)
        for day in (0, 1, 4, 7):
            run(content, day)
            assert problems(content) == []
        run(content, 12)
        assert problems(content) == [
            'source "feed": it has failed since 2026-05-02, 4 times: '
            f"{server.url}/feed: answers 403 Forbidden; "
            'give it another address, or none with fetch_url = ""'
        ]
        site = (content / "site.toml").read_text()
        (content / "site.toml").write_text(site.replace("/feed", "/other"))
        assert problems(content) == []


def test_a_build_says_which_source_is_gone(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, FEED), Reply(410)]
        content = make_content(tmp_path, server)
        run(content, 0)
        run(content, 1)
    assert problems(content) == [
        'source "feed": its server says since 2026-05-02 that it is gone for good; '
        'give it another address, or none with fetch_url = ""'
    ]


def test_a_list_whose_only_source_is_gone_is_never_up_to_date(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(410)
        content = make_content(tmp_path, server)
        arguments = ["fetch", "--allow-loopback", "--content", str(content)]
        assert [CliRunner().invoke(cli, arguments).exit_code for _ in range(2)] == [3, 3]
        more = f'[[source]]\nname = "b"\nreader = "feed"\ntitle = "B"\nurl = "{server.url}/b"\n'
        with (content / "site.toml").open("a") as file:
            file.write(more)
        server.replies["/b"] = Reply(200, FEED)
        assert CliRunner().invoke(cli, arguments).exit_code == 0


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((), ('"1"', "Fri, 01 May 2026 00:00:00 GMT")),
        ((("ETag", '"2"'),), ('"2"', "Fri, 01 May 2026 00:00:00 GMT")),
        (
            (("ETag", '"2"'), ("Last-Modified", "Sat, 02 May 2026 00:00:00 GMT")),
            ('"2"', "Sat, 02 May 2026 00:00:00 GMT"),
        ),
        ((("ETag", "\x01"),), ('"1"', "Fri, 01 May 2026 00:00:00 GMT")),
    ],
)
def test_the_validators_that_come_with_a_304_are_kept(
    headers: tuple[tuple[str, str], ...], expected: tuple[str, str], tmp_path: Path
) -> None:
    first = (("ETag", '"1"'), ("Last-Modified", "Fri, 01 May 2026 00:00:00 GMT"))
    with loopback() as server:
        server.replies["/feed"] = [Reply(200, FEED, first), Reply(304, headers=headers)]
        content = make_content(tmp_path, server)
        run(content, 0)
        assert run(content, 1).outcome == "unchanged"
    assert (known(content).etag, known(content).last_modified) == expected


def test_what_could_not_be_written_is_asked_for_again(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, FEED, (("ETag", '"1"'),))
        content = make_content(tmp_path, server)
        (content / "captures").mkdir()
        (content / "captures/feed").write_text("in the way")
        assert run(content, 0).outcome == "failed"
        assert known(content).success is None
        (content / "captures/feed").unlink()
        assert run(content, 1).outcome == "changed"


def test_what_was_kept_and_got_lost_is_asked_for_again(tmp_path: Path) -> None:
    """As where a workflow keeps the state, and could not push the capture."""
    second = FEED.replace(b"On A", b"On B")
    with loopback() as server:
        server.replies["/feed"] = [
            Reply(200, FEED, (("ETag", '"1"'),)),
            Reply(200, second, (("ETag", '"2"'),)),
            Reply(200, second, (("ETag", '"2"'),)),
            Reply(304),
        ]
        content = make_content(tmp_path, server)
        run(content, 0)
        assert run(content, 1).outcome == "changed"
        (content / "captures/feed/2026-05-02T044300Z.xml").unlink()
        assert run(content, 2).outcome == "changed"
        sent = [
            asked.headers.get("if-none-match")
            for asked in server.asked
            if asked.path != "/robots.txt"
        ]
        assert sent == [None, '"1"', None]
        assert run(content, 3).outcome == "unchanged"
        assert server.asked[-1].headers["if-none-match"] == '"2"'
