"""The fault campaign, short: servers are killed, wires torn and the bus lost while people work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from faults.campaign import Patience, run
from faults.menu import CUT, MANY, ONE, TORN, Fault, at_once, bus_killed, server_killed
from tests.databases import Databases, Postgres
from tests.running import Nursery

SEED = 20261125
STEADY = (10, 30)
PATIENCE = Patience(
    current_s=30.0
)  # how soon is the long run's to measure, on a machine that does nothing else
SHORT = (
    Fault("server killed", ONE, 20, server_killed, STEADY),
    Fault(
        "server killed, wires cut or torn, bus lost",
        MANY,
        3,
        at_once((server_killed,), (CUT, TORN), (bus_killed,)),
    ),
)


@pytest.mark.parametrize("fault", SHORT, ids=lambda fault: fault.name)
def test_nothing_is_lost_doubled_or_missed(
    fault: Fault, sqlite: Databases, postgres: Postgres, nursery: Nursery, tmp_path: Path
) -> None:
    many = fault.shape.servers > 1
    url = (postgres if many else sqlite).migrated()
    report = asyncio.run(
        run(
            fault,
            tmp_path,
            nursery,
            seed=SEED,
            url=url,
            postgres=postgres if many else None,
            patience=PATIENCE,
        )
    )
    assert report.broken == []
    assert report.times == fault.times
    assert report.answers > 100
    assert report.repeats > 0
