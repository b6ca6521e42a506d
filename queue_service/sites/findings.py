"""What is wrong in a site's files, gathered while they are read, so that one look mends them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from queue_service.domain.errors import Invalid
from queue_service.sites.toml_lines import Place


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend; `line` counts from 1."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class SiteFileError(Invalid):
    """The site's files were refused, and nothing of them was loaded. As text: a line for each problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            problems=[{"file": str(p.file), "line": p.line, "reason": p.reason} for p in self.problems]
        )

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class Findings:
    """The problems of one file, in the order of its lines."""

    def __init__(self, file: Path, lines: dict[Place, int]) -> None:
        self.file = file
        self._lines = lines
        self._problems: list[Problem] = []

    def add(self, place: Place, reason: str) -> None:
        self.add_at(self.line(place), reason)

    def add_at(self, line: int, reason: str) -> None:
        self._problems.append(Problem(self.file, line, reason))

    def line(self, place: Place) -> int:
        """Where a place stands; where its table stands when the file does not have it."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    @property
    def problems(self) -> list[Problem]:
        return sorted(self._problems, key=lambda problem: problem.line)


def suggestion(word: str, known: Iterable[str]) -> str:
    """`: did you mean "prefix"?` when one of the known words is near, else nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f': did you mean "{near[0]}"?' if near else ""
