"""The writer on each database: one command after another, however many come at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy import text

from queue_service.commands.call_next import call_next
from queue_service.commands.counter_state import open_counter
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.recall import recall
from queue_service.domain.errors import NotFound, NoTicket, Unavailable
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall, fold
from queue_service.store.act import Act, Answer
from queue_service.store.writer import BATCH, QUEUE
from tests.contracts.store import SITE, Store, run
from tests.founding import found
from tests.halls import NOW, small_site
from tests.waiting import until

SERVICES = ("land", "business", "results")


def broken(hall: Hall, now: datetime) -> list[Fact]:
    raise ZeroDivisionError("a bug in a command")


def test_tickets_asked_for_at_once_are_numbered_without_gap_or_repeat(hall_url: str) -> None:
    async def story(store: Store) -> list[Answer]:
        asked = [store.submit(issue_ticket, service=SERVICES[n % 3]) for n in range(300)]
        return await asyncio.gather(*asked)

    answers = run(hall_url, story)
    for service in SERVICES:
        numbers = [a.body["number"] for a in answers if a.body["service"] == service]
        assert numbers == list(range(1, 101))


def test_the_log_has_no_gap_after_commands_at_once(hall_url: str) -> None:
    async def story(store: Store) -> None:
        asked = [store.submit(issue_ticket, service=SERVICES[n % 3]) for n in range(150)]
        await asyncio.gather(*asked)
        log = store.log()
        assert [event.seq for event in log] == list(range(1, 152))
        assert all(b.prev_hash == a.hash for a, b in pairwise(log))

    run(hall_url, story)


def test_the_image_that_readers_see_equals_the_fold_of_the_log(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await asyncio.gather(
            *(store.submit(issue_ticket, service="land") for _ in range(80)),
            store.submit(open_counter, counter=1),
            *(store.submit(call_next, counter=1) for _ in range(30)),
        )
        assert await store.hall() == fold(store.log())

    run(hall_url, story)


def test_followers_hear_every_event_once_and_in_order(hall_url: str) -> None:
    class Ear:
        def __init__(self) -> None:
            self.heard_seqs: list[int] = []

        def heard(self, hall: Hall, event: object) -> None:
            assert hall.seq == event.seq  # type: ignore[attr-defined]
            self.heard_seqs.append(hall.seq)

        def lost(self, site: str) -> None: ...

    async def story(store: Store) -> None:
        ear = Ear()
        store.images.follow(ear)
        await asyncio.gather(*(store.submit(issue_ticket, service="land") for _ in range(100)))
        assert ear.heard_seqs == list(range(1, 102))

    run(hall_url, story)


def test_a_refused_command_leaves_nothing(hall_url: str) -> None:
    async def story(store: Store) -> None:
        with pytest.raises(NoTicket):
            await store.submit(recall, counter=1)
        assert len(store.log()) == 1

    run(hall_url, story)


def test_a_command_with_a_bug_fails_alone_and_its_batch_commits(hall_url: str) -> None:
    async def story(store: Store) -> None:
        answers = await asyncio.gather(
            *(store.submit(issue_ticket, service="land") for _ in range(5)),
            store.submit(broken),
            *(store.submit(issue_ticket, service="land") for _ in range(5)),
            return_exceptions=True,
        )
        assert isinstance(answers[5], ZeroDivisionError)
        good = [a.body["number"] for a in answers if isinstance(a, Answer)]
        assert good == list(range(1, 11))
        assert len(store.log()) == 11

    run(hall_url, story)


def test_an_answer_with_a_bug_fails_alone_too(hall_url: str) -> None:
    def bad_answer(hall: Hall, events: Sequence[object]) -> Answer:
        raise KeyError("a bug in an answer")

    async def story(store: Store) -> None:
        act = Act(SITE, "system", lambda hall, now: open_counter(hall, now, counter=1), answer=bad_answer)
        results = await asyncio.gather(
            store.writer.submit(act), store.submit(issue_ticket, service="land"), return_exceptions=True
        )
        assert isinstance(results[0], KeyError)
        assert [event.type for event in store.log()[1:]] == [EventType.TICKET_ISSUED]

    run(hall_url, story)


def test_each_site_has_its_own_log_and_its_own_numbers(hall_url: str) -> None:
    sites = [f"hall-{n}" for n in range(6)]
    for site in sites:
        found(hall_url, small_site(id=site), now=NOW)

    async def story(store: Store) -> None:
        await asyncio.gather(
            *(store.submit(issue_ticket, service="land", site=site) for _ in range(20) for site in sites)
        )
        for site in sites:
            numbers = [e.data["number"] for e in store.log(site) if e.type is EventType.TICKET_ISSUED]
            assert numbers == list(range(1, 21))

    run(hall_url, story)


def test_a_site_that_nobody_loaded_is_not_found(hall_url: str) -> None:
    async def story(store: Store) -> None:
        with pytest.raises(NotFound):
            await store.submit(issue_ticket, service="land", site="nowhere")

    run(hall_url, story)


def test_closing_the_writer_first_answers_everything_that_waits(hall_url: str) -> None:
    async def story(store: Store) -> None:
        asked = [asyncio.ensure_future(store.submit(issue_ticket, service="land")) for _ in range(BATCH * 3)]
        await store.submit(issue_ticket, service="results")  # now the first of them are on their way
        await store.writer.close()
        answers = await asyncio.wait_for(asyncio.gather(*asked), timeout=10)
        assert [a.body["number"] for a in answers] == list(range(1, BATCH * 3 + 1))
        with pytest.raises(Unavailable):
            await store.submit(issue_ticket, service="land")
        store.writer.start()  # so that the story can close it as every other does

    run(hall_url, story)


def test_more_commands_than_may_wait_are_told_to_come_back(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.hall()
        asked = [store.submit(recall, counter=1) for _ in range(QUEUE + 10)]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        told = [o for o in outcomes if isinstance(o, Unavailable)]
        assert len(told) == 10
        assert told[0].data["retry_after_s"] >= 1
        assert sum(isinstance(o, NoTicket) for o in outcomes) == QUEUE

    run(hall_url, story)


def test_a_client_that_has_gone_does_not_undo_what_it_asked(hall_url: str) -> None:
    async def story(store: Store) -> None:
        gone = asyncio.ensure_future(store.submit(issue_ticket, service="land"))
        stays = asyncio.ensure_future(store.submit(issue_ticket, service="land"))
        await asyncio.sleep(0)  # both wait now
        await asyncio.sleep(0)
        gone.cancel()
        assert (await stays).body["number"] in (1, 2)
        assert [e.seq for e in store.log()] == list(range(1, len(store.log()) + 1))
        assert (await store.submit(issue_ticket, service="land")).body["number"] == len(store.log()) - 1

    run(hall_url, story)


def test_a_writer_that_has_a_batch_in_hand_for_too_long_does_not_work_until_it_is_done(hall_url: str) -> None:
    async def story(store: Store) -> None:
        assert store.writer.works
        with store.raw() as holder:
            holder.execute(text("UPDATE sites SET seq = seq"))
            asked = asyncio.create_task(store.submit(issue_ticket, service="land"))
            await asyncio.to_thread(until, lambda: not store.writer.works, within_s=4)
        assert (await asked).status == 201
        assert store.writer.works

    run(hall_url, story, hangs_after_s=0.2)
