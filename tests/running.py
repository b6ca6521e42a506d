"""The real service as a process: started, stopped, killed and started again on the same data and port."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Protocol

import httpx

from tests.waiting import free_port, until

ROOT = Path(__file__).parent.parent
PRODUCT = "queue_service.cli:main"
COMMAND = ("-c", "from queue_service.cli import main; main()")
SECRET = "for-tests-only-" + "0" * 32
READY_WITHIN_S = 60.0  # reading the code takes seconds when the machine is busy
STOPS_WITHIN_S = 20.0
ANSWER_WITHIN_S = 30.0


class Birth(Protocol):
    """How a process comes to life."""

    def born(
        self,
        arguments: list[str],
        environment: Mapping[str, str],
        folder: Path,
        words: Path,
        *,
        program: str = PRODUCT,
    ) -> int:
        """The process id; all that the process says goes to the file `words`. `program` is `module:function`."""

    def reap(self, pid: int) -> int:
        """The exit code of a process that has ended; negative for the signal that ended it."""


class Direct:
    """A new interpreter for each."""

    def __init__(self) -> None:
        self._children: dict[int, subprocess.Popen[bytes]] = {}

    def born(
        self,
        arguments: list[str],
        environment: Mapping[str, str],
        folder: Path,
        words: Path,
        *,
        program: str = PRODUCT,
    ) -> int:
        module, _, function = program.partition(":")
        command = f"from {module} import {function} as program; program()"
        with words.open("ab") as out:
            child = subprocess.Popen(
                [sys.executable, "-c", command, *arguments],
                cwd=folder,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        self._children[child.pid] = child
        return child.pid

    def reap(self, pid: int) -> int:
        return self._children.pop(pid).wait(STOPS_WITHIN_S)


class Nursery:
    """Forks of one process that has read the code before."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def born(
        self,
        arguments: list[str],
        environment: Mapping[str, str],
        folder: Path,
        words: Path,
        *,
        program: str = PRODUCT,
    ) -> int:
        order = {
            "program": program,
            "arguments": arguments,
            "environment": dict(environment),
            "folder": str(folder),
            "words": str(words),
        }
        return int(self._ask(order))

    def reap(self, pid: int) -> int:
        return int(self._ask({"reap": pid}))

    def close(self) -> None:
        self._process.communicate(timeout=STOPS_WITHIN_S)

    def _ask(self, order: object) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Running:
    """`queue-service serve` on a database; `http` asks it things, `errors` is all that it wrote."""

    def __init__(
        self, url: str, folder: Path, *, birth: Birth, program: str = PRODUCT, **settings: str
    ) -> None:
        self.database_url = url
        self._program = program
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # each request says who asks
        self.http = httpx.Client(
            base_url=self.origin, timeout=ANSWER_WITHIN_S, cookies=no_cookies, verify=False
        )
        self.started_in_s = 0.0
        self._folder = folder
        self.birth = birth
        self._errors = folder / f"errors-{self.port}.log"
        self._pid: int | None = None
        self.settings = {
            "QUEUE_DATABASE_URL": url,
            "QUEUE_SECRET_KEY": SECRET,
            "QUEUE_HOST": "127.0.0.1",
            "QUEUE_PORT": str(self.port),
            "QUEUE_VOICE_CACHE": str(folder / "voice"),
            "QUEUE_LOG_FORMAT": "json",
            **settings,
        }

    @property
    def errors(self) -> str:
        return self._errors.read_text() if self._errors.exists() else ""

    @property
    def pid(self) -> int:
        assert self._pid is not None
        return self._pid

    def start(self, *options: str, ready: str = "/readyz") -> Running:
        """Returns when the server is ready for requests: when it answers 200 there."""
        began = time.monotonic()
        self._pid = self.birth.born(
            ["serve", *options], self.settings, self._folder, self._errors, program=self._program
        )
        handle = os.pidfd_open(self._pid)
        try:
            until(lambda: self._is_ready(handle, ready), within_s=READY_WITHIN_S)
        finally:
            os.close(handle)
        self.started_in_s = time.monotonic() - began
        return self

    def stop(self) -> int:
        """Ask it to end, and wait; returns its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut ends it: at once."""
        code = self._end(signal.SIGKILL)
        assert code == -signal.SIGKILL, f"ended by itself before, with {code}: {self.errors[-2000:]}"

    def close(self) -> None:
        self.http.close()
        if self._pid is not None:
            self.kill()

    def command(self, *arguments: str, **settings: str) -> tuple[int, str]:
        """Exit code and words of another `queue-service` command, with the server's settings or others."""
        words = self._folder / "words.txt"
        words.unlink(missing_ok=True)
        pid = self.birth.born(list(arguments), self.settings | settings, self._folder, words)
        code = self.birth.reap(pid)
        return code, words.read_text()

    def _end(self, how: signal.Signals) -> int:
        pid, self._pid = self.pid, None
        handle = os.pidfd_open(pid)
        try:
            os.kill(pid, how)
            ended, _, _ = select.select([handle], [], [], STOPS_WITHIN_S)
            if not ended:
                os.kill(pid, signal.SIGKILL)
        finally:
            os.close(handle)
        code = self.birth.reap(pid)
        assert ended, f"did not end in {STOPS_WITHIN_S} s after {how.name}: {self.errors[-2000:]}"
        return code

    def _is_ready(self, handle: int, path: str) -> bool:
        ended, _, _ = select.select([handle], [], [], 0)
        assert not ended, f"the server ended before it was ready: {self.errors[-2000:]}"
        try:
            return self.http.get(path).status_code == 200
        except httpx.TransportError:
            return False
