"""The client over real sockets on loopback: every answer a server can give, and every failure."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable

import httpcore
import pytest

from generator.errors import FetchError
from generator.fetch.client import Client, Limits
from generator.fetch.guard import Deadline, may_connect
from generator.fetch.host import Answer
from tests.loopback import Loopback, Reply, loopback, packed

# A busy machine takes its time over an answer, so only what is slow on purpose is given little.
LIMITS = Limits(timeout_seconds=20, max_bytes=1000, pause_seconds=0)
IMPATIENT = Limits(timeout_seconds=0.4, max_bytes=1000, pause_seconds=0)


def make_client(limits: Limits = LIMITS, sleep: Callable[[float], None] = lambda _: None) -> Client:
    return Client(limits, "octavo/test (+https://list.example/)", allow_loopback=True, sleep=sleep)


def get(server: Loopback, path: str) -> Answer:
    with make_client() as client:
        return client.get(server.url + path)


STATUSES = {
    "200": (Reply(200, b"here"), (200, b"here")),
    "an empty body": (Reply(200, b""), (200, b"")),
    "304": (Reply(304), (304, b"")),
    "a redirect that leads nowhere": (Reply(301), (301, b"")),
    "403": (Reply(403, b"no"), (403, b"")),
    "404": (Reply(404, b"no"), (404, b"")),
    "410": (Reply(410, b"no"), (410, b"")),
    "429": (Reply(429, b"no", (("Retry-After", "60"),)), (429, b"")),
    "500": (Reply(500, b"no"), (500, b"")),
    "503": (Reply(503, b"no"), (503, b"")),
    "a status without a name": (Reply(599), (599, b"")),
    "gzip": (packed(b"here"), (200, b"here")),
    "gzip in several members": (
        Reply(200, gzip.compress(b"he") + gzip.compress(b"re"), (("Content-Encoding", "gzip"),)),
        (200, b"here"),
    ),
    "deflate, which was not asked for": (
        Reply(200, zlib.compress(b"here"), (("Content-Encoding", "deflate"),)),
        (200, b"here"),
    ),
    "nothing, packed": (Reply(200, b"", (("Content-Encoding", "gzip"),)), (200, b"")),
    "just as long as allowed": (Reply(200, bytes(1000)), (200, bytes(1000))),
    "a length that is too short": (Reply(200, b"here and more", length=4), (200, b"here")),
}


@pytest.mark.parametrize(("reply", "expected"), STATUSES.values(), ids=STATUSES)
def test_an_answer_is_read(reply: Reply, expected: tuple[int, bytes]) -> None:
    with loopback() as server:
        server.replies["/"] = reply
        answer = get(server, "/")
    assert (answer.status, answer.body) == expected


FAILURES = {
    "a body that is cut off": (Reply(200, b"here", length=40), "closed connection without sending"),
    "a body that is too long": (Reply(200, bytes(1001)), "is longer than 1,000 bytes"),
    "a gzip bomb": (packed(bytes(50_000_000)), "is longer than 1,000 bytes"),
    "gzip that is cut off": (
        Reply(200, gzip.compress(b"here")[:-9], (("Content-Encoding", "gzip"),)),
        "is cut off: its packed body has no end",
    ),
    "gzip that is none": (
        Reply(200, b"here", (("Content-Encoding", "gzip"),)),
        "is damaged: Error -3",
    ),
    "packed in a way that was not asked for": (
        Reply(200, b"here", (("Content-Encoding", "br"),)),
        "is packed as br, which was not asked for",
    ),
    "no number for a status": (Reply(99), "illegal status line"),
    "a redirect to a file": (
        Reply(302, headers=(("Location", "file:///etc/passwd"),)),
        "redirects to file:///etc/passwd, which is not followed: another scheme",
    ),
    "a redirect to itself": (
        Reply(302, headers=(("Location", "/"),)),
        "redirected more than 5 times",
    ),
    "a redirect to a private address": (
        Reply(302, headers=(("Location", "http://192.168.0.1/"),)),
        "192.168.0.1 is no public address, so it is not asked",
    ),
    "a redirect to where clouds keep their keys": (
        Reply(302, headers=(("Location", "http://169.254.169.254/latest/meta-data/"),)),
        "169.254.169.254 is no public address, so it is not asked",
    ),
    "a redirect to what is no URL": (
        Reply(302, headers=(("Location", "http://[::1"),)),
        "Invalid URL in location header",
    ),
}


@pytest.mark.parametrize(("reply", "message"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_told(reply: Reply, message: str) -> None:
    with loopback() as server:
        server.replies["/"] = reply
        with pytest.raises(FetchError, match=re.escape(message)):
            get(server, "/")


SLOW = {
    "a slow head": Reply(200, b"x", drip=0.05, slow_head=True),
    "a slow body": Reply(200, bytes(900), drip=0.05),
}


@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_a_slow_answer_is_not_waited_for(reply: Reply) -> None:
    with loopback() as server, make_client(IMPATIENT) as client:
        server.replies["/"] = reply
        with pytest.raises(FetchError, match=r"no answer within 0\.4 seconds"):
            client.get(f"{server.url}/")


def test_a_server_that_is_not_there_is_told() -> None:
    with loopback() as server:
        url = server.url
    with make_client() as client, pytest.raises(FetchError) as told:
        client.get(url)
    assert str(told.value) == f"{url}: nothing answers there (Connection refused)"


def test_a_single_second_is_told_as_one() -> None:
    limits = Limits(timeout_seconds=1, max_bytes=1000, pause_seconds=0)
    with loopback() as server, make_client(limits) as client:
        server.replies["/"] = Reply(200, bytes(900), drip=0.1)
        with pytest.raises(FetchError, match=r"no answer within 1 second$"):
            client.get(f"{server.url}/")


def test_loopback_is_asked_only_where_that_is_allowed() -> None:
    with loopback() as server:
        server.replies["/"] = Reply(200, b"here")
        with Client(LIMITS, "octavo") as client:
            for url in (server.url, server.url.replace("127.0.0.1", "localhost")):
                with pytest.raises(FetchError, match="no public address, so it is not asked"):
                    client.get(url)
        assert server.connections == 0


ADDRESSES = {
    "a public one": ("93.184.216.34", True),
    "a public one of IPv6": ("2606:2800:220:1::1", True),
    "private, 10": ("10.1.2.3", False),
    "private, 172": ("172.16.0.1", False),
    "private, 192": ("192.168.1.1", False),
    "shared by carriers": ("100.64.0.1", False),
    "the cloud's own": ("169.254.169.254", False),
    "this network": ("0.0.0.0", False),
    "everybody": ("255.255.255.255", False),
    "many": ("224.0.0.1", False),
    "loopback": ("127.8.8.8", False),
    "loopback of IPv6": ("::1", False),
    "private of IPv6": ("fd00::1", False),
    "this link": ("fe80::1%eth0", False),
    "many of IPv6": ("ff02::1", False),
    "private as IPv6": ("::ffff:10.0.0.1", False),
    "loopback as IPv6": ("::ffff:127.0.0.1", False),
    "private by 6to4": ("2002:0a00:0001::1", False),
    "private by NAT64": ("64:ff9b::a00:1", False),
    "private by Teredo, by a public server": ("2001:0:4136:e378:0:63bf:f5ff:fffe", False),
    "public by Teredo, by a private server": ("2001:0:a00:1:0:63bf:a247:27dd", True),
    "public by NAT64": ("64:ff9b::5db8:d822", True),
    "for documents": ("192.0.2.1", False),
}


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_only_public_addresses_are_connected_to(address: str, expected: bool) -> None:
    assert may_connect(address, allow_loopback=False) is expected


def test_allowing_loopback_allows_nothing_else() -> None:
    addresses = ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "fe80::1")
    allowed = [may_connect(address, allow_loopback=True) for address in addresses]
    assert allowed == [True, True, True, False, False]


MOVES = {
    "for good": (301, True),
    "for good, as newer servers say it": (308, True),
    "for a while": (302, False),
    "for a while, as newer servers say it": (307, False),
    "to see another": (303, False),
}


@pytest.mark.parametrize(("status", "for_good"), MOVES.values(), ids=MOVES)
def test_a_redirect_is_followed_and_noted_if_it_is_for_good(status: int, for_good: bool) -> None:
    with loopback() as server:
        server.replies["/old"] = Reply(status, headers=(("Location", "new#part"),))
        server.replies["/new"] = Reply(200, b"here")
        answer = get(server, "/old")
        assert (answer.url, answer.body) == (f"{server.url}/new", b"here")
        assert answer.moved_to == (f"{server.url}/new" if for_good else None)


@pytest.mark.parametrize("statuses", [(301, 302), (302, 301)])
def test_one_redirect_for_a_while_spoils_a_chain(statuses: tuple[int, int]) -> None:
    with loopback() as server:
        server.replies["/1"] = Reply(statuses[0], headers=(("Location", "/2"),))
        server.replies["/2"] = Reply(statuses[1], headers=(("Location", "/3"),))
        server.replies["/3"] = Reply(200, b"here")
        assert get(server, "/1").moved_to is None


def test_a_deadline_shortens_every_wait_and_then_ends_it() -> None:
    times = iter([100.0, 103.0, 107.5, 110.0])
    deadline = Deadline(lambda: next(times))
    deadline.start(10)
    assert (deadline.cap(30), deadline.cap(None)) == (7.0, 2.5)
    with pytest.raises(httpcore.ReadTimeout):
        deadline.cap(30)


def test_a_server_learns_who_asks_and_nothing_more() -> None:
    with loopback() as server:
        server.replies["/"] = Reply(200, headers=(("Set-Cookie", "who=you; Path=/"),))
        with make_client() as client:
            client.get(server.url + "/", {"If-None-Match": '"1"'})
            client.get(server.url + "/")
        headers = {
            "host": server.url.removeprefix("http://"),
            "user-agent": "octavo/test (+https://list.example/)",
            "accept": "*/*",
            "accept-encoding": "gzip",
            "connection": "close",
        }
        pages = [asked.headers for asked in server.asked if asked.path == "/"]
        assert pages == [{**headers, "if-none-match": '"1"'}, headers]


def test_who_asks_may_have_any_name() -> None:
    with loopback() as server:
        with Client(LIMITS, "octavo (+Jörg 本)", allow_loopback=True) as client:
            client.get(server.url + "/")
        sent = server.asked[-1].headers["user-agent"]
    assert sent.encode("latin-1").decode() == "octavo (+Jörg 本)"


def test_a_host_is_asked_with_pauses_one_request_after_the_other() -> None:
    pauses: list[float] = []
    with loopback() as server:
        replies = (Reply(200, b"here"), Reply(304), Reply(404, b"no"), Reply(500), Reply(200))
        server.replies |= {f"/{number}": reply for number, reply in enumerate(replies)}
        limits = Limits(timeout_seconds=5, max_bytes=1000, pause_seconds=600)
        with make_client(limits, sleep=pauses.append) as client:
            for number in range(5):
                client.get(f"{server.url}/{number}")
    assert len(pauses) == 4
    assert all(500 < pause <= 600 for pause in pauses)


ANOTHER = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
# An answer that ends, and after which the server goes on.
ENDED = {
    "a length that is too short": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere",
    "a length of 0": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "nothing to say": b"HTTP/1.1 204 No Content\r\n\r\n",
    "not modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "not found": b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
    "a failure": b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno",
    "a redirect": b"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n",
    "chunks": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhere\r\n0\r\nX: y\r\n\r\n"
    ),
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nhere",
}


@pytest.mark.parametrize("path", ["/robots.txt", "/first"])
@pytest.mark.parametrize("when", ["at once", "with the next request"])
@pytest.mark.parametrize("ended", ENDED.values(), ids=ENDED)
def test_what_comes_after_an_answer_is_no_answer_to_anything(
    ended: bytes, when: str, path: str
) -> None:
    if path == "/robots.txt" and b" 503 " in ended:
        ended = ended.replace(b" 503 ", b" 403 ")  # else nothing is asked there
    more = ANOTHER * 3
    limits = Limits(timeout_seconds=5, max_bytes=1000, pause_seconds=0)
    with loopback() as server, make_client(limits) as client:
        server.replies |= {f"/{name}": Reply(200, name.encode()) for name in ("next", "a", "b")}
        server.replies["/first"] = Reply(200, b"first")
        server.replies[path] = (
            Reply(raw=ended + more) if when == "at once" else Reply(raw=ended, late=more)
        )
        first = client.get(f"{server.url}/first")
        others = [client.get(f"{server.url}/{name}").body for name in ("a", "b", "a")]
    assert b"forged" not in first.body
    assert others == [b"a", b"b", b"a"]


ROBOTS = {
    "none at all": (Reply(404), "/a", None),
    "one that allows": (Reply(200, b"User-agent: *\nDisallow: /b"), "/a", None),
    "one that forbids": (
        Reply(200, b"User-agent: *\nDisallow: /"),
        "/a",
        "its robots.txt asks not to be read by programs",
    ),
    "one that forbids others": (Reply(200, b"User-agent: else\nDisallow: /"), "/a", None),
    "one that forbids us by name": (
        Reply(200, b"User-agent: Octavo\nDisallow: /\nUser-agent: *\nAllow: /"),
        "/a",
        "its robots.txt asks not to be read by programs",
    ),
    "one with a pattern": (
        Reply(200, b"User-agent: *\nDisallow: /*.xml$"),
        "/a.xml",
        "its robots.txt asks not to be read by programs",
    ),
    "a word of our User-Agent that is another's name": (
        Reply(200, b"User-agent: list\nDisallow: /"),
        "/a",
        None,
    ),
    "one that is forbidden": (Reply(403), "/a", None),
    "one that moved": (Reply(301, headers=(("Location", "/rules"),)), "/a", "asks not to be read"),
    "one that fails": (Reply(503), "/a", "answers 503 Service Unavailable, so nothing is read"),
    "one that is no text": (Reply(200, bytes(range(256))), "/a", None),
}


@pytest.mark.parametrize(("robots", "path", "message"), ROBOTS.values(), ids=ROBOTS)
def test_robots_txt_is_obeyed(robots: Reply, path: str, message: str | None) -> None:
    with loopback() as server:
        server.replies["/robots.txt"] = robots
        server.replies["/rules"] = Reply(200, b"User-agent: *\nDisallow: /a")
        server.replies[path] = Reply(200, b"here")
        if message is None:
            assert get(server, path).body == b"here"
        else:
            with pytest.raises(FetchError, match=re.escape(message)):
                get(server, path)
            assert path not in server.paths


def test_robots_txt_is_read_once_and_its_pause_is_kept() -> None:
    pauses: list[float] = []
    with loopback() as server:
        server.replies["/robots.txt"] = Reply(200, b"User-agent: *\nCrawl-delay: 7")
        server.replies["/a"] = Reply(200)
        with make_client(sleep=pauses.append) as client:
            client.get(f"{server.url}/a")
            client.get(f"{server.url}/a")
        assert [asked.path for asked in server.asked] == ["/robots.txt", "/a", "/a"]
    assert [round(pause) for pause in pauses] == [7]


def test_robots_txt_holds_for_where_a_redirect_leads() -> None:
    with loopback() as server, loopback() as other:
        server.replies["/"] = Reply(302, headers=(("Location", f"{other.url}/a"),))
        other.replies["/robots.txt"] = Reply(200, b"User-agent: *\nDisallow: /a")
        with pytest.raises(FetchError, match=re.escape("its robots.txt asks not to be read")):
            get(server, "/")
        assert other.paths == []
