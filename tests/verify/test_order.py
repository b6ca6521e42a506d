"""Invariant 8: within one service and class by issue, and nobody overtaken beyond the bound."""

from __future__ import annotations

import pytest

from queue_service.domain.ticket import Position
from queue_service.verify.order import OrderCheck
from tests.domain.lines import called, hall, send, take
from tests.verify.forgery import Entry, Forgery, seq_of

TODAY = "261125"
MOVES = ("ticket.called", "ticket.started", "ticket.served", "ticket.rated")


def swap(entries: list[Entry], one: str, other: str) -> None:
    """What happened to one ticket of the second day after its issue happened to the other instead."""
    becomes = {one: other, other: one}
    for entry in entries:
        if entry.type in MOVES and (entry.ticket or "").startswith(TODAY) and entry.data["label"] in becomes:
            entry.data["label"] = becomes[entry.data["label"]]
            entry.ticket = f"{TODAY}-{entry.data['label']}"


def test_a_ticket_called_before_an_older_one_of_its_class_is_named(forgery: Forgery) -> None:
    def invert(entries: list[Entry]) -> None:
        swap(entries, "B001", "B002")
        entries[seq_of(entries, "ticket.called", "B002", day=TODAY) - 1].data["how"] = "next"

    forgery.rewrite(invert)
    seq = seq_of(forgery.entries(), "ticket.called", "B002", day=TODAY)
    assert forgery.told() == [
        f"invariant 8: small at seq {seq}: B002 is called before B001, of the same line and class"
    ]


def test_a_call_by_name_may_go_before_an_older_ticket(forgery: Forgery) -> None:
    forgery.rewrite(lambda entries: swap(entries, "B001", "B002"))
    assert forgery.told() == []


def test_who_was_transferred_is_aside_from_the_order_of_issue(forgery: Forgery) -> None:
    def transfer_first(entries: list[Entry]) -> None:
        swap(entries, "B001", "B002")
        called = seq_of(entries, "ticket.called", "B002", day=TODAY) - 1
        entries[called].data["how"] = "next"
        sent = entries[seq_of(entries, "ticket.transferred", "A001", day=TODAY) - 1]
        data = sent.data | {"label": "B001", "service": "land", "from_service": "land", "for_counter": None}
        entries.insert(called, Entry(sent.type, entries[called].at, sent.actor, f"{TODAY}-B001", None, data))

    forgery.rewrite(transfer_first)
    assert forgery.told() == []


def test_who_went_to_the_back_may_be_overtaken_anew() -> None:
    play = hall("land", "land!", "land!", overtaking_bound=2)
    called(play, 1, 2)
    send(play, "B001", to_service="land", position=Position.BACK)
    take(play, "land!", "land!")
    assert called(play, 1, 3) == ["B004", "B005", "B001"]
    check = OrderCheck()
    assert [breach for event in play.events for breach in check.see(event, None)] == []


def bound(entries: list[Entry], number: int, order: str = "by-waiting-time") -> None:
    entries[0].data["config"] |= {"overtaking_bound": number, "calling_order": order}


def test_a_normal_ticket_overtaken_beyond_the_bound_is_named(forgery: Forgery) -> None:
    forgery.rewrite(lambda entries: bound(entries, 0))
    entries = forgery.entries()
    first, second = (seq_of(entries, "ticket.called", "B003", day=day) for day in ("261124", TODAY))
    assert forgery.told() == [
        f"invariant 8: small at seq {first}: B001 is overtaken 1 times, the bound is 0",
        f"invariant 8: small at seq {first}: B002 is overtaken 1 times, the bound is 0",
        f"invariant 8: small at seq {second}: B002 is overtaken 1 times, the bound is 0",
    ]


def test_who_was_sent_to_the_front_overtakes_nobody(forgery: Forgery) -> None:
    def send_to_the_front(entries: list[Entry]) -> None:
        bound(entries, 0)
        for day in ("261124", TODAY):
            called = seq_of(entries, "ticket.called", "B003", day=day) - 1
            sent = entries[seq_of(entries, "ticket.transferred") - 1]
            data = sent.data | {"label": "B003", "service": "land", "position": "front"}
            entries.insert(
                called, Entry(sent.type, entries[called].at, sent.actor, f"{day}-B003", None, data)
            )

    forgery.rewrite(send_to_the_front)
    assert forgery.told() == []


@pytest.mark.parametrize(
    ("order", "how", "overtaken"),
    [
        ("by-waiting-time", "next", ["A001", "B002"]),
        ("by-waiting-time", "service", ["B002"]),
        ("by-waiting-time", "name", []),
        ("by-service", "next", ["B002"]),
    ],
)
def test_overtaking_counts_in_all_lines_that_the_ticket_was_chosen_from(
    forgery: Forgery, order: str, how: str, overtaken: list[str]
) -> None:
    """The elderly B003 is called at counter 2, of `land` and `business`, while B002 and A001 wait longer."""

    def let_a001_come_before(entries: list[Entry]) -> None:
        bound(entries, 0, order)
        came = entries.pop(seq_of(entries, "ticket.issued", "A001", day=TODAY) - 1)
        entries.insert(seq_of(entries, "ticket.issued", "B003", day=TODAY) - 1, came)
        entries[seq_of(entries, "ticket.called", "B003", day=TODAY) - 1].data["how"] = how

    forgery.rewrite(let_a001_come_before)
    seq = seq_of(forgery.entries(), "ticket.called", "B003", day=TODAY)
    named = sorted(b.what.split()[0] for b in forgery.breaches() if b.seq == seq)
    assert named == overtaken
    assert {b.invariant for b in forgery.breaches()} == {8}
