"""Questions that the images do not answer: one function each, frozen views out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text

from queue_service.domain.errors import Archived
from queue_service.domain.events import Event, rfc3339
from queue_service.store import event_log
from queue_service.store.tables import answers, counters, private_texts, procedures, sites, tickets

ANSWERS_KEPT = timedelta(hours=48)  # longer than any client retries


@dataclass(frozen=True, slots=True)
class Note:
    ticket: str
    text: str
    at: str


def notes(connection: Connection, site: str, ticket_ids: Iterable[str]) -> dict[str, list[Note]]:
    """What officers wrote for each other, oldest first, by ticket."""
    query = select(private_texts.c.ticket_id, private_texts.c.words, private_texts.c.at).where(
        private_texts.c.site_id == site,
        private_texts.c.ticket_id.in_(list(ticket_ids)),
        private_texts.c.kind == "note",
    )
    found: dict[str, list[Note]] = {}
    for ticket, words, at in connection.execute(query.order_by(private_texts.c.seq)):
        found.setdefault(ticket, []).append(Note(ticket, words, at))
    return found


def past_ticket(connection: Connection, site: str, ticket_id: str) -> dict[str, Any] | None:
    """The row of a ticket whose day has ended; None when there is none."""
    query = select(tickets).where(tickets.c.site_id == site, tickets.c.id == ticket_id)
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def events_after(connection: Connection, site: str, seq: int, limit: int) -> list[Event]:
    """Raises Archived when the next of them is no longer here."""
    archived = event_log.archived_seq(connection, site)
    if seq < archived:
        raise Archived(first_seq=archived + 1)
    return event_log.after(connection, site, seq, limit=limit)


def catalogue(connection: Connection, site: str) -> list[dict[str, Any]]:
    """The site's procedures in the order of its file."""
    query = select(procedures.c.entry).where(procedures.c.site_id == site).order_by(procedures.c.rank)
    return [json.loads(entry) for entry in connection.execute(query).scalars()]


def replace_catalogue(connection: Connection, site: str, entries: Sequence[dict[str, Any]]) -> None:
    connection.execute(delete(procedures).where(procedures.c.site_id == site))
    if entries:
        connection.execute(
            insert(procedures),
            [
                {
                    "site_id": site,
                    "code": entry["code"],
                    "service": entry["service"],
                    "rank": rank,
                    "entry": json.dumps(entry, ensure_ascii=False, separators=(",", ":")),
                }
                for rank, entry in enumerate(entries)
            ],
        )


def found_site(connection: Connection, site: str) -> None:
    """Make room for a site's log when it is new."""
    known = connection.execute(select(sites.c.site_id).where(sites.c.site_id == site)).one_or_none()
    if known is None:
        connection.execute(
            insert(sites).values(site_id=site, seq=0, head="0" * 64, closed_seq=0, closed_config_seq=0)
        )


def lock_site(connection: Connection, site: str) -> int | None:
    """Nobody else appends to the site's log before this transaction ends. Its counter; None for an unknown site."""
    return connection.execute(_LOCK_SITE, {"site": site}).scalar_one_or_none()


_LOCK_SITE = select(sites.c.seq).where(sites.c.site_id == bindparam("site")).with_for_update()


def forget_words(connection: Connection, site: str, before: str) -> int:
    """Delete notes and comments on tickets of days before an ISO date; returns how many."""
    old = select(tickets.c.id).where(tickets.c.site_id == site, tickets.c.day < before)
    gone = delete(private_texts).where(private_texts.c.site_id == site, private_texts.c.ticket_id.in_(old))
    return connection.execute(gone).rowcount


def forget_old_answers(connection: Connection, site: str, now: datetime) -> int:
    """Keys older than any retry; returns how many."""
    old = delete(answers).where(answers.c.site_id == site, answers.c.at < rfc3339(now - ANSWERS_KEPT))
    return connection.execute(old).rowcount


def answers_at_all(connection: Connection) -> bool:
    """Does the database answer? Raises its error when not."""
    return connection.execute(text("SELECT 1")).scalar() == 1


def site_head(connection: Connection, site: str) -> tuple[int, str]:
    """The site's own counter and the hash it stands at; (0, "") for an unknown site."""
    row = connection.execute(select(sites.c.seq, sites.c.head).where(sites.c.site_id == site)).one_or_none()
    return (row.seq, row.head) if row else (0, "")


def all_answers(connection: Connection, site: str) -> Iterator[tuple[str, str, str]]:
    """Caller, key and answer of every key that is remembered."""
    query = select(answers.c.caller, answers.c.key, answers.c.answer).where(answers.c.site_id == site)
    yield from connection.execute(query.order_by(answers.c.at))


def rows_of(connection: Connection, table: Table, site: str) -> Iterator[Mapping[str, Any]]:
    """All rows of a site in a table with an `id`."""
    query = select(table).where(table.c.site_id == site).order_by(table.c.id)
    yield from (dict(row) for row in connection.execute(query).mappings())


def counter_rows(connection: Connection, site: str) -> list[Mapping[str, Any]]:
    query = select(counters).where(counters.c.site_id == site).order_by(counters.c.number)
    return [dict(row) for row in connection.execute(query).mappings()]
