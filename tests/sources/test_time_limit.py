"""What takes too long is stopped, where the system has an alarm, and nothing else is."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.config.load import load_config
from generator.model.record import Problem
from generator.sources import read_capture
from generator.sources.capture_files import Contents, list_captures
from generator.sources.time_limit import TimeLimitError, has_alarm, time_limit
from tests.hostile.test_anything import CAPTURES, site_of
from tests.making_feeds import item, rss

pytestmark = pytest.mark.skipif(not has_alarm(), reason="this system has no alarm")

SHORT = 0.05
MESSAGE = "reading it took more than 0 seconds of the processor; it is not read"


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def work_and_swallow_everything() -> None:
    for _ in range(20):
        with suppress(Exception):
            work(0.1)


ENDLESS: dict[str, Callable[[], object]] = {
    "a loop": lambda: work(60),
    "a pattern that backtracks": lambda: re.match(r"(?:a|a)*b", "a" * 40),
    "what swallows every exception": work_and_swallow_everything,
}


@pytest.fixture(autouse=True)
def handler_stays() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, signal.SIG_IGN)
    yield
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_IGN
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.slow
@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS)
def test_what_takes_too_long_is_stopped(endless: Callable[[], object]) -> None:
    start = time.process_time()
    with pytest.raises(TimeLimitError, match=MESSAGE), time_limit(SHORT):
        endless()
    assert time.process_time() - start < 10


def test_what_is_done_in_time_is_left_alone_also_later() -> None:
    with time_limit(SHORT):
        done = True
    work(3 * SHORT)
    assert done


def test_an_exception_of_the_work_itself_comes_through() -> None:
    with pytest.raises(ZeroDivisionError), time_limit(60):
        _ = 1 / 0


def test_the_handler_of_others_is_put_back() -> None:
    def ring(*_: object) -> None:
        raise AssertionError

    signal.signal(signal.SIGPROF, ring)
    with time_limit(60):
        pass
    assert signal.signal(signal.SIGPROF, signal.SIG_IGN) is ring


def test_another_thread_has_no_limit_and_no_harm() -> None:
    done = []

    def run() -> None:
        with time_limit(SHORT):
            work(2 * SHORT)
        done.append(has_alarm())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert done == [False]


def test_a_capture_that_takes_too_long_is_a_problem_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = site_of(tmp_path, "feed", CAPTURES["feed"], also=True)
    config = load_config(content)
    (received,), _ = list_captures(config.sources[0], config)
    assert isinstance(read_capture(received, config.sources[0], config), Contents)
    # What takes seconds to read, of which the clock's ticks are a small part.
    items = (item(f"Tide {number}", f"https://x.example/{number}") for number in range(3_000))
    received.file.write_text(rss(*items))
    monkeypatch.setattr("generator.sources.SECONDS", 0.001)
    monkeypatch.setattr("generator.sources.SECONDS_PER_MB", 0.0)
    assert read_capture(received, config.sources[0], config) == Problem(
        where="captures/it/r/2025-01-01.txt", message=MESSAGE, severity="error"
    )
