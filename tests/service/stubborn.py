"""Clients that never give up: each request is repeated with its key until it is answered, and each answer kept."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field

import httpx

from tests.service.crowd import client
from tests.service.hall import OpenHall

AGAIN_AFTER_S = 0.02
MORE_WITHIN_S = 60.0


@dataclass
class Memory:
    """What the clients were told, and the labels that the answers carried."""

    issued: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    repeats: int = 0  # requests sent again, because the server was gone

    @property
    def answers(self) -> int:
        return len(self.issued) + len(self.called)


class Crowd:
    """`kiosks` take numbers and `officers` call them until `stop`; one connection each, made anew when it breaks."""

    def __init__(self, hall: OpenHall, *, kiosks: int, officers: int) -> None:
        self.memory = Memory()
        self._hall = hall
        self._kiosks = kiosks
        self._officers = officers
        self._stopping = False
        self._told = asyncio.Event()
        self._keys = itertools.count(1)

    def stop(self) -> None:
        """Nobody begins anything new; what was begun is brought to its answer."""
        self._stopping = True

    async def more(self, answers: int) -> None:
        """Returns when so many more answers have come. Raises TimeoutError."""
        enough = self.memory.answers + answers
        async with asyncio.timeout(MORE_WITHIN_S):
            while self.memory.answers < enough:
                self._told.clear()
                await self._told.wait()

    async def work(self) -> None:
        async with asyncio.TaskGroup() as everybody:
            for _ in range(self._kiosks):
                everybody.create_task(self._take())
            for counter in range(1, self._officers + 1):
                everybody.create_task(self._call(counter))

    async def _take(self) -> None:
        async with self._client("kiosk") as http:
            while not self._stopping:
                answer = await self._insist(http, "tickets", {"service": "land"})
                self._note(self.memory.issued, answer)

    async def _call(self, counter: int) -> None:
        async with self._client("counter") as http:
            await self._insist(http, f"counters/{counter}/open", None)
            while not self._stopping:
                answer = await self._insist(http, f"counters/{counter}/call-next", None)
                if answer.status_code == 200:
                    self._note(self.memory.called, answer)

    def _note(self, labels: list[str], answer: httpx.Response) -> None:
        labels.append(answer.json()["label"])
        self._told.set()

    def _client(self, scope: str) -> httpx.AsyncClient:
        return client(self._hall.server, headers=self._hall.headers(scope))

    async def _insist(self, http: httpx.AsyncClient, path: str, body: object) -> httpx.Response:
        headers = {"Idempotency-Key": f"key-{next(self._keys)}"}
        while True:
            try:
                answer = await http.post(self._hall.path(path), json=body, headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code != 503:
                assert answer.is_success, answer.text
                return answer
            self.memory.repeats += 1
            await asyncio.sleep(AGAIN_AFTER_S)
