"""Fan-out to listeners: the same bytes to each. Who falls behind is let go and resumes from its cursor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

TOO_SLOW = 4408
QUEUE = 512  # frames that may wait while the first ones are sent


class Wire(Protocol):
    """A listener's end of its connection."""

    def write(self, frame: bytes) -> bool:
        """Never waits; False when too much lies unsent."""

    def end(self) -> None:
        """Whoever serves the connection is to look at `Listener.closed`."""


class Listener:
    """One socket's end of the feed: holds frames back until `begin`, then hands them on as they come.

    `closed` says with which code its socket is to be ended.
    """

    __slots__ = ("_held", "_wire", "closed", "last_seq", "topics")

    def __init__(self, wire: Wire, topics: tuple[str, ...], last_seq: int) -> None:
        self._wire = wire
        self.topics = topics
        self.last_seq = last_seq
        self.closed: int | None = None
        self._held: list[bytes] | None = []

    def begin(self) -> None:
        """The first frames are sent; from now on each goes out at once."""
        held, self._held = self._held or (), None
        for frame in held:
            self.push(frame)

    def push(self, frame: bytes) -> None:
        """Never waits; too many held back, or too much unsent, closes the listener."""
        if self.closed is not None:
            return
        if self._held is None:
            keeps_up = self._wire.write(frame)
        else:
            self._held.append(frame)
            keeps_up = len(self._held) <= QUEUE
        if not keeps_up:
            self.close(TOO_SLOW)

    def tell(self, seq: int, frame: bytes) -> None:
        """An event's frame, once even when it concerns two of the listener's topics."""
        if seq > self.last_seq:
            self.last_seq = seq
            self.push(frame)

    def close(self, code: int) -> None:
        if self.closed is None:
            self.closed = code
            self._wire.end()


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
