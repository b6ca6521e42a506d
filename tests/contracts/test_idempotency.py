"""An Idempotency-Key settles what a request came to, on each database."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from queue_service.commands.call_next import call_next
from queue_service.commands.counter_state import open_counter
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.recall import recall
from queue_service.domain.errors import IdempotencyMismatch, NoTicket, Unavailable
from queue_service.domain.events import EventType
from tests.contracts.store import ROGUE, Store, run

KEY = "0192f3c4-key"


def issued(store: Store) -> int:
    return sum(event.type is EventType.TICKET_ISSUED for event in store.log())


def test_the_same_key_gets_the_same_answer_and_one_ticket(hall_url: str) -> None:
    async def story(store: Store) -> None:
        first = await store.submit(issue_ticket, service="land", key=KEY)
        again = await store.submit(issue_ticket, service="land", key=KEY)
        assert (first.replayed, again.replayed) == (False, True)
        assert (again.status, again.body) == (first.status, first.body)
        assert issued(store) == 1

    run(hall_url, story)


def test_the_same_key_many_times_at_once_makes_one_ticket(hall_url: str) -> None:
    async def story(store: Store) -> None:
        asked = (store.submit(issue_ticket, service="land", key=KEY) for _ in range(20))
        answers = await asyncio.gather(*asked)
        assert len({answer.body["label"] for answer in answers}) == 1
        assert sum(not answer.replayed for answer in answers) == 1
        assert issued(store) == 1

    run(hall_url, story)


def test_a_refusal_is_given_again_even_when_it_would_be_allowed_now(hall_url: str) -> None:
    async def story(store: Store) -> None:
        with pytest.raises(NoTicket) as first:
            await store.submit(recall, counter=1, key=KEY)
        await store.submit(issue_ticket, service="land")
        await store.submit(open_counter, counter=1)
        await store.submit(call_next, counter=1)
        with pytest.raises(NoTicket) as again:
            await store.submit(recall, counter=1, key=KEY)
        assert (first.value.replayed, again.value.replayed) == (False, True)
        assert again.value.data == first.value.data

    run(hall_url, story)


def test_nobody_waits_is_answered_again_even_when_somebody_waits_now(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.submit(open_counter, counter=1)
        assert (await store.submit(call_next, counter=1, key=KEY)).status == 204
        await store.submit(issue_ticket, service="land")
        again = await store.submit(call_next, counter=1, key=KEY)
        assert (again.status, again.replayed) == (204, True)

    run(hall_url, story)


def test_the_same_key_with_another_body_is_a_mismatch_and_changes_nothing(hall_url: str) -> None:
    async def story(store: Store) -> None:
        first = await store.submit(issue_ticket, service="land", key=KEY)
        with pytest.raises(IdempotencyMismatch):
            await store.submit(issue_ticket, service="business", key=KEY, asked="another")
        again = await store.submit(issue_ticket, service="land", key=KEY)
        assert again.body == first.body
        assert issued(store) == 1

    run(hall_url, story)


def test_a_mismatch_within_one_batch_is_seen(hall_url: str) -> None:
    async def story(store: Store) -> None:
        outcomes = await asyncio.gather(
            store.submit(issue_ticket, service="land", key=KEY),
            store.submit(issue_ticket, service="business", key=KEY, asked="another"),
            return_exceptions=True,
        )
        assert isinstance(outcomes[1], IdempotencyMismatch)
        assert issued(store) == 1

    run(hall_url, story)


def test_a_key_belongs_to_its_caller(hall_url: str) -> None:
    async def story(store: Store) -> None:
        mine = await store.submit(issue_ticket, service="land", key=KEY, actor="device:kiosk-1")
        yours = await store.submit(issue_ticket, service="land", key=KEY, actor="device:kiosk-2")
        assert mine.body["label"] != yours.body["label"]
        assert not yours.replayed

    run(hall_url, story)


def test_a_key_is_remembered_after_a_restart(hall_url: str) -> None:
    async def take(store: Store) -> object:
        return (await store.submit(issue_ticket, service="land", key=KEY)).body

    assert run(hall_url, take) == run(hall_url, take)


def test_a_key_of_which_nothing_came_is_free_again(hall_url: str) -> None:
    """An answer that was never committed was never given: here a row that no event made is in the way."""

    async def story(store: Store) -> None:
        with store.raw() as connection:
            connection.execute(text(ROGUE))
        with pytest.raises(Unavailable):
            await store.submit(issue_ticket, service="land", key=KEY)
        with store.raw() as connection:
            connection.execute(text("DELETE FROM tickets"))
        answer = await store.submit(issue_ticket, service="land", key=KEY)
        assert (answer.body["label"], answer.replayed) == ("B001", False)

    run(hall_url, story)


def test_the_answers_that_are_kept_hold_no_token_and_no_link(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.submit(issue_ticket, service="land", key=KEY)
        ((answer,),) = store.rows("SELECT answer FROM answers")
        assert '"token":null' in answer
        assert '"track_url":null' in answer

    run(hall_url, story)
