"""A printer on the network: a machine behind a real socket, one connection at a time."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from tests.printer.escpos_machine import Machine

MEMORY = 4096  # bytes of receive buffer, as little as a cheap printer has
TICK_S = 0.02


class TcpPrinter:
    """`switch_on` and `switch_off` as often as needed; the port stays the same."""

    def __init__(self) -> None:
        self.machine = Machine()
        self.connections = 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._on = False
        self._thread: threading.Thread | None = None

    @property
    def uri(self) -> str:
        return f"network://127.0.0.1:{self.port}"

    def switch_on(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, MEMORY)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(1)
        listener.settimeout(TICK_S)
        self._on = True
        self._thread = threading.Thread(target=self._run, args=(listener,), daemon=True)
        self._thread.start()

    def switch_off(self) -> None:
        self._on = False
        if self._thread:
            self._thread.join()

    def _run(self, listener: socket.socket) -> None:
        with listener:
            while self._on:
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                self.connections += 1
                with connection:
                    self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(TICK_S)

        def reply(said: bytes) -> None:
            with suppress(OSError):
                connection.sendall(said)

        while self._on:
            if self.machine.faults.stalled:
                with self.machine.changed:
                    self.machine.changed.wait(TICK_S)
                continue
            try:
                data = connection.recv(MEMORY)
            except TimeoutError:
                continue
            except OSError:
                return
            if not data:
                return
            self.machine.take(data, reply)
