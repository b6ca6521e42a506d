"""The programs of the campaign: the product's own, with a clock that can be moved and, to prove the checker, a bug.

The product has no switch for either: its parts are replaced here, before it starts.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, insert, select, text

from printer.journal import Journal
from queue_service import cli, serving
from queue_service.app import create_app
from queue_service.clock import utc_now
from queue_service.domain.events import Event
from queue_service.store import batch, event_log, reads, writer
from queue_service.store.images import Images
from queue_service.store.tables import answers, sites
from queue_service.store.writer import Writer

LINGER_S = 0.05  # how long a commit takes, where transactions must overlap
WINDOW_S = 0.3  # how long a planted bug leaves its window open: hardly a kill misses it


def serve() -> None:
    """`queue-service`, by the clock of `FAULTS_CLOCK` (a file that holds its shift in seconds)."""
    clock = Path(os.environ["FAULTS_CLOCK"])

    def now() -> datetime:
        return utc_now() + timedelta(seconds=float(clock.read_text()))

    _replace(serving, create_app=partial(create_app, now=now))
    _plant()
    cli.main()


def print_slips() -> None:
    """`queue-print-agent`."""
    from printer.agent import main

    _plant()
    main()


def _plant() -> None:
    bug = os.environ.get("FAULTS_BUG")
    if bug:
        BUGS[bug]()


def no_lock() -> None:
    """Two processes decide at the same time. (`without_second_net` takes the constraints away that would catch it.)"""

    def lock_site(connection: Connection, site: str) -> int | None:
        return connection.execute(select(sites.c.seq).where(sites.c.site_id == site)).scalar_one_or_none()

    _replace(reads, lock_site=lock_site)
    _lingering_commits()


def ack_before_commit() -> None:
    """Clients are answered, and only then is it committed."""
    serve_batch, opened, flush = Writer._serve, Writer._opened, Writer._flush
    now_serving: list[Any] = []

    async def _serve(self: Writer, site: str, waiting: Sequence[Any]) -> None:
        now_serving[:] = [waiting]
        await serve_batch(self, site, waiting)

    async def _opened(self: Writer, *given: Any) -> Any:
        found = await opened(self, *given)
        now_serving.append(found[1])
        return found

    async def _flush(self: Writer, connection: Connection) -> None:
        waiting, deciding = now_serving
        for one, outcome in zip(waiting, deciding._decided.outcomes, strict=True):
            writer._settle(one, outcome)
        await asyncio.sleep(WINDOW_S)
        await flush(self, connection)

    _replace(Writer, _serve=_serve, _opened=_opened, _flush=_flush)


def sequence_as_cursor() -> None:
    """Readers follow a sequence of the database, drawn before the lock is taken: order of drawing, not of commit."""
    open_batch, append, after = batch.Batch.open, event_log.append, event_log.after
    drawn: dict[int, int] = {}
    cursors: dict[str, int] = {}

    def _open(self: batch.Batch) -> list[Event]:
        draw = self._connection.execute(text("SELECT nextval('arrivals')"))
        drawn[id(self._connection)] = draw.scalar_one()
        time.sleep(
            random.uniform(0, LINGER_S)
        )  # in a thread of the writer's: whoever drew later may lock before
        return open_batch(self)

    def _append(connection: Connection, new: Sequence[Event]) -> None:
        append(connection, new)
        number = drawn.pop(id(connection))
        for one in new:
            where = {"number": number, "site": one.site, "seq": one.seq}
            connection.execute(
                text("UPDATE events SET arrival = :number WHERE site_id = :site AND seq = :seq"), where
            )

    def _after(self: Images, known: dict[str, int]) -> dict[str, list[Event]]:
        with self._reading.connect() as connection:
            return {site: _arrived(connection, site, seq) for site, seq in known.items()}

    def _arrived(connection: Connection, site: str, seq: int) -> list[Event]:
        if site not in cursors:
            cursors[site] = _latest(connection, site)
            return after(connection, site, seq)
        query = text(
            "SELECT seq, arrival FROM events WHERE site_id = :site AND arrival > :cursor ORDER BY seq"
        )
        rows = connection.execute(query, {"site": site, "cursor": cursors[site]}).all()
        cursors[site] = max([cursors[site], *(row.arrival for row in rows)])
        return [one for row in rows for one in after(connection, site, row.seq - 1, limit=1)]

    _replace(batch.Batch, open=_open)
    _replace(Images, _after=_after)
    _replace(event_log, append=_append)
    _lingering_commits()


def _latest(connection: Connection, site: str) -> int:
    newest = text("SELECT coalesce(max(arrival), 0) FROM events WHERE site_id = :site")
    return int(connection.execute(newest, {"site": site}).scalar_one())


def bell_trusted_as_truth() -> None:
    """Nobody rang, so nothing has happened: the log is not looked at."""

    async def behind(self: Images) -> list[str]:
        return []

    _replace(Images, behind=behind)


def idempotency_outside_the_transaction() -> None:
    """What a key was answered is written in a transaction of its own, after the commit."""
    write, announce = batch.Batch.write, Writer._announce
    later: list[Any] = []

    def _write(self: batch.Batch) -> None:
        later.extend(self._decided.remembered)
        self._decided.remembered = []
        write(self)

    async def _announce(self: Writer, *given: Any) -> None:
        await announce(self, *given)
        await asyncio.sleep(WINDOW_S)
        with self._engine.begin() as connection:
            connection.execute(insert(answers), later)
        later.clear()

    _replace(batch.Batch, write=_write)
    _replace(Writer, _announce=_announce)


def told_before_commit() -> None:
    """Screens are told what has been decided, before it is committed."""
    flush, opened = Writer._flush, Writer._opened
    deciding: list[Any] = []

    async def _opened(self: Writer, site: str, *given: Any) -> Any:
        found = await opened(self, site, *given)
        deciding[:] = [site, found[1], found[2]]
        return found

    async def _flush(self: Writer, connection: Connection) -> None:
        site, one, missed = deciding
        self._images.advance(site, [*missed, *one._decided.events])
        await asyncio.sleep(WINDOW_S)
        await flush(self, connection)

    _replace(Writer, _opened=_opened, _flush=_flush)


def print_confirmed_before_printed() -> None:
    """The agent's journal says `printed` when printing begins."""
    _replace(Journal, begin=lambda self, key, **more: self.printed(key, repeat=False))


BUGS: dict[str, Callable[[], None]] = {
    bug.__name__: bug
    for bug in (
        no_lock,
        ack_before_commit,
        sequence_as_cursor,
        bell_trusted_as_truth,
        print_confirmed_before_printed,
        idempotency_outside_the_transaction,
        told_before_commit,
    )
}


def prepare(engine: Engine, bug: str) -> None:
    """What a bug needs of the database: the second net taken away, a sequence to follow."""
    statements = {
        "no_lock": (
            "ALTER TABLE slips DROP CONSTRAINT fk_slips_tickets",
            "ALTER TABLE private_texts DROP CONSTRAINT fk_private_texts_tickets",
            "ALTER TABLE events DROP CONSTRAINT pk_events",
            "ALTER TABLE tickets DROP CONSTRAINT pk_tickets",
            "ALTER TABLE tickets DROP CONSTRAINT uq_tickets_label",
            "ALTER TABLE slips DROP CONSTRAINT pk_slips",
            "DROP INDEX ix_tickets_one_at_counter",
        ),
        "sequence_as_cursor": (
            "CREATE SEQUENCE arrivals",
            "ALTER TABLE events ADD COLUMN arrival bigint NOT NULL DEFAULT 0",
        ),
    }
    with engine.begin() as connection:
        for statement in statements.get(bug, ()):
            connection.execute(text(statement))


def _lingering_commits() -> None:
    """Transactions overlap, as they do on a slow disk."""
    event.listen(Engine, "commit", lambda connection: time.sleep(LINGER_S))


def _replace(owner: object, **parts: object) -> None:
    for name, part in parts.items():
        setattr(owner, name, part)
