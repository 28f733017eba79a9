"""Pages stay as light as they were promised to be."""

from __future__ import annotations

import pytest

from tests.weights import built_weights


@pytest.mark.slow
def test_nothing_is_heavier_than_its_budget() -> None:
    found = built_weights()
    assert len(found) == 8
    assert [weight for weight in found if weight.weight > weight.budget] == []
