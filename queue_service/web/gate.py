"""What every request passes: a bounded body, security headers, a request id, measures."""

from __future__ import annotations

import itertools
import secrets
import time

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from queue_service.domain.errors import TooLarge
from queue_service.domain.events import REQUEST_ID
from queue_service.web.errors import problem, problem_of
from queue_service.web.measures import Measures
from queue_service.web.room import Room

log = structlog.get_logger(__name__)

REQUEST = "queue_service.request_id"  # where the gate leaves it in the scope
BODY_LIMIT = 64 * 1024  # our largest request is a comment of 2,000 characters

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
API = "/api/"
TOLD = ("site", "number", "slip")  # what a log line may tell of a path; other parts may be a ticket's token
API_HEADERS = [  # what OWASP asks of answers that no browser shows as a page
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
]


class Gate:
    """Pure ASGI: costs a few microseconds, never buffers a response."""

    def __init__(self, app: ASGIApp, measures: Measures, room: Room) -> None:
        self._app = app
        self._measures = measures
        self._room = room
        self._prefix = secrets.token_hex(4)  # tells this start of the server from others
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = API_HEADERS if scope["path"].startswith(API) else PAGE_HEADERS
        length, given = _asked(scope)
        request_id = given or f"{self._prefix}-{next(self._count):07x}"
        scope[REQUEST] = request_id
        status = 0
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > BODY_LIMIT:
                raise HTTPException(413)  # the one kind that the framework lets through while it reads a body
            return message

        async def sealed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *headers, (b"x-request-id", request_id.encode())]
            await send(message)

        if length > BODY_LIMIT:
            await problem_of(TooLarge(limit=BODY_LIMIT))(scope, receive, sealed)
        elif self._room.is_full_for(scope["path"]):
            self._room.sent_away()
            await problem_of(self._room.refusal)(scope, receive, sealed)
            return  # thousands a second: counted, not written down
        else:
            self._room.inside += 1
            try:
                await self._app(scope, bounded, sealed)
            except Exception:
                log.exception("unexpected error", route=_route(scope), request=request_id)
                if status:
                    raise
                await problem("internal", 500)(scope, receive, sealed)
            finally:
                self._room.inside -= 1
        self._note(scope, status, time.perf_counter() - began, wants_to_be_followed=given is not None)

    def _note(self, scope: Scope, status: int, took_s: float, *, wants_to_be_followed: bool) -> None:
        route = _route(scope)
        self._measures.answered(scope["method"], route, status).observe(took_s)
        if status >= 500 or wants_to_be_followed:
            path = scope.get("path_params", {})
            (log.warning if status >= 500 else log.info)(
                "request",
                method=scope["method"],
                route=route,
                **{name: path[name] for name in TOLD if name in path},
                status=status,
                s=round(took_s, 3),
                request=scope[REQUEST],
            )


def request_id(request: Request) -> str:
    """Follows one tap from the kiosk to its paper: the client's own, or one that the gate has made."""
    return str(request.scope[REQUEST])


def _route(scope: Scope) -> str:
    """The template: a path may hold a ticket's token."""
    return str(getattr(scope.get("route"), "path", "other"))


def _asked(scope: Scope) -> tuple[int, str | None]:
    """The length that a request claims, and its own id when that can hold nothing but an id."""
    length, given = 0, None
    for name, value in scope["headers"]:
        if name == b"content-length":
            length = int(value) if value.isdigit() else BODY_LIMIT + 1
        elif name == b"x-request-id":
            text = value.decode("latin-1")
            given = text if REQUEST_ID.fullmatch(text) else None
    return length, given
