"""What the database itself does not let anybody write."""

from __future__ import annotations

import sqlite3

import pytest

from tests.verify.forgery import Forgery

ANOTHER = (
    "INSERT INTO tickets SELECT site_id, '261125-X', day, service, prefix, number, {label}, procedure, priority,"
    " language, kiosk, state, counter, for_counter, turn, calls, issued_at, called_at, started_at, finished_at,"
    " score FROM tickets WHERE id = '261125-A002'"
)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("INSERT INTO events SELECT * FROM events WHERE seq = 7", id="a seq twice"),
        pytest.param("UPDATE events SET seq = 8 WHERE seq = 7", id="an event in the place of another"),
        pytest.param(ANOTHER.format(label="label"), id="a label on two tickets of a day"),
        pytest.param(
            "UPDATE tickets SET state = 'called', counter = 1 WHERE id = '261125-A002'",
            id="two tickets at one counter",
        ),
        pytest.param(
            "UPDATE tickets SET counter = NULL WHERE id = '261125-B002'", id="a ticket serving at no counter"
        ),
        pytest.param("UPDATE tickets SET state = 'lost'", id="a state that there is not"),
        pytest.param("UPDATE tickets SET number = 0 WHERE id = '261125-A002'", id="a number below one"),
        pytest.param("UPDATE tickets SET score = 5 WHERE id = '261125-A002'", id="a rating of who waits"),
        pytest.param("UPDATE tickets SET score = 6 WHERE id = '261125-B001'", id="a rating out of range"),
        pytest.param(
            "UPDATE counters SET state = 'closed' WHERE number = 1", id="a closed counter's officer"
        ),
        pytest.param("UPDATE counters SET officer = NULL WHERE number = 1", id="an open counter without one"),
        pytest.param("UPDATE slips SET state = 'burnt'", id="a state of paper that there is not"),
        pytest.param(
            "INSERT INTO slips VALUES ('small', 'x', 'no-ticket', 'printer-1', 'printed', 0)",
            id="a slip of no ticket",
        ),
        pytest.param("DELETE FROM tickets WHERE id = '261125-A002'", id="a slip whose ticket is gone"),
        pytest.param("DELETE FROM sites", id="a log without its site"),
        pytest.param("UPDATE sites SET seq = -1", id="a counter below nothing"),
        pytest.param("INSERT INTO answers SELECT * FROM answers LIMIT 1", id="two answers to one key"),
    ],
)
def test_the_database_refuses(forgery: Forgery, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        forgery.sql(statement)
    assert forgery.told() == []
