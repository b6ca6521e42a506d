"""Where a ticket stands that is sent on, comes back or waits for one counter; and how many go before it."""

from __future__ import annotations

import pytest

from queue_service.commands.call import call
from queue_service.commands.configure_site import configure_site
from queue_service.commands.hold import hold
from queue_service.commands.no_show import no_show
from queue_service.commands.reinstate import reinstate
from queue_service.commands.return_to_line import return_to_line
from queue_service.domain.ticket import Position
from tests.domain.lines import called, hall, send, take
from tests.halls import small_site


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
