"""serve: what a browser gets, asked over real sockets on loopback."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from generator.commands.serve import SiteServer, make_server
from generator.errors import ConfigError, OutputError


class Answer(NamedTuple):
    """What is compared of a response."""

    status: int
    type: str | None
    body: bytes


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "_site"
    (folder / "2025/07").mkdir(parents=True)
    (folder / "index.html").write_text("home")
    (folder / "404.html").write_text("missing")
    (folder / "2025/07/index.html").write_text("july")
    (folder / "2025/a ü.html").write_text("encoded")
    for name in ("feed.xml", "feed.json", "sitemap.xml", "x.webmanifest", "x.js", "x.bin"):
        (folder / name).write_text(name)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "in.html").symlink_to(folder / "index.html")
    return folder


@contextmanager
def running(folder: Path, base_path: str = "/") -> Iterator[SiteServer]:
    with make_server(folder, "127.0.0.1", 0, base_path) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def asked(
    server: SiteServer, target: str, method: str = "GET"
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request whose target is sent as it stands, dots and all."""
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    connection.putrequest(method, target)
    connection.endheaders()
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def get(server: SiteServer, target: str) -> Answer:
    with asked(server, target) as response:
        return Answer(response.status, response.getheader("Content-Type"), response.read())


HTML = "text/html; charset=utf-8"
MISSING = Answer(404, HTML, b"missing")

ANSWERS = {
    "the first page": ("/", Answer(200, HTML, b"home")),
    "a page by its name": ("/2025/07/index.html", Answer(200, HTML, b"july")),
    "a folder's page": ("/2025/07/", Answer(200, HTML, b"july")),
    "a query changes nothing": ("/index.html?q=/x", Answer(200, HTML, b"home")),
    "a name in percent-encoding": ("/2025/a%20%C3%BC.html", Answer(200, HTML, b"encoded")),
    "Atom": ("/feed.xml", Answer(200, "application/atom+xml", b"feed.xml")),
    "JSON Feed": ("/feed.json", Answer(200, "application/feed+json", b"feed.json")),
    "other XML": ("/sitemap.xml", Answer(200, "application/xml", b"sitemap.xml")),
    "a manifest": ("/x.webmanifest", Answer(200, "application/manifest+json", b"x.webmanifest")),
    "a script": ("/x.js", Answer(200, "text/javascript; charset=utf-8", b"x.js")),
    "an unknown kind": ("/x.bin", Answer(200, "application/octet-stream", b"x.bin")),
    "a link inside the folder": ("/in.html", Answer(200, HTML, b"home")),
    "nothing by that name": ("/nothing.html", MISSING),
    "no listing of a folder without a page": ("/2025/", MISSING),
    "a file is no folder": ("/index.html/", MISSING),
    "a link out of the folder": ("/out.txt", MISSING),
    "a linked folder outside": ("/up/secret.txt", MISSING),
    "dots": ("/../secret.txt", MISSING),
    "dots that would stay inside": ("/2025/../index.html", MISSING),
    "dots in percent-encoding": ("/%2e%2e/secret.txt", MISSING),
    "an encoded slash": ("/..%2Fsecret.txt", MISSING),
    "a zero byte": ("/index.html%00", MISSING),
    "a name too long for the file system": ("/" + "x" * 5000, MISSING),
    "an absolute path after the slash": ("//etc/passwd", MISSING),
}


@pytest.mark.parametrize(("target", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_a_request_gets_what_a_static_host_would_send(
    site: Path, target: str, expected: Answer
) -> None:
    with running(site) as server:
        assert get(server, target) == expected


def test_a_folder_without_its_slash_is_sent_on_so_that_relative_links_hold(site: Path) -> None:
    with running(site) as server, asked(server, "/2025/07") as response:
        assert (response.status, response.getheader("Location")) == (301, "/2025/07/")
        assert response.getheader("Cache-Control") == "no-store"


def test_the_site_can_live_below_a_path(site: Path) -> None:
    with running(site, "reading-list") as server:
        assert server.url.endswith("/reading-list/")
        assert get(server, "/reading-list/2025/07/index.html").body == b"july"
        assert get(server, "/index.html") == MISSING
        with asked(server, "/reading-list") as response:
            assert (response.status, response.getheader("Location")) == (301, "/reading-list/")


def test_a_browser_asks_again_each_time(site: Path) -> None:
    with running(site) as server, asked(server, "/") as response:
        headers = {name.lower() for name in response.headers} - {"date", "server"}
        assert headers == {"content-type", "content-length", "cache-control"}
        assert response.getheader("Cache-Control") == "no-store"


def test_a_head_request_gets_the_length_and_no_body(site: Path) -> None:
    with running(site) as server, asked(server, "/index.html", "HEAD") as response:
        assert (response.status, response.getheader("Content-Length")) == (200, "4")
        assert response.read() == b""


def test_a_site_without_its_own_page_for_it_still_says_404(site: Path) -> None:
    (site / "404.html").unlink()
    with running(site) as server:
        assert get(server, "/nothing.html").status == 404


def test_a_browser_that_hangs_up_is_no_event(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "big.bin").write_bytes(bytes(20_000_000))
    with running(site) as server:
        with socket.create_connection(("127.0.0.1", server.server_port)) as client:
            client.sendall(b"GET /big.bin HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        assert get(server, "/").status == 200
    assert capfd.readouterr().err == ""


def test_a_taken_port_is_told(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=f"port {port} is taken; choose another with --port"):
            make_server(site, "127.0.0.1", port)


def test_a_port_beyond_all_ports_is_told(site: Path) -> None:
    with pytest.raises(ConfigError, match="port 70000: ports go from 0 to 65535"):
        make_server(site, "127.0.0.1", 70000)


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1", "example.org"])
def test_other_machines_are_not_served(site: Path, host: str) -> None:
    with pytest.raises(ConfigError, match="for this machine only"):
        make_server(site, host, 0)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such folder; build the site first"):
        make_server(tmp_path / "_site", "127.0.0.1", 0)


def test_ctrl_c_ends_it_without_a_traceback(site: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from generator.commands.serve import serve; "
        "serve(Path(sys.argv[1]), port=0)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(site)], stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stderr is not None
        first = process.stderr.readline()
        os.kill(process.pid, signal.SIGINT)
        rest = process.stderr.read()
    assert first.startswith(f"{site} is at http://127.0.0.1:")
    assert (rest, process.returncode) == ("\n", 0)
