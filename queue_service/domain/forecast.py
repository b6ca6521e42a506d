"""How long one will wait: a look ahead from the hall's true state, through the calling rules themselves.

Each run plays the hall forward without newcomers: every open counter is freed when its present service ends, takes the
next ticket as `calling` would choose it, and so on. A *phantom* ticket that needs no service stands at the end of each
line; the moment at which it would be called is the newcomer's wait. Several runs with service times drawn from fixed,
shuffled quantiles give the spread; nothing is random, equal halls give equal forecasts.

Against queue × mean ÷ counters this knows shared counters, the order of services, priorities and how long the present
services have lasted; `tests/domain/test_forecast.py` measures both on simulated halls.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from statistics import NormalDist

from queue_service.domain.calendar import next_closing, next_opening, opening
from queue_service.domain.calling import Candidate, head_of
from queue_service.domain.hall import CounterState, Desk, Hall, Served
from queue_service.domain.line import Line
from queue_service.domain.site import CallingOrder
from queue_service.domain.ticket import State

SIGMA = 0.55  # spread of log service time: p90 ≈ 2 × median, as measured in such halls
WALK_S = 25.0  # from the call to the chair
PRIOR = 5  # the configured usual time weighs as much as this many observed services
STILL_TO_GO = 0.15  # a service that lasts longer than drawn still needs this part of its median
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

    `priority_newcomers` is for priority classes: they stand where the first normal ticket stands that they may pass.
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
    beyond = {key: len(lines[key]) / len(order) for key, order in orders.items() if isinstance(key, str)}
    waiting = sum(len(order) for order in orders.values())
    fewest, most = RUNS
    runs = max(fewest, min(most, CALLS_PLAYED // (waiting + 1)))
    start = _Start.of(hall, now)
    calls: dict[str, list[float]] = {}
    for run in range(runs):
        called, ends = _play(hall, orders, start, run)
        for ticket_id, at in called.items():
            calls.setdefault(ticket_id, []).append(start.on_the_clock(at))
        for service, at in ends.items():
            calls.setdefault(_phantom(service), []).append(start.on_the_clock(at * beyond.get(service, 1.0)))
    waits = {name: _wait(times) for name, times in calls.items() if len(times) == runs}
    newcomers = {s.id: waits.get(_phantom(s.id)) for s in hall.site.services}
    return Forecast(
        newcomers=newcomers,
        priority_newcomers={
            service: _in_front_of_normal(lines.get(service), orders.get(service, []), waits, wait)
            for service, wait in newcomers.items()
        },
        tickets={
            order.ticket_id: waits[order.ticket_id]
            for line in orders.values()
            for order in line
            if order.ticket_id in waits
        },
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """Where each run begins: when each counter is free (a median and seconds already served), and the day's break."""

    desks: tuple[
        tuple[int, float, float], ...
    ]  # counter, median of the present service or 0, seconds it has lasted
    begins_s: float
    closes_s: float
    break_s: float
    medians: Mapping[str, float]

    @classmethod
    def of(cls, hall: Hall, now: datetime) -> _Start:
        door = opening(hall.site, now)
        begins = (door.opens_at - now).total_seconds() if not door.open and door.opens_at else 0.0
        closes = next_closing(hall.site, now)
        again = next_opening(hall.site, closes) if closes else None
        day = hall.site.business_day
        same_day = again is not None and closes is not None and day(again) == day(closes)
        medians = {
            s.id: _median(hall.served.get(s.id, Served()), s.usual_minutes * 60) for s in hall.site.services
        }
        desks = [
            (desk.number, *_present(hall, desk, medians, now))
            for desk in hall.desks.values()
            if desk.state is CounterState.OPEN or (begins > 0 and desk.state is CounterState.CLOSED)
        ]
        return cls(
            desks=tuple(sorted(desks)),
            begins_s=begins,
            closes_s=(closes - now).total_seconds() if closes and same_day else math.inf,
            break_s=(again - closes).total_seconds() if again and closes and same_day else 0.0,
            medians=medians,
        )

    def on_the_clock(self, at: float) -> float:
        """Nobody is called during the break."""
        return at if at < self.closes_s else at + self.break_s


def _in_front_of_normal(
    line: Line | None, order: list[Candidate], waits: Mapping[str, Wait], last: Wait | None
) -> Wait | None:
    """A priority newcomer takes the place of the first normal ticket that is not due; the last place without one."""
    place = line.ahead_of_newcomer(normal=False) if line is not None else 0
    return waits.get(order[place].ticket_id, last) if last and place < len(order) else last


def _order(hall: Hall, line: Line, now: datetime, depth: int) -> list[Candidate]:
    """The first of a line in their order of calling, by the very rules."""
    rest = line.copy()
    order: list[Candidate] = []
    while len(order) < depth and (head := head_of(rest, hall, now)) is not None:
        ticket = hall.tickets[head.ticket_id]
        rest.remove(ticket)
        if not ticket.front and not ticket.is_normal:
            rest.overtake(ticket.turn)
        order.append(head)
    return order


def _play(
    hall: Hall, orders: Mapping[str | int, list[Candidate]], start: _Start, run: int
) -> tuple[dict[str, float], dict[str, float]]:
    """One run: the second at which each waiting ticket, and the phantom of each service, is called."""
    draws = _draws(run)
    drawn = 0
    free: list[tuple[float, int]] = []
    for number, median, lasted in start.desks:
        rest = max(median * draws[drawn] - lasted, STILL_TO_GO * median)
        drawn += 1
        free.append((start.begins_s + rest, number))
    heapq.heapify(free)
    by_service = hall.site.calling_order is CallingOrder.BY_SERVICE
    services = {c.number: c.services for c in hall.site.counters}
    at_line: dict[str | int, int] = dict.fromkeys(orders, 0)
    called: dict[str, float] = {}
    ends: dict[str, float] = {}
    while free:
        at, number = heapq.heappop(free)
        chosen: Candidate | None = None
        chosen_key: str | int = number
        keys: tuple[str | int, ...] = (number, *services[number])
        for key in keys:
            order = orders.get(key)
            place = at_line.get(key, 0)
            if order is None or place == len(order):
                if by_service and isinstance(key, str):
                    ends.setdefault(key, at)
                continue
            if chosen is None or order[place] < chosen:
                chosen, chosen_key = order[place], key
            if by_service or key == number:
                break
        if chosen is None:
            for service in services[number]:
                ends.setdefault(service, at)
            continue
        at_line[chosen_key] += 1
        called[chosen.ticket_id] = at
        median = start.medians[hall.tickets[chosen.ticket_id].service]
        drawn = (drawn + 1) % len(draws)
        heapq.heappush(free, (at + WALK_S + median * draws[drawn], number))
    return called, ends


def _phantom(service: str) -> str:
    return f"phantom {service}"  # no ticket id holds a space


def _present(hall: Hall, desk: Desk, medians: Mapping[str, float], now: datetime) -> tuple[float, float]:
    ticket = hall.tickets.get(desk.ticket or "")
    if ticket is None:
        return 0.0, 0.0
    median = medians[ticket.service]
    if ticket.state is State.CALLED or ticket.started_at is None:
        return median, -WALK_S
    return median, (now - ticket.started_at).total_seconds()


def _median(served: Served, usual_s: float) -> float:
    """The configured median, drawn towards today's services; the mean of a log-normal is median × e^(σ²/2)."""
    observed = served.total_s / math.exp(SIGMA**2 / 2)
    return (PRIOR * usual_s + observed) / (PRIOR + served.tickets)


def _wait(times: list[float]) -> Wait:
    ordered = sorted(times)
    p50 = ordered[len(ordered) // 2]
    p80 = ordered[min(len(ordered) - 1, math.ceil(0.8 * len(ordered)) - 1)]
    return Wait(max(0, round(p50)), max(0, round(max(p50, p80))))


@cache
def _draws(run: int) -> tuple[float, ...]:
    """Factors on the median: evenly spaced quantiles of the log-normal, in an order of the run's own."""
    normal = NormalDist(0.0, SIGMA)
    factors = [math.exp(normal.inv_cdf((n + 0.5) / 257)) for n in range(257)]
    random.Random(run).shuffle(factors)  # noqa: S311 — an order, not a secret
    return tuple(factors)
