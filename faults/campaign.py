"""One fault again and again in a hall that works, and the verdict: a row of the table."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from faults.installation import SLIP_TIMEOUT, Installation, installed
from faults.judge import Breach, Kind, heard_on, judge
from faults.menu import Fault
from queue_service import verify
from tests.databases import Postgres
from tests.running import Birth

ANSWERED_WITHIN_S = (
    60.0  # longer than anything here lasts; what is slower than the promise is a breach all the same
)
FIRST_ANSWER_S = (
    2.0  # a restarted server's promise; behind a dead database it is the database that is waited for
)
LOOK_EVERY_S = 0.05

HEAD = (
    "| fault | times | answers | asked again | lost | doubled | called twice | gaps | slips without end |"
    " first answer, worst | all listeners current, worst |\n" + "| --- " * 11 + "|"
)
COLUMNS = (Kind.LOST, Kind.DOUBLED, Kind.CALLED_TWICE, Kind.GAP, Kind.SLIP)


@dataclass(frozen=True, slots=True)
class Patience:
    """When to give up: `current_s` for listeners after a fault, `end_s` for them and slips in the end."""

    answer_s: float = 60.0
    current_s: float = 5.0
    end_s: float = SLIP_TIMEOUT.total_seconds() + 15.0


PATIENCE = Patience()


@dataclass
class Report:
    """What came of one fault; `broken` is empty when the hall kept all its promises."""

    fault: str
    times: int = 0
    answers: int = 0
    repeats: int = 0
    first_s: float = 0.0
    current_s: float = 0.0
    broken: list[Breach] = field(default_factory=list)

    def row(self) -> str:
        counts = Counter(breach.kind for breach in self.broken)
        cells = [
            self.fault,
            f"{self.times}",
            f"{self.answers:,}",
            f"{self.repeats:,}",
            *(str(counts[kind]) for kind in COLUMNS),
            f"{self.first_s:.2f} s",
            f"{self.current_s:.2f} s",
        ]
        return f"| {' | '.join(cells)} |"


async def run(
    fault: Fault,
    folder: Path,
    birth: Birth,
    *,
    seed: int,
    url: str,
    postgres: Postgres | None = None,
    bug: str = "",
    patience: Patience = PATIENCE,
) -> Report:
    """Do a fault `fault.times` times; the report holds every breach. `url`: a migrated, empty database.

    The same seed draws the same faults at the same answers; what the processes are at just then is theirs.
    """
    report = Report(fault.name)
    chance = random.Random(f"{seed} {fault.name}")
    shape = replace(fault.shape, bug=bug)
    async with installed(shape, folder, birth, url=url, postgres=postgres) as hall:
        hall.fill()
        try:
            await _rounds(fault, hall, chance, report, patience)
            await hall.finish(within_s=patience.answer_s)
            await _settle(hall, report, patience.end_s)
        except TimeoutError:
            report.broken.append(Breach(Kind.LATE, f"no answer within {patience.answer_s:.0f} s"))
        report.answers, report.repeats = hall.memory.answers, hall.memory.repeats
        log = await asyncio.to_thread(hall.log)
        report.broken += judge(hall.memory, hall.listeners, log, hall.agent.paper)
        breaches = await asyncio.to_thread(verify.run, hall.url)
        report.broken += [Breach(Kind.INVARIANT, str(breach)) for breach in breaches]
    return report


async def _rounds(
    fault: Fault, hall: Installation, chance: random.Random, report: Report, patience: Patience
) -> None:
    await hall.memory.more(fault.steady[1], within_s=patience.answer_s)
    for _ in range(fault.times):
        await hall.memory.more(chance.randint(*fault.steady), within_s=patience.answer_s)
        over = await fault.does(hall, chance)
        report.times += 1
        report.first_s = max(report.first_s, await hall.memory.first_after(over, within_s=patience.answer_s))
        report.current_s = max(report.current_s, await _all_current(hall, over, report, patience.current_s))


async def _all_current(hall: Installation, over: float, report: Report, within_s: float) -> float:
    """Seconds until every listener has come as far as the log was when the fault was over."""
    due = await asyncio.to_thread(hall.seq)
    while behind := [listener for listener in hall.listeners if listener.reached < due]:
        if time.monotonic() - over > within_s:
            report.broken.append(Breach(Kind.LATE, f"{len(behind)} listeners are behind {due}"))
            break
        await asyncio.sleep(LOOK_EVERY_S)
    return time.monotonic() - over


async def _settle(hall: Installation, report: Report, within_s: float) -> None:
    """Until every slip has ended and every listener has heard the last event; what has not by then never will."""
    deadline = time.monotonic() + within_s
    while True:
        log = await asyncio.to_thread(hall.log)
        asked = sum(event["type"] == "slip.requested" for event in log)
        ended = sum(event["type"] in ("slip.printed", "slip.failed") for event in log)
        last = {topic: heard_on(topic, log)[-1]["seq"] for topic in ("board", "operations")}
        behind = [listener for listener in hall.listeners if listener.reached < last[listener.topic]]
        if asked == ended and not behind:
            return
        if time.monotonic() > deadline:
            break
        await asyncio.sleep(LOOK_EVERY_S)
    if behind:
        report.broken.append(Breach(Kind.LATE, f"{len(behind)} listeners never heard the last event"))
