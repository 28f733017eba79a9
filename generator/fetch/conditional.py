"""Ask one address if it is time, as its state and the answers' headers say. RFC 9111."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

import msgspec

from generator.errors import FetchError
from generator.fetch.client import Client
from generator.fetch.guard import NotPublic
from generator.fetch.host import Answer
from generator.fetch.state import from_text, is_waiting, to_text
from generator.model.entries import FetchState
from generator.model.record import Record
from generator.text.numbers import pluralize

# "failed" is an attempt without a usable answer; "waiting", "gone" and "refused" (by our own rule)
# are no attempt at all.
Outcome = Literal["found", "unchanged", "failed", "waiting", "gone", "refused"]

# A server may say "keep this for a year"; a list that is fetched once a day is, on every day.
LONGEST_FRESH = timedelta(hours=12)
LONGEST_WAIT = timedelta(days=7)
FIRST_BACK_OFF = timedelta(hours=1)
LONGEST_BACK_OFF = timedelta(days=3)

# Bytes that a header may have, a character each; more of them would be refused.
_VALIDATOR = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,998}[\x21-\x7e\x80-\xff])?")
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d+)")


class FetchResult(Record, kw_only=True):
    """The result for one address."""

    outcome: Outcome
    #: The state of the address after the attempt.
    state: FetchState
    #: The answer that was found; empty for any other outcome.
    answer: Answer = Answer(url="", status=0, headers={}, body=b"")
    #: A message for the owner; None where there is none.
    note: str | None = None


def ask(
    client: Client,
    url: str,
    known: FetchState | None,
    now: datetime,
    *,
    at_once: bool = False,
    believe_gone: bool = True,
) -> FetchResult:
    """Ask for the URL, unless it is gone or not yet time.

    `at_once` asks although an earlier answer is still fresh or an earlier failure recent; what a
    server itself asked to wait is waited for in any case. `believe_gone` takes a server's first
    word for it that something is gone for good; else that is a failure like any other.
    """
    state = known if known and known.url == url else FetchState(url=url)
    if state.gone:
        note = f"gone since {state.gone[:10]}; not asked again until its URL changes"
        return FetchResult(outcome="gone", state=state, note=note)
    waiting = is_waiting(state, now, LONGEST_WAIT)
    if waiting and (state.wait_reason == "asked" or not at_once):
        return FetchResult(outcome="waiting", state=state, note=_describe_waiting(state))
    wrong = state.wait_until is not None and from_text(state.wait_until) > now + LONGEST_WAIT
    attempt = msgspec.structs.replace(
        state, asked=to_text(now), wait_until=None, wait_reason=None, moved_to=None
    )
    result = _attempt(client, url, attempt, state, now, believe_gone=believe_gone)
    if not wrong:
        return result
    note = f"was to wait until {state.wait_until}, but no wait is so long: is or was a clock wrong?"
    return msgspec.structs.replace(result, note=f"{result.note}; {note}" if result.note else note)


def _attempt(
    client: Client,
    url: str,
    attempt: FetchState,
    state: FetchState,
    now: datetime,
    *,
    believe_gone: bool,
) -> FetchResult:
    try:
        answer = client.get(url, _conditions(attempt))
    except NotPublic as error:
        return FetchResult(outcome="refused", state=state, note=str(error))
    except FetchError as error:
        return failed(attempt, str(error), now)
    return _result_of(answer, attempt, now, believe_gone=believe_gone)


def _describe_waiting(state: FetchState) -> str:
    reasons = {
        "asked": "the server asked to wait",
        "failed": f"failed {pluralize(state.failures, 'time')}: {state.error}",
        "fresh": "still fresh, says the server",
    }
    return f"not asked before {state.wait_until}: {reasons[state.wait_reason or 'fresh']}"


def _conditions(state: FetchState) -> dict[str, str]:
    conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in conditions.items() if value and is_validator(value)}


def _kept(validator: str | None) -> str | None:
    return validator if validator and is_validator(validator) else None


def is_validator(text: str) -> bool:
    """Return whether a text is a validator that can be sent back, a character for each byte."""
    return _VALIDATOR.fullmatch(text) is not None


def _result_of(
    answer: Answer, state: FetchState, now: datetime, *, believe_gone: bool
) -> FetchResult:
    state = msgspec.structs.replace(state, moved_to=answer.moved_to)
    note = None
    if answer.moved_to:
        note = f"moved for good: write {answer.moved_to} in site.toml"
    if answer.status == 304:
        # It may bring validators of its own: RFC 9111 §4.3.4.
        state = msgspec.structs.replace(
            _fresh(_succeeded(state, now), answer, now),
            etag=_kept(answer.etag) or state.etag,
            last_modified=_kept(answer.last_modified) or state.last_modified,
        )
        return FetchResult(outcome="unchanged", state=state, note=note)
    if answer.status == 200:
        state = msgspec.structs.replace(
            _succeeded(state, now),
            etag=_kept(answer.etag),
            last_modified=_kept(answer.last_modified),
        )
        return FetchResult(
            outcome="found", state=_fresh(state, answer, now), answer=answer, note=note
        )
    failure = refused(state, answer, now)
    if answer.status == 410 and believe_gone:
        gone = msgspec.structs.replace(failure.state, gone=to_text(now), wait_until=None)
        note = f"{failure.note}: marked as gone, and not asked again"
        return FetchResult(outcome="failed", state=gone, note=note)
    wait = retry_after(answer.headers.get("retry-after"), now)
    if wait is not None:
        state = msgspec.structs.replace(
            failure.state, wait_until=to_text(now + wait), wait_reason="asked"
        )
        return FetchResult(outcome="failed", state=state, note=failure.note)
    return failure


def _succeeded(state: FetchState, now: datetime) -> FetchState:
    return msgspec.structs.replace(state, success=to_text(now), failures=0, failing_since=None)


def _fresh(state: FetchState, answer: Answer, now: datetime) -> FetchState:
    """Return the state, with the time until which the server says its answer holds."""
    cache_control = answer.headers.get("cache-control", "").lower()
    age = _MAX_AGE.search(cache_control)
    if age is None or "no-cache" in cache_control or "no-store" in cache_control:
        return state
    seconds = min(float(age[1]), LONGEST_FRESH.total_seconds())
    if seconds <= 0:
        return state
    until = to_text(now + timedelta(seconds=seconds))
    return msgspec.structs.replace(state, wait_until=until, wait_reason="fresh")


def refused(state: FetchState, answer: Answer, now: datetime) -> FetchResult:
    """Return the result of an attempt whose answer cannot be used."""
    message = f"{answer.url}: answers {answer.phrase}"
    return failed(state, message, now, status=answer.status)


def failed(
    state: FetchState, message: str, now: datetime, *, status: int | None = None
) -> FetchResult:
    """Return the result of a failed attempt: the next is in 1 hour, then 2, 4 … 72 hours."""
    failures = state.failures + 1
    wait = min(FIRST_BACK_OFF * 2 ** min(failures - 1, 16), LONGEST_BACK_OFF)
    state = msgspec.structs.replace(
        state,
        error=message,
        error_at=to_text(now),
        error_status=status,
        failures=failures,
        failing_since=state.failing_since or to_text(now),
        wait_until=to_text(now + wait),
        wait_reason="failed",
    )
    return FetchResult(outcome="failed", state=state, note=message)


def retry_after(text: str | None, now: datetime) -> timedelta | None:
    """Return how long a server asks to be left alone, a week at most; None where it does not say.

    Source: RFC 9110 §10.2.3: seconds, or a date.
    """
    if not text:
        return None
    if text.strip().isdecimal():
        seconds = text.strip().lstrip("0") or "0"  # int() refuses thousands of digits
        wait = timedelta(seconds=int(seconds)) if len(seconds) < 10 else LONGEST_WAIT
    else:
        try:
            moment = parsedate_to_datetime(text)
            wait = (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)) - now
        except (ValueError, OverflowError):
            return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
