"""What can be wrong with a printer, in the words of the wire, and as errors.

    PrinterProblem
    ├── NoAnswer    not there, switched off, broken, or it stopped taking data
    ├── PaperOut
    └── CoverOpen

A printer that cannot tell what is wrong gives no answer.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class Problem(StrEnum):
    """What the hall is told about a printer; with paper low it still prints."""

    PAPER_LOW = "paper-low"
    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    NO_ANSWER = "no-answer"


class PrinterProblem(Exception):
    """A slip was not printed. `begun`: a part may be on paper, so the next print needs the repeat mark."""

    problem: ClassVar[Problem]

    def __init__(self, detail: str = "", *, begun: bool = False) -> None:
        super().__init__(detail or self.problem.value)
        self.begun = begun


class NoAnswer(PrinterProblem):
    problem = Problem.NO_ANSWER


class PaperOut(PrinterProblem):
    problem = Problem.PAPER_OUT


class CoverOpen(PrinterProblem):
    problem = Problem.COVER_OPEN


def refuse(problem: Problem | None) -> None:
    """Raise what keeps a printer from printing; nothing for None and for paper low."""
    for kind in (NoAnswer, PaperOut, CoverOpen):
        if kind.problem is problem:
            raise kind()
