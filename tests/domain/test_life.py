"""The life of a ticket against the contract's table, written here a second time by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from queue_service.commands.at_counter import moved
from queue_service.commands.call import call
from queue_service.commands.call_next import call_next
from queue_service.commands.cancel import cancel
from queue_service.commands.close_day import close_day
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.no_show import no_show
from queue_service.commands.rate import rate_ticket
from queue_service.commands.recall import recall
from queue_service.commands.reinstate import reinstate
from queue_service.commands.return_to_line import return_to_line
from queue_service.commands.start import start
from queue_service.commands.transfer import transfer
from queue_service.domain.errors import IllegalMove, NotFound, NoTicket
from queue_service.domain.events import Event, Fact
from queue_service.domain.ticket import MOVES, Move, Position, State
from tests.domain.lives import LABEL, STATES, ticket_that_is
from tests.halls import Rehearsal

# move: (states it may start from, state it leads to, event that records it)
CONTRACT: dict[str, tuple[set[str], str, str]] = {
    "call-next": ({"waiting"}, "called", "ticket.called"),
    "call": ({"waiting", "on_hold", "no_show"}, "called", "ticket.called"),
    "recall": ({"called"}, "called", "ticket.recalled"),
    "start": ({"called"}, "serving", "ticket.started"),
    "finish": ({"called", "serving"}, "served", "ticket.served"),
    "no-show": ({"called"}, "no_show", "ticket.no_show"),
    "hold": ({"called", "serving"}, "on_hold", "ticket.held"),
    "transfer": ({"waiting", "called", "serving", "on_hold"}, "waiting", "ticket.transferred"),
    "return": ({"called"}, "waiting", "ticket.returned"),
    "reinstate": ({"no_show"}, "waiting", "ticket.reinstated"),
    "cancel": ({"waiting", "on_hold"}, "cancelled", "ticket.cancelled"),
    "expire": ({"waiting", "called", "on_hold", "serving"}, "expired", "ticket.expired"),
    "rate": ({"served"}, "served", "ticket.rated"),
}
DATA = {"transfer": {"position": "back"}, "return": {"position": "by-time"}}
DATA |= {"reinstate": {"position": "by-time"}}

Verb = Callable[[Rehearsal], list[Event]]

AT_COUNTER: dict[str, Verb] = {  # verbs about whatever ticket stands at counter 1
    "recall": lambda play: play.do(recall, counter=1),
    "start": lambda play: play.do(start, counter=1),
    "finish": lambda play: play.do(finish, counter=1),
    "no-show": lambda play: play.do(no_show, counter=1),
    "hold": lambda play: play.do(hold, counter=1),
    "return": lambda play: play.do(return_to_line, counter=1),
    "transfer": lambda play: play.do(transfer, counter=1, to_service="business"),
}
BY_NAME: dict[str, Verb] = {  # verbs about a ticket that is named
    "call": lambda play: play.do(call, counter=2, ticket=play.id(LABEL)),
    "transfer": lambda play: play.do(transfer, counter=1, ticket=play.id(LABEL), to_counter=2),
    "cancel": lambda play: play.do(cancel, ticket=play.id(LABEL)),
    "reinstate": lambda play: play.do(reinstate, ticket=play.id(LABEL), position=Position.FRONT),
    "rate": lambda play: play.do(rate_ticket, ticket=play.id(LABEL), score=5),
}


def test_the_table_holds_the_moves_of_the_contract_and_no_other() -> None:
    assert {str(move) for move in Move} == set(CONTRACT)
    assert {str(state) for state in State} == set(STATES)
    assert set(MOVES) == set(Move)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", CONTRACT)
def test_a_ticket_makes_exactly_the_moves_of_the_contract(state: str, move: str) -> None:
    sources, target, event = CONTRACT[move]
    play = ticket_that_is(state)
    before, ticket = play.hall.copy(), play.ticket(LABEL)

    if state in sources:
        data: dict[str, Any] = DATA.get(move, {"score": 4})
        fact = moved(ticket, Move(move), counter=ticket.counter or 1, **data)
        assert fact.type == event
        assert ticket.after(play.record(fact)).state == target
        assert play.ticket(LABEL).state == target
    else:
        with pytest.raises(IllegalMove) as refused:
            moved(ticket, Move(move))
        assert refused.value.data == {"move": move, "state": state, "label": LABEL}
        assert play.hall == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", BY_NAME)
def test_a_verb_that_names_a_ticket_follows_the_table(state: str, verb: str) -> None:
    play = ticket_that_is(state)
    _follows_the_table(play, state, verb, BY_NAME[verb])


@pytest.mark.parametrize("state", ["called", "serving"])
@pytest.mark.parametrize("verb", AT_COUNTER)
def test_a_verb_of_a_counter_follows_the_table_for_the_ticket_that_is_there(state: str, verb: str) -> None:
    play = ticket_that_is(state)
    _follows_the_table(play, state, verb, AT_COUNTER[verb])
    at_counter = play.ticket(LABEL).state in ("called", "serving")
    assert play.shown_at(1) == (LABEL if at_counter else None)


@pytest.mark.parametrize("state", [s for s in STATES if s not in ("called", "serving")])
@pytest.mark.parametrize("verb", AT_COUNTER)
def test_a_verb_of_a_counter_without_a_ticket_is_refused(state: str, verb: str) -> None:
    play = ticket_that_is(state)
    before = play.hall.copy()
    with pytest.raises(NoTicket) as refused:
        AT_COUNTER[verb](play)
    assert refused.value.data == {"counter": 1}
    assert play.hall == before


@pytest.mark.parametrize("state", STATES)
def test_call_next_takes_a_waiting_ticket_and_no_other(state: str) -> None:
    play = ticket_that_is(state)
    events = play.do(call_next, counter=2)
    assert [e.type for e in events] == (["ticket.called"] if state == "waiting" else [])


@pytest.mark.parametrize("state", STATES)
def test_the_end_of_the_day_expires_who_is_not_finished(state: str) -> None:
    play = ticket_that_is(state)
    kinds = [e.type for e in play.do(close_day) if e.ticket is not None]
    assert kinds == (["ticket.expired"] if state in CONTRACT["expire"][0] else [])


@pytest.mark.parametrize("verb", BY_NAME)
def test_a_ticket_that_nobody_has_is_not_found(verb: str) -> None:
    play = Rehearsal()
    play.open(2)
    commands: dict[str, Callable[[], list[Fact]]] = {
        "call": lambda: call(play.hall, play.now, counter=2, ticket="x"),
        "transfer": lambda: transfer(play.hall, play.now, counter=2, ticket="x", to_counter=2),
        "cancel": lambda: cancel(play.hall, play.now, ticket="x"),
        "reinstate": lambda: reinstate(play.hall, play.now, ticket="x"),
        "rate": lambda: rate_ticket(play.hall, play.now, ticket="x", score=5),
    }
    with pytest.raises(NotFound) as refused:
        commands[verb]()
    assert refused.value.data == {"what": "ticket", "id": "x"}


def _follows_the_table(play: Rehearsal, state: str, verb: str, act: Verb) -> None:
    sources, target, event = CONTRACT[verb]
    before = play.hall.copy()
    if state in sources:
        assert [e.type for e in act(play)] == [event]
        assert play.ticket(LABEL).state == target
    else:
        with pytest.raises(IllegalMove) as refused:
            act(play)
        assert refused.value.data == {"move": verb, "state": state, "label": LABEL}
        assert play.hall == before
