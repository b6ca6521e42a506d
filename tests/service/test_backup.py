"""A backup while the hall works, and the way back into an empty place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from queue_service.domain.events import EventType
from queue_service.store import event_log
from queue_service.store.access import User, add_user
from tests.databases import Databases, Postgres, SqliteFiles
from tests.founding import engine_of, new_token
from tests.halls import small_site
from tests.journeys.demo import Demo
from tests.running import Nursery, Running
from tests.service.hall import OpenHall, good
from tests.service.stubborn import Crowd


@pytest.fixture(scope="module")
def hall(
    sqlite: SqliteFiles, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenHall]:
    """A hall that works while it is backed up."""
    server = Running(sqlite.migrated(), tmp_path_factory.mktemp("server"), birth=nursery).start()
    opened = OpenHall(server, small_site())
    for _ in range(20):
        opened.take()
    opened.open(1)
    opened.do(1, "call-next")
    yield opened
    server.close()


def place(folder: Path) -> str:
    return f"sqlite:///{folder / 'queue.db'}"


def test_what_was_backed_up_while_the_hall_works_comes_back_whole(hall: OpenHall, tmp_path: Path) -> None:
    server = hall.server
    assert server.command("backup", str(tmp_path / "copy")) == (0, f"Backed up to {tmp_path / 'copy'}.\n")
    saved = good(hall.get("board"))
    label = hall.take()["label"]
    restored = place(tmp_path / "new")
    code, words = server.command("restore", str(tmp_path / "copy"), QUEUE_DATABASE_URL=restored)
    assert (code, words) == (0, f"Restored from {tmp_path / 'copy'}.\n")
    assert server.command("verify", QUEUE_DATABASE_URL=restored) == (0, "")
    again = Running(restored, tmp_path, birth=server.birth).start()
    try:
        board = again.http.get(hall.path("board")).json()
        assert board | {"at": ""} == saved | {"at": ""}
        ticket = again.http.post(
            hall.path("tickets"), json={"service": "land"}, headers=hall.headers("kiosk")
        ).json()
        assert ticket["label"] == label
    finally:
        again.close()


def test_a_backup_does_not_overwrite(hall: OpenHall, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")
    code, words = hall.server.command("backup", str(tmp_path / "copy"))
    assert (code, words) == (1, f"{tmp_path / 'copy'} exists already\n")
    assert (tmp_path / "copy").read_text() == "precious"


def test_a_restore_refuses_a_place_that_is_not_empty_and_leaves_it(hall: OpenHall, tmp_path: Path) -> None:
    assert hall.server.command("backup", str(tmp_path / "copy"))[0] == 0
    last = hall.take()["number"]
    code, words = hall.server.command("restore", str(tmp_path / "copy"))
    assert code == 1
    assert words.endswith("exists already: restore into an empty place\n")
    assert hall.take()["number"] == last + 1


def test_a_restore_refuses_a_place_where_another_database_left_its_log(
    hall: OpenHall, tmp_path: Path
) -> None:
    assert hall.server.command("backup", str(tmp_path / "copy"))[0] == 0
    (tmp_path / "queue.db-wal").write_bytes(b"left behind")
    code, words = hall.server.command("restore", str(tmp_path / "copy"), QUEUE_DATABASE_URL=place(tmp_path))
    assert code == 1
    assert words.startswith(f"{tmp_path / 'queue.db-wal'} exists already")
    assert not (tmp_path / "queue.db").exists()


def test_a_restore_refuses_what_is_no_backup(hall: OpenHall, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"no database" * 1000)
    target = tmp_path / "new"
    code, words = hall.server.command("restore", str(tmp_path / "copy"), QUEUE_DATABASE_URL=place(target))
    assert code == 1
    assert "copy" in words
    assert len(words.splitlines()) == 1
    assert not (target / "queue.db").exists()


def test_a_backup_of_postgresql_without_its_programs_says_what_is_missing(
    postgres_server: Running, tmp_path: Path
) -> None:
    code, words = postgres_server.command("backup", str(tmp_path / "copy"), PATH=str(tmp_path))
    assert (code, words.partition(":")[0]) == (1, "pg_dump is not installed here")
    assert not list(tmp_path.glob("copy*"))


def test_a_restore_into_a_postgresql_that_is_not_empty_is_refused(
    postgres_server: Running, postgres: Postgres, tmp_path: Path
) -> None:
    tools = postgres.programs
    assert postgres_server.command("backup", str(tmp_path / "copy"), PATH=tools)[0] == 0
    code, words = postgres_server.command("restore", str(tmp_path / "copy"), PATH=tools)
    assert code == 1
    assert words.endswith("restore into an empty one\n")


def test_a_restore_of_another_databases_backup_leaves_the_place_empty(
    hall: OpenHall, databases: Databases, postgres: Postgres, tmp_path: Path
) -> None:
    (tmp_path / "copy").write_bytes(b"no database" * 1000)
    target = databases.empty()
    program = hall.server
    where = {"QUEUE_DATABASE_URL": target, "PATH": postgres.programs}
    code, words = program.command("restore", str(tmp_path / "copy"), **where)
    assert code == 1
    assert len(words.splitlines()) == 1
    assert program.command("migrate", **where)[0] == 0


def test_a_backup_in_mid_load_comes_back_whole_with_all_that_was_answered_before_it(
    databases: Databases, postgres: Postgres, nursery: Nursery, tmp_path: Path
) -> None:
    server = Running(databases.migrated(), tmp_path, birth=nursery, PATH=postgres.programs).start()
    try:
        hall = OpenHall(server, small_site())
        crowd = Crowd(hall, kiosks=5, officers=2)
        answered = asyncio.run(_backed_up(server, crowd, tmp_path / "copy"))
        elsewhere = databases.empty()
        words = f"Restored from {tmp_path / 'copy'}.\n"
        restore = server.command("restore", str(tmp_path / "copy"), QUEUE_DATABASE_URL=elsewhere)
        assert restore == (0, words)
        assert server.command("verify", QUEUE_DATABASE_URL=elsewhere) == (0, "")
        with engine_of(elsewhere) as engine, engine.connect() as connection:
            log = list(event_log.all_after(connection, hall.id, 0))
        issued = {e.data["label"] for e in log if e.type is EventType.TICKET_ISSUED}
        assert answered <= issued
        assert len(issued) < len(crowd.memory.issued)  # the crowd worked on after the copy
    finally:
        server.close()


async def _backed_up(server: Running, crowd: Crowd, copy: Path) -> set[str]:
    """The labels that had been answered when the backup began."""
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.work())
        await crowd.more(150)
        answered = set(crowd.memory.issued)
        code, words = await asyncio.to_thread(server.command, "backup", str(copy))
        assert (code, words) == (0, f"Backed up to {copy}.\n")
        await crowd.more(50)
        crowd.stop()
    return answered


def test_a_demonstration_goes_on_from_the_backup_of_another_one(own_server: Running, tmp_path: Path) -> None:
    """What it finds there it keeps: the site, its tickets, its people; devices of old names are no hindrance."""
    program, copy, data = own_server, tmp_path / "copy", tmp_path / "data"
    with as_file(files("queue_service.sites") / "lam-dong.toml") as file:
        assert program.command("site", "load", str(file))[0] == 0
    new_token(program.database_url, "lam-dong", "printer", name="Máy in ảo")
    with engine_of(program.database_url) as engine, engine.begin() as connection:
        add_user(connection, User("lam-dong", "lan", "Lan", "officer", 7, "forgotten", 0))
    assert program.command("backup", str(copy))[0] == 0
    assert program.command("restore", str(copy), QUEUE_DATABASE_URL=place(data))[0] == 0
    demo = Demo(data).start()
    try:
        ticket = demo.take()
        assert demo.paper(ticket["label"]).exists()  # its new kiosk has its new printer
        credentials = {"username": "lan", "password": demo.password("lan")}
        assert demo.ask("POST", "/session", credentials)["user"]["role"] == "officer"
    finally:
        demo.close()
    assert program.command("verify", QUEUE_DATABASE_URL=place(data)) == (0, "")
