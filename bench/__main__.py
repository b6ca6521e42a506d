"""Runs the measures and writes docs/performance.md; names of measures as arguments run those alone, unwritten."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import calls, fan_out, forecast, growth, issue, overload, pages
from bench.figure import HEAD

MEASURES = {
    "issue": issue.measure,
    "fan_out": fan_out.measure,
    "growth": growth.measure,
    "forecast": forecast.measure,
    "pages": pages.measure,
    "overload": overload.measure,
    "calls": calls.measure,
}
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main(names: list[str]) -> None:
    load = os.getloadavg()[0]
    rows: list[str] = []
    for name in names or MEASURES:
        with tempfile.TemporaryDirectory(prefix="queue-bench-") as folder:
            for figure in MEASURES[name](Path(folder)):
                rows.append(figure.row())
                print(figure.row(), flush=True)
    if not names:
        PAGE.write_text(_page(rows, load))


def _page(rows: list[str], load: float) -> str:
    conditions = (
        f"Taken {datetime.now(UTC):%Y-%m-%d %H:%M} UTC by `scripts/bench` on {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}, load {load:.1f} at the start; "
        f"client and server share the cores. Medians, with the spread of the runs in brackets."
    )
    notes = (Path(__file__).parent / "notes.md").read_text()
    return "\n".join(["# Performance", "", conditions, "", HEAD, *rows, "", notes])


if __name__ == "__main__":
    main(sys.argv[1:])
