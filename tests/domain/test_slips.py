"""Paper: how a slip is asked for and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queue_service.commands.confirm_slip import fail_overdue_slips, slip_failed, slip_printed
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.request_slip import request_slip
from queue_service.domain.errors import NotAllowed, NotFound, SlipEnded
from tests.halls import Rehearsal, small_site


def test_a_slip_ends_once_and_saying_so_again_changes_nothing() -> None:
    play = Rehearsal()
    play.issue("land", printer="p1")
    slip = {"slip": "261124-B001-1", "printer": "p1"}
    assert [e.type for e in play.do(slip_printed, **slip)] == ["slip.printed"]
    assert play.do(slip_printed, **slip, repeat=True) == []
    with pytest.raises(SlipEnded) as refused:
        play.do(slip_failed, **slip, reason="paper-out")
    assert refused.value.data == {"slip": "261124-B001-1", "state": "printed"}


def test_a_slip_is_confirmed_by_its_own_printer_alone() -> None:
    play = Rehearsal()
    play.issue("land", printer="p1")
    with pytest.raises(NotAllowed):
        play.do(slip_printed, slip="261124-B001-1", printer="p2")
    with pytest.raises(NotFound):
        play.do(slip_printed, slip="261124-B001-9", printer="p1")


def test_a_slip_that_nobody_prints_has_failed_after_the_sites_time() -> None:
    play = Rehearsal(small_site(slip_timeout=timedelta(minutes=2)))
    play.issue("land", printer="p1")
    play.passes(seconds=119)
    play.do(request_slip, ticket=play.id("B001"), printer="p1")
    assert play.do(fail_overdue_slips) == []
    play.passes(seconds=1)
    assert [e.data["slip"] for e in play.do(fail_overdue_slips)] == ["261124-B001-1"]


def test_a_ticket_of_a_kiosk_with_a_printer_asks_for_its_slip() -> None:
    play = Rehearsal()
    play.issue("land")
    issued, slip = play.do(issue_ticket, service="land", kiosk="kiosk-1", printer="printer-1")
    assert issued.data["kiosk"] == "kiosk-1"
    assert slip.type == "slip.requested"
    assert slip.data == {
        "slip": "261124-B002-1",
        "label": "B002",
        "printer": "printer-1",
        "repeat": False,
        "ahead": 1,
        "request": None,
    }


def test_a_slip_asked_for_again_is_marked_as_a_repeat() -> None:
    play = Rehearsal()
    label = play.issue("land", printer="printer-1")
    (slip,) = play.do(request_slip, ticket=play.id(label), printer="printer-1")
    assert (slip.data["slip"], slip.data["repeat"]) == ("261124-B001-2", True)
