"""Ask about doubts, one after the other, and write overrides, each with a reason.

Nothing is kept of where somebody stopped: what is answered is decided, and so asked no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from generator.commands.decide import join, part, set_fields
from generator.commands.workspace import Workspace, without_place
from generator.config.load import load_config
from generator.config.overrides import SETTABLE
from generator.config.toml_edit import TomlEdit, Value
from generator.errors import ConfigError, one_line
from generator.fetch.state import load_states
from generator.model.articles import Article, Conflict
from generator.model.record import Problem, Record
from generator.reconcile.moves import moves_in, open_moves, suggest_overrides
from generator.reconcile.references import Names
from generator.text.names import join_names, split_names
from generator.text.titles import fold_title
from generator.text.toml import parse_toml

AskKey = Callable[[str, str], str]
AskReason = Callable[[str], str]
Echo = Callable[[str], None]

# More choices than these have no key.
_MOST_CHOICES = 9


class Choice(NamedTuple):
    """One answer to a question."""

    #: The key to press.
    key: str
    #: What the answer says.
    text: str
    #: The proposed reason.
    reason: str
    #: Returns the change, with a reason; None where nothing changes.
    make: Callable[[Workspace, str], TomlEdit | None]


class Question(NamedTuple):
    """Something doubtful; `name` tells it from all others."""

    name: str
    #: The text of the question.
    lines: tuple[str, ...]
    choices: tuple[Choice, ...]


def review(
    workspace: Workspace, ask_key: AskKey, ask_reason: AskReason, echo: Echo
) -> tuple[int, int]:
    """Ask until all is answered, left or stopped; return how many were answered and are left."""
    answered, asked = 0, set[str]()
    while question := next((one for one in questions(workspace) if one.name not in asked), None):
        asked.add(question.name)
        for line in question.lines:
            echo(one_line(line))
        for choice in question.choices:
            echo(f"  {choice.key}  {one_line(choice.text)}")
        echo("  s  leave it for another day\n  q  stop")
        keys = "".join(choice.key for choice in question.choices)
        key = ask_key("Which?", f"{keys}sq")
        if key == "q":
            break
        if key != "s":
            chosen = next(choice for choice in question.choices if choice.key == key)
            answered += _apply(workspace, chosen, ask_reason, echo)
        echo("")
    return answered, sum(1 for _ in questions(workspace))


def _apply(workspace: Workspace, choice: Choice, ask_reason: AskReason, echo: Echo) -> bool:
    """Write the chosen change, and show it; return whether that could be done."""
    reason = ask_reason(choice.reason) if choice.reason else ""
    try:
        edit = choice.make(workspace, reason)
    except ConfigError as error:
        echo(str(error))
        return False
    if edit is None:
        echo("nothing can say that; it stays as it is")
        return False
    difference = edit.diff()
    workspace.save(edit)
    echo(difference)
    return True


def questions(workspace: Workspace) -> Iterator[Question]:
    """Yield the questions: proposals, then doubts, then conflicts."""
    for proposal in proposals(workspace):
        yield _proposal_question(proposal)
    yield from _doubts(workspace)
    for article in workspace.now.articles:
        yield from _conflicts(article)


def _proposal_question(proposal: Proposal) -> Question:
    reason = str(proposal.values.get("reason", ""))
    choices = [Choice("y", "so it is: apply it", reason, lambda d, r: proposal.edit(d, r or None))]
    lines = [proposal.message]
    if proposal.table:
        named = proposal.values.items()
        lines += [f"  {key} = {value}" for key, value in named if key != "reason"]
        choices.append(
            Choice("n", "they are different articles", "They are two.", proposal.refusal)
        )
    return Question(f"proposal {proposal.message}", tuple(lines), tuple(choices))


def _doubts(workspace: Workspace) -> Iterator[Question]:
    """Yield a question for each entry without an address that several articles may be."""
    language = workspace.config.site.language
    titled: dict[str, list[Article]] = defaultdict(list)
    places: dict[str, Article] = {}
    for article in workspace.now.articles:
        titled[fold_title(article.title or "", language)].append(article)
        places |= {statement.where: article for statement in article.statements}
    for problem in workspace.now.problems:
        if problem.severity != "warning" or problem.advice or problem.where not in places:
            continue
        article = places[problem.where]
        alike = titled[fold_title(article.title or "", language)] if article.title else []
        others = [one for one in alike if one.id != article.id][:_MOST_CHOICES]
        if others:
            lines = (f"{problem.where}: {problem.message}",)
            yield Question(f"doubt {problem.where}", lines, tuple(_same_as(article, others)))


def _same_as(article: Article, others: Sequence[Article]) -> Iterator[Choice]:
    for number, other in enumerate(others, 1):
        text = f"it is the same as {_described(other)}"
        yield Choice(str(number), text, "They are one.", _joining([article.id, other.id]))
    ids = [article.id, *(other.id for other in others)]
    yield Choice("n", "it is none of these", "They are different.", _parting(ids))


def _described(article: Article) -> str:
    date = article.date.edtf if article.date else "without a date"
    return f"“{article.label}” ({date}, {article.url or f'a/{article.slug}/'})"


def _joining(ids: list[str]) -> Callable[[Workspace, str], TomlEdit]:
    return lambda workspace, reason: join(workspace, ids, reason)


def _parting(ids: list[str]) -> Callable[[Workspace, str], TomlEdit]:
    return lambda workspace, reason: part(workspace, ids, reason)


def _conflicts(article: Article) -> Iterator[Question]:
    """Yield a question for each field on which the sources of an article differ."""
    fields: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in article.conflicts:
        if conflict.field in SETTABLE:
            fields[conflict.field].append(conflict)
    if any(statement.rule.startswith("override: ") for statement in article.statements):
        fields.pop("url", None)  # whoever joined two addresses knows of both
    for field, found in fields.items():
        distinct = list({conflict.value: conflict for conflict in reversed(found)}.values())[::-1]
        name = f"conflict {article.id} {field} {[conflict.value for conflict in found]}"
        lines = (f"{_described(article)}: which {field}?",)
        choices = _values(article, field, distinct[:_MOST_CHOICES])
        yield Question(name, lines, tuple(choices))


def _values(article: Article, field: str, found: Sequence[Conflict]) -> Iterator[Choice]:
    if current := _current(article, field):
        evidence = article.date_evidence if field == "date" else article.evidence[field]
        source = evidence.source or "nobody"
        text = f"{_shown(current)}  (as now; {source}: {evidence.rule})"
        yield Choice("k", text, f"{source} is right.", _setting(article, field, current))
    for number, conflict in enumerate(found, 1):
        value = _value_of(conflict)
        text = f"{_shown(value)}  ({conflict.source}, but {conflict.rule})"
        reason = f"{conflict.source} is right."
        yield Choice(str(number), text, reason, _setting(article, field, value))


def _current(article: Article, field: str) -> Value | None:
    if field == "date":
        return article.date.edtf if article.date else None
    value: Value | None = getattr(article, field)
    return value or None


def _value_of(conflict: Conflict) -> Value:
    if conflict.field == "authors":
        return split_names(conflict.value)
    return tuple(conflict.value.split(", ")) if conflict.field == "tags" else conflict.value


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else join_names(tuple(value))


def _setting(article: Article, field: str, value: Value) -> Callable[[Workspace, str], TomlEdit]:
    return lambda workspace, reason: set_fields(workspace, article.id, {field: value}, reason)


# What octavo proposes → a change of site.toml or overrides.toml that its owner may accept.


class Proposal(Record, kw_only=True):
    """One proposed change: of a source's address, or a table of overrides.toml."""

    #: The change, in words.
    message: str
    #: The source that moved for good, and where it is now; "" for a table.
    source: str = ""
    url: str = ""
    #: The table to be added, and what it says; "" for a source.
    table: str = ""
    values: dict[str, Any] = msgspec.field(default_factory=dict)

    def edit(self, workspace: Workspace, reason: str | None = None) -> TomlEdit:
        """Return the change, with another reason than the proposed one if there is one.

        Raises:
            ConfigError: it would do nothing, or contradict what is there.
        """
        if self.source:
            return self._move_source(workspace)
        edit = workspace.edit()
        edit.add(self.table, self.values | ({"reason": reason} if reason else {}))
        return workspace.choose(
            [edit], lambda then: all(one.message != self.message for one in then.problems)
        )

    def _move_source(self, workspace: Workspace) -> TomlEdit:
        names = [source.name for source in workspace.config.sources]
        source = workspace.config.source(self.source)
        edit = TomlEdit(workspace.content / "site.toml")
        key = "fetch_url" if source.fetch_url else "url"
        edit.change("source", names.index(self.source), {key: self.url})
        try:
            load_config(workspace.content, text=edit.text)
        except ConfigError as error:
            raise ConfigError(f"nothing is written: {without_place(error, edit.path)}") from error
        return edit

    def refusal(self, workspace: Workspace, reason: str) -> TomlEdit | None:
        """Return the change that says it is not so; None where nothing can say that."""
        if not self.table:
            return None
        pairs = [self.values["articles"]] if self.table == "same" else self._moved(workspace)
        edit = workspace.edit()
        for articles in pairs:
            edit.add("not_same", {"articles": articles, "reason": reason})
        return edit if pairs else None

    def _moved(self, workspace: Workspace) -> list[list[str]]:
        """Return the addresses of each two articles that a [[moved]] would join."""
        language, entries = workspace.config.site.language, workspace.reading.entries
        moves = open_moves(
            moves_in(entries, language), workspace.overrides, Names(entries, language)
        )
        return [
            [move.old.url or "", move.new.url or ""]
            for advice in suggest_overrides(moves)
            if _table_of(advice.table) == (self.table, self.values)
            for move in advice.moves
        ]


def proposals(workspace: Workspace) -> Iterator[Proposal]:
    """Yield the proposals: sources that moved for good, then articles that moved or are alike."""
    states = load_states(workspace.content).sources
    for source in workspace.config.sources:
        state = states.get(source.name)
        if state and state.moved_to and state.url == source.asked_url:
            message = f"the source “{source.name}” has moved for good, from {state.url}"
            message = f"{message} to {state.moved_to}"
            yield Proposal(message=message, source=source.name, url=state.moved_to)
    for problem in workspace.now.problems:
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
