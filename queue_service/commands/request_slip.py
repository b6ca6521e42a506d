"""Paper: a slip is asked for again."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall


def request_slip(
    hall: Hall, now: datetime, *, ticket: str, printer: str, request_id: str | None = None
) -> list[Fact]:
    """Print a ticket's slip once more, marked as a repeat. Raises NotFound."""
    known = hall.ticket(ticket)
    ahead = hall.ahead(known) or 0
    copy = known.slips + 1
    return [
        slip_requested(known.id, known.label, printer=printer, copy=copy, ahead=ahead, request_id=request_id)
    ]


def slip_requested(
    ticket_id: str, label: str, *, printer: str, copy: int, ahead: int, request_id: str | None
) -> Fact:
    """The fact of one slip; the second copy and later ones are repeats."""
    data = {
        "slip": f"{ticket_id}-{copy}",
        "label": label,
        "printer": printer,
        "repeat": copy > 1,
        "ahead": ahead,
        "request": request_id,
    }
    return Fact(EventType.SLIP_REQUESTED, ticket_id, None, data)
