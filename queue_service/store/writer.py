"""The one writer: lock the site, decide, write, commit, announce.

Commands wait in a queue per site. A lane takes all that wait for one site and, in one transaction, locks the site's
row, folds in what other processes have appended, looks the keys up, decides each command in turn on a working image,
and writes events, rows and answers in bulk. After the commit it moves the readers' image forward and answers all. A
refused command leaves nothing; a failed batch throws the working image away, for the database is the truth.

SQLite has one lane, and leaves the event loop only for commits that wait for a slow disk; PostgreSQL has a few, one
site never on two at once, and speaks to the server in threads.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from queue_service.domain.errors import QueueError, Unavailable
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall
from queue_service.store.act import Act, Answer
from queue_service.store.batch import Batch, Decided
from queue_service.store.engine import in_one_go
from queue_service.store.images import Images

T = TypeVar("T")

Committed = Callable[[int, float], None]  # hears of each commit: how many commands, how many seconds
Ring = Callable[[str], Awaitable[None]]  # tells other processes that a site's log has grown

log = structlog.get_logger(__name__)

BATCH = 64  # commands committed together: one flush for all, and the first does not wait long for the last
QUEUE = 4_096  # commands that may wait at one site; the rest are told to come back
RETRY_AFTER_S = 1
SHORT_FLUSH_S = 0.002  # a thread that wants to go on waits longer than this for a busy interpreter
FLUSHES_REMEMBERED = 4
LOOK_AT_DISK_EVERY = 32
ANSWER_WITHIN_S = 30.0  # then the client is told to ask again; its key settles what happened
HANGS_AFTER_S = 60.0  # a batch in hand for so long will not end: twice as long as anybody waits for an answer
LOCK_WAIT_S = 5.0
LOOK_AT_LOCK_S = 0.01
ATTEMPTS = 3  # a deadlock or a serialization failure is tried again
RETRIED_STATES = ("40001", "40P01")  # PostgreSQL: serialization_failure, deadlock_detected


@dataclass(slots=True)
class _Waiting:
    act: Act
    answered: asyncio.Future[Answer]


class Writer:
    """`start`, then `submit` from anywhere on the event loop; `close` answers what waits and lets connections go."""

    def __init__(
        self,
        engine: Engine,
        images: Images,
        *,
        now: Callable[[], datetime],
        ring: Ring,
        committed: Committed = lambda commands, took_s: None,
        lanes: int = 1,
        in_threads: bool = False,
        hangs_after_s: float = HANGS_AFTER_S,
    ) -> None:
        self._engine = engine
        self._images = images
        self._now = now
        self._ring = ring
        self._committed = committed
        self._in_threads = in_threads
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._working: dict[str, Hall] = {}
        self._sites: asyncio.Queue[str] = asyncio.Queue()  # sites with work that no lane has
        self._lane_count = lanes
        self._lanes: list[asyncio.Task[None]] = []
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="writer")
        self._hangs_after_s = hangs_after_s
        self._in_hand: dict[str, float] = {}  # since when, by site; monotonic seconds
        self._closing = False
        self._flush_s = 0.0  # how long a commit takes lately
        self._flushes = 0

    def start(self) -> None:
        """Begin to serve, on the running event loop."""
        self._lanes = [asyncio.create_task(self._lane(), name=f"writer-{n}") for n in range(self._lane_count)]

    async def submit(self, act: Act) -> Answer:
        """The answer, after the commit. Raises the command's refusal, NotFound for the site, or Unavailable."""
        await self._images.hall(act.site)
        if self._closing:
            raise Unavailable(reason="stopping", retry_after_s=RETRY_AFTER_S)
        queue = self._waiting.setdefault(act.site, deque())
        if len(queue) >= QUEUE:
            raise Unavailable(reason="too many commands wait", retry_after_s=RETRY_AFTER_S)
        loop = asyncio.get_running_loop()
        waiting = _Waiting(act, loop.create_future())
        queue.append(waiting)
        if len(queue) == 1:
            self._sites.put_nowait(act.site)
        too_late = loop.call_later(ANSWER_WITHIN_S, _too_late, waiting)
        try:
            return await waiting.answered
        finally:
            too_late.cancel()

    @property
    def works(self) -> bool:
        """Are all lanes alive, and does none hang?"""
        too_long = time.monotonic() - self._hangs_after_s
        alive = bool(self._lanes) and not any(lane.done() for lane in self._lanes)
        return alive and all(since > too_long for since in self._in_hand.values())

    @property
    def depth(self) -> int:
        """Commands that wait, over all sites."""
        return sum(len(queue) for queue in self._waiting.values())

    def forget(self, site: str) -> bool:
        """Put a site's working image out of memory; False, and nothing done, while it has commands."""
        if self._waiting.get(site):
            return False
        self._waiting.pop(site, None)
        self._working.pop(site, None)
        return True

    async def close(self) -> None:
        self._closing = True
        for _ in self._lanes:
            self._sites.put_nowait("")
        await asyncio.gather(*self._lanes)
        self._threads.shutdown()
        self._engine.dispose()

    async def _lane(self) -> None:
        """Serve sites until closed. A site is in the queue of sites at most once, so never on two lanes."""
        while site := await self._sites.get():
            queue = self._waiting[site]
            await _all_at_the_door(queue)
            await self._serve_first(site, queue)
            while queue and self._closing:  # no lane comes back for the rest
                await self._serve_first(site, queue)
            if queue:
                self._sites.put_nowait(site)

    async def _serve_first(self, site: str, queue: deque[_Waiting]) -> None:
        batch = [queue[n] for n in range(min(len(queue), BATCH))]
        self._in_hand[site] = time.monotonic()
        await self._serve(site, batch)
        del self._in_hand[site]
        for _ in batch:
            queue.popleft()

    async def _serve(self, site: str, batch: Sequence[_Waiting]) -> None:
        """Commit a batch; if it fails for a reason that may lie in one command, each alone."""
        try:
            decided = await self._attempt(site, [w.act for w in batch])
        except DBAPIError as error:
            log.warning(
                "database refused a batch", site=site, error=type(error.orig).__name__, commands=len(batch)
            )
            if _is_about_one(error) and len(batch) > 1:
                await self._one_by_one(site, batch)
            else:
                _fail(batch, Unavailable(reason="database", retry_after_s=RETRY_AFTER_S))
        except Exception as error:
            log.exception("a batch failed", site=site, commands=len(batch))
            if len(batch) > 1:
                await self._one_by_one(site, batch)
            else:
                _fail(batch, error)
        else:
            for waiting, outcome in zip(batch, decided.outcomes, strict=True):
                _settle(waiting, outcome)

    async def _one_by_one(self, site: str, batch: Sequence[_Waiting]) -> None:
        for waiting in batch:
            await self._serve(site, [waiting])

    async def _attempt(self, site: str, acts: Sequence[Act]) -> Decided:
        for attempt in range(ATTEMPTS):
            try:
                return await self._commit(site, acts)
            except DBAPIError as error:
                if attempt + 1 == ATTEMPTS or getattr(error.orig, "sqlstate", None) not in RETRIED_STATES:
                    raise
        raise AssertionError("unreachable")

    async def _commit(self, site: str, acts: Sequence[Act]) -> Decided:
        working = self._working.pop(site, None) or (await self._images.hall(site)).copy()
        if self._in_threads:
            missed, decided = await self._in_thread(partial(self._all_at_once, site, working, acts))
        else:
            missed, decided = await self._step_by_step(site, working, acts)
        await self._announce(site, working, [*missed, *decided.events])
        return decided

    def _all_at_once(self, site: str, working: Hall, acts: Sequence[Act]) -> tuple[list[Event], Decided]:
        """A whole batch in one thread: each change of threads waits for a busy interpreter."""
        connection, batch, missed = self._opened_again(site, working, acts)
        try:
            decided = batch.decide(self._now())
            if decided.leaves_traces:
                began = time.perf_counter()
                with in_one_go(connection):
                    batch.write()
                    connection.commit()
                self._committed(len(acts), time.perf_counter() - began)
        except BaseException:
            _give_up(connection)
            raise
        _let_go(connection)
        return missed, decided

    def _opened_again(
        self, site: str, working: Hall, acts: Sequence[Act]
    ) -> tuple[Connection, Batch, list[Event]]:
        """A batch that holds the lock. A connection that died while it lay idle is known by it, and is made anew."""
        for attempt in range(2):
            connection = self._engine.connect()
            batch = Batch(connection, site, working, acts)
            try:
                return connection, batch, batch.open()
            except BaseException as error:
                _give_up(connection)
                if attempt or not (isinstance(error, DBAPIError) and error.connection_invalidated):
                    raise
        raise AssertionError("unreachable")

    async def _step_by_step(
        self, site: str, working: Hall, acts: Sequence[Act]
    ) -> tuple[list[Event], Decided]:
        """On the event loop, but for a commit that waits for a slow disk."""
        connection, batch, missed = await self._opened(site, working, acts)
        try:
            decided = batch.decide(self._now())
            if decided.leaves_traces:
                batch.write()
                began = time.perf_counter()
                await self._flush(connection)
                self._committed(len(acts), time.perf_counter() - began)
        except BaseException:
            await self._in_thread(partial(_give_up, connection))
            raise
        _let_go(connection)
        return missed, decided

    async def _opened(
        self, site: str, working: Hall, acts: Sequence[Act]
    ) -> tuple[Connection, Batch, list[Event]]:
        """A batch that holds the lock; while the command line holds SQLite's one, look again and hold nobody up.

        Each look is a `Connection` of its own: one whose BEGIN has failed begins no more, and would write without a
        transaction.
        """
        deadline = time.monotonic() + LOCK_WAIT_S
        while True:
            connection = self._engine.connect()
            batch = Batch(connection, site, working, acts)
            try:
                return connection, batch, batch.open()
            except BaseException as error:
                await self._in_thread(partial(_give_up, connection))
                if not _is_locked(error) or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(LOOK_AT_LOCK_S)

    async def _announce(self, site: str, working: Hall, new: Sequence[Event]) -> None:
        """What follows a commit; whatever goes wrong here, the commands are done and must not be tried again."""
        try:
            self._working[site] = working
            if new:
                self._images.advance(site, new)
                await self._ring(site)
        except Exception:
            log.exception("committed, but not all were told", site=site)
            self._working.pop(site, None)

    async def _flush(self, connection: Connection) -> None:
        """Commit: on the spot while the disk is quick, else in a thread; now and then on the spot, to see."""
        self._flushes += 1
        to_see = self._flushes % LOOK_AT_DISK_EVERY == 0
        if self._flush_s > SHORT_FLUSH_S and not to_see:
            await self._in_thread(connection.commit)
            return
        began = time.perf_counter()
        connection.commit()
        self._flush_s += (time.perf_counter() - began - self._flush_s) / FLUSHES_REMEMBERED

    async def _in_thread(self, call: Callable[[], T]) -> T:
        """In a thread of the writer's own: log-ins and reads must not stand in a commit's way."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


async def _all_at_the_door(queue: deque[_Waiting]) -> None:
    """Let requests that have already arrived come in: a batch twice as long halves what a commit costs each."""
    seen = 0
    while seen < len(queue) < BATCH:
        seen = len(queue)
        await asyncio.sleep(0)


def _settle(waiting: _Waiting, outcome: Answer | QueueError) -> None:
    if waiting.answered.done():  # the client has gone; what it asked is done all the same
        return
    if isinstance(outcome, Answer):
        waiting.answered.set_result(outcome)
    else:
        waiting.answered.set_exception(outcome)


def _too_late(waiting: _Waiting) -> None:
    if not waiting.answered.done():
        waiting.answered.set_exception(
            Unavailable(reason="the database is slow", retry_after_s=RETRY_AFTER_S)
        )


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.answered.done():
            waiting.answered.set_exception(error)


def _is_about_one(error: DBAPIError) -> bool:
    """A broken constraint lies in one command; a lost connection or a full disk in none."""
    return type(error).__name__ in ("IntegrityError", "DataError")


def _is_locked(error: BaseException) -> bool:
    orig = error.orig if isinstance(error, OperationalError) else None
    return getattr(orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _let_go(connection: Connection) -> None:
    """Back to its pool; whatever goes wrong here, the commands are done."""
    try:
        connection.close()
    except Exception:
        log.exception("a connection did not go back")


def _give_up(connection: Connection) -> None:
    connection.invalidate()
    connection.close()
