"""A counter opens, pauses, resumes and closes. Asking for the state it has already changes nothing."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.errors import CounterBusy, CounterClosed
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import CounterState, Hall


def open_counter(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """Open a closed counter; a paused one resumes."""
    state = hall.desk(counter).state
    if state is CounterState.OPEN:
        return []
    if state is CounterState.PAUSED:
        return resume_counter(hall, now, counter=counter)
    return [Fact(EventType.COUNTER_OPENED, counter=counter)]


def pause_counter(hall: Hall, now: datetime, *, counter: int, reason: str | None = None) -> list[Fact]:
    """Call no more for a while; a ticket at the counter may be finished. Raises CounterClosed."""
    state = _state_of_working(hall, counter)
    if state is CounterState.PAUSED:
        return []
    return [Fact(EventType.COUNTER_PAUSED, counter=counter, data={"reason": reason})]


def resume_counter(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """Raises CounterClosed."""
    state = _state_of_working(hall, counter)
    if state is CounterState.OPEN:
        return []
    return [Fact(EventType.COUNTER_RESUMED, counter=counter)]


def close_counter(hall: Hall, now: datetime, *, counter: int) -> list[Fact]:
    """Raises CounterBusy when a ticket is still there."""
    desk = hall.desk(counter)
    if desk.ticket is not None:
        raise CounterBusy(counter=counter, label=hall.ticket(desk.ticket).label)
    if desk.state is CounterState.CLOSED:
        return []
    return [Fact(EventType.COUNTER_CLOSED, counter=counter)]


def _state_of_working(hall: Hall, counter: int) -> CounterState:
    state = hall.desk(counter).state
    if state is CounterState.CLOSED:
        raise CounterClosed(counter=counter)
    return state
