"""Paper over HTTP: only a kiosk with a printer asks for slips; the agent says how each ended."""

from __future__ import annotations

import pytest

from tests.service.hall import Json, OpenHall, good, refused


@pytest.fixture
def printing(any_hall: OpenHall) -> OpenHall:
    """A hall whose kiosk has a printer."""
    any_hall.device("printer")
    return any_hall


def take(hall: OpenHall) -> Json:
    printer, _ = hall.device("printer")
    return hall.take(by=hall.token("kiosk", printer=printer))


def printed(hall: OpenHall, slip: str, **body: object) -> int:
    return hall.post(f"slips/{slip}/printed", body or None, by="printer").status_code


def test_a_kiosk_without_a_printer_asks_for_no_slip(any_hall: OpenHall) -> None:
    assert any_hall.take()["slip"] is None
    assert any_hall.told("slip.requested") == []


def test_a_kiosk_with_a_printer_asks_for_the_slip_of_each_ticket(printing: OpenHall) -> None:
    ticket = take(printing)
    assert ticket["slip"] == {"id": f"{ticket['id']}-1", "state": "requested"}
    (event,) = printing.told("slip.requested")
    known = ("slip", "label", "printer", "repeat")
    assert [event["data"][name] for name in known] == [
        *(f"{ticket['id']}-1", "B001", printing.device("printer")[0], False)
    ]
    assert ticket["token"] not in str(printing.events())


def test_ticket_and_slip_stand_side_by_side_in_the_log(printing: OpenHall) -> None:
    take(printing)
    issued, asked = [e for e in printing.events() if e["type"] in ("ticket.issued", "slip.requested")]
    assert asked["seq"] == issued["seq"] + 1


def test_a_printed_slip_may_be_confirmed_again_and_is_told_once(printing: OpenHall) -> None:
    ticket = take(printing)
    slip = ticket["slip"]["id"]
    assert [printed(printing, slip) for _ in range(3)] == [204, 204, 204]
    assert len(printing.told("slip.printed")) == 1
    held = good(printing.get(f"/tickets/{ticket['token']}"))
    assert held["slip"] == {"id": slip, "state": "printed"}


def test_a_slip_printed_again_after_a_crash_says_so(printing: OpenHall) -> None:
    slip = take(printing)["slip"]["id"]
    assert printed(printing, slip, repeat=True) == 204
    assert printing.told("slip.printed")[0]["data"]["repeat"] is True


def test_a_slip_ends_once(printing: OpenHall) -> None:
    first, second = take(printing)["slip"]["id"], take(printing)["slip"]["id"]
    assert printed(printing, first) == 204
    failed = printing.post(f"slips/{first}/failed", {"reason": "paper-out"}, by="printer")
    assert refused(failed, 409, "slip-ended") == {"slip": first, "state": "printed"}
    reason = {"reason": "paper-out"}
    for _ in range(2):
        good(printing.post(f"slips/{second}/failed", reason, by="printer"))
    refused(printing.post(f"slips/{second}/printed", {}, by="printer"), 409, "slip-ended")
    (event,) = printing.told("slip.failed")
    assert event["data"]["reason"] == "paper-out"


def test_an_agent_confirms_the_slips_of_its_own_printer_alone(printing: OpenHall) -> None:
    slip = take(printing)["slip"]["id"]
    other = printing.token("printer", counter=1)  # a second printer
    refused(printing.post(f"slips/{slip}/printed", {}, by=other), 403, "not-allowed")
    refused(printing.post("slips/261124-B999-1/printed", {}, by="printer"), 404, "not-found")


def test_a_reprint_is_a_new_slip_with_the_mark_of_a_repeat(printing: OpenHall) -> None:
    kiosk = printing.token("kiosk", printer=printing.device("printer")[0])
    ticket = take(printing)
    answer = printing.post(f"tickets/{ticket['id']}/slip", by=kiosk)
    assert answer.status_code == 201
    assert answer.json() == {"id": f"{ticket['id']}-2", "state": "requested"}
    assert [e["data"]["repeat"] for e in printing.told("slip.requested")] == [False, True]


def test_a_kiosk_without_a_printer_cannot_reprint(any_hall: OpenHall) -> None:
    ticket = any_hall.take()
    refused(any_hall.post(f"tickets/{ticket['id']}/slip", by="kiosk"), 404, "not-found")


def test_a_printers_trouble_is_told_when_it_begins_and_when_it_ends(printing: OpenHall) -> None:
    for problem in ("paper-low", "paper-low", "paper-out", None, None):
        good(printing.post("printer/status", {"problem": problem}, by="printer"))
    told = [e for e in printing.events() if e["type"] in ("device.lost", "device.back")]
    assert [(e["type"], e["data"]["problem"]) for e in told] == [
        ("device.lost", "paper-low"),
        ("device.lost", "paper-out"),
        ("device.back", "paper-out"),
    ]


@pytest.mark.parametrize("body", [{}, {"problem": "on-fire"}, {"problem": 7}, {"problem": None, "x": 1}])
def test_a_status_out_of_bounds_is_invalid(hall: OpenHall, body: Json) -> None:
    refused(hall.post("printer/status", body, by="printer"), 422, "invalid")


def test_the_slips_of_a_day_that_ends_have_failed(printing: OpenHall) -> None:
    slip = take(printing)["slip"]["id"]
    good(printing.post("day/close", by="supervisor"))
    (event,) = printing.told("slip.failed")
    assert (event["data"]["slip"], event["data"]["reason"]) == (slip, "day-closed")
    refused(printing.post(f"slips/{slip}/printed", {}, by="printer"), 404, "not-found")
