"""Invariant 7: every slip ends, once, and a repeat is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_service.domain.events import EventType
from tests.verify.forgery import Entry, Forgery, seq_of


def end_never(entries: list[Entry]) -> None:
    del entries[seq_of(entries, "slip.failed", "B004") - 1]


def end_twice(entries: list[Entry]) -> None:
    at = seq_of(entries, "slip.printed", "B001")
    told = {k: v for k, v in entries[at - 1].data.items() if k != "repeat"} | {"reason": "paper-out"}
    entries.insert(at, replace(entries[at - 1], type=EventType.SLIP_FAILED, data=told))


def end_what_nobody_asked_for(entries: list[Entry]) -> None:
    at = seq_of(entries, "slip.printed", "B001")
    told = entries[at - 1].data | {"slip": "261124-B001-9"}
    entries.insert(at, replace(entries[at - 1], data=told))


def ask_twice(entries: list[Entry]) -> None:
    at = seq_of(entries, "slip.requested", "B004")
    told = entries[at - 1].data | {"repeat": True}
    entries.insert(at, replace(entries[at - 1], data=told))


def repeat_unmarked(entries: list[Entry]) -> None:
    entries[seq_of(entries, "slip.requested", "A001", nth=1) - 1].data["repeat"] = False


@pytest.mark.parametrize(
    ("breaking", "where", "what"),
    [
        (
            end_never,
            ("slip.requested", "B004", 0),
            "slip 261124-B004-1 was neither printed nor failed when its day closed",
        ),
        (
            end_twice,
            ("slip.failed", "B001", 0),
            "slip 261124-B001-1 ends twice: slip.printed, then slip.failed",
        ),
        (
            end_what_nobody_asked_for,
            ("slip.printed", "B001", 1),
            "slip 261124-B001-9 ends but was never asked for",
        ),
        (ask_twice, ("slip.requested", "B004", 1), "slip 261124-B004-1 is asked for twice"),
        (
            repeat_unmarked,
            ("slip.requested", "A001", 1),
            "slip 261124-A001-2 is a repeat without its mark",
        ),
    ],
)
def test_a_slip_that_breaks_its_promise_is_named(
    forgery: Forgery, breaking: Callable[[list[Entry]], None], where: tuple[str, str, int], what: str
) -> None:
    forgery.rewrite(breaking)
    kind, label, nth = where
    seq = seq_of(forgery.entries(), kind, label, nth)
    assert forgery.told() == [f"invariant 7: small at seq {seq}: {what}"]


def test_a_slip_may_be_on_its_way_while_its_day_is_open(forgery: Forgery) -> None:
    requested = {e.data["slip"] for e in forgery.entries() if e.type == "slip.requested"}
    ended = {e.data["slip"] for e in forgery.entries() if e.type in ("slip.printed", "slip.failed")}
    assert requested - ended
    assert forgery.told() == []
