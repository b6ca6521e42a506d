"""A consistent copy of a running hall's database, and the way back into an empty place.

SQLite is copied by its own online backup, PostgreSQL by its own `pg_dump`: one snapshot, and the server goes on.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from queue_service.store.engine import is_sqlite, reading_engine


class BackupRefused(Exception):
    """Nothing was written; the text says why and what to do."""


def backup(url: str, file: Path) -> None:
    """The copy appears under its name only when it is whole and flushed. Raises BackupRefused."""
    if file.exists():
        raise BackupRefused(f"{file} exists already")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    if is_sqlite(url):
        _copy_sqlite(file_of(url), part)
    else:
        _postgres_tool("pg_dump", url, ("--format=custom", f"--file={part}"))
    _flush(part)
    os.replace(part, file)


def restore(file: Path, url: str) -> None:
    """Into an empty place alone: a database that exists is never overwritten. Raises BackupRefused."""
    if is_sqlite(url):
        _restore_sqlite(file, file_of(url))
    else:
        _require_empty(url)
        _postgres_tool("pg_restore", url, ("--exit-on-error", "--single-transaction", str(file)))


# --- SQLite


def _copy_sqlite(source: Path, part: Path) -> None:
    if not source.exists():
        raise BackupRefused(f"there is no database at {source}")
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(part)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")


def _restore_sqlite(file: Path, target: Path) -> None:
    for rest in ("", "-wal", "-journal"):  # SQLite would play what another database left there into this one
        there = target.with_name(target.name + rest)
        if there.exists():
            raise BackupRefused(f"{there} exists already: restore into an empty place")
    with closing(sqlite3.connect(file)) as source:
        _require_whole(source, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
    _flush(part)
    os.replace(part, target)


def _require_whole(source: sqlite3.Connection, file: Path) -> None:
    try:
        found = source.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{file} is no backup: {error}") from error
    if found != ("ok",):
        raise BackupRefused(f"{file} is damaged")


def file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


# --- PostgreSQL


def _postgres_tool(tool: str, url: str, arguments: Sequence[str]) -> None:
    """The password goes by the environment: other users of the machine see what a program was called with."""
    program = shutil.which(tool)
    if program is None:
        raise BackupRefused(f"{tool} is not installed here: it comes with PostgreSQL's client programs")
    address = make_url(url).set(drivername="postgresql")
    public = address.set(password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    command = [program, "--no-owner", "--no-privileges", f"--dbname={public}", *arguments]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupRefused(" ".join(done.stderr.split()) or f"{tool} failed")


def _require_empty(url: str) -> None:
    engine = reading_engine(url)
    try:
        tables = inspect(engine).get_table_names()
    finally:
        engine.dispose()
    if tables:
        raise BackupRefused(f"the database has tables already ({tables[0]} …): restore into an empty one")


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
