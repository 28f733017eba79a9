"""fetch --pages: feeds of many pages on loopback → a resource a page, and one list of it all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build.pipeline import read_library
from generator.cli import cli
from generator.commands.fetch import fetch
from generator.fetch.sources import Settings, older_page
from tests.loopback import Loopback, Reply, loopback

START = datetime(2026, 5, 1, 4, 43, tzinfo=UTC)
NAME = "2026-05-01T044300Z"


def atom(*names: str, links: str = "") -> bytes:
    entries = "".join(
        f"<entry><id>{name}</id><title>On {name}</title><updated>2026-01-01T00:00:00Z</updated>"
        f'<link href="https://t.example/{name}"/><link rel="next" href="/wrong"/></entry>'
        for name in names
    )
    head = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id>{links}'
    return f"{head}{entries}</feed>".encode()


def rss(*names: str, links: str = "") -> bytes:
    items = "".join(
        f"<item><title>On {name}</title><link>https://t.example/{name}</link></item>"
        for name in names
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>F</title>'
        f"{links.replace('<link', '<atom:link')}{items}</channel></rss>"
    ).encode()


def json_feed(*names: str, links: str = "") -> bytes:
    items = [{"id": n, "title": f"On {n}", "url": f"https://t.example/{n}"} for n in names]
    more = {"next_url": links.split('"')[-2]} if links else {}
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "F", "items": items, **more}).encode()


def make_content(folder: Path, server: Loopback) -> Path:
    (folder / "site.toml").write_text(
        '[site]\nid = "list"\ntitle = "List"\n[fetch]\npause_seconds = 0\n'
        f'[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\nurl = "{server.url}/feed"\n'
    )
    return folder


def run(content: Path, days: float = 0, pages: int = 9, *, dry_run: bool = False) -> str:
    settings = Settings(
        pages=pages, dry_run=dry_run, allow_loopback=True, now=START + timedelta(days=days)
    )
    [fetched] = fetch(content, settings)
    return f"{fetched.outcome}: {fetched.message}"


def captures(content: Path) -> list[str]:
    folder = content / "captures/feed"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def titles(content: Path) -> set[str]:
    return {article.label for article in read_library(content).timeline.articles}


@pytest.mark.parametrize(
    ("make", "ending", "rel"),
    [
        (atom, "xml", "next"),
        (atom, "xml", "prev-archive"),
        (rss, "xml", "next"),
        (json_feed, "json", ""),
    ],
)
def test_the_pages_of_a_feed_are_followed_and_kept_each_by_itself(
    make: type, ending: str, rel: str, tmp_path: Path
) -> None:
    link = f'<link rel="{rel}" href="{{}}"/>'
    pages = {
        "/feed": make("a", "b", links=link.format("/feed?page=2")),
        "/feed?page=2": make("c", "d", links=link.format("feed?page=3")),
        "/feed?page=3": make("e"),
    }
    with loopback() as server:
        server.replies |= {path: Reply(200, data) for path, data in pages.items()}
        content = make_content(tmp_path, server)
        first = f"changed: 2 entries: 2 new → captures/feed/{NAME}.{ending}"
        assert run(content) == f"{first}; 2 older pages with 3 entries"
        assert captures(content) == [
            f"{NAME}.{ending}",
            f"page-002/{NAME}.{ending}",
            f"page-003/{NAME}.{ending}",
        ]
        kept = (content / f"captures/feed/page-003/{NAME}.{ending}").read_bytes()
        assert kept == pages["/feed?page=3"]
        assert titles(content) == {f"On {name}" for name in "abcde"}
        # Later the feed moves on, its pages with it; what they held stays on the list.
        server.replies["/feed"] = Reply(200, make("z", "a", links=link.format("/feed?page=2")))
        assert run(content, 1, pages=0).startswith("changed: 2 entries: 1 new, 1 gone → ")
        assert server.paths == ["/feed", "/feed?page=2", "/feed?page=3", "/feed"]
        assert titles(content) == {f"On {name}" for name in "zabcde"}


def test_no_more_pages_are_followed_than_were_asked_for_and_the_next_time_the_rest(
    tmp_path: Path,
) -> None:
    with loopback() as server:
        for number in range(1, 6):
            link = f'<link rel="next" href="/feed?p={number + 1}"/>' if number < 5 else ""
            path = f"/feed?p={number}" if number > 1 else "/feed"
            server.replies[path] = Reply(200, atom(f"n{number}", links=link), (("ETag", '"1"'),))
        content = make_content(tmp_path, server)
        assert run(content, pages=2).endswith(
            "; 2 older pages with 2 entries; there are more: ask for more pages"
        )
        assert run(content, 1, pages=9) == (
            "unchanged: the same entries as before; 4 older pages with 4 entries"
        )
        assert captures(content) == [
            f"{NAME}.xml",
            f"page-002/{NAME}.xml",
            f"page-003/{NAME}.xml",
            "page-004/2026-05-02T044300Z.xml",
            "page-005/2026-05-02T044300Z.xml",
        ]


STOPPED: dict[str, tuple[Reply, str]] = {
    "a page that is not there": (Reply(404), "/2: answers 404 Not Found"),
    "a page that is no feed": (Reply(200, b"<html>Log in"), "/2: a web page, no feed"),
    "a page that leads back": (
        Reply(200, atom("b", links='<link rel="next" href="/feed"/>')),
        "/feed: leads back to itself",
    ),
}


@pytest.mark.parametrize(("reply", "message"), STOPPED.values(), ids=STOPPED)
def test_a_page_that_fails_ends_it_and_costs_nothing_else(
    reply: Reply, message: str, tmp_path: Path
) -> None:
    with loopback() as server:
        server.replies |= {
            "/feed": Reply(200, atom("a", links='<link rel="next" href="/2"/>')),
            "/2": reply,
        }
        content = make_content(tmp_path, server)
        came = run(content)
        assert came.startswith("changed: 1 entry: 1 new → ")
        assert f"; {server.url}{message}" in came
        assert f"{NAME}.xml" in captures(content)


def test_a_dry_run_follows_and_keeps_nothing(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {
            "/feed": Reply(200, atom("a", links='<link rel="next" href="/2"/>')),
            "/2": Reply(200, atom("b")),
        }
        content = make_content(tmp_path, server)
        assert run(content, dry_run=True).endswith("; 1 older page with 1 entry")
        assert not (content / "captures/feed").exists()


def test_a_list_begins_with_the_older_pages_where_the_owner_asks_for_them(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {
            "/feed": Reply(200, atom("a", links='<link rel="next" href="/2"/>')),
            "/2": Reply(200, atom("b")),
        }
        command = ["init", str(tmp_path / "list"), f"{server.url}/feed", "--allow-loopback"]
        ran = CliRunner().invoke(cli, [*command, "--pages", "5"])
    assert ran.exit_code == 0
    assert "; 1 older page with 1 entry" in ran.stderr
    assert titles(tmp_path / "list/content") == {"On a", "On b"}


def test_a_feed_without_pages_says_so(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/feed"] = Reply(200, atom("a"))
        assert run(make_content(tmp_path, server)).endswith("; it names no older page")


def test_no_page_leads_into_this_machine_or_another_scheme() -> None:
    link = '<link rel="next" href="{}"/>'
    for address in ("file:///etc/hostname", "javascript:0", "ftp://t.example/", ""):
        assert older_page(atom("a", links=link.format(address)), "https://t.example/") is None
    for data in (b"", b"{", b"[]", b'{"next_url": 1}', b"<", b"no feed"):
        assert older_page(data, "https://t.example/") is None
