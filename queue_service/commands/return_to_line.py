"""Called by mistake: the ticket goes back to its own place in the line."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, ticket_at
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move, Position


def return_to_line(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """The called ticket waits again where its issue put it. Raises NoTicket, IllegalMove."""
    return [moved(ticket_at(hall, counter), Move.RETURN, position=str(Position.BY_TIME))]
