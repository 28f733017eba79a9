"""What the tests of texts share."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def assert_linear() -> Callable[[Callable[[str], object], Callable[[int], str]], None]:
    """Checks that a function's time grows with its input's length, not with the square of it.

    Eight times the input may take thirty times as long, not sixty-four times. A second is granted
    besides: below their bound on length, parsers of HTML may take that. What takes longer is tried
    again, since another program may have had the processor's memory meanwhile.
    """

    def seconds(function: Callable[[str], object], text: str) -> float:
        start = time.process_time()
        function(text)
        return time.process_time() - start

    def check(function: Callable[[str], object], make_text: Callable[[int], str]) -> None:
        shorter, longer = make_text(125_000), make_text(1_000_000)
        tries = ((seconds(function, shorter), seconds(function, longer)) for _ in range(3))
        assert any(long < 30 * short + 1 for short, long in tries)

    return check
