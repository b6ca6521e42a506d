"""What a counter may do: open, pause, resume, close, and call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from queue_service.commands.call import call
from queue_service.commands.call_next import call_next
from queue_service.commands.configure_site import configure_site
from queue_service.commands.counter_state import close_counter, open_counter, pause_counter, resume_counter
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.no_show import no_show
from queue_service.commands.recall import recall
from queue_service.commands.return_to_line import return_to_line
from queue_service.commands.start import start
from queue_service.commands.transfer import transfer
from queue_service.domain.errors import (
    CounterBusy,
    CounterClosed,
    CounterPaused,
    IllegalMove,
    Invalid,
    NotFound,
    NoTicket,
    NotPresent,
    Refusal,
)
from queue_service.domain.events import Fact
from queue_service.domain.site import AtCallNext
from tests.halls import Rehearsal, small_site

# (the counter's state, verb): the event it gives, None for none, or the refusal
VERBS: dict[tuple[str, str], str | type[Refusal] | None] = {
    ("closed", "open"): "counter.opened",
    ("closed", "pause"): CounterClosed,
    ("closed", "resume"): CounterClosed,
    ("closed", "close"): None,
    ("open", "open"): None,
    ("open", "pause"): "counter.paused",
    ("open", "resume"): None,
    ("open", "close"): "counter.closed",
    ("paused", "open"): "counter.resumed",
    ("paused", "pause"): None,
    ("paused", "resume"): "counter.resumed",
    ("paused", "close"): "counter.closed",
}
COMMANDS: dict[str, Callable[..., list[Fact]]] = {
    "open": open_counter,
    "pause": pause_counter,
    "resume": resume_counter,
    "close": close_counter,
}
AFTER = {"counter.opened": "open", "counter.paused": "paused", "counter.resumed": "open"}
AFTER |= {"counter.closed": "closed"}


def counter_that_is(state: str) -> Rehearsal:
    play = Rehearsal()
    if state != "closed":
        play.open(1)
    if state == "paused":
        play.do(pause_counter, counter=1, reason="Nghỉ 10 phút")
    assert play.hall.desk(1).state == state
    return play


@pytest.mark.parametrize(("state", "verb"), VERBS)
def test_a_counter_changes_its_state_or_says_why_not(state: str, verb: str) -> None:
    play = counter_that_is(state)
    before, expected = play.hall.copy(), VERBS[state, verb]
    if isinstance(expected, type):
        with pytest.raises(expected) as refused:
            play.do(COMMANDS[verb], counter=1)
        assert refused.value.data == {"counter": 1}
    else:
        assert [e.type for e in play.do(COMMANDS[verb], counter=1)] == ([expected] if expected else [])
    if isinstance(expected, str):
        assert play.hall.desk(1).state == AFTER[expected]
    else:
        assert play.hall == before


def test_a_paused_counter_tells_its_reason_until_it_resumes() -> None:
    play = counter_that_is("paused")
    assert play.hall.desk(1).reason == "Nghỉ 10 phút"
    play.do(resume_counter, counter=1)
    assert play.hall.desk(1).reason is None


def test_a_counter_has_its_officer_from_opening_to_closing() -> None:
    play = counter_that_is("open")
    assert play.hall.desk(1).officer == "officer:lan"
    play.do(close_counter, counter=1)
    assert play.hall.desk(1).officer is None


@pytest.mark.parametrize("serving", [False, True])
def test_a_counter_with_a_ticket_does_not_close(serving: bool) -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    if serving:
        play.do(start, counter=1)
    with pytest.raises(CounterBusy) as refused:
        play.do(close_counter, counter=1)
    assert refused.value.data == {"counter": 1, "label": "B001"}


@pytest.mark.parametrize(("state", "refusal"), [("closed", CounterClosed), ("paused", CounterPaused)])
def test_only_an_open_counter_calls(state: str, refusal: type[Refusal]) -> None:
    play = counter_that_is(state)
    label = play.issue("land")
    before = play.hall.copy()
    given: tuple[tuple[Any, dict[str, Any]], ...] = ((call_next, {}), (call, {"ticket": play.id(label)}))
    for command, more in given:
        with pytest.raises(refusal) as refused:
            play.do(command, counter=1, **more)
        assert refused.value.data == {"counter": 1}
    assert play.hall == before


@pytest.mark.parametrize("command", [recall, start, finish, hold, no_show, return_to_line])
def test_a_paused_counter_goes_on_with_the_ticket_it_has(command: Callable[..., list[Fact]]) -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    play.do(pause_counter, counter=1)
    assert len(play.do(command, counter=1)) == 1


def test_call_next_finishes_the_ticket_still_at_the_counter() -> None:
    play = counter_that_is("open")
    for _ in range(2):
        play.issue("land")
    play.next(1)
    events = play.do(call_next, counter=1)
    assert [(e.type, e.data["label"]) for e in events] == [
        ("ticket.served", "B001"),
        ("ticket.called", "B002"),
    ]


def test_call_finishes_the_ticket_still_at_the_counter() -> None:
    play = counter_that_is("open")
    for _ in range(3):
        play.issue("land")
    play.next(1)
    play.do(start, counter=1)
    events = play.do(call, counter=1, ticket=play.id("B003"))
    assert [e.type for e in events] == ["ticket.served", "ticket.called"]
    assert play.shown_at(1) == "B003"


@pytest.mark.parametrize(("serving", "state"), [(False, "no_show"), (True, "served")])
def test_a_site_may_count_who_was_only_called_as_a_no_show(serving: bool, state: str) -> None:
    play = Rehearsal(small_site(at_call_next=AtCallNext.NO_SHOW))
    play.open(1)
    for _ in range(2):
        play.issue("land")
    play.next(1)
    if serving:
        play.do(start, counter=1)
    assert play.next(1) == "B002"
    assert play.ticket("B001").state == state


def test_call_next_finishes_the_present_ticket_though_nobody_waits() -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    assert play.next(1) is None
    assert (play.shown_at(1), play.ticket("B001").state) == (None, "served")


@pytest.mark.parametrize("seen", [None, "another"])
def test_call_next_is_refused_when_the_officer_sees_another_ticket_than_is_there(seen: str | None) -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.issue("land")
    play.next(1)
    with pytest.raises(NotPresent):
        play.do(call_next, counter=1, present=seen)
    assert play.shown_at(1) == "B001"
    play.do(call_next, counter=1, present=play.id("B001"))
    assert play.shown_at(1) == "B002"


def test_a_refused_call_by_name_leaves_the_present_ticket() -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    with pytest.raises(Refusal):
        play.do(call, counter=1, ticket=play.id("B001"))
    assert play.ticket("B001").state == "called"


def test_a_counter_that_the_site_does_not_have_is_not_found() -> None:
    play = Rehearsal()
    for command in (*COMMANDS.values(), call_next, recall):
        with pytest.raises(NotFound) as refused:
            play.do(command, counter=99)
        assert refused.value.data == {"what": "counter", "id": 99}


def test_each_call_is_counted_and_moves_the_time_of_the_call() -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    play.passes(minutes=1)
    (event,) = play.do(recall, counter=1)
    assert event.data["calls"] == 2
    ticket = play.ticket("B001")
    assert (ticket.calls, ticket.called_at) == (2, play.events[-2].at)


def test_a_no_show_who_is_called_by_name_is_not_finished_any_more() -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    play.do(no_show, counter=1)
    play.do(call, counter=1, ticket=play.id("B001"))
    assert play.ticket("B001").finished_at is None


def test_a_ticket_at_another_counter_is_that_counters_to_send_on() -> None:
    play = Rehearsal()
    play.open(1, 2)
    play.issue("land")
    play.next(1)
    with pytest.raises(IllegalMove):
        play.do(transfer, counter=2, ticket=play.id("B001"), to_service="business")
    play.do(transfer, counter=1, ticket=play.id("B001"), to_service="business")
    assert play.shown_at(1) is None
    play.open(3)
    assert play.next(3) == "B001"


def test_a_transfer_goes_to_exactly_one_of_a_service_and_a_counter() -> None:
    play = counter_that_is("open")
    play.issue("land")
    play.next(1)
    for where in ({}, {"to_service": "business", "to_counter": 2}):
        with pytest.raises(Invalid):
            play.do(transfer, counter=1, **where)
    for unknown in ({"to_service": "nowhere"}, {"to_counter": 99}):
        with pytest.raises(NotFound):
            play.do(transfer, counter=1, **unknown)


def test_a_transfer_without_a_ticket_is_refused() -> None:
    play = counter_that_is("open")
    with pytest.raises(NoTicket):
        play.do(transfer, counter=1, to_counter=2)


def test_a_counter_that_leaves_the_site_closes_first() -> None:
    play = Rehearsal()
    play.open(1, 3)
    smaller = small_site(counters=play.hall.site.counters[:2])
    events = play.do(configure_site, site=smaller, changes=["counter 3: removed"])
    assert [(e.type, e.counter) for e in events] == [("counter.closed", 3), ("site.configured", None)]
    assert set(play.hall.desks) == {1, 2}


def test_a_counter_with_a_ticket_stays_in_the_site() -> None:
    play = Rehearsal()
    play.open(3)
    play.issue("results")
    play.next(3)
    with pytest.raises(Invalid):
        play.do(
            configure_site,
            site=small_site(counters=play.hall.site.counters[:2]),
            changes=["counter 3: removed"],
        )


def test_a_counter_that_somebody_waits_for_alone_stays_in_the_site() -> None:
    play = Rehearsal()
    play.issue("land")
    play.do(transfer, counter=1, ticket=play.id("B001"), to_counter=3)
    smaller = replace(play.hall.site, counters=play.hall.site.counters[:2])
    with pytest.raises(Invalid) as refused:
        play.do(configure_site, site=smaller, changes=["counter 3: removed"])
    assert refused.value.data["value"] == [3]
