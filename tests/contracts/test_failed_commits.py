"""A commit that fails leaves nothing, whatever made it fail, and the next command works."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from queue_service.commands.devices import pair_device
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.domain.errors import Unavailable
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall, fold
from queue_service.store.access import Device, device_values
from queue_service.store.act import Act, Answer, SideRow
from queue_service.store.engine import is_sqlite
from queue_service.store.tables import tickets
from queue_service.store.writer import LOOK_AT_LOCK_S
from tests.contracts.store import ROGUE, SITE, Store, run
from tests.databases import Databases
from tests.founding import engine_of, found
from tests.halls import NOW, small_site

# A commit that fails at its very end: a foreign key that is checked only then, hung on the log.
TABLES = (
    "CREATE TABLE never (id INTEGER PRIMARY KEY)",
    "CREATE TABLE poison (id INTEGER REFERENCES never (id) DEFERRABLE INITIALLY DEFERRED)",
)
POISON = {
    True: (*TABLES, "CREATE TRIGGER drink AFTER INSERT ON events BEGIN INSERT INTO poison VALUES (1); END"),
    False: (
        *TABLES,
        "CREATE FUNCTION drink() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN INSERT INTO poison VALUES (1); RETURN NEW; END'",
        "CREATE TRIGGER drink AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION drink()",
    ),
}


@pytest.fixture
def hall_url(databases: Databases) -> str:
    """The small site in a database that a test may spoil."""
    url = databases.migrated()
    found(url, small_site(), now=NOW)
    return url


async def whole(store: Store) -> None:
    """The log has no gap, and what readers see equals it."""
    log = store.log()
    assert [event.seq for event in log] == list(range(1, len(log) + 1))
    assert await store.hall() == fold(log)


def test_a_missing_table_fails_the_command_and_its_return_mends_it(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="land")
        with store.raw() as connection:
            connection.execute(text("ALTER TABLE events RENAME TO events_away"))
        with pytest.raises(Unavailable):
            await store.submit(issue_ticket, service="land")
        with store.raw() as connection:
            connection.execute(text("ALTER TABLE events_away RENAME TO events"))
        assert len(store.log()) == 2
        assert (await store.submit(issue_ticket, service="land")).body["label"] == "B002"
        await whole(store)

    run(hall_url, story)


def test_a_broken_constraint_fails_its_own_command_and_the_batch_commits(hall_url: str) -> None:
    """The database is the second net."""

    async def story(store: Store) -> None:
        with store.raw() as connection:
            connection.execute(text(ROGUE))
        outcomes = await asyncio.gather(
            store.submit(issue_ticket, service="business"),
            store.submit(issue_ticket, service="land"),
            store.submit(issue_ticket, service="business"),
            return_exceptions=True,
        )
        assert isinstance(outcomes[1], Unavailable)
        labels = [outcome.body["label"] for outcome in outcomes if isinstance(outcome, Answer)]
        assert labels == ["A001", "A002"]
        with store.raw() as connection:
            connection.execute(text("DELETE FROM tickets"))
        assert (await store.submit(issue_ticket, service="land")).body["label"] == "B001"
        await whole(store)

    run(hall_url, story)


def test_an_error_of_the_database_comes_without_the_parameters_of_its_statement(hall_url: str) -> None:
    """A note or a comment may hold a name, and an error comes to the log."""
    with engine_of(hall_url) as engine, engine.begin() as connection:
        connection.execute(text(ROGUE))
        with pytest.raises(IntegrityError) as refused:
            connection.execute(insert(tickets), {"site_id": "small", "id": "Nguyễn Văn A"})
    assert "[SQL: INSERT" in str(refused.value)
    assert "[parameters" not in str(refused.value)


def test_a_commit_that_fails_at_its_very_end_leaves_nothing(hall_url: str) -> None:
    async def story(store: Store) -> None:
        with store.raw() as connection:
            for statement in POISON[is_sqlite(hall_url)]:
                connection.exec_driver_sql(statement)
        outcomes = await asyncio.gather(
            *(store.submit(issue_ticket, service="land") for _ in range(3)), return_exceptions=True
        )
        assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
        assert len(store.log()) == 1
        assert store.rows("SELECT id FROM tickets") == []
        with store.raw() as connection:
            on = "" if is_sqlite(hall_url) else " ON events"
            connection.exec_driver_sql(f"DROP TRIGGER drink{on}")
        assert (await store.submit(issue_ticket, service="land")).body["label"] == "B001"
        await whole(store)

    run(hall_url, story)


def test_connections_that_broke_are_made_anew(postgres: Databases) -> None:
    """PostgreSQL restarts or a network goes away; an embedded database has no connection to lose."""
    hall_url = postgres.migrated()
    found(hall_url, small_site(), now=NOW)

    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="land")
        with store.raw() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        outcomes = [
            await asyncio.gather(store.submit(issue_ticket, service="land"), return_exceptions=True)
            for _ in range(2)
        ]
        assert isinstance(outcomes[-1][0], Answer)
        await whole(store)

    run(hall_url, story)


def test_who_waited_for_another_programs_lock_still_commits_everything_or_nothing(sqlite: Databases) -> None:
    """The command line at work on the embedded database: here it leaves a row that no event made."""
    hall_url = sqlite.migrated()
    found(hall_url, small_site(), now=NOW)

    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="business")
        with store.raw() as connection:
            connection.execute(text(ROGUE))
            waits = asyncio.ensure_future(store.submit(issue_ticket, service="land"))
            done, _ = await asyncio.wait({waits}, timeout=LOOK_AT_LOCK_S * 5)
            assert not done
        with pytest.raises(Unavailable):
            await waits
        assert [event.type for event in store.log()] == ["site.configured", "ticket.issued"]
        await whole(store)

    run(hall_url, story)


def test_who_waited_for_another_programs_lock_is_answered_when_it_is_free(sqlite: Databases) -> None:
    hall_url = sqlite.migrated()
    found(hall_url, small_site(), now=NOW)

    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="business")
        with store.raw() as connection:
            connection.execute(text("SELECT 1"))
            waits = [asyncio.ensure_future(store.submit(issue_ticket, service="land")) for _ in range(3)]
            done, _ = await asyncio.wait(waits, timeout=LOOK_AT_LOCK_S * 5)
            assert not done
        labels = [(await answer).body["label"] for answer in waits]
        assert labels == ["B001", "B002", "B003"]
        await whole(store)

    run(hall_url, story)


def test_a_paired_device_and_its_event_are_committed_together_or_not_at_all(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.writer.submit(_pairing("kiosk-7", "CODE-1"))
        with pytest.raises(Unavailable):
            await store.writer.submit(_pairing("kiosk-8", "CODE-1"))  # a code pairs one device
        assert store.rows("SELECT id FROM devices") == [("kiosk-7",)]
        assert [event.data["device"] for event in store.log()[1:]] == ["kiosk-7"]
        await whole(store)

    run(hall_url, story)


def _pairing(device: str, code: str) -> Act:
    new = Device(SITE, device, "kiosk", "Kiosk", None, None, "0" * 64, "")

    def beside(hall: Hall, events: Sequence[Event]) -> list[SideRow]:
        return [SideRow("devices", device_values(new, pairing=code, at=events[0].at))]

    command = partial(pair_device, device=device, kind="kiosk", name="Kiosk", counter=None, printer=None)
    return Act(SITE, "officer:quantri", command, beside=beside)
