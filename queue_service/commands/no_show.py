"""Nobody came."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, ticket_at
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move


def no_show(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """The called ticket is a no-show; it can be called by name or reinstated. Raises NoTicket, IllegalMove."""
    return [moved(ticket_at(hall, counter), Move.NO_SHOW)]
