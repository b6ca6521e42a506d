"""An officer calls the next ticket."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import end_present_ticket, moved, require_open
from queue_service.domain.calling import next_ticket
from queue_service.domain.errors import Invalid
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import How, Move


def call_next(hall: Hall, now: datetime, *, counter: int, service: str | None = None) -> list[Fact]:
    """Finish the ticket still at the counter, then call the next by the calling order.

    Nobody waits: no facts, and the present ticket stays. Raises CounterClosed, CounterPaused, Invalid, NotFound.
    """
    require_open(hall, counter)
    if service is not None and service not in hall.counter(counter).services:
        raise Invalid(field="service", value=service, known=list(hall.counter(counter).services))
    ticket = next_ticket(hall, counter, now, service)
    if ticket is None:
        return []
    how = How.NEXT if service is None else How.SERVICE
    called = moved(ticket, Move.CALL_NEXT, counter=counter, how=str(how), calls=ticket.calls + 1)
    return [*end_present_ticket(hall, counter), called]
