"""`queue-service verify`: every invariant of `docs/api.md` checked over the log and the tables alone.

The checks keep their own books where they can: a fault in the calling rules must not hide itself by being asked for
the truth. Only the rows and the board are compared with the fold, for that is what they promise to equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from queue_service.domain.events import Event
from queue_service.store import event_log
from queue_service.store.engine import reading_engine
from queue_service.store.migrate import require_newest
from queue_service.verify.board import BoardCheck
from queue_service.verify.breach import Breach, Check
from queue_service.verify.chain import ChainCheck
from queue_service.verify.life import LifeCheck
from queue_service.verify.order import OrderCheck
from queue_service.verify.privacy import PrivacyCheck
from queue_service.verify.rows import RowsCheck
from queue_service.verify.slips import SlipCheck


def run(url: str, *, site: str | None = None, day: str | None = None) -> list[Breach]:
    """All breaches, in the order of the log; empty when every invariant holds. Raises WrongSchema."""
    engine = reading_engine(url)
    try:
        require_newest(engine)
        with engine.connect() as connection:
            sites = [site] if site else event_log.site_ids(connection)
            found = [breach for one in sites for breach in breaches(connection, one)]
    finally:
        engine.dispose()
    return [breach for breach in found if day is None or breach.day in (day, None)]


def breaches(connection: Connection, site: str) -> Iterator[Breach]:
    """Breaches of one site."""
    checks: list[Check] = [
        ChainCheck(connection, site),
        LifeCheck(site),
        OrderCheck(site),
        SlipCheck(site),
        PrivacyCheck(site),
        BoardCheck(site),
        RowsCheck(connection, site),
    ]
    yield from _over(event_log.all_after(connection, site, 0), checks)


def _over(events: Iterable[Event], checks: list[Check]) -> Iterator[Breach]:
    for event in events:
        for check in checks:
            yield from check.see(event)
    for check in checks:
        yield from check.end()
