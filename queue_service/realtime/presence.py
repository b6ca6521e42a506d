"""Where print agents are: at this process, at another that said so, or nowhere.

With several processes an agent is at one of them. Each tells the others once a second over the bell whose agents it
has; so each can notice alone when nobody has an agent any more, also when the process that had it was killed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

GONE_AFTER_S = 4.0  # an agent that restarts is back sooner; the contract gives 5 s in all
HERE = math.inf


@dataclass(slots=True)
class _Agent:
    seen_at: float  # HERE while it listens at this process
    was_here: bool  # else only the bus can tell that it is there


class Presence:
    """By site and printer. `seconds` gives the time on any clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._agents: dict[str, dict[str, _Agent]] = {}

    def expect(self, site: str, printers: Iterable[str]) -> None:
        """These should have an agent: missing from now on until one is seen."""
        agents = self._agents.setdefault(site, {})
        for printer in printers:
            agents.setdefault(printer, _Agent(self._seconds(), was_here=False))

    def come(self, site: str, printer: str) -> None:
        self._agents.setdefault(site, {})[printer] = _Agent(HERE, was_here=True)

    def go(self, site: str, printer: str) -> None:
        """The last agent of a printer has left this process."""
        agent = self._agents.get(site, {}).get(printer)
        if agent is not None:  # not one that was revoked meanwhile
            agent.seen_at = self._seconds()

    def seen_elsewhere(self, site: str, printers: Iterable[str]) -> None:
        agents = self._agents.setdefault(site, {})
        for printer in printers:
            agent = agents.get(printer)
            if agent is None or agent.seen_at != HERE:
                agents[printer] = _Agent(self._seconds(), was_here=False)

    def here(self, site: str) -> list[str]:
        """Printers whose agents listen at this process."""
        return [printer for printer, agent in self._agents.get(site, {}).items() if agent.seen_at == HERE]

    def lost(self, site: str, *, bus: bool = True) -> list[str]:
        """Printers whose agents are nowhere. While the `bus` is away, those last seen elsewhere are given more time."""
        now, missing = self._seconds(), []
        for printer, agent in self._agents.get(site, {}).items():
            if not bus and not agent.was_here:
                agent.seen_at = now
            elif now - agent.seen_at >= GONE_AFTER_S:
                missing.append(printer)
        return missing

    def drop(self, site: str, printer: str) -> None:
        """Watch it no more until it is seen again: it is in the log that it is gone, or it was revoked."""
        self._agents.get(site, {}).pop(printer, None)

    def forget(self, site: str) -> None:
        self._agents.pop(site, None)
