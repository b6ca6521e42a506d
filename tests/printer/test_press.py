"""The press and its tray: order, patience, and what is given up."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from printer.device import Printer, printer_at
from printer.job import Job, read_job
from printer.journal import Journal, Outcome
from printer.press import GIVE_UP_AFTER_S, Press
from printer.problems import Problem
from printer.tray import MOST_SLIPS, Tray
from tests.printer.agent_thread import Log
from tests.printer.jobs import job
from tests.printer.waiting import DEADLINE_S

JOBS = [read_job(job(label=f"A00{n}")) for n in (1, 2, 3)]


class Clock:
    """Moved, not waited for."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def press(tray: Tray, printer: Printer, journal: Journal, **changes: Any) -> Press:
    told: dict[str, Any] = {"log": Log(), "ended": lambda: None, "saw": lambda _: None, "watch_every_s": 0.02}
    return Press(printer, tray, journal, **{**told, **changes})


async def run_until(found: asyncio.Event, running: Press) -> None:
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(found.wait(), DEADLINE_S)
    running.stop()
    await asyncio.wait_for(task, DEADLINE_S)


def test_slips_that_cannot_be_printed_for_two_minutes_fail_with_the_reason(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock, gave_up = Clock(), asyncio.Event()
        tray = Tray(clock)
        tray.add(JOBS[0])
        clock.now_s += GIVE_UP_AFTER_S / 2
        tray.add(JOBS[1])
        tried: list[Problem | None] = []

        def saw(problem: Problem | None) -> None:
            tried.append(problem)
            if len(tried) == 2:
                clock.now_s += GIVE_UP_AFTER_S / 2

        await run_until(gave_up, press(tray, printer, journal, ended=gave_up.set, saw=saw))
        assert journal.outcomes() == (Outcome(JOBS[0].key, "paper-out", False),)
        assert tray.first() == JOBS[1], "it came later and has its time"

    (tmp_path / "paper-out").touch()
    printer = printer_at(f"png://{tmp_path}")
    with Journal(tmp_path / "j.db") as journal:
        asyncio.run(scenario())


def test_an_error_of_our_own_costs_one_slip_and_not_the_line(tmp_path: Path) -> None:
    class Breaks(dict[str, str]):
        def get(self, *_: object) -> str:
            raise RuntimeError("no such letter")

    async def scenario() -> None:
        ended, tray = asyncio.Event(), Tray()
        broken = Job(**{name: getattr(JOBS[0], name) for name in Job.__slots__} | {"site": Breaks()})
        tray.refill([broken, JOBS[1]])

        def count() -> None:
            if len(journal.outcomes()) == 2:
                ended.set()

        await run_until(ended, press(tray, printer, journal, ended=count))
        reasons = {outcome.key.slip: outcome.reason for outcome in journal.outcomes()}
        assert reasons == {"261124-A001-1": "cannot-draw", "261124-A002-1": None}

    printer = printer_at(f"png://{tmp_path}/slips")
    with Journal(tmp_path / "j.db") as journal:
        asyncio.run(scenario())


def test_a_snapshot_replaces_the_tray_and_who_waited_keeps_the_time() -> None:
    clock = Clock()
    tray = Tray(clock)
    tray.refill(JOBS[:2])
    clock.now_s += 100
    tray.refill(JOBS[1:])
    assert tray.older_than(100) == (JOBS[1],)
    assert tray.first() == JOBS[1]


def test_a_slip_that_comes_twice_lies_there_once() -> None:
    tray = Tray()
    tray.add(JOBS[0])
    tray.add(JOBS[0])
    tray.remove(JOBS[0].key)
    assert tray.first() is None


def test_the_tray_has_a_size() -> None:
    tray = Tray()
    tray.refill(read_job(job(label=f"A{n}")) for n in range(MOST_SLIPS + 5))
    assert len(tray.older_than(-1)) == MOST_SLIPS


@pytest.mark.parametrize("problem", [Problem.PAPER_LOW, None])
def test_the_press_tells_what_it_sees_while_it_prints(tmp_path: Path, problem: Problem | None) -> None:
    async def scenario() -> None:
        seen, tray, saw = asyncio.Event(), Tray(), []
        tray.add(JOBS[0])

        def look(what: Problem | None) -> None:
            saw.append(what)
            seen.set()

        await run_until(seen, press(tray, printer, journal, saw=look))
        assert saw[0] is problem

    if problem:
        (tmp_path / problem).touch()
    printer = printer_at(f"png://{tmp_path}")
    with Journal(tmp_path / "j.db") as journal:
        asyncio.run(scenario())
    assert len(list(tmp_path.glob("*.png"))) == 1
