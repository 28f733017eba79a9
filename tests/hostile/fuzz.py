"""`make fuzz`: what Atheris, guided by coverage, makes of the readers until its time is up.

A finding is an exception other than GeneratorError, also one that the boundary around parsers
would turn into a problem, or a minute without an end. Its input is left as `crash-…` or
`timeout-…` in .cache/fuzz/: it becomes a fixture.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.config.load import load_config
from generator.errors import GeneratorError
from generator.sources import READERS
from generator.sources.capture_files import list_captures
from tests.hostile.test_anything import CAPTURES, site_of

NAMES = sorted(CAPTURES)


def read(data: bytes) -> None:
    """Reads all bytes but the first, which chooses the reader."""
    if not data:
        return
    reader = NAMES[data[0] % len(NAMES)]
    with TemporaryDirectory() as folder:
        config = load_config(site_of(Path(folder), reader, data[1:], also=False))
        (received,), _ = list_captures(config.sources[0], config)
        try:
            unpacked = received.unpacked(received.read())
            READERS[reader](unpacked, received, config.sources[0], config)
        except GeneratorError:
            return


def main() -> None:
    """Fuzzes from the real captures on; arguments are libFuzzer's."""
    import atheris  # an extra, which tests do without

    corpus = Path(".cache/fuzz/corpus")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        (corpus / name).write_bytes(bytes([number]) + CAPTURES[name])
        read(bytes([number]) + CAPTURES[name])  # imports the readers, to be instrumented
    atheris.instrument_all()
    options = ["-artifact_prefix=.cache/fuzz/", "-timeout=60", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
