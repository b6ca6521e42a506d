"""Invariant 3, second half: every row equals the fold of its events, and there is no other row."""

from __future__ import annotations

import pytest

from tests.verify.forgery import Forgery

TICKET = "UPDATE tickets SET {} WHERE id = '261125-A002'"
DIFFERS = "invariant 3: small: the row of {} differs from the fold of its events"


@pytest.mark.parametrize(
    "change",
    [
        "state = 'cancelled'",
        "service = 'land'",
        "priority = 'elderly'",
        "calls = 1",
        "turn = 1",
        "for_counter = 2",
        "state = 'called', counter = 3",
        "issued_at = '2026-11-25T01:00:00.000Z'",
        "procedure = '1.000002'",
        "language = 'en'",
    ],
)
def test_a_changed_row_of_a_ticket_is_named(forgery: Forgery, change: str) -> None:
    forgery.sql(TICKET.format(change))
    assert forgery.told() == [DIFFERS.format("ticket 261125-A002")]


def test_a_changed_row_of_yesterday_is_named_too(forgery: Forgery) -> None:
    forgery.sql("UPDATE tickets SET score = 1 WHERE id = '261124-B003'")
    assert forgery.told() == [DIFFERS.format("ticket 261124-B003")]


@pytest.mark.parametrize("change", ["state = 'failed'", "repeat = 1", "printer = 'printer-2'"])
def test_a_changed_row_of_a_slip_is_named(forgery: Forgery, change: str) -> None:
    forgery.sql(f"UPDATE slips SET {change} WHERE id = '261124-B001-1'")
    assert forgery.told() == [DIFFERS.format("slip 261124-B001-1")]


@pytest.mark.parametrize(
    "change", ["state = 'paused'", "state = 'closed', officer = NULL", "officer = 'x'", "reason = 'y'"]
)
def test_a_changed_row_of_a_counter_is_named(forgery: Forgery, change: str) -> None:
    forgery.sql(f"UPDATE counters SET {change} WHERE number = 2")
    assert forgery.told() == [DIFFERS.format("counter 2")]


def test_a_row_without_an_event_is_named(forgery: Forgery) -> None:
    forgery.sql(
        "INSERT INTO tickets SELECT site_id, '261125-A009', day, service, prefix, 9, 'A009', procedure, priority,"
        " language, kiosk, state, counter, for_counter, turn, calls, issued_at, called_at, started_at, finished_at,"
        " score FROM tickets WHERE id = '261125-A002'"
    )
    forgery.sql(
        "INSERT INTO slips VALUES ('small', '261125-A009-1', '261125-A009', 'printer-1', 'printed', 0)"
    )
    forgery.sql("INSERT INTO counters VALUES ('small', 7, 'open', 'officer:lan', NULL)")
    assert forgery.told() == [
        "invariant 3: small: ticket 261125-A009 has a row but no event",
        "invariant 3: small: slip 261125-A009-1 has a row but no event",
        "invariant 3: small: counter 7 has a row but no event",
    ]


def test_an_event_without_its_row_is_named(forgery: Forgery) -> None:
    forgery.sql("DELETE FROM slips WHERE id = '261125-A002-1'")
    forgery.sql("DELETE FROM tickets WHERE id = '261125-A002'")
    forgery.sql("DELETE FROM counters WHERE number = 3")
    assert forgery.told() == [
        "invariant 3: small: ticket 261125-A002 has events but no row",
        "invariant 3: small: slip 261125-A002-1 has events but no row",
        "invariant 3: small: counter 3 has events but no row",
    ]
