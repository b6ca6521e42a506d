"""A receipt printer that speaks ESC/POS, over any line."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from PIL import Image

from printer.commands import (
    ASK_OFFLINE_CAUSE,
    ASK_PAPER,
    ASK_RECEIPT,
    is_receipt,
    is_status,
    read_status,
    slip_bytes,
)
from printer.lines import Connection, Line
from printer.problems import NoAnswer, PrinterProblem, Problem, refuse


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer is waited for."""

    answer_s: float = 0.5  # printers answer in milliseconds or never
    look_s: float = 1.0  # between two looks at a printer that has not finished
    looks: int = 8  # a slip takes 1 to 3 s; a printer that is well after all these knows no receipts
    silent_looks: int = 3  # a printer that spoke before and leaves so many unanswered has lost its power


class EscposPrinter:
    """Tolerates printers that never answer: of those it is known only that they took the data."""

    def __init__(self, line: Line, width: int, patience: Patience | None = None) -> None:
        self.width = width
        self._line = line
        self._patience = patience or Patience()
        self._gives_receipts = True  # until it is seen not to

    def print_slip(self, slip: Image.Image, *, name: str) -> Problem | None:
        data = slip_bytes(slip)
        with closing(self._line.connect()) as connection:
            dialogue = self._dialogue(connection)
            speaks, problem = dialogue.status()
            refuse(problem)
            try:
                connection.send(data)
                if speaks:
                    self._see_it_out(dialogue)
                connection.drain()
            except PrinterProblem as trouble:
                trouble.begun = True
                raise
        return problem

    def problem(self) -> Problem | None:
        try:
            with closing(self._line.connect()) as connection:
                return self._dialogue(connection).status()[1]
        except PrinterProblem as trouble:
            return trouble.problem

    def _see_it_out(self, dialogue: _Dialogue) -> None:
        """Wait until the printer says that the slip is out, or why it is not."""
        silent = 0
        dialogue.ask_for_receipt()
        for _ in range(self._patience.looks if self._gives_receipts else 1):
            if dialogue.has_receipt(within_s=self._patience.look_s):
                self._gives_receipts = True
                return
            speaks, problem = dialogue.status()
            refuse(problem)
            silent = 0 if speaks else silent + 1
            if silent >= self._patience.silent_looks:
                raise NoAnswer("fell silent while printing")
        self._gives_receipts = False

    def _dialogue(self, connection: Connection) -> _Dialogue:
        return _Dialogue(connection, self._patience.answer_s)


class _Dialogue:
    """Questions and answers over one connection; a receipt may come between two answers and is kept."""

    def __init__(self, connection: Connection, answer_s: float) -> None:
        self._connection = connection
        self._answer_s = answer_s
        self._receipt = False

    def status(self) -> tuple[bool, Problem | None]:
        """Does the printer speak, and what is wrong."""
        while said := self._connection.receive(0):  # what it said before does not answer this
            self._note(said)
        self._connection.send(ASK_OFFLINE_CAUSE)
        offline_cause = self._hear(is_status, self._answer_s)
        if offline_cause is None:
            return False, None
        self._connection.send(ASK_PAPER)
        return True, read_status(offline_cause, self._hear(is_status, self._answer_s) or 0)

    def ask_for_receipt(self) -> None:
        self._receipt = False
        self._connection.send(ASK_RECEIPT)

    def has_receipt(self, *, within_s: float) -> bool:
        return self._receipt or self._hear(is_receipt, within_s) is not None

    def _hear(self, wanted: Callable[[int], bool], within_s: float) -> int | None:
        """The first byte of a kind; None when it does not come in time or nothing can come."""
        deadline = time.monotonic() + within_s
        while (left := deadline - time.monotonic()) > 0 and (said := self._connection.receive(left)):
            self._note(said)
            for byte in said:
                if wanted(byte):
                    return byte
        return None

    def _note(self, said: bytes) -> None:
        self._receipt = self._receipt or any(is_receipt(byte) for byte in said)
