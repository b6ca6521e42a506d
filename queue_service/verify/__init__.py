"""`queue-service verify`: every invariant of `docs/api.md` checked over the log and the tables alone.

The checks keep their own books where they can: a fault in the calling rules must not hide itself by being asked for
the truth. Only the rows and the board are compared with the fold, for that is what they promise to equal.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from queue_service.domain.errors import NotFound, QueueError
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall, NotConfigured, OutOfOrder, fold
from queue_service.domain.site import Site
from queue_service.store import archive, event_log
from queue_service.store.engine import reading_engine
from queue_service.store.schema import require_newest
from queue_service.verify.board import BoardCheck
from queue_service.verify.breach import Breach, Check, at
from queue_service.verify.chain import ChainCheck
from queue_service.verify.life import LifeCheck
from queue_service.verify.order import OrderCheck
from queue_service.verify.privacy import PrivacyCheck
from queue_service.verify.rows import RowsCheck
from queue_service.verify.slips import SlipCheck

# What reading an event raises that no command of ours has written.
_NONSENSE = (LookupError, TypeError, ValueError, AttributeError, AssertionError, QueueError)


def run(
    url: str, *, site: str | None = None, day: str | None = None, archived: Path = Path()
) -> list[Breach]:
    """All breaches, in the order of the log; empty when every invariant holds.

    `day` is a business day; what lies in no event belongs to every day. `archived` is the folder of days that have left
    the database. Raises WrongSchema, NotFound for the site, ArchiveRefused when such days are not there.
    """
    engine = reading_engine(url)
    try:
        require_newest(engine)
        with _at_one_moment(engine) as connection:
            known = event_log.site_ids(connection)
            if site is not None and site not in known:
                raise NotFound(what="site", id=site)
            return [
                b
                for one in known
                if site in (one, None)
                for b in breaches(connection, one, archived, day=day)
            ]
    finally:
        engine.dispose()


@contextmanager
def _at_one_moment(engine: Engine) -> Iterator[Connection]:
    """The log and the rows as they stand together, though a hall is working: SQLite's way, PostgreSQL must be asked."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def breaches(
    connection: Connection, site: str, archived: Path, *, day: str | None = None
) -> Iterator[Breach]:
    """Breaches of one site, the archive and the database read as one log."""
    seq = event_log.archived_seq(connection, site)
    log = itertools.chain(archive.entries(archived, site, seq), event_log.entries(connection, site, seq))
    checks: list[Check] = [
        ChainCheck(connection, site, archive.kept_aside(connection, site)),
        LifeCheck(),
        OrderCheck(),
        SlipCheck(),
        PrivacyCheck(),
        BoardCheck(),
        RowsCheck(connection, site, seq),
    ]
    folding = _Folding()
    for breach in _over(site, log, checks, folding):
        if day is None or folding.is_on(breach, day):
            yield breach


def _over(
    site: str, entries: Iterable[tuple[int, Event | None]], checks: list[Check], folding: _Folding
) -> Iterator[Breach]:
    for seq, event in entries:
        if event is None:
            yield Breach(1, site, seq, "was changed: it cannot be read as an event")
            continue
        yield from folding.take(event)
        for check in checks:
            yield from _seen(check, event, folding.hall)
    for check in checks:
        yield from check.end(folding.hall)


def _seen(check: Check, event: Event, hall: Hall | None) -> Iterator[Breach]:
    try:
        yield from check.see(event, hall)
    except _NONSENSE as error:
        yield at(event, 3, f"{event.type} makes no sense to {type(check).__name__}: {error!r}")


class _Folding:
    """The one fold that all checks see; `hall` is None before the first event and from where it cannot go on."""

    def __init__(self) -> None:
        self.hall: Hall | None = None
        self._lost = False
        self._site: Site | None = None

    def take(self, event: Event) -> Iterator[Breach]:
        if self._lost:
            return
        try:
            if self.hall is None:
                self.hall = fold([event])
            else:
                self.hall.apply(event)
            self._site = self.hall.site
        except (NotConfigured, OutOfOrder, *_NONSENSE) as error:
            self._lost, self.hall = True, None
            yield at(
                event,
                3,
                f"cannot be folded ({type(error).__name__}); rows and board are not compared beyond it",
            )

    def is_on(self, breach: Breach, day: str) -> bool:
        if breach.at is None or self._site is None:
            return True
        return self._site.business_day(breach.at).isoformat() == day
