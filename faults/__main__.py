"""`scripts/faults [--seed N] [--times N] [words …]`: the campaign, or the faults whose names hold one of the words.

Ends with 0 when every promise was kept, else with 1 and a line for each breach.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from faults.campaign import HEAD, Report, run
from faults.menu import MENU, Fault
from tests.databases import Postgres, SqliteFiles
from tests.running import Nursery

MOST_LINES = 20  # of breaches of one fault


def main() -> int:
    given = _arguments()
    chosen = [f for f in MENU if not given.words or any(word in f.name for word in given.words)]
    began = time.monotonic()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, seed {given.seed}, {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n\n{HEAD}",
        flush=True,
    )
    reports = []
    with tempfile.TemporaryDirectory(prefix="queue-faults-") as folder, _processes() as (nursery, postgres):
        for number, fault in enumerate(chosen):
            if fault.as_root and os.geteuid() != 0:
                print(f"| {fault.name} | left out: only root may do this |", flush=True)
                continue
            place = Path(folder) / str(number)
            fault = replace(fault, times=given.times or fault.times)
            reports.append(_one(fault, place, given.seed, nursery, postgres))
            print(reports[-1].row(), flush=True)
    print(f"\n{sum(report.answers for report in reports):,} answers in {time.monotonic() - began:.0f} s")
    for report in reports:
        for breach in report.broken[:MOST_LINES]:
            print(f"{report.fault}: {breach.kind}: {breach.what}")
    return int(any(report.broken for report in reports))


def _one(fault: Fault, place: Path, seed: int, nursery: Nursery, postgres: Postgres) -> Report:
    place.mkdir()
    place.chmod(0o755)
    if fault.shape.servers > 1:
        url = postgres.migrated()
        return asyncio.run(run(fault, place, nursery, seed=seed, url=url, postgres=postgres))
    with _disk(place / "disk", fault.disk_mb) as disk:
        url = SqliteFiles(disk).migrated()
        return asyncio.run(run(fault, place, nursery, seed=seed, url=url))


@contextmanager
def _processes() -> Iterator[tuple[Nursery, Postgres]]:
    nursery, postgres = Nursery(), Postgres()
    try:
        yield nursery, postgres
    finally:
        postgres.stop()
        nursery.close()


@contextmanager
def _disk(place: Path, size_mb: int) -> Iterator[Path]:
    """A folder; with a size, a file system of its own in memory."""
    place.mkdir()
    if not size_mb:
        yield place
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/faults", description="Break the hall, and see what it keeps."
    )
    parser.add_argument("--seed", type=int, default=1, help="draws the same faults at the same answers again")
    parser.add_argument("--times", type=int, default=0, help="of each fault, instead of the menu's")
    parser.add_argument("words", nargs="*", help="only faults whose names hold one of these")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
