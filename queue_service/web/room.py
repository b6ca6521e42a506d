"""How many requests may be inside at once: under more than it can do the server does what it can, and tells the rest
when to come back.

What is inside waits for at most a few batches of the writer, so answers stay quick however many ask. Officers, print
agents and watchers have room of their own: a hall whose kiosks are beset still calls.
"""

from __future__ import annotations

import re

from prometheus_client import Counter

from queue_service.domain.errors import Unavailable

ROOM = 192  # three batches of the writer: one decided, one on its way in, one on its way out
ROOM_AT_WORK = 1_024  # for those who work in the hall, far more than they are
RETRY_AFTER_S = 1

_AT_WORK = re.compile(r"/(api/v1/(session|sites/[^/]+/(counters|slips|printer)(/|$))|healthz|readyz|metrics)")


class Room:
    """`refusals` counts who was sent away."""

    def __init__(self, refusals: Counter) -> None:
        self._refusals = refusals
        self.inside = 0

    @property
    def is_full(self) -> bool:
        return self.inside >= ROOM

    def is_full_for(self, path: str) -> bool:
        """Must a request for this path be sent away?"""
        if self.inside < ROOM:
            return False
        return self.inside >= ROOM_AT_WORK or _AT_WORK.match(path) is None

    def sent_away(self) -> None:
        self._refusals.inc()

    @property
    def refusal(self) -> Unavailable:
        return Unavailable(reason="busy", retry_after_s=RETRY_AFTER_S)
