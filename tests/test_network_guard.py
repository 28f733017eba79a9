"""The guard in conftest.py really refuses, and really lets loopback through."""

from __future__ import annotations

import os
import socket
import urllib.request
from collections.abc import Callable

import pytest

# An address that RFC 5737 keeps for documentation: nobody is there, if the guard should fail.
NO_NEIGHBOURS = "192.0.2.1"


def connect() -> None:
    with socket.socket() as client:
        client.settimeout(0.2)
        client.connect((NO_NEIGHBOURS, 80))


def connect_ex() -> None:
    with socket.socket() as client:
        client.settimeout(0.2)
        client.connect_ex((NO_NEIGHBOURS, 80))


def connect_by_ipv6() -> None:
    with socket.socket(socket.AF_INET6) as client:
        client.settimeout(0.2)
        client.connect(("2001:db8::1", 80))


def send_a_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.sendto(b"", (NO_NEIGHBOURS, 53))


def look_up_a_name() -> None:
    socket.getaddrinfo("example.org", 443)


def open_a_url_and_handle_every_error() -> None:
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://example.org/")
    except Exception as error:
        raise AssertionError from error


CASES: dict[str, Callable[[], None]] = {
    "a connection": connect,
    "a connection that reports errors as numbers": connect_ex,
    "a connection by IPv6": connect_by_ipv6,
    "a datagram": send_a_datagram,
    "a look-up of a name": look_up_a_name,
    "a library, in code that handles every Exception": open_a_url_and_handle_every_error,
}


@pytest.mark.parametrize("reach_out", CASES.values(), ids=CASES)
def test_the_network_is_refused(reach_out: Callable[[], None]) -> None:
    with pytest.raises(pytest.fail.Exception, match="a test reached for the network"):
        reach_out()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_the_network_is_refused_in_a_forked_process() -> None:
    child = os.fork()
    if child == 0:
        try:
            connect()
        except pytest.fail.Exception:
            os._exit(7)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_loopback_is_let_through() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        client.sendall(b"here")
        peer, _ = server.accept()
        with peer:
            assert peer.recv(4) == b"here"
