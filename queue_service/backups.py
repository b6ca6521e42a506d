"""A consistent copy of a running hall's database, and the way back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from queue_service.store.engine import is_sqlite


class BackupRefused(Exception):
    """Nothing was written; the text says why and what to do."""


def backup(url: str, file: Path) -> None:
    """SQLite's online backup: the server goes on. The copy appears under its name only when it is whole."""
    source = _file_of(url)
    if not source.exists():
        raise BackupRefused(f"there is no database at {source}")
    if file.exists():
        raise BackupRefused(f"{file} exists already")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(part)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")
    _flush(part)
    os.replace(part, file)


def restore(file: Path, url: str) -> None:
    """Into an empty place alone: a database that exists is never overwritten."""
    target = _file_of(url)
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


def _file_of(url: str) -> Path:
    if not is_sqlite(url):
        raise BackupRefused(
            "PostgreSQL is backed up by its own tools: pg_dump, or base backup and WAL archive"
        )
    return Path(make_url(url).database or "")


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
