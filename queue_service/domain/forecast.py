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
from datetime import datetime, timedelta

from queue_service.domain.calling import head_of
from queue_service.domain.hall import Hall
from queue_service.domain.line import Line
from queue_service.domain.lookahead import Start, Waiting, play

CALLS_PLAYED = 2_400  # over all runs together: a few milliseconds
DEPTH = 1_200  # tickets looked at, all lines together; what stands behind is reckoned by the pace of these
RUNS = (1, 15)  # fewer when many wait: long waits spread less


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
    depth = max(1, DEPTH // max(1, len(lines)))
    orders = {key: _order(hall, line, now, depth) for key, line in lines.items()}
    fewest, most = RUNS
    runs = max(fewest, min(most, CALLS_PLAYED // (sum(len(order) for order in orders.values()) + 1)))
    start = Start.of(hall, now)
    played = [play(orders, start, run, runs) for run in range(runs)]
    services = [service.id for service in hall.site.services]
    beyond = {s: len(lines[s]) / len(orders[s]) if s in lines else 1.0 for s in services}
    clock = start.on_the_clock
    return Forecast(
        newcomers={s: _wait([clock(p.normal[s] * beyond[s]) for p in played if s in p.normal]) for s in services},
        priority_newcomers={s: _wait([clock(p.priority[s]) for p in played if s in p.priority]) for s in services},
        tickets={
            ticket: wait
            for ticket in played[0].tickets
            if (wait := _wait([clock(p.tickets[ticket]) for p in played if ticket in p.tickets]))
        },
    )


def _order(hall: Hall, line: Line, now: datetime, depth: int) -> list[Waiting]:
    """The first of a line in their order of calling, by the very rules."""
    rest = line.copy()
    order: list[Waiting] = []
    longest = hall.site.longest_wait or timedelta.max
    while len(order) < depth and (head := head_of(rest, hall, now)) is not None:
        ticket = hall.tickets[head.ticket_id]
        passed = rest.remove(ticket)
        if not ticket.front and not ticket.is_normal:
            rest.overtake(ticket.turn)
        due_s = (longest - (now - ticket.issued_at)).total_seconds()
        order.append(Waiting(head, ticket.service, due_s, line.bound - passed))
    return order


def _wait(times: list[float]) -> Wait | None:
    if not times:
        return None
    ordered = sorted(times)
    p50 = ordered[len(ordered) // 2]
    p80 = ordered[math.ceil(0.8 * len(ordered)) - 1]
    return Wait(max(0, round(p50)), max(0, round(max(p50, p80))))
