"""A server as the print agent sees it: the live socket and three posts, on a real port, in a thread."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.printer.waiting import DEADLINE_S, until

SITE, DEVICE = "lam-dong", "d7"
SECRET = "c2VjcmV0"
TOKEN = f"{SITE}.{DEVICE}.{SECRET}"
HEARTBEAT_S = 1.0


class AgentServer:
    """`up` and `down` as often as needed; the port and what it knows stay."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._lock = threading.Lock()
        self.outstanding: dict[str, dict[str, Any]] = {}
        self.printed: list[tuple[str, bool]] = []
        self.failed: list[tuple[str, str]] = []
        self.statuses: list[str | None] = []
        self.requests: list[str] = []
        self.topics: list[str] = []
        self.answers: dict[str, int] = {}  # path's last word → a status instead of the real answer
        self.refuse_sockets_with: int | None = None
        self.refuse_handshakes_with: int | None = None
        self._sockets: list[WebSocket] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._uvicorn: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        config = uvicorn.Config(
            self._app(), port=self.port, log_level="error", lifespan="off", timeout_graceful_shutdown=1
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        until(lambda: self._uvicorn and self._uvicorn.started, what="the server is up")

    def down(self) -> None:
        assert self._uvicorn
        assert self._thread
        self._uvicorn.should_exit = True
        self._thread.join(DEADLINE_S)

    def asks_for(self, *jobs: dict[str, Any]) -> None:
        """More slips to print: in the next snapshot, and as events to who listens now."""
        with self._lock:
            for job in jobs:
                self.outstanding[job["slip"]] = job
        for job in jobs:
            self._send(
                {"type": "event", "seq": 2, "event": "slip.requested", "at": job["issued_at"], "data": job}
            )

    def close_sockets(self, code: int) -> None:
        for connected in list(self._sockets):
            self._in_loop(connected.close(code))

    @property
    def connected(self) -> int:
        return len(self._sockets)

    def _app(self) -> Starlette:
        base = f"/api/v1/sites/{SITE}"
        return Starlette(
            routes=[
                WebSocketRoute(f"{base}/live", self._live),
                Route(f"{base}/slips/{{slip}}/printed", self._slip_printed, methods=["POST"]),
                Route(f"{base}/slips/{{slip}}/failed", self._slip_failed, methods=["POST"]),
                Route(f"{base}/printer/status", self._status, methods=["POST"]),
            ]
        )

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            assert self._uvicorn
            await self._uvicorn.serve()

        asyncio.run(serve())

    async def _live(self, connection: WebSocket) -> None:
        if self.refuse_handshakes_with:
            await connection.send_denial_response(Response(status_code=self.refuse_handshakes_with))
            return
        await connection.accept()
        self.topics.append(connection.query_params["topics"])
        if self.refuse_sockets_with or connection.headers.get("authorization") != f"Bearer {TOKEN}":
            await connection.close(self.refuse_sockets_with or 4401)
            return
        with self._lock:
            frame = {"type": "snapshot", "seq": 1, "slips": list(self.outstanding.values())}
        await connection.send_json(frame)
        self._note(lambda: self._sockets.append(connection))
        try:
            while True:
                try:
                    await asyncio.wait_for(connection.receive_text(), HEARTBEAT_S)
                except TimeoutError:
                    await connection.send_json({"type": "heartbeat", "seq": 1, "at": "2026-11-24T01:42:00Z"})
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self._note(lambda: self._sockets.remove(connection))

    async def _slip_printed(self, request: Request) -> Response:
        body = await request.json()
        return self._end(request, lambda slip: self.printed.append((slip, body["repeat"])))

    async def _slip_failed(self, request: Request) -> Response:
        body = await request.json()
        return self._end(request, lambda slip: self.failed.append((slip, body["reason"])))

    async def _status(self, request: Request) -> Response:
        body = await request.json()
        return self._answer(request, lambda: self.statuses.append(body["problem"]))

    def _end(self, request: Request, record: Callable[[str], None]) -> Response:
        slip = request.path_params["slip"]

        def end() -> None:
            if self.outstanding.pop(slip, None):  # said again it is no news
                record(slip)

        return self._answer(request, end)

    def _answer(self, request: Request, act: Callable[[], object]) -> Response:
        last = request.url.path.rpartition("/")[2]
        with self._lock:
            self.requests.append(request.url.path)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"code": "not-known"}, 401)
        if status := self.answers.get(last):
            return JSONResponse({}, status)
        self._note(act)
        return JSONResponse({})

    def _note(self, act: Callable[[], object]) -> None:
        with self._lock:
            act()

    def _send(self, frame: dict[str, Any]) -> None:
        for connected in list(self._sockets):
            self._in_loop(connected.send_json(frame))

    def _in_loop(self, work: Any) -> None:
        assert self._loop
        asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_S)
