"""Several processes on PostgreSQL and NATS: 100 halls at work, and a country's numbers; prints two tables.

python -m bench.scale [towns] [country]
"""

from __future__ import annotations

import asyncio
import itertools
import os
import platform
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median

import uvloop

from bench.cluster import Bare, Cluster, bare, bytes_per_ticket, cluster, cost, nats, postgres
from bench.country import Town, found_country
from bench.figure import HEAD, Figure
from bench.load import get
from bench.visits import Client, Told, arrive, listen, number_of, open_all, play

PROCESSES = 3
TOWNS, AT_ONCE, RUNS, WARM_S, SECONDS = 100, 128, 3, 2.0, 5.0
SITES, OFFERED_PER_S, COUNTRY_S, CONNECTIONS = 3_400, 900, 15.0, 64


def main(parts: list[str]) -> None:
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start; {PROCESSES} server processes, "
        "PostgreSQL, NATS and the client share the cores.\n"
    )
    if "towns" in parts or not parts:
        towns()
    if "country" in parts or not parts:
        country()


def towns() -> None:
    """100 halls with 21 counters each: the same visits against our processes and against a constant, in turn."""
    print(HEAD)
    costs = []
    with postgres() as (url, database), nats() as bus, bare(PROCESSES) as constant:
        halls = found_country(url, TOWNS)
        for way, by_site in (("each counter at any process", False), ("each hall at one process", True)):
            rates, limit, spent = [], [], []
            used: list[dict[str, float]] = []
            told = Told()
            with cluster(url, database, bus, PROCESSES) as ours:
                uvloop.run(open_all(ours.ports, halls, by_site=by_site))
                for _ in range(RUNS):
                    answered, cores = _visits(constant, halls, by_site)
                    limit.append(answered.good / SECONDS)
                    spent.append(sum(cores.values()) / limit[-1])
                    told, cores = _visits(ours, halls, by_site)
                    rates.append(told.good / SECONDS)
                    used.append(cores)
            name, constant_name = f"{TOWNS} halls × 21 counters, {way}", f"{PROCESSES} processes, a constant"
            print(Figure(name, "/s", tuple(rates), tuple(limit), constant_name, "≥ 0.4").row(), flush=True)
            parts = [
                sum(cores[name] for name in ("servers", "PostgreSQL", "NATS")) / rate
                for cores, rate in zip(used, rates, strict=True)
            ]
            costs.append(
                f"{way}: {_answers(told)} in the last run; cores used: {_cores(used)}; "
                f"{median(parts) * 1000:.2f} ms of processor a request, the constant {median(spent) * 1000:.2f} ms"
            )
        costs.append(
            f"{bytes_per_ticket(url):,.0f} bytes of database a ticket, with all its events and indexes"
        )
    print("", *costs, "", sep="\n", flush=True)


def country() -> None:
    """3,400 halls in memory, 900 numbers a second offered."""
    with postgres() as (url, database), nats() as bus:
        began = time.perf_counter()
        halls = found_country(url, SITES)
        print(f"{SITES:,} halls founded in {time.perf_counter() - began:.0f} s")
        for way, by_site in (("each number at any process", False), ("each hall at one process", True)):
            with cluster(url, database, bus, PROCESSES) as ours:
                _offer(ours, halls, way, by_site)


def _offer(ours: Cluster, halls: Sequence[Town], way: str, by_site: bool) -> None:
    empty = _memory_mb(ours)
    began = time.perf_counter()
    loaded = uvloop.run(_load_all(ours.ports, halls, by_site))
    took = time.perf_counter() - began
    with cost(ours) as used:
        told, offered = uvloop.run(
            arrive(
                ours.ports,
                _numbers(halls, by_site),
                per_s=OFFERED_PER_S,
                seconds=COUNTRY_S,
                connections=CONNECTIONS,
            )
        )
    full = _memory_mb(ours)
    print(
        f"\n{way}: {loaded:,} halls read into each process's memory in {took:.0f} s, "
        f"{(full - empty) / loaded * 1000:.0f} KB each\n"
        f"offered {offered / COUNTRY_S:.0f}/s, carried {told.good / COUNTRY_S:.0f}/s "
        f"({told.good / offered:.0%}): {_answers(told)}\ncores used: {_cores([used])}",
        flush=True,
    )


def _visits(at: Cluster | Bare, halls: Sequence[Town], by_site: bool) -> tuple[Told, dict[str, float]]:
    """What the clients were told, and the cores that each part kept busy meanwhile."""

    async def played() -> tuple[Told, dict[str, float]]:
        ears = await listen(at.ports, halls) if isinstance(at, Cluster) else []
        before: dict[str, float] = {}
        after: dict[str, float] = {}
        told = await play(
            at.ports,
            halls,
            at_once=AT_ONCE,
            by_site=by_site,
            warm_s=WARM_S,
            seconds=SECONDS,
            begin=lambda: before.update(at.cpu_s()),
            end=lambda: after.update(at.cpu_s()),
        )
        assert all(ear.bytes for ear in ears)
        return told, {name: (seconds - before[name]) / SECONDS for name, seconds in after.items()}

    return uvloop.run(played())


async def _load_all(ports: Sequence[int], halls: Sequence[Town], by_site: bool) -> int:
    """Each hall is asked for once at each process that will serve it; how many that are at one process."""

    async def ask(port: int, some: Sequence[Town]) -> None:
        client = await Client.to(port)
        for town in some:
            status = await client.ask(get(f"/api/v1/sites/{town.id}", town.counter))
            assert status == 200, (town.id, status)
        client.close()

    served = [halls[n :: len(ports)] if by_site else halls for n in range(len(ports))]
    await asyncio.gather(*(ask(port, some) for port, some in zip(ports, served, strict=True)))
    return len(served[0])


def _numbers(halls: Sequence[Town], by_site: bool) -> Iterator[tuple[int, bytes]]:
    """Requests for numbers at any hall, with the server that gets each."""
    chance = random.Random(SITES)
    for asked in itertools.count():
        n = chance.randrange(len(halls))
        town = halls[n]
        yield n if by_site else asked, number_of(town, chance.choice(list(town.services)))


def _memory_mb(ours: Cluster) -> float:
    return float(median(server.memory_info().rss for server in ours.servers)) / 2**20


def _answers(told: Told) -> str:
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(told.statuses.items()))
    return f"{statuses}; p50 {told.percentile_ms(0.5):.0f} ms, p99 {told.percentile_ms(0.99):.0f} ms"


def _cores(costs: list[dict[str, float]]) -> str:
    return ", ".join(f"{name} {median(used[name] for used in costs):.2f}" for name in costs[0])


if __name__ == "__main__":
    main(sys.argv[1:])
