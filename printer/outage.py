"""Says once that something is lost, and once that it is back."""

from __future__ import annotations

from typing import Any


class Outage:
    """`what` names it in the log: "server" gives `server.lost` and `server.back`."""

    def __init__(self, log: Any, what: str) -> None:
        self._log = log
        self._what = what
        self._lost: str | None = None

    def lost(self, why: str) -> None:
        if self._lost is None:
            self._log.warning(f"{self._what}.lost", why=why)
        self._lost = why

    def back(self) -> None:
        if self._lost is not None:
            self._log.info(f"{self._what}.back")
        self._lost = None
