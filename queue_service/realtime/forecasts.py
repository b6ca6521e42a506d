"""Forecasts, computed when asked and kept for a moment: many ask at once, and the hall moves by seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from queue_service.domain.forecast import Forecast, forecast
from queue_service.domain.hall import Hall

FRESH_S = 1.0  # older than this it is computed anew, if the hall has moved
STALE_S = 15.0  # even a hall that stands still: the present services last longer
SHARE = (
    20  # looking ahead takes at most this part of the time, however long the lines and however many the halls
)


@dataclass(frozen=True, slots=True)
class _Kept:
    forecast: Forecast
    seq: int
    made_at: float
    took_s: float
    lasts_s: float


class Forecasts:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: dict[str, _Kept] = {}

    def of(self, hall: Hall) -> Forecast:
        """The forecast of a hall, at most a second old unless lines are very long, or halls at work very many."""
        kept = self._kept.get(hall.site.id)
        began = time.monotonic()
        if kept is not None:
            age = began - kept.made_at
            if age < kept.lasts_s or (kept.seq == hall.seq and age < STALE_S):
                return kept.forecast
        made = forecast(hall, self._now())
        took_s = time.monotonic() - began
        others_s = sum(k.took_s for k in self._kept.values() if began - k.made_at < k.lasts_s)
        self._kept[hall.site.id] = _Kept(
            made, hall.seq, began, took_s, max(FRESH_S, (others_s + took_s) * SHARE)
        )
        return made

    def forget(self, site: str) -> None:
        self._kept.pop(site, None)
