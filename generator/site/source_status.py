"""What is known of a source's address → what its part of the sources page says of it."""

from __future__ import annotations

from generator.model import FetchState, PartialDate, Record
from generator.text.dates import parse_edtf


class Asked(Record, kw_only=True):
    """When the address was last read well; what is wrong with it since; days, in UTC."""

    succeeded: PartialDate | None
    failed: PartialDate | None
    failures: int
    error: str | None
    gone: PartialDate | None
    moved_to: str | None


def asked(state: FetchState) -> Asked:
    """The state with its times as days; no clock is asked how long ago they are."""
    return Asked(
        succeeded=_day(state.success),
        failed=_day(state.error_at),
        failures=state.failures,
        error=state.error,
        gone=_day(state.gone),
        moved_to=state.moved_to,
    )


def _day(moment: str | None) -> PartialDate | None:
    return parse_edtf(moment[:10]) if moment else None
