"""Asked to stop at any moment, the service answers what it commits. Kills are the fault campaign's: `tests/faults`."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import text

from queue_service.store.engine import writing_engine
from tests.databases import Databases
from tests.founding import engine_of
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.service.crowd import at_once, client
from tests.service.hall import OpenHall
from tests.waiting import until


def test_a_server_that_is_asked_to_stop_answers_whatever_it_commits(any_own_server: Running) -> None:
    hall = OpenHall(any_own_server.start(), small_site())
    kiosk = hall.headers("kiosk")
    people = 20

    async def takes(http: httpx.AsyncClient, number: int) -> list[str]:
        labels: list[str] = []
        while True:
            try:
                answer = await http.post(hall.path("tickets"), json={"service": "land"}, headers=kiosk)
            except httpx.TransportError:
                return labels
            if answer.status_code == 503:
                return labels
            labels.append(answer.raise_for_status().json()["label"])
            if number == 0 and len(labels) == 10:
                os.kill(any_own_server.pid, signal.SIGTERM)

    told = [label for labels in at_once(any_own_server, people, takes) for label in labels]
    any_own_server.stop()
    any_own_server.start()
    assert sorted(told) == [e["data"]["label"] for e in hall.told("ticket.issued")]
    assert len(told) >= 10


def test_requests_in_flight_when_the_server_is_asked_to_stop_are_answered(
    postgres: Databases, tmp_path_factory: pytest.TempPathFactory, nursery: Nursery
) -> None:
    """They wait for the site's lock, which somebody else holds, until after the stop was asked for."""
    server = Running(postgres.migrated(), tmp_path_factory.mktemp("server"), birth=nursery).start()
    hall = OpenHall(server, small_site())
    hall.take()
    headers = hall.headers("kiosk")

    async def story() -> list[int]:
        with _held_lock(server) as release:
            async with client(server) as http:
                asked = [
                    asyncio.create_task(
                        http.post(hall.path("tickets"), json={"service": "land"}, headers=headers)
                    )
                    for _ in range(5)
                ]
                await asyncio.to_thread(until, lambda: _somebody_waits(server))
                os.kill(server.pid, signal.SIGTERM)
                await asyncio.to_thread(until, lambda: not _accepts(server))
                release()
                return [(await answer).status_code for answer in asked]

    assert asyncio.run(story()) == [201] * 5
    server.stop()
    server.close()


@contextmanager
def _held_lock(server: Running) -> Iterator[Callable[[], None]]:
    """Every site's lock is in other hands until the function that this gives is called."""
    engine = writing_engine(server.database_url)
    with engine.connect() as other:
        other.execute(text("SELECT seq FROM sites FOR UPDATE"))
        yield other.rollback
    engine.dispose()


def _somebody_waits(server: Running) -> bool:
    with engine_of(server.database_url) as engine, engine.connect() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        return bool(connection.execute(text(query)).scalar())


def _accepts(server: Running) -> bool:
    try:
        return httpx.get(f"{server.origin}/healthz").is_success
    except httpx.TransportError:
        return False
