"""Many addresses, asked side by side: order, hosts, exceptions."""

from __future__ import annotations

import time

import pytest

from generator.fetch.client import Client, Limits
from generator.fetch.scheduler import run_per_host
from tests.loopback import Reply, loopback

LIMITS = Limits(timeout_seconds=5, max_bytes=1000, pause_seconds=0)


def make_client() -> Client:
    return Client(LIMITS, "octavo", allow_loopback=True)


def test_the_jobs_of_a_host_are_done_one_after_the_other_and_leave_no_connection() -> None:
    with loopback("127.0.1.1") as one, loopback("127.0.1.2") as other, make_client() as client:
        for server in (one, other):
            server.replies |= {f"/{number}": Reply(200, b"here", drip=0.01) for number in range(3)}
        jobs = [f"{server.url}/{number}" for number in range(3) for server in (one, other)]
        results = list(run_per_host(jobs, str, lambda url: client.get(url).url, 8))
        assert sorted(results) == sorted(jobs)
        assert [one.paths, other.paths] == [["/0", "/1", "/2"]] * 2
        assert [one.most_at_once, other.most_at_once] == [1, 1]
        until = time.monotonic() + 60
        while one.open + other.open and time.monotonic() < until:
            time.sleep(0.01)
        assert [one.open, other.open] == [0, 0]


def test_results_come_while_others_are_still_asked_for() -> None:
    with loopback("127.0.1.1") as fast, loopback("127.0.1.2") as slow, make_client() as client:
        fast.replies["/"] = Reply(200, b"here")
        slow.replies["/"] = Reply(200, b"here", drip=0.2)
        jobs = [f"{slow.url}/", f"{fast.url}/"]
        results = run_per_host(jobs, str, lambda url: client.get(url).url, 8)
        assert next(iter(results)) == f"{fast.url}/"
        assert list(results) == [f"{slow.url}/"]


def test_an_exception_is_raised_once_the_others_are_done() -> None:
    def work(url: str) -> str:
        if url.endswith("/bad"):
            raise OSError("the disk is full")
        return url

    results = run_per_host(["http://a.example/bad", "http://b.example/"], str, work, 8)
    assert next(results) == "http://b.example/"
    with pytest.raises(OSError, match="the disk is full"):
        next(results)


def test_what_is_no_url_stands_in_nobodys_way() -> None:
    jobs = ["http://[bad/", "http://b.example/"]
    assert sorted(run_per_host(jobs, str, str, 8)) == sorted(jobs)
