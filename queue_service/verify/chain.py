"""Invariants 1 and 5: the log is whole, nothing was changed in it, and what was answered is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from queue_service.domain.events import FIRST_PREV_HASH, Event, EventType, event_hash
from queue_service.domain.hall import Hall
from queue_service.store import reads
from queue_service.verify.breach import Breach, at


class ChainCheck:
    """`kept` are copies in the database of events that are archived: a server trusts them."""

    def __init__(self, connection: Connection, site: str, kept: Sequence[Event]) -> None:
        self._connection = connection
        self._site = site
        self._seq = 0
        self._head = FIRST_PREV_HASH
        self._issued: set[str] = set()
        self._kept = {event.seq: event for event in kept}

    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        if event.seq != self._seq + 1:
            yield at(event, 1, f"follows {self._seq}: events are missing or out of order")
        elif event.prev_hash != self._head:
            yield at(event, 1, "is not chained to the event before it")
        if event_hash(event) != event.hash:
            yield at(event, 1, "was changed: its hash does not fit its content")
        if self._kept.get(event.seq, event) != event:
            yield at(event, 1, "is archived otherwise than the database keeps it")
        self._seq, self._head = event.seq, event.hash
        if event.type is EventType.TICKET_ISSUED and event.ticket is not None:
            self._issued.add(event.ticket)

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        seq, head = reads.site_head(self._connection, self._site)
        if (seq, head) != (self._seq, self._head):
            yield Breach(
                1, self._site, self._seq, f"is the last event, but the site's counter stands at {seq}"
            )
        for caller, key, answer in reads.all_answers(self._connection, self._site):
            ticket = _answered_ticket(json.loads(answer))
            if ticket is not None and ticket not in self._issued:
                yield Breach(
                    5,
                    self._site,
                    None,
                    f"key {key!r} of {caller} was answered with ticket {ticket}, not in the log",
                )


def _answered_ticket(told: dict[str, Any]) -> str | None:
    """The id of the ticket that a stored answer gave; None when it gave none."""
    body = told.get("body")
    if told.get("status") not in (200, 201) or not isinstance(body, dict) or "label" not in body:
        return None
    return str(body["id"])
