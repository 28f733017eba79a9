"""Many addresses, asked side by side, those of one host one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar
from urllib.parse import urlsplit

from generator.fetch.client import Client

Job = TypeVar("Job")
Result = TypeVar("Result")


def in_turns(
    jobs: Iterable[Job],
    url_of: Callable[[Job], str],
    work: Callable[[Job], Result],
    client: Client,
    at_once: int,
) -> Iterator[Result]:
    """What `work` makes of each job, as it comes, `at_once` hosts being asked at a time.

    The jobs of a host wait in one line: in several they would only hold up other hosts' jobs. Its
    connection ends with the last of them. An exception of `work` is raised once all are done.
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
            client.close_host(url_of(group[0]))
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


def _by_host(jobs: Iterable[Job], url_of: Callable[[Job], str]) -> list[list[Job]]:
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        groups.setdefault((urlsplit(url_of(job)).hostname or "").lower(), []).append(job)
    return list(groups.values())
