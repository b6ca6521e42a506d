"""One printer's station: its feed, its tray, its press and its reporter, put together.

Each connection begins with the server's list of slips to print, and the journal knows which of them are
paper, so the station may lose its server, its printer or its power at any moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from printer.device import Printer
from printer.feed import follow
from printer.job import BadJob, Job, read_job
from printer.journal import Journal, Stage
from printer.outage import Outage
from printer.press import WATCH_EVERY_S, Press
from printer.reporter import Reporter
from printer.server import Server
from printer.tray import Tray

LAST_SLIP_S = 3.0  # for the slip in hand when the station is told to end


class Station:
    def __init__(
        self,
        server: Server,
        printer: Printer,
        journal: Journal,
        client: httpx.AsyncClient,
        log: Any,
        *,
        watch_every_s: float = WATCH_EVERY_S,
    ) -> None:
        self._server = server
        self._journal = journal
        self._log = log
        self._stopped = asyncio.Event()
        self._tray = Tray()
        self._reporter = Reporter(server, journal, client, log)
        self._press = Press(
            printer,
            self._tray,
            journal,
            log=log,
            ended=self._reporter.outcomes_changed,
            saw=self._reporter.problem_is,
            watch_every_s=watch_every_s,
        )

    def stop(self) -> None:
        """Let `run` return."""
        self._stopped.set()

    async def run(self) -> None:
        """Until `stop`; finishes the slip in hand unless the printer keeps it too long. Raises Refused."""
        press = asyncio.create_task(self._press.run())
        errands = [
            asyncio.create_task(errand)
            for errand in (
                follow(self._server, self, Outage(self._log, "server")),
                self._reporter.tell_outcomes(),
                self._reporter.tell_status(),
                self._stopped.wait(),
            )
        ]
        done, _ = await asyncio.wait([press, *errands], return_when=asyncio.FIRST_COMPLETED)
        self._press.stop()
        await asyncio.wait([press], timeout=LAST_SLIP_S)
        for task in (press, *errands):
            task.cancel()
        await asyncio.gather(press, *errands, return_exceptions=True)
        for task in done:
            task.result()

    def snapshot(self, jobs: Sequence[Mapping[str, Any]]) -> None:
        """The server is there, and these are all the slips that it has no end for."""
        self._tray.refill(job for job in map(self._read, jobs) if job and self._is_to_print(job))
        self._reporter.server_is_back()

    def requested(self, job: Mapping[str, Any]) -> None:
        """One more slip."""
        read = self._read(job)
        if read and self._is_to_print(read):
            self._tray.add(read)

    def _read(self, job: Mapping[str, Any]) -> Job | None:
        try:
            return read_job(job)
        except BadJob as error:  # it fails by the server's clock; printing it would never go better
            self._log.error("slip.not_understood", slip=error.slip, why=str(error))
            return None

    def _is_to_print(self, job: Job) -> bool:
        """Not when it ended here already: then the server has forgotten, or not heard, and is told again."""
        if self._journal.stage(job.key) in (None, Stage.BEGUN):
            return True
        self._journal.settle(job.key, settled=False)
        self._reporter.outcomes_changed()
        return False
