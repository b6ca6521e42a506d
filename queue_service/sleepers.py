"""Sites that nobody asks for sleep outside memory; their days end all the same.

Correctness does not hang on it, for the first command of a day closes the one before. But a number must not wait in
the statistics until somebody comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_service.domain.calendar import day_ends_at
from queue_service.domain.hall import Hall, SlipState
from queue_service.store.images import Images

LOOK_EVERY_S = 60.0
GLANCES = (
    16  # logs read at once: a start with thousands of sites looks at all within minutes, and nobody waits
)


@dataclass(frozen=True, slots=True)
class _Asleep:
    """What a glance at a site's log found."""

    closed_seq: int
    seq: int
    due: datetime | None  # something has to be done then; None while no day is open


class Sleepers:
    """`look` each second; it asks the database once a minute, and reads a log when it may have something to do."""

    def __init__(self, images: Images) -> None:
        self._images = images
        self._asleep: dict[str, _Asleep] = {}
        self._to_see: dict[str, tuple[int, int]] = {}  # closed_seq and seq of sites not yet looked at
        self._asked_at: float | None = None

    async def look(self, now: datetime, seconds: float) -> list[str]:
        """Sites not in memory that have something to do now; who wakes them does it. `seconds`: a clock's."""
        if self._asked_at is None or seconds - self._asked_at >= LOOK_EVERY_S:
            self._asked_at = seconds
            await self._ask()
        for site in list(self._to_see)[:GLANCES]:
            closed_seq, seq = self._to_see.pop(site)
            self._asleep[site] = _Asleep(closed_seq, seq, _due(await self._images.glance(site)))
        due = [site for site, asleep in self._asleep.items() if asleep.due is not None and asleep.due <= now]
        del due[GLANCES:]
        for site in due:
            del self._asleep[site]
        return due

    async def _ask(self) -> None:
        logs = await self._images.open_logs()
        for hall in self._images.loaded:
            logs.pop(hall.site.id, None)
        self._asleep = {site: asleep for site, asleep in self._asleep.items() if site in logs}
        self._to_see = {
            site: (closed_seq, seq)
            for site, (closed_seq, seq) in logs.items()
            if (known := self._asleep.get(site)) is None
            or known.closed_seq != closed_seq
            or (known.due is None and known.seq != seq)
        }


def _due(hall: Hall) -> datetime | None:
    """The end of the open day, or the moment when the first slip is overdue."""
    if hall.day is None or hall.day_began is None:
        return None
    asked = [s.requested_at for s in hall.slips.values() if s.state is SlipState.REQUESTED]
    ends = day_ends_at(hall.site, hall.day, hall.day_began)
    return min([ends, *(at + hall.site.slip_timeout for at in asked)])
