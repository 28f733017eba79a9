"""What octavo proposes → a change of site.toml or overrides.toml that its owner may accept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.commands.desk import Desk, without_place
from generator.config.load import load_config
from generator.config.toml_edit import TomlEdit
from generator.errors import ConfigError
from generator.fetch.state import load_states
from generator.model import Problem, Record
from generator.reconcile.moves import advise, moves_in, open_moves
from generator.reconcile.references import Names
from generator.text.toml import parse_toml


class Proposal(Record, kw_only=True):
    """One change, in words, and what it is of: a source's address, or a table of overrides.toml."""

    message: str
    #: The source that moved for good, and where it is now; "" for a table.
    source: str = ""
    url: str = ""
    #: The table to be added, and what it says; "" for a source.
    table: str = ""
    values: dict[str, Any] = msgspec.field(default_factory=dict)

    def edit(self, desk: Desk, reason: str | None = None) -> TomlEdit:
        """Return the change, with another reason than the proposed one if there is one.

        Raises:
            ConfigError: it would do nothing, or contradict what is there.
        """
        if self.source:
            return self._move_source(desk)
        edit = desk.edit()
        edit.add(self.table, self.values | ({"reason": reason} if reason else {}))
        return desk.choose(
            [edit], lambda then: all(one.message != self.message for one in then.problems)
        )

    def _move_source(self, desk: Desk) -> TomlEdit:
        names = [source.name for source in desk.config.sources]
        source = desk.config.source(self.source)
        edit = TomlEdit(desk.content / "site.toml")
        key = "fetch_url" if source.fetch_url else "url"
        edit.change("source", names.index(self.source), {key: self.url})
        try:
            load_config(desk.content, text=edit.text)
        except ConfigError as error:
            raise ConfigError(f"nothing is written: {without_place(error, edit.path)}") from error
        return edit

    def refusal(self, desk: Desk, reason: str) -> TomlEdit | None:
        """Return the change that says it is not so; None where nothing can say that."""
        if not self.table:
            return None
        pairs = [self.values["articles"]] if self.table == "same" else self._moved(desk)
        edit = desk.edit()
        for articles in pairs:
            edit.add("not_same", {"articles": articles, "reason": reason})
        return edit if pairs else None

    def _moved(self, desk: Desk) -> list[list[str]]:
        """Return the addresses of each two articles that a [[moved]] would join."""
        language, entries = desk.config.site.language, desk.reading.entries
        moves = open_moves(moves_in(entries, language), desk.overrides, Names(entries, language))
        return [
            [move.old.url or "", move.new.url or ""]
            for advice in advise(moves)
            if _table_of(advice.table) == (self.table, self.values)
            for move in advice.moves
        ]


def proposals(desk: Desk) -> Iterator[Proposal]:
    """What may be accepted: sources that moved for good, then articles that moved or are alike."""
    states = load_states(desk.content).sources
    for source in desk.config.sources:
        state = states.get(source.name)
        if state and state.moved_to and state.url == source.asked_url:
            message = f"the source “{source.name}” has moved for good, from {state.url}"
            message = f"{message} to {state.moved_to}"
            yield Proposal(message=message, source=source.name, url=state.moved_to)
    for problem in desk.now.problems:
        if problem.advice and (found := _proposed(problem)):
            yield found


def _proposed(problem: Problem) -> Proposal | None:
    """Return the table that a problem proposes; None where its advice is of another sort."""
    if not problem.advice[0].startswith(("[[moved]]", "[[same]]")):
        return None
    table, values = _table_of(problem.advice)
    return Proposal(message=problem.message, table=table, values=values)


def _table_of(lines: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    ((table, (values,)),) = parse_toml("\n".join(lines)).items()
    return table, values
