"""A morning of citizens and officers in the shipped hall, played in memory, to hold forecasts against what came.

What the forecast cannot know is drawn anew for each hall: how long services really take, how they spread, who does not
come, which counters stay closed, when officers step away, and more or fewer citizens than the hall can serve.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial
from importlib.resources import files
from itertools import count
from pathlib import Path

from queue_service.commands.call_next import call_next
from queue_service.commands.counter_state import pause_counter, resume_counter
from queue_service.commands.finish import finish
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.no_show import no_show
from queue_service.commands.start import start
from queue_service.domain.forecast import forecast
from queue_service.domain.hall import CounterState, Served
from queue_service.domain.site import Hours, Site
from queue_service.sites.site_file import load_site_file
from tests.halls import Rehearsal

LASTS_S = 2.5 * 3600
SETTLED_S = 1200  # from here on citizens are asked how long they will wait
ASKED_EVERY = 7  # every so many citizens
NO_SHOW, PRIORITY, STEPS_AWAY = 0.06, 0.1, 0.3


@dataclass(frozen=True)
class Told:
    """What one citizen was told at the kiosk, and what came of it; seconds."""

    p50: float
    p80: float
    naive: float  # queue × mean ÷ open counters
    waited: float
    normal: bool


@cache
def shipped_site() -> Site:
    """The 21-counter hall, without a break in which nobody is called."""
    folder = files("queue_service.sites")
    site = load_site_file(Path(str(folder / "lam-dong.toml"))).site
    return replace(site, hours=Hours(always=True))


class SimulatedHall:
    """Events in a heap; the hall itself is real and is asked for its forecasts as the kiosk does."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._play = Rehearsal(shipped_site())
        self._hall = self._play.hall
        self._began = self._play.now
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._entries = count()
        self._now_s = 0.0
        self._spread = self._chance.uniform(0.45, 0.7)
        self._medians = {
            s.id: s.usual_minutes * 60 * math.exp(self._chance.gauss(0, 0.25))
            for s in shipped_site().services
        }
        closed = self._chance.sample(sorted(self._hall.desks), self._chance.randint(2, 6))
        self._counters = [n for n in sorted(self._hall.desks) if n not in closed]
        self._idle = set(self._counters)
        self._promised: dict[str, tuple[float, float, float, float, bool]] = {}
        self._came = 0
        self.told: list[Told] = []

    def run(self) -> list[Told]:
        """All who were asked, after everybody was called."""
        self._play.open(*self._counters)
        arrivals = self._arrivals_per_s()
        for _ in range(self._chance.randint(20, 60)):
            self._at(0, lambda: self._arrive(arrivals))
        at = 0.0
        while (at := at + self._chance.expovariate(sum(arrivals.values()))) < LASTS_S:
            self._at(at, lambda: self._arrive(arrivals))
        for counter in self._counters:
            if self._chance.random() < STEPS_AWAY:
                self._at(self._chance.uniform(1800, LASTS_S), partial(self._step_away, counter))
        while self._agenda:
            self._now_s, _, happens = heapq.heappop(self._agenda)
            self._play.now = self._began + timedelta(seconds=self._now_s)
            happens()
        return self.told

    def _at(self, second: float, happens: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (second, next(self._entries), happens))

    def _in(self, least: float, most: float, happens: Callable[[], None]) -> None:
        self._at(self._now_s + self._chance.uniform(least, most), happens)

    def _arrivals_per_s(self) -> dict[str, float]:
        """About as many as the open counters can serve, most for each counter's first service."""
        load = self._chance.uniform(0.85, 1.15)
        arrivals: dict[str, float] = {}
        for number in self._counters:
            first, *others = self._hall.counter(number).services
            for service in (first, *others):
                share = 0.7 if service == first else 0.3 / len(others)
                pace = load * share * self._chance.uniform(0.7, 1.3) / self._medians[service]
                arrivals[service] = arrivals.get(service, 0.0) + pace
        return arrivals

    def _arrive(self, arrivals: dict[str, float]) -> None:
        self._came += 1
        (service,) = self._chance.choices(list(arrivals), list(arrivals.values()))
        normal = self._chance.random() >= PRIORITY
        asked = self._now_s > SETTLED_S and self._came % ASKED_EVERY == 0
        promised = self._ask(service, normal) if asked else None
        priority = "normal" if normal else self._hall.site.priority_classes[0].id
        ticket = self._play.do(issue_ticket, service=service, priority=priority)[0].ticket
        if promised is not None and ticket is not None:
            self._promised[ticket] = (*promised, self._now_s, normal)
        for counter in sorted(self._idle):
            if service in self._hall.counter(counter).services:
                self._idle.discard(counter)
                self._in(1, 8, partial(self._next, counter))
                return

    def _ask(self, service: str, normal: bool) -> tuple[float, float, float] | None:
        wait = forecast(self._hall, self._play.now).newcomer(service, normal=normal)
        if wait is None:
            return None
        line, served = self._hall.line(service), self._hall.served.get(service, Served())
        queue = line.ahead_of_newcomer(normal=normal) if line else 0
        usual_s = self._hall.service(service).usual_minutes * 60
        mean_s = served.total_s / served.tickets if served.tickets >= 5 else usual_s
        return wait.p50, wait.p80, queue * mean_s / len(self._hall.open_desks(service))

    def _next(self, counter: int) -> None:
        if self._hall.desk(counter).state is not CounterState.OPEN:
            return
        called = self._play.do(call_next, counter=counter)
        if not called:
            self._idle.add(counter)
            return
        if called[-1].ticket in self._promised:
            p50, p80, naive, at, normal = self._promised.pop(called[-1].ticket)
            self.told.append(Told(p50, p80, naive, self._now_s - at, normal))
        if self._chance.random() < NO_SHOW:
            self._in(60, 120, lambda: self._nobody_came(counter))
        else:
            self._in(10, 40, lambda: self._begin(counter))

    def _nobody_came(self, counter: int) -> None:
        self._play.do(no_show, counter=counter)
        self._next(counter)

    def _begin(self, counter: int) -> None:
        (event,) = self._play.do(start, counter=counter)
        lasts = self._medians[event.data["service"]] * math.exp(self._chance.gauss(0, self._spread))
        self._at(self._now_s + lasts, lambda: self._end(counter))

    def _end(self, counter: int) -> None:
        self._play.do(finish, counter=counter)
        self._next(counter)

    def _step_away(self, counter: int) -> None:
        self._play.do(pause_counter, counter=counter)
        self._in(300, 900, lambda: self._come_back(counter))

    def _come_back(self, counter: int) -> None:
        self._play.do(resume_counter, counter=counter)
        if self._hall.desk(counter).ticket is None:
            self._idle.discard(counter)
            self._next(counter)
