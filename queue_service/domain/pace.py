"""How fast things go in a hall today: service times, who does not come, how often priority tickets arrive.

Nothing here is random: chance is a fixed set of evenly spaced quantiles in a shuffled order, so equal halls have equal
forecasts.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from statistics import NormalDist

from queue_service.domain.hall import Hall, Served
from queue_service.domain.ticket import State, Ticket

SIGMA = 0.55  # spread of log service time: p90 ≈ 2 × median, as measured in such halls
PRIOR = (
    5  # the configured usual time weighs as much as this many observed services: it may be off by a quarter
)
WALK_S = 30.0  # from the end of one service to the beginning of the next: call, walk, chair
STEPS_AWAY, AWAY_S = 0.005, 600.0  # an officer leaves the counter for a while after one ticket in two hundred
ABSENT_S = 90.0  # from the call to the no-show
STILL_TO_GO = 0.15  # a service that has lasted beyond all measure still needs this part of its median
RECENT = 200  # the newest tickets, from which arrivals and no-shows are reckoned
RECENT_S = 1800.0  # a crowd at the door is not the pace of the day: the newest tickets span at least this
USUAL_ABSENT, ABSENT_PRIOR = 0.05, 40  # one call in twenty, until as many calls say otherwise
DRAWS = 257  # more than are needed before chance repeats itself in a line


@dataclass(frozen=True, slots=True)
class Pace:
    """`medians` in seconds and `doubts`, the spread of their logarithm, by service; `absent` is a share of calls.

    `priority_gaps`: mean seconds between two priority arrivals by service, for services that have any arrivals.
    """

    medians: Mapping[str, float]
    doubts: Mapping[str, float]
    absent: float
    priority_gaps: Mapping[str, float]

    @classmethod
    def of(cls, hall: Hall, now: datetime) -> Pace:
        served = {s.id: hall.served.get(s.id, Served()) for s in hall.site.services}
        recent = list(islice(reversed(hall.tickets.values()), RECENT))
        return cls(
            medians=_medians(hall, served, now),
            doubts={service: SIGMA / math.sqrt(PRIOR + n) for service, (n, _) in served.items()},
            absent=_absent(recent),
            priority_gaps=_priority_gaps(recent, now),
        )


@dataclass(frozen=True, slots=True)
class Chance:
    """One run's luck: `normal` and `factors` (service time ÷ median) in one order, `uniform` in another."""

    normal: tuple[float, ...]
    factors: tuple[float, ...]
    uniform: tuple[float, ...]


@cache
def chance(run: int) -> Chance:
    """The evenly spaced quantiles in an order of the run's own."""
    order = random.Random(run)  # noqa: S311 — an order, not a secret
    uniform = [(n + 0.5) / DRAWS for n in range(DRAWS)]
    normal = [_NORMAL.inv_cdf(u) for u in uniform]
    order.shuffle(normal)
    order.shuffle(uniform)
    return Chance(tuple(normal), tuple(math.exp(SIGMA * z) for z in normal), tuple(uniform))


@cache
def spread(which: int, runs: int) -> tuple[float, ...]:
    """One normal quantile for each run, so that all runs together cover what is doubtful about one thing."""
    quantiles = [_NORMAL.inv_cdf((n + 0.5) / runs) for n in range(runs)]
    random.Random(which).shuffle(quantiles)  # noqa: S311 — an order, not a secret
    return tuple(quantiles)


def remaining(median: float, lasted_s: float, z: float) -> float:
    """Seconds that a service still needs which has lasted so long, at the normal quantile `z` of what may remain."""
    if lasted_s <= 0 or median <= 0:
        return median * math.exp(SIGMA * z) - lasted_s
    passed = _NORMAL.cdf(math.log(lasted_s / median) / SIGMA)
    at = min(passed + (1 - passed) * _NORMAL.cdf(z), _NEARLY_ALL)
    return max(median * math.exp(SIGMA * _NORMAL.inv_cdf(at)) - lasted_s, STILL_TO_GO * median)


_NORMAL = NormalDist()
_MEAN = math.exp(SIGMA**2 / 2)  # mean ÷ median
_NEARLY_ALL = 1 - 1e-9  # beyond it the inverse is not defined


def _medians(hall: Hall, served: Mapping[str, Served], now: datetime) -> dict[str, float]:
    """The configured medians, drawn towards today's services.

    Those still going on count by what they are expected to come to: without them the long ones would be missing, and
    the first hours of a day would look too fast. The mean of a log-normal is median × e^(σ²/2).
    """
    counts = {s.id: PRIOR + served[s.id].tickets for s in hall.site.services}
    totals = {s.id: PRIOR * s.usual_minutes * 60 * _MEAN + served[s.id].total_s for s in hall.site.services}
    first = {service: totals[service] / counts[service] / _MEAN for service in counts}
    for desk in hall.desks.values():
        ticket = hall.tickets.get(desk.ticket or "")
        if ticket is not None and ticket.started_at is not None and ticket.service in counts:
            lasted_s = (now - ticket.started_at).total_seconds()
            counts[ticket.service] += 1
            totals[ticket.service] += _expected(first[ticket.service], lasted_s)
    return {service: totals[service] / counts[service] / _MEAN for service in counts}


def _expected(median: float, lasted_s: float) -> float:
    """The mean of a whole service that has lasted so long: of the log-normal above that."""
    if lasted_s <= 0 or median <= 0:
        return median * _MEAN
    z = math.log(lasted_s / median) / SIGMA
    still = 1 - _NORMAL.cdf(z)
    return max(median * _MEAN * _NORMAL.cdf(SIGMA - z) / still, lasted_s) if still > 1e-6 else lasted_s


def _absent(recent: list[Ticket]) -> float:
    states = Counter(ticket.state for ticket in recent)
    missed, came = states[State.NO_SHOW], states[State.SERVED]
    return (USUAL_ABSENT * ABSENT_PRIOR + missed) / (ABSENT_PRIOR + missed + came)


def _priority_gaps(recent: list[Ticket], now: datetime) -> dict[str, float]:
    """By the arrivals of each service, and the share of priority among all: few come to one service alone."""
    share = sum(not ticket.is_normal for ticket in recent) / max(1, len(recent))
    if not share:
        return {}
    span = max((now - recent[-1].issued_at).total_seconds(), RECENT_S)
    return {service: span / (n * share) for service, n in Counter(t.service for t in recent).items()}
