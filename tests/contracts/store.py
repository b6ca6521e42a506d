"""The store of one process, as the server wires it; with a clock that tests may move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from queue_service.domain.events import Event, Fact
from queue_service.domain.hall import Hall
from queue_service.realtime.bell import SilentBell
from queue_service.store import event_log
from queue_service.store.act import Act, Answer, Key
from queue_service.store.engine import is_sqlite, reading_engine, writing_engine
from queue_service.store.images import Images
from queue_service.store.writer import HANGS_AFTER_S, Writer
from queue_service.views import ticket_view
from tests.founding import engine_of
from tests.halls import NOW

T = TypeVar("T")

LANES = 4
SITE = "small"

# A row that no event made, with the label that comes next: the commit of the next ticket breaks on it.
ROGUE = """
INSERT INTO tickets
(site_id, id, day, service, prefix, number, label, priority, language, state, turn, calls, issued_at) VALUES
('small', 'rogue', '2026-11-24', 'land', 'B', 1, 'B001', 'normal', 'vi', 'cancelled', 1, 0, '')
"""


class Store:
    """A writer with its images; `submit` runs a command at the small site."""

    def __init__(self, url: str, *, hangs_after_s: float = HANGS_AFTER_S) -> None:
        self.url = url
        self.now = NOW
        self.reading = reading_engine(url)
        self.images = Images(self.reading)
        sqlite = is_sqlite(url)
        lanes = 1 if sqlite else LANES
        self.writer = Writer(
            writing_engine(url, lanes=lanes, patient=False),
            self.images,
            now=lambda: self.now,
            ring=SilentBell().ring,
            lanes=lanes,
            in_threads=not sqlite,
            hangs_after_s=hangs_after_s,
        )

    async def submit(
        self,
        command: Callable[..., list[Fact]],
        *,
        actor: str = "device:kiosk-1",
        key: str | None = None,
        asked: str = "this",
        site: str = SITE,
        **given: Any,
    ) -> Answer:
        """Run a command; its answer is the ticket or the counts of facts. `asked` stands for the request's body."""
        known = Key(actor, key, asked.ljust(64, ".")) if key else None
        return await self.writer.submit(
            Act(site, actor, partial(command, **given), answer=_answer, key=known)
        )

    async def hall(self, site: str = SITE) -> Hall:
        return await self.images.hall(site)

    def log(self, site: str = SITE) -> list[Event]:
        with self.reading.connect() as connection:
            return list(event_log.all_after(connection, site, 0))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.reading.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """A second connection, as an administrator at the database's own console has it."""
        with engine_of(self.url) as engine, engine.begin() as connection:
            yield connection

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@asynccontextmanager
async def opened(url: str, **changes: float) -> AsyncIterator[Store]:
    store = Store(url, **changes)
    store.writer.start()
    try:
        yield store
    finally:
        await store.writer.close()
        store.reading.dispose()


def run(url: str, story: Callable[[Store], Awaitable[T]], **changes: float) -> T:
    """Tell a story on a store of its own event loop."""

    async def told() -> T:
        async with opened(url, **changes) as store:
            return await story(store)

    return asyncio.run(told())


def _answer(hall: Hall, events: Any) -> Answer:
    if not events:
        return Answer(204)
    ticket = hall.tickets.get(events[0].ticket)  # gone when the command ended the day
    return Answer(201, ticket_view(hall, ticket) if ticket else {"seq": events[0].seq})
