"""A number is given up, by the citizen or for them."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move


def cancel(hall: Hall, now: datetime, *, ticket: str) -> list[Fact]:
    """The ticket leaves the line. Raises IllegalMove, NotFound."""
    return [moved(hall.ticket(ticket), Move.CANCEL)]
