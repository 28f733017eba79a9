"""Many sources on loopback, fetched at once → time, memory, connections. See docs/performance.md.

The hosts are addresses of 127.0.0.0/8, all of which Linux answers to. The servers run in a process
of their own, so that the memory is that of octavo alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from generator.commands.fetch import fetch
from generator.fetch.sources import Settings
from tests.loopback import Reply, loopback

ENTRIES = 50


def _feed(host: str, number: int) -> bytes:
    items = "".join(
        f"<item><title>Article {entry} of source {number}</title>"
        f"<link>https://{host}.example/{number}/{entry}</link>"
        f"<description>{'Words of a summary. ' * 10}</description>"
        f"<pubDate>Tue, {entry % 27 + 1:02d} Mar 2026 09:00:00 GMT</pubDate></item>"
        for entry in range(ENTRIES)
    )
    return f'<rss version="2.0"><channel><title>S</title>{items}</channel></rss>'.encode()


def _serve(hosts: int, sources: int, pipe: Connection) -> None:
    with ExitStack() as stack:
        addresses = (f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(hosts))
        servers = [stack.enter_context(loopback(address)) for address in addresses]
        for number in range(sources):
            server = servers[number % hosts]
            reply = Reply(200, _feed(f"h{number % hosts}", number), (("ETag", f'"{number}"'),))
            server.replies[f"/{number}"] = [reply, Reply(304)]
        pipe.send([server.url for server in servers])
        while pipe.recv() == "tell":
            told = [
                (server.connections, server.most_at_once, len(server.asked)) for server in servers
            ]
            pipe.send(told)
            for server in servers:
                server.connections, server.most_at_once = 0, 0
                server.asked.clear()


@contextmanager
def _servers(hosts: int, sources: int) -> Iterator[tuple[list[str], Connection]]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(hosts, sources, theirs))
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        ours.send("stop")
        process.join()


def main() -> None:
    """Fetches twice: everything new, then nothing changed; prints a row of each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--pause", type=float, default=0.0)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        _servers(options.hosts, options.sources) as (urls, pipe),
    ):
        content = Path(folder)
        tables = (
            f'[[source]]\nname = "s{n}"\nreader = "feed"\ntitle = "S{n}"\n'
            f'url = "{urls[n % options.hosts]}/{n}"\n'
            for n in range(options.sources)
        )
        head = f'[site]\nid = "x"\ntitle = "X"\n[fetch]\npause_seconds = {options.pause}\n'
        (content / "site.toml").write_text(head + "".join(tables))
        for run in ("all new", "not modified"):
            settings = Settings(allow_loopback=True, now=datetime.now(UTC))
            start, worked = time.perf_counter(), time.process_time()
            fetched = fetch(content, settings)
            seconds, processor = time.perf_counter() - start, time.process_time() - worked
            pipe.send("tell")
            told = pipe.recv()
            outcomes = {one.outcome for one in fetched}
            print(
                json.dumps(
                    {
                        "run": run,
                        "outcomes": sorted(outcomes),
                        "seconds": round(seconds, 2),
                        "processor": round(processor, 2),
                        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                        "connections_per_host": sorted({connections for connections, _, _ in told}),
                        "at_once_per_host": max(most for _, most, _ in told),
                        "requests": sum(asked for _, _, asked in told),
                    }
                )
            )


if __name__ == "__main__":
    main()
