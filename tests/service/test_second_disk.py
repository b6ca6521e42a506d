"""The disk of the hall's file is lost under load: what the continuous copy holds goes on."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from queue_service.store.tables import tickets
from tests.databases import SqliteFiles
from tests.founding import engine_of
from tests.halls import small_site
from tests.running import ROOT, Nursery, Running
from tests.service.hall import OpenHall
from tests.service.stubborn import Crowd
from tests.waiting import until

LOSS_WINDOW_S = 3.0  # as docs/running-a-hall.md says
LITESTREAM = Path(sys.executable).parent / "litestream"
CONFIG = ROOT / "deploy" / "litestream.yml"
RESTORED_WITHIN_S = 30.0


class Disks:
    """The hall's own, and the second with the copy; with the shipped configuration for both."""

    def __init__(self, folder: Path) -> None:
        self.first, self.second = folder / "first", folder / "second"
        self.first.mkdir()
        self.file = self.first / "queue.db"
        self._environment = os.environ | {"QUEUE_FILE": str(self.file), "QUEUE_COPY": str(self.second)}
        self._words = folder / "litestream.log"

    @contextmanager
    def copying(self) -> Iterator[subprocess.Popen[bytes]]:
        with self._words.open("wb") as words:
            process = subprocess.Popen(
                [LITESTREAM, "replicate", "-config", CONFIG],
                env=self._environment,
                stderr=words,
                stdout=words,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def lose_the_first(self) -> None:
        shutil.rmtree(self.first)
        self.first.mkdir()

    def restore(self) -> None:
        subprocess.run(
            [LITESTREAM, "restore", "-config", CONFIG, "-integrity-check", "full", self.file],
            env=self._environment,
            check=True,
            capture_output=True,
            timeout=RESTORED_WITHIN_S,
        )


def test_all_but_the_last_seconds_come_back_from_the_second_disk_and_the_hall_goes_on(
    sqlite: SqliteFiles, nursery: Nursery, tmp_path: Path
) -> None:
    disks = Disks(tmp_path)
    shutil.copy(sqlite.migrated().removeprefix("sqlite:///"), disks.file)
    server = Running(f"sqlite:///{disks.file}", tmp_path, birth=nursery).start()
    try:
        hall = OpenHall(server, small_site())
        crowd = Crowd(hall, kiosks=3, officers=2)
        safe, lost = asyncio.run(_disk_lost(server, crowd, disks))
        assert len(safe) > 100
        assert not lost & safe
        issued = [e["data"]["label"] for e in hall.told("ticket.issued")]
        assert issued == [f"B{n:03d}" for n in range(1, len(issued) + 1)]
        assert server.command("verify") == (0, "")
        print(f"{len(safe)} answers older than {LOSS_WINDOW_S} s kept, {len(lost)} younger ones lost")
    finally:
        server.close()


async def _disk_lost(server: Running, crowd: Crowd, disks: Disks) -> tuple[set[str], set[str]]:
    """Labels answered before the loss window began, and those that the restored log did not have."""
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.work())
        with disks.copying() as copier:
            await asyncio.to_thread(until, lambda: any(disks.second.rglob("*.ltx")))
            await crowd.more(150)
            safe, began = set(crowd.memory.issued), time.monotonic()
            while time.monotonic() < began + LOSS_WINDOW_S:
                await crowd.more(5)
            copier.kill()
            server.kill()
        answered = set(crowd.memory.issued)
        disks.lose_the_first()
        await asyncio.to_thread(disks.restore)
        restored = _labels(server)
        await asyncio.to_thread(server.start)
        await crowd.more(20)
        crowd.stop()
    return safe, answered - restored


def _labels(server: Running) -> set[str]:
    with engine_of(server.database_url) as engine, engine.connect() as connection:
        return set(connection.execute(select(tickets.c.label)).scalars())
