"""Ever longer pauses between tries, with chance in them: a hundred agents do not knock at once."""

from __future__ import annotations

import random

FIRST_S, MOST_S = 0.5, 5.0


class Backoff:
    def __init__(self, first_s: float = FIRST_S, most_s: float = MOST_S) -> None:
        self._first_s = self._next_s = first_s
        self._most_s = most_s

    def pause_s(self) -> float:
        """Seconds to wait before the next try: doubled each time, of which half is left to chance."""
        pause = self._next_s
        self._next_s = min(pause * 2, self._most_s)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311  # no secret

    def reset(self) -> None:
        """A try went well."""
        self._next_s = self._first_s
