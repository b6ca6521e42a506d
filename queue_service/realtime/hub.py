"""Fan-out to listeners, each with a bounded queue. Who falls behind is let go and resumes from its cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

TOO_SLOW = 4408
QUEUE = 512  # frames that may wait for one listener: more than a minute of a busy hall


class Listener:
    """One socket's end of the feed. The socket takes frames with `take`; `closed` says with which code to end it."""

    __slots__ = ("_frames", "_woken", "closed", "last_seq", "topics")

    def __init__(self, topics: tuple[str, ...], last_seq: int) -> None:
        self.topics = topics
        self.last_seq = last_seq
        self.closed: int | None = None
        self._frames: list[str] = []
        self._woken: asyncio.Future[None] | None = None

    def push(self, text: str) -> None:
        """Never waits; a full queue closes the listener."""
        if self.closed is not None:
            return
        if len(self._frames) >= QUEUE:
            self.close(TOO_SLOW)
            return
        self._frames.append(text)
        self._wake()

    def tell(self, seq: int, text: str) -> None:
        """An event's frame, once even when it concerns two of the listener's topics."""
        if seq > self.last_seq:
            self.last_seq = seq
            self.push(text)

    def close(self, code: int) -> None:
        if self.closed is None:
            self.closed = code
            self._wake()

    async def take(self, timeout_s: float) -> list[str]:
        """The frames that wait, at least one unless closed or the time is up."""
        if not self._frames and self.closed is None:
            self._woken = asyncio.get_running_loop().create_future()
            handle = asyncio.get_running_loop().call_later(timeout_s, self._wake)
            try:
                await self._woken
            finally:
                handle.cancel()
                self._woken = None
        frames, self._frames = self._frames, []
        return frames

    def _wake(self) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)


class Hub:
    """The listeners of one site, found by topic."""

    def __init__(self) -> None:
        self._by_topic: dict[str, dict[Listener, None]] = {}

    def add(self, listener: Listener) -> None:
        for topic in listener.topics:
            self._by_topic.setdefault(topic, {})[listener] = None

    def remove(self, listener: Listener) -> None:
        for topic in listener.topics:
            listeners = self._by_topic.get(topic, {})
            listeners.pop(listener, None)
            if not listeners:
                self._by_topic.pop(topic, None)

    def on(self, topic: str) -> Iterable[Listener]:
        return self._by_topic.get(topic, ())

    def topics(self, kind: str) -> list[str]:
        """Topics of a kind (`ticket:`) that somebody listens to."""
        return [topic for topic in self._by_topic if topic.startswith(kind)]

    def everybody(self) -> list[Listener]:
        return list({listener: None for listeners in self._by_topic.values() for listener in listeners})

    def __bool__(self) -> bool:
        """Does anybody listen?"""
        return bool(self._by_topic)
