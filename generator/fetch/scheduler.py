"""Run jobs on many hosts side by side, those of one host one after the other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar
from urllib.parse import urlsplit

from generator.errors import GeneratorError

logger = logging.getLogger(__name__)

Job = TypeVar("Job")
Result = TypeVar("Result")


def run_per_host(
    jobs: Iterable[Job],
    url_of: Callable[[Job], str],
    work: Callable[[Job], Result],
    at_once: int,
) -> Generator[Result, None, None]:
    """Yield the result of `work` for each job as it comes, with `at_once` hosts at a time.

    Close it where the rest is not wanted: then no further job is begun.

    The jobs of a host wait in one line: in several they would only hold up other hosts' jobs. An
    exception of `work` is raised once all are done.
    """
    results: SimpleQueue[tuple[Result, ...]] = SimpleQueue()
    stop = threading.Event()

    def run(group: list[Job]) -> None:
        try:
            for job in group:
                if stop.is_set():
                    return
                results.put((work(job),))
        finally:
            results.put(())

    groups = _by_host(jobs, url_of)
    with ThreadPoolExecutor(at_once) as pool:
        running = [pool.submit(run, group) for group in groups]
        try:
            unfinished = len(running)
            while unfinished:
                result = results.get()
                unfinished -= not result
                yield from result
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)
    for future in running:
        future.result()


def catch_errors(
    work: Callable[[Job], Result], on_error: Callable[[Job, str], Result]
) -> Callable[[Job], Result]:
    """Return `work`, with `on_error` giving the result of a job that raises an error.

    The libraries that read a server's answer may raise any error; a failure at one address must
    not lose the results of the others.
    """

    def try_to_work(job: Job) -> Result:
        try:
            return work(job)
        except GeneratorError as error:
            return on_error(job, str(error))
        except Exception as error:  # the boundary around httpx, trafilatura, lxml
            logger.debug("an address could not be dealt with", exc_info=True)
            return on_error(job, f"could not be dealt with ({type(error).__name__}: {error})")

    return try_to_work


def _host(url: str) -> str:
    """Return the host of the URL; "" where it names none, or is not a URL at all."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _by_host(jobs: Iterable[Job], url_of: Callable[[Job], str]) -> list[list[Job]]:
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        groups.setdefault(_host(url_of(job)), []).append(job)
    return list(groups.values())
