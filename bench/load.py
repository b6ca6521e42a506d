"""A light HTTP client that costs less than the server it measures: keep-alive, one request after another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


def whole(received: bytes) -> tuple[bytes, bytes] | None:
    """Head and body of an answer, None while more is to come."""
    head, found, rest = received.partition(b"\r\n\r\n")
    if not found:
        return None
    at = head.lower().find(b"content-length:")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return (head, rest) if len(rest) >= length else None


class _Connection(asyncio.Protocol):
    """Sends prepared bytes and reads answers with a Content-Length; knows no more HTTP than that."""

    def __init__(
        self, next_request: Callable[[], bytes | None], latencies: list[float], done: asyncio.Future[None]
    ):
        self._next = next_request
        self._latencies = latencies
        self._done = done
        self._buffer = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answer = whole(self._buffer)
        if answer is None:
            return
        head, rest = answer
        if not head.startswith(b"HTTP/1.1 2"):
            self._fail(RuntimeError(head.split(b"\r\n", 1)[0].decode() + " " + rest.decode()[:200]))
            return
        self._latencies.append(time.perf_counter() - self._began)
        self._buffer = b""
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(error or ConnectionResetError())

    def _ask(self) -> None:
        request = self._next()
        if request is None:
            if not self._done.done():
                self._done.set_result(None)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)  # type: ignore[attr-defined]

    def _fail(self, error: Exception) -> None:
        if not self._done.done():
            self._done.set_exception(error)
        self._transport.close()


async def drive(
    port: int, clients: int, requests: int, make: Callable[[int], bytes]
) -> tuple[float, list[float]]:
    """Requests a second over all clients, and each one's seconds. `make(n)` gives the nth request's bytes."""
    loop = asyncio.get_running_loop()
    numbers = iter(range(requests))
    latencies: list[float] = []

    def next_request() -> bytes | None:
        number = next(numbers, None)
        return make(number) if number is not None else None

    done = [loop.create_future() for _ in range(clients)]
    began = time.perf_counter()
    for end in done:
        await loop.create_connection(
            lambda end=end: _Connection(next_request, latencies, end), "127.0.0.1", port
        )
    await asyncio.gather(*done)
    return requests / (time.perf_counter() - began), latencies


def post(path: str, body: bytes, token: str, key: str | None = None) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *([f"Idempotency-Key: {key}"] if key else []),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get(path: str, token: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
