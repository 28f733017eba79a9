"""Do the same work on many things in two processes, where that pays and the system can."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

_work: Callable[[Any], Any]


def map_in_processes(
    work: Callable[[T], R], things: Sequence[T], *, in_order: bool = True
) -> Iterator[R]:
    """Yield the result of each thing, in their order or, with less to hold, as they are there.

    The processes are forks of this one, so `work` may be any function; `things` and results are
    pickled. Where the system has no second core for us, refuses a process or ends one, what is
    left is done in this one. What `work` raises is passed on.
    """
    if len(things) < 2 or not can_fork():
        yield from map(work, things)
        return
    # Late: most builds have little to do, and these take as long to load as Click.
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor, as_completed

    gc.freeze()  # what the processes share is not gone through, and so copied, by each of them
    context = multiprocessing.get_context("fork")
    left = dict(enumerate(things))
    numbers: dict[Future[R], int] = {}  # a future holds its result: none is kept once it is yielded
    try:
        with ProcessPoolExecutor(2, context, initializer=_begin, initargs=(work,)) as pool:
            try:
                for number, thing in left.items():
                    numbers[pool.submit(_run, thing)] = number
                for future in _first_of(numbers) if in_order else as_completed(numbers):
                    result = future.result()
                    del left[numbers.pop(future)]
                    yield result
            finally:
                # Where this ends early, what has not been begun is not wanted.
                pool.shutdown(wait=False, cancel_futures=True)
                gc.unfreeze()
    except (OSError, RuntimeError) as error:
        # The system refused a process or a thread (BlockingIOError, RuntimeError), or ended one
        # (BrokenProcessPool, a RuntimeError). What `work` itself raises, it raises here again.
        logger.info("workers    one process does the rest: %s", error)
        for process in multiprocessing.active_children():
            process.terminate()
        yield from map(work, left.values())


def _first_of(left: Mapping[T, object]) -> Iterator[T]:
    """Yield the first key until there is none: whoever takes a key takes it out."""
    while left:
        yield next(iter(left))


def can_fork() -> bool:
    """Return whether a second process would help: a fork is safe, and has a core of its own."""
    # Elsewhere a fork may hang in the system's libraries, and a process from scratch costs more
    # than it saves. The threads of a server would not survive one.
    if sys.platform != "linux" or threading.active_count() > 1 or not hasattr(os, "fork"):
        return False
    allowed = getattr(os, "sched_getaffinity", None)
    return (len(allowed(0)) if allowed else os.cpu_count() or 1) > 1


def in_chunks(things: Iterable[T], size: int) -> list[list[T]]:
    """Return the things in lists of at most `size`, in their order."""
    listed = list(things)
    return [listed[start : start + size] for start in range(0, len(listed), size)]


def _begin(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 - the way in which an initializer hands something on
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the first process does, also if that is killed: nobody else would."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(thing: Any) -> Any:
    return _work(thing)
