# ruff: noqa: S608 — the statements are put together from our own words alone
"""A second file that follows a hall's SQLite file: a whole database at every moment, behind by one round.

The log says what changed: a round takes the events after the copy's last one, and the rows of the tickets that they
name. Small tables are taken whole when they differ. Each round is one snapshot of the hall and one transaction of the
copy. When the log is not enough, because days were archived or the schema moved, all is copied anew.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from queue_service import backups

BUSY_TIMEOUT_S = 5.0  # somebody may look into the copy
SMALL = (
    "counters",
    "devices",
    "users",
    "procedures",
    "private_texts",
    "sites",
)  # last the copy's own position

# What must not be copied over: a file that knows less than the copy, such as an empty one on a new disk.
_BEHIND = """
    SELECT count(*) FROM main.sites c LEFT JOIN hall.sites h USING (site_id) WHERE h.seq IS NULL OR h.seq < c.seq
"""
_BEYOND_THE_LOG = """
    SELECT (SELECT version_num FROM main.alembic_version) <> (SELECT version_num FROM hall.alembic_version)
        OR EXISTS (SELECT 1 FROM main.sites c JOIN hall.sites h USING (site_id) WHERE h.archived_seq <> c.archived_seq)
"""
_NEW = """
    (SELECT h.site_id, coalesce(c.seq, 0) AS seq FROM hall.sites h LEFT JOIN main.sites c USING (site_id)) s
    CROSS JOIN hall.events e WHERE e.site_id = s.site_id AND e.seq > s.seq
"""  # CROSS: the events are looked up from the sites, not the other way round
_TOUCHED = f"""
    CREATE TEMP TABLE touched AS SELECT DISTINCT e.site_id, e.ticket_id FROM {_NEW} AND e.ticket_id IS NOT NULL
"""
_OF_TICKETS = (("tickets", "id"), ("slips", "ticket_id"))


class CopyRefused(Exception):
    """Nothing was written; the text says why and what to do."""


def bring_up_to_date(source: Path, copy: Path) -> None:
    """One round. Raises CopyRefused, and sqlite3.Error when one of the files cannot be read or written."""
    if not source.exists():
        raise CopyRefused(f"there is no database at {source}")
    if copy.exists() and _follow(source, copy):
        return
    fresh = copy.with_name(copy.name + ".new")
    fresh.unlink(missing_ok=True)
    backups.backup(f"sqlite:///{source}", fresh)
    os.replace(fresh, copy)


def _follow(source: Path, copy: Path) -> bool:
    """False when the log is not enough."""
    with closing(sqlite3.connect(copy, timeout=BUSY_TIMEOUT_S, isolation_level=None, uri=True)) as here:
        here.execute("PRAGMA synchronous = FULL")
        here.execute("ATTACH ? AS hall", [f"{source.absolute().as_uri()}?mode=rw"])  # never made anew
        here.execute("BEGIN")  # IMMEDIATE would take the hall's write lock too
        if _asked(here, _BEHIND):
            raise CopyRefused(
                f"{copy} knows more than {source}: restore it, or name another file for the copy"
            )
        if _asked(here, _BEYOND_THE_LOG):
            return False
        _take_the_new(here)
        here.execute("COMMIT")
    return True


def _take_the_new(here: sqlite3.Connection) -> None:
    """Ticket rows leave before they come back, so that one at a counter holds after each statement."""
    here.execute(_TOUCHED)
    for table, ticket in _OF_TICKETS:
        touched = f"(site_id, {ticket}) IN (SELECT site_id, ticket_id FROM touched)"
        here.execute(f"DELETE FROM main.{table} WHERE {touched}")
        here.execute(f"INSERT INTO main.{table} SELECT * FROM hall.{table} WHERE {touched}")
    here.execute(f"INSERT INTO main.events SELECT e.* FROM {_NEW}")
    here.execute("DELETE FROM main.answers WHERE at < (SELECT min(at) FROM hall.answers)")
    here.execute("INSERT OR IGNORE INTO main.answers SELECT * FROM hall.answers")
    for table in SMALL:
        if _asked(here, f"SELECT EXISTS ({_differing(table)})"):
            here.execute(f"DELETE FROM main.{table}")
            here.execute(f"INSERT INTO main.{table} SELECT * FROM hall.{table}")


def _differing(table: str) -> str:
    one, other = f"SELECT * FROM main.{table}", f"SELECT * FROM hall.{table}"
    return f"SELECT * FROM ({one} EXCEPT {other}) UNION ALL SELECT * FROM ({other} EXCEPT {one})"


def _asked(here: sqlite3.Connection, question: str) -> bool:
    return bool(here.execute(question).fetchone()[0])
