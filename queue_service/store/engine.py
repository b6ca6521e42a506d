"""Engines for the two databases. Importing this opens nothing."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

STATEMENT_TIMEOUT_MS = 10_000  # longer than a slow disk's flush, shorter than a person's patience
ANSWERS_WITHIN_S = 12.0  # the server's own time-out comes first, unless it or the way to it is gone
BUSY_TIMEOUT_MS = 5_000  # another process (the command line) may hold SQLite's one write lock


# A server whose machine lost power must not hold a site's lock until TCP notices in two hours.
POSTGRES = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "options": (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout={STATEMENT_TIMEOUT_MS} "
        "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
    ),
}


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def writing_engine(url: str, *, lanes: int = 1, patient: bool = True) -> Engine:
    """Connections that write; on SQLite each transaction takes the write lock at once.

    `patient`: wait for a lock that another process holds, blocking the thread, and ask whether a connection lives
    before it is used; the writer looks again by itself.
    """
    engine = _engine(url, lanes, patient=patient)
    if is_sqlite(url):
        event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def reading_engine(url: str, *, connections: int = 4, answers_within_s: float = ANSWERS_WITHIN_S) -> Engine:
    """Connections that read; on PostgreSQL one that gets no answer in time is closed, with OperationalError."""
    engine = _engine(url, connections, answers_within_s=answers_within_s)
    if is_sqlite(url):
        event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))
    return engine


def in_one_go(connection: Connection) -> AbstractContextManager[object]:
    """Statements in the block go to PostgreSQL without waiting for each other's answers; a commit waits for all.

    None of them may return rows.
    """
    raw = connection.connection.driver_connection
    return nullcontext() if connection.dialect.name == "sqlite" or raw is None else raw.pipeline()


def checkpoint(engine: Engine) -> None:
    """Move SQLite's write-ahead log into the database file without making anybody wait; nothing elsewhere."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            raw.close()


def _engine(
    url: str, connections: int, *, patient: bool = True, answers_within_s: float = ANSWERS_WITHIN_S
) -> Engine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, connections, BUSY_TIMEOUT_MS if patient else 0)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # what people wrote must not come to the log with an error
        pool_pre_ping=patient,
        connect_args=POSTGRES,
    )
    event.listen(engine, "do_connect", partial(_connect, answers_within_s))
    return engine


def _connect(answers_within_s: float, _dialect: object, _record: object, given: Any, named: Any) -> Any:
    """Read in only for PostgreSQL: a hall on SQLite carries no driver of another database."""
    from queue_service.store.bounded import BoundedConnection

    connection = BoundedConnection.connect(*given, **named)
    connection.answers_within_s = answers_within_s
    return connection


def _sqlite(address: URL, connections: int, busy_timeout_ms: int) -> Engine:
    engine = create_engine(
        address,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # what people wrote must not come to the log with an error
        connect_args={"check_same_thread": False, "timeout": busy_timeout_ms / 1000},
    )
    event.listen(engine, "connect", _durable)
    return engine


def _durable(connection: Any, _record: object) -> None:
    """WAL with a flush at each commit; SQLAlchemy begins transactions, the driver does not."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "wal_autocheckpoint = 0",  # the caretaker checkpoints when the writer is idle
    ):
        connection.execute(f"PRAGMA {pragma}")
