"""Databases as each release left them, with two days of a hall in them: what `migrate` must be able to start from.

`<schema>.sqlite.sql` and `<schema>.postgresql.sql` are recorded once, when a schema is released, and never changed:

    python -m tests.released
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from tests.founding import engine_of

FOLDER = Path(__file__).parent
SCHEMAS = sorted({file.name.partition(".")[0] for file in FOLDER.glob("*.sql")})


def recorded(schema: str, kind: str) -> str:
    return (FOLDER / f"{schema}.{kind}.sql").read_text()


def load(url: str, schema: str) -> None:
    """Fill an empty database with what a release left."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(url).database or "")) as connection:
            connection.executescript(recorded(schema, "sqlite"))
        return
    with engine_of(url) as engine, engine.begin() as connection:
        connection.connection.cursor().execute(recorded(schema, "postgresql"))
