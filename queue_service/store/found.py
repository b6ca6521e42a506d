"""A site's file enters the database: its log begins, or its configuration changes.

This is the one write that happens without a running server; a running one sees it as an event like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine

from queue_service.commands.configure_site import configure_site
from queue_service.domain.errors import QueueError
from queue_service.domain.hall import Hall, fold
from queue_service.domain.site import Site
from queue_service.store import event_log, reads
from queue_service.store.act import Act, Answer
from queue_service.store.batch import SYSTEM, Batch

Compare = Callable[[Site | None, Site], list[str]]
Merge = Callable[[Site, Site, set[str]], Site]


def load_site(
    engine: Engine,
    site: Site,
    entries: Sequence[dict[str, Any]],
    *,
    compare: Compare,
    merge: Merge,
    now: datetime,
) -> list[str]:
    """Create or update a site in one transaction; returns what changed, in words, nothing when nothing did.

    `entries` are its procedures as JSON. A service that left the file while tickets of today are in it is closed
    instead (`merge`). Raises the refusal of `configure_site`.
    """
    with engine.begin() as connection:
        reads.found_site(connection, site.id)
        reads.lock_site(connection, site.id)
        known = list(event_log.since_last_close(connection, site.id))
        hall = fold(known) if known else Hall.of(site)
        old = hall.site if known else None
        new = merge(old, site, {t.service for t in hall.tickets.values()}) if old else site
        changes = compare(old, new) + _catalogue_changes(connection, site.id, entries)
        _configure(connection, hall, new, changes, now)
        if changes:
            reads.replace_catalogue(connection, site.id, entries)
        return changes


def _configure(connection: Connection, hall: Hall, site: Site, changes: list[str], now: datetime) -> None:
    act = Act(
        site.id,
        SYSTEM,
        partial(configure_site, site=site, changes=changes),
        answer=lambda hall, events: Answer(200),
    )
    batch = Batch(connection, site.id, hall, [act])
    batch.open()
    (outcome,) = batch.decide(now).outcomes
    if isinstance(outcome, QueueError):
        raise outcome
    batch.write()


def _catalogue_changes(connection: Connection, site: str, entries: Sequence[dict[str, Any]]) -> list[str]:
    old = {entry["code"]: entry for entry in reads.catalogue(connection, site)}
    new = {entry["code"]: entry for entry in entries}
    lines = []
    for word, codes in (
        ("added", new.keys() - old.keys()),
        ("removed", old.keys() - new.keys()),
        ("changed", {code for code in new.keys() & old.keys() if new[code] != old[code]}),
    ):
        if codes:
            lines.append(f"procedures {word}: {len(codes)}")
    return lines
