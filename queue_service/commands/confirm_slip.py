"""Paper: how a slip ended, as its print agent tells."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.errors import NotAllowed, NotFound, SlipEnded
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall, Slip, SlipState


def slip_printed(hall: Hall, now: datetime, *, slip: str, printer: str, repeat: bool = False) -> list[Fact]:
    """The slip is paper. `repeat`: it was printed again after a crash, with the mark. Safe to repeat."""
    return _ended(hall, slip, printer, SlipState.PRINTED, {"repeat": repeat})


def slip_failed(hall: Hall, now: datetime, *, slip: str, printer: str, reason: str) -> list[Fact]:
    """The slip will not be paper. Safe to repeat. Raises SlipEnded when it was printed."""
    return _ended(hall, slip, printer, SlipState.FAILED, {"reason": reason})


def fail_overdue_slips(hall: Hall, now: datetime) -> list[Fact]:
    """Slips that nobody printed in the site's time have failed: the citizen has left with the number on the screen."""
    limit = now - hall.site.slip_timeout
    overdue = [s for s in hall.slips.values() if s.state is SlipState.REQUESTED and s.requested_at <= limit]
    return [failed(hall, slip, "no-answer") for slip in overdue]


def failed(hall: Hall, slip: Slip, reason: str) -> Fact:
    return _fact(hall, slip, EventType.SLIP_FAILED, {"reason": reason})


def _ended(hall: Hall, slip_id: str, printer: str, state: SlipState, data: dict[str, object]) -> list[Fact]:
    slip = hall.slips.get(slip_id)
    if slip is None:
        raise NotFound(what="slip", id=slip_id)
    if slip.printer != printer:
        raise NotAllowed(reason="slip-of-another-printer")
    if slip.state is state:
        return []
    if slip.state is not SlipState.REQUESTED:
        raise SlipEnded(slip=slip_id, state=slip.state)
    printed = state is SlipState.PRINTED
    return [_fact(hall, slip, EventType.SLIP_PRINTED if printed else EventType.SLIP_FAILED, data)]


def _fact(hall: Hall, slip: Slip, event: EventType, data: dict[str, object]) -> Fact:
    label = hall.tickets[slip.ticket].label
    return Fact(event, slip.ticket, None, {"slip": slip.id, "label": label, "printer": slip.printer, **data})
