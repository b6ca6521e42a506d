"""A printer behind a device file: a machine at the far end of a pseudo-terminal, for serial:// and file://."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty

from tests.printer.escpos_machine import Machine

TICK_S = 0.02


class PtyPrinter:
    def __init__(self) -> None:
        self.machine = Machine()
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self.path = os.ttyname(self._far)
        self._on = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def switch_off(self) -> None:
        self._on = False
        self._thread.join()
        os.close(self._near)
        os.close(self._far)

    def _say(self, said: bytes) -> None:
        os.write(self._near, said)

    def _run(self) -> None:
        while self._on:
            readable, _, _ = select.select([self._near], [], [], TICK_S)
            if readable and not self.machine.faults.stalled:
                self.machine.take(os.read(self._near, 4096), self._say)
