"""As a new user would do it: a list from one address, fetched, built, looked at; then news."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import feedparser
import pytest

from generator.commands.serve import make_server
from tests.browsers import open_browser
from tests.loopback import Loopback, Reply, loopback

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]


def index(*entries: tuple[str, str, str]) -> bytes:
    """A page that announces a feed and lists entries of a month, a slug and a title each."""
    listed = "".join(
        f'<div class="date">{month}</div><a class="paper" href="/{slug}/"><h3>{title}</h3>'
        '<div class="byline">Doe et al., 2026</div>'
        f'<div class="description">About {slug}.</div></a>'
        for month, slug, title in entries
    )
    return (
        '<!doctype html><html lang="en"><head><title>A thread of talks</title>'
        '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
        f'<body><h1>Talks</h1><div class="toc">{listed}</div></body></html>'
    ).encode()


def feed(server: Loopback, *entries: tuple[str, str, str]) -> bytes:
    """A feed of slugs, titles and dates."""
    items = "".join(
        f"<item><title>{title}</title><link>{server.url}/{slug}/</link><guid>{slug}</guid>"
        f"<pubDate>{date}</pubDate></item>"
        for slug, title, date in entries
    )
    return f'<rss version="2.0"><channel><title>Talks</title>{items}</channel></rss>'.encode()


OLD = (
    ("March 2026", "alpha", "On Alpha"),
    ("February 2026", "beta", "On Beta"),
    ("January 2026", "gamma", "On Gamma"),
)
FEED = (
    ("alpha", "On Alpha", "Tue, 10 Mar 2026 09:00:00 GMT"),
    ("gamma", "On Gamma", "Thu, 01 Jan 2026 09:00:00 GMT"),
)


def octavo(folder: Path, *arguments: str) -> str:
    """Runs the command as a program of its own; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@contextmanager
def browsed(site: Path) -> Iterator[str]:
    """The address of the site, served as `octavo serve` does."""
    with make_server(site, "127.0.0.1", 0, "/talks/") as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def make_list(folder: Path, server: Loopback) -> Path:
    """A new list from one address, its pause shortened, built."""
    server.replies["/"] = Reply(200, index(*OLD))
    server.replies["/feed.xml"] = Reply(200, feed(server, *FEED))
    said = octavo(folder, "init", "talks", server.url, "--allow-loopback")
    assert f"found      index with 3 entries: {server.url}" in said
    assert f"found      feed with 2 entries: {server.url}/feed.xml" in said
    talks = folder / "talks"
    site = talks / "content/site.toml"
    site.write_text(site.read_text().replace("pause_seconds = 1.0", "pause_seconds = 0"))
    octavo(talks, "build")
    return talks


def news(folder: Path, server: Loopback) -> None:
    """The thread has one more entry and a corrected title; fetched and built."""
    server.replies["/"] = Reply(
        200, index(("April 2026", "delta", "On Delta"), *OLD[:2], (*OLD[2][:2], "On Gamma, Again"))
    )
    said = octavo(folder, "fetch", "index", "--allow-loopback")
    assert "changed   index: 4 entries: 1 new, 1 changed → captures/index/" in said
    octavo(folder, "build")


def test_a_list_is_begun_and_kept_alive(tmp_path: Path) -> None:
    with loopback() as server:
        talks = make_list(tmp_path, server)
        home = (talks / "_site/index.html").read_text()
        assert [title in home for title in ("On Alpha", "On Beta", "On Gamma")] == [True] * 3
        assert "unchanged" in octavo(talks, "fetch", "--allow-loopback")
        news(talks, server)
    octavo(talks, "check")
    assert "On Delta" in (talks / "_site/index.html").read_text()
    changes = feedparser.parse((talks / "_site/changes.xml").read_bytes())
    assert [entry.title for entry in changes.entries[:2]] == [
        "New: On Delta",
        "Corrected: On Gamma, Again",
    ]
    told = octavo(talks, "changes")
    assert "added      On Delta: source index" in told
    assert "corrected  On Gamma, Again: title On Gamma, Again, was On Gamma: source index" in told
    assert "index: A thread of talks (index page)\n  entries       4" in octavo(talks, "status")


def test_a_browser_sees_the_article_and_then_the_news(tmp_path: Path) -> None:
    with loopback() as server, open_browser() as browser:
        talks = make_list(tmp_path, server)
        page = browser.new_page()
        with browsed(talks / "_site") as address:
            page.goto(address)
            page.click("text=On Alpha")
            assert page.inner_text("h1") == "On Alpha"
            assert "Doe et al." in page.inner_text("main")
            page.goto("about:blank")
        news(talks, server)
        with browsed(talks / "_site") as address:
            page.goto(address)
            page.click("text=On Delta")
            assert page.inner_text("h1") == "On Delta"
        page.close()
