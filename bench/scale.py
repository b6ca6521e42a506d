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
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

import uvloop

from bench.cluster import Cluster, bare, cluster, cost, nats, postgres
from bench.country import Town, found_country
from bench.figure import HEAD, Figure
from bench.load import get
from bench.visits import Client, Told, arrive, listen, number_of, open_all, play

PROCESSES = 3
TOWNS, AT_ONCE, RUNS, WARM_S, SECONDS = 100, 128, 3, 2.0, 5.0
SITES, OFFERED_PER_S, COUNTRY_S, CONNECTIONS = 3_400, 900, 20.0, 64


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
            rates, limit = [], []
            used: list[dict[str, float]] = []
            told = Told()
            with cluster(url, database, bus, PROCESSES) as ours:
                uvloop.run(open_all(ours.ports, halls, by_site=by_site))
                for _ in range(RUNS):
                    limit.append(_visits(constant, halls, None, by_site)[0].good / SECONDS)
                    told, cores = _visits(ours.ports, halls, ours, by_site)
                    rates.append(told.good / SECONDS)
                    used.append(cores)
            name, constant_name = f"{TOWNS} halls × 21 counters, {way}", f"{PROCESSES} processes, a constant"
            print(Figure(name, "/s", tuple(rates), tuple(limit), constant_name, "≥ 0.4").row(), flush=True)
            costs.append(f"{way}: {_answers(told)} in the last run; cores used: {_cores(used)}")
    print("", *costs, "", sep="\n", flush=True)


def country() -> None:
    """3,400 halls in the memory of each process, 900 numbers a second offered."""
    with postgres() as (url, database), nats() as bus:
        began = time.perf_counter()
        halls = found_country(url, SITES)
        print(f"{SITES} halls founded in {time.perf_counter() - began:.0f} s")
        with cluster(url, database, bus, PROCESSES) as ours:
            empty = _memory_mb(ours)
            began = time.perf_counter()
            uvloop.run(_load_all(ours.ports, halls))
            print(f"read into the memory of each process in {time.perf_counter() - began:.0f} s", flush=True)
            chance = random.Random(3_400)
            asks = (
                number_of(town, chance.choice(list(town.services))) for town in _in_any_order(halls, chance)
            )
            with cost(ours) as used:
                told, offered = uvloop.run(
                    arrive(ours.ports, asks, per_s=OFFERED_PER_S, seconds=COUNTRY_S, connections=CONNECTIONS)
                )
            full = _memory_mb(ours)
    print(
        f"offered {offered / COUNTRY_S:.0f}/s, carried {told.good / COUNTRY_S:.0f}/s "
        f"({told.good / offered:.0%}): {_answers(told)}\ncores used: {_cores([used])}\n"
        f"memory of a server process: {empty:.0f} MB empty, {full:.0f} MB with all halls "
        f"({(full - empty) / SITES * 1000:.0f} KB a hall)",
        flush=True,
    )


def _visits(
    ports: Sequence[int], halls: Sequence[Town], ours: Cluster | None, by_site: bool
) -> tuple[Told, dict[str, float]]:
    async def played() -> tuple[Told, dict[str, float]]:
        ears = await listen(ports, halls) if ours else []
        before: dict[str, float] = {}
        after: dict[str, float] = {}
        told = await play(
            ports,
            halls,
            at_once=AT_ONCE,
            by_site=by_site,
            warm_s=WARM_S,
            seconds=SECONDS,
            begin=lambda: before.update(ours.cpu_s() if ours else {}),
            end=lambda: after.update(ours.cpu_s() if ours else {}),
        )
        assert all(ear.bytes for ear in ears)
        return told, {name: (seconds - before[name]) / SECONDS for name, seconds in after.items()}

    return uvloop.run(played())


async def _load_all(ports: Sequence[int], halls: Sequence[Town]) -> None:
    """Each hall's board is asked for once at each process."""

    async def ask(port: int) -> None:
        client = await Client.to(port)
        for town in halls:
            assert await client.ask(get(f"/api/v1/sites/{town.id}", town.counter)) == 200, town.id
        client.close()

    await asyncio.gather(*(ask(port) for port in ports))


def _in_any_order(halls: Sequence[Town], chance: random.Random) -> itertools.cycle[Town]:
    mixed = list(halls)
    chance.shuffle(mixed)
    return itertools.cycle(mixed)


def _memory_mb(ours: Cluster) -> float:
    return float(median(server.memory_info().rss for server in ours.servers)) / 2**20


def _answers(told: Told) -> str:
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(told.statuses.items()))
    return f"{statuses}; p50 {told.percentile_ms(0.5):.0f} ms, p99 {told.percentile_ms(0.99):.0f} ms"


def _cores(costs: list[dict[str, float]]) -> str:
    return ", ".join(f"{name} {median(used[name] for used in costs):.2f}" for name in costs[0])


if __name__ == "__main__":
    main(sys.argv[1:])
