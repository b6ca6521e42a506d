"""An officer calls one ticket by name: from the line, held, or a no-show who came after all."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import end_present_ticket, moved, require_open
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import How, Move


def call(hall: Hall, now: datetime, *, counter: int, ticket: str) -> list[Fact]:
    """Finish the ticket still at the counter, then call this one. Raises IllegalMove, CounterClosed, NotFound …"""
    require_open(hall, counter)
    chosen = hall.ticket(ticket)
    called = moved(chosen, Move.CALL, counter=counter, how=str(How.NAME), calls=chosen.calls + 1)
    return [*end_present_ticket(hall, counter), called]
