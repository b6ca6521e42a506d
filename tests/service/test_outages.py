"""When the database does not answer: the service says so, keeps what it has, and goes on when it is back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from queue_service.store.engine import reading_engine
from tests.databases import Postgres
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.service.hall import OpenHall, good, refused


@pytest.fixture
def server(postgres: Postgres, nursery: Nursery, tmp_path: Path) -> Iterator[Running]:
    made = Running(postgres.migrated(), tmp_path, birth=nursery).start()
    yield made
    made.close()


def test_a_server_whose_database_is_away_is_alive_but_not_ready(server: Running, postgres: Postgres) -> None:
    with postgres.away(server.database_url):
        assert good(server.http.get("/healthz")) == {"status": "alive"}
        answer = server.http.get("/readyz")
        assert refused(answer, 503, "unavailable")["reason"] == "database"
        assert int(answer.headers["retry-after"]) >= 1
    assert good(server.http.get("/readyz")) == {"status": "ready"}


def test_while_the_database_is_away_commands_are_told_to_come_back_and_the_board_is_still_shown(
    server: Running, postgres: Postgres
) -> None:
    hall = OpenHall(server, small_site())
    hall.take()
    with hall.listen() as ear:
        seq = ear.frame()["seq"]
        with postgres.away(server.database_url):
            answer = hall.post("tickets", {"service": "land"}, by="kiosk", key="k")
            refused(answer, 503, "unavailable")
            assert int(answer.headers["retry-after"]) >= 1
            assert good(hall.get("board"))["waiting"]["land"] == 1
        again = good(hall.post("tickets", {"service": "land"}, by="kiosk", key="k"))
        assert again["label"] == "B002"
        heard = ear.event()
        assert (heard["seq"], heard["data"]["label"]) == (seq + 1, "B002")


def test_a_database_that_takes_a_question_and_never_answers_is_given_up(postgres: Postgres) -> None:
    """As behind a network that swallows everything; a new connection may be good again."""
    engine = reading_engine(postgres.migrated(), answers_within_s=0.3)
    with engine.connect() as connection, pytest.raises(OperationalError, match="timeout expired"):
        connection.execute(text("SELECT pg_sleep(20)"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_who_cannot_be_looked_up_while_the_database_is_away_is_told_to_come_back(
    server: Running, postgres: Postgres
) -> None:
    hall = OpenHall(server, small_site())
    good(hall.get("board"))
    token = hall.token("counter")
    with postgres.away(server.database_url):
        refused(hall.verb(1, "open", by=token), 503, "unavailable")
        with hall.listen("counter:1", by=token) as ear:
            assert ear.close_code() == 1012
    good(hall.verb(1, "open", by=token))


def test_while_another_program_holds_the_embedded_database_the_hall_is_shown_and_commands_wait(
    own_server: Running,
) -> None:
    hall = OpenHall(own_server.start(), small_site())
    hall.take()
    file = make_url(own_server.database_url).database or ""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = hall.post("tickets", {"service": "land"}, by="kiosk", key="k")
        refused(answer, 503, "unavailable")
        assert int(answer.headers["retry-after"]) >= 1
        assert good(hall.get("board"))["waiting"]["land"] == 1
    assert good(hall.post("tickets", {"service": "land"}, by="kiosk", key="k"))["label"] == "B002"
