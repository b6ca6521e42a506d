"""An officer calls the next ticket."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import end_present_ticket, moved, require_open
from queue_service.domain.calling import next_ticket
from queue_service.domain.errors import Invalid, NotPresent
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import How, Move

ANY = "any"  # the caller does not say which ticket it sees at the counter


def call_next(
    hall: Hall, now: datetime, *, counter: int, service: str | None = None, present: str | None = ANY
) -> list[Fact]:
    """Finish the ticket still at the counter, then call the next by the calling order, if anybody waits.

    `present` is the ticket that the officer sees there, None for none: two pages at one counter must not call twice
    over each other. Raises NotPresent, CounterClosed, CounterPaused, Invalid, NotFound.
    """
    require_open(hall, counter)
    if service is not None and service not in hall.counter(counter).services:
        raise Invalid(field="service", value=service, known=list(hall.counter(counter).services))
    there = hall.desk(counter).ticket
    if present not in (ANY, there):
        raise NotPresent(counter=counter, seen=present, present=there)
    ended = end_present_ticket(hall, counter)
    ticket = next_ticket(hall, counter, now, service)
    if ticket is None:
        return ended
    how = How.NEXT if service is None else How.SERVICE
    called = moved(ticket, Move.CALL_NEXT, counter=counter, how=str(how), calls=ticket.calls + 1)
    return [*ended, called]
