"""Who hears what: each event's topics, and for each topic the fields that its audience may see."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from websockets.frames import Frame, Opcode

from queue_service.domain.events import Event, EventType, rfc3339
from queue_service.domain.hall import Hall
from queue_service.views import job_view

BOARD = "board"
OPERATIONS = "operations"

_OFF_THE_BOARD = frozenset(
    {
        EventType.TICKET_RATED,
        EventType.DEVICE_PAIRED,
        EventType.DEVICE_REVOKED,
        EventType.DEVICE_LOST,
        EventType.DEVICE_BACK,
        EventType.SLIP_REQUESTED,
        EventType.SLIP_PRINTED,
        EventType.SLIP_FAILED,
    }
)
_PUBLIC_DATA = ("label", "service", "calls", "reason", "text", "until")


@dataclass(slots=True)
class Heard:
    """One event with what the hall looked like after it; frames are encoded once per kind of topic."""

    event: Event
    topics: tuple[str, ...]
    state: str | None
    waiting: dict[str, int] | None
    job: dict[str, Any] | None = None
    frames: dict[str, bytes] | None = None

    def frame(self, topic: str) -> bytes:
        kind = topic.partition(":")[0]
        if self.frames is None:
            self.frames = {}
        frame = self.frames.get(kind)
        if frame is None:
            frame = self.frames[kind] = encode(self.told(kind))
        return frame

    def told(self, kind: str) -> dict[str, Any]:
        """The frame's content, for a kind of topic."""
        event, at = self.event, rfc3339(self.event.at)
        return {
            "type": "event",
            "seq": event.seq,
            "event": event.type.value,
            "at": at,
            "data": _data(self, kind),
        }


def hear(hall: Hall, event: Event, track_url: Callable[[str, str], str]) -> Heard:
    """What is to be told of an event that was just folded into `hall`."""
    ticket = hall.tickets.get(event.ticket) if event.ticket else None
    services = [event.data[name] for name in ("service", "from_service") if name in event.data]
    waiting = {name: hall.waiting(name) for name in services} if event.type not in _OFF_THE_BOARD else None
    heard = Heard(
        event, tuple(_topics(hall, event, services)), ticket.state.value if ticket else None, waiting or None
    )
    if event.type is EventType.SLIP_REQUESTED and event.data["slip"] in hall.slips:
        slip = hall.slips[event.data["slip"]]
        heard.job = job_view(hall, slip, track_url=track_url(event.site, slip.ticket))
    return heard


def _topics(hall: Hall, event: Event, services: list[str]) -> list[str]:
    """Topics that an event concerns, the one that tells most first."""
    topics = [OPERATIONS]
    numbers = {n for service in services for n in hall.serving.get(service, ())}
    numbers |= {event.counter} if event.counter is not None else set()
    for_counter = event.data.get("for_counter")
    numbers |= {for_counter} if for_counter is not None else set()
    topics += [_counter_topic(number) for number in sorted(numbers)]
    data = event.data
    ticket = hall.tickets.get(event.ticket) if event.ticket else None
    if event.type is EventType.SLIP_REQUESTED:
        topics.append(f"printer:{data['printer']}")
    if event.type in (EventType.SLIP_PRINTED, EventType.SLIP_FAILED) and ticket and ticket.kiosk:
        topics.append(f"kiosk:{ticket.kiosk}")
    if event.type in (EventType.DEVICE_LOST, EventType.DEVICE_BACK):
        topics.append(f"trouble:{data['device']}")  # a kiosk hears of its printer
    if event.ticket is not None:
        topics.append(f"ticket:{event.ticket}")
    if event.type not in _OFF_THE_BOARD:
        topics.append(BOARD)
    return topics


@cache  # ten thousand remembered events share the names
def _counter_topic(number: int) -> str:
    return f"counter:{number}"


def encode(frame: dict[str, Any]) -> bytes:
    """A frame of the feed as it stands on the wire: one websocket text frame."""
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def _data(heard: Heard, kind: str) -> dict[str, Any]:
    event = heard.event
    if kind == "operations":
        return event.shown()
    if kind == "printer":
        return heard.job or {}
    if kind in ("kiosk", "trouble"):
        return {k: event.data[k] for k in ("slip", "label", "device", "problem", "reason") if k in event.data}
    public = _public(heard)
    if kind == "counter":
        public["ticket"] = event.ticket
    return public


def _public(heard: Heard) -> dict[str, Any]:
    """What a screen needs to fold an event: never a token, a name or a reason of priority."""
    event = heard.event
    if event.type in (EventType.SITE_CONFIGURED, EventType.DAY_CLOSED):
        return {}
    data = {name: event.data[name] for name in _PUBLIC_DATA if name in event.data}
    if event.counter is not None or event.ticket is not None:
        data["counter"] = event.counter
    if event.type.startswith("counter."):
        data["state"] = _COUNTER_STATES[event.type]
        data.setdefault("reason", None)
    if heard.state is not None:
        data["state"] = heard.state
    if heard.waiting is not None:
        data["waiting"] = heard.waiting
    return data


_COUNTER_STATES = {
    EventType.COUNTER_OPENED: "open",
    EventType.COUNTER_PAUSED: "paused",
    EventType.COUNTER_RESUMED: "open",
    EventType.COUNTER_CLOSED: "closed",
}
