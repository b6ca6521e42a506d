"""A connection to PostgreSQL that does not wait for ever.

The server's own time-outs end what it knows to be slow. They are of no use when it is frozen, or when a network
swallows packets without a word: TCP would wait for a quarter of an hour or longer, and a lane of the writer with it.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

LOOK_EVERY_S = 0.1  # as the driver does


class BoundedConnection(psycopg.Connection[Any]):
    """Raises OperationalError, and is closed, when an answer takes longer than `answers_within_s`."""

    answers_within_s: float | None = None  # None while it is being opened: that has a time-out of its own

    def wait(self, gen: PQGen[RV], interval: float = LOOK_EVERY_S, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, timeout or self.answers_within_s)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # its answer could still come
                self.pgconn.finish()
            raise
