"""Invariants 2, 3, 4 and 9: numbers, the life of each ticket, counters, ratings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import AT_COUNTER, MOVES, How, Move, State
from queue_service.verify.breach import Breach, at

# From the one table: which states an event may follow (a call by the order only waiting), and which it leads to.
_SOURCES: dict[EventType, frozenset[State]] = {}
_TARGET: dict[EventType, State] = {}
for _rule in MOVES.values():
    _SOURCES[_rule.event] = _SOURCES.get(_rule.event, frozenset()) | _rule.sources
    _TARGET[_rule.event] = _rule.target


@dataclass(slots=True)
class _Life:
    label: str
    state: State = State.WAITING
    counter: int | None = None
    rated: bool = False


class LifeCheck:
    def __init__(self) -> None:
        self._lives: dict[str, _Life] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._labels: set[tuple[str, str]] = set()
        self._at_counter: dict[int, str] = {}
        self._on_paper = ""  # the prefix of emergency slips

    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        if event.type is EventType.SITE_CONFIGURED:
            self._on_paper = event.data["config"].get("emergency_prefix", "")
        elif event.type is EventType.TICKET_ISSUED:
            yield from self._issued(event)
        elif event.type in _TARGET:
            yield from self._moved(event)
        elif event.type is EventType.DAY_CLOSED:
            yield from self._closed(event)

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        return iter(())

    def _issued(self, event: Event) -> Iterator[Breach]:
        data = event.data
        day, service, number, label = data["day"], data["service"], data["number"], data["label"]
        on_paper = bool(self._on_paper) and data["prefix"] == self._on_paper
        series = self._on_paper if on_paper else service  # slips may stay in the drawer, none comes late
        last = self._numbers.get((day, series), 0)
        if not (number > last if on_paper else number == last + 1):
            yield at(event, 2, f"number {number} of {series} on {day} follows {last}")
        self._numbers[day, series] = max(number, last)
        if (day, label) in self._labels:
            yield at(event, 2, f"label {label} stands on two tickets of {day}")
        self._labels.add((day, label))
        if event.ticket in self._lives:
            yield at(event, 3, f"ticket {event.ticket} is issued twice")
        self._lives[event.ticket or ""] = _Life(label)

    def _moved(self, event: Event) -> Iterator[Breach]:
        life = self._lives.get(event.ticket or "")
        if life is None:
            yield at(event, 3, f"{event.type} of a ticket that was never issued: {event.ticket}")
            return
        if life.state not in _sources(event):
            yield at(
                event,
                9 if event.type is EventType.TICKET_RATED else 3,
                f"{event.type} of {life.label}, which is {life.state}",
            )
        if event.type is EventType.TICKET_RATED:
            if life.rated:
                yield at(event, 9, f"{life.label} is rated twice")
            life.rated = True
            return
        yield from self._place(event, life)
        life.state = _TARGET[event.type]

    def _place(self, event: Event, life: _Life) -> Iterator[Breach]:
        """Where the ticket stands after the event, and whether somebody else stands there."""
        target = _TARGET[event.type]
        if target in AT_COUNTER:
            number = event.counter
            if number is None:
                yield at(event, 4, f"{life.label} is {target} at no counter")
                return
            if life.counter not in (None, number):
                yield at(event, 4, f"{life.label} is at counters {life.counter} and {number}")
            there = self._at_counter.get(number)
            if there not in (None, event.ticket):
                yield at(event, 4, f"counter {number} has {self._lives[there or ''].label} and {life.label}")
            self._at_counter[number] = event.ticket or ""
            life.counter = number
        elif life.counter is not None:
            if self._at_counter.get(life.counter) == event.ticket:
                del self._at_counter[life.counter]
            life.counter = None

    def _closed(self, event: Event) -> Iterator[Breach]:
        for life in self._lives.values():
            if life.state in (*AT_COUNTER, State.WAITING, State.ON_HOLD):
                yield at(event, 3, f"the day closed while {life.label} was {life.state}")
        self._lives.clear()
        self._at_counter.clear()


def _sources(event: Event) -> frozenset[State]:
    if event.type is EventType.TICKET_CALLED and event.data["how"] != How.NAME:
        return MOVES[Move.CALL_NEXT].sources
    return _SOURCES[event.type]
