"""Who is called next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from queue_service.commands.call import call
from queue_service.commands.call_next import call_next
from queue_service.commands.configure_site import configure_site
from queue_service.commands.hold import hold
from queue_service.commands.no_show import no_show
from queue_service.commands.reinstate import reinstate
from queue_service.commands.return_to_line import return_to_line
from queue_service.commands.transfer import transfer
from queue_service.domain.errors import Invalid
from queue_service.domain.site import CallingOrder
from queue_service.domain.ticket import Position
from tests.halls import NOW, Rehearsal, small_site


def hall(*tickets: str, counters: tuple[int, ...] = (1, 2, 3), **site: Any) -> Rehearsal:
    """A hall with open counters in which numbers were taken: `land`, or `land!` for an elderly citizen."""
    play = Rehearsal(small_site(**site))
    play.open(*counters)
    take(play, *tickets)
    return play


def take(play: Rehearsal, *tickets: str) -> None:
    for ticket in tickets:
        play.issue(ticket.rstrip("!"), "elderly" if ticket.endswith("!") else "normal")
        play.passes(seconds=1)


def called(play: Rehearsal, counter: int, times: int, service: str | None = None) -> list[str | None]:
    return [play.next(counter, service) for _ in range(times)]


def send(play: Rehearsal, label: str, **where: Any) -> None:
    play.do(transfer, counter=1, ticket=play.id(label), **where)


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


def test_who_is_sent_to_the_front_goes_before_all_and_the_last_sent_first() -> None:
    play = hall("land", "land!", "land", "land")
    send(play, "B003", to_service="land", position=Position.FRONT)
    send(play, "B004", to_service="land", position=Position.FRONT)
    assert called(play, 1, 4) == ["B004", "B003", "B002", "B001"]


def test_who_is_sent_to_the_front_overtakes_nobody() -> None:
    play = hall("land", "land!", "land!", "land!", overtaking_bound=1)
    send(play, "B002", to_service="land", position=Position.FRONT)
    assert called(play, 1, 4) == ["B002", "B003", "B001", "B004"]


def test_a_transfer_by_time_takes_the_place_of_its_issue() -> None:
    play = hall("land", "business", "business", "land")
    send(play, "B001", to_service="business")
    assert called(play, 3, 3) == ["B001", "A001", "A002"]


def test_a_transfer_to_the_back_waits_behind_all() -> None:
    play = hall("land", "business", "business")
    send(play, "B001", to_service="business", position=Position.BACK)
    assert called(play, 3, 3) == ["A001", "A002", "B001"]


def test_who_is_sent_to_the_back_is_no_longer_due() -> None:
    play = hall("land", "land", "land!", "land!", overtaking_bound=2)
    called(play, 1, 2)
    send(play, "B001", to_service="land", position=Position.BACK)
    take(play, "land", "land!")
    assert called(play, 1, 4) == ["B002", "B006", "B001", "B005"]


def test_who_comes_back_to_a_place_before_a_due_ticket_is_due_as_well() -> None:
    play = hall("land", "land", "land!", "land!", "land!", overtaking_bound=2)
    play.do(call, counter=1, ticket=play.id("B001"))
    play.do(hold, counter=1)
    assert called(play, 1, 2) == ["B003", "B004"]
    send(play, "B001", to_service="land")
    assert called(play, 1, 3) == ["B001", "B002", "B005"]


def test_who_waits_for_one_counter_alone_is_called_there_first_and_nowhere_else() -> None:
    play = hall("land", "land!", "business")
    send(play, "A001", to_counter=1)
    assert play.next(3) is None
    assert called(play, 1, 3) == ["A001", "B002", "B001"]


def test_a_line_of_one_counter_keeps_to_classes_and_issue() -> None:
    play = hall("land", "land", "land!")
    for label in ("B002", "B003", "B001"):
        send(play, label, to_counter=3)
    assert called(play, 3, 3) == ["B003", "B001", "B002"]


def test_narrowing_to_a_service_passes_by_who_waits_for_the_counter_alone() -> None:
    play = hall("land", "land")
    send(play, "B001", to_counter=1)
    assert called(play, 1, 2, service="land") == ["B002", None]
    assert play.next(1) == "B001"


def test_a_ticket_returned_to_the_line_has_its_own_place_again() -> None:
    play = hall("land", "land", "land")
    assert called(play, 1, 1) == ["B001"]
    play.do(return_to_line, counter=1)
    assert called(play, 1, 3) == ["B001", "B002", "B003"]


def test_a_ticket_for_one_counter_is_returned_to_that_counters_line() -> None:
    play = hall("land", "land")
    send(play, "B002", to_counter=3)
    assert play.next(3) == "B002"
    play.do(return_to_line, counter=3)
    assert called(play, 1, 2) == ["B001", None]
    assert play.next(3) == "B002"


def test_a_no_show_that_waited_for_one_counter_waits_for_it_again() -> None:
    play = hall("land")
    send(play, "B001", to_counter=3)
    play.next(3)
    play.do(no_show, counter=3)
    play.do(reinstate, ticket=play.id("B001"))
    assert play.next(1) is None
    assert play.next(3) == "B001"


def test_a_no_show_whose_counter_is_gone_waits_for_its_service() -> None:
    play = hall("land", counters=(1, 3))
    send(play, "B001", to_counter=3)
    play.next(3)
    play.do(no_show, counter=3)
    play.do(
        configure_site, site=small_site(counters=play.hall.site.counters[:2]), changes=["counter 3: removed"]
    )
    play.do(reinstate, ticket=play.id("B001"))
    assert play.next(1) == "B001"


@pytest.mark.parametrize(
    ("position", "order"),
    [
        (Position.FRONT, ["B001", "B004", "B002", "B003"]),
        (Position.BY_TIME, ["B004", "B001", "B002", "B003"]),
        (Position.BACK, ["B004", "B002", "B003", "B001"]),
    ],
)
def test_a_reinstated_ticket_stands_where_the_officer_puts_it(position: Position, order: list[str]) -> None:
    play = hall("land", "land", "land")
    play.next(1)
    play.do(no_show, counter=1)
    take(play, "land!")
    play.do(reinstate, ticket=play.id("B001"), position=position)
    assert called(play, 1, 4) == order


def test_a_new_configuration_keeps_places_and_counts() -> None:
    play = hall("land", "land", "land!", "land!", "land!")
    send(play, "B002", to_counter=2)
    assert play.next(1) == "B003"
    stricter = small_site(overtaking_bound=1)
    play.do(configure_site, site=stricter, changes=["overtaking bound: 2 → 1"])
    assert called(play, 1, 3) == ["B001", "B004", "B005"]
    assert play.next(2) == "B002"


def test_a_new_configuration_keeps_who_was_sent_to_the_front() -> None:
    play = hall("land", "land", "land")
    send(play, "B002", to_service="land", position=Position.FRONT)
    send(play, "B003", to_service="land", position=Position.FRONT)
    play.do(configure_site, site=play.hall.site, changes=["name: …"])
    assert called(play, 1, 3) == ["B003", "B002", "B001"]


def test_who_went_to_another_line_and_came_back_is_overtaken_anew() -> None:
    play = hall("land", "land!", "land!", "land!", "land!", overtaking_bound=2)
    assert called(play, 1, 2) == ["B002", "B003"]
    send(play, "B001", to_service="business")
    send(play, "B001", to_service="land")
    assert called(play, 1, 3) == ["B004", "B005", "B001"]


def test_many_in_line_tell_exactly_how_many_go_before_them() -> None:
    play = hall("land", "land!", "land", "land!", "land!", "land", "land!", "land!", "land")
    ahead = {t.label: play.hall.ahead(t) for t in play.hall.tickets.values()}
    order = [label for label in called(play, 1, 9) if label]
    assert ahead == {label: place for place, label in enumerate(order)}


@pytest.mark.parametrize(("ticket", "place"), [("land", 5), ("land!", 4)])
def test_a_newcomer_is_told_how_many_go_before(ticket: str, place: int) -> None:
    play = hall("land", "land!", "land!", "land!", "land")
    take(play, ticket)
    newest = play.ticket("B006")
    assert newest.ahead_at_issue == place == play.hall.ahead(newest)
    assert called(play, 1, 6).index("B006") == place
