"""Two processes give what one gives, errors included."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from generator import parallel
from generator.errors import RenderError
from generator.parallel import both


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
