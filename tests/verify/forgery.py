"""A copy of a good database in the hands of somebody who may write what he likes into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, update

from queue_service import verify
from queue_service.domain.events import FIRST_PREV_HASH, Event, EventType, Fact, event_hash, seal
from queue_service.domain.hall import Hall, fold
from queue_service.store import event_log, reads
from queue_service.store.rows import Touched
from queue_service.store.tables import counters, events, sites, slips, tickets
from queue_service.verify.breach import Breach
from tests.founding import engine_of
from tests.verify.good_log import SITE


@dataclass
class Entry:
    """What one event tells, without its place in the chain."""

    type: EventType
    at: datetime
    actor: str
    ticket: str | None
    counter: int | None
    data: dict[str, Any]


class Forgery:
    def __init__(self, file: Path) -> None:
        self.url = f"sqlite:///{file}"
        self._file = file

    def sql(self, statement: str, *values: Any) -> None:
        """Change the tables as anybody with the file can; SQLite's own rules still hold."""
        with closing(sqlite3.connect(self._file)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(statement, values)

    def entries(self) -> list[Entry]:
        """The log, to be changed at will and written back."""
        with engine_of(self.url) as engine, engine.connect() as connection:
            return [
                Entry(e.type, e.at, e.actor, e.ticket, e.counter, dict(e.data))
                for e in event_log.all_after(connection, SITE, 0)
            ]

    def head(self) -> str:
        with engine_of(self.url) as engine, engine.connect() as connection:
            return reads.site_head(connection, SITE)[1]

    def as_sealed(self, change: Callable[[list[Entry]], object]) -> list[Event]:
        """The changed log with a chain that holds; nothing is written."""
        entries = self.entries()
        change(entries)
        return _sealed(entries)

    def rewrite(self, change: Callable[[list[Entry]], object], *, rows: bool = True) -> None:
        """Change the log and seal it again, so that its chain holds; with `rows`, these follow it."""
        log = self.as_sealed(change)
        with engine_of(self.url) as engine, engine.begin() as connection:
            connection.execute(delete(events))
            event_log.append(connection, log)
            connection.execute(update(sites).values(seq=log[-1].seq, head=log[-1].hash))
            if rows:
                _rewrite_rows(connection, log)

    def breaches(self, *, day: str | None = None) -> list[Breach]:
        return verify.run(self.url, day=day)

    def told(self) -> list[str]:
        """The breaches as `queue-service verify` prints them."""
        return [str(breach) for breach in self.breaches()]


def seq_of(entries: list[Entry], kind: str, label: str | None = None, nth: int = 0, day: str = "") -> int:
    """The `seq` of the nth event of a type, about a label, of a day such as `261125`."""
    found = [
        seq
        for seq, entry in enumerate(entries, start=1)
        if entry.type == kind
        and label in (None, entry.data.get("label"))
        and (entry.ticket or day).startswith(day)
    ]
    return found[nth]


def _sealed(entries: list[Entry]) -> list[Event]:
    log: list[Event] = []
    head = FIRST_PREV_HASH
    for seq, e in enumerate(entries, start=1):
        fact = Fact(e.type, e.ticket, e.counter, e.data)
        event = seal(fact, site=SITE, seq=seq, at=e.at, actor=e.actor, prev_hash=head)
        assert event_hash(event) == event.hash
        head = event.hash
        log.append(event)
    return log


def _rewrite_rows(connection: Connection, log: list[Event]) -> None:
    hall: Hall = fold(log[:1])
    touched = Touched(hall)
    for event in log[1:]:
        hall.apply(event)
        touched.take(event, hall)
    for table in (slips, tickets, counters):
        connection.execute(delete(table))
    touched.write(connection, SITE, hall)
