"""`make fuzz`: what Atheris, guided by coverage, makes of a reader until its time is up.

It begins with the capture of our own content and every fixture of the reader. A finding is an
exception other than GeneratorError, also one that the boundary around parsers would turn into a
problem, or a minute without an end. Its input is left as `crash-…` or `timeout-…` in .cache/fuzz/:
it becomes a fixture.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.config.load import load_config
from generator.errors import GeneratorError
from generator.sources import READERS
from generator.sources.capture_files import list_captures
from tests.hostile.test_anything import CAPTURES, TOKENS, site_of

DATA = Path(__file__).parents[1] / "data"
FIXTURES = {
    "feed": ("feed",),
    "index": ("index", "thread"),
    "list": ("list",),
    "preview": ("preview", "page"),
}


def read(reader: str, data: bytes) -> None:
    """Let a reader read bytes."""
    with TemporaryDirectory() as folder:
        config = load_config(site_of(Path(folder), reader, data, also=False))
        (received,), _ = list_captures(config.sources[0], config)
        try:
            unpacked = received.unpacked(received.read())
            READERS[reader](unpacked, received, config.sources[0], config)
        except GeneratorError:
            return


def seeds(reader: str) -> list[bytes]:
    """Return what a reader is known to be given."""
    files = [path for folder in FIXTURES[reader] for path in sorted((DATA / folder).iterdir())]
    captures = [path for path in files if not path.name.endswith(".expected.json")]
    return [CAPTURES[reader], *(path.read_bytes() for path in captures)]


def as_dictionary(tokens: list[str]) -> str:
    """Return tokens as libFuzzer reads a dictionary: each quoted, its bytes as escapes."""
    lines = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in tokens)
    return "".join(f'"{line}"\n' for line in lines)


def main() -> None:
    """Fuzz the reader that the first argument names; the others are libFuzzer's."""
    import atheris  # an extra, which tests do without

    reader, *arguments = sys.argv[1:]
    folder = Path(".cache/fuzz")
    corpus = folder / reader
    corpus.mkdir(parents=True, exist_ok=True)
    (folder / "tokens").write_text(as_dictionary(TOKENS), "utf-8")
    for number, seed in enumerate(seeds(reader)):
        (corpus / f"seed-{number}").write_bytes(seed)
        read(reader, seed)  # imports what the reader needs, to be instrumented
    atheris.instrument_all()
    options = ["-artifact_prefix=.cache/fuzz/", "-dict=.cache/fuzz/tokens", "-timeout=60"]
    options += ["-max_len=20000", *arguments, str(corpus)]
    atheris.Setup([sys.argv[0], *options], lambda data: read(reader, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
