"""Invariants 2, 3, 4 and 9: numbers, the life of each ticket, counters, ratings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from queue_service.domain.events import EventType
from tests.verify.forgery import Entry, Forgery, seq_of

TODAY = "261125"


def find(entries: list[Entry], kind: str, label: str | None = None, nth: int = 0) -> int:
    """The index of an event of the second day."""
    return seq_of(entries, kind, label, nth, day=TODAY) - 1


def insert_after(entries: list[Entry], index: int, kind: EventType, **changes: Any) -> None:
    """Another event about the same ticket, at the same counter unless said otherwise."""
    like = entries[index]
    told = {"label": like.data["label"], "service": like.data["service"], **changes.pop("data", {})}
    entries.insert(index + 1, replace(like, type=kind, data=told, **changes))


def in_order(forgery: Forgery) -> list[tuple[int, int | None, str]]:
    return [(b.invariant, b.seq, b.what) for b in forgery.breaches()]


# --- invariant 2


def test_a_number_given_twice_is_named(forgery: Forgery) -> None:
    def repeat(entries: list[Entry]) -> None:
        entries[find(entries, "ticket.issued", "B003")].data["number"] = 2

    forgery.rewrite(repeat)
    seq = seq_of(forgery.entries(), "ticket.issued", "B003", day=TODAY)
    assert in_order(forgery) == [(2, seq, "number 2 of land on 2026-11-25 follows 2")]


def test_a_gap_in_the_numbers_is_named(forgery: Forgery) -> None:
    def skip(entries: list[Entry]) -> None:
        entries[find(entries, "ticket.issued", "B003")].data["number"] = 4

    forgery.rewrite(skip)
    seq = seq_of(forgery.entries(), "ticket.issued", "B003", day=TODAY)
    assert in_order(forgery) == [(2, seq, "number 4 of land on 2026-11-25 follows 2")]


def test_numbers_that_do_not_begin_again_the_next_day_are_named(forgery: Forgery) -> None:
    def go_on(entries: list[Entry]) -> None:
        for label, number in (("A001", 2), ("A002", 3)):
            entries[find(entries, "ticket.issued", label)].data["number"] = number

    forgery.rewrite(go_on)
    seq = seq_of(forgery.entries(), "ticket.issued", "A001", day=TODAY)
    assert in_order(forgery) == [(2, seq, "number 2 of business on 2026-11-25 follows 0")]


def test_a_label_on_two_tickets_of_a_day_is_named(forgery: Forgery) -> None:
    def double(entries: list[Entry]) -> None:
        for entry in entries:
            if entry.ticket == f"{TODAY}-A002":
                entry.data["label"] = "A001"

    forgery.rewrite(double, rows=False)  # the table of tickets would not take it
    seq = seq_of(forgery.entries(), "ticket.issued", "A001", nth=1, day=TODAY)
    assert in_order(forgery)[0] == (2, seq, "label A001 stands on two tickets of 2026-11-25")


def test_a_ticket_issued_twice_is_named(forgery: Forgery) -> None:
    def again(entries: list[Entry]) -> None:
        for entry in entries:
            if entry.ticket == f"{TODAY}-A002":
                entry.ticket = f"{TODAY}-A001"

    forgery.rewrite(again, rows=False)
    seq = seq_of(forgery.entries(), "ticket.issued", "A002", day=TODAY)
    assert (3, seq, "ticket 261125-A001 is issued twice") in in_order(forgery)


# --- invariant 3


@pytest.mark.parametrize(
    ("before", "label", "kind", "data", "state"),
    [
        ("ticket.started", "B002", "ticket.started", {}, "serving"),
        ("ticket.started", "B002", "ticket.recalled", {"calls": 2}, "serving"),
        ("ticket.started", "B002", "ticket.no_show", {}, "serving"),
        ("ticket.served", "B001", "ticket.served", {}, "served"),
        ("ticket.issued", "A002", "ticket.no_show", {}, "waiting"),
        ("ticket.issued", "A002", "ticket.reinstated", {"position": "by-time"}, "waiting"),
        ("ticket.called", "B003", "ticket.cancelled", {}, "called"),
    ],
)
def test_a_move_that_the_table_does_not_allow_is_named(
    forgery: Forgery, before: str, label: str, kind: str, data: dict[str, Any], state: str
) -> None:
    def move(entries: list[Entry]) -> None:
        insert_after(entries, find(entries, before, label), EventType(kind), data=data)

    forgery.rewrite(move)
    seq = seq_of(forgery.entries(), before, label, day=TODAY) + 1
    assert (3, seq, f"{kind} of {label}, which is {state}") in in_order(forgery)


@pytest.mark.parametrize("how", ["next", "service"])
def test_a_held_ticket_called_by_the_order_is_named(forgery: Forgery, how: str) -> None:
    def call(entries: list[Entry]) -> None:
        held = seq_of(entries, "ticket.held") - 1
        insert_after(entries, held, EventType.TICKET_CALLED, data={"how": how, "calls": 2})
        insert_after(entries, held + 1, EventType.TICKET_HELD, data={"noted": False})

    forgery.rewrite(call)
    seq = seq_of(forgery.entries(), "ticket.held") + 1
    assert in_order(forgery) == [(3, seq, "ticket.called of A001, which is on_hold")]


def test_a_move_of_a_ticket_that_was_never_issued_is_named(forgery: Forgery) -> None:
    def forget(entries: list[Entry]) -> None:
        del entries[find(entries, "ticket.issued", "B001")]

    forgery.rewrite(forget, rows=False)
    seq = seq_of(forgery.entries(), "ticket.called", "B001", day=TODAY)
    expected = (3, seq, "ticket.called of a ticket that was never issued: 261125-B001")
    assert expected in in_order(forgery)


def test_a_ticket_left_over_when_the_day_closed_is_named(forgery: Forgery) -> None:
    def forget(entries: list[Entry]) -> None:
        del entries[seq_of(entries, "ticket.expired", "B002") - 1]

    forgery.rewrite(forget)
    seq = seq_of(forgery.entries(), "day.closed")
    assert in_order(forgery) == [(3, seq, "the day closed while B002 was waiting")]


# --- invariant 4


def test_two_tickets_at_one_counter_are_named(forgery: Forgery) -> None:
    def crowd(entries: list[Entry]) -> None:
        entries[find(entries, "ticket.called", "B003")].counter = 1

    forgery.rewrite(crowd, rows=False)  # the table of tickets would not take it
    seq = seq_of(forgery.entries(), "ticket.called", "B002", day=TODAY)
    assert in_order(forgery)[0] == (4, seq, "counter 1 has B003 and B002")


def test_a_ticket_at_two_counters_is_named(forgery: Forgery) -> None:
    def wander(entries: list[Entry]) -> None:
        called = find(entries, "ticket.called", "B003")
        insert_after(entries, called, EventType.TICKET_RECALLED, counter=3, data={"calls": 2})

    forgery.rewrite(wander)
    seq = seq_of(forgery.entries(), "ticket.recalled", "B003", day=TODAY)
    assert in_order(forgery)[0] == (4, seq, "B003 is at counters 2 and 3")


def test_a_ticket_called_to_no_counter_is_named(forgery: Forgery) -> None:
    def lose(entries: list[Entry]) -> None:
        entries[find(entries, "ticket.called", "B003")].counter = None

    forgery.rewrite(lose, rows=False)
    seq = seq_of(forgery.entries(), "ticket.called", "B003", day=TODAY)
    assert (4, seq, "B003 is called at no counter") in in_order(forgery)


# --- invariant 9


def test_a_ticket_rated_twice_is_named(forgery: Forgery) -> None:
    def again(entries: list[Entry]) -> None:
        rated = find(entries, "ticket.rated", "B001")
        entries.insert(rated + 1, entries[rated])

    forgery.rewrite(again)
    seq = seq_of(forgery.entries(), "ticket.rated", "B001", nth=1, day=TODAY)
    assert in_order(forgery) == [(9, seq, "B001 is rated twice")]


def test_a_rating_before_the_service_ended_is_named(forgery: Forgery) -> None:
    def hurry(entries: list[Entry]) -> None:
        rated = entries.pop(find(entries, "ticket.rated", "B001"))
        entries.insert(find(entries, "ticket.served", "B001"), rated)

    forgery.rewrite(hurry)
    seq = seq_of(forgery.entries(), "ticket.rated", "B001", day=TODAY)
    assert in_order(forgery) == [(9, seq, "ticket.rated of B001, which is called")]


def test_a_rating_of_a_ticket_that_was_never_served_is_named(forgery: Forgery) -> None:
    def rate(entries: list[Entry]) -> None:
        issued = find(entries, "ticket.issued", "A002")
        said = {"score": 1, "reasons": [], "commented": False}
        insert_after(entries, issued, EventType.TICKET_RATED, data=said)

    forgery.rewrite(rate, rows=False)  # the table of tickets would not take it
    seq = seq_of(forgery.entries(), "ticket.rated", "A002", day=TODAY)
    assert in_order(forgery)[0] == (9, seq, "ticket.rated of A002, which is waiting")
