"""Invariant 7: every slip asked for ends, once, and a repeat is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.verify.breach import Breach, at


@dataclass(slots=True)
class _Paper:
    asked: Event
    ended: str | None = None


class SlipCheck:
    """A slip may be on its way in the day that is open; a day that has closed must have ended all of its slips."""

    def __init__(self) -> None:
        self._papers: dict[str, _Paper] = {}
        self._copies: dict[str, int] = {}

    def see(self, event: Event, hall: Hall | None) -> Iterator[Breach]:
        if event.type is EventType.SLIP_REQUESTED:
            slip, ticket = event.data["slip"], event.ticket or ""
            if slip in self._papers:
                yield at(event, 7, f"slip {slip} is asked for twice")
            if self._copies.get(ticket, 0) and not event.data["repeat"]:
                yield at(event, 7, f"slip {slip} is a repeat without its mark")
            self._copies[ticket] = self._copies.get(ticket, 0) + 1
            self._papers[slip] = _Paper(event)
        elif event.type in (EventType.SLIP_PRINTED, EventType.SLIP_FAILED):
            paper = self._papers.get(event.data["slip"])
            if paper is None:
                yield at(event, 7, f"slip {event.data['slip']} ends but was never asked for")
            elif paper.ended is not None:
                yield at(event, 7, f"slip {event.data['slip']} ends twice: {paper.ended}, then {event.type}")
            else:
                paper.ended = event.type.value
        elif event.type is EventType.DAY_CLOSED:
            for slip, paper in self._papers.items():
                if paper.ended is None:
                    yield at(
                        paper.asked, 7, f"slip {slip} was neither printed nor failed when its day closed"
                    )
            self._papers.clear()
            self._copies.clear()

    def end(self, hall: Hall | None) -> Iterator[Breach]:
        return iter(())
