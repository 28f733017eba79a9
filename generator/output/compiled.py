"""The code that Jinja makes of our own templates, kept where Python keeps that of our modules.

To compile them takes longer than to build a small site. An owner's templates are compiled each
time: what they become would lie beside `content/`, and nothing there ever runs when it is read.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

_DIGEST = 16


class CompiledTemplates(BytecodeCache):
    """Compiled templates of the folder `own`. `said` are the strings that their code repeats."""

    def __init__(self, own: Path, said: Iterable[str]) -> None:
        self._own = f"{own}{os.sep}"
        here = Path(__file__).parent
        engine = [path.read_text("utf-8") for path in sorted(here.glob("*.py"))]
        self._key = _digest([jinja2.__version__, sys.version, self._own, *engine, *said])

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """The place of a template's code; one that is never filled for an owner's template."""
        place = ""
        if filename == f"{self._own}{name}" and not sys.dont_write_bytecode:
            # A name that no module of this folder has.
            place = cache_from_source(str(Path(__file__).with_name(f"template-{name}.py")))
        bucket = Bucket(environment, place, _digest([self._key.hex(), source]).hex())
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes what was kept, if it was made of the same."""
        with suppress(OSError, EOFError, ValueError, TypeError):
            data = Path(bucket.key).read_bytes() if bucket.key else b""
            if data.startswith(bytes.fromhex(bucket.checksum)):
                bucket.code = marshal.loads(data[_DIGEST:])  # noqa: S302 - ours, as a .pyc is

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code; not where nothing may be written, as in an installation of root's."""
        if not bucket.key:
            return
        path = Path(bucket.key)
        new = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(bytes.fromhex(bucket.checksum) + marshal.dumps(bucket.code))
            new.replace(path)


def _digest(texts: Iterable[str]) -> bytes:
    found = blake2b(digest_size=_DIGEST)
    for text in texts:
        found.update(b"%d:" % len(text))
        found.update(text.encode("utf-8", "surrogateescape"))
    return found.digest()
