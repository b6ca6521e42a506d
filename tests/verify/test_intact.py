"""A good log has no breach, and verify says so."""

from __future__ import annotations

from collections import Counter

from queue_service.domain.events import EventType
from tests.verify.forgery import Forgery


def test_a_good_log_has_no_breach(forgery: Forgery) -> None:
    assert forgery.told() == []


def test_a_good_log_sealed_again_is_still_good(forgery: Forgery) -> None:
    forgery.rewrite(lambda entries: None)
    assert forgery.told() == []


def test_the_good_log_tells_of_nearly_everything_that_can_happen(forgery: Forgery) -> None:
    kinds = Counter(entry.type for entry in forgery.entries())
    absent = {EventType.DEVICE_PAIRED, EventType.DEVICE_REVOKED}
    assert set(EventType) - set(kinds) == absent
