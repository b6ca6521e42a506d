"""Who is called next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queue_service.commands.call import call
from queue_service.commands.call_next import call_next
from queue_service.domain.calling import calling_order
from queue_service.domain.errors import Invalid
from queue_service.domain.site import CallingOrder
from tests.domain.lines import called, hall, take
from tests.halls import NOW


def test_within_a_line_the_order_is_that_of_issue() -> None:
    play = hall("land", "land", "land")
    assert called(play, 1, 4) == ["B001", "B002", "B003", None]


def test_a_counter_of_several_services_calls_who_has_waited_longest_over_all() -> None:
    play = hall("business", "land", "land", "business", calling_order=CallingOrder.BY_WAITING_TIME)
    assert called(play, 2, 4) == ["A001", "B001", "B002", "A002"]


def test_or_its_first_service_until_that_is_empty() -> None:
    play = hall("business", "land", "land", "business", calling_order=CallingOrder.BY_SERVICE)
    assert called(play, 2, 4) == ["B001", "B002", "A001", "A002"]


def test_a_counter_calls_no_ticket_of_a_service_that_it_does_not_serve() -> None:
    play = hall("business", "results")
    assert play.next(1) is None


def test_an_officer_may_narrow_the_call_to_one_service() -> None:
    play = hall("land", "business", "land")
    assert called(play, 2, 2, service="business") == ["A001", None]


def test_a_service_that_the_counter_does_not_serve_cannot_be_asked_for() -> None:
    play = hall("results")
    with pytest.raises(Invalid) as refused:
        play.do(call_next, counter=1, service="results")
    assert refused.value.data == {"field": "service", "value": "results", "known": ["land"]}


def test_a_priority_class_goes_before_normal_tickets() -> None:
    play = hall("land", "land", "land!")
    assert called(play, 1, 3) == ["B003", "B001", "B002"]


@pytest.mark.parametrize(
    ("bound", "order"),
    [
        (0, ["B001", "B002", "B003", "B004", "B005", "B006"]),
        (1, ["B003", "B001", "B002", "B004", "B005", "B006"]),
        (2, ["B003", "B004", "B001", "B002", "B005", "B006"]),
        (9, ["B003", "B004", "B005", "B006", "B001", "B002"]),
    ],
)
def test_a_normal_ticket_is_overtaken_as_often_as_the_bound_says_and_then_goes_next(
    bound: int, order: list[str]
) -> None:
    play = hall("land", "land", "land!", "land!", "land!", "land!", overtaking_bound=bound)
    assert called(play, 1, 6) == order


def test_each_normal_ticket_has_its_own_count() -> None:
    play = hall("land", "land!", "land", "land!", "land!", "land!")
    assert called(play, 1, 6) == ["B002", "B004", "B001", "B005", "B003", "B006"]


def test_only_tickets_that_came_earlier_are_overtaken() -> None:
    play = hall("land!", "land!", "land!", "land", "land!")
    assert called(play, 1, 5) == ["B001", "B002", "B003", "B005", "B004"]


def test_the_bound_holds_over_all_lines_of_a_counter_and_not_only_within_one() -> None:
    play = hall("business", "land!", "land!", "land!", "land!", overtaking_bound=2)
    assert called(play, 2, 5) == ["B001", "B002", "A001", "B003", "B004"]


def test_a_bound_of_nothing_calls_all_by_issue() -> None:
    play = hall("land!", "business", "land", "land!", "business!", overtaking_bound=0)
    assert called(play, 2, 5) == ["B001", "A001", "B002", "B003", "A002"]


def test_in_the_order_of_services_only_the_own_line_is_overtaken() -> None:
    play = hall("business", "land!", "land!", "land!", calling_order=CallingOrder.BY_SERVICE)
    assert called(play, 2, 4) == ["B001", "B002", "B003", "A001"]


def test_who_is_called_from_a_line_that_the_officer_named_overtakes_in_that_line_alone() -> None:
    play = hall("business", "land", "land!", "land!")
    assert called(play, 2, 2, service="land") == ["B002", "B003"]
    assert play.hall.lines["land"].due == [play.ticket("B001").turn]
    assert play.hall.lines["business"].due == []


def test_who_is_called_by_name_overtakes_nobody() -> None:
    play = hall("land", "land!", "land!", "land!", overtaking_bound=1)
    play.do(call, counter=1, ticket=play.id("B002"))
    assert called(play, 1, 3) == ["B003", "B001", "B004"]


def test_a_normal_ticket_that_has_waited_long_enough_goes_before_later_priority() -> None:
    play = hall("land", longest_wait=timedelta(minutes=30))
    take(play, "land!", "land!")
    play.now = NOW + timedelta(minutes=30, milliseconds=-1)
    assert play.next(1) == "B002"
    play.passes(milliseconds=1)
    assert called(play, 1, 2) == ["B001", "B003"]


def test_waiting_long_enough_counts_over_all_lines_of_a_counter() -> None:
    play = hall("business", longest_wait=timedelta(minutes=30))
    play.passes(minutes=30)
    take(play, "land!")
    assert called(play, 2, 2) == ["A001", "B001"]


def test_without_a_longest_wait_only_the_bound_helps() -> None:
    play = hall("land", longest_wait=None)
    play.passes(hours=5)
    take(play, "land!")
    assert play.next(1) == "B002"


def test_an_earlier_priority_ticket_goes_before_a_due_one() -> None:
    play = hall("land!", "land", longest_wait=timedelta(minutes=30))
    play.passes(minutes=45)
    assert called(play, 1, 2) == ["B001", "B002"]


@pytest.mark.parametrize("order", CallingOrder)
def test_the_list_of_a_counter_is_the_order_in_which_it_calls(order: CallingOrder) -> None:
    play = hall("business", "land!", "land", "land!", "business!", "land!", "land", calling_order=order)
    listed = [ticket.label for ticket in calling_order(play.hall, 2, play.now, limit=9)]
    assert len(listed) == 7
    assert called(play, 2, 7) == listed
    assert calling_order(play.hall, 2, play.now, limit=9) == []
