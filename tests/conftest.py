"""What holds for every test: no network, not the list itself, the same examples, golden files."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# A failing example must fail again, on every machine; and that one is slow or busy is no failure,
# neither while an example is made nor while it is tried.
hypothesis.settings.register_profile(
    "octavo",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("octavo")


# Its fixtures run the command line.
pytest_plugins = ["tests.command_line"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --golden, which `make golden` passes, and --thorough, which `make test-thorough` does."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")
    parser.addoption(
        "--thorough", action="store_true", help="try every case of long series, not a share of them"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `thorough`, unless --thorough is given."""
    if not config.getoption("--thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many tests run at once: one more than there are cores, as some wait."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else 4


def pytest_report_header(config: pytest.Config) -> str:
    """Say which of the two runs this is."""
    thorough = config.getoption("--thorough")
    return "every case" if thorough else "a share of long series; every case: --thorough"


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether every case of a long series is to be tried, and not a share of them."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[PermissionError]:
    """What replacing a file is refused with, while there is any left.

    Windows refuses where another program has the file open, and no other system does.
    """
    replace, left = os.replace, [PermissionError(13, "in use"), PermissionError(13, "in use")]

    def in_use(source: Path, target: Path) -> None:
        if left:
            raise left.pop()
        replace(source, target)

    monkeypatch.setattr("generator.regular_file._PAUSES", (0, 0, 0))
    monkeypatch.setattr("os.replace", in_use)
    return left


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, bytes], None]:
    """Compares bytes with a golden file: `golden(path, data)`. A missing file fails.

    Under --golden it writes the file instead.
    """

    def compare(path: Path, data: bytes) -> None:
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif not path.is_file():
            pytest.fail(f"{path}: is not there; `make golden` writes it, then read it")
        else:
            assert data == path.read_bytes(), f"{path}: if the change is meant: make golden"

    return compare


# What is fetched changes the list: a test of it would fail one day. tests/data/content is a copy.
_LIST = f"{Path(__file__).resolve().parents[1] / 'content'}{os.sep}"


def _refuse_the_list(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail the test that reads the list that is published."""
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(_LIST):
        pytest.fail(f"a test read the list itself: {arguments[0]}; take tests/data/content")


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail the test that looks up a name or sends anything to another machine.

    An audit hook sees what C code does as well, also in forked processes, and nothing can remove
    it. pytest.fail raises a BaseException, which no code under test takes for an error it can
    handle. https://docs.python.org/3/library/audit_events.html
    """
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a Unix socket's
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if not _is_loopback(host):
        pytest.fail(f"a test reached for the network: {event} {host!r}")


def _is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_the_network)
sys.addaudithook(_refuse_the_list)
