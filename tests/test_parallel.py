"""Two processes give what one gives, errors included."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest
from generator.parallel import Shares, both

from generator import parallel
from generator.errors import RenderError


@pytest.fixture(params=[True, False], ids=["two cores", "one core"])
def _cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "has_two_cores", lambda: request.param)


@pytest.mark.usefixtures("_cores")
def test_both_results_arrive_whole() -> None:
    assert both(lambda: b"mine", lambda: b"x" * 3_000_000) == (b"mine", b"x" * 3_000_000)


def _fail(message: str) -> Callable[[], bytes]:
    def work() -> bytes:
        raise RenderError(message)

    return work


@pytest.mark.usefixtures("_cores")
@pytest.mark.parametrize(
    ("mine", "other", "message"),
    [
        (_fail("first"), lambda: b"", "first"),
        (lambda: b"", _fail("second"), "second"),
        (_fail("first"), _fail("second"), "first"),
    ],
    ids=["the first", "the second", "both"],
)
def test_a_failure_is_the_same_error_in_one_process_or_two(
    mine: Callable[[], bytes], other: Callable[[], bytes], message: str
) -> None:
    with pytest.raises(RenderError, match=f"^{message}$"):
        both(mine, other)


def test_a_child_that_is_killed_costs_time_only() -> None:
    parent = os.getpid()

    def other() -> bytes:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return b"done after all"

    assert both(lambda: b"mine", other) == (b"mine", b"done after all")


def numbers(count: int, cut_short: bool = False) -> tuple[list[int], list[int]]:
    """What each process takes of so many numbers; the child may be killed after its first."""
    shares = Shares(list(range(count)))
    parent = os.getpid()

    def taken(things: Iterator[int]) -> bytes:
        found = []
        for thing in things:
            found.append(thing)
            if cut_short and os.getpid() != parent:
                os.kill(os.getpid(), 9)
        return json.dumps(found).encode()

    mine, others = both(lambda: taken(shares.from_end()), lambda: taken(shares.from_start()))
    return json.loads(mine), json.loads(others)


@pytest.mark.usefixtures("_cores")
@pytest.mark.parametrize("count", [0, 1, 2, 63, 64, 65, 1000, 1919])
def test_what_is_shared_out_is_taken_by_one_process_or_the_other(count: int) -> None:
    mine, others = numbers(count)
    assert sorted(mine + others) == list(range(count))


def test_what_a_killed_child_has_taken_is_taken_after_all() -> None:
    mine, others = numbers(1000, cut_short=True)
    assert sorted(mine + others) == list(range(1000))


def test_each_process_takes_what_stands_together_from_its_own_end() -> None:
    parent = os.getpid()
    shares = Shares(list(range(1000)))

    def slowly(things: Iterator[int]) -> bytes:
        found = []
        for thing in things:
            found.append(thing)
            # Waits until the other one has had its turn: no part is taken by chance.
            sum(range(20_000))
        return json.dumps([os.getpid() != parent, found]).encode()

    done = both(lambda: slowly(shares.from_end()), lambda: slowly(shares.from_start()))
    (_, mine), (is_child, others) = map(json.loads, done)
    assert is_child
    assert others == list(range(len(others)))
    assert sorted(mine) == list(range(len(others), 1000))
