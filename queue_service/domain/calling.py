"""Who is called next."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from queue_service.domain.hall import Hall
from queue_service.domain.line import Line
from queue_service.domain.site import CallingOrder
from queue_service.domain.ticket import Ticket

FRONT, PRIORITY, NORMAL = range(3)  # ranks, first called first; a normal ticket that is due ranks as priority


class Candidate(NamedTuple):
    """The head of one line; compares in the order of calling."""

    rank: int
    turn: int
    ticket_id: str


def next_ticket(hall: Hall, counter: int, now: datetime, service: str | None = None) -> Ticket | None:
    """The ticket that this counter calls next, or None when nobody waits for it.

    First who waits for this counter alone, then the counter's services: in its configured order, or mixed by rank and
    waiting time, as the site sets. `service` narrows to one line.
    """
    if service is not None:
        return _chosen(hall, _head(hall, service, now))
    own = _head(hall, counter, now)
    if own is not None:
        return _chosen(hall, own)
    heads = (h for key in hall.counter(counter).services if (h := _head(hall, key, now)) is not None)
    if hall.site.calling_order is CallingOrder.BY_SERVICE:
        return _chosen(hall, next(heads, None))
    return _chosen(hall, min(heads, default=None))


def head_of(line: Line, hall: Hall, now: datetime) -> Candidate | None:
    """The next ticket of one line: sent to the front; then priority, with the normal tickets that are due; then normal.

    A normal ticket is due when it has been overtaken as often as the site allows, or has waited as long: no later
    priority ticket, of this or another line of the counter, goes before it.
    """
    if line.front:
        return _candidate(line, FRONT, line.front[0])
    priority, normal = line.priority[:1], line.normal[:1]
    if normal and _is_due(line, hall, now):
        return _candidate(line, PRIORITY, min(priority + normal))
    if priority:
        return _candidate(line, PRIORITY, priority[0])
    if normal:
        return _candidate(line, NORMAL, normal[0])
    return None


def _head(hall: Hall, key: str | int, now: datetime) -> Candidate | None:
    line = hall.line(key)
    return head_of(line, hall, now) if line else None


def _chosen(hall: Hall, candidate: Candidate | None) -> Ticket | None:
    return hall.tickets[candidate.ticket_id] if candidate else None


def _candidate(line: Line, rank: int, turn: int) -> Candidate:
    return Candidate(rank, turn, line.tickets[turn])


def _is_due(line: Line, hall: Hall, now: datetime) -> bool:
    """The first normal ticket's state: it has waited longest and been overtaken most."""
    first, longest = line.normal[0], hall.site.longest_wait
    if line.is_due(first):
        return True
    return longest is not None and now - hall.tickets[line.tickets[first]].issued_at >= longest
