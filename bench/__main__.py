"""Runs the measures and writes docs/performance.md; with names of measures those alone, unwritten.

`--compare` writes nothing, and prints the committed ratios beside today's.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import calls, fan_out, forecast, growth, issue, overload, pages, sizes
from bench.figure import HEAD

MEASURES = {
    "issue": issue.measure,
    "fan_out": fan_out.measure,
    "growth": growth.measure,
    "forecast": forecast.measure,
    "pages": pages.measure,
    "overload": overload.measure,
    "calls": calls.measure,
    "sizes": sizes.measure,
}
COMPARE = "--compare"
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main(names: list[str]) -> None:
    compare = COMPARE in names
    names = [name for name in names if name != COMPARE]
    load = os.getloadavg()[0]
    before = _ratios(PAGE.read_text())
    rows, charts = [], []
    for name in names or MEASURES:
        with tempfile.TemporaryDirectory(prefix="queue-bench-") as folder:
            for figure in MEASURES[name](Path(folder)):
                rows.append(figure.row())
                was = f" was {before.get(figure.name, '–')}" if compare else ""
                print(figure.row() + was, flush=True)
            charts += [chart.read_text() for chart in Path(folder).glob("*.chart")]
    if not names and not compare:
        PAGE.write_text(_page(rows, charts, load))


def _ratios(page: str) -> dict[str, str]:
    """The committed ratios by figure, or what stands for them."""
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line[:2] == "| "
    ]
    return {row[0]: row[3] if row[3] != "–" else row[1] for row in cells if len(row) == 5}


def _page(rows: list[str], charts: list[str], load: float) -> str:
    conditions = (
        f"Taken {datetime.now(UTC):%Y-%m-%d %H:%M} UTC by `scripts/bench` on {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}, load {load:.1f} at the start; "
        f"client and server share the cores. Medians, with the spread of the runs in brackets."
    )
    notes = (Path(__file__).parent / "notes.md").read_text()
    return "\n".join(["# Performance", "", conditions, "", HEAD, *rows, "", *charts, "", notes])


if __name__ == "__main__":
    main(sys.argv[1:])
