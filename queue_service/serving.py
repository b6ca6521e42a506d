"""uvicorn around the app: one process, graceful stop, no access log (paths may hold a ticket's token)."""

from __future__ import annotations

import gc
import os
import sys

import uvicorn
from fastapi import FastAPI

from queue_service.app import create_app
from queue_service.settings import Settings
from queue_service.watch import Watch
from queue_service.web.busy_door import busy_door

STOP_WITHIN_S = 10  # requests in flight are answered; sockets are closed with 1012
SOCKET_MESSAGE_LIMIT = 4_096  # listeners have nothing to say
BACKLOG = 2_048
SWITCH_S = 0.001
EACH_SECOND = -(
    10**9
)  # uvicorn looks at the wall clock once a second: one that jumps back must not silence the watch
COLLECT_AFTER = (
    20_000,
    20,
    100,
)  # a day's tickets are many long-lived values: Python's own pace spends a fifth on them


def serve(settings: Settings) -> None:
    serving = server(create_app(settings), settings)
    _prepare_interpreter()
    serving.run()


def _prepare_interpreter() -> None:
    """What lives as long as the server is looked at once by the collector; threads get their turn in a millisecond."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(SWITCH_S)


def server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=busy_door(app.state.room),
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_level="warning",
            ws_max_size=SOCKET_MESSAGE_LIMIT,
            ws_per_message_deflate=False,  # frames are small, and a compressor for each listener is not
            ws_ping_interval=20.0,
            ws_ping_timeout=20.0,
            backlog=BACKLOG,
            timeout_graceful_shutdown=STOP_WITHIN_S,
            server_header=False,
            callback_notify=Watch(os.environ, app.state.works).look,
            timeout_notify=EACH_SECOND,
        )
    )
