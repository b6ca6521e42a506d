"""Facts and events: what happened, in words that never change.

A command returns *facts*. The writer *seals* them into events: it gives each the site's next `seq`, the time, the
actor, and chains it to the event before by SHA-256, so that a changed, removed or inserted event shows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

FIRST_PREV_HASH = "0" * 64  # what the first event of a site is chained to
REQUEST_ID = re.compile(
    r"(?=.*[a-f-])[0-9a-f-]{16,36}"
)  # a UUID and its like: no name, no telephone number fits in


class EventType(StrEnum):
    TICKET_ISSUED = "ticket.issued"
    TICKET_CALLED = "ticket.called"
    TICKET_RECALLED = "ticket.recalled"
    TICKET_STARTED = "ticket.started"
    TICKET_SERVED = "ticket.served"
    TICKET_NO_SHOW = "ticket.no_show"
    TICKET_HELD = "ticket.held"
    TICKET_TRANSFERRED = "ticket.transferred"
    TICKET_RETURNED = "ticket.returned"
    TICKET_REINSTATED = "ticket.reinstated"
    TICKET_CANCELLED = "ticket.cancelled"
    TICKET_EXPIRED = "ticket.expired"
    TICKET_RATED = "ticket.rated"
    COUNTER_OPENED = "counter.opened"
    COUNTER_PAUSED = "counter.paused"
    COUNTER_RESUMED = "counter.resumed"
    COUNTER_CLOSED = "counter.closed"
    SITE_CONFIGURED = "site.configured"
    ANNOUNCEMENT_MADE = "announcement.made"
    DAY_CLOSED = "day.closed"
    DEVICE_PAIRED = "device.paired"
    DEVICE_REVOKED = "device.revoked"
    DEVICE_LOST = "device.lost"
    DEVICE_BACK = "device.back"
    SLIP_REQUESTED = "slip.requested"
    SLIP_PRINTED = "slip.printed"
    SLIP_FAILED = "slip.failed"


@dataclass(frozen=True, slots=True)
class Fact:
    """What a command decided: an event that has no place in the log yet."""

    type: EventType
    ticket: str | None = None
    counter: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a site's log. `ticket` is the ticket's id, `counter` its number, `at` aware UTC in whole ms."""

    site: str
    seq: int
    type: EventType
    at: datetime
    actor: str  # "device:<id>", "officer:<username>", "citizen:<ticket id>" or "system"
    ticket: str | None
    counter: int | None
    data: Mapping[str, Any]
    prev_hash: str
    hash: str

    @property
    def id(self) -> str:
        return f"{self.site}-{self.seq}"

    def shown(self) -> dict[str, Any]:
        """The event as `GET …/events` shows it."""
        return _body_of(self) | {"hash": self.hash}


def seal(fact: Fact, *, site: str, seq: int, at: datetime, actor: str, prev_hash: str) -> Event:
    """Give a fact its place in the log; `at` is cut to milliseconds."""
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    body = _body(site, seq, fact.type, at, actor, fact.ticket, fact.counter, fact.data, prev_hash)
    return Event(
        site, seq, fact.type, at, actor, fact.ticket, fact.counter, fact.data, prev_hash, _hash(body)
    )


def event_hash(event: Event) -> str:
    """Hex SHA-256 of the event as shown, without `hash`: keys sorted, no spaces, UTF-8."""
    return _hash(_body_of(event))


@lru_cache(maxsize=1024)  # the events and rows of a batch share their moment
def rfc3339(moment: datetime) -> str:
    """UTC with milliseconds: `2026-11-24T01:42:05.123Z`."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def from_rfc3339(text: str) -> datetime:
    """An aware UTC moment. Raises ValueError when there is no offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no UTC offset")
    return moment.astimezone(UTC)


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def _hash(body: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(body).encode()).hexdigest()


def _body_of(event: Event) -> dict[str, Any]:
    return _body(
        event.site,
        event.seq,
        event.type,
        event.at,
        event.actor,
        event.ticket,
        event.counter,
        event.data,
        event.prev_hash,
    )


def _body(
    site: str,
    seq: int,
    type_: EventType,
    at: datetime,
    actor: str,
    ticket: str | None,
    counter: int | None,
    data: Mapping[str, Any],
    prev_hash: str,
) -> dict[str, Any]:
    return {
        "site": site,
        "seq": seq,
        "id": f"{site}-{seq}",
        "type": type_,
        "at": rfc3339(at),
        "actor": actor,
        "ticket": ticket,
        "counter": counter,
        "data": data,
        "prev_hash": prev_hash,
    }
