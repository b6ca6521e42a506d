"""One hall with all its parts as real processes, a wire between each pair, and people who use it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bench.growth import lengthen
from bench.hall import SITE
from faults.clients import Client, Door, Kiosk, Officer
from faults.listener import Listener
from faults.memory import Memory
from faults.parts import Agent, Bus
from faults.wire import Ends, Wire
from queue_service.store import event_log, reads
from queue_service.store.engine import reading_engine
from tests.databases import Postgres
from tests.founding import found, new_token
from tests.halls import small_site
from tests.running import Birth, Direct, Running

PROGRAM = "faults.planted:serve"
SLIP_TIMEOUT = timedelta(seconds=20)
PACE_S = 0.05  # between a client's answer and its next request
PRINTING_PACE_S = 0.3  # a slip takes its time
KIOSKS, PRINTING_KIOSKS = 3, 2
COUNTERS = (1, 2, 3)
BOARD_LISTENERS, LOG_LISTENERS = 4, 2


@dataclass(frozen=True, slots=True)
class Shape:
    """How a hall is built: with paper or not, on PostgreSQL and NATS when there is more than one server process.

    `past_events` stand in its log already; then its servers start as in earnest, by a new interpreter each.
    """

    servers: int = 1
    prints: bool = True
    past_events: int = 0
    bug: str = ""  # one of `faults.planted.BUGS`, to prove the checker
    time_zone: str = "Asia/Ho_Chi_Minh"


class Installation:
    """Made by `installed`. Servers, database, bus and agent can be killed; wires can be spoiled; the clock moved."""

    def __init__(self, shape: Shape, folder: Path, birth: Birth, postgres: Postgres | None, url: str) -> None:
        self.shape = shape
        self.folder = folder
        self.birth = Direct() if shape.past_events else birth
        self._past_seq = 0  # the log before anybody came
        self.postgres = postgres
        self.url = url  # of the database, without a wire: for founding and judging
        self.memory = Memory()
        self.listeners: list[Listener] = []
        self.servers: list[Running] = []
        self.doors: list[Wire] = []
        self.to_agent = self.to_database = self.to_bus = Wire(_nowhere)
        self.bus = Bus()
        self._clock = folder / "clock"
        self._tokens: dict[str, str] = {}
        self._clients: list[Client] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._more_wires: list[Wire] = []
        self.agent: Agent

    async def build(self) -> None:
        """All parts run and are wired; nobody uses them yet."""
        self.shift_clock(0.0)
        await asyncio.to_thread(self._found)
        if self.postgres is not None:
            database = self.postgres
            self.to_database = await Wire(lambda: asyncio.open_unix_connection(database.socket)).open()
            self.bus.start()
            self.to_bus = await Wire(_at(self.bus.port)).open()
        for _ in range(self.shape.servers):
            server = self._new_server()
            await asyncio.to_thread(server.start, ready="/healthz")
            self.servers.append(server)
            self.doors.append(await Wire(_at(server.port)).open())
        self.to_agent = await Wire(_at(self.servers[0].port)).open()
        self.agent = Agent(
            self.folder, f"http://127.0.0.1:{self.to_agent.port}", self._tokens["printer"], self.shape.bug
        )
        if self.shape.prints:
            self.agent.start()

    async def tear_down(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.agent.end()
        for server in self.servers:
            server.close()
        self.bus.kill()
        for wire in (*self.doors, *self._more_wires, self.to_agent, self.to_database, self.to_bus):
            await wire.close()

    # --- people

    def fill(self) -> None:
        """Let people in: they work until `finish`."""
        doors = [self.door(wire) for wire in self.doors]
        served = doors[:2]  # with a third server: it only listens, as the one beside a hall's screens may
        listened = doors[-2:]
        for n in range(KIOSKS + PRINTING_KIOSKS * self.shape.prints):
            token = self._tokens["kiosk" if n < KIOSKS else "printing kiosk"]
            pace_s = PACE_S if n < KIOSKS else PRINTING_PACE_S
            self._employ(
                Kiosk(f"kiosk-{n}", token, served[n % len(served) :] + served, self.memory, pace_s=pace_s)
            )
        for counter in COUNTERS:
            self._employ(Officer(counter, self._tokens["counter"], served, self.memory, pace_s=PACE_S))
        for n in range(BOARD_LISTENERS + LOG_LISTENERS):
            topic, token = (
                ("board", "") if n < BOARD_LISTENERS else ("operations", self._tokens["supervisor"])
            )
            self.listen(Listener(topic, token, listened, seed=n))

    def listen(self, listener: Listener) -> None:
        self.listeners.append(listener)
        self._tasks.append(asyncio.create_task(listener.listen()))

    def door(self, wire: Wire) -> Door:
        return Door(f"http://127.0.0.1:{wire.port}/api/v1/sites/{SITE}")

    async def new_wire(self) -> Wire:
        """One more way to the first server, for one listener alone."""
        wire = await Wire(_at(self.servers[0].port)).open()
        self._more_wires.append(wire)
        return wire

    async def announce(self, times: int, words: str) -> None:
        """Long notices fill every listener's queue."""
        door = self.door(self.doors[0])
        async with Client("herald", self._tokens["supervisor"], [door], self.memory) as herald:
            for _ in range(times):
                await herald.insist("announcements", {"text": {"vi": words, "en": words}})

    async def finish(self, *, within_s: float) -> None:
        """What was begun is brought to its answer. Raises TimeoutError."""
        for client in self._clients:
            client.stop()
        async with asyncio.timeout(within_s):
            await asyncio.gather(*(task for task in self._tasks if task.get_name().startswith("client")))

    def _employ(self, client: Client) -> None:
        self._clients.append(client)
        self._tasks.append(asyncio.create_task(client.work(), name=f"client-{len(self._clients)}"))

    # --- what can be done to it

    @property
    def disk(self) -> Path:
        """Where the embedded database lies."""
        return Path(make_url(self.url).database or "").parent

    def shift_clock(self, seconds: float) -> None:
        """The servers' clock is so far from the true one; renamed into place, so that no half is read."""
        new = self._clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self._clock)

    @property
    def clock_shift(self) -> float:
        return float(self._clock.read_text())

    # --- what it holds

    def log(self) -> list[dict[str, Any]]:
        """The log of these people as `GET …/events` shows it, read from the database itself."""
        engine = reading_engine(self.url)
        try:
            with engine.connect() as connection:
                return [event.shown() for event in event_log.all_after(connection, SITE, self._past_seq)]
        finally:
            engine.dispose()

    def seq(self) -> int:
        engine = reading_engine(self.url)
        try:
            with engine.connect() as connection:
                return reads.site_head(connection, SITE)[0]
        finally:
            engine.dispose()

    def _found(self) -> None:
        found(self.url, small_site(id=SITE, slip_timeout=SLIP_TIMEOUT, time_zone=self.shape.time_zone))
        if self.shape.past_events:
            lengthen(self.url, self.shape.past_events)
            self._past_seq = self.seq()
        for scope in ("kiosk", "counter", "supervisor"):
            self._tokens[scope] = new_token(self.url, SITE, scope)[1]
        printer, self._tokens["printer"] = new_token(self.url, SITE, "printer")
        self._tokens["printing kiosk"] = new_token(self.url, SITE, "kiosk", printer=printer)[1]

    def _new_server(self) -> Running:
        """It sees database and bus through their wires."""
        settings = {"FAULTS_CLOCK": str(self._clock), "FAULTS_BUG": self.shape.bug}
        url = self.url
        if self.postgres is not None:
            settings["QUEUE_BUS_URL"] = f"nats://127.0.0.1:{self.to_bus.port}"
            wired = make_url(url).set(host="127.0.0.1", port=self.to_database.port, query={})
            url = wired.render_as_string(hide_password=False)
        return Running(url, self.folder, birth=self.birth, program=PROGRAM, **settings)


@asynccontextmanager
async def installed(
    shape: Shape, folder: Path, birth: Birth, *, url: str, postgres: Postgres | None = None
) -> AsyncIterator[Installation]:
    """A hall on a migrated, empty database; its processes end with the block."""
    made = Installation(shape, folder, birth, postgres, url)
    try:
        await made.build()
        yield made
    finally:
        await made.tear_down()


def _at(port: int) -> Callable[[], Awaitable[Ends]]:
    return lambda: asyncio.open_connection("127.0.0.1", port)


async def _nowhere() -> Ends:
    raise ConnectionRefusedError
