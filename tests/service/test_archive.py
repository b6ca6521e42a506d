"""Closed days leave the database for files, and the log stays one."""

from __future__ import annotations

import gzip
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from queue_service import verify
from queue_service.commands.call_next import call_next
from queue_service.commands.configure_site import configure_site
from queue_service.commands.counter_state import open_counter
from queue_service.domain.events import EventType, rfc3339
from queue_service.domain.site import Site
from queue_service.store import archive, event_log, reads
from queue_service.store.devices import hall_of
from queue_service.store.engine import reading_engine
from queue_service.store.tables import events, private_texts, slips, tickets
from queue_service.verify.breach import Breach
from tests.databases import Databases, SqliteFiles
from tests.founding import engine_of, new_token
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.verify.good_log import SITE, Clerk
from tests.waiting import until

SEPTEMBER, OCTOBER = date(2026, 9, 29), date(2026, 10, 2)
DAYS = (SEPTEMBER, date(2026, 9, 30), OCTOBER, date(2026, 10, 5), date(2026, 11, 3), date(2026, 11, 4))


class Kept:
    """A hall's database with six days, the last still open, and the folder of its archive."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        clerk = self._clerk = Clerk(url)
        for day in DAYS:
            clerk.now = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
            clerk.do(open_counter, counter=1)
            clerk.issue("land")
            clerk.issue("business", elderly=True)
            clerk.do(call_next, counter=1)
            clerk.do(call_next, counter=1)
            if day == OCTOBER:  # what rules from then on is told in the middle of what will be archived
                clerk.do(configure_site, site=_renamed(clerk.hall.site), changes=["another name"])
        clerk.close()
        with engine_of(url) as engine, engine.begin() as connection:
            for ticket in ("260929-B001", "261104-B001"):
                words = {
                    "site_id": SITE,
                    "ticket_id": ticket,
                    "seq": 3,
                    "kind": "note",
                    "words": "hẹn thứ ba",
                }
                connection.execute(insert(private_texts).values(**words, at=rfc3339(clerk.now)))

    def work(self) -> None:
        """One more ticket is called at each of two counters, one of which had another."""
        self._clerk.do(open_counter, counter=2)
        self._clerk.issue("land")
        self._clerk.do(call_next, counter=1)
        self._clerk.issue("land")
        self._clerk.do(call_next, counter=2)

    def move(self, before: date) -> list[archive.Moved]:
        reading = reading_engine(self.url)
        try:
            with engine_of(self.url) as writing:
                return list(archive.move(reading, writing, SITE, self.folder, before=before))
        finally:
            reading.dispose()

    def breaches(self) -> list[Breach]:
        return verify.run(self.url, archived=self.folder)

    def files(self) -> list[str]:
        return sorted(file.name for file in (self.folder / SITE).iterdir())

    def count(self, table: object) -> int:
        with engine_of(self.url) as engine, engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]

    def log(self) -> list[int]:
        with engine_of(self.url) as engine, engine.connect() as connection:
            return [event.seq for event in event_log.all_after(connection, SITE, 0)]


def _renamed(site: Site) -> Site:
    return small_site(name={"vi": "Tên mới", "en": "New name"})


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> Kept:
    return Kept(database_url, tmp_path / "archive")


@pytest.fixture
def embedded(sqlite: SqliteFiles, tmp_path: Path) -> Kept:
    return Kept(sqlite.migrated(), tmp_path / "archive")


def test_closed_days_move_to_a_file_a_month_and_verify_reads_all_as_one_log(kept: Kept) -> None:
    whole = kept.log()
    with engine_of(kept.url) as engine, engine.connect() as connection:
        before = hall_of(connection, SITE)
    first, second = kept.move(date(2026, 11, 1))
    assert (first.first_seq, second.first_seq) == (1, first.last_seq + 1)
    assert kept.files() == ["2026-09.1.jsonl.gz", f"2026-10.{second.first_seq}.jsonl.gz"]
    assert kept.breaches() == []
    (config,) = [seq for seq in kept.log() if seq <= second.last_seq]  # the one in force
    assert kept.log() == [config, *whole[second.last_seq :]]
    with engine_of(kept.url) as engine, engine.connect() as connection:
        assert hall_of(connection, SITE) == before
        days = connection.execute(select(tickets.c.day).distinct().order_by(tickets.c.day)).scalars().all()
    assert days == ["2026-11-03", "2026-11-04"]
    assert (kept.count(slips), kept.count(private_texts)) == (4, 1)


def test_the_last_closed_day_and_the_open_one_stay_whatever_the_date(kept: Kept) -> None:
    assert [moved.file.name[:7] for moved in kept.move(date(2030, 1, 1))] == ["2026-09", "2026-10"]
    assert kept.move(date(2030, 1, 1)) == []
    assert kept.breaches() == []


def test_an_archive_grows_by_files_and_never_changes_one(kept: Kept) -> None:
    kept.move(date(2026, 9, 30))
    (old,) = [(kept.folder / SITE / name).read_bytes() for name in kept.files()]
    kept.move(date(2026, 11, 1))
    assert (kept.folder / SITE / "2026-09.1.jsonl.gz").read_bytes() == old
    assert len(kept.files()) == 3
    assert kept.breaches() == []


def test_stopped_between_file_and_deletion_nothing_is_lost_and_the_same_command_goes_on(
    databases: Databases, nursery: Nursery, tmp_path: Path
) -> None:
    kept = Kept(databases.migrated(), tmp_path / "archive")
    program = Running(kept.url, tmp_path, birth=nursery, QUEUE_ARCHIVE=str(kept.folder))
    command = ["archive", "--site", SITE, "--before", "2026-11-01"]
    whole = kept.log()
    with _held(kept.url):
        pid = nursery.born(command, program.settings, tmp_path, tmp_path / "words")
        until((kept.folder / SITE / "2026-09.1.jsonl.gz").exists)
        os.kill(pid, signal.SIGKILL)
        nursery.reap(pid)
    assert kept.log() == whole
    assert kept.breaches() == []
    code, words = program.command(*command)
    assert code == 0
    assert [line.partition(" are")[0] for line in words.splitlines()] == [
        "small: events 1 to 25",
        "small: events 26 to 50",
    ]
    assert program.command("verify") == (0, "")
    program.close()


@contextmanager
def _held(url: str) -> Iterator[None]:
    """Somebody else holds the site's lock."""
    with engine_of(url) as engine, engine.connect() as connection:
        reads.lock_site(connection, SITE)
        yield


def test_a_broken_log_is_not_moved(kept: Kept) -> None:
    with engine_of(kept.url) as engine, engine.begin() as connection:
        connection.execute(update(events).where(events.c.seq == 5).values(actor="officer:nobody"))
    whole = kept.log()
    with pytest.raises(archive.ArchiveRefused, match="broken at 5: run `queue-service verify`"):
        kept.move(date(2026, 11, 1))
    assert kept.log() == whole


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def _forge(file: Path) -> None:
    file.write_bytes(
        gzip.compress(gzip.decompress(file.read_bytes()).replace(b'"business"', b'"bus1ness"', 1))
    )


@pytest.mark.parametrize("harm", [_cut, _forge, Path.unlink], ids=["cut", "forged", "gone"])
def test_harm_to_an_archived_file_is_found(embedded: Kept, harm: Callable[[Path], None]) -> None:
    kept = embedded
    kept.move(date(2026, 11, 1))
    harm(kept.folder / SITE / "2026-09.1.jsonl.gz")
    assert 1 in {breach.invariant for breach in kept.breaches()}


def test_verify_says_when_it_does_not_find_the_archive(embedded: Kept, tmp_path: Path) -> None:
    embedded.move(date(2026, 11, 1))
    with pytest.raises(archive.ArchiveRefused, match="QUEUE_ARCHIVE says where"):
        verify.run(embedded.url, archived=tmp_path / "elsewhere")


def test_the_kept_configuration_must_be_the_archived_one(embedded: Kept) -> None:
    embedded.move(date(2026, 11, 1))
    with engine_of(embedded.url) as engine, engine.begin() as connection:
        config = events.c.type == EventType.SITE_CONFIGURED.value
        connection.execute(update(events).where(config).values(actor="officer:nobody"))
    assert [breach.what for breach in embedded.breaches()] == [
        "is archived otherwise than the database keeps it"
    ]


def test_a_running_hall_goes_on_and_says_what_is_no_longer_there(
    databases: Databases, nursery: Nursery, tmp_path: Path
) -> None:
    kept = Kept(databases.migrated(), tmp_path / "archive")
    server = Running(kept.url, tmp_path, birth=nursery, QUEUE_ARCHIVE=str(kept.folder)).start()
    try:
        tokens = {scope: new_token(kept.url, SITE, scope)[1] for scope in ("kiosk", "supervisor")}
        headers = {scope: {"Authorization": f"Bearer {token}"} for scope, token in tokens.items()}
        site = f"/api/v1/sites/{SITE}"
        assert server.command("archive", "--site", SITE, "--before", "2026-11-01")[0] == 0
        taken = server.http.post(f"{site}/tickets", json={"service": "land"}, headers=headers["kiosk"])
        assert taken.status_code == 201
        gone = server.http.get(f"{site}/events?after=0", headers=headers["supervisor"])
        assert (gone.status_code, gone.json()["code"]) == (410, "archived")
        first = gone.json()["data"]["first_seq"]
        rest = server.http.get(f"{site}/events?after={first - 1}", headers=headers["supervisor"]).json()
        assert rest["events"][0]["seq"] == first
        assert server.command("verify") == (0, "")
    finally:
        server.close()
