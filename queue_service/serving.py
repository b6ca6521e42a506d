"""uvicorn around the app: graceful stop, no access log (paths may hold a ticket's token); one process or several."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.supervisors import Multiprocess

from queue_service import logs
from queue_service.app import create_app
from queue_service.settings import Settings, SettingsError, read_settings
from queue_service.store.engine import is_sqlite
from queue_service.watch import Watch
from queue_service.web.busy_door import busy_door
from queue_service.web.live_socket import LiveSocket

STOP_WITHIN_S = 10  # requests in flight are answered; sockets are closed with 1012
SOCKET_MESSAGE_LIMIT = 4_096  # listeners have nothing to say
BACKLOG = 2_048
SWITCH_S = 0.001
EACH_SECOND = -(10**9)  # uvicorn looks at the wall clock: one that jumps back must not silence the watch
COLLECT_AFTER = (20_000, 20, 100)  # a day's tickets live long: Python's own pace spends a fifth on them


def serve(settings: Settings) -> None:
    serving = server(create_app(settings), settings)
    _prepare_interpreter()
    serving.run()


def serve_many(settings: Settings, workers: int) -> None:
    """Several processes behind one address. Raises SettingsError where they could not work together."""
    if is_sqlite(settings.database_url):
        raise SettingsError(
            f"--workers {workers}: SQLite has one writer, in one process; set QUEUE_DATABASE_URL to a PostgreSQL"
        )
    if settings.bus_url is None:
        raise SettingsError(
            f"--workers {workers}: without a bus the processes do not hear of each other's calls and print agents; "
            "set QUEUE_BUS_URL to a NATS server"
        )
    # Each process reads its settings itself; what the command line gave goes first there too.
    os.environ |= {"QUEUE_HOST": settings.host, "QUEUE_PORT": str(settings.port)}
    config = _OfWorker("made in each process", factory=True, workers=workers, **_given(settings))
    Multiprocess(config, [config.bind_socket()]).run()


def _prepare_interpreter() -> None:
    """What lives as long as the server is looked at once by the collector; threads get their turn in a millisecond."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(SWITCH_S)


def two_doors(app: FastAPI) -> ASGIApp:
    """Requests to the framework, sockets straight to those who serve them."""

    def by_kind(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        door: ASGIApp = app.state.sockets if scope["type"] == "websocket" else app
        return door(scope, receive, send)

    return by_kind


def server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    door, watch = busy_door(app.state.room), Watch(os.environ, app.state.works)
    return uvicorn.Server(
        uvicorn.Config(two_doors(app), http=door, callback_notify=watch.look, **_given(settings))
    )


class _OfWorker(uvicorn.Config):
    """Goes to each process, and makes there the app with the door and the watch that belong to it."""

    def load_app(self) -> Callable[[], ASGIApp]:
        settings = read_settings()
        logs.configure(settings.log_format)
        app = create_app(settings)
        self.http_protocol_class = busy_door(app.state.room)
        self.callback_notify = Watch(os.environ, app.state.works).look
        _prepare_interpreter()
        return lambda: two_doors(app)


def _given(settings: Settings) -> dict[str, Any]:
    return {
        "interface": "asgi3",
        "host": settings.host,
        "port": settings.port,
        "access_log": False,
        "log_level": "warning",
        "ws": LiveSocket,
        "ws_max_size": SOCKET_MESSAGE_LIMIT,
        "ws_per_message_deflate": False,  # frames are small, and a compressor for each listener is not
        "ws_ping_interval": 20.0,
        "ws_ping_timeout": 20.0,
        "backlog": BACKLOG,
        "timeout_graceful_shutdown": STOP_WITHIN_S,
        "server_header": False,
        "timeout_notify": EACH_SECOND,
    }
