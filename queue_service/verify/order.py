"""Invariant 8: within one line and class by issue, and no normal ticket overtaken beyond the bound.

A call by the order over all lines of a counter overtakes in all of them, if the site mixes them by waiting time.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.domain.site import NORMAL, CallingOrder
from queue_service.domain.ticket import How, Position
from queue_service.verify.breach import Breach, at

_QUEUED = (EventType.TICKET_TRANSFERRED, EventType.TICKET_RETURNED, EventType.TICKET_REINSTATED)
_LineKey = str | int


@dataclass(slots=True)
class _Place:
    id: str
    label: str
    priority: str
    service: str
    issued: int
    turn: int
    line: _LineKey
    front: bool = False
    moved: bool = False  # transferred, returned, reinstated: aside from the order of first calls
    overtaken: int = 0


@dataclass(slots=True)
class _Queue:
    waiting: dict[str, _Place] = field(default_factory=dict)
    # A heap by class, tidied when looked at.
    oldest: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


class OrderCheck:
    def __init__(self) -> None:
        self._bound = 0
        self._mixed: dict[int, list[str]] = {}  # services by counter, where they are mixed
        self._places: dict[str, _Place] = {}
        self._lines: dict[_LineKey, _Queue] = {}

    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        if event.type is EventType.SITE_CONFIGURED:
            self._configure(event.data["config"])
        elif event.type is EventType.DAY_CLOSED:
            self._places.clear()
            self._lines.clear()
        elif event.type is EventType.TICKET_ISSUED and event.ticket is not None:
            data = event.data
            place = _Place(
                event.ticket,
                data["label"],
                data["priority"],
                data["service"],
                event.seq,
                event.seq,
                data["service"],
            )
            self._places[event.ticket] = place
            self._enter(place)
        elif event.ticket in self._places:
            yield from self._moved(event, self._places[event.ticket])

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        return iter(())

    def _moved(self, event: Event, place: _Place) -> Iterator[Breach]:
        if event.type is EventType.TICKET_CALLED:
            self._leave(place)
            if event.data["how"] != How.NAME:
                yield from self._called_next(event, place)
        elif event.type in _QUEUED:
            self._leave(place)
            self._put(event, place)
            place.moved = True
            self._enter(place)
        elif event.type in (EventType.TICKET_CANCELLED, EventType.TICKET_EXPIRED):
            self._leave(place)

    def _called_next(self, event: Event, place: _Place) -> Iterator[Breach]:
        if not place.moved:
            older = self._oldest(self._line(place.line), place.priority)
            if older is not None and older.issued < place.issued:
                yield at(
                    event, 8, f"{place.label} is called before {older.label}, of the same line and class"
                )
        if place.priority == NORMAL or place.front:
            return
        for passed in self._passed(event, place):
            passed.overtaken += 1
            if passed.overtaken > self._bound:
                yield at(
                    event,
                    8,
                    f"{passed.label} is overtaken {passed.overtaken} times, the bound is {self._bound}",
                )

    def _passed(self, event: Event, place: _Place) -> Iterator[_Place]:
        """The normal tickets that stood before a priority ticket in the lines that it was chosen from."""
        mixed = event.data["how"] == How.NEXT and isinstance(place.line, str)
        lines: list[_LineKey] = [*self._mixed.get(event.counter or 0, ())] if mixed else []
        for key in lines or [place.line]:
            for waiting in self._line(key).waiting.values():
                if waiting.priority == NORMAL and not waiting.front and waiting.turn < place.turn:
                    yield waiting

    def _oldest(self, line: _Queue, priority: str) -> _Place | None:
        """The first issued of a class that still waits and never moved."""
        heap = line.oldest.get(priority, [])
        while heap:
            place = line.waiting.get(heap[0][1])
            if place is not None and not place.moved:
                return place
            heapq.heappop(heap)
        return None

    def _put(self, event: Event, place: _Place) -> None:
        """Another line, or the back of the same, begins a new count of overtakings."""
        position, before = event.data["position"], place.line
        place.service = event.data["service"]
        place.line = event.data.get("for_counter") or place.service
        place.front = position == Position.FRONT
        place.turn = place.issued if position == Position.BY_TIME else event.seq
        if place.line != before or position == Position.BACK:
            place.overtaken = 0

    def _configure(self, config: Mapping[str, Any]) -> None:
        self._bound = config["overtaking_bound"]
        mixed = config["calling_order"] == CallingOrder.BY_WAITING_TIME
        self._mixed = {c["number"]: c["services"] for c in config["counters"]} if mixed else {}

    def _enter(self, place: _Place) -> None:
        line = self._line(place.line)
        line.waiting[place.id] = place
        heapq.heappush(line.oldest.setdefault(place.priority, []), (place.issued, place.id))

    def _leave(self, place: _Place) -> None:
        self._line(place.line).waiting.pop(place.id, None)

    def _line(self, key: _LineKey) -> _Queue:
        return self._lines.setdefault(key, _Queue())
