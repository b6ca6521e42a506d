"""What a doctor asks the database."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError


def damage(engine: Engine) -> str | None:
    """The first thing that SQLite finds broken in its file; PostgreSQL checks each page that it reads by itself."""
    if engine.dialect.name != "sqlite":
        return None
    try:
        with engine.connect() as connection:
            found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return str(error.orig)
        raise
    return None if found == "ok" else found.replace("\n", " ")


def clock_drift(connection: Connection) -> timedelta | None:
    """How far the database server's clock is ahead of this machine's; None when they are one."""
    if connection.dialect.name == "sqlite":
        return None
    before = datetime.now(UTC)
    there: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return there - (before + (datetime.now(UTC) - before) / 2)
