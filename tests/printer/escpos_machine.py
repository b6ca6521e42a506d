"""A receipt printer's insides: reads ESC/POS, rebuilds what is on the paper, fails as real ones do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

DLE_EOT = b"\x10\x04"
COMMANDS = {DLE_EOT: 3, b"\x1b@": 2, b"\x1bd": 3, b"\x1dV": 3, b"\x1dr": 3}  # and their lengths
ONLINE = 0x12  # the fixed bits of every real-time answer


@dataclass
class Faults:
    silent: bool = False  # never says anything
    gives_receipts: bool = True  # answers GS r
    cover_open: bool = False
    paper_low: bool = False
    paper_out: bool = False
    paper_ends_after_rows: int | None = None
    stalls_at_raster: int | None = None  # its power is cut when so many raster commands have come
    stalled: bool = False  # takes no more bytes and says nothing, like one whose power was cut


@dataclass
class Machine:
    """Takes bytes; what it says goes to `reply`. Locked as a whole, since tests and lines share it."""

    faults: Faults = field(default_factory=Faults)
    slips: list[Image.Image] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    _rasters: int = 0
    _width: int = 0
    _rows: list[bytes] = field(default_factory=list)
    _unread: bytes = b""
    _tail: bytes = b""  # the last bytes, in which a real-time question may have begun

    def take(self, data: bytes, reply: Callable[[bytes], None]) -> None:
        with self.changed:
            self._answer_at_once(data, reply)
            self._unread += data
            self._work(reply)
            self.changed.notify_all()

    def repair(self) -> None:
        """Paper, a closed cover, power; what was in its memory comes out now."""
        with self.changed:
            self.faults = Faults()
            self._work(lambda _: None)
            self.changed.notify_all()

    def reset(self) -> None:
        """Switched off and on: all is well, and its memory is empty."""
        with self.changed:
            self.faults, self._rows, self._unread, self._rasters = Faults(), [], b"", 0

    def fail(self, **faults: object) -> None:
        with self.changed:
            self.faults = Faults(**faults)  # type: ignore[arg-type]

    def _answer_at_once(self, data: bytes, reply: Callable[[bytes], None]) -> None:
        """DLE EOT is answered wherever it stands, as by real ones: also amid a picture, also out of paper."""
        seen = self._tail + data
        self._tail = seen[-2:]
        for place in range(len(seen) - 2):
            if seen[place : place + 2] == DLE_EOT and not self.faults.silent and not self.faults.stalled:
                reply(bytes([self._status(seen[place + 2])]))

    def _status(self, question: int) -> int:
        faults = self.faults
        if question == 2:
            return ONLINE | 0x04 * faults.cover_open | 0x20 * faults.paper_out
        if question == 4:
            return ONLINE | 0x0C * faults.paper_low | 0x60 * faults.paper_out
        return ONLINE

    def _work(self, reply: Callable[[bytes], None]) -> None:
        while self._unread and not (self.faults.paper_out or self.faults.cover_open or self.faults.stalled):
            used = self._one(self._unread, reply)
            if not used:
                return
            self._unread = self._unread[used:]

    def _one(self, data: bytes, reply: Callable[[bytes], None]) -> int:
        """Do one command; its length, or 0 while it is not whole."""
        if data.startswith(b"\x1dv0"):
            return self._raster(data)
        length = next((length for start, length in COMMANDS.items() if data.startswith(start)), 3)
        if len(data) < length:
            return 0
        match data[:2]:
            case b"\x1dV":
                self._cut()
            case b"\x1dr":
                self._receipt(reply)
            case command if command not in COMMANDS:
                raise AssertionError(f"not a command that this printer knows: {data[:8].hex(' ')}")
        return length

    def _raster(self, data: bytes) -> int:
        if len(data) < 8:
            return 0
        across, rows = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
        length = 8 + across * rows
        if len(data) < length:
            return 0
        self._rasters += 1
        self.faults.stalled = self._rasters == self.faults.stalls_at_raster
        self._width = across * 8
        self._rows += [data[at : at + across] for at in range(8, length, across)]
        end = self.faults.paper_ends_after_rows
        if end is not None and len(self._rows) >= end:
            self.faults.paper_out = True
        return length

    def _cut(self) -> None:
        """What was printed since the last cut falls out; in ESC/POS a 1 is ink, in a picture a 0."""
        picture = Image.frombytes("1", (self._width, len(self._rows)), b"".join(self._rows))
        self.slips.append(picture.point(lambda dot: 0 if dot else 255, mode="1"))
        self._rows = []

    def _receipt(self, reply: Callable[[bytes], None]) -> None:
        if self.faults.gives_receipts and not self.faults.silent:
            reply(bytes([0x03 * self.faults.paper_low]))
