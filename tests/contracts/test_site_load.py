"""`site load` on each database: it says what changed, and takes nothing from people who hold a ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queue_service.commands.call_next import call_next
from queue_service.commands.close_day import close_day
from queue_service.commands.counter_state import open_counter
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.domain.errors import Invalid, ServiceClosed
from queue_service.domain.events import EventType
from queue_service.domain.site import Counter, Site
from queue_service.store import reads
from tests.contracts.store import SITE, Store, run
from tests.founding import PROCEDURES, found
from tests.halls import NOW, service, small_site, text


def without(site: Site, gone: str) -> Site:
    """The site without one of its services."""
    return replace(
        site,
        services=tuple(s for s in site.services if s.id != gone),
        counters=tuple(replace(c, services=tuple(s for s in c.services if s != gone)) for c in site.counters),
    )


async def take(store: Store) -> None:
    await store.submit(issue_ticket, service="results")


def test_a_new_site_says_what_it_is(database_url: str) -> None:
    lines = found(database_url, small_site(), now=NOW)
    assert lines == ["site small: new, 3 services, 3 counters", "procedures added: 3"]


def test_the_same_file_again_changes_nothing_and_writes_no_event(hall_url: str) -> None:
    assert found(hall_url, small_site(), now=NOW) == []

    async def story(store: Store) -> None:
        assert len(store.log()) == 1

    run(hall_url, story)


def test_a_changed_file_says_what_changed_and_the_event_carries_it(hall_url: str) -> None:
    lines = found(hall_url, small_site(overtaking_bound=4), PROCEDURES[:2], now=NOW)
    assert lines == ["overtaking bound: 2 → 4", "procedures removed: 1"]

    async def story(store: Store) -> None:
        last = store.log()[-1]
        assert (last.type, last.actor, last.data["changes"]) == (EventType.SITE_CONFIGURED, "system", lines)

    run(hall_url, story)


def test_the_catalogue_is_replaced_with_the_site(hall_url: str) -> None:
    found(hall_url, small_site(), (PROCEDURES[2], PROCEDURES[0]), now=NOW)

    async def story(store: Store) -> None:
        with store.reading.connect() as connection:
            codes = [entry["code"] for entry in reads.catalogue(connection, SITE)]
        assert codes == ["1.000003", "1.000001"]

    run(hall_url, story)


def test_a_service_with_tickets_of_today_is_closed_and_not_deleted(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await store.submit(open_counter, counter=3)
        with pytest.raises(ServiceClosed):
            await take(store)
        assert (await store.submit(call_next, counter=3)).body["label"] == "K001"

    run(hall_url, take)
    found(hall_url, without(small_site(), "results"), now=NOW)
    run(hall_url, story)


def test_a_service_without_tickets_is_gone_at_once(hall_url: str) -> None:
    found(hall_url, without(small_site(), "results"), now=NOW)

    async def story(store: Store) -> None:
        assert (await store.hall()).site.service("results") is None

    run(hall_url, story)


def test_a_service_that_was_kept_for_its_tickets_goes_with_the_first_load_after_their_day(
    hall_url: str,
) -> None:
    async def story(store: Store) -> None:
        await store.submit(close_day)

    run(hall_url, take)
    found(hall_url, without(small_site(), "results"), now=NOW)
    run(hall_url, story)
    lines = found(hall_url, without(small_site(), "results"), now=NOW)
    assert "service results: removed" in lines


def test_a_counter_with_a_ticket_cannot_be_taken_away(hall_url: str) -> None:
    async def story(store: Store) -> None:
        await take(store)
        await store.submit(open_counter, counter=3)
        await store.submit(call_next, counter=3)

    run(hall_url, story)
    with pytest.raises(Invalid):
        found(hall_url, small_site(counters=small_site().counters[:2]), now=NOW)
    assert found(hall_url, small_site(), now=NOW) == []


def test_a_new_counter_and_a_new_service_are_there_for_the_running_server(hall_url: str) -> None:
    wider = small_site(
        services=(*small_site().services, service("justice", "E")),
        counters=(*small_site().counters, Counter(4, text("Quầy 4"), ("justice",))),
    )

    async def story(store: Store) -> None:
        await take(store)
        found(hall_url, wider, now=NOW)
        await store.submit(issue_ticket, service="justice")
        await store.submit(open_counter, counter=4)
        assert (await store.submit(call_next, counter=4)).body["label"] == "E001"

    run(hall_url, story)
