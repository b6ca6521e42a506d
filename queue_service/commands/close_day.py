"""The end of the business day: who still waits expires, every counter closes, the hall is clean."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved
from queue_service.commands.confirm_slip import failed
from queue_service.domain.calendar import day_is_over
from queue_service.domain.events import EventType, Fact, rfc3339
from queue_service.domain.hall import CounterState, Hall, SlipState
from queue_service.domain.ticket import OPEN, Move


def close_day(hall: Hall, now: datetime) -> list[Fact]:
    """Expire the open tickets, fail the slips not printed, close the counters, then close the day.

    A day with nothing to end is closed too, so that the log says that somebody did.
    """
    expired = [moved(t, Move.EXPIRE) for t in hall.tickets.values() if t.state in OPEN]
    lost = [failed(hall, s, "day-closed") for s in hall.slips.values() if s.state is SlipState.REQUESTED]
    closed = [
        Fact(EventType.COUNTER_CLOSED, counter=desk.number)
        for desk in hall.desks.values()
        if desk.state is not CounterState.CLOSED
    ]
    day = hall.day or hall.site.business_day(now).isoformat()
    same_day = hall.numbers_day == day
    stays = {
        "day": day,
        "numbers": dict(hall.numbers) if same_day else {},
        "prefixes": dict(hall.prefixes) if same_day else {},
        "announcements": [
            {"text": dict(a.text), "until": rfc3339(a.until)}
            for a in hall.announcements
            if a.until is not None and a.until > now
        ],
        "troubles": dict(hall.troubles),
    }
    return [*expired, *lost, *closed, Fact(EventType.DAY_CLOSED, data=stays)]


def close_day_if_over(hall: Hall, now: datetime) -> list[Fact]:
    """The same at the site's hour or when the date has passed; nothing before that."""
    if hall.day is None or hall.day_began is None:
        return []
    return close_day(hall, now) if day_is_over(hall.site, hall.day, hall.day_began, now) else []
