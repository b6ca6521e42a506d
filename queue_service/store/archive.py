"""Closed days leave the database for compressed files, which carry the chain on and which `verify` reads.

A file holds the events of whole business days of one month, a line each, as `GET …/events` shows them:
`<folder>/<site>/<month>.<first seq>.jsonl.gz`. It is written once. Only when it is on the disk and reads as the log
does are its days deleted, in one transaction: events, and the rows of their tickets and slips, which are the fold of
them. What people wrote on those tickets is deleted and kept nowhere. Stopped at any moment, the same command goes on.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice, zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from queue_service.domain.errors import NotFound
from queue_service.domain.events import Event, EventType, event_hash, from_rfc3339
from queue_service.store import event_log, reads
from queue_service.store.tables import events, private_texts, sites, slips, tickets

SUFFIX = ".jsonl.gz"
UNREADABLE = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    KeyError,
    TypeError,
)  # a damaged file, or a forged line


class ArchiveRefused(Exception):
    """Nothing was deleted; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Events that are now in a file and no longer in the database."""

    file: Path
    first_seq: int
    last_seq: int


def move(reading: Engine, writing: Engine, site: str, folder: Path, *, before: date) -> Iterator[Moved]:
    """Move the closed business days before a date, a file and a transaction for each month.

    The last closed day stays, for images are built from its end. The hall works on: the site is locked only to delete.
    Raises NotFound for the site, ArchiveRefused.
    """
    with reading.connect() as connection:
        row = connection.execute(select(sites).where(sites.c.site_id == site)).one_or_none()
        if row is None:
            raise NotFound(what="site", id=site)
        months = _months(connection, site, row.archived_seq, row.closed_seq, before.isoformat())
    first = row.archived_seq + 1
    for month, last in months:
        file = folder / site / f"{month}.{first}{SUFFIX}"
        with reading.connect() as connection:
            _write(file, _between(connection, site, first, last))
            again = zip_longest(_read(file), _between(connection, site, first, last))
            if not all(written == logged for written, logged in again):
                raise ArchiveRefused(f"{file} does not read as it was written: is the disk sound?")
        with writing.begin() as connection:
            _delete(connection, site, first, last)
        yield Moved(file, first, last)
        first = last + 1


def entries(folder: Path, site: str, upto: int) -> Iterator[tuple[int, Event | None]]:
    """The archived log up to a `seq`; None instead of what cannot be read. Raises ArchiveRefused when there is none."""
    files = sorted((folder / site).glob(f"*{SUFFIX}"), key=_first_seq)
    if upto and not files:
        raise ArchiveRefused(
            f"{site}: the events up to {upto} were archived and are not in {folder}: QUEUE_ARCHIVE says where"
        )
    seq = 0
    for file in files:
        try:
            for event in _read(file):
                if event.seq > upto:  # written by a run that did not come to delete them
                    return
                seq = event.seq
                yield seq, event
        except UNREADABLE:
            yield seq + 1, None


def _first_seq(file: Path) -> int:
    number = file.name.removesuffix(SUFFIX).rpartition(".")[2]
    return int(number) if number.isdigit() else 0


def _months(
    connection: Connection, site: str, archived: int, closed: int, before: str
) -> list[tuple[str, int]]:
    """Each month with the `seq` of its last day's end."""
    query = select(events.c.seq, events.c.data).where(
        events.c.site_id == site,
        events.c.seq > archived,
        events.c.seq < closed,
        events.c.type == EventType.DAY_CLOSED.value,
    )
    ends = [(json.loads(data)["day"], seq) for seq, data in connection.execute(query.order_by(events.c.seq))]
    past = ((day[:7], seq) for day, seq in ends if day < before)
    return [(month, [seq for _, seq in days][-1]) for month, days in groupby(past, key=lambda end: end[0])]


def _between(connection: Connection, site: str, first: int, last: int) -> Iterator[Event]:
    return islice(event_log.all_after(connection, site, first - 1), last - first + 1)


def _write(file: Path, log: Iterable[Event]) -> None:
    """Under its name only when it is whole and on the disk. Raises ArchiveRefused when the chain does not hold."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    before: Event | None = None
    with part.open("wb") as raw:
        with gzip.open(raw, "wt", encoding="utf-8") as lines:
            for event in log:
                chained = before is None or (before.seq + 1, before.hash) == (event.seq, event.prev_hash)
                if not chained or event_hash(event) != event.hash:
                    raise ArchiveRefused(f"the log is broken at {event.seq}: run `queue-service verify`")
                lines.write(json.dumps(event.shown(), ensure_ascii=False, separators=(",", ":")) + "\n")
                before = event
        raw.flush()
        os.fsync(raw.fileno())
    os.replace(part, file)
    _flush_folder(file.parent)


def _read(file: Path) -> Iterator[Event]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield _event(json.loads(line))


def _event(shown: dict[str, Any]) -> Event:
    return Event(
        shown["site"],
        shown["seq"],
        EventType(shown["type"]),
        from_rfc3339(shown["at"]),
        shown["actor"],
        shown["ticket"],
        shown["counter"],
        shown["data"],
        shown["prev_hash"],
        shown["hash"],
    )


def _delete(connection: Connection, site: str, first: int, last: int) -> None:
    reads.lock_site(connection, site)
    query = select(sites.c.archived_seq, sites.c.closed_config_seq).where(sites.c.site_id == site)
    archived, config_in_force = connection.execute(query).one()
    if archived != first - 1:
        raise ArchiveRefused(f"{site}: another archive is running")
    moved = (events.c.site_id == site, events.c.seq <= last)
    issued = select(events.c.ticket_id).where(*moved, events.c.type == EventType.TICKET_ISSUED.value)
    for table, ticket in (
        (private_texts, private_texts.c.ticket_id),
        (slips, slips.c.ticket_id),
        (tickets, tickets.c.id),
    ):
        connection.execute(delete(table).where(table.c.site_id == site, ticket.in_(issued)))
    connection.execute(delete(events).where(*moved, events.c.seq != config_in_force))  # images begin with it
    connection.execute(update(sites).where(sites.c.site_id == site).values(archived_seq=last))


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept_aside(connection: Connection, site: str) -> Sequence[Event]:
    """Archived events of which the database keeps a copy: the configuration in force, unless it is newer."""
    archived = event_log.archived_seq(connection, site)
    return [event for event in event_log.after(connection, site, 0, limit=2) if event.seq <= archived]
