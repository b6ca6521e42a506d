"""The print agent's station in a thread of the test: all but the process around it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import httpx

from printer.device import printer_at
from printer.journal import Journal
from printer.server import Refused, server_at
from printer.station import Station
from tests.printer.agent_server import TOKEN
from tests.printer.waiting import DEADLINE_S, until

WATCH_EVERY_S = 0.1


class Log:
    """Keeps what is logged, as the agent's own log would write it."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **more: Any) -> None:
        self.events.append((event, more))

    warning = error = exception = info


class AgentThread:
    def __init__(self, url: str, printer: str, journal: Path) -> None:
        self._log = Log()
        self._url, self._printer, self._path = url, printer, journal
        self._station: Station | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.refused = ""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        until(lambda: self._station)

    def says(self, event: str) -> None:
        until(lambda: self.said(event), what=event)

    def said(self, event: str) -> int:
        return sum(said == event for said, _ in list(self._log.events))

    def clear_away(self) -> None:
        assert self._loop
        assert self._station
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._station.stop)
        self._thread.join(DEADLINE_S)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._work())
        except Refused as why:
            self.refused = str(why)

    async def _work(self) -> None:
        server = server_at(self._url, TOKEN)
        self._loop = asyncio.get_running_loop()
        with Journal(self._path) as journal:
            async with httpx.AsyncClient(headers=server.authorization, trust_env=False) as client:
                printer = printer_at(self._printer)
                self._station = Station(
                    server, printer, journal, client, self._log, watch_every_s=WATCH_EVERY_S
                )
                await self._station.run()
