"""The log as rows: written by the writer, read by everybody who follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, select

from queue_service.domain.events import Event, EventType, from_rfc3339, rfc3339
from queue_service.store.bulk import insert_many
from queue_service.store.tables import events, sites

PAGE = 5_000  # events read at once: a few MB

_COLUMNS = (
    events.c.site_id,
    events.c.seq,
    events.c.type,
    events.c.at,
    events.c.actor,
    events.c.ticket_id,
    events.c.counter,
    events.c.data,
    events.c.prev_hash,
    events.c.hash,
)


def append(connection: Connection, new: Sequence[Event]) -> None:
    insert_many(connection, events, (_row(event) for event in new))


def after(connection: Connection, site: str, seq: int, *, limit: int = PAGE) -> list[Event]:
    """Events that follow `seq`, oldest first, at most `limit`."""
    return [_event(row) for row in _rows_after(connection, site, seq, limit)]


def all_after(connection: Connection, site: str, seq: int) -> Iterator[Event]:
    """All events that follow `seq`, oldest first, page by page."""
    while page := after(connection, site, seq):
        yield from page
        seq = page[-1].seq


def entries(connection: Connection, site: str, seq: int) -> Iterator[tuple[int, Event | None]]:
    """All that follows `seq`, each with its own; None instead of an entry that somebody has made unreadable."""
    while page := _rows_after(connection, site, seq, PAGE):
        for row in page:
            seq = row[1]
            try:
                yield seq, _event(row)
            except (ValueError, TypeError):
                yield seq, None


def since_last_close(connection: Connection, site: str) -> Iterable[Event]:
    """What an image is built from: the configuration in force at the last `day.closed`, that, and all after it.

    Empty for an unknown site.
    """
    row = connection.execute(
        select(sites.c.closed_seq, sites.c.closed_config_seq).where(sites.c.site_id == site)
    ).one_or_none()
    if row is None:
        return []
    if row.closed_seq == 0:
        return all_after(connection, site, 0)
    return _from_close(connection, site, row.closed_seq, row.closed_config_seq)


def heads(connection: Connection, of: Sequence[str]) -> dict[str, int]:
    """The counters of many sites by one question."""
    query = select(sites.c.site_id, sites.c.seq).where(sites.c.site_id.in_(of))
    return {site: seq for site, seq in connection.execute(query)}


def open_logs(connection: Connection) -> dict[str, tuple[int, int]]:
    """`closed_seq` and `seq` of each site whose log has gone on since its last end of day."""
    query = select(sites.c.site_id, sites.c.closed_seq, sites.c.seq).where(sites.c.seq > sites.c.closed_seq)
    return {site: (closed, seq) for site, closed, seq in connection.execute(query)}


def archived_seq(connection: Connection, site: str) -> int:
    """The last event that is in the archive alone; 0 when the whole log is here."""
    return connection.execute(select(sites.c.archived_seq).where(sites.c.site_id == site)).scalar() or 0


def site_ids(connection: Connection) -> list[str]:
    return list(connection.execute(select(sites.c.site_id).order_by(sites.c.site_id)).scalars())


def count(connection: Connection, site: str) -> int:
    query = select(func.count()).select_from(events).where(events.c.site_id == site)
    return connection.execute(query).scalar_one()


def _from_close(connection: Connection, site: str, closed: int, config: int) -> Iterator[Event]:
    yield from after(connection, site, config - 1, limit=1)
    yield from all_after(connection, site, closed - 1)


def _rows_after(connection: Connection, site: str, seq: int, limit: int) -> list[tuple[Any, ...]]:
    asked = {"site": site, "after": seq, "most": limit}
    return [tuple(row) for row in connection.execute(_AFTER, asked)]


_AFTER = (
    select(*_COLUMNS)
    .where(events.c.site_id == bindparam("site"), events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
    .limit(bindparam("most"))
)


def _row(event: Event) -> dict[str, Any]:
    return {
        "site_id": event.site,
        "seq": event.seq,
        "type": event.type.value,
        "at": rfc3339(event.at),
        "actor": event.actor,
        "ticket_id": event.ticket,
        "counter": event.counter,
        "data": orjson.dumps(event.data).decode(),
        "prev_hash": event.prev_hash,
        "hash": event.hash,
    }


def _event(row: Sequence[Any]) -> Event:
    site, seq, kind, at, actor, ticket, counter, data, prev_hash, own_hash = row
    return Event(
        site,
        seq,
        EventType(kind),
        from_rfc3339(at),
        actor,
        ticket,
        counter,
        orjson.loads(data),
        prev_hash,
        own_hash,
    )
