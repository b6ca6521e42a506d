"""A citizen takes a number."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.request_slip import slip_requested
from queue_service.domain.calendar import opening
from queue_service.domain.errors import HallClosed, Invalid, ServiceClosed
from queue_service.domain.events import EventType, Fact, rfc3339
from queue_service.domain.hall import Hall
from queue_service.domain.site import NORMAL


def issue_ticket(
    hall: Hall,
    now: datetime,
    *,
    service: str,
    procedure: str | None = None,
    priority: str = NORMAL,
    language: str | None = None,
    kiosk: str | None = None,
    printer: str | None = None,
    estimated_wait_s: dict[str, int] | None = None,
    request_id: str | None = None,
) -> list[Fact]:
    """Give the next number of a service; with a printer, ask for its slip.

    `estimated_wait_s` is what the citizen is told, kept with the ticket; `request_id` follows the slip through logs.
    Raises HallClosed, ServiceClosed, Invalid, NotFound.
    """
    site = hall.site
    found = hall.service(service)
    if priority != NORMAL and all(c.id != priority for c in site.priority_classes):
        raise Invalid(
            field="priority", value=priority, known=[NORMAL, *(c.id for c in site.priority_classes)]
        )
    language = language or site.languages[0]
    if language not in site.languages:
        raise Invalid(field="language", value=language, known=list(site.languages))
    door = opening(site, now)
    if not door.takes_numbers:
        raise HallClosed(
            reason=door.closed_reason, opens_at=rfc3339(door.opens_at) if door.opens_at else None
        )
    if not found.open:
        raise ServiceClosed(service=service)
    day = site.business_day(now)
    last = hall.numbers.get(service, 0) if hall.numbers_day == day.isoformat() else 0
    number = last + 1
    label = f"{found.prefix}{number:03d}"
    ticket_id = f"{day:%y%m%d}-{label}"
    line = hall.line(service)
    ahead = line.ahead_of_newcomer(normal=priority == NORMAL) if line else 0
    issued = Fact(
        EventType.TICKET_ISSUED,
        ticket_id,
        None,
        {
            "label": label,
            "prefix": found.prefix,
            "number": number,
            "day": day.isoformat(),
            "service": service,
            "procedure": procedure,
            "priority": priority,
            "language": language,
            "kiosk": kiosk,
            "ahead": ahead,
            "estimated_wait_s": estimated_wait_s,
        },
    )
    if printer is None:
        return [issued]
    return [
        issued,
        slip_requested(ticket_id, label, printer=printer, copy=1, ahead=ahead, request_id=request_id),
    ]
