"""The rating pad over HTTP: what it asks about, and that it rates no other ticket than that."""

from __future__ import annotations

from datetime import timedelta

from tests.service.conftest import NewHall
from tests.service.hall import OpenHall, good, refused

NOBODY = {"label": None, "officer_name": None}


def test_the_pad_asks_about_the_ticket_last_served_and_names_the_officer(any_hall: OpenHall) -> None:
    lan = any_hall.own("lan")
    any_hall.add_user(lan, "officer")
    session = any_hall.log_in(lan)
    any_hall.take()
    good(any_hall.verb(1, "open", by=session))
    assert asked(any_hall) == {"label": None, "officer_name": lan}
    good(any_hall.verb(1, "call-next", by=session))
    good(any_hall.verb(1, "finish", by=session))
    assert asked(any_hall) == {"label": "B001", "officer_name": lan}


def test_a_pad_asks_nothing_once_it_is_rated_or_too_late(hall: OpenHall, new_hall: NewHall) -> None:
    assert asked(hall) == NOBODY
    serve_one(hall)
    good(hall.post("counters/1/rating", {"score": 5, "label": "B001"}, by="rating"))
    assert asked(hall)["label"] is None
    late = new_hall(rating_window=timedelta(0))
    serve_one(late)
    assert asked(late) == NOBODY


def test_a_rating_that_comes_after_the_next_was_served_is_refused(hall: OpenHall) -> None:
    serve_one(hall)
    serve_one(hall)
    refused(hall.post("counters/1/rating", {"score": 1, "label": "B001"}, by="rating"), 409, "rating-closed")
    good(hall.post("counters/1/rating", {"score": 5, "label": "B002"}, by="rating"))
    assert [e["data"]["label"] for e in hall.told("ticket.rated")] == ["B002"]


def test_only_a_rating_pad_of_that_counter_asks(hall: OpenHall) -> None:
    refused(hall.get("counters/1/rating"), 401, "not-known")
    refused(hall.get("counters/1/rating", by="kiosk"), 403, "not-allowed")
    refused(hall.get("counters/1/rating", by=hall.token("rating", counter=2)), 403, "not-allowed")


def asked(hall: OpenHall) -> dict[str, str | None]:
    answer: dict[str, str | None] = good(hall.get("counters/1/rating", by="rating"))
    return answer


def serve_one(hall: OpenHall) -> None:
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    hall.do(1, "finish")
