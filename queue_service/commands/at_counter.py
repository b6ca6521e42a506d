"""What the verbs of a counter share: its ticket, its state, and how a move becomes a fact."""

from __future__ import annotations

from typing import Any

from queue_service.domain.errors import CounterClosed, CounterPaused, NoTicket
from queue_service.domain.events import Fact
from queue_service.domain.hall import CounterState, Hall
from queue_service.domain.site import AtCallNext
from queue_service.domain.ticket import MOVES, Move, State, Ticket


def ticket_at(hall: Hall, counter: int) -> Ticket:
    """The ticket called or serving at a counter. Raises NoTicket."""
    desk = hall.desk(counter)
    if desk.ticket is None:
        raise NoTicket(counter=counter)
    return hall.ticket(desk.ticket)


def require_open(hall: Hall, counter: int) -> None:
    """Raises CounterClosed or CounterPaused: only an open counter calls."""
    state = hall.desk(counter).state
    if state is CounterState.CLOSED:
        raise CounterClosed(counter=counter)
    if state is CounterState.PAUSED:
        raise CounterPaused(counter=counter)


def moved(ticket: Ticket, move: Move, *, counter: int | None = None, **data: Any) -> Fact:
    """The fact of one move. Raises IllegalMove when the table does not allow it."""
    ticket.require(move)
    told = {"label": ticket.label, "service": ticket.service, **data}
    return Fact(MOVES[move].event, ticket.id, counter if counter is not None else ticket.counter, told)


def own_counter(hall: Hall, ticket: Ticket) -> int | None:
    """The counter that the ticket waited for alone, if the site still has it: there it goes back."""
    number = ticket.for_counter
    return number if number is not None and hall.site.counter(number) else None


def end_present_ticket(hall: Hall, counter: int) -> list[Fact]:
    """What becomes of the counter's ticket when it calls another: finished, or a no-show if the site says so."""
    desk = hall.desk(counter)
    if desk.ticket is None:
        return []
    ticket = hall.ticket(desk.ticket)
    absent = ticket.state is State.CALLED and hall.site.at_call_next is AtCallNext.NO_SHOW
    return [moved(ticket, Move.NO_SHOW if absent else Move.FINISH)]
