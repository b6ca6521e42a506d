"""The call is repeated."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, ticket_at
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move


def recall(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """Call the counter's ticket once more. Raises NoTicket, IllegalMove."""
    ticket = ticket_at(hall, counter)
    return [moved(ticket, Move.RECALL, calls=ticket.calls + 1)]
