"""What clients were told. They repeat each request with its key until it is answered, and forget no answer."""

from __future__ import annotations

import asyncio
import bisect
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """One change that was acknowledged: the event it must have left in the log."""

    event: str  # ticket.issued, ticket.called …
    ticket: str
    counter: int | None


@dataclass
class Memory:
    """Shared by all clients of one hall; `seed` makes what they do repeatable."""

    told: list[Told] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)  # by code: an answer too, and nothing was changed
    broken: Counter[int] = field(default_factory=Counter)  # statuses that no client should ever see
    repeats: int = 0  # requests sent again, because no answer came
    _times: list[float] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answers(self) -> int:
        return len(self._times)

    def answered(self) -> None:
        """The server has answered a command, be it with a refusal."""
        self._times.append(time.monotonic())
        self._news.set()

    async def first_after(self, moment: float, *, within_s: float) -> float:
        """Seconds from a moment (of the monotonic clock) to the first answer after it. Raises TimeoutError."""
        async with asyncio.timeout(within_s):
            while not self._times or self._times[-1] <= moment:
                self._news.clear()
                await self._news.wait()
        return self._times[bisect.bisect_right(self._times, moment)] - moment

    async def more(self, answers: int, *, within_s: float) -> None:
        """Returns when so many more answers have come. Raises TimeoutError."""
        enough = self.answers + answers
        async with asyncio.timeout(within_s):
            while self.answers < enough:
                self._news.clear()
                await self._news.wait()
