"""The print agent as a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.printer.agent_server import TOKEN
from tests.printer.waiting import until

ROOT = Path(__file__).parents[2]
START = "from printer.agent import main; main()"


class AgentProcess:
    """Started at once; its log is read as it comes."""

    def __init__(self, url: str, printer: str, journal: Path, *, token: str = TOKEN) -> None:
        away = {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"}
        environment = {name: value for name, value in os.environ.items() if name not in away}
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", START, "--server", url),
                *("--printer", printer, "--journal", str(journal), "--log-format", "json"),
            ],
            env={**environment, "QUEUE_PRINTER_TOKEN": token},
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def says(self, event: str, times: int = 1) -> None:
        until(lambda: self.said(event) >= times, what=f"{event} in {self.lines}")

    def said(self, event: str) -> int:
        return sum(f'"event": "{event}"' in line for line in self.lines)

    def kill(self) -> None:
        """As a power cut does."""
        self._process.kill()
        self.ended()

    def terminate(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self, within_s: float = 10) -> int:
        code = self._process.wait(within_s)
        self._reader.join()
        return code

    def clear_away(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stderr:
            self._process.stderr.close()

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.lines.append(line)
