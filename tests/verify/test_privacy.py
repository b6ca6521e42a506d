"""Invariant 10: no event and no board frame holds personal data or a token."""

from __future__ import annotations

from typing import Any

import pytest

from queue_service.domain.events import Event
from queue_service.domain.hall import Hall, fold
from queue_service.tokens import Tokens, new_device_token
from queue_service.verify.board import BoardCheck, board_frame
from queue_service.verify.breach import Breach
from tests.verify.forgery import Entry, Forgery, seq_of

TICKET_TOKEN = Tokens("a secret key of thirty-two signs").of_ticket("small", "261125-B001")


def put(forgery: Forgery, kind: str, **data: Any) -> str:
    """Put data into the first event of a kind; where that is, as verify tells it."""

    def change(entries: list[Entry]) -> None:
        entries[seq_of(entries, kind) - 1].data.update(data)

    forgery.rewrite(change)
    return f"small at seq {seq_of(forgery.entries(), kind)}"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Trả giấy cho 068099012345", "a citizen's number"),
        ("CCCD 068 099 012 345", "a citizen's number"),
        ("Gọi 0912345678", "a telephone number"),
        ("Gọi 0912 345 678", "a telephone number"),
        ("+84912345678", "a telephone number"),
        ("lan.nguyen@example.vn", "an e-mail address"),
        (TICKET_TOKEN, "a token"),
        (new_device_token("small", "kiosk-1"), "a token"),
        ("d41d8cd98f00b204e9800998ecf8427e", "a token"),
    ],
)
def test_personal_data_in_an_event_is_named(forgery: Forgery, words: str, what: str) -> None:
    where = put(forgery, "counter.paused", reason=words)
    assert forgery.told() == [f"invariant 10: {where}: counter.paused holds what looks like {what}"]


@pytest.mark.parametrize("words", ["0912345678", "Nguyễn Thị Lan", "0000068099012345"])
def test_a_request_id_that_may_be_personal_data_is_named(forgery: Forgery, words: str) -> None:
    where = put(forgery, "slip.requested", request=words)
    assert forgery.told() == [f"invariant 10: {where}: slip.requested holds a request id that is none"]


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("ticket.issued", {"name": "Nguyễn Thị Lan"}, "name"),
        ("ticket.transferred", {"note": "Đã kiểm bản đồ"}, "note"),
        ("ticket.rated", {"comment": "Rất tốt"}, "comment"),
        ("ticket.called", {"token": "x"}, "token"),
    ],
)
def test_a_field_that_an_event_may_not_hold_is_named(
    forgery: Forgery, kind: str, data: dict[str, str], field: str
) -> None:
    where = put(forgery, kind, **data)
    assert forgery.told() == [f"invariant 10: {where}: {kind} holds fields it may not: {field}"]


def test_an_actor_who_is_told_by_an_address_is_named(forgery: Forgery) -> None:
    def change(entries: list[Entry]) -> None:
        entries[seq_of(entries, "announcement.made") - 1].actor = "officer:lan@example.vn"

    forgery.rewrite(change)
    (told,) = forgery.told()
    assert told.endswith("announcement.made holds what looks like an e-mail address")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("announcement.made", {"text": {"vi": "Đường dây nóng: 0912345678"}}),
        ("site.configured", {"changes": ["slip_texts: nothing → (vi: Hỏi: 0912345678, lan@example.vn)"]}),
        ("counter.paused", {"reason": "Nghỉ đến 13:30 ngày 25-11-2026, phòng 084"}),
        ("device.lost", {"problem": "dang-ky-dat-dai-nha-o-va-tai-san-gan-lien-voi-dat-1"}),
        ("ticket.issued", {"procedure": "1.012784"}),
    ],
)
def test_what_the_administration_says_and_long_ids_are_no_breach(
    forgery: Forgery, kind: str, data: dict[str, Any]
) -> None:
    put(forgery, kind, **data)
    assert forgery.told() == []


def test_a_board_that_tells_something_private_is_named(forgery: Forgery) -> None:
    def tell_too_much(hall: Hall, event: Event) -> dict[str, Any] | None:
        frame = board_frame(hall, event)
        if frame is not None and event.ticket is not None:
            frame["data"] |= {"token": TICKET_TOKEN, "priority": "elderly"}
        return frame

    found = listened(forgery, BoardCheck(tell_too_much))
    first = seq_of(forgery.entries(), "ticket.issued")
    assert found[0].invariant == 10
    assert (found[0].seq, found[0].what) == (first, "the board's frame holds priority, token")
    assert {b.invariant for b in found} == {10}


def listened(forgery: Forgery, check: BoardCheck) -> list[Breach]:
    """What a board check finds in the log."""
    log = forgery.as_sealed(lambda entries: None)
    hall = fold(log[:1])
    found: list[Breach] = []
    for event in log[1:]:
        hall.apply(event)
        found += check.see(event, hall)
    return found


def test_a_board_that_keeps_something_back_is_named(forgery: Forgery) -> None:
    def keep_back(hall: Hall, event: Event) -> dict[str, Any] | None:
        frame = board_frame(hall, event)
        if frame is not None and frame["data"].get("state") == "called":
            frame["data"]["state"] = "waiting"
        return frame

    found = listened(forgery, BoardCheck(keep_back))
    first = seq_of(forgery.entries(), "ticket.called")
    assert (found[0].invariant, found[0].seq) == (6, first)
    assert found[0].what == "a listener's counters {} differ from the hall's {1: 'B003'}"


def test_a_board_that_counts_who_waits_wrongly_is_named(forgery: Forgery) -> None:
    def miscount(hall: Hall, event: Event) -> dict[str, Any] | None:
        frame = board_frame(hall, event)
        if frame is not None and frame["data"].get("waiting") == {"land": 2}:
            frame["data"]["waiting"] = {"land": 20}
        return frame

    found = listened(forgery, BoardCheck(miscount))
    second = seq_of(forgery.entries(), "ticket.issued", nth=1)
    assert (found[0].invariant, found[0].seq) == (6, second)
    assert found[0].what == "a listener's waiting counts differ from the hall's: {'land': 2}"


def test_an_event_that_leads_listeners_astray_is_named(forgery: Forgery) -> None:
    def elsewhere(entries: list[Entry]) -> None:
        entries[seq_of(entries, "ticket.served") - 1].counter = 3

    forgery.rewrite(elsewhere)
    seq = seq_of(forgery.entries(), "ticket.served")
    (told,) = forgery.told()
    assert told == (
        f"invariant 6: small at seq {seq}: a listener's counters {{1: 'B003'}} differ from the hall's {{}}"
    )
