"""A printer on the network, raw on port 9100."""

from __future__ import annotations

import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from printer.lines import STALLED_S
from printer.problems import NoAnswer

CONNECT_S = 2.0  # with the watch's two seconds a dead printer is known within five
LEAVE_S = 0.5  # for the printer to hang up first, so that no reset overtakes the data
POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class NetworkLine:
    host: str
    port: int
    connect_s: float = CONNECT_S
    stalled_s: float = STALLED_S

    def connect(self) -> NetworkConnection:
        try:
            reached = socket.create_connection((self.host, self.port), self.connect_s)
        except OSError as error:  # the name too: gaierror is one
            raise NoAnswer(f"{self.host}:{self.port}: {error}") from error
        return NetworkConnection(reached, self.stalled_s)


class NetworkConnection:
    def __init__(self, reached: socket.socket, stalled_s: float) -> None:
        self._socket = reached
        self._stalled_s = stalled_s

    def send(self, data: bytes) -> None:
        self._socket.settimeout(self._stalled_s)
        left = memoryview(data)
        try:
            while left:
                left = left[self._socket.send(left) :]
        except OSError as error:
            raise NoAnswer(f"stopped taking data: {error}") from error

    def receive(self, within_s: float) -> bytes:
        self._socket.settimeout(within_s)
        try:
            return self._socket.recv(64)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as error:
            raise NoAnswer(str(error)) from error

    def drain(self) -> None:
        unsent = _unsent(self._socket)
        deadline = time.monotonic() + self._stalled_s
        while unsent:
            if time.monotonic() > deadline:
                raise NoAnswer("stopped taking data")
            time.sleep(POLL_S)
            before, unsent = unsent, _unsent(self._socket)
            if unsent < before:
                deadline = time.monotonic() + self._stalled_s
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(LEAVE_S)
            self._socket.recv(64)

    def close(self) -> None:
        self._socket.close()


def _unsent(reached: socket.socket) -> int:
    """Bytes that the other side has not acknowledged; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    import fcntl
    import termios

    answer = fcntl.ioctl(reached.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
    return int.from_bytes(answer, sys.byteorder)
