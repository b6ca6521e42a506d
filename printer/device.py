"""Printers as the agent knows them: an address, one act, one question.

    network://host:9100            serial:///dev/ttyUSB0?baud=115200&flow=rtscts
    usb://04b8:0e28                file:///dev/usb/lp0
    cups://name                    png://directory

`?width=576` (80 mm, 203 dpi; the default), `512` (80 mm, 180 dpi) or `384` (58 mm): the dots of the head.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from PIL import Image

from printer.cups import CupsPrinter
from printer.escpos_printer import EscposPrinter
from printer.lines.device_file import FileLine
from printer.lines.network import NetworkLine
from printer.lines.serial_port import BAUD, FLOWS, SerialLine
from printer.lines.usb_port import UsbLine
from printer.png import PngPrinter
from printer.problems import Problem
from printer.slip import PAPERS

DEFAULT_WIDTH = 576  # an 80 mm head, what kiosks have
DEFAULT_PORT = 9100  # raw printing


class Printer(Protocol):
    """One printer. Both calls block, end within seconds, and are made by one thread at a time."""

    @property
    def width(self) -> int:
        """Dots across the paper."""

    def print_slip(self, slip: Image.Image, *, name: str) -> Problem | None:
        """Print and cut: when it returns, the slip is on paper as far as this printer can tell.

        `name` is the slip's own. Returns what the printer complains about nevertheless (paper low).
        Raises PrinterProblem.
        """

    def problem(self) -> Problem | None:
        """What is wrong now; None when all is well or the printer cannot say. Raises nothing."""


class BadAddress(ValueError):
    """The URI names no printer; the text says what is wrong with it."""


def printer_at(uri: str) -> Printer:
    """The printer that a URI names; opens nothing yet. Raises BadAddress."""
    parts = urlsplit(uri)
    options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    make = KINDS.get(parts.scheme)
    if make is None:
        raise BadAddress(f"{uri}: a printer is one of {' '.join(f'{kind}://…' for kind in KINDS)}")
    try:
        width = int(options.pop("width", DEFAULT_WIDTH))
        if width not in PAPERS:
            raise ValueError(f"width is one of {sorted(PAPERS)} dots")
        printer = make(parts, width, options)
    except (ValueError, KeyError) as error:
        raise BadAddress(f"{uri}: {error}") from error
    if options:  # each kind takes out what it knows
        raise BadAddress(f"{uri}: unknown {', '.join(sorted(options))}")
    return printer


def _network(parts: SplitResult, width: int, options: dict[str, str]) -> Printer:
    if not parts.hostname:
        raise ValueError("no host")
    return EscposPrinter(NetworkLine(parts.hostname, parts.port or DEFAULT_PORT), width)


def _usb(parts: SplitResult, width: int, options: dict[str, str]) -> Printer:
    vendor, _, product = parts.netloc.partition(":")  # hexadecimal, as lsusb shows them
    return EscposPrinter(UsbLine(int(vendor, 16), int(product, 16)), width)


def _serial(parts: SplitResult, width: int, options: dict[str, str]) -> Printer:
    flow = options.pop("flow", "rtscts")
    if flow not in FLOWS:
        raise ValueError(f"flow is one of {', '.join(FLOWS)}")
    return EscposPrinter(SerialLine(_path(parts), int(options.pop("baud", BAUD)), flow), width)


def _file(parts: SplitResult, width: int, options: dict[str, str]) -> Printer:
    return EscposPrinter(FileLine(_path(parts)), width)


def _cups(parts: SplitResult, width: int, options: dict[str, str]) -> Printer:
    return CupsPrinter(_path(parts), width)


def _png(parts: SplitResult, width: int, options: dict[str, str]) -> Printer:
    return PngPrinter(_path(parts), width)


def _path(parts: SplitResult) -> str:
    """`scheme://name`, `scheme://relative/path` or `scheme:///absolute/path`."""
    path = unquote(parts.netloc + parts.path)
    if not path:
        raise ValueError("no name")
    return path


KINDS: Mapping[str, Callable[[SplitResult, int, dict[str, str]], Printer]] = {
    "network": _network,
    "usb": _usb,
    "serial": _serial,
    "file": _file,
    "cups": _cups,
    "png": _png,
}
