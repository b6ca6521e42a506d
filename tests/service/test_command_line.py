"""The command line beside a running server: what it says, and what it refuses in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.databases import Databases, Postgres
from tests.founding import engine_of, found
from tests.halls import small_site
from tests.running import Nursery, Running
from tests.service.hall import OpenHall, good
from tests.sites.small_file import SMALL, write


@pytest.fixture
def program(own_server: Running) -> Running:
    """Settings and a database without a site; the server itself is not started."""
    return own_server


def one_line(outcome: tuple[int, str]) -> str:
    """The one line of a command that failed."""
    code, words = outcome
    assert code == 1
    assert len(words.splitlines()) == 1, words
    return words.strip()


def test_a_server_refuses_a_database_without_a_schema(
    nursery: Nursery, databases: Databases, tmp_path: Path
) -> None:
    program = Running(databases.empty(), tmp_path, birth=nursery)
    said = one_line(program.command("serve"))
    assert said == "the database has no schema yet: run `queue-service migrate`"
    assert program.command("migrate") == (0, "The database has the newest schema.\n")
    assert program.command("migrate") == (0, "The database has the newest schema.\n")
    program.start()
    program.close()


def test_a_server_and_the_verifier_refuse_a_schema_that_they_do_not_know(program: Running) -> None:
    with engine_of(program.database_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("serve", "verify"):
        assert "has schema 9999, this program needs" in one_line(program.command(command))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUEUE_SECRET_KEY", "short"),
        ("QUEUE_PORT", "many"),
        ("QUEUE_PORT", "70000"),
        ("QUEUE_DATABASE_URL", "mysql://localhost/queue"),
        ("QUEUE_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(
    program: Running, name: str, value: str
) -> None:
    assert one_line(program.command("serve", **{name: value})).startswith(f"{name}: ")


def test_several_processes_on_the_embedded_database_are_refused_in_one_line(program: Running) -> None:
    said = one_line(program.command("serve", "--workers", "3", QUEUE_BUS_URL="nats://127.0.0.1:4222"))
    assert said == (
        "--workers 3: SQLite has one writer, in one process; set QUEUE_DATABASE_URL to a PostgreSQL"
    )


def test_several_processes_without_a_bus_are_refused_in_one_line(
    postgres: Postgres, nursery: Nursery, tmp_path: Path
) -> None:
    program = Running(postgres.clean(), tmp_path, birth=nursery)
    said = one_line(program.command("serve", "--workers", "2"))
    assert said.startswith("--workers 2: without a bus the processes do not hear of each other")
    assert said.endswith("set QUEUE_BUS_URL to a NATS server")


def test_a_database_that_does_not_answer_is_said_in_one_line(program: Running) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/queue"
    said = one_line(program.command("verify", QUEUE_DATABASE_URL=nowhere))
    assert said.startswith("the database does not answer")


def test_a_site_file_is_loaded_and_loading_it_again_changes_nothing(program: Running, tmp_path: Path) -> None:
    file = str(write(tmp_path))
    code, words = program.command("site", "load", file)
    assert (code, words.splitlines()[0]) == (0, "small: site small: new, 2 services, 2 counters")
    assert program.command("site", "load", file) == (0, "small: nothing changed\n")


def test_a_site_file_with_a_mistake_loads_nothing_and_names_the_line(
    program: Running, tmp_path: Path
) -> None:
    file = write(tmp_path, SMALL.replace('prefix = "B"', 'prefix = "bb3"'))
    code, words = program.command("site", "load", str(file))
    assert code == 1
    assert f"{file}:" in words
    assert "Traceback" not in words
    assert program.command("verify") == (0, "")


def test_a_token_made_beside_a_running_server_works_at_once_and_stands_alone_on_the_last_line(
    own_server: Running,
) -> None:
    hall = OpenHall(own_server.start(), small_site())
    made = ("token", "create", "--site", "small", "--scope")
    code, words = own_server.command(*made, "kiosk", "--name", "Kiosk 1")
    token = words.splitlines()[-1]
    assert (code, token.count(".")) == (0, 2)
    assert hall.take(by=token)["label"] == "B001"
    _, words = own_server.command(*made, "counter", "--name", "Quầy 2", "--counter", "2")
    limited = words.splitlines()[-1]
    assert hall.verb(1, "open", by=limited).status_code == 403
    good(hall.verb(2, "open", by=limited))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--scope", "spy", "--name", "X"), "--scope"),
        (("--scope", "counter", "--name", "X", "--counter", "99"), "not-found"),
        (("--scope", "kiosk", "--name", "X", "--printer", "none"), "invalid"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused_in_one_line(
    program: Running, arguments: tuple[str, ...], told: str
) -> None:
    found(program.database_url, small_site())
    assert told in one_line(program.command("token", "create", "--site", "small", *arguments))


def test_a_user_is_added_with_a_password_from_standard_input_and_can_log_in(own_server: Running) -> None:
    hall = OpenHall(own_server.start(), small_site())
    arguments = ["user", "add", "lan", "--role", "officer", "--site", "small", "--password-stdin"]
    done = subprocess.run(
        [sys.executable, "-c", "from queue_service.cli import main; main()", *arguments],
        input="mật khẩu của Lan\n",
        env=own_server.settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "lan can log in at small as officer.\n"
    session = hall.log_in("lan", password="mật khẩu của Lan")
    assert good(hall.post("counters/1/open", by=session))["officer"] == "lan"


def test_a_site_loaded_beside_a_running_server_is_seen_by_it(own_server: Running) -> None:
    hall = OpenHall(own_server.start(), small_site())
    with hall.listen() as ear:
        ear.frame()
        found(own_server.database_url, small_site(overtaking_bound=7))
        assert ear.named("site.configured")["data"] == {}
    assert good(hall.get(""))["overtaking_bound"] == 7
