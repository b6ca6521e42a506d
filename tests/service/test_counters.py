"""All counters at a glance, for the staff alone."""

from __future__ import annotations

from tests.service.hall import OpenHall, good, refused


def test_the_staff_sees_who_sits_where(any_hall: OpenHall) -> None:
    lan = any_hall.own("lan")
    any_hall.add_user(lan, "officer")
    session = any_hall.log_in(lan)
    good(any_hall.verb(2, "open", by=session))
    any_hall.open(3)
    for by in (session, "counter", "supervisor"):
        first, second, third = good(any_hall.get("counters", by=by))["counters"]
        assert (first["number"], first["state"], first["officer"]) == (1, "closed", None)
        assert (second["state"], second["officer"], second["officer_name"]) == ("open", lan, lan)
        assert (third["state"], third["officer"], third["officer_name"]) == ("open", None, None)
        assert second["services"] == ["land", "business"]


def test_nobody_else_does(hall: OpenHall) -> None:
    refused(hall.get("counters"), 401, "not-known")
    refused(hall.get("counters", by="kiosk"), 403, "not-allowed")


def test_a_note_of_a_hold_stays_outside_the_log_and_comes_back_with_the_ticket(any_hall: OpenHall) -> None:
    ticket = any_hall.take()["id"]
    any_hall.open(1)
    any_hall.do(1, "call-next")
    any_hall.do(1, "hold", note="Chị Hoa đi sao y, 15 phút")
    (held,) = any_hall.told("ticket.held")
    assert held["data"]["noted"] is True
    assert "Hoa" not in str(held)
    any_hall.do(1, "call", ticket=ticket)
    desk = good(any_hall.get("counters/1", by="counter"))
    assert [note["text"] for note in desk["notes"]] == ["Chị Hoa đi sao y, 15 phút"]


def test_a_hold_without_a_note_says_so(hall: OpenHall) -> None:
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    hall.do(1, "hold")
    (held,) = hall.told("ticket.held")
    assert held["data"]["noted"] is False
