"""The journal, also under kill -9."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from printer.job import SlipKey
from printer.journal import KEPT, Journal, JournalInUse, Outcome, Stage

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
KEY = SlipKey("261124-A007-1", NOW)
ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from printer.job import SlipKey
from printer.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(100_000):
    key = SlipKey(f"slip-{number}", datetime(2026, 11, 24, tzinfo=UTC))
    for step in (journal.begin, lambda k: journal.printed(k, repeat=False), journal.settle):
        step(key)
        print(number, flush=True)  # said only when the step is on the disk
"""


def test_a_slip_never_begun_is_not_known(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        assert journal.stage(KEY) is None
        assert journal.outcomes() == ()


def test_a_slip_begun_is_begun_after_opening_again(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        journal.begin(KEY)
    with Journal(tmp_path / "j.db") as journal:
        assert journal.stage(KEY) is Stage.BEGUN
        assert journal.outcomes() == ()


def test_a_slip_of_which_nothing_reached_the_printer_is_forgotten(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        journal.begin(KEY)
        journal.never_began(KEY)
        assert journal.stage(KEY) is None


def test_a_printed_slip_cannot_become_one_that_never_began(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        journal.printed(KEY, repeat=False)
        journal.never_began(KEY)
        assert journal.stage(KEY) is Stage.PRINTED


def test_outcomes_are_told_until_they_are_settled_oldest_first(tmp_path: Path) -> None:
    other = SlipKey("261124-A008-1", NOW)
    with Journal(tmp_path / "j.db") as journal:
        journal.begin(KEY)
        journal.printed(KEY, repeat=True)
        journal.failed(other, reason="paper-out")
        assert journal.outcomes() == (Outcome(KEY, None, True), Outcome(other, "paper-out", False))
        journal.settle(KEY)
        assert journal.outcomes() == (Outcome(other, "paper-out", False),)


def test_a_settled_slip_can_be_told_again_and_is_not_printed_again(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        journal.printed(KEY, repeat=False)
        journal.settle(KEY)
        journal.settle(KEY, settled=False)
        assert journal.outcomes() == (Outcome(KEY, None, False),)
        assert journal.stage(KEY) is Stage.PRINTED


def test_the_same_id_from_another_ticket_is_another_slip(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        journal.printed(KEY, repeat=False)
        assert journal.stage(replace(KEY, issued_at=NOW + timedelta(hours=1))) is None


def test_old_slips_are_forgotten_but_not_what_the_server_has_still_to_hear(tmp_path: Path) -> None:
    now = NOW
    keys = [SlipKey(f"slip-{n}", NOW) for n in range(3)]
    with Journal(tmp_path / "j.db", lambda: now) as journal:
        journal.begin(keys[0])
        journal.printed(keys[1], repeat=False)
        journal.settle(keys[1])
        journal.printed(keys[2], repeat=False)
        now += KEPT + timedelta(seconds=1)
        journal.begin(KEY)
        assert [journal.stage(key) for key in keys] == [None, None, Stage.PRINTED]


def test_two_agents_cannot_share_a_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db"), pytest.raises(JournalInUse):
        Journal(tmp_path / "j.db")


def test_a_broken_journal_is_put_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    path.write_bytes(b"not a database, surely" * 500)
    with Journal(path) as journal:
        journal.begin(KEY)
        assert journal.stage(KEY) is Stage.BEGUN
    assert (tmp_path / "j.db.broken").exists()


def test_a_place_that_cannot_be_written_is_an_error_of_the_place() -> None:
    with pytest.raises(OSError, match="proc"):
        Journal(Path("/proc/none/j.db"))


def test_a_journal_of_the_first_version_is_carried_on(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        journal.printed(KEY, repeat=True)
    with closing(sqlite3.connect(tmp_path / "j.db")) as older:
        older.execute("ALTER TABLE slips DROP COLUMN request")
    with Journal(tmp_path / "j.db") as journal:
        journal.failed(replace(KEY, slip="261124-A008-1"), reason="paper-out", request="019abc12")
        assert [(outcome.repeat, outcome.request) for outcome in journal.outcomes()] == [
            (True, ""),
            (False, "019abc12"),
        ]


@pytest.mark.parametrize("steps", [1, 20, 50, 101])
def test_every_step_that_was_taken_survives_kill_9(tmp_path: Path, steps: int) -> None:
    path = tmp_path / "j.db"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert writer.stdout is not None
    said = [int(writer.stdout.readline()) for _ in range(steps)]
    writer.send_signal(signal.SIGKILL)
    said += [int(line) for line in writer.stdout if line.strip()]
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL
    last, taken = (
        said[-1],
        said.count(said[-1]),
    )  # how many steps of the last slip were said to be on the disk
    with Journal(path) as journal:
        stages = [
            journal.stage(SlipKey(f"slip-{n}", datetime(2026, 11, 24, tzinfo=UTC))) for n in range(last + 1)
        ]
        outcomes = [outcome.key.slip for outcome in journal.outcomes()]
    assert stages[:-1] == [Stage.PRINTED] * last
    assert stages[-1] in ([Stage.BEGUN, Stage.PRINTED] if taken == 1 else [Stage.PRINTED])
    assert set(outcomes) <= {f"slip-{last}"}  # a step may be on the disk that there was no time to say
