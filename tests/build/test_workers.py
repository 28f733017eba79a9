"""Two processes give what one gives, errors included, and leave nothing behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar
from weakref import WeakSet

import pytest

from generator.build import workers
from generator.build.workers import can_fork, in_chunks, map_in_processes
from generator.errors import RenderError

ROOT = Path(__file__).parents[2]
NUMBERS = list(range(100))


@pytest.fixture
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: True)


@pytest.fixture(params=[True, False], ids=["two processes", "one process"])
def _processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: request.param)


@pytest.mark.usefixtures("_processes")
@pytest.mark.parametrize("count", [0, 1, 2, 3, 100])
def test_results_come_in_the_order_of_the_things(count: int) -> None:
    extra = 3  # a function may see what is around it
    results = map_in_processes(lambda number: number + extra, range(count))
    assert list(results) == list(range(3, count + 3))


@pytest.mark.usefixtures("_processes")
@pytest.mark.parametrize("count", [0, 1, 2, 3, 100])
def test_results_in_no_order_are_the_same(count: int) -> None:
    results = map_in_processes(lambda number: number + 3, range(count), in_order=False)
    assert sorted(results) == list(range(3, count + 3))


@pytest.mark.usefixtures("_two_cores")
def test_a_result_waits_for_no_other_where_the_order_does_not_matter() -> None:
    is_second_taken = multiprocessing.get_context("fork").Event()
    wait: dict[str, Callable[[], object]] = {
        "first": lambda: is_second_taken.wait(60),
        "second": int,
    }
    results = map_in_processes(lambda name: (name, wait[name]())[0], list(wait), in_order=False)
    assert next(results) == "second"
    is_second_taken.set()
    assert list(results) == ["first"]


class _Counted:
    """A result that says how many there are of its kind in this process."""

    alive: ClassVar[WeakSet[_Counted]] = WeakSet()

    def __setstate__(self, state: object) -> None:
        self.alive.add(self)

    def __getstate__(self) -> object:
        return {"number": 1}


@pytest.mark.usefixtures("_two_cores")
@pytest.mark.parametrize("in_order", [True, False])
def test_a_result_is_not_kept_once_it_was_yielded(in_order: bool) -> None:
    most = 0
    for _ in map_in_processes(lambda _: _Counted(), NUMBERS, in_order=in_order):
        most = len(_Counted.alive)
    assert most < 3


@pytest.mark.usefixtures("_processes")
def test_results_may_be_large() -> None:
    sizes = [5_000_000, 1, 3_000_000]
    assert [len(data) for data in map_in_processes(bytes, sizes)] == sizes


@pytest.mark.usefixtures("_two_cores")
def test_the_work_is_done_in_two_other_processes() -> None:
    # Each waits until both have begun, so that none does the work of both.
    barrier = workers_barrier()
    pids = list(map_in_processes(lambda _: (barrier(), os.getpid())[1], [1, 2]))
    assert len({*pids, os.getpid()}) == 3


def workers_barrier() -> Callable[[], object]:
    return multiprocessing.get_context("fork").Barrier(2, timeout=60).wait


@pytest.mark.usefixtures("_processes")
@pytest.mark.parametrize("failing", [0, 50, 99])
def test_what_fails_raises_the_same_error_in_one_process_or_two(failing: int) -> None:
    def work(number: int) -> int:
        if number == failing:
            raise RenderError(f"number {number}")
        return number

    results = map_in_processes(work, NUMBERS)
    assert [next(results) for _ in range(failing)] == list(range(failing))
    with pytest.raises(RenderError, match=f"^number {failing}$"):
        next(results)


@pytest.mark.usefixtures("_two_cores")
@pytest.mark.parametrize("in_order", [True, False])
def test_a_process_that_is_killed_costs_time_only(in_order: bool) -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if number == 40 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert sorted(map_in_processes(work, NUMBERS, in_order=in_order)) == NUMBERS


@pytest.mark.usefixtures("_two_cores")
def test_what_is_not_wanted_any_more_is_not_begun() -> None:
    results = map_in_processes(lambda number: number, NUMBERS)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]


REFUSED = {
    "the first process": "refuse(os, 'fork', 1, BlockingIOError(11, 'no more'))",
    "the second process": "refuse(os, 'fork', 2, BlockingIOError(11, 'no more'))",
    "memory for a process": "refuse(os, 'fork', 1, OSError(12, 'no memory'))",
    "a thread": "refuse(threading.Thread, 'start', 1, RuntimeError('no more'))",
    "a thread in a process": (
        "refuse(threading.Thread, 'start', 1, RuntimeError('no more'), in_child=True)"
    ),
}
PROGRAM = """
import os, sys, threading
from generator.build import workers

def refuse(where, name, number, error, in_child=False):
    really, calls, parent = getattr(where, name), [], os.getpid()
    def refusing(*arguments):
        calls.append(1)
        if len(calls) >= number and (os.getpid() != parent) == in_child:
            raise error
        return really(*arguments)
    setattr(where, name, refusing)

workers.can_fork = lambda: True
{}
print(sum(workers.map_in_processes(lambda number: number, range(100))))
"""


@pytest.mark.parametrize("refusal", REFUSED.values(), ids=REFUSED)
def test_where_the_system_refuses_one_process_does_it_and_ends(refusal: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(refusal)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "4950\n"


WAITING = """
import os, time
from generator.build import workers

workers.can_fork = lambda: True
def wait(number):
    os.write(1, b"%d\\n" % os.getpid())  # at once, so that two lines do not mix
    time.sleep(600)
list(workers.map_in_processes(wait, [1, 2]))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_the_others_end_with_a_process_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as first:
        try:
            assert first.stdout
            others = [int(first.stdout.readline()) for _ in range(2)]
        finally:
            first.kill()
    patience = time.monotonic() + 60
    while any(map(is_running, others)):
        assert time.monotonic() < patience
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_no_fork_is_made_where_it_is_not_safe_or_does_not_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert can_fork()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1})
    assert not can_fork()
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert can_fork()
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert not can_fork()
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not can_fork()
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not can_fork()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delattr(os, "fork")
    assert not can_fork()


def test_a_program_with_threads_does_not_fork() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        ended.set()
        thread.join()


def test_chunks_hold_all_in_order() -> None:
    assert in_chunks(range(7), 3) == [[0, 1, 2], [3, 4, 5], [6]]
    assert in_chunks([], 3) == []
