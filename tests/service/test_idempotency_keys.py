"""Idempotency-Key over HTTP, on each database: the same answer again, byte for byte."""

from __future__ import annotations

import pytest

from tests.service.hall import OpenHall, good, refused

REPLAYED = "idempotent-replayed"


def test_the_same_key_and_body_is_answered_the_same(any_hall: OpenHall) -> None:
    first, again = (any_hall.post("tickets", {"service": "land"}, by="kiosk", key="k") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"


def test_an_answer_is_the_same_even_after_the_ticket_moved_on(any_hall: OpenHall) -> None:
    first = any_hall.post("tickets", {"service": "land"}, by="kiosk", key="k")
    any_hall.open(1)
    any_hall.do(1, "call-next")
    again = any_hall.post("tickets", {"service": "land"}, by="kiosk", key="k")
    assert first.content == again.content


def test_a_refusal_and_a_204_are_answered_the_same(any_hall: OpenHall) -> None:
    any_hall.open(1)
    for verb, status in (("call-next", 204), ("recall", 409)):
        path = f"counters/1/{verb}"
        first = any_hall.post(path, by="counter", key=verb)
        any_hall.take()
        again = any_hall.post(path, by="counter", key=verb)
        assert (first.status_code, again.status_code) == (status, status)
        assert (first.content, again.headers[REPLAYED]) == (again.content, "true")


def test_the_same_key_with_another_body_or_path_is_a_mismatch(any_hall: OpenHall) -> None:
    any_hall.open(1)
    good(any_hall.post("tickets", {"service": "land"}, by="kiosk", key="k"))
    other = any_hall.post("tickets", {"service": "business"}, by="kiosk", key="k")
    assert refused(other, 422, "idempotency-mismatch") == {"key": "k"}
    good(any_hall.post("counters/1/call-next", by="counter", key="c"))
    refused(any_hall.post("counters/1/finish", by="counter", key="c"), 422, "idempotency-mismatch")
    refused(any_hall.post("counters/2/open", by="counter", key="c"), 422, "idempotency-mismatch")


def test_a_key_is_its_callers_own(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    hall.add_user(hall.own("minh"), "officer")
    for _ in range(2):
        hall.take()
    hall.open(1, 2)
    called = [
        good(hall.post(f"counters/{counter}/call-next", by=hall.log_in(hall.own(name)), key="k"))["label"]
        for counter, name in ((1, "lan"), (2, "minh"))
    ]
    assert called == ["B001", "B002"]


@pytest.mark.parametrize(("length", "status"), [(200, 201), (201, 422)])
def test_a_key_has_at_most_200_characters(hall: OpenHall, length: int, status: int) -> None:
    answer = hall.post("tickets", {"service": "land"}, by="kiosk", key="k" * length)
    assert answer.status_code == status


def test_a_holders_request_may_carry_a_key_too(any_hall: OpenHall) -> None:
    token = any_hall.take()["token"]
    answers = [any_hall.post(f"/tickets/{token}/cancel", key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert len(any_hall.told("ticket.cancelled")) == 1


def test_a_pads_request_may_carry_a_key_too(any_hall: OpenHall) -> None:
    any_hall.take()
    any_hall.open(1)
    any_hall.do(1, "call-next")
    any_hall.do(1, "finish")
    answers = [any_hall.post("counters/1/rating", {"score": 5}, by="rating", key="k") for _ in range(2)]
    assert [(answer.status_code, REPLAYED in answer.headers) for answer in answers] == [
        *((204, False), (204, True))
    ]
