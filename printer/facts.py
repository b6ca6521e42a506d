"""The three facts of a slip in words: who is ahead, how long, which counters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from printer.job import Job, Wait
from printer.words import Words

ROUND_MIN = 5  # a wait is a range in steps of five minutes; more would be a promise
HOURS_FROM_MIN = 120  # "150–180 phút" is arithmetic; "2,5–3 giờ" is an answer
SHORTEST_RUN = 4  # "1–4"; three in a row are still read one by one: "6 · 7 · 8"
BETWEEN = "\u00a0· "  # a line may end after the dot, not before it


@dataclass(frozen=True, slots=True)
class Fact:
    heading: str
    value: str


def facts(job: Job, words: Words) -> tuple[Fact, Fact, Fact]:
    """People ahead, expected wait and counters, in that order."""
    return (
        Fact(words.ahead, words.people(job.ahead) if job.ahead > 0 else words.nobody),
        wait_fact(job.wait, words),
        Fact(words.counter(len(job.counters)), counter_list(job.counters) or words.see_board),
    )


def wait_fact(wait: Wait | None, words: Words) -> Fact:
    """Such as "35–50 phút": p50 to p80 in steps of five minutes, never "0 phút"; the screens round alike."""
    if wait is None:
        return Fact(words.wait, words.no_counter_open)
    low = math.floor(wait.p50_s / 60 / ROUND_MIN + 0.5) * ROUND_MIN
    high = max(math.ceil(wait.p80_s / 60 / ROUND_MIN) * ROUND_MIN, low + ROUND_MIN)
    if low <= 0:
        return Fact(words.wait, words.under_minutes.format(high))
    if high < HOURS_FROM_MIN:
        return Fact(words.wait_about, words.minutes.format(low, high))
    from_h = max(low // 30, 1) / 2
    to_h = max(math.ceil(high / 30) / 2, from_h + 0.5)
    return Fact(words.wait_about, words.hours.format(*(_decimal(h, words) for h in (from_h, to_h))))


def counter_list(numbers: Sequence[int]) -> str:
    """Such as "6 · 7 · 8" or "1–21": ascending numbers, long runs as their ends; empty for none."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return BETWEEN.join(BETWEEN.join(_run(run)) for run in runs)


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]}–{run[-1]}"] if len(run) >= SHORTEST_RUN else [str(number) for number in run]


def _decimal(hours: float, words: Words) -> str:
    return f"{hours:g}".replace(".", words.decimal)
