"""The drill of docs/running-a-hall.md: the hall's own server dies, the second machine takes over."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from queue_service.store.tables import tickets
from tests.databases import Postgres
from tests.founding import engine_of
from tests.halls import small_site
from tests.printer.agent_process import AgentProcess
from tests.running import Nursery, Running
from tests.service.hall import OpenHall, good
from tests.service.listeners import Listener
from tests.service.machines import Machine
from tests.service.stubborn import Crowd
from tests.waiting import until

TAKEN_OVER_WITHIN_S = 60.0  # of a person who reads from paper; the machines' own part is measured here


@pytest.fixture
def machines(postgres: Postgres) -> Iterator[tuple[Machine, Machine]]:
    programs = Path(postgres.programs.partition(os.pathsep)[0])
    first, second = Machine(programs), Machine(programs)
    try:
        first.found()
        engine = writing_engine(first.url)
        migrate(engine)
        engine.dispose()
        yield first, second.follow(first)
    finally:
        for machine in (first, second):
            machine.clear_away()


def test_a_second_machine_takes_over_with_all_that_was_answered_and_everybody_finds_it(
    machines: tuple[Machine, Machine], nursery: Nursery, tmp_path: Path
) -> None:
    first, second = machines
    server = Running(first.url, tmp_path, birth=nursery).start()
    hall = OpenHall(server, small_site())
    printer, printer_token = hall.device("printer")
    slips = tmp_path / "slips"
    agent = AgentProcess(server.origin, f"png://{slips}", tmp_path / "journal.db", token=printer_token)
    kiosk = hall.token("kiosk", printer=printer)
    try:
        before = hall.take(by=kiosk)
        until(lambda: _paper(slips, before))
        crowd = Crowd(hall, kiosks=4, officers=2)
        listener = Listener(f"{server.origin.replace('http', 'ws')}{hall.path('live')}", random.Random(1))
        took_s = asyncio.run(_drill(server, crowd, listener, first, second))
        assert took_s < TAKEN_OVER_WITHIN_S
        after = hall.take(by=kiosk)
        until(lambda: _paper(slips, after))
        log = hall.events()
        issued = sorted(e["data"]["label"] for e in log if e["type"] == "ticket.issued")
        called = sorted(e["data"]["label"] for e in log if e["type"] == "ticket.called")
        assert issued == sorted([*crowd.memory.issued, before["label"], after["label"]])
        assert called == sorted(crowd.memory.called)
        assert listener.seqs == sorted(set(listener.seqs))
        seen = [e["seq"] for e in log if e["type"].startswith(("ticket.", "counter."))]
        heard = [seq for seq in seen if listener.seqs[0] <= seq <= listener.seqs[-1]]
        assert listener.seqs == heard
        assert server.command("verify") == (0, "")
        print(f"answered again after {took_s:.1f} s; {crowd.memory.answers} answers, none lost")
    finally:
        agent.clear_away()
        server.close()


async def _drill(server: Running, crowd: Crowd, listener: Listener, first: Machine, second: Machine) -> float:
    """Seconds from the loss of the first machine to the first new answer of the second."""
    reached: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.work())
        group.create_task(listener.hear(reached))
        await crowd.more(200)
        first.lose_power()
        server.kill()
        lost_at = time.monotonic()
        answered = set(crowd.memory.issued)
        second.promote()
        with engine_of(second.url) as engine, engine.connect() as connection:
            kept = set(connection.execute(select(tickets.c.label)).scalars())
        assert answered <= kept
        server.database_url = server.settings["QUEUE_DATABASE_URL"] = second.url  # the address moves with it
        await asyncio.to_thread(server.start)
        await crowd.more(1)
        took_s = time.monotonic() - lost_at
        await crowd.more(100)
        crowd.stop()
        reached.set_result(listener.reached)
    return took_s


def test_a_machine_cut_off_from_its_second_acknowledges_nothing_that_could_be_lost(
    machines: tuple[Machine, Machine], nursery: Nursery, tmp_path: Path
) -> None:
    """Both think that they are the hall: the old one's last answers must not exist."""
    first, second = machines
    old = Running(first.url, tmp_path, birth=nursery).start()
    try:
        hall = OpenHall(old, small_site())
        hall.token("kiosk")
        hall.take()
        second.promote()
        with pytest.raises(httpx.TimeoutException):
            old.http.post(
                hall.path("tickets"), json={"service": "land"}, headers=hall.headers("kiosk"), timeout=1.5
            )
        new = Running(second.url, tmp_path, birth=nursery).start()
        try:
            path, headers = hall.path("tickets"), hall.headers("kiosk")
            assert good(new.http.post(path, json={"service": "land"}, headers=headers))["label"] == "B002"
            assert new.command("verify") == (0, "")
        finally:
            new.close()
    finally:
        old.close()


def _paper(slips: Path, ticket: dict[str, object]) -> bool:
    return any(f"{ticket['label']}" in file.name for file in slips.glob("*.png"))
