"""What is known of addresses ↔ what of it must outlive a clone, and changes only where it does."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from generator.model import LASTING, FetchState

_FACTS = ("url", "refused", "forbidden", "moved_to", "gone", "failing_since", "error_status")
_FAILURE = ("error", "error_at", "error_status", "failures", "failing_since")
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def lasting_of(
    states: dict[str, FetchState], before: dict[str, FetchState]
) -> dict[str, FetchState]:
    """Return the facts of those states that have any.

    A fact that is known from `before` stays as it was written then, with its time.
    """
    found = {}
    for key, state in states.items():
        failing = state.failing_for >= LASTING
        fact = FetchState(
            url=state.url,
            asked=state.asked,
            refused=state.refused,
            forbidden=state.forbidden,
            moved_to=state.moved_to,
            gone=state.gone,
        )
        if failing or state.gone:
            error = {name: getattr(state, name) for name in _FAILURE}
            fact = msgspec.structs.replace(fact, **error)
        if fact.refused or fact.moved_to or fact.gone or failing:
            known = before.get(key)
            found[key] = known if known and _facts(known) == _facts(fact) else fact
    return found


def join_lasting(
    states: dict[str, FetchState], lasting: dict[str, FetchState]
) -> dict[str, FetchState]:
    """Return the states with the facts that somebody learned later than what they say."""
    joined = dict(states)
    for key, fact in lasting.items():
        known = states.get(key)
        if known is None or (known.url != fact.url and is_later(fact, known)):
            joined[key] = fact
        elif known.url == fact.url and is_later(fact, known):
            learned = {name: getattr(fact, name) for name in (*_FACTS, *_FAILURE)}
            joined[key] = msgspec.structs.replace(known, **learned)
    return joined


def without_unlearned(
    states: dict[str, FetchState], lasting: dict[str, FetchState]
) -> dict[str, FetchState]:
    """Return the states without lasting facts that somebody has learned to be over.

    Whoever learns such a fact writes it down, so one that is written no more holds no more.
    """
    known = lasting_of(states, {})
    return {
        key: _without_facts(state) if key in known and key not in lasting else state
        for key, state in states.items()
    }


def _without_facts(state: FetchState) -> FetchState:
    failed = state.wait_reason == "failed"
    return msgspec.structs.replace(
        state,
        failures=0,
        failing_since=None,
        refused=None,
        forbidden=False,
        moved_to=None,
        gone=None,
        wait_until=None if failed else state.wait_until,
        wait_reason=None if failed else state.wait_reason,
    )


def is_later(one: FetchState, other: FetchState) -> bool:
    """Return whether a state is of a later attempt than another one."""
    return _attempted(one) > _attempted(other)


def _attempted(state: FetchState) -> datetime:
    return datetime.fromisoformat(state.asked) if state.asked else _NEVER


def _facts(state: FetchState) -> tuple[object, ...]:
    return tuple(getattr(state, name) for name in _FACTS)
