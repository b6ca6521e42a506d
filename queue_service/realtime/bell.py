"""The bell between processes: it says that a site's log has grown, and may forget.

With one process there is nobody to ring for; the log is re-read every `POLL_S` all the same, since the command line
writes too (`site load`), and since a bell may be lost.
"""

from __future__ import annotations

POLL_S = 1.0


class SilentBell:
    """For one process: the writer tells its own images directly."""

    async def ring(self, site: str) -> None:
        """Nobody else is there."""
