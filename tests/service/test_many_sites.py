"""One database for more halls than are kept warm."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from queue_service.app import create_app
from queue_service.caretaker import KEPT_SITES
from queue_service.settings import Settings
from tests.databases import SqliteFiles
from tests.founding import found, new_token
from tests.halls import small_site
from tests.running import Running
from tests.service.hall import OpenHall
from tests.waiting import LOOK_EVERY_S, until


def measured(server: Running) -> int:
    """Sites in memory, as the metrics tell a second later."""
    return server.http.get("/metrics").text.count("\nqueue_log_seq{")


def test_few_sites_are_in_memory_from_the_start(own_server: Running) -> None:
    for n in range(2):
        found(own_server.database_url, small_site(id=f"town-{n}"))
    own_server.start()
    until(lambda: measured(own_server) == 2)


def test_of_many_sites_each_is_read_when_it_is_first_asked_for(own_server: Running) -> None:
    site = small_site()
    for n in range(KEPT_SITES + 1):
        found(own_server.database_url, replace(site, id=f"town-{n:02d}"), ())
    own_server.start()
    halls = [OpenHall(own_server, replace(site, id=f"town-{n:02d}")) for n in (3, 17)]
    assert measured(own_server) == 0
    assert [hall.take("land")["label"] for hall in halls] == ["B001", "B001"]
    until(lambda: measured(own_server) == 2)


def test_halls_that_nobody_asks_for_leave_memory_and_come_back_with_their_numbers(
    sqlite: SqliteFiles, tmp_path: Path
) -> None:
    url = sqlite.migrated()
    towns = [f"town-{n:02d}" for n in range(KEPT_SITES + 1)]
    for town in towns:
        found(url, small_site(id=town), ())
    _, token = new_token(url, towns[0], "kiosk")
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        secret_key="s" * 32,
        database_url=url,
        voice_cache=str(tmp_path),
    )
    app = create_app(settings, idle_s=0.5)

    async def story() -> None:
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://hall") as client,
        ):

            async def take() -> str:
                asked: dict[str, Any] = {
                    "json": {"service": "land"},
                    "headers": {"Authorization": f"Bearer {token}"},
                }
                answer = await client.post(f"/api/v1/sites/{towns[0]}/tickets", **asked)
                return str(answer.json()["label"])

            async def in_memory() -> int:
                return (await client.get("/metrics")).text.count("\nqueue_log_seq{")

            assert await take() == "B001"
            assert await in_memory() == 1
            for town in towns:
                assert (await client.get(f"/api/v1/sites/{town}/board")).status_code == 200
            async with asyncio.timeout(20):
                while await in_memory():  # noqa: ASYNC110 — nothing rings when a hall leaves
                    await asyncio.sleep(LOOK_EVERY_S)
            assert await take() == "B002"
            board = await client.get(f"/api/v1/sites/{towns[0]}/board")
            assert board.json()["waiting"]["land"] == 2

    asyncio.run(story())
