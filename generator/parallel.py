"""Two pieces of work → both results, on two cores where there are two: a plain fork and a pipe.

A pool of workers costs 40 to 110 ms to start, a fork costs one or two. The second piece runs in
the child. A child that fails sends nothing, and its piece is done here instead: what was wrong is
met again, as the ordinary exception that one process would have raised.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing costs 5 ms, and a build that has nothing to do takes 30
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

_CHUNK = 1 << 20
# In so many parts work is handed out: few enough for a pipe, enough that none waits long.
_PARTS = 64


def both(mine: Callable[[], bytes], other: Callable[[], bytes]) -> tuple[bytes, bytes]:
    """The results of both, `other` worked out in a child process where that is possible."""
    if not has_two_cores():
        return mine(), other()
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    # A search for cycles writes to all that it looks at, so that each process would copy it.
    gc.freeze()
    child = os.fork()
    if child == 0:
        _work(other, writer)
    os.close(writer)
    received = None
    try:
        own = mine()
        received = _read_all(reader)
    finally:
        os.close(reader)
        if received is None:
            os.kill(child, 9)
        _, status = os.waitpid(child, 0)
        gc.unfreeze()
    return own, received if status == 0 else other()


class Shares:
    """Things that two processes take, one from each end, until they meet: the faster takes more.

    What stands together is like to be alike, and what a process has worked out for one it need not
    work out for the next. A pipe holds a byte for each part that nobody has taken yet.
    """

    def __init__(self, things: Sequence[Any]) -> None:
        self._things = things
        self._size = max(1, -(-len(things) // _PARTS))
        self._count = -(-len(things) // self._size)
        self._taken = 0
        self._owner = os.getpid()
        self._waiting, writer = os.pipe()
        os.write(writer, bytes(self._count))
        os.close(writer)

    def from_end(self) -> Iterator[Any]:
        """What the process takes that has made the shares."""
        try:
            while os.read(self._waiting, 1):
                self._taken += 1
                yield from self._part(self._count - self._taken)
        finally:
            os.close(self._waiting)

    def from_start(self) -> Iterator[Any]:
        """What its child takes; in the process itself, all that it has not taken in the end."""
        if os.getpid() == self._owner:
            yield from self._things[: (self._count - self._taken) * self._size]
            return
        number = 0
        while os.read(self._waiting, 1):
            yield from self._part(number)
            number += 1

    def _part(self, number: int) -> Sequence[Any]:
        return self._things[number * self._size : (number + 1) * self._size]


def has_two_cores() -> bool:
    """Whether a child process would have a core of its own."""
    if not hasattr(os, "fork"):
        return False
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


def _work(work: Callable[[], bytes], writer: int) -> None:
    """Sends the result and leaves, past everything that is the parent's to clean up."""
    status = 1
    try:
        left = memoryview(work())
        while left:
            left = left[os.write(writer, left[:_CHUNK]) :]
        status = 0
    finally:
        os._exit(status)


def _read_all(reader: int) -> bytes:
    parts = []
    while part := os.read(reader, _CHUNK):
        parts.append(part)
    return b"".join(parts)
