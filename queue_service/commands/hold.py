"""The citizen goes to copy a paper and will be back."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, ticket_at
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move


def hold(hall: Hall, now: datetime, *, counter: int, noted: bool = False) -> list[Fact]:
    """The counter's ticket is held; the counter is free.

    `noted`: a note goes with it, kept outside the log. Raises NoTicket, IllegalMove.
    """
    return [moved(ticket_at(hall, counter), Move.HOLD, noted=noted)]
