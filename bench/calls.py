"""Officers who call the next one at once, on a long line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from bench.figure import Figure
from bench.hall import API, found, free_port, number, running, served
from bench.load import drive, post

OFFICERS = 21
WAITING = 10_000
CALLS = 1_000
RUNS = 5


def measure(folder: Path) -> list[Figure]:
    """Each call finishes the ticket before it, chooses among the lines of the counter, and is durable."""
    url = f"sqlite:///{folder / 'calls.db'}"
    tokens = found(url)
    port = free_port()
    with running(("-m", "bench.bare", str(port)), f"http://127.0.0.1:{port}/"), served(url, tokens) as hall:
        services = [s["id"] for s in httpx.get(f"http://127.0.0.1:{hall.port}{API}").json()["services"]]
        asyncio.run(
            drive(
                hall.port, 64, WAITING, lambda n: number(tokens, n, service=services[n // 16 % len(services)])
            )
        )
        with hall.client("counter") as officer:
            for counter in range(1, OFFICERS + 1):
                officer.post(f"/counters/{counter}/open").raise_for_status()

        def rate(at: int, path: str) -> float:
            def call(n: int) -> bytes:
                return post(path.format(n % OFFICERS + 1), b"{}", tokens["counter"])

            return asyncio.run(drive(at, OFFICERS, CALLS, call))[0]

        ours, bare = [], []
        for _ in range(RUNS):
            bare.append(rate(port, "/calls/{}"))
            ours.append(rate(hall.port, API + "/counters/{}/call-next"))
    return [
        Figure(
            f"call-next, {OFFICERS} officers, {WAITING:,} waiting",
            "/s",
            tuple(ours),
            tuple(bare),
            "bare route",
            "≥ 0.5",
        )
    ]
