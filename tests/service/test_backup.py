"""A backup while the hall works, and the way back into an empty place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.halls import small_site
from tests.journeys.demo import Demo
from tests.running import Running
from tests.service.hall import OpenHall, good


@pytest.fixture
def hall(own_server: Running) -> OpenHall:
    opened = OpenHall(own_server.start(), small_site())
    for _ in range(20):
        opened.take()
    opened.open(1)
    opened.do(1, "call-next")
    return opened


def place(folder: Path) -> str:
    return f"sqlite:///{folder / 'queue.db'}"


def test_what_was_backed_up_while_the_hall_works_comes_back_whole(hall: OpenHall, tmp_path: Path) -> None:
    server = hall.server
    assert server.command("backup", str(tmp_path / "copy")) == (0, f"Backed up to {tmp_path / 'copy'}.\n")
    saved = good(hall.get("board"))
    hall.take()
    restored = place(tmp_path / "new")
    code, words = server.command("restore", str(tmp_path / "copy"), QUEUE_DATABASE_URL=restored)
    assert (code, words) == (0, f"Restored from {tmp_path / 'copy'}.\n")
    assert server.command("verify", QUEUE_DATABASE_URL=restored) == (0, "")
    server.stop()
    again = Running(restored, tmp_path, birth=server.birth).start()
    try:
        board = again.http.get(hall.path("board")).json()
        assert board | {"at": ""} == saved | {"at": ""}
        ticket = again.http.post(
            hall.path("tickets"), json={"service": "land"}, headers=hall.headers("kiosk")
        ).json()
        assert ticket["label"] == "B021"
    finally:
        again.close()


def test_a_backup_does_not_overwrite(hall: OpenHall, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")
    code, words = hall.server.command("backup", str(tmp_path / "copy"))
    assert (code, words) == (1, f"{tmp_path / 'copy'} exists already\n")
    assert (tmp_path / "copy").read_text() == "precious"


def test_a_restore_refuses_a_place_that_is_not_empty_and_leaves_it(hall: OpenHall, tmp_path: Path) -> None:
    assert hall.server.command("backup", str(tmp_path / "copy"))[0] == 0
    hall.take()
    code, words = hall.server.command("restore", str(tmp_path / "copy"))
    assert code == 1
    assert words.endswith("exists already: restore into an empty place\n")
    assert hall.take()["label"] == "B022"


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


def test_a_backup_of_postgresql_names_its_own_tools(postgres_server: Running, tmp_path: Path) -> None:
    code, words = postgres_server.command("backup", str(tmp_path / "copy"))
    assert code == 1
    assert "pg_dump" in words


def test_a_demonstration_goes_on_from_its_backup_alone(own_server: Running, tmp_path: Path) -> None:
    copy, new = tmp_path / "copy", tmp_path / "new"
    first = Demo(tmp_path / "old").start()
    try:
        taken = first.take()["number"]
        backup = own_server.command("backup", str(copy), QUEUE_DATABASE_URL=first.database_url)
        assert backup[0] == 0, backup
    finally:
        first.close()
    assert own_server.command("restore", str(copy), QUEUE_DATABASE_URL=place(new))[0] == 0
    second = Demo(new).start()
    try:
        ticket = second.take()
        assert ticket["number"] == taken + 1
        assert second.paper(ticket["label"]).exists()  # its new kiosk has its new printer
        credentials = {"username": "lan", "password": second.password("lan")}
        assert second.ask("POST", "/session", credentials)["user"]["role"] == "officer"
    finally:
        second.close()
    assert own_server.command("verify", QUEUE_DATABASE_URL=place(new)) == (0, "")
