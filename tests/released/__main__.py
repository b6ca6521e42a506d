"""Record the newest schema with data, on both databases, when it is released."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert, make_url

from queue_service.domain.events import rfc3339
from queue_service.store.access import User, add_user
from queue_service.store.tables import SCHEMA, private_texts
from tests.databases import Databases, Postgres, SqliteFiles
from tests.founding import engine_of, new_token
from tests.halls import NOW
from tests.released import FOLDER, SCHEMAS
from tests.verify.good_log import SITE, write_good_log

NOISE = re.compile(
    r"^(--.*|\\.*|SET .*|SELECT pg_catalog\.set_config.*)?\n", re.MULTILINE
)  # of this server's version


def main() -> None:
    if SCHEMA in SCHEMAS:
        sys.exit(f"schema {SCHEMA} is recorded: a released schema does not change")
    postgres = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _keep("sqlite", _sqlite(_filled(SqliteFiles(Path(folder)))))
        _keep("postgresql", _postgresql(_filled(postgres), postgres.programs))
    finally:
        postgres.stop()


def _filled(databases: Databases) -> str:
    """Something in every table."""
    url = databases.migrated()
    write_good_log(url)
    new_token(url, SITE, "printer", name="Máy in 1")
    words = {"site_id": SITE, "ticket_id": "261124-B003", "seq": 40, "kind": "comment", "words": "Cảm ơn"}
    with engine_of(url) as engine, engine.begin() as connection:
        add_user(connection, User(SITE, "lan", "Nguyễn Thị Lan", "officer", 1, "forgotten", 0))
        connection.execute(insert(private_texts).values(**words, at=rfc3339(NOW)))
    return url


def _sqlite(url: str) -> str:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def _postgresql(url: str, path: str) -> str:
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--dbname={url}"]
    dump = subprocess.run(
        command, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=True
    )
    return NOISE.sub("", dump.stdout)


def _keep(kind: str, script: str) -> None:
    file = FOLDER / f"{SCHEMA}.{kind}.sql"
    file.write_text(script)
    print(f"{file}: {len(script)} characters")


if __name__ == "__main__":
    main()
