"""systemd hears of a healthy server each second, and of one that hangs nothing more: then it is restarted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.databases import SqliteFiles
from tests.running import READY_WITHIN_S, ROOT, SECRET, STOPS_WITHIN_S
from tests.waiting import free_port, until

WATCHDOG_S = 1.6  # what a unit would say; the shipped one is more patient
HEARD_AT_MOST = 5  # words that were on the way when the server fell ill


class Systemd:
    """The socket where systemd listens to a service."""

    def __init__(self, path: Path) -> None:
        self.address = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)

    def word(self, within_s: float = WATCHDOG_S) -> str:
        self._socket.settimeout(within_s)
        return self._socket.recv(100).decode()

    def would_restart(self) -> bool:
        """Has the service been silent for as long as it may? Words that came before are passed over."""
        for _ in range(HEARD_AT_MOST):
            try:
                self.word()
            except TimeoutError:
                return True
        return False

    def close(self) -> None:
        self._socket.close()


@dataclass(frozen=True, slots=True)
class Ailing:
    """A server that has said that it is ready."""

    process: subprocess.Popen[bytes]
    origin: str

    def falls_ill(self, how: signal.Signals) -> None:
        self.process.send_signal(how)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    listening = Systemd(tmp_path / "notify")
    yield listening
    listening.close()


@pytest.fixture
def server(sqlite: SqliteFiles, systemd: Systemd, tmp_path: Path) -> Iterator[Ailing]:
    port = free_port()
    settings = {
        "NOTIFY_SOCKET": systemd.address,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "QUEUE_DATABASE_URL": sqlite.clean(),
        "QUEUE_SECRET_KEY": SECRET,
        "QUEUE_PORT": str(port),
    }
    with (tmp_path / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.service.ailing_server", "serve"],
            cwd=tmp_path,
            env=os.environ | settings,
            stderr=errors,
        )
    try:
        assert systemd.word(READY_WITHIN_S) == "READY=1"
        yield Ailing(process, f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait(STOPS_WITHIN_S)


def test_a_server_whose_loop_hangs_is_restarted(systemd: Systemd, server: Ailing) -> None:
    for _ in range(2):
        assert systemd.word() == "WATCHDOG=1"
    server.falls_ill(signal.SIGUSR1)
    assert systemd.would_restart()
    assert not server.has_ended


def test_a_server_whose_writer_has_ended_says_so_and_is_restarted(systemd: Systemd, server: Ailing) -> None:
    assert systemd.word() == "WATCHDOG=1"
    server.falls_ill(signal.SIGUSR2)
    ready = f"{server.origin}/readyz"
    until(lambda: httpx.get(ready).json().get("data") == {"reason": "writer", "retry_after_s": 2})
    assert systemd.would_restart()
    assert not server.has_ended
