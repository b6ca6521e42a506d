"""Kiosks and officers who never give up."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx

from faults.memory import Memory, Told

ANSWER_WITHIN_S = 2.0  # then a client asks again, with the same key
AGAIN_AFTER_S = 0.05
COME_BACK = (429, 503)
REFUSED = (404, 409)  # a ticket of a day that has closed is not there any more
SERVICES = ("land", "business", "results")
MOVES = {
    "call-next": "ticket.called",
    "call": "ticket.called",
    "recall": "ticket.recalled",
    "start": "ticket.started",
    "finish": "ticket.served",
    "no-show": "ticket.no_show",
    "hold": "ticket.held",
    "return": "ticket.returned",
}
SERVING = (  # what an officer does with a ticket that has come
    ("start", "finish"),
    ("start", "finish"),
    ("recall", "no-show"),
    ("start", "hold"),
    ("return",),
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a site is reached: its address at one server, or at the wire before it."""

    site: str  # http://…/api/v1/sites/…

    @property
    def live(self) -> str:
        return f"ws{self.site[4:]}/live"


class Client:
    """One device: a token, its own keys, and the next door when one does not answer, as behind a load balancer."""

    def __init__(
        self, name: str, token: str, doors: Sequence[Door], memory: Memory, *, pace_s: float = 0.0
    ) -> None:
        self.memory = memory
        self.chance = random.Random(name)
        self._name = name
        self._token = token
        self._pace_s = pace_s
        self._doors = itertools.cycle(doors)
        self._door = next(self._doors)
        self._keys = itertools.count(1)
        self._stopping = False
        self._http = httpx.AsyncClient(verify=False, trust_env=False, timeout=ANSWER_WITHIN_S)

    def stop(self) -> None:
        """Begin nothing new; what was begun is brought to its answer."""
        self._stopping = True

    async def work(self) -> None:
        async with self:
            while not self._stopping:
                await self.turn()
                await asyncio.sleep(self._pace_s * self.chance.uniform(0.5, 1.5))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def turn(self) -> None:
        raise NotImplementedError

    async def insist(self, path: str, body: object = None) -> Any:
        """The body of the answer; None when it was refused or has none. Never gives up."""
        key = f"{self._name}-{next(self._keys)}"
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key}
        while True:
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    answer = await self._http.post(f"{self._door.site}/{path}", json=body, headers=headers)
            except (httpx.HTTPError, TimeoutError):
                answer = None
            if answer is not None and answer.status_code not in COME_BACK:
                if answer.status_code < 500:
                    return self._understood(answer)
                self.memory.broken[answer.status_code] += 1
            self.memory.repeats += 1
            self._door = next(self._doors)
            await asyncio.sleep(AGAIN_AFTER_S)

    def _understood(self, answer: httpx.Response) -> Any:
        self.memory.answered()
        if answer.is_success:
            return answer.json() if answer.content else None
        if answer.status_code in REFUSED:
            self.memory.refused[answer.json()["code"]] += 1
        else:
            self.memory.broken[answer.status_code] += 1
        return None


class Kiosk(Client):
    """Takes one number after the other."""

    async def turn(self) -> None:
        ticket = await self.insist("tickets", {"service": self.chance.choice(SERVICES)})
        if ticket is not None:
            self.memory.told.append(Told("ticket.issued", ticket["id"], None))


class Officer(Client):
    """Calls the next, serves, holds, calls again, at one counter."""

    def __init__(
        self, counter: int, token: str, doors: Sequence[Door], memory: Memory, *, pace_s: float
    ) -> None:
        super().__init__(f"officer-{counter}", token, doors, memory, pace_s=pace_s)
        self._counter = counter
        self._held: list[str] = []

    async def turn(self) -> None:
        await self.insist(f"counters/{self._counter}/open")
        if self._held and self.chance.random() < 0.5:
            called = await self._does("call", {"ticket": self._held.pop()})
        else:
            called = await self._does("call-next")
        for verb in self.chance.choice(SERVING) if called else ():
            done = await self._does(verb)
            if done and verb == "hold":
                self._held.append(done["id"])

    async def _does(self, verb: str, body: object = None) -> Any:
        ticket = await self.insist(f"counters/{self._counter}/{verb}", body)
        if ticket is not None:
            self.memory.told.append(Told(MOVES[verb], ticket["id"], self._counter))
        return ticket
