"""The officer's door over HTTP, on each database: every verb, and what each refuses."""

from __future__ import annotations

import pytest

from queue_service.domain.site import AtCallNext, CallingOrder
from tests.service.conftest import NewHall
from tests.service.hall import OpenHall, good, refused


def test_a_counter_opens_pauses_resumes_and_closes(any_hall: OpenHall) -> None:
    opened = any_hall.do(1, "open")
    assert opened == {
        "number": 1,
        "name": {"vi": "Quầy 1", "en": "Quầy 1 (en)"},
        "state": "open",
        "reason": None,
        "officer": any_hall.device("counter")[0],
    }
    paused = any_hall.do(1, "pause", reason="Nghỉ 10 phút")
    assert (paused["state"], paused["reason"]) == ("paused", "Nghỉ 10 phút")
    resumed = any_hall.do(1, "resume")
    assert (resumed["state"], resumed["reason"]) == ("open", None)
    closed = any_hall.do(1, "close")
    assert (closed["state"], closed["officer"]) == ("closed", None)


def test_opening_an_open_counter_is_no_event(any_hall: OpenHall) -> None:
    any_hall.open(1)
    before = any_hall.events()
    assert any_hall.do(1, "open")["state"] == "open"
    assert len(any_hall.events()) == len(before)


def test_call_next_calls_in_the_order_of_issue_and_finishes_the_ticket_before(any_hall: OpenHall) -> None:
    tickets = [any_hall.take() for _ in range(3)]
    any_hall.open(1)
    assert [any_hall.do(1, "call-next")["label"] for _ in range(3)] == ["B001", "B002", "B003"]
    states = [good(any_hall.get(f"/tickets/{t['token']}"))["state"] for t in tickets]
    assert states == ["served", "served", "called"]


def test_nobody_waits_is_204_and_the_ticket_at_the_counter_is_finished_all_the_same(
    any_hall: OpenHall,
) -> None:
    token = any_hall.take()["token"]
    any_hall.open(1)
    any_hall.do(1, "call-next")
    answer = any_hall.verb(1, "call-next")
    assert (answer.status_code, answer.content) == (204, b"")
    assert good(any_hall.get(f"/tickets/{token}"))["state"] == "served"


def test_two_pages_at_one_counter_do_not_call_over_each_other(any_hall: OpenHall) -> None:
    first = any_hall.take()["id"]
    any_hall.take()
    any_hall.open(1)
    assert any_hall.do(1, "call-next", present=None)["label"] == "B001"
    data = refused(any_hall.verb(1, "call-next", {"present": None}), 409, "not-present")
    assert data["present"] == first
    assert any_hall.do(1, "call-next", present=first)["label"] == "B002"


def test_call_next_may_be_narrowed_to_one_service(any_hall: OpenHall) -> None:
    any_hall.take("land")
    any_hall.take("business")
    any_hall.open(2)
    assert any_hall.do(2, "call-next", service="business")["label"] == "A001"
    refused(any_hall.verb(2, "call-next", {"service": "results"}), 422, "invalid")


def test_a_site_may_make_one_that_was_only_called_a_no_show(new_hall: NewHall) -> None:
    hall = new_hall(at_call_next=AtCallNext.NO_SHOW)
    missing, served = hall.take(), hall.take()
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    hall.do(1, "call-next")
    hall.do(1, "start")
    hall.do(1, "call-next")
    states = [good(hall.get(f"/tickets/{t['token']}"))["state"] for t in (missing, served)]
    assert states == ["no_show", "served"]


def test_a_site_may_let_a_counter_empty_its_first_service_first(new_hall: NewHall) -> None:
    hall = new_hall(calling_order=CallingOrder.BY_SERVICE)
    for service in ("business", "land", "land"):
        hall.take(service)
    hall.open(2)
    assert [hall.do(2, "call-next")["label"] for _ in range(3)] == ["B001", "B002", "A001"]


def test_a_ticket_is_called_recalled_started_and_finished(any_hall: OpenHall) -> None:
    any_hall.take()
    any_hall.open(1)
    called = any_hall.do(1, "call-next")
    assert (called["state"], called["counter"], called["calls"]) == ("called", 1, 1)
    assert any_hall.do(1, "recall")["calls"] == 2
    started = any_hall.do(1, "start")
    assert (started["state"], started["calls"]) == ("serving", 2)
    assert started["started_at"] >= called["called_at"]
    finished = any_hall.do(1, "finish")
    assert (finished["state"], finished["counter"]) == ("served", 1)
    assert finished["finished_at"] >= started["started_at"]


def test_a_ticket_is_called_by_name_out_of_its_turn(any_hall: OpenHall) -> None:
    any_hall.take()
    second = any_hall.take()
    any_hall.open(1)
    assert any_hall.do(1, "call", ticket=second["id"])["label"] == "B002"
    refused(any_hall.verb(1, "call", {"ticket": "261124-B999"}), 404, "not-found")


def test_a_no_show_may_be_called_again_by_name_or_reinstated(any_hall: OpenHall) -> None:
    ids = [any_hall.take()["id"] for _ in range(2)]
    any_hall.open(1)
    for _ in ids:
        any_hall.do(1, "call-next")
        assert any_hall.do(1, "no-show")["state"] == "no_show"
    assert any_hall.do(1, "call", ticket=ids[1])["calls"] == 2
    again = any_hall.do(1, "reinstate", ticket=ids[0])
    assert (again["state"], again["position"], again["counter"]) == ("waiting", 0, None)


def test_a_held_ticket_frees_the_counter_and_comes_back_by_name(any_hall: OpenHall) -> None:
    held = any_hall.take()["id"]
    any_hall.take()
    any_hall.open(1)
    any_hall.do(1, "call-next")
    any_hall.do(1, "start")
    assert any_hall.do(1, "hold")["state"] == "on_hold"
    assert any_hall.do(1, "call-next")["label"] == "B002"
    assert any_hall.do(1, "call", ticket=held)["state"] == "called"


def test_a_ticket_called_by_mistake_returns_to_its_own_place(any_hall: OpenHall) -> None:
    any_hall.take()
    any_hall.take()
    any_hall.open(1)
    any_hall.do(1, "call-next")
    back = any_hall.do(1, "return")
    assert (back["state"], back["position"]) == ("waiting", 0)


@pytest.mark.parametrize(("position", "place"), [("front", 0), ("by-time", 0), ("back", 2)])
def test_a_transfer_to_a_service_takes_the_place_that_was_said(
    hall: OpenHall, position: str, place: int
) -> None:
    hall.take("land")
    for _ in range(2):
        hall.take("business")
    hall.open(1)
    hall.do(1, "call-next")
    moved = hall.do(1, "transfer", service="business", position=position)
    known = ("state", "service", "label", "position", "counter")
    assert [moved[name] for name in known] == ["waiting", "business", "B001", place, None]


def test_a_transfer_to_a_counter_waits_for_that_counter_alone(any_hall: OpenHall) -> None:
    any_hall.take("land")
    any_hall.open(1, 2, 3)
    any_hall.do(1, "call-next")
    any_hall.do(1, "transfer", counter=3, position="front")
    assert any_hall.verb(2, "call-next").status_code == 204
    assert any_hall.do(3, "call-next")["label"] == "B001"


def test_a_ticket_that_is_not_at_the_counter_is_transferred_and_cancelled_by_its_id(
    any_hall: OpenHall,
) -> None:
    first, second = any_hall.take()["id"], any_hall.take()["id"]
    assert any_hall.do(1, "transfer", ticket=first, service="results")["service"] == "results"
    assert any_hall.do(1, "cancel", ticket=second)["state"] == "cancelled"
    refused(any_hall.verb(1, "cancel", {"ticket": second}), 409, "illegal-move")


def test_a_note_is_read_by_the_next_officer_and_stands_in_no_event(any_hall: OpenHall) -> None:
    any_hall.take("land")
    any_hall.open(1)
    any_hall.do(1, "call-next")
    any_hall.do(1, "transfer", counter=3, note="Bà Hoa, đã kiểm bản đồ")
    any_hall.open(3)
    any_hall.do(3, "call-next")
    (note,) = good(any_hall.get("counters/3", by="counter"))["notes"]
    assert note["text"] == "Bà Hoa, đã kiểm bản đồ"
    assert "Hoa" not in str(any_hall.events())


@pytest.mark.parametrize("verb", ["recall", "start", "finish", "no-show", "hold", "return", "transfer"])
def test_a_verb_at_a_counter_without_a_ticket_is_refused(hall: OpenHall, verb: str) -> None:
    hall.open(1)
    body = {"service": "business"} if verb == "transfer" else None
    assert refused(hall.verb(1, verb, body), 409, "no-ticket") == {"counter": 1}


@pytest.mark.parametrize("verb", ["recall", "start", "no-show", "return"])
def test_a_move_that_the_table_does_not_allow_names_the_state_and_changes_nothing(
    hall: OpenHall, verb: str
) -> None:
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    hall.do(1, "start")
    before = hall.events()
    data = refused(hall.verb(1, verb), 409, "illegal-move")
    assert (data["state"], data["label"]) == ("serving", "B001")
    assert hall.events() == before


def test_a_closed_and_a_paused_counter_call_nobody(hall: OpenHall) -> None:
    ticket = hall.take()["id"]
    for verb, body in (("call-next", None), ("call", {"ticket": ticket})):
        refused(hall.verb(1, verb, body), 409, "counter-closed")
    for verb in ("pause", "resume"):
        refused(hall.verb(1, verb), 409, "counter-closed")
    hall.open(1)
    hall.do(1, "pause")
    for verb, body in (("call-next", None), ("call", {"ticket": ticket})):
        refused(hall.verb(1, verb, body), 409, "counter-paused")


def test_a_counter_with_a_ticket_does_not_close(hall: OpenHall) -> None:
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    assert refused(hall.verb(1, "close"), 409, "counter-busy")["label"] == "B001"


def test_a_ticket_at_one_counter_cannot_be_called_to_another(hall: OpenHall) -> None:
    ticket = hall.take()["id"]
    hall.open(1, 2)
    hall.do(1, "call-next")
    refused(hall.verb(2, "call", {"ticket": ticket}), 409, "illegal-move")


def test_a_counter_that_the_site_lacks_is_not_found(hall: OpenHall) -> None:
    refused(hall.verb(99, "open"), 404, "not-found")
    refused(hall.get("counters/99", by="counter"), 404, "not-found")


def test_a_transfer_needs_exactly_one_target_and_a_known_one(hall: OpenHall) -> None:
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    refused(hall.verb(1, "transfer", {}), 422, "invalid")
    refused(hall.verb(1, "transfer", {"service": "business", "counter": 2}), 422, "invalid")
    refused(hall.verb(1, "transfer", {"service": "business", "position": "first"}), 422, "invalid")
    refused(hall.verb(1, "transfer", {"service": "war"}), 404, "not-found")
    refused(hall.verb(1, "transfer", {"counter": 99}), 404, "not-found")


def test_the_console_sees_its_counter_its_lines_and_who_is_held_or_missed(any_hall: OpenHall) -> None:
    for service in ("land", "land", "land", "business", "results"):
        any_hall.take(service)
    any_hall.open(2)
    for end in ("no-show", "hold", "finish"):
        any_hall.do(2, "call-next")
        any_hall.do(2, end)
    seen = good(any_hall.get("counters/2", by="counter"))
    assert seen["counter"]["services"] == ["land", "business"]
    assert seen["counter"]["served_today"] == 1
    assert seen["ticket"] is None
    assert seen["last_served"]["label"] == "B003"
    assert [t["label"] for t in seen["waiting"]] == ["A001"]
    assert seen["waiting_total"] == 1
    assert [t["label"] for t in seen["on_hold"]] == ["B002"]
    assert [t["label"] for t in seen["no_shows"]] == ["B001"]
    assert "token" not in str(seen)
