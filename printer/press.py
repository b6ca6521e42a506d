"""Prints what lies in the tray, one slip after the other, and watches the printer in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from printer.device import Printer
from printer.in_thread import in_thread
from printer.job import Job
from printer.journal import Journal, Stage
from printer.problems import PrinterProblem, Problem
from printer.slip import PAPERS, draw_slip
from printer.tray import Tray

WATCH_EVERY_S = 2.0  # trouble reaches the hall within 5 s: this, a connection's time-out and a request
GIVE_UP_AFTER_S = 120.0  # the citizen has left with the number on the screen
CANNOT_DRAW = "cannot-draw"  # the reason of a slip that our own error keeps from paper


class Press:
    """Uses the printer alone. Calls `ended` after each new outcome in the journal, `saw` after each look."""

    def __init__(
        self,
        printer: Printer,
        tray: Tray,
        journal: Journal,
        *,
        log: Any,
        ended: Callable[[], None],
        saw: Callable[[Problem | None], None],
        watch_every_s: float = WATCH_EVERY_S,
        give_up_after_s: float = GIVE_UP_AFTER_S,
    ) -> None:
        self._printer = printer
        self._tray = tray
        self._journal = journal
        self._log = log
        self._ended = ended
        self._saw = saw
        self._watch_every_s = watch_every_s
        self._give_up_after_s = give_up_after_s
        self._stopped = asyncio.Event()
        self._problem: Problem | None = None

    def stop(self) -> None:
        """Finish the slip in hand, then return from `run`."""
        self._stopped.set()

    async def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._give_up_the_oldest()
                job = self._tray.first()
                self._look(await (self._print(job) if job else in_thread(self._printer.problem)))
            except PrinterProblem as trouble:
                self._look(trouble.problem, why=str(trouble))
                await self._pause()
            except Exception:
                self._log.exception("press.error")  # a full disk under the journal, most likely
                await self._pause()
            else:
                if self._tray.first() is None:
                    await self._pause(or_until=self._tray.changed)

    async def _print(self, job: Job) -> Problem | None:
        """One slip, from the tray to paper and the journal. Raises PrinterProblem: then it stays there."""
        maybe_on_paper = self._journal.stage(job.key) is Stage.BEGUN
        marked = job.repeat or maybe_on_paper
        try:
            picture = draw_slip(replace(job, repeat=marked), PAPERS[self._printer.width])
        except Exception:
            self._log.exception("slip.not_drawn", slip=job.slip, request=job.request)
            self._fail(job, CANNOT_DRAW)
            return self._problem
        self._journal.begin(job.key, request=job.request)
        try:
            name = f"{job.label}-{job.slip}"
            problem = await in_thread(lambda: self._printer.print_slip(picture, name=name))
        except PrinterProblem as trouble:
            if not trouble.begun and not maybe_on_paper:
                self._journal.never_began(job.key)
            raise
        self._journal.printed(job.key, repeat=marked, request=job.request)
        self._log.info("slip.printed", slip=job.slip, repeat=marked, request=job.request)
        self._done(job)
        return problem

    def _give_up_the_oldest(self) -> None:
        for job in self._tray.older_than(self._give_up_after_s):
            reason = self._problem or Problem.NO_ANSWER
            self._log.warning("slip.given_up", slip=job.slip, reason=reason.value, request=job.request)
            self._fail(job, reason)

    def _fail(self, job: Job, reason: str) -> None:
        self._journal.failed(job.key, reason=reason, request=job.request)
        self._done(job)

    def _done(self, job: Job) -> None:
        self._tray.remove(job.key)
        self._ended()

    def _look(self, problem: Problem | None, why: str = "") -> None:
        if problem is not self._problem:
            if problem is None:
                self._log.info("printer.back")
            else:
                self._log.warning("printer.problem", problem=problem.value, why=why)
        self._problem = problem
        self._saw(problem)

    async def _pause(self, *, or_until: asyncio.Event | None = None) -> None:
        """Wait, but not longer than until the agent stops or something has come."""
        bells = [bell for bell in (self._stopped, or_until) if bell]
        waits = [asyncio.ensure_future(bell.wait()) for bell in bells]
        await asyncio.wait(waits, timeout=self._watch_every_s, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if or_until:
            or_until.clear()
