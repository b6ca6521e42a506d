"""The bell between processes: it says that a site's log has grown, and may forget.

Every process re-reads the log each `POLL_S` all the same: a lost bell costs a second and never an event, and the
command line writes without ringing (`site load`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

POLL_S = 1.0

Heard = Callable[[str], Awaitable[None]]
Here = Callable[[str, list[str]], None]


class Bell(Protocol):
    """One string for each site. Pulling it never waits for another process and never fails."""

    async def start(self, heard: Heard, here: Here) -> None:
        """From now on `heard(site)` is called when another process rings at a site that this one listens to, and
        `here(site, printers)` when it tells whose print agents it has.
        """

    async def listen(self, site: str) -> None:
        """Hear of a site. When this returns, every later ring is heard, unless the bus is away."""

    async def leave(self, site: str) -> None:
        """Hear of it no more."""

    async def ring(self, site: str) -> None:
        """The site's log has grown."""

    async def tell_here(self, site: str, printers: list[str]) -> None:
        """The agents of these printers are at this process."""

    def answers(self) -> bool:
        """Is the bus there?"""

    async def close(self) -> None: ...


class SilentBell:
    """For one process: the writer tells its own images directly, and nobody else is there."""

    async def start(self, heard: Heard, here: Here) -> None: ...

    async def listen(self, site: str) -> None: ...

    async def leave(self, site: str) -> None: ...

    async def ring(self, site: str) -> None: ...

    async def tell_here(self, site: str, printers: list[str]) -> None: ...

    def answers(self) -> bool:
        return True

    async def close(self) -> None: ...
