"""When an address is asked again: after a failure, and after what a server asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generator.fetch.client import Client, Limits
from generator.fetch.conditional import FetchResult, ask, failed, retry_after
from generator.model.entries import FetchState

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = Limits(timeout_seconds=5, max_bytes=1000, pause_seconds=0)

ASKED_TO_WAIT: dict[str, tuple[str | None, timedelta | None]] = {
    "nothing": (None, None),
    "nothing, in so many letters": ("", None),
    "seconds": (" 120 ", timedelta(minutes=2)),
    "no second": ("0", timedelta()),
    "no second, at length": ("0" * 5000, timedelta()),
    "seconds behind many noughts": ("0000000000120", timedelta(minutes=2)),
    "a week": ("604800", timedelta(days=7)),
    "more than a week": ("604801", timedelta(days=7)),
    "thirty years": ("999999999", timedelta(days=7)),
    "more seconds than there are": ("9" * 5000, timedelta(days=7)),
    "a date": ("Thu, 01 Jan 2026 01:00:00 GMT", timedelta(hours=1)),
    "a date of another zone": ("Thu, 01 Jan 2026 01:00:00 -0200", timedelta(hours=3)),
    "a date of no zone": ("Thu, 01 Jan 2026 01:00:00", timedelta(hours=1)),
    "a date that is past": ("Wed, 31 Dec 2025 23:59:59 GMT", timedelta()),
    "a date in a year": ("Fri, 01 Jan 2027 00:00:00 GMT", timedelta(days=7)),
    "no date": ("soon", None),
    "a day that there is not": ("Thu, 32 Jan 2026 01:00:00 GMT", None),
    "less than nothing": ("-5", None),
}


@pytest.mark.parametrize(("text", "expected"), ASKED_TO_WAIT.values(), ids=ASKED_TO_WAIT)
def test_a_server_is_left_alone_as_long_as_it_asks_and_a_week_at_most(
    text: str | None, expected: timedelta | None
) -> None:
    assert retry_after(text, NOW) == expected


@pytest.mark.parametrize(
    ("failures", "hours"),
    [(0, 1), (1, 2), (2, 4), (5, 32), (6, 64), (7, 72), (100_000, 72)],
)
def test_after_each_failure_the_next_attempt_is_twice_as_late_and_three_days_at_most(
    failures: int, hours: int
) -> None:
    before = FetchState(url="https://e.org/", failures=failures, etag='"a"')
    after = FetchState(
        url="https://e.org/",
        etag='"a"',
        error="e.org: answers 500",
        error_at="2026-01-01T00:00:00Z",
        error_status=500,
        failures=failures + 1,
        failing_since="2026-01-01T00:00:00Z",
        wait_until=f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}",
        wait_reason="failed",
    )
    result = failed(before, "e.org: answers 500", NOW, status=500)
    assert result == FetchResult(outcome="failed", state=after, note="e.org: answers 500")


def test_what_fails_again_fails_since_the_first_time() -> None:
    first = failed(FetchState(url="https://e.org/"), "no answer", NOW).state
    again = failed(first, "answers 404", NOW + timedelta(days=1), status=404).state
    assert (again.failing_since, again.error_at, again.error_status, again.failures) == (
        "2026-01-01T00:00:00Z",
        "2026-01-02T00:00:00Z",
        404,
        2,
    )


WAITING: dict[str, tuple[dict[str, Any], str]] = {
    "it failed": (
        {"wait_reason": "failed", "failures": 2, "error": "answers 500"},
        "failed 2 times: answers 500",
    ),
    "the server asked": ({"wait_reason": "asked"}, "the server asked to wait"),
    "it is fresh": ({"wait_reason": "fresh"}, "still fresh, says the server"),
}


@pytest.mark.parametrize("why", WAITING)
def test_what_is_not_asked_yet_says_until_when_and_why(why: str) -> None:
    fields, said = WAITING[why]
    state = FetchState(url="https://e.org/", wait_until="2026-01-08T00:00:00Z", **fields)
    note = f"not asked before 2026-01-08T00:00:00Z: {said}"
    with Client(LIMITS, "octavo") as client:
        result = ask(client, "https://e.org/", state, NOW)
    assert result == FetchResult(outcome="waiting", state=state, note=note)


def test_what_is_gone_is_not_asked_again() -> None:
    state = FetchState(url="https://e.org/", gone="2025-12-31T00:00:00Z")
    note = "gone since 2025-12-31; not asked again until its URL changes"
    with Client(LIMITS, "octavo") as client:
        result = ask(client, "https://e.org/", state, NOW)
    assert result == FetchResult(outcome="gone", state=state, note=note)
