"""What can go wrong in a hall: each function does it, for as long as it lasts, and returns when it was over."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from faults.installation import Installation, Shape
from faults.listener import Listener
from faults.wire import Wire

Does = Callable[
    [Installation, random.Random], Awaitable[float]
]  # gives the moment of the monotonic clock when it was over

ONE, MANY = Shape(), Shape(servers=3)
LONG = Shape(past_events=1_000_000)
EUROPE = Shape(time_zone="Europe/Berlin")
CROWD = 1_000
SWITCHES = (  # the moments at which Berlin's clocks go on and back
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 0, tzinfo=UTC),
)
TAKES_NO_MORE_S = 2.0


@dataclass(frozen=True, slots=True)
class Fault:
    """`times` of it in a long run, `steady` answers (from, to) between two.

    `as_root`: it needs mount or chattr. `disk_mb`: of a disk of its own, if any.
    """

    name: str
    shape: Shape
    times: int
    does: Does
    steady: tuple[int, int] = (20, 60)
    as_root: bool = False
    disk_mb: int = 0


# --- processes end


async def server_killed(hall: Installation, chance: random.Random) -> float:
    """At any moment: not only at that of an answer, for which the campaign has waited."""
    await asyncio.sleep(chance.uniform(0, 0.1))
    server = chance.choice(hall.servers[:2])
    server.kill()
    over = time.monotonic()
    await asyncio.to_thread(server.start, ready="/healthz")
    return over


async def database_killed(hall: Installation, chance: random.Random) -> float:
    assert hall.postgres is not None
    hall.postgres.kill()
    await asyncio.sleep(chance.uniform(0, 1))
    await asyncio.to_thread(hall.postgres.start)
    return time.monotonic()


async def bus_killed(hall: Installation, chance: random.Random) -> float:
    """Every other time it comes back instead: the hall must do as well without it."""
    if hall.bus.runs:
        hall.bus.kill()
    else:
        hall.bus.start()
    await hall.memory.more(20, within_s=30)
    return time.monotonic()


async def agent_killed(hall: Installation, chance: random.Random) -> float:
    await hall.agent.prints()
    hall.agent.end()
    await asyncio.sleep(chance.uniform(0, 0.5))
    hall.agent.start()
    return time.monotonic()


async def agent_killed_without_paper(hall: Installation, chance: random.Random) -> float:
    await hall.agent.prints()
    hall.agent.takes_paper_out()
    await hall.memory.more(30, within_s=30)
    hall.agent.end()
    hall.agent.puts_paper_in()
    hall.agent.start()
    return time.monotonic()


async def everything_restarted(hall: Installation, chance: random.Random) -> float:
    """As after a power cut in the hall."""
    for server in hall.servers:
        server.kill()
    hall.agent.end()
    hall.bus.kill()
    if hall.postgres is not None:
        hall.postgres.kill()
        await asyncio.to_thread(hall.postgres.start)
        hall.bus.start()
    over = time.monotonic()
    for server in hall.servers:
        await asyncio.to_thread(server.start, ready="/healthz")
    hall.agent.start()
    return over


def stopped(seconds: float) -> Does:
    async def server_stopped(hall: Installation, chance: random.Random) -> float:
        pid = chance.choice(hall.servers[:2]).pid
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(pid, signal.SIGCONT)
        return time.monotonic()

    return server_stopped


# --- wires


def on_a_wire(
    pick: Callable[[Installation], list[Wire]], spoil: Callable[[Wire], None], lasts_s: float
) -> Does:
    async def spoiled(hall: Installation, chance: random.Random) -> float:
        for wire in pick(hall):
            spoil(wire)
        await asyncio.sleep(lasts_s * chance.uniform(0.5, 1.5))
        for wire in pick(hall):
            wire.mend()
        return time.monotonic()

    return spoiled


def slow(wire: Wire) -> None:
    wire.delay_s = 0.2


def losing_answers(wire: Wire) -> None:
    wire.loses_answers = True


def to_clients(hall: Installation) -> list[Wire]:
    return hall.doors


def to_database(hall: Installation) -> list[Wire]:
    return [hall.to_database]


def to_bus(hall: Installation) -> list[Wire]:
    return [hall.to_bus]


def to_agent(hall: Installation) -> list[Wire]:
    return [hall.to_agent]


def every_wire(hall: Installation) -> list[Wire]:
    return [*hall.doors, hall.to_agent, *((hall.to_database, hall.to_bus) if hall.postgres else ())]


# --- the disk


async def disk_full(hall: Installation, chance: random.Random) -> float:
    """The database's folder is a small file system of its own; nothing more fits on it."""
    ballast = hall.disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    await asyncio.sleep(chance.uniform(1, 3))
    ballast.unlink()
    return time.monotonic()


async def file_read_only(hall: Installation, chance: random.Random) -> float:
    """The kernel refuses each write to database and write-ahead log, also through files that are open; even root's.

    Not to the shared index beside them: that is memory, and a process whose memory is taken is ended by the kernel.
    """
    files = [str(file) for pattern in ("queue-*.db", "queue-*.db-wal") for file in hall.disk.glob(pattern)]
    await _chattr("+i", files)
    try:
        await asyncio.sleep(chance.uniform(1, 3))
    finally:
        await _chattr("-i", files)
    return time.monotonic()


async def _chattr(change: str, files: list[str]) -> None:
    done = await asyncio.create_subprocess_exec("chattr", change, *files)
    assert await done.wait() == 0, "chattr cannot do it on this file system"


# --- the clock


async def clock_jumps(hall: Installation, chance: random.Random) -> float:
    hall.shift_clock(hall.clock_shift + chance.choice((-3600.0, 3600.0)))
    return time.monotonic()


async def midnight(hall: Installation, chance: random.Random) -> float:
    """The hall serves into a new day; then somebody sets the clock back by an hour, and right again."""
    zone = timedelta(hours=7)
    now = datetime.now(UTC) + timedelta(seconds=hall.clock_shift) + zone
    eve = now.replace(hour=23, minute=59, second=58) - now
    hall.shift_clock(hall.clock_shift + eve.total_seconds())
    await asyncio.sleep(4)
    hall.shift_clock(hall.clock_shift - 3600)
    await asyncio.sleep(1)
    hall.shift_clock(hall.clock_shift + 3600)
    return time.monotonic()


async def summer_time(hall: Installation, chance: random.Random) -> float:
    """Through the next switch of the clocks, in service."""
    now = datetime.now(UTC) + timedelta(seconds=hall.clock_shift)
    switch = next((moment for moment in SWITCHES if moment > now), None)
    if switch is not None:
        hall.shift_clock((switch - datetime.now(UTC)).total_seconds() - 2)
        await asyncio.sleep(4)
    return time.monotonic()


# --- who listens


async def slow_client(hall: Installation, chance: random.Random) -> float:
    """One screen takes nothing from its socket while notices fill it; it comes back and has missed nothing."""
    wire = await hall.new_wire()
    listener = Listener("board", "", [hall.door(wire)], seed=chance.randrange(10**6))
    hall.listen(listener)
    await asyncio.sleep(1)
    wire.stall()
    await hall.announce(400, b"\xe1\xbb\x99".decode() * 300)
    await asyncio.sleep(TAKES_NO_MORE_S)
    wire.mend()
    return time.monotonic()


async def all_reconnect(hall: Installation, chance: random.Random) -> float:
    """A thousand screens are there; all lose their connection in one moment and come back at once."""
    doors = [hall.door(wire) for wire in hall.doors]
    while len(hall.listeners) < CROWD:
        hall.listen(Listener("board", "", doors, seed=len(hall.listeners)))
        if len(hall.listeners) % 20 == 0:
            await asyncio.sleep(0.1)
    async with asyncio.timeout(60):
        for listener in hall.listeners:
            await listener.joined.wait()
    for wire in hall.doors:
        wire.reset()
    return time.monotonic()


# --- several at once


def at_once(*groups: tuple[Does, ...]) -> Does:
    """Two of the groups, one fault of each, overlapping."""

    async def mixed(hall: Installation, chance: random.Random) -> float:
        chosen = [chance.choice(group) for group in chance.sample(groups, 2)]
        return max(await asyncio.gather(*(does(hall, chance) for does in chosen)))

    return mixed


CUT = on_a_wire(to_clients, Wire.cut, 1)
TORN = on_a_wire(to_clients, Wire.tear, 0.5)
SLOW = on_a_wire(to_clients, slow, 2)
DEAF = on_a_wire(to_clients, losing_answers, 2)
STALLED = on_a_wire(to_clients, Wire.stall, 3)
HALF_OPEN_S = 36.0  # listeners find out after 11 s, servers after 12; half of the time is left to chance
AGENT = (agent_killed, on_a_wire(to_agent, Wire.cut, 1), on_a_wire(to_agent, Wire.tear, 1))

MENU = (
    Fault("server killed (SQLite)", ONE, 170, server_killed),
    Fault("server killed (PostgreSQL, one of three)", MANY, 40, server_killed),
    Fault("server killed, with 1,000,000 events in its log", LONG, 5, server_killed),
    Fault("PostgreSQL killed", MANY, 10, database_killed),
    Fault("NATS killed, and back", MANY, 12, bus_killed),
    Fault("print agent killed", ONE, 8, agent_killed),
    Fault("print agent killed while the paper is out", ONE, 4, agent_killed_without_paper),
    Fault("everything restarted", MANY, 5, everything_restarted),
    Fault("client wire cut", ONE, 8, CUT),
    Fault("client wire reset in mid-frame", ONE, 12, TORN),
    Fault("client wire slow: 0.2 s each way", ONE, 4, SLOW),
    Fault("client wire loses answers, so that requests come twice", ONE, 6, DEAF),
    Fault("client wire stalled", ONE, 4, STALLED),
    Fault("client wire half-open", ONE, 2, on_a_wire(to_clients, Wire.half_open, HALF_OPEN_S)),
    Fault("print agent's wire cut, torn", ONE, 8, on_a_wire(to_agent, Wire.tear, 1)),
    Fault("database wire cut", MANY, 6, on_a_wire(to_database, Wire.cut, 1)),
    Fault("database wire reset in mid-frame", MANY, 8, on_a_wire(to_database, Wire.tear, 0.5)),
    Fault("database wire stalled", MANY, 3, on_a_wire(to_database, Wire.stall, 4)),
    Fault("database wire half-open", MANY, 1, on_a_wire(to_database, Wire.half_open, HALF_OPEN_S)),
    Fault(
        "bus wire cut, stalled, half-open",
        MANY,
        6,
        at_once(
            (on_a_wire(to_bus, Wire.cut, 2),),
            (on_a_wire(to_bus, Wire.stall, 2),),
            (on_a_wire(to_bus, Wire.half_open, 2),),
        ),
    ),
    Fault("disk full", ONE, 6, disk_full, as_root=True, disk_mb=16),
    Fault("database file read-only", ONE, 6, file_read_only, as_root=True),
    Fault("clock jumps by an hour, on or back", ONE, 12, clock_jumps),
    Fault("midnight in service, and the clock set back over it", ONE, 4, midnight),
    Fault("summer time begins and ends in service", EUROPE, 2, summer_time),
    Fault("server stopped for 60 s (one of three)", MANY, 1, stopped(60)),
    Fault("server stopped for 8 s", ONE, 2, stopped(8)),
    Fault("a screen that does not read", ONE, 2, slow_client),
    Fault("1,000 listeners come back at once", ONE, 3, all_reconnect),
    Fault(
        "two at once (SQLite)",
        ONE,
        12,
        at_once((server_killed, stopped(1)), AGENT, (CUT, TORN, SLOW, DEAF), (clock_jumps,)),
    ),
    Fault(
        "two at once (PostgreSQL)",
        MANY,
        12,
        at_once(
            (server_killed, stopped(3), database_killed),  # a server does not start without its database
            (bus_killed,),
            (CUT, TORN, SLOW, DEAF),
            AGENT,
        ),
    ),
)
