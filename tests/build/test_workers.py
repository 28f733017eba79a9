"""Two processes give what one gives, errors included."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from generator.build import workers
from generator.build.workers import in_chunks, map_in_processes
from generator.errors import RenderError

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=[True, False], ids=["two cores", "one core"])
def _cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: request.param)


@pytest.mark.usefixtures("_cores")
@pytest.mark.parametrize("count", [0, 1, 2, 63, 1000])
def test_the_results_come_in_the_order_of_the_things(count: int) -> None:
    assert list(map_in_processes(str, range(count))) == [str(n) for n in range(count)]


@pytest.mark.usefixtures("_cores")
def test_a_large_result_arrives_whole() -> None:
    results = list(map_in_processes(lambda number: b"x" * number, [3_000_000, 1]))
    assert results == [b"x" * 3_000_000, b"x"]


@pytest.mark.usefixtures("_cores")
def test_a_failure_is_the_same_error_in_one_process_or_two() -> None:
    def work(number: int) -> int:
        if number == 2:
            raise RenderError("templates/a.html:1: no")
        return number

    results = map_in_processes(work, [1, 2, 3])
    assert next(results) == 1
    with pytest.raises(RenderError, match=r"^templates/a\.html:1: no$"):
        next(results)


def test_two_processes_do_the_work() -> None:
    parent = os.getpid()
    processes = set(map_in_processes(lambda _: os.getpid(), range(200)))
    assert parent not in processes or not workers.can_fork()


def test_a_process_that_is_killed_costs_time_only() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if number == 5 and os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return number

    assert list(map_in_processes(work, range(20))) == list(range(20))


def test_a_program_with_threads_does_not_fork() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not workers.can_fork()
    finally:
        ended.set()
        thread.join()


def test_no_process_outlives_one_that_is_killed() -> None:
    """The children print their numbers, and the pipe is closed when the last of them is gone."""
    program = """
        import os, sys
        from generator.build.workers import map_in_processes

        def work(number):
            if number == 1:
                os.kill(os.getppid(), 9)
            return number

        list(map_in_processes(work, range(4)))
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, stdout=subprocess.PIPE
    ) as killed:
        assert killed.communicate(timeout=60)[0] == b""
    assert killed.returncode == -9


def test_chunks_hold_everything_once_in_its_order() -> None:
    assert in_chunks(range(5), 2) == [[0, 1], [2, 3], [4]]
    assert in_chunks([], 2) == []
