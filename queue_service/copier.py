"""`queue-service copy`: keeps the second file up to date for as long as it runs."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import structlog

from queue_service import logs
from queue_service.backups import BackupRefused, file_of
from queue_service.store.engine import is_sqlite
from queue_service.store.second_copy import bring_up_to_date

log = structlog.get_logger(__name__)


def keep_copying(url: str, copy: Path, *, every_s: float) -> None:
    """Never returns. A file that cannot be read or written is told once, and tried again. Raises CopyRefused."""
    if not is_sqlite(url):
        raise BackupRefused("PostgreSQL has its own replicas: see docs/running-a-hall.md")
    logs.configure("text")
    trouble: str | None = "starting"
    while True:
        try:
            bring_up_to_date(file_of(url), copy)
        except (OSError, sqlite3.Error) as error:
            if trouble != str(error):
                log.warning("the copy falls behind", error=str(error))
            trouble = str(error)
        else:
            if trouble is not None:
                log.info("the copy is up to date", file=str(copy))
            trouble = None
        time.sleep(every_s)
