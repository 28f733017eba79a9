"""What is known of the sources' addresses → those that the owner should look after. No clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from generator.config.records import Config, Source
from generator.model import FetchState, Problem
from generator.text.numbers import pluralize

# A server may be down for a day or two.
DEAD = timedelta(days=7)
ADVICE = 'give it another address, or none with fetch_url = ""'


def dead_sources(config: Config, states: Mapping[str, FetchState]) -> Iterator[Problem]:
    """Yield a problem for each source that is gone, or had failed for a week when last asked."""
    for source in config.sources:
        message = why_dead(source, states.get(source.name))
        if message:
            message = f'source "{source.name}": {message}; {ADVICE}'
            yield Problem(where="site.toml", message=message, severity="warning")


def why_dead(source: Source, state: FetchState | None) -> str | None:
    """Return why nothing more is to be hoped for from a source's address; None where it lives."""
    if state is None or state.url != source.asked_url:
        return None
    if state.gone:
        return f"its server says since {state.gone[:10]} that it is gone for good"
    if state.failing_since and state.failing_for >= DEAD:
        times = pluralize(state.failures, "time")
        return f"it has failed since {state.failing_since[:10]}, {times}: {state.error}"
    return None
