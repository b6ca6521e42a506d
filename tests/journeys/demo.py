"""The whole product as a visitor of a demonstration starts it: one command, on data of its own, with its printer."""

from __future__ import annotations

import json
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from queue_service import verify
from tests.running import ANSWER_WITHIN_S, COMMAND, READY_WITHIN_S, STOPS_WITHIN_S
from tests.waiting import free_port, until

API = "/api/v1"
Json = dict[str, Any]


@contextmanager
def demonstration(folder: Path) -> Iterator[Demo]:
    """A running one; in the end its log must hold every invariant, and nothing may have broken inside."""
    demo = Demo(folder / "data")
    try:
        yield demo.start()
    finally:
        demo.close()
    assert verify.run(demo.database_url) == []
    assert "Traceback" not in demo.errors


class Demo:
    """`queue-service demo --json`; may be stopped and started again on the same data and port."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.slips = data / "slips"
        self._told: Json = {}
        self._errors = data.with_suffix(".log")
        self._process: subprocess.Popen[str] | None = None
        self._http = httpx.Client(base_url=self.url, timeout=ANSWER_WITHIN_S)

    def start(self) -> Demo:
        """Returns when it answers."""
        arguments = ["demo", "--json", "--port", str(self.port), "--data", str(self.data)]
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, *COMMAND, *arguments], stdout=subprocess.PIPE, stderr=errors, text=True
            )
        assert self._process.stdout is not None
        answered, _, _ = select.select([self._process.stdout], [], [], READY_WITHIN_S)
        line = self._process.stdout.readline() if answered else ""
        assert line, f"no word within {READY_WITHIN_S} s: {self.errors[-2000:]}"
        self._told = json.loads(line)
        return self

    def stop(self) -> None:
        """As Ctrl+C does."""
        process, self._process = self._process, None
        assert process is not None
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=STOPS_WITHIN_S)
        finally:
            process.kill()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its process stands still: sockets stay open, and nothing is said."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        self._http.close()
        if self._process is not None:
            self.stop()

    @property
    def site(self) -> str:
        return str(self._told["site"])

    @property
    def errors(self) -> str:
        return self._errors.read_text()

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.data / 'queue.db'}"

    def token(self, scope: str) -> str:
        return str(self._told["tokens"][scope])

    def password(self, username: str) -> str:
        return next(str(user["password"]) for user in self._told["users"] if user["username"] == username)

    # --- what others do in the hall while a test looks at one screen

    def ask(self, method: str, path: str, body: Json | None = None, *, by: str | None = None) -> Any:
        """The body of an answer that must be a success; a path without a leading slash lies below the site."""
        below = path if path.startswith("/") else f"/sites/{self.site}/{path}"
        headers = {"Authorization": f"Bearer {self.token(by)}"} if by else {}
        answer = self._http.request(method, API + below, json=body, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def take(self, service: str = "dat-dai", **more: Any) -> Json:
        """A ticket from another kiosk."""
        ticket: Json = self.ask("POST", "tickets", {"service": service, **more}, by="kiosk")
        return ticket

    def do(self, counter: int, verb: str, /, **body: Any) -> Any:
        return self.ask("POST", f"counters/{counter}/{verb}", body, by="counter")

    def board(self) -> Json:
        board: Json = self.ask("GET", "board")
        return board

    def log(self, label: str | None = None) -> list[Json]:
        """The log, all of it or what it says of one number."""
        found: list[Json] = []
        while page := self._events(found[-1]["seq"] if found else 0):
            found += page
        return [event for event in found if label in (None, event["data"].get("label"))]

    def told(self, label: str) -> list[str]:
        """The events of one number, in order."""
        return [event["type"] for event in self.log(label)]

    def moves(self, label: str) -> list[str]:
        """What became of one number, in order; its paper aside."""
        return [told for told in self.told(label) if told.startswith("ticket.")]

    def paper(self, label: str) -> Path:
        """The picture of a number's slip, once the printer has made it."""
        return until(lambda: sorted(self.slips.glob(f"{label}-*-1.png")))[0]

    def _events(self, after: int) -> list[Json]:
        events: list[Json] = self.ask("GET", f"events?after={after}&limit=1000", by="supervisor")["events"]
        return events
