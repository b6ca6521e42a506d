"""What has become of each slip, kept so that a power cut at any moment loses none and hides no second copy.

    begin ─→ BEGUN ─→ PRINTED ─→ settled     begun, and nothing more known: print again, with the repeat mark
               └────→ FAILED ──→ settled     printed or failed: the server has still to hear it, nothing else

SQLite, from the standard library, because rows that are whole or absent after a power cut are what it does;
with `synchronous=FULL` a step is on the disk before the next one is taken.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Self

from printer.job import SlipKey

KEPT = timedelta(days=7)  # longer than any server waits for a slip: then nobody asks for it again
LOCK_WAIT_S = 1.0  # for an agent that is just ending
ADDED = "ALTER TABLE slips ADD COLUMN request TEXT NOT NULL DEFAULT ''"  # to journals of the first version
SCHEMA = """
CREATE TABLE IF NOT EXISTS slips (
    slip TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('begun', 'printed', 'failed')),
    repeat INTEGER NOT NULL DEFAULT 0 CHECK (repeat IN (0, 1)),
    reason TEXT CHECK ((reason IS NULL) = (stage <> 'failed')),
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1) AND (settled = 0 OR stage <> 'begun')),
    at TEXT NOT NULL,
    request TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (slip, issued_at)
)
"""


class Stage(StrEnum):
    BEGUN = "begun"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a slip ended, for the server to hear."""

    key: SlipKey
    reason: str | None  # why it failed; None: it was printed
    repeat: bool  # with the repeat mark
    request: str = ""  # follows one tap through the logs; empty: not known


class JournalInUse(Exception):
    """Another agent writes this journal: together they would print every slip twice."""


class Journal:
    """One agent's journal, for one thread. A call that changes it returns when that is on the disk."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open or make it; a broken one is put aside. Raises JournalInUse, and OSError for the place."""
        self._now = now
        path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = _open(path)
        self._prune()

    def stage(self, key: SlipKey) -> Stage | None:
        """How far a slip has come; None when nothing of it can be on paper."""
        row = self._rows.execute(
            "SELECT stage FROM slips WHERE slip = ? AND issued_at = ?", (key.slip, key.issued_at.isoformat())
        ).fetchone()
        return Stage(row[0]) if row else None

    def begin(self, key: SlipKey, *, request: str = "") -> None:
        """The slip goes to the printer next. The caller prints, then says how it went."""
        self._prune()
        self._put(key, Stage.BEGUN, request=request)

    def never_began(self, key: SlipKey) -> None:
        """Nothing of the slip reached the printer, in this try and before."""
        self._rows.execute(
            "DELETE FROM slips WHERE slip = ? AND issued_at = ? AND stage = 'begun'",
            (key.slip, key.issued_at.isoformat()),
        )

    def printed(self, key: SlipKey, *, repeat: bool, request: str = "") -> None:
        """The slip is paper, with the repeat mark or without."""
        self._put(key, Stage.PRINTED, repeat=repeat, request=request)

    def failed(self, key: SlipKey, *, reason: str, request: str = "") -> None:
        """The slip will not be paper."""
        self._put(key, Stage.FAILED, reason=reason, request=request)

    def outcomes(self) -> tuple[Outcome, ...]:
        """What the server has still to hear, oldest first."""
        rows = self._rows.execute(
            "SELECT slip, issued_at, reason, repeat, request FROM slips"
            " WHERE stage <> 'begun' AND settled = 0 ORDER BY at, rowid"
        )
        return tuple(
            Outcome(SlipKey(slip, datetime.fromisoformat(issued_at)), reason, bool(repeat), request)
            for slip, issued_at, reason, repeat, request in rows
        )

    def settle(self, key: SlipKey, *, settled: bool = True) -> None:
        """The server knows how it ended; or, with False, it asks for it again."""
        self._rows.execute(
            "UPDATE slips SET settled = ? WHERE slip = ? AND issued_at = ? AND stage <> 'begun'",
            (settled, key.slip, key.issued_at.isoformat()),
        )

    def close(self) -> None:
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(
        self,
        key: SlipKey,
        stage: Stage,
        *,
        repeat: bool = False,
        reason: str | None = None,
        request: str,
    ) -> None:
        self._rows.execute(
            "INSERT OR REPLACE INTO slips (slip, issued_at, stage, repeat, reason, at, request)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key.slip, key.issued_at.isoformat(), stage, repeat, reason, self._now().isoformat(), request),
        )

    def _prune(self) -> None:
        before = (self._now() - KEPT).isoformat()
        self._rows.execute("DELETE FROM slips WHERE at < ? AND (settled = 1 OR stage = 'begun')", (before,))


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise JournalInUse(f"{path} is in use by another agent") from error
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise OSError(f"{path}: {error}") from error
    # a kiosk whose disk was damaged still prints; at worst a repeat is not marked
    path.replace(path.with_name(f"{path.name}.broken"))
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, timeout=LOCK_WAIT_S, isolation_level=None)  # each statement is a transaction
    try:
        rows.execute("PRAGMA locking_mode = EXCLUSIVE")
        rows.execute("PRAGMA synchronous = FULL")
        rows.execute("BEGIN EXCLUSIVE")
        rows.execute(SCHEMA)
        if "request" not in {column for _, column, *_ in rows.execute("PRAGMA table_info(slips)")}:
            rows.execute(ADDED)
        rows.execute("COMMIT")
    except sqlite3.DatabaseError:
        rows.close()
        raise
    return rows
