"""Who is called next."""

from __future__ import annotations

from collections.abc import Mapping
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
    keys: tuple[str | int, ...] = (
        (counter, *hall.counter(counter).services) if service is None else (service,)
    )
    lines = {key: line for key in keys if (line := hall.line(key))}
    chosen = _choose(hall, lines, now)
    return hall.tickets[chosen[1].ticket_id] if chosen else None


def calling_order(hall: Hall, counter: int, now: datetime, limit: int) -> list[Ticket]:
    """Whom this counter would call, one after another, if nobody else came or called."""
    keys: tuple[str | int, ...] = (counter, *hall.counter(counter).services)
    rest = {key: line.copy() for key in keys if (line := hall.line(key))}
    order: list[Ticket] = []
    while len(order) < limit and (chosen := _choose(hall, rest, now)) is not None:
        key, head = chosen
        ticket = hall.tickets[head.ticket_id]
        rest[key].remove(ticket)
        if not ticket.front and not ticket.is_normal:
            for passed in _passed(hall, rest, key):
                passed.overtake(ticket.turn)
        order.append(ticket)
    return order


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


def _choose(hall: Hall, lines: Mapping[str | int, Line], now: datetime) -> tuple[str | int, Candidate] | None:
    """Which line's head goes next: of those who wait for the counter alone, else by the site's order."""
    heads = [(key, head) for key, line in lines.items() if (head := head_of(line, hall, now)) is not None]
    if not heads:
        return None
    first = heads[0]  # the counter's own line stands first, then its services in their order
    if isinstance(first[0], int) or hall.site.calling_order is CallingOrder.BY_SERVICE:
        return first
    return min(heads, key=lambda line_and_head: line_and_head[1])


def _passed(hall: Hall, lines: Mapping[str | int, Line], key: str | int) -> list[Line]:
    """The lines that a ticket was chosen from: where services are mixed, those of all services."""
    if isinstance(key, int) or hall.site.calling_order is CallingOrder.BY_SERVICE:
        return [lines[key]]
    return [line for service, line in lines.items() if isinstance(service, str)]


def _candidate(line: Line, rank: int, turn: int) -> Candidate:
    return Candidate(rank, turn, line.tickets[turn])


def _is_due(line: Line, hall: Hall, now: datetime) -> bool:
    """The first normal ticket's state: it has waited longest and been overtaken most."""
    first, longest = line.normal[0], hall.site.longest_wait
    if line.is_due(first):
        return True
    return longest is not None and now - hall.tickets[line.tickets[first]].issued_at >= longest
