"""The slips that wait for the printer, in the server's order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from printer.job import Job, SlipKey

MOST_SLIPS = 1000  # more than a printer could print before the server gives them up


@dataclass(frozen=True, slots=True)
class _Waiting:
    job: Job
    since_s: float  # on the monotonic clock


class Tray:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.changed = asyncio.Event()  # set when slips come; who waits for it clears it
        self._clock = clock
        self._waiting: dict[SlipKey, _Waiting] = {}

    def refill(self, jobs: Iterable[Job]) -> None:
        """These wait and no others; who waited already goes on waiting."""
        known, self._waiting = self._waiting, {}
        for job in jobs:
            self._place(job, known)

    def add(self, job: Job) -> None:
        """One more, unless it is there or the tray is full: then the server's time for it runs out."""
        self._place(job, self._waiting)

    def first(self) -> Job | None:
        return next((waiting.job for waiting in self._waiting.values()), None)

    def remove(self, key: SlipKey) -> None:
        self._waiting.pop(key, None)

    def older_than(self, age_s: float) -> tuple[Job, ...]:
        """Who has waited longer here, in order."""
        limit = self._clock() - age_s
        return tuple(waiting.job for waiting in self._waiting.values() if waiting.since_s <= limit)

    def _place(self, job: Job, known: dict[SlipKey, _Waiting]) -> None:
        if len(self._waiting) < MOST_SLIPS:
            self._waiting[job.key] = known.get(job.key) or _Waiting(job, self._clock())
            self.changed.set()
