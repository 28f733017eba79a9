"""What is known of the sources' addresses → those that the owner should look after. No clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from generator.config.records import Config
from generator.model import FetchState, Problem
from generator.text.numbers import pluralize

# A server may be down for a day or two.
DEAD = timedelta(days=7)
_ADVICE = 'give it another address, or none with fetch_url = ""'


def dead_sources(config: Config, states: Mapping[str, FetchState]) -> Iterator[Problem]:
    """Yield a problem for each source that is gone, or had failed for a week when last asked."""
    for source in config.sources:
        state = states.get(source.name)
        if state is None or state.url != source.asked_url:
            continue
        if state.gone:
            message = f"its server says since {state.gone[:10]} that it is gone for good"
        elif state.failing_since and state.failing_for >= DEAD:
            times = pluralize(state.failures, "time")
            message = f"it has failed since {state.failing_since[:10]}, {times}: {state.error}"
        else:
            continue
        yield Problem(
            where="site.toml",
            message=f'source "{source.name}": {message}; {_ADVICE}',
            severity="warning",
        )
