"""Invariants 6 and 10: what a listener folds from the public frames equals the hall, and tells nothing private."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import State
from queue_service.realtime.feeds import BOARD, hear
from queue_service.verify.breach import Breach, at

_PUBLIC = {"label", "service", "counter", "state", "calls", "waiting", "reason", "text", "until"}
_AT_COUNTER = (State.CALLED.value, State.SERVING.value)


def board_frame(hall: Hall, event: Event) -> dict[str, Any] | None:
    """What a listener of the board is told of an event; None when it does not concern the board."""
    heard = hear(hall, event, lambda site, ticket: "")
    return heard.told(BOARD) if BOARD in heard.topics else None


class BoardCheck:
    """A display in miniature: it sees the frames that `tell` gives alone, and is compared with the hall after each."""

    def __init__(self, tell: Callable[[Hall, Event], dict[str, Any] | None] = board_frame) -> None:
        self._tell = tell
        self._shown: dict[int, str] = {}
        self._waiting: dict[str, int] = {}

    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        frame = self._tell(hall, event) if hall is not None else None
        if hall is not None and frame is not None:
            yield from self._frame(event, hall, frame["data"])

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        return iter(())

    def _frame(self, event: Event, hall: Hall, data: dict[str, Any]) -> Iterator[Breach]:
        private = sorted(set(data) - _PUBLIC)
        if private:
            yield at(event, 10, f"the board's frame holds {', '.join(private)}")
        self._fold(event, data)
        shown = {n: hall.tickets[d.ticket].label for n, d in hall.desks.items() if d.ticket is not None}
        if shown != self._shown:
            yield at(event, 6, f"a listener's counters {self._shown} differ from the hall's {shown}")
            self._shown = shown
        services = {event.data[name] for name in ("service", "from_service") if name in event.data}
        waiting = {service: hall.waiting(service) for service in sorted(services)}
        wrong = {service: n for service, n in waiting.items() if self._waiting.get(service) != n}
        if wrong:
            yield at(event, 6, f"a listener's waiting counts differ from the hall's: {wrong}")

    def _fold(self, event: Event, data: dict[str, Any]) -> None:
        if event.type is EventType.DAY_CLOSED:
            self._shown.clear()
            self._waiting.clear()
        self._waiting |= data.get("waiting", {})
        label, counter = data.get("label"), data.get("counter")
        if label is None or counter is None:
            return
        if data["state"] in _AT_COUNTER:
            self._shown[counter] = label
        elif self._shown.get(counter) == label:
            del self._shown[counter]
