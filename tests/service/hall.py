"""A fresh site on a running server, and everybody who uses it over the wire."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from queue_service.domain.site import Site
from queue_service.store.access import User, add_user
from queue_service.web.access import SCOPES, hash_password
from tests.founding import engine_of, found, new_token
from tests.running import Running

API = "/api/v1"
PASSWORD = "mật khẩu dài"
FRAME_WITHIN_S = 20.0

Who = str | Mapping[str, str] | None  # a scope, a token, ready-made headers, or nobody
Json = dict[str, Any]


class OpenHall:
    """Paths without a leading slash lie below the site; tokens are made when they are first needed."""

    def __init__(self, server: Running, site: Site) -> None:
        self.server = server
        self.id = site.id
        self._tokens: dict[tuple[str, int | None, str | None], tuple[str, str]] = {}
        found(server.database_url, site)

    # --- who asks

    def device(
        self, scope: str, *, counter: int | None = None, printer: str | None = None
    ) -> tuple[str, str]:
        """Id and token of a device; the same for the same question."""
        asked = (scope, counter, printer)
        if asked not in self._tokens:
            self._tokens[asked] = new_token(
                self.server.database_url, self.id, scope, counter=counter, printer=printer
            )
        return self._tokens[asked]

    def token(self, scope: str, *, counter: int | None = None, printer: str | None = None) -> str:
        return self.device(scope, counter=counter, printer=printer)[1]

    def headers(self, by: Who) -> dict[str, str]:
        if by is None:
            return {}
        if isinstance(by, Mapping):
            return dict(by)
        token = self.token(by) if by in SCOPES else by
        return {"Authorization": f"Bearer {token}"}

    def own(self, name: str) -> str:
        """A log-in name that no other hall has: log-ins are counted by name."""
        return f"{name}.{self.id}"

    def add_user(self, username: str, role: str, *, counter: int | None = None) -> None:
        user = User(self.id, username, username, role, counter, _password_hash(), 0)
        with engine_of(self.server.database_url) as engine, engine.begin() as connection:
            add_user(connection, user)

    def log_in(self, username: str, **changes: str) -> dict[str, str]:
        """The headers of a page where this officer has logged in."""
        given = {"site": self.id, "username": username, "password": PASSWORD} | changes
        answer = self.post("/session", given)
        assert answer.status_code == 200, answer.text
        cookie = answer.headers["set-cookie"].partition(";")[0]
        return {"Cookie": cookie, "Origin": self.server.origin}

    # --- what is asked

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: Who = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        given = self.headers(by) | ({"Idempotency-Key": key} if key else {}) | dict(headers or {})
        return self.server.http.request(method, self.path(path), json=body, headers=given)

    def path(self, path: str) -> str:
        return API + path if path.startswith("/") else f"{API}/sites/{self.id}/{path}".rstrip("/")

    def get(self, path: str, *, by: Who = None, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", path, by=by, headers=headers)

    def post(self, path: str, body: Any = None, *, by: Who = None, key: str | None = None) -> httpx.Response:
        return self.ask("POST", path, body, by=by, key=key)

    # --- what people do all day; each must succeed

    def take(self, service: str = "land", *, by: Who = "kiosk", **more: Any) -> Json:
        """A new ticket."""
        return good(self.post("tickets", {"service": service, **more}, by=by))

    def open(self, *counters: int) -> None:
        for counter in counters:
            good(self.verb(counter, "open"))

    def verb(self, counter: int, verb: str, body: Any = None, *, by: Who = "counter") -> httpx.Response:
        return self.post(f"counters/{counter}/{verb}", body, by=by)

    def do(self, counter: int, verb: str, /, **body: Any) -> Json:
        return good(self.verb(counter, verb, body or None))

    def events(self, after: int = 0) -> list[Json]:
        """The whole log, page by page."""
        found: list[Json] = []
        while page := good(self.get(f"events?after={after}&limit=1000", by="supervisor"))["events"]:
            found += page
            after = page[-1]["seq"]
        return found

    def told(self, event: str) -> list[Json]:
        """The events of one type."""
        return [e for e in self.events() if e["type"] == event]

    @contextmanager
    def listen(
        self,
        topics: str = "board",
        *,
        by: Who = None,
        after: int | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[Ear]:
        cursor = "" if after is None else f"&after={after}"
        address = f"ws{self.server.origin[4:]}{self.path('live')}?topics={topics}{cursor}"
        with connect(address, additional_headers=self.headers(by) | dict(headers or {})) as socket:
            yield Ear(socket)


class Ear:
    """One listener: its frames in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def frame(self, *, within_s: float = FRAME_WITHIN_S) -> Json:
        told: Json = json.loads(self._socket.recv(within_s))
        return told

    def event(self) -> Json:
        """The next frame that is an event."""
        return self.next("event")

    def next(self, kind: str) -> Json:
        while (frame := self.frame())["type"] != kind:
            pass
        return frame

    def named(self, event: str) -> Json:
        """The next event of this name."""
        while (frame := self.event())["event"] != event:
            pass
        return frame

    def close_code(self) -> int:
        """The code with which the server ends this socket, whatever it says before."""
        try:
            while True:
                self._socket.recv(FRAME_WITHIN_S)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


def good(answer: httpx.Response) -> Json:
    """The body of an answer that must be a success; empty for 204."""
    assert answer.is_success, (
        f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    )
    body: Json = answer.json() if answer.content else {}
    return body


def refused(answer: httpx.Response, status: int, code: str) -> Json:
    """The data of a problem; it must be this one, in the form that the contract gives."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith(f"/problems/{code}")
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["title"]
    assert problem["detail"]
    data: Json = problem.get("data", {})
    return data


@functools.cache
def _password_hash() -> str:
    return hash_password(PASSWORD)
