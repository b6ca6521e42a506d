"""A ticket goes on to another line or to one counter; the citizen keeps the number."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved, ticket_at
from queue_service.domain.errors import IllegalMove, Invalid
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import AT_COUNTER, Move, Position


def transfer(
    hall: Hall,
    now: datetime,
    *,
    counter: int,
    ticket: str | None = None,
    to_service: str | None = None,
    to_counter: int | None = None,
    position: Position = Position.BY_TIME,
    noted: bool = False,
) -> list[Fact]:
    """Send the counter's ticket, or a named one, to a service or to a counter, at the front, by time or at the back.

    `noted`: a note goes with it, kept outside the log. Raises Invalid, NoTicket, IllegalMove, NotFound.
    """
    if (to_service is None) == (to_counter is None):
        raise Invalid(field="service", reason="exactly one of service and counter is needed")
    moving = ticket_at(hall, counter) if ticket is None else hall.ticket(ticket)
    if moving.counter not in (None, counter) and moving.state in AT_COUNTER:
        raise IllegalMove(
            move=str(Move.TRANSFER), state=str(moving.state), label=moving.label, at=moving.counter
        )
    service = moving.service if to_service is None else hall.service(to_service).id
    if to_counter is not None:
        hall.counter(to_counter)
    return [
        moved(
            moving,
            Move.TRANSFER,
            service=service,
            from_service=moving.service,
            for_counter=to_counter,
            position=str(position),
            noted=noted,
        )
    ]
