"""Called by mistake: the ticket goes back to its own place in the line."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, own_counter, ticket_at
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move, Position


def return_to_line(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """The called ticket waits again in its line, where its issue put it. Raises NoTicket, IllegalMove."""
    ticket = ticket_at(hall, counter)
    own = own_counter(hall, ticket)
    return [moved(ticket, Move.RETURN, for_counter=own, position=str(Position.BY_TIME))]
