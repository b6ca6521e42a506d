"""`queue-service verify`: 0 when all hold, 1 with a line for each breach; the database's address is all it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import SqliteFiles
from tests.founding import found
from tests.halls import NOW, small_site
from tests.verify.forgery import Entry, Forgery, seq_of

PROGRAM = "from queue_service.cli import main; main()"
TIMEOUT_S = 60  # a start takes a second or two, also on a busy machine


def run(url: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """In an empty folder and with no other setting."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUEUE_")}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "verify", *arguments],
        env=kept | {"QUEUE_DATABASE_URL": url, "PYTHONUTF8": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )


def raise_the_score(entries: list[Entry]) -> None:
    """Of yesterday's rated ticket and of today's, twice each."""
    for day in ("261125", "261124"):
        rated = seq_of(entries, "ticket.rated", day=day) - 1
        entries.insert(rated, entries[rated])


def test_it_says_nothing_and_ends_with_0_when_all_invariants_hold(forgery: Forgery, tmp_path: Path) -> None:
    done = run(forgery.url, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_prints_a_line_for_each_breach_and_ends_with_1(forgery: Forgery, tmp_path: Path) -> None:
    forgery.rewrite(raise_the_score)
    done = run(forgery.url, "--site", "small", folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == forgery.told()
    assert len(done.stdout.splitlines()) == 2


def test_a_site_that_there_is_not_is_said_in_one_line(forgery: Forgery, tmp_path: Path) -> None:
    done = run(forgery.url, "--site", "nowhere", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "not-found: what site, id nowhere\n")


def test_a_database_without_a_schema_is_said_in_one_line(sqlite: SqliteFiles, tmp_path: Path) -> None:
    done = run(sqlite.empty(), folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "the database has no schema yet: run `queue-service migrate`",
    ]


@pytest.mark.parametrize(("day", "label"), [("2026-11-24", "B003"), ("2026-11-25", "B001")])
def test_a_day_shows_only_the_breaches_of_that_business_day(forgery: Forgery, day: str, label: str) -> None:
    forgery.rewrite(raise_the_score)
    assert [b.what for b in forgery.breaches(day=day)] == [f"{label} is rated twice"]


def test_a_business_day_is_that_of_the_hall_and_not_of_utc(forgery: Forgery) -> None:
    early = NOW.replace(hour=0, minute=0)

    def move(entries: list[Entry]) -> None:
        raise_the_score(entries)
        entries[seq_of(entries, "ticket.rated", day="261125")].at = early  # 07:00 in the hall
        entries[seq_of(entries, "ticket.rated", day="261124")].at = early.replace(day=23, hour=18)  # 01:00

    forgery.rewrite(move)
    assert [b.what for b in forgery.breaches(day="2026-11-24")] == [
        "B003 is rated twice",
        "B001 is rated twice",
    ]


def test_each_site_is_checked_by_itself(forgery: Forgery) -> None:
    found(forgery.url, small_site(id="the-other"), now=NOW)
    forgery.sql("UPDATE events SET actor = 'x' WHERE site_id = 'the-other'")
    assert [b.site for b in forgery.breaches()] == ["the-other"]
