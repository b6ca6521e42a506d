"""Reception enters the numbers that it gave on paper while the server was away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from queue_service.domain.errors import Invalid, NumberTaken
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall
from queue_service.domain.site import NORMAL


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """A slip that was printed before and handed out by hand; `number` stands on it, behind the site's prefix."""

    number: int
    service: str
    priority: str = NORMAL


def enter_emergency_slips(hall: Hall, now: datetime, *, slips: Sequence[PaperSlip]) -> list[Fact]:
    """Give each slip its place, the lowest number first, whatever the hour: these people are here.

    A slip entered before, with the same service and class, is passed over, so a list that has grown may come again as a
    whole. Raises NotFound, Invalid, and NumberTaken for a number that is taken or lower than the last.
    """
    site, day = hall.site, hall.site.business_day(now)
    prefix = site.emergency_prefix
    if not prefix:
        raise Invalid(field="emergency_prefix", reason="the site's file names none")
    if len({slip.number for slip in slips}) < len(slips):
        raise Invalid(field="slips", reason="a number stands twice")
    last = hall.numbers.get(prefix, 0) if hall.numbers_day == day.isoformat() else 0
    entered: list[Fact] = []
    for slip in sorted(slips, key=lambda slip: slip.number):
        _require_known(hall, slip)
        label = site.emergency_label(slip.number)
        known = hall.tickets.get(_ticket_id(day, label))
        if known is not None and (known.service, known.priority) == (slip.service, slip.priority):
            continue
        if slip.number <= last:
            raise NumberTaken(label=label, last=site.emergency_label(last))
        entered.append(_issued(hall, slip, day, label, already=len(entered)))
    return entered


def _ticket_id(day: date, label: str) -> str:
    return f"{day:%y%m%d}-{label}"


def _require_known(hall: Hall, slip: PaperSlip) -> None:
    hall.service(slip.service)
    known = [NORMAL, *(c.id for c in hall.site.priority_classes)]
    if slip.priority not in known:
        raise Invalid(field="priority", value=slip.priority, known=known)


def _issued(hall: Hall, slip: PaperSlip, day: date, label: str, *, already: int) -> Fact:
    """`already`: how many of the same list come before; some of them may stand in other lines."""
    line = hall.line(slip.service)
    ahead = line.ahead_of_newcomer(normal=slip.priority == NORMAL) if line else 0
    return Fact(
        EventType.TICKET_ISSUED,
        _ticket_id(day, label),
        None,
        {
            "label": label,
            "prefix": hall.site.emergency_prefix,
            "number": slip.number,
            "day": day.isoformat(),
            "service": slip.service,
            "procedure": None,
            "priority": slip.priority,
            "language": hall.site.languages[0],
            "kiosk": None,
            "ahead": ahead + already,
            "estimated_wait_s": None,
        },
    )
