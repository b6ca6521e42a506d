"""The live feed's door: who may listen to what, the first frames, then frames until the end."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy.exc import DBAPIError
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from queue_service.domain.errors import NotAllowed, NotFound, NotKnown
from queue_service.domain.events import rfc3339
from queue_service.domain.hall import Hall, SlipState
from queue_service.realtime.feeds import encode
from queue_service.realtime.hub import Listener
from queue_service.realtime.stream import AT_ONCE
from queue_service.views import board_view, counter_view, job_view
from queue_service.web.access import Caller
from queue_service.web.live_socket import WIRE, LiveSocket
from queue_service.web.parts import API, Parts

HEARTBEAT_S = 5.0  # half of what the contract allows: one may be lost
SEND_TIMEOUT_S = 20.0
MOST_SOCKETS = 20_000
MOST_TOPICS = 8
LAST_SLIPS = 64  # of all kiosks, more than are printed in the seconds that a kiosk waits for one

COME_BACK = 1012  # as when the service restarts
BAD_REQUEST, NOT_KNOWN, NOT_ALLOWED, NO_SUCH, TOO_SLOW, TOO_MANY = 4400, 4401, 4403, 4404, 4408, 4429
PATH = API + "/sites/{site}/live"
_PATH = compile_path(PATH)[0]
_TOPIC = re.compile(r"board|operations|kiosk|counter:\d{1,3}|ticket:[\w.-]{1,160}|printer:[a-z0-9-]{1,64}")


class _Refused(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Subscription:
    """What one socket asked for: `asked` as the client names topics, `heard` as the feeds name them."""

    site: str
    asked: tuple[str, ...]
    heard: tuple[str, ...]
    after: int | None
    ticket: str | None
    device: Caller | None


class Sockets:
    """The ASGI app of `WebSocket …/live`, past the framework.

    A listener stays for hours, and each layer of the framework that it came through stays with it: the router, its
    error handlers and dependency stacks weigh as much as all that the listener itself needs.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        joined = await self._admitted(WebSocket(scope, receive, send))
        if joined is not None:
            self._count(+1)
            try:
                await _follow(self._parts, scope["state"][WIRE], receive, send, *joined)
            finally:
                self._count(-1)

    async def _admitted(self, socket: WebSocket) -> tuple[str, Listener, list[bytes]] | None:
        """A listener that has joined its site's feed, and its first frames; None for who may not."""
        path = _PATH.match(socket.scope["path"])
        if path is None:
            await socket.close()
            return None
        site, parts = path["site"], self._parts
        await socket.accept()
        try:
            if self._open >= MOST_SOCKETS:
                raise _Refused(TOO_MANY, "too many listeners")
            subscription = await _subscribe(parts, socket, site)
        except _Refused as refused:
            await socket.close(refused.code, refused.reason)
            return None
        hall = await parts.images.hall(site)
        wire: LiveSocket = socket.scope["state"][WIRE]
        listener = parts.stream.join(
            site, subscription.heard, hall.seq, wire
        )  # to the first frames: no await
        return site, listener, _first_frames(parts, hall, subscription)

    def _count(self, change: int) -> None:
        self._open += change
        self._parts.measures.listeners.set(self._open)


async def _subscribe(parts: Parts, socket: WebSocket, site: str) -> _Subscription:
    query = socket.query_params
    topics = tuple(dict.fromkeys((query.get("topics") or "board").split(",")))
    after = query.get("after")
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 16):
        raise _Refused(BAD_REQUEST, "after must be a number")
    if len(topics) > MOST_TOPICS or not all(_TOPIC.fullmatch(topic) for topic in topics):
        raise _Refused(BAD_REQUEST, "unknown topic")
    if parts.access.is_foreign(socket):
        raise _Refused(NOT_ALLOWED, "origin")
    try:
        hall = await parts.images.fresh(site)
        if after is not None and int(after) > hall.seq:  # it heard more at another process than has come here
            await parts.images.catch_up(site)
        heard: list[str] = []
        device: Caller | None = None
        ticket: str | None = None
        if "authorization" in socket.headers:  # a device that is revoked loses its public topics too
            heard += [name for caller in await parts.access.callers(socket) for name in _device_topic(caller)]
        for topic in topics:
            names, caller, ticket_id = await _allowed(parts, socket, hall, topic)
            heard += names
            device = device or caller
            ticket = ticket or ticket_id
    except NotKnown as error:
        raise _Refused(NOT_KNOWN, "not known") from error
    except NotAllowed as error:
        raise _Refused(NOT_ALLOWED, "not allowed") from error
    except NotFound as error:
        raise _Refused(NO_SUCH, "no such thing") from error
    except DBAPIError as error:
        raise _Refused(COME_BACK, "database") from error
    return _Subscription(
        site, topics, tuple(heard), int(after) if after is not None else None, ticket, device
    )


async def _allowed(
    parts: Parts, socket: WebSocket, hall: Hall, topic: str
) -> tuple[list[str], Caller | None, str | None]:
    """The feeds' names of a topic that this socket may hear, its device, and the ticket it follows."""
    site = hall.site.id
    kind, _, which = topic.partition(":")
    if kind == "board":
        return [topic], None, None
    if kind == "ticket":
        try:
            token_site, ticket_id = parts.tokens.read_ticket(which)
        except NotKnown as error:
            raise NotFound(what="ticket") from error
        if token_site != site or ticket_id not in hall.tickets:
            raise NotFound(what="ticket")
        return [f"ticket:{ticket_id}"], None, ticket_id
    if kind == "counter":
        hall.counter(int(which))
        caller = await parts.access.require(socket, site, "counter", "supervisor", counter=int(which))
        return [topic, *_device_topic(caller)], None, None
    if kind == "operations":
        return [topic, *_device_topic(await parts.access.require(socket, site, "supervisor"))], None, None
    caller = await parts.access.require(socket, site, kind)
    assert caller.device is not None
    if kind == "printer":
        if caller.device.id != which:
            raise NotAllowed(reason="another printer")
        return [topic, f"device:{which}"], caller, None
    printer = caller.device.printer
    names = [f"kiosk:{caller.device.id}", f"device:{caller.device.id}"]
    return [*names, *([f"trouble:{printer}"] if printer else [])], caller, None


def _device_topic(caller: Caller) -> list[str]:
    return [f"device:{caller.device.id}"] if caller.device else []


async def _follow(
    parts: Parts,
    wire: LiveSocket,
    receive: Receive,
    send: Send,
    site: str,
    listener: Listener,
    greeting: list[bytes],
) -> None:
    wire.forget_handshake()
    try:
        await _greet(wire, listener, greeting)
        await _until_gone(receive)
    except TimeoutError:
        listener.close(TOO_SLOW)
    finally:
        parts.stream.leave(site, listener)
        if listener.closed == TOO_SLOW:
            parts.measures.too_slow.inc()
        if listener.closed:
            await _close(wire, send, listener.closed)


async def _greet(wire: LiveSocket, listener: Listener, frames: list[bytes]) -> None:
    """As fast as the line takes them. Raises TimeoutError when it takes no more."""
    for first in range(0, len(frames), AT_ONCE):
        async with asyncio.timeout(SEND_TIMEOUT_S):
            await wire.writable.wait()
        wire.transport.write(b"".join(frames[first : first + AT_ONCE]))
    frames.clear()  # a snapshot kept by each of ten thousand sockets would weigh a hundred megabytes
    listener.begin()


async def _until_gone(receive: Receive) -> None:
    """Listeners say nothing; reading tells when they are gone, or are to go."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def _close(wire: LiveSocket, send: Send, code: int) -> None:
    """Who is slow gets the time of one more frame to hear why it is let go."""
    try:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            await send({"type": "websocket.close", "code": code, "reason": ""})
    except TimeoutError:
        wire.transport.abort()
    except OSError:
        pass  # it has gone by itself


async def beat(parts: Parts) -> None:
    """Every listener hears each few seconds that the server lives, and up to where it has heard everything."""
    while True:
        await asyncio.sleep(HEARTBEAT_S)
        for hall in list(parts.images.loaded):
            listeners = parts.stream.everybody(hall.site.id)
            for first in range(0, len(listeners), AT_ONCE):
                frame = encode(
                    {"type": "heartbeat", "seq": parts.stream.told(hall), "at": rfc3339(parts.now())}
                )
                for listener in listeners[first : first + AT_ONCE]:
                    listener.push(frame)
                await asyncio.sleep(0)


def _first_frames(parts: Parts, hall: Hall, subscription: _Subscription) -> list[bytes]:
    """The missed events when they are at hand, else a snapshot for each topic; all of one moment."""
    if subscription.after is not None and not any(t.startswith("printer:") for t in subscription.asked):
        missed = parts.stream.missed(subscription.site, subscription.heard, subscription.after, hall.seq)
        if missed is not None:
            beat = {"type": "heartbeat", "seq": hall.seq, "at": rfc3339(parts.now())}
            return [*missed, encode(beat)]
    return [
        encode({"type": "snapshot", "seq": hall.seq, **_snapshot(parts, hall, topic, subscription)})
        for topic in subscription.asked
    ]


def _snapshot(parts: Parts, hall: Hall, topic: str, subscription: _Subscription) -> dict[str, Any]:
    kind, _, which = topic.partition(":")
    if kind == "board":
        return {"board": board_view(hall, parts.now())}
    if kind == "counter":
        return {"topic": topic, "counter": counter_view(hall, int(which), parts.now())["counter"]}
    if kind == "ticket":
        return {"ticket": parts.held(hall, hall.ticket(subscription.ticket or ""))}
    if kind == "printer":
        waiting = [s for s in hall.slips.values() if s.printer == which and s.state is SlipState.REQUESTED]
        url = parts.track_url_of
        return {"slips": [job_view(hall, s, track_url=url(hall.site.id, s.ticket)) for s in waiting]}
    if kind == "kiosk":
        return {"topic": topic, "printer": _printer(hall, subscription), "slips": _ended(hall, subscription)}
    return {"topic": topic, "troubles": dict(hall.troubles)}


def _printer(hall: Hall, subscription: _Subscription) -> dict[str, Any] | None:
    caller = subscription.device
    printer = caller.device.printer if caller and caller.device else None
    return {"id": printer, "name": printer, "problem": hall.troubles.get(printer)} if printer else None


def _ended(hall: Hall, subscription: _Subscription) -> list[dict[str, str]]:
    """What became of a kiosk's last slips: one may have ended while it was not listening."""
    kiosk = subscription.device.device.id if subscription.device and subscription.device.device else None
    last = islice(reversed(hall.slips.values()), LAST_SLIPS)
    return [
        {"slip": slip.id, "state": slip.state.value}
        for slip in last
        if slip.state is not SlipState.REQUESTED and hall.tickets[slip.ticket].kiosk == kiosk
    ]
