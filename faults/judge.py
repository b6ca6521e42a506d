"""The checker: what clients were told and what they heard, held against the final log. It asks the server nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from faults.clients import MOVES
from faults.listener import Listener
from faults.memory import Memory, Told

Log = Sequence[dict[str, Any]]

CLIENTS_DO = {"ticket.issued", *MOVES.values()}  # events that only a client's request leaves
GIVEN_BACK = {"ticket.returned", "ticket.held", "ticket.no_show"}  # after these a ticket may be called anew
OFF_THE_BOARD = ("ticket.rated", "device.", "slip.")  # all else is on the board, says the contract


class Kind(StrEnum):
    LOST = "lost"  # acknowledged, and not in the log
    DOUBLED = "doubled"  # in the log more often than anybody was told, or one number twice
    CALLED_TWICE = "called twice"
    GAP = "gap"  # a listener missed an event, heard one twice, or heard what is not in the log
    SLIP = "slip"  # neither printed nor failed; or printed, and no paper
    LATE = "late"
    INVARIANT = "invariant"  # as `queue-service verify` finds it
    BROKEN = "broken"  # an answer that no client should see


@dataclass(frozen=True, slots=True)
class Breach:
    kind: Kind
    what: str


def judge(memory: Memory, listeners: Sequence[Listener], log: Log, paper: Path) -> list[Breach]:
    """All breaches. `paper` holds a picture of each slip that was printed."""
    return [
        *_answers(memory.told, log),
        *_calls(memory.told),
        *(breach for listener in listeners for breach in _hearing(listener, log)),
        *_slips(log, paper),
        *(
            Breach(Kind.BROKEN, f"{count} answers of status {status}")
            for status, count in memory.broken.items()
        ),
    ]


def _answers(told: Sequence[Told], log: Log) -> Iterator[Breach]:
    """Every client was answered in the end, so that what they were told and what was done must be the same."""
    done = Counter(_told_of(event) for event in log if event["type"] in CLIENTS_DO)
    known = Counter(told)
    for change, times in (known - done).items():
        yield Breach(Kind.LOST, f"{change}: told {times} times more than it is in the log")
    for change, times in (done - known).items():
        yield Breach(Kind.DOUBLED, f"{change}: {times} times more in the log than anybody was told")
    for change, times in known.items():
        if change.event == "ticket.issued" and times > 1:
            yield Breach(Kind.DOUBLED, f"number {change.ticket} was given {times} times")


def _told_of(event: dict[str, Any]) -> Told:
    counter = None if event["type"] == "ticket.issued" else event["counter"]
    return Told(event["type"], event["ticket"], counter)


def _calls(told: Sequence[Told]) -> Iterator[Breach]:
    """A ticket is called once, and once more for each time that it was given back."""
    called = Counter(change.ticket for change in told if change.event == "ticket.called")
    back = Counter(change.ticket for change in told if change.event in GIVEN_BACK)
    for ticket, times in called.items():
        if times > 1 + back[ticket]:
            yield Breach(Kind.CALLED_TWICE, f"{ticket}: {times} calls, given back {back[ticket]} times")


def heard_on(topic: str, log: Log) -> Log:
    """The events that a listener of `operations` or `board` is due."""
    return [e for e in log if topic == "operations" or not e["type"].startswith(OFF_THE_BOARD)]


def _hearing(listener: Listener, log: Log) -> Iterator[Breach]:
    """Each event of its topic once, in order, as the log has it; what a snapshot covers need not be heard."""
    by_seq = {event["seq"]: event for event in heard_on(listener.topic, log)}
    reached, heard = 0, set[int]()
    for kind, seq, content in listener.heard:
        if kind == "snapshot":
            if seq < reached:
                yield Breach(
                    Kind.GAP, f"{listener.topic}: a snapshot of {seq} after {reached}: the log went back"
                )
            heard.update(s for s in by_seq if reached < s <= seq)
        elif kind == "event":
            if seq <= reached:
                yield Breach(Kind.GAP, f"{listener.topic}: event {seq} after {reached}")
            yield from _as_logged(listener, by_seq.get(seq), seq, content)
            heard.add(seq)
        reached = max(reached, seq)
    missed = [seq for seq in by_seq if seq <= reached and seq not in heard]
    if missed:
        yield Breach(Kind.GAP, f"{listener.topic}: never heard {missed[:5]} of {len(missed)} up to {reached}")


def _as_logged(listener: Listener, event: dict[str, Any] | None, seq: int, content: Any) -> Iterator[Breach]:
    name, data = content
    if event is None or event["type"] != name:
        yield Breach(Kind.GAP, f"{listener.topic}: heard {name} as {seq}, which the log does not have")
    elif listener.topic == "operations" and data["hash"] != event["hash"]:
        yield Breach(Kind.GAP, f"{listener.topic}: event {seq} is another in the log")


def _slips(log: Log, paper: Path) -> Iterator[Breach]:
    asked = {e["data"]["slip"]: e["data"]["label"] for e in log if e["type"] == "slip.requested"}
    printed = {e["data"]["slip"] for e in log if e["type"] == "slip.printed"}
    failed = {e["data"]["slip"] for e in log if e["type"] == "slip.failed"}
    for slip in asked.keys() - printed - failed:
        yield Breach(Kind.SLIP, f"{slip} is neither printed nor failed")
    for slip in printed:
        if not (paper / f"{asked.get(slip)}-{slip}.png").exists():
            yield Breach(Kind.SLIP, f"{slip} is printed, and there is no paper")
