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
from playwright.async_api import async_playwright, expect
from sqlalchemy import select

from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from queue_service.store.tables import tickets
from tests.databases import Postgres
from tests.founding import engine_of
from tests.halls import small_site
from tests.journeys.screens import BROWSER
from tests.printer.agent_process import AgentProcess
from tests.running import Nursery, Running
from tests.service.hall import OpenHall, good
from tests.service.listeners import Listener
from tests.service.machines import Machine
from tests.service.stubborn import Crowd
from tests.waiting import until

FOUND_WITHIN_MS = 20_000  # pages try again each 5 s at most, and the machine may be busy
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
    machines: tuple[Machine, Machine], nursery: Nursery, chromium: str, tmp_path: Path
) -> None:
    first, second = machines
    server = Running(first.url, tmp_path, birth=nursery).start()
    hall = OpenHall(server, small_site(emergency_prefix="X"))
    printer, printer_token = hall.device("printer")
    slips = tmp_path / "slips"
    agent = AgentProcess(server.origin, f"png://{slips}", tmp_path / "journal.db", token=printer_token)
    kiosk = hall.token("kiosk", printer=printer)
    try:
        before = hall.take(by=kiosk)
        until(lambda: _paper(slips, before))
        crowd = Crowd(hall, kiosks=4, officers=2)
        listener = Listener(f"{server.origin.replace('http', 'ws')}{hall.path('live')}", random.Random(1))
        took_s = asyncio.run(_drill(hall, crowd, listener, first, second, chromium))
        assert took_s < TAKEN_OVER_WITHIN_S
        after = hall.take(by=kiosk)
        until(lambda: _paper(slips, after))
        log = hall.events()
        issued = sorted(e["data"]["label"] for e in log if e["type"] == "ticket.issued")
        called = sorted(e["data"]["label"] for e in log if e["type"] == "ticket.called")
        assert issued == sorted(
            [*crowd.memory.issued, "K001", "X001", "X002", before["label"], after["label"]]
        )
        assert called == sorted([*crowd.memory.called, "X001"])
        assert listener.seqs == sorted(set(listener.seqs))
        seen = [e["seq"] for e in log if e["type"].startswith(("ticket.", "counter."))]
        heard = [seq for seq in seen if listener.seqs[0] <= seq <= listener.seqs[-1]]
        assert listener.seqs == heard
        assert server.command("verify") == (0, "")
        print(f"answered again after {took_s:.1f} s; {crowd.memory.answers} answers, none lost")
    finally:
        agent.clear_away()
        server.close()


async def _drill(
    hall: OpenHall, crowd: Crowd, listener: Listener, first: Machine, second: Machine, chromium: str
) -> float:
    """With a display and a kiosk in real pages; seconds as `_taken_over` measures them."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium, args=list(BROWSER))
        display, kiosk = await browser.new_page(), await browser.new_page()
        await display.goto(f"{hall.server.origin}/display/{hall.id}?voice=off")
        await kiosk.goto(f"{hall.server.origin}/kiosk/{hall.id}#token={hall.token('kiosk')}")
        await expect(kiosk.locator("#kiosk")).to_have_attribute("data-page", "start")
        took_s = await _taken_over(hall.server, crowd, listener, first, second)
        await asyncio.to_thread(_enter_slips, hall)
        cell = display.locator("[data-role='counter'][data-number='3'] [data-role='counter-label']")
        await expect(cell).to_have_text("X001", timeout=FOUND_WITHIN_MS)
        for tap in ("service:results", "confirm"):
            await kiosk.locator(f"[data-act='{tap}']").click(timeout=FOUND_WITHIN_MS)
        await expect(kiosk.locator("[data-page='ticket'] .label")).to_have_text("K001")
        await browser.close()
    return took_s


def _enter_slips(hall: OpenHall) -> None:
    """What reception gave out meanwhile; the first is called."""
    slips = [{"number": number, "service": "business"} for number in (1, 2)]
    good(hall.post("emergency-slips", {"slips": slips}, by="kiosk"))
    hall.open(3)
    assert hall.do(3, "call-next")["label"] == "X001"


async def _taken_over(
    server: Running, crowd: Crowd, listener: Listener, first: Machine, second: Machine
) -> float:
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
