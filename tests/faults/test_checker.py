"""The checker of the fault campaign is held to its word: each planted bug is caught, and the product passes."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest

from faults.campaign import Patience, Report, run
from faults.installation import Installation, Shape
from faults.judge import Kind
from faults.menu import (
    Fault,
    agent_killed_without_paper,
    bus_killed,
    server_killed,
)
from faults.planted import BUGS, prepare
from tests.databases import Databases, Postgres
from tests.founding import engine_of
from tests.running import Nursery

PATIENCE = Patience(
    answer_s=5.0, current_s=2.0, end_s=2.0
)  # a bug may keep clients, listeners and slips waiting for ever


async def nothing(hall: Installation, chance: random.Random) -> float:
    """The hall works on."""
    return time.monotonic()


STEADY = (5, 15)
ONE, MANY, PRINTING = Shape(prints=False), Shape(servers=3, prints=False), Shape()

CAUGHT = {
    "no_lock": (MANY, nothing, 3, {Kind.DOUBLED}),
    "ack_before_commit": (ONE, server_killed, 3, {Kind.LOST}),
    "sequence_as_cursor": (MANY, nothing, 3, {Kind.LATE}),
    "bell_trusted_as_truth": (MANY, bus_killed, 1, {Kind.LATE}),
    "print_confirmed_before_printed": (PRINTING, agent_killed_without_paper, 1, {Kind.SLIP}),
    "idempotency_outside_the_transaction": (ONE, server_killed, 3, {Kind.DOUBLED}),
    "told_before_commit": (ONE, server_killed, 3, {Kind.GAP}),
}


def test_every_planted_bug_is_tried() -> None:
    assert CAUGHT.keys() == BUGS.keys()


@pytest.mark.parametrize("bug", CAUGHT)
def test_a_planted_bug_is_caught(
    bug: str, sqlite: Databases, postgres: Postgres, nursery: Nursery, tmp_path: Path
) -> None:
    shape, does, times, kinds = CAUGHT[bug]
    report = _run(Fault(bug, shape, times, does, STEADY), bug, sqlite, postgres, nursery, tmp_path)
    assert kinds <= {breach.kind for breach in report.broken}, report


def _run(
    fault: Fault, bug: str, sqlite: Databases, postgres: Postgres, nursery: Nursery, folder: Path
) -> Report:
    many = fault.shape.servers > 1
    url = (postgres if many else sqlite).migrated()
    with engine_of(url) as engine:
        prepare(engine, bug)
    return asyncio.run(
        run(
            fault,
            folder,
            nursery,
            seed=1,
            url=url,
            postgres=postgres if many else None,
            bug=bug,
            patience=PATIENCE,
        )
    )
