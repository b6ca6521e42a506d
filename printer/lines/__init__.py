"""The ways to a printer: bytes there, and where it can, bytes back.

Our own on sockets, pyserial and pyusb, because python-escpos' connectors wait for ever: on a device file, on
a serial port whose cable hangs loose, on a paused network printer. Every wait here ends.
"""

from __future__ import annotations

from typing import Protocol

STALLED_S = 4.0  # a printer that takes no byte for so long has stopped: it prints a line in milliseconds


class Connection(Protocol):
    """A printer within reach. The caller closes it."""

    def send(self, data: bytes) -> None:
        """Hand all bytes over. Raises NoAnswer when the printer takes none for STALLED_S."""

    def receive(self, within_s: float) -> bytes:
        """What the printer says within a time; empty when nothing, or when this way has no back."""

    def drain(self) -> None:
        """Wait until the bytes have left this machine. Raises NoAnswer when they do not."""

    def close(self) -> None:
        """Let go; never waits for long, raises nothing."""


class Line(Protocol):
    def connect(self) -> Connection:
        """Reach the printer. Raises NoAnswer."""
