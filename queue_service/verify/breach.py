"""What a check finds, and how a check looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from queue_service.domain.events import Event


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken promise. `invariant` is its number in the contract; `day` the UTC date of the event, if it has one."""

    invariant: int
    site: str
    seq: int | None
    what: str
    day: str | None = None

    def __str__(self) -> str:
        where = f" at seq {self.seq}" if self.seq is not None else ""
        return f"invariant {self.invariant}: {self.site}{where}: {self.what}"


class Check(Protocol):
    """Sees the log once, oldest first; keeps what it must to judge."""

    def see(self, event: Event) -> Iterable[Breach]: ...

    def end(self) -> Iterable[Breach]: ...


def at(event: Event, invariant: int, what: str) -> Breach:
    return Breach(invariant, event.site, event.seq, what, event.at.date().isoformat())
