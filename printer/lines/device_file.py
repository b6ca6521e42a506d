"""A printer behind a device file, such as /dev/usb/lp0."""

from __future__ import annotations

import os
import select
import stat
from contextlib import suppress
from dataclasses import dataclass

from printer.lines import STALLED_S
from printer.problems import NoAnswer


@dataclass(frozen=True, slots=True)
class FileLine:
    path: str

    def connect(self) -> FileConnection:
        """Open it, never make it: a plain file in the place of a device would swallow slips."""
        try:
            two_way = stat.S_ISCHR(os.stat(self.path).st_mode)
            mode = os.O_RDWR if two_way else os.O_WRONLY
            return FileConnection(os.open(self.path, mode | os.O_NONBLOCK | os.O_NOCTTY), two_way=two_way)
        except OSError as error:
            raise NoAnswer(f"{self.path}: {error.strerror}") from error


class FileConnection:
    def __init__(self, descriptor: int, *, two_way: bool) -> None:
        self._descriptor = descriptor
        self._two_way = two_way

    def send(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            _, writable, _ = select.select([], [self._descriptor], [], STALLED_S)
            if not writable:
                raise NoAnswer("stopped taking data")
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:
                continue  # another wait, at most STALLED_S again
            except OSError as error:
                raise NoAnswer(f"stopped taking data: {error.strerror}") from error

    def receive(self, within_s: float) -> bytes:
        if not self._two_way:
            return b""
        readable, _, _ = select.select([self._descriptor], [], [], within_s)
        if not readable:
            return b""
        try:
            return os.read(self._descriptor, 64)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise NoAnswer(str(error.strerror)) from error

    def drain(self) -> None:
        """The kernel's printer driver takes a write only as the printer does."""

    def close(self) -> None:
        with suppress(OSError):
            os.close(self._descriptor)
