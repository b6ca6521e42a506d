"""The hall played forward: who is called when, if chance goes one certain way."""

from __future__ import annotations

import heapq
import math
import sys
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from queue_service.domain.calendar import next_closing, next_opening, opening
from queue_service.domain.calling import NORMAL, PRIORITY, Candidate
from queue_service.domain.hall import CounterState, Desk, Hall
from queue_service.domain.pace import (
    ABSENT_S,
    AWAY_S,
    DRAWS,
    STEPS_AWAY,
    WALK_S,
    Pace,
    chance,
    remaining,
    spread,
)
from queue_service.domain.site import CallingOrder
from queue_service.domain.ticket import State

Key = str | int  # of a line: a service, or the counter waited for alone


class Waiting(NamedTuple):
    """One who waits, in the place that the calling rules give; `service` is what a counter will be busy with.

    A normal ticket becomes as urgent as priority `due_s` from now, or when `spare` more have passed it.
    """

    candidate: Candidate
    service: str
    due_s: float
    spare: int


class Working(NamedTuple):
    """A counter that will call: its present ticket's service, if it has one, how long that has lasted, and a pause."""

    counter: int
    service: str | None
    lasted_s: float
    away_s: float


@dataclass(frozen=True, slots=True)
class Start:
    """Where each run begins, and what holds in all of them."""

    working: tuple[Working, ...]
    services: Mapping[int, tuple[str, ...]]  # by counter
    mixed: bool  # counters call by waiting time over all their services
    bound: int
    pace: Pace
    begins_s: float
    closes_s: float
    break_s: float

    @classmethod
    def of(cls, hall: Hall, now: datetime) -> Start:
        site = hall.site
        door = opening(site, now)
        begins = (door.opens_at - now).total_seconds() if not door.open and door.opens_at else 0.0
        closes = next_closing(site, now)
        again = next_opening(site, closes) if closes else None
        same_day = bool(again and closes and site.business_day(again) == site.business_day(closes))
        states = (CounterState.OPEN, CounterState.PAUSED, *([CounterState.CLOSED] if begins > 0 else []))
        return cls(
            working=tuple(_working(hall, d, now) for _, d in sorted(hall.desks.items()) if d.state in states),
            services={c.number: c.services for c in site.counters},
            mixed=site.calling_order is CallingOrder.BY_WAITING_TIME,
            bound=site.overtaking_bound,
            pace=Pace.of(hall, now),
            begins_s=begins,
            closes_s=(closes - now).total_seconds() if closes and same_day else math.inf,
            break_s=(again - closes).total_seconds() if again and closes and same_day else 0.0,
        )

    @property
    def open_services(self) -> set[str]:
        """Those that a counter serves now, or will when the hall opens; a pause may last."""
        return {service for w in self.working if not w.away_s for service in self.services[w.counter]}

    def on_the_clock(self, at: float) -> float:
        """Nobody is called during the break."""
        return at if at < self.closes_s else at + self.break_s


@dataclass(frozen=True, slots=True)
class Played:
    """Seconds until the call: of tickets by id, and by service of who would come now, normal or priority."""

    tickets: dict[str, float] = field(default_factory=dict)
    normal: dict[str, float] = field(default_factory=dict)
    priority: dict[str, float] = field(default_factory=dict)


def play(orders: Mapping[Key, Sequence[Waiting]], start: Start, run: int, runs: int) -> Played:
    """One run of several: each counter, when it is free, calls the next of its lines, until these are empty.

    `orders` has each line in its order of calling. Later normal tickets change nothing for those who wait; later
    priority tickets pass them as often as the bound allows.
    """
    luck, pace = chance(run), start.pace
    medians = {
        service: median * math.exp(pace.doubts[service] * spread(n, runs)[run])
        for n, (service, median) in enumerate(pace.medians.items())
    }
    free = [
        (start.begins_s + away + (remaining(medians[now], lasted, luck.normal[n]) if now else 0.0), counter)
        for n, (counter, now, lasted, away) in enumerate(start.working)
    ]
    heapq.heapify(free)
    lines = _Lines(orders, start, luck.uniform)
    played, drawn = Played(), len(free)
    while free:
        at, counter = heapq.heappop(free)
        key, for_normal, for_priority = lines.choose(counter, at)
        for service in for_priority:
            played.priority.setdefault(service, at)
        called = lines.later_priority(counter, for_priority, at) if for_priority else None
        if called is None:
            for service in for_normal:
                played.normal.setdefault(service, at)
            if key is None:
                continue
            ticket_id, called = lines.call(counter, key)
            played.tickets[ticket_id] = at
        drawn = (drawn + 1) % DRAWS
        chanced = luck.uniform[drawn]
        at += ABSENT_S if chanced < pace.absent else WALK_S + medians[called] * luck.factors[drawn]
        if chanced > 1 - STEPS_AWAY:
            at += AWAY_S
        heapq.heappush(free, (at, counter))
    return played


Services = tuple[str, ...]
LATER = sys.maxsize  # the turn of everybody who is still to come


class _Lines:
    """What is left of the lines in a run, and the priority tickets still to come, each service's at its pace."""

    def __init__(
        self, orders: Mapping[Key, Sequence[Waiting]], start: Start, uniform: Sequence[float]
    ) -> None:
        self._start = start
        self._rest = {key: iter(order) for key, order in orders.items()}
        self._heads = {key: head for key, rest in self._rest.items() if (head := next(rest, None))}
        # Turns of those from other lines, and of later ones, ascending.
        self._passed: dict[str, list[int]] = {}
        self._uniform = uniform
        self._drawn = len(uniform) // 2  # far from where the service times begin
        self._comes = {service: self._gap(service) for service in start.pace.priority_gaps}

    def choose(self, counter: int, at: float) -> tuple[Key | None, Services, Services]:
        """The line that a counter calls from, and the services of which a newcomer would be called before its first.

        Before it a normal newcomer, and one of a priority class.
        """
        heads = self._heads
        if counter in heads:
            return counter, (), ()
        services = self._start.services[counter]
        if not self._start.mixed:
            for place, key in enumerate(services):
                if key in heads:
                    normal = self._rank(key, heads[key], at) == NORMAL
                    return key, services[:place], services[: place + normal]
            return None, services, services
        best = (NORMAL + 1, 0)
        chosen: Key | None = None
        for key in services:
            head = heads.get(key)
            if head is not None and (order := (self._rank(key, head, at), head.candidate.turn)) < best:
                best, chosen = order, key
        if chosen is None:
            return None, services, services
        return chosen, (), services if best[0] == NORMAL else ()

    def call(self, counter: int, key: Key) -> tuple[str, str]:
        """Id and service of the first of a line, who leaves it."""
        (rank, turn, ticket_id), service, _, _ = self._heads[key]
        head = next(self._rest[key], None)
        if head is None:
            del self._heads[key]
        else:
            self._heads[key] = head
        if rank == PRIORITY and self._start.mixed and key != counter:
            self._pass(self._start.services[counter], turn, but=key)
        return ticket_id, service

    def later_priority(self, counter: int, services: Services, at: float) -> str | None:
        """The service of one who has come by then and goes before the normal tickets of a counter; used up by this."""
        service = min(services, key=lambda s: self._comes.get(s, math.inf))
        if self._comes.get(service, math.inf) > at:
            return None
        passed = self._start.services[counter] if self._start.mixed else (service,)
        if any(self._passed_since(s, LATER - 1) >= self._start.bound for s in passed):
            return None
        self._pass(passed, LATER)
        self._comes[service] += self._gap(service)
        return service

    def _rank(self, key: str, head: Waiting, at: float) -> int:
        rank = head.candidate.rank
        if rank != NORMAL:
            return rank
        due = at >= head.due_s or self._passed_since(key, head.candidate.turn) >= head.spare
        return PRIORITY if due else NORMAL

    def _passed_since(self, key: str, turn: int) -> int:
        passed = self._passed.get(key)
        return len(passed) - bisect_right(passed, turn) if passed else 0

    def _pass(self, services: Services, turn: int, but: Key | None = None) -> None:
        for service in services:
            if service != but:
                insort(self._passed.setdefault(service, []), turn)

    def _gap(self, service: str) -> float:
        self._drawn = (self._drawn + 1) % DRAWS
        return -math.log(self._uniform[self._drawn]) * self._start.pace.priority_gaps[service]


def _working(hall: Hall, desk: Desk, now: datetime) -> Working:
    ticket = hall.tickets.get(desk.ticket or "")
    away_s = AWAY_S if desk.state is CounterState.PAUSED else 0.0
    if ticket is None:
        return Working(desk.number, None, 0.0, away_s)
    if ticket.state is State.CALLED or ticket.started_at is None:
        return Working(desk.number, ticket.service, -WALK_S, away_s)
    return Working(desk.number, ticket.service, (now - ticket.started_at).total_seconds(), away_s)
