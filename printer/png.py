"""The virtual printer: each slip becomes a picture in a directory.

For demonstrations, training and tests it can be put out of order: while the directory holds a file named
`paper-low`, `paper-out`, `cover-open` or `no-answer`, it has that problem.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from PIL import Image

from printer.problems import NoAnswer, PrinterProblem, Problem, refuse


class PngPrinter:
    def __init__(self, directory: str, width: int) -> None:
        self.width = width
        self._directory = Path(directory)

    def print_slip(self, slip: Image.Image, *, name: str) -> Problem | None:
        """`<name>.png`, whole or not at all, also through a power cut."""
        problem = self._problem()
        refuse(problem)
        whole = self._directory / f"{_file_name(name)}.png"
        part = whole.with_suffix(".part")
        try:
            with part.open("wb") as file:
                slip.save(file, format="PNG")
                file.flush()
                os.fsync(file.fileno())
            part.replace(whole)
        except OSError as error:
            raise NoAnswer(f"{whole}: {error.strerror}") from error
        return problem

    def problem(self) -> Problem | None:
        try:
            return self._problem()
        except PrinterProblem as trouble:
            return trouble.problem

    def _problem(self) -> Problem | None:
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NoAnswer(f"{self._directory}: {error.strerror}") from error
        return next((problem for problem in Problem if (self._directory / problem).exists()), None)


def _file_name(name: str) -> str:
    """A name that stays in its directory on every file system."""
    return re.sub(r"[^\w.-]", "_", name).lstrip(".") or "slip"
