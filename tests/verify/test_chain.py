"""Invariants 1 and 5: the log is whole and unchanged, and what was answered is in it."""

from __future__ import annotations

import json

import pytest

from queue_service.domain.events import EventType
from tests.verify.forgery import Entry, Forgery, seq_of

CHANGED = "was changed: its hash does not fit its content"


@pytest.fixture
def announced(forgery: Forgery) -> int:
    """The `seq` of an event that no row and no board depends on once the day has ended."""
    return seq_of(forgery.entries(), "announcement.made")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("data", '{"text":{"vi":"Miễn phí"},"until":null}'),
        ("actor", "officer:somebody-else"),
        ("at", "2026-11-24T01:00:00.000Z"),
        ("counter", 3),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_event_shows(forgery: Forgery, announced: int, column: str, value: object) -> None:
    forgery.sql(f"UPDATE events SET {column} = ? WHERE seq = ?", value, announced)
    assert f"invariant 1: small at seq {announced}: {CHANGED}" in forgery.told()
    assert {b.invariant for b in forgery.breaches()} == {1}


def test_a_change_sealed_alone_breaks_the_chain_at_the_event_after_it(
    forgery: Forgery, announced: int
) -> None:
    def reword(entries: list[Entry]) -> None:
        entries[announced - 1].data["text"] = {"vi": "Miễn phí"}

    sealed = forgery.as_sealed(reword)[announced - 1]
    data = json.dumps(sealed.data)
    forgery.sql("UPDATE events SET data = ?, hash = ? WHERE seq = ?", data, sealed.hash, announced)
    assert forgery.told() == [
        f"invariant 1: small at seq {announced + 1}: is not chained to the event before it"
    ]


def test_a_removed_event_shows_at_the_one_that_follows_it(forgery: Forgery, announced: int) -> None:
    forgery.sql("DELETE FROM events WHERE seq = ?", announced)
    told = forgery.told()
    after = f"small at seq {announced + 1}"
    assert told == [
        f"invariant 3: {after}: cannot be folded (OutOfOrder); rows and board are not compared beyond it",
        f"invariant 1: {after}: follows {announced - 1}: events are missing or out of order",
    ]


def test_a_removed_last_event_shows_in_the_sites_counter(forgery: Forgery) -> None:
    last = len(forgery.entries())
    forgery.sql("DELETE FROM events WHERE seq = ?", last)
    assert (
        f"invariant 1: small at seq {last - 1}: is the last event, but the site's counter stands at {last}"
        in forgery.told()
    )


def test_an_event_added_without_the_sites_counter_shows(forgery: Forgery) -> None:
    last = len(forgery.entries())
    said = {"text": {"vi": "Miễn phí"}, "until": None}
    forgery.rewrite(
        lambda entries: entries.append(
            Entry(EventType.ANNOUNCEMENT_MADE, entries[-1].at, "x", None, None, said)
        )
    )
    forgery.sql("UPDATE sites SET seq = ?", last)
    assert (
        f"invariant 1: small at seq {last + 1}: is the last event, but the site's counter stands at {last}"
        in forgery.told()
    )


def test_events_that_changed_places_show(forgery: Forgery, announced: int) -> None:
    for was, becomes in ((announced, -1), (announced + 1, announced), (-1, announced + 1)):
        forgery.sql("UPDATE events SET seq = ? WHERE seq = ?", becomes, was)
    seqs = {b.seq for b in forgery.breaches() if b.invariant == 1}
    assert {announced, announced + 1} <= seqs


def test_a_log_sealed_anew_from_a_change_on_does_not_fit_the_sites_head(
    forgery: Forgery, announced: int
) -> None:
    head = forgery.head()

    def reword(entries: list[Entry]) -> None:
        entries[announced - 1].data["text"] = {"vi": "Miễn phí"}

    forgery.rewrite(reword)
    forgery.sql("UPDATE sites SET head = ?", head)
    last = len(forgery.entries())
    assert forgery.told() == [
        f"invariant 1: small at seq {last}: is the last event, but the site's counter stands at {last}"
    ]


@pytest.mark.parametrize(
    ("column", "value"), [("data", "{"), ("type", "ticket.sold"), ("at", "yesterday"), ("at", "2026-11-24")]
)
def test_an_event_that_cannot_be_read_any_more_is_named(
    forgery: Forgery, announced: int, column: str, value: str
) -> None:
    forgery.sql(f"UPDATE events SET {column} = ? WHERE seq = ?", value, announced)
    first = forgery.told()[0]
    assert first == f"invariant 1: small at seq {announced}: was changed: it cannot be read as an event"


def test_an_event_without_what_it_must_tell_is_named_and_the_rest_is_still_checked(forgery: Forgery) -> None:
    issued = seq_of(forgery.entries(), "ticket.issued", "A002")
    forgery.sql("UPDATE events SET data = '{}' WHERE seq = ?", issued)
    forgery.sql("UPDATE events SET actor = 'x' WHERE seq = ?", issued + 1)
    told = forgery.told()
    assert f"invariant 1: small at seq {issued}: {CHANGED}" in told
    assert (
        f"invariant 3: small at seq {issued}: ticket.issued makes no sense to LifeCheck: KeyError('day')"
        in told
    )
    assert f"invariant 1: small at seq {issued + 1}: {CHANGED}" in told


def test_a_ticket_that_was_answered_and_is_not_in_the_log_is_named_with_its_key(forgery: Forgery) -> None:
    def forget_a002(entries: list[Entry]) -> None:
        entries[:] = [e for e in entries if e.ticket != "261125-A002"]

    forgery.rewrite(forget_a002)
    (told,) = forgery.told()
    assert told.startswith("invariant 5: small: key 'key-")
    assert told.endswith("of device:kiosk-1 was answered with ticket 261125-A002, not in the log")


def test_answers_that_gave_no_ticket_are_no_breach(forgery: Forgery) -> None:
    for answer in (
        {"status": 204, "body": None},
        {"status": 201, "body": {"id": "261124-B009-1", "state": "requested"}},
        {"status": 200, "body": []},
        {"code": "no-ticket", "data": {"counter": 1}},
    ):
        forgery.sql("UPDATE answers SET answer = ?", json.dumps(answer))
        assert forgery.told() == []
