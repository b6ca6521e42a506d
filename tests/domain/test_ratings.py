"""A served ticket is rated once: by its holder, or at the pad of its counter."""

from __future__ import annotations

import pytest

from queue_service.commands.close_day import close_day
from queue_service.commands.finish import finish
from queue_service.commands.rate import rate_last_served, rate_ticket, to_rate
from queue_service.commands.start import start
from queue_service.domain.errors import AlreadyRated, NotFound, RatingClosed
from tests.halls import Rehearsal


def served_hall() -> Rehearsal:
    """B001 was just served at counter 1 and B002 is called there."""
    play = Rehearsal()
    play.open(1, 2)
    for _ in range(2):
        play.issue("land")
    play.next(1)
    play.do(start, counter=1)
    play.next(1)
    return play


def test_a_ticket_is_rated_once_by_its_holder() -> None:
    play = served_hall()
    (event,) = play.do(rate_ticket, ticket=play.id("B001"), score=4, reasons=("quick",), commented=True)
    assert event.data == {
        "label": "B001",
        "service": "land",
        "score": 4,
        "reasons": ["quick"],
        "commented": True,
    }
    with pytest.raises(AlreadyRated):
        play.do(rate_ticket, ticket=play.id("B001"), score=1)


def test_a_pad_rates_the_ticket_last_served_for_as_long_as_the_site_allows() -> None:
    play = served_hall()
    with pytest.raises(RatingClosed):
        play.do(rate_last_served, counter=2, score=5)
    play.passes(minutes=10)
    assert play.do(rate_last_served, counter=1, score=5)[0].ticket == play.id("B001")
    with pytest.raises(AlreadyRated):
        play.do(rate_last_served, counter=1, score=5)
    play.do(finish, counter=1)
    play.passes(minutes=10, milliseconds=1)
    with pytest.raises(RatingClosed):
        play.do(rate_last_served, counter=1, score=5)


def test_a_pad_that_asked_about_another_ticket_rates_none() -> None:
    play = served_hall()
    play.do(finish, counter=1)
    with pytest.raises(RatingClosed):
        play.do(rate_last_served, counter=1, score=1, label="B001")
    assert play.do(rate_last_served, counter=1, score=5, label="B002")[0].ticket == play.id("B002")


def test_a_pad_asks_about_the_last_ticket_until_it_is_rated_or_its_time_is_over() -> None:
    play = served_hall()
    asked = to_rate(play.hall, play.now, counter=1)
    assert asked is not None
    assert asked.label == "B001"
    play.do(rate_last_served, counter=1, score=5)
    assert to_rate(play.hall, play.now, counter=1) is None
    play.do(finish, counter=1)
    assert to_rate(play.hall, play.now, counter=1) == play.ticket("B002")
    play.passes(minutes=11)
    assert to_rate(play.hall, play.now, counter=1) is None


def test_yesterdays_ticket_is_not_rated_any_more() -> None:
    play = served_hall()
    ticket = play.id("B001")
    play.do(close_day)
    with pytest.raises(NotFound):
        play.do(rate_ticket, ticket=ticket, score=5)
    with pytest.raises(RatingClosed):
        play.do(rate_last_served, counter=1, score=5)
