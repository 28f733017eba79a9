"""accept and review: what octavo proposes and doubts, answered one after the other."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.commands.fetch import fetch
from generator.fetch.sources import Settings
from tests.command_line import Octavo
from tests.loopback import Reply, loopback

ROOT = Path(__file__).parents[2]
SITE = """\
[site]
id = "mine"
title = "Mine"

[[source]]
name = "feed"
reader = "feed"
title = "the feed"
url = "{url}"        # where it lives

[[source]]
name = "other"
reader = "feed"
title = "the other"
"""


def rss(*entries: tuple[str, str, int]) -> bytes:
    """A feed of titles, addresses and days of March 2025."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link>"
        f"<pubDate>{day:02} Mar 2025 09:00:00 +0100</pubDate></item>"
        for title, url, day in entries
    )
    return f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()


OLD = [(f"T{n}", f"https://old.example/p/{n}", n) for n in range(1, 4)]
NEW = [(title, url.replace("old.example/p", "new.example/q"), n) for title, url, n in OLD]


@pytest.fixture(autouse=True)
def _list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list whose feed changed all addresses, and of which one article stands elsewhere too."""
    monkeypatch.chdir(tmp_path)
    write("feed/2026-04-01.xml", rss(*OLD, ("U", "https://old.example/u", 9)))
    write("feed/2026-04-09.xml", rss(*NEW, ("U", "https://old.example/u", 9)))
    write("other/2026-04-09.xml", rss(("U", "https://mirror.example/u", 9)))
    Path("content/site.toml").write_text(SITE.format(url="https://old.example/feed"))


def write(name: str, data: bytes) -> None:
    path = Path("content/captures", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def titles(octavo: Octavo) -> list[str]:
    assert octavo("build").status == 0
    articles = json.loads(Path("_site/articles.json").read_text())["articles"]
    return sorted(article["title"] for article in articles)


MOVED = """\
[[moved]]
from = "https://old.example/p/"
to = "https://new.example/q/"
reason = "It moved."
"""
SAME = """
[[same]]
articles = ["https://old.example/u", "https://mirror.example/u"]
reason = "It stands at several addresses."
"""


def last(err: str) -> str:
    """The last line, without the questions before it, which nobody ended by a key of theirs."""
    return err.splitlines()[-1].rpartition("]: ")[2]


def overrides() -> str:
    path = Path("content/overrides.toml")
    return path.read_text() if path.exists() else ""


def test_all_that_is_proposed_is_accepted_at_once(octavo: Octavo) -> None:
    assert titles(octavo) == ["T1", "T1", "T2", "T2", "T3", "T3", "U", "U"]
    ran = octavo("accept", "--all")
    assert (ran.status, last(ran.err)) == (0, "accepted   2 of 2 proposals")
    assert overrides() == MOVED + SAME
    assert titles(octavo) == ["T1", "T2", "T3", "U"]
    assert octavo("accept").err == "accepted   0 of 0 proposals\n"


def test_one_proposal_is_accepted_after_the_other(octavo: Octavo) -> None:
    ran = octavo("accept", "--reason", "So it is.", given=b"n\ny\n")
    assert (ran.status, last(ran.err)) == (0, "accepted   1 of 2 proposals")
    assert overrides() == SAME.lstrip().replace("It stands at several addresses.", "So it is.")
    assert titles(octavo) == ["T1", "T1", "T2", "T2", "T3", "T3", "U"]
    assert octavo("accept", given=b"q\n").err.endswith("accepted   0 of 1 proposal\n")
    assert octavo("accept").err.endswith("accepted   0 of 1 proposal\n")


def test_a_source_that_moved_for_good_is_asked_at_its_new_address(octavo: Octavo) -> None:
    with loopback() as server:
        server.replies["/old"] = Reply(301, headers=(("Location", "/new"),))
        server.replies["/new"] = Reply(200, rss(*NEW))
        site = SITE.format(url=f"{server.url}/old")
        Path("content/site.toml").write_text(site)
        settings = Settings(allow_loopback=True, now=datetime(2026, 5, 1, tzinfo=UTC))
        fetch(Path("content"), settings)
        ran = octavo("accept", given=b"y\nn\nn\n")
        assert (ran.status, last(ran.err)) == (0, "accepted   1 of 3 proposals")
        assert Path("content/site.toml").read_text() == SITE.format(url=f"{server.url}/new")
        assert overrides() == ""
        server.asked.clear()
        fetch(Path("content"), settings)
        assert server.paths == ["/new"]


def test_review_asks_one_thing_after_the_other_and_goes_on_later(octavo: Octavo) -> None:
    ran = octavo("review", given=b"s\nq\n")
    assert (ran.status, last(ran.err)) == (0, "answered   0 questions, 2 left")
    assert overrides() == ""
    ran = octavo("review", given=b"y\nThe site says so.\nq\n")
    assert (ran.status, last(ran.err)) == (0, "answered   1 question, 1 left")
    assert overrides() == MOVED.replace("It moved.", "The site says so.")
    ran = octavo("review", given=b"x\nn\n\n")
    assert (ran.status, last(ran.err)) == (0, "answered   1 question, 0 left")
    apart = SAME.replace("[[same]]", "[[not_same]]").replace(
        "It stands at several addresses.", "They are two."
    )
    assert overrides() == MOVED.replace("It moved.", "The site says so.") + apart
    assert titles(octavo) == ["T1", "T2", "T3", "U", "U"]
    assert octavo("review").err == "answered   0 questions, 0 left\n"


def test_what_did_not_move_is_asked_no_more(octavo: Octavo) -> None:
    ran = octavo("review", given=b"n\n\nq\n")
    assert last(ran.err) == "answered   1 question, 1 left"
    assert overrides().count("[[not_same]]") == 3
    assert titles(octavo) == ["T1", "T1", "T2", "T2", "T3", "T3", "U", "U"]


CONFLICTS: dict[str, tuple[bytes, str, str]] = {
    "the other one": (b"1\n\n", 'title = "B, longer"', "B, longer"),
    "the one that counts": (b"k\nMine.\n", 'title = "B"', "B"),
}


@pytest.mark.parametrize(("given", "line", "title"), CONFLICTS.values(), ids=CONFLICTS)
def test_a_conflict_is_answered_by_a_value(
    octavo: Octavo, given: bytes, line: str, title: str
) -> None:
    write("feed/2026-04-01.xml", rss(("B", "https://a.example/b", 1)))
    Path("content/captures/feed/2026-04-09.xml").unlink()
    write("other/2026-04-09.xml", rss(("B, longer", "https://a.example/b", 1)))
    ran = octavo("review", given=given)
    assert (ran.status, last(ran.err)) == (0, "answered   1 question, 0 left")
    assert "“B” (2025-03-01, https://a.example/b): which title?" in ran.out
    assert line in overrides()
    assert titles(octavo) == [title]


HOMONYMS: dict[str, tuple[bytes, list[str], str]] = {
    "the first": (b"1\n\n", ["U", "U"], "same"),
    "none": (b"n\n\n", ["U", "U", "U"], "not_same"),
}


@pytest.mark.parametrize(("given", "left", "table"), HOMONYMS.values(), ids=HOMONYMS)
def test_a_doubt_is_answered_by_an_article(
    octavo: Octavo, given: bytes, left: list[str], table: str
) -> None:
    Path("content/captures/feed/2026-04-09.xml").unlink()
    listed = [("U", "https://a.example/1", 1), ("U", "https://a.example/2", 2)]
    write("feed/2026-04-01.xml", rss(*listed))
    write("other/2026-04-09.xml", rss(("U", "", 1)))
    ran = octavo("review", given=given)
    assert (ran.status, last(ran.err)) == (0, "answered   1 question, 0 left"), ran
    assert f"[[{table}]]" in overrides()
    assert titles(octavo) == left


@pytest.mark.parametrize("command", ["accept", "review"])
@pytest.mark.parametrize("name", ["site.toml", "overrides.toml"])
def test_a_broken_file_is_never_overwritten(octavo: Octavo, command: str, name: str) -> None:
    Path("content", name).write_text("[[same\n")
    ran = octavo(command)
    assert (ran.status, ran.out) == (1, "")
    assert f"content/{name}:1: " in ran.err
    assert Path("content", name).read_text() == "[[same\n"


@pytest.mark.parametrize("command", ["accept", "review"])
def test_what_is_typed_wrongly_is_said(octavo: Octavo, command: str) -> None:
    assert octavo(command, "x").status == 2
    assert octavo(command, "--content", "nowhere").status == 1


def on_a_terminal(*arguments: str, question: bytes, key: bytes) -> str:
    """What a command shows on a terminal of its own, where a key answers the question."""
    import pty  # which Windows lacks

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    shown = b""
    try:
        while process.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.1)[0]:
                shown += os.read(ours, 4096)
            elif question in shown:  # a key that comes before the question is thrown away
                os.write(ours, key)
    except OSError:  # so Linux says that nobody is left on the terminal
        process.wait()
    os.close(ours)
    return shown.decode()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals")
def test_on_a_terminal_a_key_answers_without_the_end_of_a_line() -> None:
    shown = on_a_terminal("review", question=b"Which? [", key=b"q")
    assert "answered   0 questions, 2 left" in shown
