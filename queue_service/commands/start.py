"""The citizen sits down: service begins."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, ticket_at
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move


def start(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """Service begins; the clock of the usual time runs from here. Raises NoTicket, IllegalMove."""
    return [moved(ticket_at(hall, counter), Move.START)]
