"""Invariant 10: no event holds personal data or a ticket's token: only known fields, none that looks like either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from queue_service.domain.events import REQUEST_ID, Event, EventType
from queue_service.domain.hall import Hall
from queue_service.verify.breach import Breach, at

_MOVE = frozenset({"label", "service"})
_QUEUE = _MOVE | {"position", "for_counter", "from_service", "noted"}
_SLIP = frozenset({"slip", "label", "printer"})
_DEVICE = frozenset({"device"})

ALLOWED: dict[EventType, frozenset[str]] = {
    EventType.TICKET_ISSUED: _MOVE
    | {"prefix", "number", "day", "procedure", "priority", "language", "kiosk", "ahead", "estimated_wait_s"},
    EventType.TICKET_CALLED: _MOVE | {"how", "calls"},
    EventType.TICKET_RECALLED: _MOVE | {"calls"},
    EventType.TICKET_STARTED: _MOVE,
    EventType.TICKET_SERVED: _MOVE,
    EventType.TICKET_NO_SHOW: _MOVE,
    EventType.TICKET_HELD: _MOVE | {"noted"},
    EventType.TICKET_TRANSFERRED: _QUEUE,
    EventType.TICKET_RETURNED: _QUEUE,
    EventType.TICKET_REINSTATED: _QUEUE,
    EventType.TICKET_CANCELLED: _MOVE,
    EventType.TICKET_EXPIRED: _MOVE,
    EventType.TICKET_RATED: _MOVE | {"score", "reasons", "commented"},
    EventType.COUNTER_OPENED: frozenset(),
    EventType.COUNTER_PAUSED: frozenset({"reason"}),
    EventType.COUNTER_RESUMED: frozenset(),
    EventType.COUNTER_CLOSED: frozenset(),
    EventType.SITE_CONFIGURED: frozenset({"config", "changes"}),
    EventType.ANNOUNCEMENT_MADE: frozenset({"text", "until"}),
    EventType.DAY_CLOSED: frozenset({"day", "numbers", "prefixes", "announcements", "troubles"}),
    EventType.DEVICE_PAIRED: _DEVICE | {"kind", "name", "counter", "printer"},
    EventType.DEVICE_REVOKED: _DEVICE,
    EventType.DEVICE_LOST: _DEVICE | {"problem"},
    EventType.DEVICE_BACK: _DEVICE | {"problem"},
    EventType.SLIP_REQUESTED: _SLIP | {"repeat", "ahead", "request"},
    EventType.SLIP_PRINTED: _SLIP | {"repeat"},
    EventType.SLIP_FAILED: _SLIP | {"reason"},
}

# Written by the administration for everybody: hotline numbers may stand there.
_FREE_WORDS = frozenset({"text", "config", "changes"})
_NO_WORDS = _FREE_WORDS | {"request"}  # an id of random digits, held to its form
_LOOKS_LIKE = {
    "a citizen's number": re.compile(r"(?<!\d)\d{3}(?:[ .]?\d{3}){3}(?!\d)"),
    "a telephone number": re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)"),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    # 128 bits as base64 (small and capital letters in one long word, unlike any slug) or as hex.
    "a token": re.compile(
        r"(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])[A-Za-z0-9_-]{22,}|(?<![0-9a-f])[0-9a-f]{32,}"
    ),
}


class PrivacyCheck:
    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        unknown = sorted(set(event.data) - ALLOWED[event.type])
        if unknown:
            yield at(event, 10, f"{event.type} holds fields it may not: {', '.join(unknown)}")
        told = {name: value for name, value in event.data.items() if name not in _NO_WORDS}
        text = f"{event.actor} {json.dumps(told, ensure_ascii=False)}"
        request = event.data.get("request")
        if request is not None and not REQUEST_ID.fullmatch(str(request)):
            yield at(event, 10, f"{event.type} holds a request id that is none")
        for what, pattern in _LOOKS_LIKE.items():
            if pattern.search(text):
                yield at(event, 10, f"{event.type} holds what looks like {what}")

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        return iter(())
