"""serve while one works: built again on every change, shown in a page that loads itself again."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.commands.serve import Live, SiteServer, make_server
from tests.browsers import open_browser

pytestmark = pytest.mark.slow
SITE = '[site]\nid = "a"\ntitle = "{}"\n[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\n'
FEED = (
    '<rss version="2.0"><channel><title>T</title><item><title>An article</title>'
    "<link>https://x.example/a</link></item></channel></rss>"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "captures/feed").mkdir(parents=True)
    (folder / "captures/feed/2026-01-01.xml").write_text(FEED)
    (folder / "site.toml").write_text(SITE.format("Before"))
    return folder


@contextmanager
def running(content: Path, base_path: str = "/") -> Iterator[tuple[SiteServer, Live]]:
    """The server of a list, as `octavo serve` runs it; built once."""
    live = Live(content, content.parent / "_site", lambda line: None)
    stop = threading.Event()
    with make_server(content.parent / "_site", "127.0.0.1", 0, base_path, live) as server:
        live.build()
        threads = (
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}),
            threading.Thread(target=live.watch, args=(stop,)),
        )
        for thread in threads:
            thread.start()
        try:
            yield server, live
        finally:
            stop.set()
            server.shutdown()
            for thread in threads:
                thread.join()


@contextmanager
def asked(server: SiteServer, path: str) -> Iterator[http.client.HTTPResponse]:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    connection.request("GET", path)
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def get(server: SiteServer, path: str) -> tuple[int, str]:
    with asked(server, path) as response:
        return response.status, response.read().decode()


@pytest.mark.parametrize("base", ["/", "/list/"])
def test_pages_get_a_script_that_is_in_no_file(content: Path, base: str) -> None:
    with running(content, base) as (server, live):
        status, page = get(server, base)
        tag = f'<script src="{base}_octavo/reload.js?{live.version}" defer></script></head>'
        assert (status, tag in page) == (200, True)
        assert tag in get(server, f"{base}nothing.html")[1]
        status, script = get(server, f"{base}_octavo/reload.js?{live.version}")
        assert (status, "new EventSource" in script) == (200, True)
        assert "registration.unregister()" in get(server, f"{base}sw.js")[1]
        assert "_octavo" not in get(server, f"{base}articles.json")[1]
    files = [path for path in (content.parent / "_site").rglob("*") if path.is_file()]
    assert len(files) > 10
    assert not any(b"_octavo" in path.read_bytes() for path in files)


def test_a_change_builds_again_and_is_told(content: Path) -> None:
    with running(content) as (server, live), asked(server, "/_octavo/events") as events:
        assert events.getheader("Content-Type") == "text/event-stream; charset=utf-8"
        first = live.version
        assert events.readline() == f"data: {first}\n".encode()
        assert events.readline() == b"\n"
        (content / "site.toml").write_text(SITE.format("After"))
        second = events.readline().decode().removeprefix("data: ").strip()
        assert second != first
        assert "<title>After</title>" in get(server, "/")[1]


def test_a_build_that_fails_is_shown_and_mended(content: Path) -> None:
    with running(content) as (server, _), asked(server, "/_octavo/events") as events:
        events.readline(), events.readline()
        (content / "site.toml").write_text(SITE.format("x") + "titel = 1\n")
        assert events.readline().startswith(b"data: ")
        events.readline()
        status, page = get(server, "/")
        assert status == 500
        assert "The build failed" in page
        assert f"{content}/site.toml:8: unknown key &quot;titel&quot; in [source]" in page
        assert "_octavo/reload.js" in page
        assert get(server, "/assets/site.css")[0] == 200
        (content / "site.toml").write_text(SITE.format("Mended"))
        assert events.readline().startswith(b"data: ")
        assert (get(server, "/")[0], "<title>Mended</title>" in get(server, "/")[1]) == (200, True)


def test_a_list_that_never_built_shows_why(content: Path) -> None:
    (content / "site.toml").write_text("[sight]\n")
    with running(content) as (server, _):
        status, page = get(server, "/")
    assert (status, "did you mean &quot;site&quot;?" in page) == (500, True)


def test_a_browser_loads_the_page_again_within_the_policy(content: Path) -> None:
    with running(content) as (server, _), open_browser() as browser:
        from playwright.sync_api import expect  # not where there is no browser

        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(server.url)
        assert page.title() == "Before"
        (content / "site.toml").write_text(SITE.format("After"))
        expect(page).to_have_title("After", timeout=60_000)
        (content / "site.toml").write_text("[sight]\n")
        expect(page).to_have_title("The build failed", timeout=60_000)
        (content / "site.toml").write_text(SITE.format("Mended"))
        expect(page).to_have_title("Mended", timeout=60_000)
        assert [text for text in complaints if "Content Security" in text] == []
        page.close()
