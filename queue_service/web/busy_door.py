"""Uvicorn's HTTP protocol with a doorkeeper: under overload a refusal must cost next to nothing, or refusing is all
that the server does. Who may not come in is told so before the request is parsed, routed or logged.

Only whole requests on idle connections are sent away here; the gate, which keeps the same rule, sees to the others.
"""

from __future__ import annotations

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from queue_service.web.errors import problem_of
from queue_service.web.room import RETRY_AFTER_S, Room

ANSWER_AFTER_S = 1.0  # who does not heed Retry-After asks no more than once a second on a connection

_REQUEST = re.compile(rb"[A-Z]+ (\S+?)(?:\?\S*)? HTTP/1\.1\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_CHUNKED_OR_SOCKET = re.compile(rb"\r\n(transfer-encoding|upgrade):", re.IGNORECASE)


def busy_door(room: Room) -> type[HttpToolsProtocol]:
    """A protocol class for `uvicorn.Config(http=…)` that keeps this room."""
    body = bytes(problem_of(room.refusal).body)
    answer = b"\r\n".join(
        (
            b"HTTP/1.1 503 Service Unavailable",
            b"content-type: application/problem+json",
            b"content-length: %d" % len(body),
            b"retry-after: %d" % RETRY_AFTER_S,
            b"x-content-type-options: nosniff",
            b"",
            body,
        )
    )

    class BusyDoor(HttpToolsProtocol):
        _leaving = False

        def data_received(self, data: bytes) -> None:
            if self._leaving:  # asks again before its answer
                self.transport.close()
            elif room.is_full and self._is_idle and _is_whole_request_of_a_stranger(room, data):
                room.sent_away()
                self._unset_keepalive_if_required()  # it is not idle while it waits for its answer
                self._leaving = True
                self.loop.call_later(ANSWER_AFTER_S, self._send_away)
            else:
                super().data_received(data)

        def _send_away(self) -> None:
            self._leaving = False
            if not self.transport.is_closing():
                self.transport.write(answer)
                self.timeout_keep_alive_task = self.loop.call_later(
                    self.timeout_keep_alive, self.timeout_keep_alive_handler
                )

        @property
        def _is_idle(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

    return BusyDoor


def _is_whole_request_of_a_stranger(room: Room, data: bytes) -> bool:
    head = data.find(b"\r\n\r\n")
    request = _REQUEST.match(data)
    if head < 0 or request is None or _CHUNKED_OR_SOCKET.search(data, 0, head + 2):
        return False
    length = _LENGTH.search(data, 0, head + 2)
    if len(data) != head + 4 + (int(length[1]) if length else 0):
        return False
    return room.is_full_for(request[1].decode("latin-1"))
