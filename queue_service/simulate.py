"""A lively morning against a running server, over its API alone: citizens come, officers serve, some rate.

Numbers taken by hand are served like the rest. Counters named in `LEFT_TO_VISITORS` and those that somebody else has
opened are left alone.
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import structlog

log = structlog.get_logger(__name__)

LEFT_TO_VISITORS = (3, 7)
WAITING_AIMED_AT = 60  # people in the hall; arrivals quicken below and slacken above
PRESENT_AT_THE_START = 45
SIGMA = 0.55
NO_SHOW, HOLD, TRANSFER, RATES, PRIORITY, ENGLISH, PAUSE = 0.06, 0.02, 0.03, 0.5, 0.1, 0.05, 0.01
SCORES = (5, 5, 5, 5, 4, 4, 4, 3, 2, 1)
WALK_S = 20.0
TIMEOUT_S = 10.0
PATIENCE_S = 1.0  # between two looks at an empty line, and after an answer that did not come


@dataclass(slots=True)
class Hall:
    """What the play knows: the site as the API tells it, one client per role."""

    site: str
    info: dict[str, Any]
    speed: float
    clients: dict[str, httpx.AsyncClient]
    chance: random.Random = field(default_factory=random.Random)

    async def post(self, role: str, path: str, body: Any = None) -> httpx.Response:
        """Asks until answered, with one key, as a real device would."""
        headers = {"Idempotency-Key": uuid4().hex}
        while True:
            try:
                answer = await self.clients[role].post(
                    f"/sites/{self.site}{path}", json=body, headers=headers
                )
            except httpx.TransportError:
                await asyncio.sleep(PATIENCE_S)
                continue
            if answer.status_code in (429, 503):
                await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
                continue
            return answer

    async def get(self, path: str) -> Any:
        """Asks until answered."""
        while True:
            try:
                answer = await self.clients["counter"].get(f"/sites/{self.site}{path}")
                if answer.is_success:
                    return answer.json()
            except httpx.TransportError:
                pass  # the server restarts
            await asyncio.sleep(PATIENCE_S)

    async def passes(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)

    def services(self) -> list[dict[str, Any]]:
        return [s for s in self.info["services"] if s["open"]]


def run(server: str, site: str, tokens: Path, *, speed: float) -> None:
    """Play until stopped. `tokens` is the demonstration's `access.json`."""
    held = json.loads(tokens.read_text())["tokens"]
    asyncio.run(_play(server, site, held, speed))


async def _play(server: str, site: str, tokens: dict[str, str], speed: float) -> None:
    task = asyncio.current_task()
    assert task is not None
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, task.cancel)
    clients = {
        role: httpx.AsyncClient(
            base_url=f"{server}/api/v1",
            headers={"Authorization": f"Bearer {tokens[role]}"},
            timeout=TIMEOUT_S,
        )
        for role in ("kiosk", "counter", "rating")
    }
    try:
        info = (await clients["kiosk"].get(f"/sites/{site}")).raise_for_status().json()
        hall = Hall(site, info, speed, clients)
        for _ in range(max(0, PRESENT_AT_THE_START - sum(s["waiting"] for s in info["services"]))):
            await _arrive(hall)
        async with asyncio.TaskGroup() as people:
            people.create_task(_arrivals(hall))
            for counter in info["counters"]:
                if counter["number"] not in LEFT_TO_VISITORS:
                    people.create_task(_officer(hall, counter["number"]))
    except asyncio.CancelledError:
        pass
    finally:
        for client in clients.values():
            await client.aclose()


async def _arrivals(hall: Hall) -> None:
    """As many come as are served, around a hall that is busy and not full."""
    per_minute = sum(1 / _usual_minutes(hall, c["services"]) for c in hall.info["counters"])
    while True:
        waiting = sum((await hall.get("/board"))["waiting"].values())
        pace = per_minute * min(3.0, max(0.1, 2 - waiting / WAITING_AIMED_AT))
        await hall.passes(hall.chance.expovariate(pace) * 60)
        await _arrive(hall)


async def _arrive(hall: Hall) -> None:
    services = hall.services()
    weights = [len(s["counters"]) / s["usual_minutes"] for s in services]
    (service,) = hall.chance.choices(services, weights)
    body: dict[str, Any] = {"service": service["id"]}
    if hall.chance.random() < PRIORITY and hall.info["priority_classes"]:
        body["priority"] = hall.chance.choice(hall.info["priority_classes"])["id"]
    if hall.chance.random() < ENGLISH and "en" in hall.info["languages"]:
        body["language"] = "en"
    await hall.post("kiosk", "/tickets", body)


async def _officer(hall: Hall, number: int) -> None:
    """One counter's day: take up what is there, then call, serve, sometimes rest."""
    at = f"/counters/{number}"
    await hall.passes(hall.chance.uniform(0, 12))
    state = (await hall.get(at))["counter"]
    if state["state"] == "open" and not str(state["officer"]).startswith("counter-"):
        return  # somebody works here
    await hall.post("counter", f"{at}/open")
    while True:
        called = await hall.post("counter", f"{at}/call-next")
        if called.status_code == 200:
            await _serve(hall, at, called.json())
        elif called.status_code == 409:
            return  # a visitor paused or closed it: theirs now
        else:
            await hall.passes(PATIENCE_S * 5)
        if hall.chance.random() < PAUSE:
            await hall.post("counter", f"{at}/pause", {"reason": "Nghỉ 5 phút"})
            await hall.passes(300)
            await hall.post("counter", f"{at}/resume")


async def _serve(hall: Hall, at: str, ticket: dict[str, Any]) -> None:
    await hall.passes(WALK_S * hall.chance.uniform(0.5, 1.5))
    fate = hall.chance.random()
    if fate < NO_SHOW:
        await hall.post("counter", f"{at}/recall")
        await hall.passes(WALK_S * 2)
        await hall.post("counter", f"{at}/no-show")
        return
    await hall.post("counter", f"{at}/start")
    usual_s = _minutes_of(hall, ticket["service"]) * 60
    await hall.passes(usual_s * math.exp(hall.chance.gauss(0, SIGMA)))
    if fate < NO_SHOW + HOLD:
        await hall.post("counter", f"{at}/hold")
        await hall.passes(240)
        await hall.post(
            "counter",
            f"{at}/transfer",
            {"ticket": ticket["id"], "service": ticket["service"], "position": "front"},
        )
        return
    if fate < NO_SHOW + HOLD + TRANSFER:
        other = hall.chance.choice([s for s in hall.services() if s["id"] != ticket["service"]])
        await hall.post("counter", f"{at}/transfer", {"service": other["id"], "position": "by-time"})
        return
    await hall.post("counter", f"{at}/finish")
    if hall.chance.random() < RATES:
        await hall.passes(8)
        await hall.post("rating", f"{at}/rating", {"score": hall.chance.choice(SCORES)})


def _usual_minutes(hall: Hall, services: list[str]) -> float:
    return sum(_minutes_of(hall, s) for s in services) / len(services) + WALK_S / 60


def _minutes_of(hall: Hall, service: str) -> float:
    return float(next((s["usual_minutes"] for s in hall.info["services"] if s["id"] == service), 8.0))
