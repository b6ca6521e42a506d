from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator

import pytest

from queue_service import logs
from tests.databases import Databases, Postgres, SqliteFiles
from tests.running import Nursery

NO_CHROMIUM = "these tests need the browser: apt-get install chromium"


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Log lines as the server writes them; the colourful default spends a second on each traceback.

    Before each test: a program that a test runs here sets its own.
    """
    with contextlib.redirect_stderr(sys.__stderr__):  # the one that outlives each test's capture
        logs.configure("json")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database in turn."""
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    made: Databases = request.getfixturevalue(kind)
    return made


@pytest.fixture
def database_url(databases: Databases) -> str:
    """A database with the newest schema and no site, on each kind in turn; its schema must stay as it is."""
    return databases.clean()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    return found
