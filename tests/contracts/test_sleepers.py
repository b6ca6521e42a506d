"""A site outside memory: its day ends, and its slips fail, when their time has come."""

from __future__ import annotations

from datetime import timedelta

from queue_service.commands.close_day import close_day
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.sleepers import LOOK_EVERY_S, Sleepers
from tests.contracts.store import SITE, Store, opened, run
from tests.founding import found
from tests.halls import NOW, small_site


class Night:
    """A process that has no site in memory, and looks when told."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sleepers = Sleepers(store.images)
        self._seconds = 0.0

    async def due(self, **later: float) -> list[str]:
        """Who has something to do so much after the beginning, as seen at the next look at the database."""
        self._seconds += LOOK_EVERY_S
        return await self._sleepers.look(NOW + timedelta(**later), self._seconds)


def test_a_day_left_open_is_due_when_its_date_has_passed(hall_url: str) -> None:
    async def morning(store: Store) -> None:
        await store.submit(issue_ticket, service="land")

    async def night(store: Store) -> None:
        process = Night(store)
        assert await process.due() == []
        assert await process.due(hours=15) == []  # 23:00 in the hall
        assert list(store.images.loaded) == []
        assert await process.due(hours=16) == [SITE]

    run(hall_url, morning)
    run(hall_url, night)


def test_a_slip_that_nobody_printed_is_due_after_the_sites_time(hall_url: str) -> None:
    async def morning(store: Store) -> None:
        await store.submit(issue_ticket, service="land", printer="printer-1")

    async def later(store: Store) -> None:
        process = Night(store)
        assert await process.due(seconds=60) == []
        assert await process.due(seconds=small_site().slip_timeout.total_seconds()) == [SITE]

    run(hall_url, morning)
    run(hall_url, later)


def test_a_day_that_begins_or_ends_at_another_process_is_noticed(hall_url: str) -> None:
    async def story(store: Store) -> None:
        process = Night(store)
        assert await process.due(days=1) == []  # no day is open
        async with opened(hall_url) as other:
            await other.submit(issue_ticket, service="land")
            assert await process.due() == []
            await other.submit(close_day)
        assert await process.due(days=2) == []

    run(hall_url, story)


def test_a_site_in_memory_is_nobodys_sleeper(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="land")
        found(hall_url, small_site(id="other"), now=NOW)
        assert await Night(store).due(days=1) == []

    run(hall_url, story)
