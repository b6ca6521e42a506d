"""How long one will wait: a look ahead from the hall's true state, through the calling rules themselves.

Several runs play the hall forward, each with other luck: how long services take, who does not come, which priority
tickets are still to come. A ticket's wait is the moment of its call; a newcomer's that at which a counter has nobody
left who goes before. The runs give the spread; nothing is random, equal halls have equal forecasts.

Against queue × mean ÷ counters this knows shared counters, the order of services, priorities, how long the present
services have lasted and how fast today goes; `tests/domain/test_forecast.py` measures both on simulated halls.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from queue_service.domain.calling import head_of
from queue_service.domain.hall import Hall
from queue_service.domain.line import Line
from queue_service.domain.lookahead import Start, Waiting, play

CALLS_PLAYED = 2_400  # over all runs together: a few milliseconds
DEPTH = 800  # tickets looked at, all lines together; what stands behind is reckoned by the pace of these
RUNS = (3, 15)  # fewer when many wait: long waits spread less


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds until the call: as often shorter as longer, and four times of five shorter."""

    p50: int
    p80: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Waits by service for who comes now, None where no counter will call, and by ticket id for who waits already.

    `priority_newcomers` is for priority classes.
    """

    newcomers: Mapping[str, Wait | None]
    priority_newcomers: Mapping[str, Wait | None]
    tickets: Mapping[str, Wait]

    def newcomer(self, service: str, *, normal: bool) -> Wait | None:
        return (self.newcomers if normal else self.priority_newcomers).get(service)


def forecast(hall: Hall, now: datetime) -> Forecast:
    """The expected waits of all services and all waiting tickets at a moment."""
    lines = {key: line for key, line in hall.lines.items() if len(line)}
    orders = {key: _order(hall, lines[key], now, depth) for key, depth in _depths(lines).items()}
    fewest, most = RUNS
    runs = max(fewest, min(most, CALLS_PLAYED // (sum(len(order) for order in orders.values()) + 1)))
    start = Start.of(hall, now)
    played = [play(orders, start, run, runs) for run in range(runs)]
    normal: dict[str, Wait | None] = {}
    priority: dict[str, Wait | None] = {}
    for service in (s.id for s in hall.site.services):
        expected = service in start.open_services
        beyond = len(lines[service]) / len(orders[service]) if service in lines else 1.0
        normal[service] = _wait(start, [p.normal[service] * beyond for p in played]) if expected else None
        priority[service] = _wait(start, [p.priority[service] for p in played]) if expected else None
    tickets = {ticket: _wait(start, [p.tickets[ticket] for p in played]) for ticket in played[0].tickets}
    return Forecast(normal, priority, tickets)


def _depths(lines: Mapping[str | int, Line]) -> dict[str | int, int]:
    """How far to look into each line: to its end, as far as these leave room to one another."""
    depths: dict[str | int, int] = {}
    room = DEPTH
    for n, (key, line) in enumerate(sorted(lines.items(), key=lambda item: len(item[1]))):
        depths[key] = min(len(line), max(1, room // (len(lines) - n)))
        room -= depths[key]
    return depths


def _order(hall: Hall, line: Line, now: datetime, depth: int) -> list[Waiting]:
    """The first of a line in their order of calling, by the very rules."""
    rest = line.copy(depth)
    order: list[Waiting] = []
    longest_s = hall.site.longest_wait.total_seconds() if hall.site.longest_wait else math.inf
    while len(order) < depth and (head := head_of(rest, hall, now)) is not None:
        ticket = hall.tickets[head.ticket_id]
        passed = rest.remove(ticket)
        if not ticket.front and not ticket.is_normal:
            rest.overtake(ticket.turn)
        due_s = longest_s - (now - ticket.issued_at).total_seconds()
        order.append(Waiting(head, ticket.service, due_s, line.bound - passed))
    return order


def _wait(start: Start, seconds: list[float]) -> Wait:
    ordered = sorted(start.on_the_clock(s) for s in seconds)
    p50 = ordered[len(ordered) // 2]
    place = math.ceil(0.8 * (len(ordered) + 1))  # the kth of n runs lies above k ÷ (n + 1) of what may come
    p80 = ordered[min(place, len(ordered)) - 1]
    return Wait(max(0, round(p50)), max(0, round(max(p50, p80))))
