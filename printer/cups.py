"""A printer that CUPS drives, reached through its commands: pycups would need a compiler on every kiosk."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Sequence

from PIL import Image

from printer.commands import slip_bytes
from printer.problems import NoAnswer, PrinterProblem, Problem, refuse

COMMAND_S = 3.0  # for one of CUPS' commands
PRINTED_S = 15.0  # for a job to leave the queue; then it is taken back, else it would come out late and twice
POLL_S = 0.3
REASONS: Sequence[tuple[str, Problem]] = (  # RFC 8011, 5.4.12; each may end in -error, -warning or -report
    ("cover-open", Problem.COVER_OPEN),
    ("door-open", Problem.COVER_OPEN),
    ("interlock-open", Problem.COVER_OPEN),
    ("media-empty", Problem.PAPER_OUT),
    ("media-needed", Problem.PAPER_OUT),
    ("media-jam", Problem.NO_ANSWER),
    ("offline", Problem.NO_ANSWER),
    ("connecting-to-device", Problem.NO_ANSWER),
    ("timed-out", Problem.NO_ANSWER),
    ("paused", Problem.NO_ANSWER),
    ("shutdown", Problem.NO_ANSWER),
    ("media-low", Problem.PAPER_LOW),
)


class CupsPrinter:
    def __init__(self, queue: str, width: int) -> None:
        self.width = width
        self._queue = queue

    def print_slip(self, slip: Image.Image, *, name: str) -> Problem | None:
        problem = self._problem()
        refuse(problem)
        try:
            self._see_it_out(self._hand_over(slip_bytes(slip), name))
        except PrinterProblem as trouble:
            trouble.begun = True
            raise
        return problem

    def problem(self) -> Problem | None:
        try:
            return self._problem()
        except NoAnswer:
            return Problem.NO_ANSWER

    def _hand_over(self, data: bytes, name: str) -> str:
        said = _run(["lp", "-d", self._queue, "-t", name, "-o", "raw"], data)
        found = re.search(rf"{re.escape(self._queue)}-\d+", said)  # "request id is …" in any language
        if found is None:
            raise NoAnswer(f"lp said {said!r}")
        return found[0]

    def _see_it_out(self, job: str) -> None:
        deadline = time.monotonic() + PRINTED_S
        try:
            while self._has(job):
                refuse(self._problem())
                if time.monotonic() > deadline:
                    raise NoAnswer("the job stays in the queue")
                time.sleep(POLL_S)
        except PrinterProblem:
            _take_back(job)
            raise

    def _has(self, job: str) -> bool:
        waiting = _run(["lpstat", "-W", "not-completed", "-o", self._queue])
        return job in waiting.split()

    def _problem(self) -> Problem | None:
        options = _run(["lpoptions", "-p", self._queue])
        reasons = re.search(r"printer-state-reasons=(\S+)", options)
        told = reasons[1].split(",") if reasons else []
        return next((problem for word, problem in REASONS if any(t.startswith(word) for t in told)), None)


def _run(command: Sequence[str], given: bytes = b"") -> str:
    """What a command says. Raises NoAnswer when it is not there, fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and the queue's name is one argument
            command,
            input=given,
            capture_output=True,
            timeout=COMMAND_S,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise NoAnswer(error.stderr.decode(errors="replace").strip()) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoAnswer(str(error)) from error
    return done.stdout.decode(errors="replace")


def _take_back(job: str) -> None:
    try:
        _run(["cancel", job])
    except NoAnswer:
        return  # it is gone, or CUPS is; there is nothing else to do
