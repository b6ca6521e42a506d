"""Numbers taken over HTTP, durable, beside a bare FastAPI route that validates the same body."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.bare import ANSWER
from bench.cluster import postgres
from bench.figure import Figure
from bench.hall import found, free_port, number, running, served
from bench.load import drive

CLIENTS = 64
REQUESTS = 2_000
RUNS = 9


def measure(folder: Path) -> list[Figure]:
    """Each run on each server in turn, so that a noisy moment meets all."""
    with postgres() as (far_url, _):
        return _measured(folder, far_url)


def _measured(folder: Path, postgres_url: str) -> list[Figure]:
    url, slow = (f"sqlite:///{folder / name}.db" for name in ("issue", "slow"))
    tokens, slow_tokens, postgres_tokens = found(url), found(slow), found(postgres_url)
    port = free_port()
    rates: dict[str, list[float]] = {"bare": [], "kiosk": [], "printing": [], "slow": [], "postgres": []}
    p99: list[float] = []
    bare = ("-m", "bench.bare", str(port))
    with (
        running(bare, f"http://127.0.0.1:{port}/"),
        served(url, tokens) as hall,
        served(slow, slow_tokens, ("-m", "bench.slow_disk")) as far,
        served(postgres_url, postgres_tokens) as great,
    ):
        for _ in range(RUNS):
            rates["bare"].append(_rate(port, tokens)[0])
            rate, latencies = _rate(hall.port, tokens)
            rates["kiosk"].append(rate)
            p99.append(sorted(latencies)[int(0.99 * len(latencies))] * 1000)
            rates["postgres"].append(_rate(great.port, postgres_tokens)[0])
            rates["slow"].append(_rate(far.port, slow_tokens)[0])
            rates["printing"].append(_rate(hall.port, tokens, "printing")[0])
    limit = tuple(rates["bare"])
    name = f"bare route, {len(ANSWER)} bytes"
    return [
        Figure("issue, SQLite, 64 clients", "/s", tuple(rates["kiosk"]), limit, name, "≥ 0.6"),
        Figure("issue, PostgreSQL, 64 clients", "/s", tuple(rates["postgres"]), limit, name, "≥ 0.4"),
        Figure("issue, SQLite, with a slip asked for each", "/s", tuple(rates["printing"]), limit, name, "–"),
        Figure(
            "issue, SQLite, each flush slowed to 5 ms", "/s", tuple(rates["slow"]), limit, name, "≥ 1,000 /s"
        ),
        Figure("p99 of issue, SQLite", "ms", tuple(p99), digits=0, limit_name="64 in flight", reach="–"),
    ]


def _rate(port: int, tokens: dict[str, str], kiosks: str = "kiosk") -> tuple[float, list[float]]:
    return asyncio.run(drive(port, CLIENTS, REQUESTS, lambda n: number(tokens, n, kiosks)))
