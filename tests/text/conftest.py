"""What the tests of texts share."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def assert_linear() -> Callable[[Callable[[str], object], Callable[[int], str]], None]:
    """Checks that a function's time grows with its input's length, not with the square of it.

    Eight times the input may take thirty times as long, not sixty-four times. A second is granted
    besides: below their bound on length, parsers of HTML may take that.
    """

    def check(function: Callable[[str], object], make_text: Callable[[int], str]) -> None:
        seconds = []
        for size in (125_000, 1_000_000):
            text = make_text(size)
            start = time.process_time()
            function(text)
            seconds.append(time.process_time() - start)
        assert seconds[1] < 30 * seconds[0] + 1

    return check
