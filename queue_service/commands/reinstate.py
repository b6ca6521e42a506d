"""Somebody who was called and missed it is back."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, own_counter
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move, Position


def reinstate(hall: Hall, now: datetime, *, ticket: str, position: Position = Position.BY_TIME) -> list[Fact]:
    """A no-show waits again; by default at the place of its issue. Raises IllegalMove, NotFound."""
    missed = hall.ticket(ticket)
    own = own_counter(hall, missed)
    return [moved(missed, Move.REINSTATE, for_counter=own, position=str(position))]
