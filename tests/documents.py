"""What stands between fences in a Markdown document, and a shell that runs it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

_HEADING = re.compile(r"#{2,4} (.+)")


class Block(NamedTuple):
    """What stands between two fences: under which heading, in what language."""

    section: str
    language: str
    text: str


def blocks_of(document: Path) -> list[Block]:
    """Return the blocks of a document, in their order."""
    blocks: list[Block] = []
    section, language, lines = "", None, list[str]()
    for line in document.read_text("utf-8").splitlines():
        if language is not None and line == "```":
            blocks.append(Block(section, language, "".join(f"{text}\n" for text in lines)))
            language = None
        elif language is not None:
            lines.append(line)
        elif line.startswith("```"):
            language, lines = line[3:], []
        elif heading := _HEADING.fullmatch(line):
            section = heading[1]
    return blocks


def is_as_said(said: str, printed: str) -> bool:
    """Return whether a text is what a document has, in which "…" stands for anything.

    A line that is only "…" stands for any number of lines.
    """
    lines = [
        r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in said.splitlines()
    ]
    return re.fullmatch("".join(lines), printed) is not None


class Shell:
    """Runs blocks one after the other; each goes on in the folder where the last one ended."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._environment = environment

    def run(self, script: str) -> str:
        """Run a block and return what it printed; a command that fails is a failed assertion."""
        done = subprocess.run(
            ["bash", "-c", f"set -eu\n{script}\npwd"],
            cwd=self.folder,
            env={**os.environ, **self._environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}"
        printed, _, folder = done.stdout.rstrip("\n").rpartition("\n")
        self.folder = Path(folder)
        return f"{printed}\n"

    def look(self, command: str) -> str:
        """Start a server, return the page at the address that it names, and end it by Ctrl-C."""
        server = subprocess.Popen(
            ["bash", "-c", f"exec {command} --port 0"],
            cwd=self.folder,
            env={**os.environ, **self._environment, "BROWSER": "true"},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert server.stderr
        try:
            said = ""
            while (address := re.search(r"http://\S+", said)) is None:
                said = server.stderr.readline()
                assert said, "it ended before it said where it is"
            with urlopen(address[0]) as answer:
                return str(answer.read().decode())
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate()
