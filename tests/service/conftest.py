from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Databases, Postgres, SqliteFiles
from tests.halls import small_site
from tests.running import Direct, Nursery, Running
from tests.service.hall import OpenHall

NewHall = Callable[..., OpenHall]

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_server(
    sqlite: SqliteFiles, tmp_path_factory: pytest.TempPathFactory, nursery: Nursery
) -> Iterator[Running]:
    """The service on an embedded database; each test brings its own site."""
    server = Running(sqlite.migrated(), tmp_path_factory.mktemp("server"), birth=Direct()).start()
    yield server
    server.close()
    server.birth = nursery
    _verify(server)


@pytest.fixture(scope="session")
def postgres_server(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory, nursery: Nursery
) -> Iterator[Running]:
    server = Running(postgres.migrated(), tmp_path_factory.mktemp("server"), birth=nursery).start()
    yield server
    server.close()
    _verify(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_server(request: pytest.FixtureRequest) -> Running:
    """The service on each database in turn."""
    kind = "sqlite_server" if request.param == "sqlite" else "postgres_server"
    server: Running = request.getfixturevalue(kind)
    return server


@pytest.fixture
def new_hall(sqlite_server: Running) -> NewHall:
    """Opens a small hall that differs as told."""
    return lambda **changes: open_hall(sqlite_server, **changes)


@pytest.fixture
def hall(sqlite_server: Running) -> OpenHall:
    return open_hall(sqlite_server)


@pytest.fixture
def any_hall(any_server: Running) -> OpenHall:
    return open_hall(any_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_own_server(request: pytest.FixtureRequest, tmp_path: Path, nursery: Nursery) -> Iterator[Running]:
    """The same on each database in turn."""
    databases: Databases = request.getfixturevalue("sqlite" if request.param == "sqlite" else "postgres")
    server = Running(databases.migrated(), tmp_path, birth=nursery)
    yield server
    server.close()


@pytest.fixture
def own_server(sqlite: SqliteFiles, tmp_path: Path, nursery: Nursery) -> Iterator[Running]:
    """A server on an embedded database that the test may stop, kill and start again; not started yet."""
    server = Running(sqlite.migrated(), tmp_path, birth=nursery)
    yield server
    server.close()


def _verify(server: Running) -> None:
    """Whatever the tests did in its halls, every invariant holds in the end."""
    assert server.command("verify") == (0, "")


def open_hall(server: Running, **changes: Any) -> OpenHall:
    return OpenHall(server, small_site(**({"id": f"hall-{next(_numbers)}"} | changes)))
