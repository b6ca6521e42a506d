"""An image is built from the last end of day, and equals what the whole log gives."""

from __future__ import annotations

import asyncio

import pytest

from queue_service.commands.announce import announce
from queue_service.commands.call_next import call_next
from queue_service.commands.close_day import close_day
from queue_service.commands.counter_state import open_counter
from queue_service.commands.devices import report_trouble
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.no_show import no_show
from queue_service.domain.errors import NotFound
from queue_service.domain.events import EventType
from queue_service.domain.hall import fold
from queue_service.store import event_log
from queue_service.store.images import Images
from tests.contracts.store import SITE, Store, opened, run
from tests.founding import found
from tests.halls import NOW, small_site


async def busy_morning(store: Store) -> None:
    for _ in range(4):
        await store.submit(issue_ticket, service="land", printer="printer-1")
    await store.submit(issue_ticket, service="business", priority="elderly")
    await store.submit(announce, text={"vi": "Chào"})
    await store.submit(open_counter, counter=1, actor="officer:lan")
    for end in (finish, no_show, hold):
        await store.submit(call_next, counter=1)
        await store.submit(end, counter=1)
    await store.submit(call_next, counter=1)
    await store.submit(report_trouble, device="printer-1", problem="paper-out")


def test_an_image_built_in_the_middle_of_a_day_equals_the_one_that_lived_through_it(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await busy_morning(store)
        assert await store.hall() == fold(store.log())

    run(hall_url, story)
    run(hall_url, _equals_the_whole_log)


def test_an_image_built_after_an_end_of_day_equals_the_fold_of_the_whole_log(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await busy_morning(store)
        await store.submit(close_day)
        assert await store.hall() == fold(store.log())

    run(hall_url, story)
    run(hall_url, _equals_the_whole_log)


def test_a_configuration_loaded_between_two_ends_of_day_is_the_one_in_force(hall_url: str) -> None:
    async def morning(store: Store) -> None:
        await busy_morning(store)
        await store.submit(close_day)

    async def afternoon(store: Store) -> None:
        await store.submit(issue_ticket, service="land")
        assert (await store.hall()).site.overtaking_bound == 7

    run(hall_url, morning)
    found(hall_url, small_site(overtaking_bound=7), now=NOW)
    run(hall_url, afternoon)
    run(hall_url, morning)
    run(hall_url, afternoon)
    run(hall_url, _equals_the_whole_log)


def test_numbers_go_on_after_an_early_end_of_day_and_begin_again_the_next_day(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await busy_morning(store)
        await store.submit(close_day)
        assert (await store.submit(issue_ticket, service="land")).body["label"] == "B005"
        store.later(days=1)
        assert (await store.submit(issue_ticket, service="land")).body["label"] == "B001"

    run(hall_url, story)


def test_only_the_events_since_the_last_end_of_day_are_read(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await busy_morning(store)
        await store.submit(close_day)
        await store.submit(issue_ticket, service="land")
        with store.reading.connect() as connection:
            read = list(event_log.since_last_close(connection, SITE))
        types = [event.type for event in read]
        assert types == [EventType.SITE_CONFIGURED, EventType.DAY_CLOSED, EventType.TICKET_ISSUED]

    run(hall_url, story)


def test_the_day_closes_by_itself_before_the_first_command_of_the_next(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await busy_morning(store)
        store.later(days=1)
        await store.submit(issue_ticket, service="land")
        types = [event.type for event in store.log()]
        assert types.index(EventType.DAY_CLOSED) == len(types) - 2
        assert types.count(EventType.TICKET_EXPIRED) == 3  # one waits, one is held, one is called

    run(hall_url, story)


def test_many_who_ask_at_once_for_a_site_get_one_image(hall_url: str) -> None:
    async def story(store: Store) -> None:
        halls = await asyncio.gather(*(store.hall() for _ in range(20)))
        assert len({id(hall) for hall in halls}) == 1

    run(hall_url, story)


def test_an_image_put_out_of_memory_comes_back_as_it_was(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await busy_morning(store)
        before = await store.hall()
        assert store.writer.forget(SITE)
        await store.images.put_out(SITE)
        assert list(store.images.loaded) == []
        assert await store.images.behind() == []
        await store.submit(issue_ticket, service="land")
        after = await store.hall()
        assert after is not before
        assert (after.seq, after.numbers["land"]) == (before.seq + 1, 5)
        assert after == fold(store.log())

    run(hall_url, story)


def test_a_site_with_commands_that_wait_stays_in_memory(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.hall()
        asked = asyncio.create_task(store.submit(issue_ticket, service="land"))
        await asyncio.sleep(0)
        assert not store.writer.forget(SITE)
        assert (await asked).body["label"] == "B001"
        assert store.writer.forget(SITE)

    run(hall_url, story)


def test_what_is_written_and_rung_while_a_log_is_read_is_not_missed(hall_url: str) -> None:
    async def story(store: Store) -> None:
        heard: list[str] = []

        async def listen(site: str) -> None:
            """Another process writes and rings as soon as this one listens, before it has read."""
            heard.append(site)
            writing.append(asyncio.create_task(write_and_ring()))

        async def write_and_ring() -> None:
            await store.submit(issue_ticket, service="land")
            images.note_rung(SITE)

        writing: list[asyncio.Task[None]] = []
        images = Images(store.reading, listen=listen)
        hall = await images.hall(SITE)
        await asyncio.gather(*writing)
        await images.catch_up_rung(lambda site: True)
        assert (heard, hall.numbers) == ([SITE], {"land": 1})

    run(hall_url, story)


def test_a_site_that_does_not_exist_is_not_listened_to(hall_url: str) -> None:
    async def story(store: Store) -> None:
        told: list[str] = []

        async def listen(site: str) -> None:
            told.append(f"listen {site}")

        async def leave(site: str) -> None:
            told.append(f"leave {site}")

        images = Images(store.reading, listen=listen, leave=leave)
        with pytest.raises(NotFound):
            await images.hall("nowhere")
        assert told == ["listen nowhere", "leave nowhere"]
        assert list(images.loaded) == []

    run(hall_url, story)


def test_who_asks_for_a_fresh_image_reads_what_was_rung_for(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.hall()
        async with opened(hall_url) as other:
            await other.submit(issue_ticket, service="land")
        assert (await store.images.fresh(SITE)).numbers == {}  # nobody has rung
        store.images.note_rung(SITE)
        assert (await store.hall()).numbers == {}
        assert (await store.images.fresh(SITE)).numbers == {"land": 1}

    run(hall_url, story)


async def _equals_the_whole_log(store: Store) -> None:
    assert await store.hall() == fold(store.log())
