"""A figure, its limit, and how both are told."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """Runs of ours and of the limit, taken in turn. `reach` is what the ratio (or ours, without limit) must keep."""

    name: str
    unit: str
    ours: tuple[float, ...]
    limit: tuple[float, ...] = ()
    limit_name: str = ""
    reach: str = ""
    digits: int = 0

    @property
    def ratio(self) -> float | None:
        return median(self.ours) / median(self.limit) if self.limit else None

    def row(self) -> str:
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else "–"
        limit = f"{self._told(self.limit)} ({self.limit_name})" if self.limit else self.limit_name or "–"
        return f"| {self.name} | {self._told(self.ours)} {self.unit} | {limit} | {ratio} | {self.reach} |"

    def _told(self, runs: tuple[float, ...]) -> str:
        """Median, with the spread of the runs."""
        low, high = min(runs), max(runs)
        spread = f" [{low:,.{self.digits}f}–{high:,.{self.digits}f}]" if len(runs) > 1 else ""
        return f"{median(runs):,.{self.digits}f}{spread}"


HEAD = "| what | ours | limit in the same run | ratio | to reach |\n| --- | --- | --- | --- | --- |"
