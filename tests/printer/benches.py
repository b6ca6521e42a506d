"""Every kind of printer, as one thing to test: its URI, its paper, and how to break it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from PIL import Image

from printer.problems import Problem
from tests.printer.cups_commands import CupsCommands
from tests.printer.escpos_machine import Machine
from tests.printer.pty_printer import PtyPrinter
from tests.printer.tcp_printer import TcpPrinter
from tests.printer.usb_printer import PRODUCT, VENDOR, UsbPrinter
from tests.printer.waiting import until

FAULTS = {
    Problem.PAPER_LOW: {"paper_low": True},
    Problem.PAPER_OUT: {"paper_out": True},
    Problem.COVER_OPEN: {"cover_open": True},
}
CUPS_REASONS = {
    Problem.PAPER_LOW: "media-low-report",
    Problem.PAPER_OUT: "media-needed-error,media-empty-error",
    Problem.COVER_OPEN: "cover-open",
    Problem.NO_ANSWER: "offline-report",
}


class Bench(Protocol):
    uri: str

    def slips(self, count: int) -> list[Image.Image]:
        """The slips on paper, once there are so many."""

    def has(self, problem: Problem) -> None: ...


class MachineBench:
    def __init__(self, uri: str, machine: Machine) -> None:
        self.uri = uri
        self._machine = machine

    def slips(self, count: int) -> list[Image.Image]:
        until(lambda: len(self._machine.slips) >= count, what=f"{count} slips")
        return list(self._machine.slips)

    def has(self, problem: Problem) -> None:
        self._machine.fail(**FAULTS[problem])


class PngBench:
    def __init__(self, directory: Path) -> None:
        self.uri = f"png://{directory}"
        self._directory = directory

    def slips(self, count: int) -> list[Image.Image]:
        return [read_picture(file) for file in sorted(self._directory.glob("*.png"))]

    def has(self, problem: Problem) -> None:
        self._directory.mkdir(exist_ok=True)
        (self._directory / problem).touch()


class CupsBench:
    uri = "cups://kiosk"

    def __init__(self, cups: CupsCommands) -> None:
        self.cups = cups

    def slips(self, count: int) -> list[Image.Image]:
        machine = Machine()
        for job in self.cups.jobs:
            machine.take(job, lambda _: None)
        return machine.slips

    def has(self, problem: Problem) -> None:
        self.cups.tells(CUPS_REASONS[problem])


def read_picture(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.copy()


@contextmanager
def bench(kind: str, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    if kind == "png":
        yield PngBench(directory / "slips")
    elif kind == "cups":
        cups = CupsCommands(directory)
        monkeypatch.setenv("PATH", str(cups.commands), prepend=":")
        yield CupsBench(cups)
    elif kind == "usb":
        plugged = UsbPrinter()
        monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda *_, **__: plugged)
        yield MachineBench(f"usb://{VENDOR:04x}:{PRODUCT:04x}", plugged.machine)
    elif kind == "network":
        printer = TcpPrinter()
        printer.switch_on()
        yield MachineBench(printer.uri, printer.machine)
        printer.switch_off()
    else:
        device = PtyPrinter()
        yield MachineBench(f"{kind}://{device.path}", device.machine)
        device.switch_off()
