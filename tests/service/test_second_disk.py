"""The disk of the hall's file is lost under load: what the continuous copy holds goes on."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from queue_service import verify
from queue_service.store.engine import reading_engine
from queue_service.store.reads import forget_words
from queue_service.store.second_copy import CopyRefused, bring_up_to_date
from queue_service.store.tables import private_texts, tickets, users
from tests.databases import SqliteFiles
from tests.founding import engine_of
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.service.hall import OpenHall
from tests.service.stubborn import Crowd
from tests.service.test_archive import Kept
from tests.verify.good_log import SITE
from tests.waiting import until

LOSS_WINDOW_S = 3.0  # as docs/running-a-hall.md says, with a round each second
KILLS = 2


def test_all_but_the_last_seconds_come_back_from_the_second_disk_and_the_hall_goes_on(
    sqlite: SqliteFiles, nursery: Nursery, tmp_path: Path
) -> None:
    first, copy = tmp_path / "first", tmp_path / "copy.db"
    first.mkdir()
    shutil.copy(sqlite.migrated().removeprefix("sqlite:///"), first / "queue.db")
    server = Running(f"sqlite:///{first / 'queue.db'}", tmp_path, birth=nursery).start()
    try:
        hall = OpenHall(server, small_site())
        crowd = Crowd(hall, kiosks=3, officers=2)
        safe, lost = asyncio.run(_disk_lost(server, crowd, first, copy))
        assert len(safe) > 50
        assert not lost & safe
        issued = [e["data"]["label"] for e in hall.told("ticket.issued")]
        assert issued == [f"B{n:03d}" for n in range(1, len(issued) + 1)]
        assert server.command("verify") == (0, "")
        print(f"{len(safe)} answers older than {LOSS_WINDOW_S} s kept, {len(lost)} younger ones lost")
    finally:
        server.close()


async def _disk_lost(server: Running, crowd: Crowd, first: Path, copy: Path) -> tuple[set[str], set[str]]:
    """Labels answered before the loss window began, and those that the copy did not have.

    Server and copier are killed and started again meanwhile, each by itself.
    """
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.work())
        copier = _copier(server, copy)
        for _ in range(KILLS):
            await crowd.more(40)
            server.kill()
            await asyncio.to_thread(server.start)
            await crowd.more(20)
            _kill(server, copier)
            copier = _copier(server, copy)
        await asyncio.to_thread(until, copy.exists)
        await crowd.more(100)
        safe, began = set(crowd.memory.issued), time.monotonic()
        while time.monotonic() < began + LOSS_WINDOW_S:
            await crowd.more(5)
        _kill(server, copier)
        server.kill()
        answered = set(crowd.memory.issued)
        shutil.rmtree(first)
        assert (await asyncio.to_thread(server.command, "restore", str(copy)))[0] == 0
        with engine_of(server.database_url) as engine, engine.connect() as connection:
            restored = set(connection.execute(select(tickets.c.label)).scalars())
        await asyncio.to_thread(server.start)
        await crowd.more(20)
        crowd.stop()
    return safe, answered - restored


def _copier(server: Running, copy: Path) -> int:
    return server.birth.born(["copy", str(copy)], server.settings, copy.parent, copy.with_name("copier.log"))


def _kill(server: Running, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    server.birth.reap(pid)


# --- what a round takes over


@pytest.fixture
def kept(sqlite: SqliteFiles, tmp_path: Path) -> Kept:
    return Kept(sqlite.migrated(), tmp_path / "archive")


def _file(kept: Kept) -> Path:
    return Path(kept.url.removeprefix("sqlite:///"))


def _rows(url: str) -> dict[str, list[object]]:
    """Every table, whole."""
    engine = reading_engine(url)
    with engine.connect() as connection:
        found = {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in users.metadata.tables.items()
        }
    engine.dispose()
    return found


def _forget(kept: Kept) -> None:
    with engine_of(kept.url) as engine, engine.begin() as connection:
        assert forget_words(connection, SITE, "2026-10-01") == 1


def _disable(kept: Kept) -> None:
    with engine_of(kept.url) as engine, engine.begin() as connection:
        connection.execute(update(users).values(disabled_at="2026-11-04T01:00:00.000Z"))
        connection.execute(delete(private_texts))


def _work(kept: Kept) -> None:
    kept.work()


def _archive(kept: Kept) -> None:
    assert len(kept.move(date(2026, 11, 1))) == 2


@pytest.mark.parametrize("change", [_work, _forget, _disable, _archive])
def test_after_each_round_the_copy_is_the_hall(
    kept: Kept, change: Callable[[Kept], None], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    bring_up_to_date(_file(kept), copy)
    assert _rows(f"sqlite:///{copy}") == _rows(kept.url)
    change(kept)
    assert _rows(f"sqlite:///{copy}") != _rows(kept.url)
    bring_up_to_date(_file(kept), copy)
    assert _rows(f"sqlite:///{copy}") == _rows(kept.url)
    assert verify.run(f"sqlite:///{copy}", archived=kept.folder) == []


def test_a_new_disk_with_an_empty_hall_does_not_wipe_the_copy(
    kept: Kept, sqlite: SqliteFiles, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    bring_up_to_date(_file(kept), copy)
    before = copy.read_bytes()
    empty = Path(sqlite.migrated().removeprefix("sqlite:///"))
    with pytest.raises(CopyRefused, match="knows more than"):
        bring_up_to_date(empty, copy)
    with pytest.raises(CopyRefused, match="no database"):
        bring_up_to_date(tmp_path / "nothing.db", copy)
    assert copy.read_bytes() == before
    assert not (tmp_path / "nothing.db").exists()
