"""A printer on a serial port, or on a USB cable that behaves like one."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

import serial  # type: ignore[import-untyped]  # pyserial ships no types

from printer.lines import STALLED_S
from printer.problems import NoAnswer

BAUD = 115_200  # a slip has 70 kB: 6 s at this speed, over a minute at the 9,600 of old printers
FLOWS = ("rtscts", "xonxoff", "none")
PIECE = 256  # bytes in a write: so few that a time-out means a printer at a stand, not a long slip
POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class SerialLine:
    port: str
    baud: int
    flow: str

    def connect(self) -> SerialConnection:
        try:
            port = serial.Serial(
                self.port,
                self.baud,
                timeout=STALLED_S,
                write_timeout=STALLED_S,
                rtscts=self.flow == "rtscts",
                xonxoff=self.flow == "xonxoff",
            )
        except (serial.SerialException, ValueError, OSError) as error:
            raise NoAnswer(f"{self.port}: {error}") from error
        return SerialConnection(port)


class SerialConnection:
    def __init__(self, port: serial.Serial) -> None:
        self._port = port

    def send(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), PIECE):
                self._port.write(data[start : start + PIECE])
        except (serial.SerialException, OSError) as error:  # the time-out is one
            raise NoAnswer(f"stopped taking data: {error}") from error

    def receive(self, within_s: float) -> bytes:
        try:
            self._port.timeout = within_s
            first: bytes = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""
        except (serial.SerialException, OSError) as error:
            raise NoAnswer(str(error)) from error

    def drain(self) -> None:
        try:
            deadline = time.monotonic() + STALLED_S
            while self._port.out_waiting:
                if time.monotonic() > deadline:
                    raise NoAnswer("stopped taking data")
                time.sleep(POLL_S)
        except (serial.SerialException, OSError) as error:
            raise NoAnswer(str(error)) from error

    def close(self) -> None:
        with suppress(serial.SerialException, OSError):
            self._port.reset_output_buffer()  # else closing waits for a printer that takes nothing
            self._port.close()
