"""Ratings over HTTP: once a ticket, by its holder or from the pad while the site allows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.service.conftest import NewHall
from tests.service.hall import OpenHall, good, refused


def served(hall: OpenHall) -> str:
    """The token of a ticket that counter 1 has served."""
    token: str = hall.take()["token"]
    hall.open(1)
    hall.do(1, "call-next")
    hall.do(1, "finish")
    return token


def test_the_holder_rates_once(any_hall: OpenHall) -> None:
    token = served(any_hall)
    path = f"/tickets/{token}/rating"
    answer = good(any_hall.post(path, {"score": 4, "reasons": ["fast"], "comment": "Cảm ơn chị Lan"}))
    assert (answer["label"], answer["state"]) == ("B001", "served")
    assert refused(any_hall.post(path, {"score": 5}), 409, "already-rated") == {"label": "B001"}


def test_a_rating_stands_in_the_log_and_its_comment_does_not(any_hall: OpenHall) -> None:
    token = served(any_hall)
    good(any_hall.post(f"/tickets/{token}/rating", {"score": 2, "reasons": ["slow"], "comment": "Chị Lan"}))
    (rated,) = any_hall.told("ticket.rated")
    assert rated["actor"].partition(":")[0] == "citizen"
    assert (rated["data"]["score"], rated["data"]["reasons"], rated["data"]["commented"]) == (
        2,
        ["slow"],
        True,
    )
    assert "Lan" not in str(rated)


def test_the_pad_rates_the_ticket_last_served_at_its_counter(any_hall: OpenHall) -> None:
    served(any_hall)
    answer = any_hall.post("counters/1/rating", {"score": 5}, by="rating")
    assert (answer.status_code, answer.content) == (204, b"")
    refused(any_hall.post("counters/1/rating", {"score": 5}, by="rating"), 409, "already-rated")


def test_pad_and_holder_together_rate_once(hall: OpenHall) -> None:
    token = served(hall)
    good(hall.post("counters/1/rating", {"score": 5}, by="rating"))
    refused(hall.post(f"/tickets/{token}/rating", {"score": 1}), 409, "already-rated")


def test_a_pad_with_nothing_to_rate_says_so(hall: OpenHall) -> None:
    refused(hall.post("counters/1/rating", {"score": 5}, by="rating"), 409, "rating-closed")


def test_the_pad_is_closed_when_the_sites_time_has_passed_but_the_holder_may_still_rate(
    new_hall: NewHall,
) -> None:
    hall = new_hall(rating_window=timedelta(0))
    token = served(hall)
    refused(hall.post("counters/1/rating", {"score": 5}, by="rating"), 409, "rating-closed")
    good(hall.post(f"/tickets/{token}/rating", {"score": 3}))


def test_a_ticket_that_was_not_served_cannot_be_rated(hall: OpenHall) -> None:
    token = hall.take()["token"]
    data = refused(hall.post(f"/tickets/{token}/rating", {"score": 5}), 409, "illegal-move")
    assert data["state"] == "waiting"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"score": 0},
        {"score": 6},
        {"score": "5"},
        {"score": 4.5},
        {"score": True},
        {"score": 5, "reasons": ["Chị Lan"]},
        {"score": 5, "reasons": ["a"] * 9},
        {"score": 5, "comment": "x" * 2001},
        {"score": 5, "name": "Lan"},
    ],
)
def test_a_rating_out_of_bounds_is_invalid(hall: OpenHall, body: dict[str, object]) -> None:
    token = hall.take()["token"]
    refused(hall.post(f"/tickets/{token}/rating", body), 422, "invalid")
    refused(hall.post("counters/1/rating", body, by="rating"), 422, "invalid")
