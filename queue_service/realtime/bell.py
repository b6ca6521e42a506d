"""The bell between processes: it says that a site's log has grown, and may forget.

Every process re-reads the log each `POLL_S` all the same: a lost bell costs a second and never an event, and the
command line writes without ringing (`site load`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

POLL_S = 1.0

Heard = Callable[[str], Awaitable[None]]


class Bell(Protocol):
    """`ring` never waits for another process and never fails."""

    async def start(self, heard: Heard) -> None:
        """From now on `heard(site)` is called when another process rings."""

    async def ring(self, site: str) -> None: ...

    def answers(self) -> bool:
        """Is the bus there?"""

    async def close(self) -> None: ...


class SilentBell:
    """For one process: the writer tells its own images directly."""

    async def start(self, heard: Heard) -> None:
        """Nobody else is there to be heard."""

    async def ring(self, site: str) -> None:
        """Nobody else is there to hear."""

    def answers(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing is open."""
