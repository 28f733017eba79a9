"""What a list has already, so that nothing is put on it twice."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Entry
from generator.reconcile.references import Names


class KnownEntries:
    """What the list has already."""

    def __init__(self, entries: Iterable[Entry], language: str) -> None:
        listed = [entry for entry in entries if entry.creates and not entry.prose]
        self._names = Names(listed, language)
        self._called: dict[str, str] = {}
        self.learn(listed)

    def learn(self, entries: Iterable[Entry]) -> None:
        """Count entries to what is known."""
        for entry in entries:
            for name in self._names_of(entry):
                self._called.setdefault(name, entry.called or entry.url or "")

    def called(self, entry: Entry) -> str | None:
        """Return what a known article is called; None of a new one."""
        names = self._names_of(entry)
        return next((self._called[name] for name in names if name in self._called), None)

    def _names_of(self, entry: Entry) -> list[str]:
        urls = [entry.url, *entry.former_urls]
        urls += [f"https://doi.org/{entry.doi}"] if entry.doi else []
        names = [self._names.address(url) for url in urls if url]
        return names or [f"title {self._names.title(entry.called or '')}"]
