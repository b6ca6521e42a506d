"""What a check finds, and how a check looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from queue_service.domain.events import Event
from queue_service.domain.hall import Hall


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken promise. `invariant` is its number in the contract; `at` the event's time, if it lies in one."""

    invariant: int
    site: str
    seq: int | None
    what: str
    at: datetime | None = None

    def __str__(self) -> str:
        where = f" at seq {self.seq}" if self.seq is not None else ""
        return f"invariant {self.invariant}: {self.site}{where}: {self.what}"


class Check(Protocol):
    """Sees the log once, oldest first; keeps what it must to judge.

    `hall` is the fold up to and with the event, for checks that compare with it; None from where it cannot be folded.
    """

    def see(self, event: Event, hall: Hall | None) -> Iterable[Breach]: ...

    def end(self, hall: Hall | None) -> Iterable[Breach]: ...


def at(event: Event, invariant: int, what: str) -> Breach:
    return Breach(invariant, event.site, event.seq, what, event.at)
