"""A limit in processor time for the reading of one capture, where the system has an alarm for it.

It is the last of the bounds: what is known to take long is refused by its own, with a reason. The
alarm counts the time of the whole process, so that a busy machine changes nothing.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from generator.errors import SourceError

# A library that catches every exception would swallow one alarm; it is given again.
_AGAIN_SECONDS = 0.5


class TimeLimitError(SourceError):
    """Reading took longer than any capture of its size should."""


class time_limit:
    """A context manager that limits the processor time of its block, in seconds.

    Python code and regular expressions are stopped. A call into C that does not return to Python
    is not, before it does. Without an alarm (on Windows, in a thread that is not the main one)
    there is no limit. The block should stand in a `try` of its own: an alarm in the very moment
    that it ends is raised behind it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_over = False
        self._is_armed = False

    def __enter__(self) -> None:
        if not has_alarm():
            return
        self._handler = signal.signal(signal.SIGPROF, self._ring)
        self._timer = signal.setitimer(signal.ITIMER_PROF, self._seconds, _AGAIN_SECONDS)
        self._is_armed = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._is_armed:
            return
        self._is_armed = False
        signal.setitimer(signal.ITIMER_PROF, *self._timer)
        # The system's own handler would end the process, should an alarm still be on its way.
        signal.signal(signal.SIGPROF, self._handler if callable(self._handler) else signal.SIG_IGN)
        if self._is_over and not isinstance(error, TimeLimitError):
            raise self._error() from error

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self._is_over = True
        if self._is_armed:
            raise self._error()

    def _error(self) -> TimeLimitError:
        return TimeLimitError(
            f"reading it took more than {self._seconds:.0f} seconds of the processor; "
            "it is not read"
        )


def has_alarm() -> bool:
    """Return whether work done here can be limited: by this system, and in this thread."""
    is_main = threading.current_thread() is threading.main_thread()
    return is_main and hasattr(signal, "setitimer")
