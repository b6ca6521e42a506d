"""The citizen's door over HTTP: one's own ticket, by the token on the slip."""

from __future__ import annotations

from queue_service.tokens import Tokens
from tests.running import SECRET
from tests.service.hall import OpenHall, good, refused


def test_the_holder_sees_place_and_expected_wait(any_hall: OpenHall) -> None:
    any_hall.open(1)
    for _ in range(3):
        any_hall.take()
    token = any_hall.take()["token"]
    ticket = good(any_hall.get(f"/tickets/{token}"))
    assert (ticket["position"], ticket["counter"]) == (3, None)
    assert set(ticket["estimated_wait_s"]) == {"p50", "p80"}


def test_the_holder_sees_the_counter_when_called(any_hall: OpenHall) -> None:
    token = any_hall.take()["token"]
    any_hall.open(1)
    any_hall.do(1, "call-next")
    ticket = good(any_hall.get(f"/tickets/{token}"))
    assert (ticket["state"], ticket["counter"], ticket["position"]) == ("called", 1, None)
    assert ticket["estimated_wait_s"] is None


def test_the_holder_gives_the_number_back(any_hall: OpenHall) -> None:
    token = any_hall.take()["token"]
    answer = good(any_hall.post(f"/tickets/{token}/cancel"))
    assert (answer["state"], answer["token"]) == ("cancelled", token)
    refused(any_hall.post(f"/tickets/{token}/cancel"), 409, "illegal-move")


def test_a_called_number_cannot_be_given_back(hall: OpenHall) -> None:
    token = hall.take()["token"]
    hall.open(1)
    hall.do(1, "call-next")
    refused(hall.post(f"/tickets/{token}/cancel"), 409, "illegal-move")


def test_a_token_that_was_never_given_finds_nothing(hall: OpenHall) -> None:
    token = hall.take()["token"]
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    never_issued = Tokens(SECRET).of_ticket(hall.id, f"{hall.take()['id'][:6]}-B999")
    for wrong in (forged, "x", "a.b.c", token.replace(hall.id, "other"), never_issued):
        for path in (f"/tickets/{wrong}", f"/tickets/{wrong}/qr.svg"):
            if wrong is not never_issued or not path.endswith("svg"):
                refused(hall.get(path), 404, "not-found")
        refused(hall.post(f"/tickets/{wrong}/cancel"), 404, "not-found")
        refused(hall.post(f"/tickets/{wrong}/rating", {"score": 5}), 404, "not-found")


def test_a_ticket_of_an_ended_day_is_still_shown_with_how_it_ended(any_hall: OpenHall) -> None:
    token = any_hall.take()["token"]
    good(any_hall.post("day/close", by="supervisor"))
    ticket = good(any_hall.get(f"/tickets/{token}"))
    assert (ticket["label"], ticket["state"], ticket["position"]) == ("B001", "expired", None)
    assert ticket["token"] == token


def test_the_qr_is_a_picture_and_only_the_holder_can_ask_for_it(hall: OpenHall) -> None:
    token = hall.take()["token"]
    answer = hall.get(f"/tickets/{token}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "private" in answer.headers["cache-control"]
    assert answer.text.startswith("<svg")


def test_one_ticket_may_not_be_asked_for_without_end(hall: OpenHall) -> None:
    token = hall.take()["token"]
    answers = (hall.get(f"/tickets/{token}") for _ in range(1000))
    late = next(answer for answer in answers if answer.status_code != 200)
    refused(late, 429, "too-many")
    assert int(late.headers["retry-after"]) >= 1
    assert good(hall.get(f"/tickets/{hall.take()['token']}"))["label"] == "B002"
