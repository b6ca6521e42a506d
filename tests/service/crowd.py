"""Many people who do something at the same moment, each with a connection of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx

from tests.running import ANSWER_WITHIN_S, Running

T = TypeVar("T")


def client(server: Running, **more: Any) -> httpx.AsyncClient:
    """One person's connection; what TLS needs is left out, for making it takes longer than most tests."""
    return httpx.AsyncClient(base_url=server.origin, timeout=ANSWER_WITHIN_S, verify=False, **more)


def at_once(server: Running, people: int, does: Callable[[httpx.AsyncClient, int], Awaitable[T]]) -> list[T]:
    """What each person came to, in the order of their numbers 0, 1, 2 …; all begin when all are there."""

    async def story() -> list[T]:
        ready = asyncio.Barrier(people)

        async def person(number: int) -> T:
            async with client(server) as http:
                (await http.get("/healthz")).raise_for_status()  # connected
                await ready.wait()
                return await does(http, number)

        return await asyncio.gather(*(person(number) for number in range(people)))

    return asyncio.run(story())
