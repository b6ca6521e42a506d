"""Invariant 3, second half: every row equals the fold of its events, and there is no other row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Desk, Hall
from queue_service.store import reads
from queue_service.store.rows import counter_row, slip_row, ticket_row
from queue_service.store.tables import slips, tickets
from queue_service.verify.breach import Breach


class RowsCheck:
    """Keeps a hash of the row that each ticket and slip should have: a year's log fits in memory.

    Of days up to `archived` there should be none.
    """

    def __init__(self, connection: Connection, site: str, archived: int) -> None:
        self._connection = connection
        self._site = site
        self._archived = archived
        self._tickets: dict[str, int] = {}
        self._slips: dict[str, int] = {}
        self._counters: set[int] = set()

    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        if hall is not None:
            self._expect(event, hall)
        return iter(())

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        if hall is None:
            return
        yield from self._compare(
            "ticket", self._tickets, reads.rows_of(self._connection, tickets, self._site)
        )
        yield from self._compare("slip", self._slips, reads.rows_of(self._connection, slips, self._site))
        yield from self._compare_counters(hall)

    def _expect(self, event: Event, hall: Hall) -> None:
        if event.type in _COUNTERS and event.counter is not None:
            self._counters.add(event.counter)
        if event.seq <= self._archived:
            return
        ticket = hall.tickets.get(event.ticket or "")
        if ticket is not None:
            self._tickets[ticket.id] = _digest(ticket_row(self._site, ticket))
        slip = hall.slips.get(event.data.get("slip", "")) if event.type in _SLIPS else None
        if slip is not None:
            self._slips[slip.id] = _digest(slip_row(self._site, slip))

    def _compare(
        self, kind: str, expected: dict[str, int], rows: Iterator[Mapping[str, Any]]
    ) -> Iterator[Breach]:
        missing = set(expected)
        for row in rows:
            missing.discard(row["id"])
            if row["id"] not in expected:
                yield Breach(3, self._site, None, f"{kind} {row['id']} has a row but no event")
            elif _digest(row) != expected[row["id"]]:
                yield Breach(
                    3, self._site, None, f"the row of {kind} {row['id']} differs from the fold of its events"
                )
        for lost in sorted(missing):
            yield Breach(3, self._site, None, f"{kind} {lost} has events but no row")

    def _compare_counters(self, hall: Hall) -> Iterator[Breach]:
        missing = set(self._counters)
        for row in reads.counter_rows(self._connection, self._site):
            number = row["number"]
            missing.discard(number)
            if number not in self._counters:
                yield Breach(3, self._site, None, f"counter {number} has a row but no event")
            elif dict(row) != counter_row(self._site, hall.desks.get(number) or Desk(number)):
                yield Breach(
                    3, self._site, None, f"the row of counter {number} differs from the fold of its events"
                )
        for lost in sorted(missing):
            yield Breach(3, self._site, None, f"counter {lost} has events but no row")


_SLIPS = (EventType.SLIP_REQUESTED, EventType.SLIP_PRINTED, EventType.SLIP_FAILED)
_COUNTERS = (
    EventType.COUNTER_OPENED,
    EventType.COUNTER_PAUSED,
    EventType.COUNTER_RESUMED,
    EventType.COUNTER_CLOSED,
)


def _digest(row: Mapping[str, Any]) -> int:
    return hash(tuple(sorted(row.items())))
