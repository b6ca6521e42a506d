"""What another process commits to the same database is seen, and nothing is decided on an old image."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from queue_service.commands.call_next import call_next
from queue_service.commands.counter_state import open_counter
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.domain.errors import IdempotencyMismatch
from queue_service.domain.events import EventType
from queue_service.domain.hall import fold
from queue_service.store.devices import create_device
from queue_service.store.engine import writing_engine
from tests.contracts.store import SITE, Store, opened, run
from tests.founding import found, new_token
from tests.halls import NOW, small_site


def test_two_writers_on_one_database_never_give_a_number_twice(hall_url: str) -> None:
    async def story(first: Store) -> None:
        async with opened(hall_url) as second:
            asked = [
                store.submit(issue_ticket, service="land") for _ in range(100) for store in (first, second)
            ]
            answers = await asyncio.gather(*asked)
        assert sorted(answer.body["number"] for answer in answers) == list(range(1, 201))
        assert [event.seq for event in first.log()] == list(range(1, 202))

    run(hall_url, story)


def test_two_writers_never_call_one_ticket_to_two_counters(hall_url: str) -> None:
    async def story(first: Store) -> None:
        async with opened(hall_url) as second:
            await asyncio.gather(*(first.submit(issue_ticket, service="land") for _ in range(40)))
            await first.submit(open_counter, counter=1)
            await second.submit(open_counter, counter=2)
            calls = [
                store.submit(call_next, counter=counter)
                for _ in range(20)
                for store, counter in ((first, 1), (second, 2))
            ]
            answers = await asyncio.gather(*calls)
        called = [e.data["label"] for e in first.log() if e.type is EventType.TICKET_CALLED]
        assert called == [f"B{n:03d}" for n in range(1, 41)]
        assert all(answer.status == 201 for answer in answers)

    run(hall_url, story)


def test_devices_made_at_once_at_many_command_lines_have_ids_of_their_own(hall_url: str) -> None:
    def at_a_command_line(number: int) -> str:
        engine = writing_engine(hall_url)
        try:
            made = create_device(
                engine, SITE, kind="kiosk", name=f"Kiosk {number}", counter=None, printer=None, now=NOW
            )
        finally:
            engine.dispose()
        return made[0]

    with ThreadPoolExecutor(8) as people:
        made = people.map(at_a_command_line, range(8))
    assert sorted(made) == [f"kiosk-{n}" for n in range(1, 9)]

    async def story(store: Store) -> None:
        assert await store.hall() == fold(store.log())

    run(hall_url, story)


def test_a_key_answered_by_one_process_is_answered_the_same_by_another(hall_url: str) -> None:
    async def story(first: Store) -> None:
        async with opened(hall_url) as second:
            given = await first.submit(issue_ticket, service="land", key="one")
            again = await second.submit(issue_ticket, service="land", key="one")
            assert (again.body, again.replayed) == (given.body, True)
            with pytest.raises(IdempotencyMismatch):
                await second.submit(issue_ticket, service="land", key="one", asked="another")

    run(hall_url, story)


def test_readers_catch_up_with_what_another_process_committed(hall_url: str) -> None:
    async def story(store: Store) -> None:
        hall = await store.hall()
        assert await store.images.behind() == []
        new_token(hall_url, SITE, "kiosk")
        found(hall_url, small_site(overtaking_bound=5), now=NOW)
        assert await store.images.behind() == [SITE]
        await store.images.catch_up(SITE)
        assert hall.site.overtaking_bound == 5
        assert hall == fold(store.log())

    run(hall_url, story)


def test_a_command_is_decided_on_what_another_process_committed(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="land")
        async with opened(hall_url) as other:
            await other.submit(issue_ticket, service="land")
        assert (await store.submit(issue_ticket, service="land")).body["label"] == "B003"
        assert await store.hall() == fold(store.log())

    run(hall_url, story)


def test_followers_hear_the_events_of_both_processes_once_and_in_order(hall_url: str) -> None:
    class Ear:
        def __init__(self) -> None:
            self.seqs: list[int] = []

        def heard(self, hall: object, event: object) -> None:
            self.seqs.append(event.seq)  # type: ignore[attr-defined]

        def lost(self, site: str) -> None: ...

    async def story(store: Store) -> None:
        await store.hall()
        ear = Ear()
        store.images.follow(ear)
        async with opened(hall_url) as other:
            for _ in range(20):
                await asyncio.gather(
                    store.submit(issue_ticket, service="land"),
                    other.submit(issue_ticket, service="land"),
                    store.images.catch_up(SITE),
                )
        await store.images.catch_up(SITE)
        assert ear.seqs == list(range(2, 42))

    run(hall_url, story)
