"""The hall told a second time, as simply as can be: one list of tickets, searched through for every question.

It shares no code with `queue_service.domain`: what the contract says stands here once more, slowly.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

TABLE: dict[str, tuple[str, ...]] = {  # the states that a move may start from
    "call": ("waiting", "on_hold", "no_show"),
    "recall": ("called",),
    "start": ("called",),
    "finish": ("called", "serving"),
    "no-show": ("called",),
    "hold": ("called", "serving"),
    "transfer": ("waiting", "called", "serving", "on_hold"),
    "return": ("called",),
    "reinstate": ("no_show",),
    "cancel": ("waiting", "on_hold"),
    "rate": ("served",),
}
LEADS_TO = {
    "call": "called",
    "recall": "called",
    "start": "serving",
    "finish": "served",
    "no-show": "no_show",
    "hold": "on_hold",
    "cancel": "cancelled",
    "rate": "served",
}


class Refused(Exception):
    """The code of the refusal that the hall must give."""


@dataclass
class Citizen:
    """A ticket; `passed` counts real overtakings, `count` the ones that the rule goes by."""

    label: str
    service: str
    normal: bool
    issued: int
    issued_at: datetime
    place: int
    state: str = "waiting"
    counter: int | None = None
    own_counter: int | None = None
    front: bool = False
    moved: bool = False
    rated: bool = False
    passed: int = 0
    count: int = 0

    @property
    def line(self) -> str | int:
        return self.service if self.own_counter is None else self.own_counter


@dataclass
class HallModel:
    """`serves`: the services of each counter in order, `first_service_first`: the calling order."""

    serves: dict[int, tuple[str, ...]]
    bound: int
    longest_wait: timedelta
    first_service_first: bool
    citizens: list[Citizen] = field(default_factory=list)
    counters: dict[int, str] = field(default_factory=dict)
    last_served: dict[int, Citizen] = field(default_factory=dict)
    clock: int = 0  # counts the events that give a place

    # --- what people do

    def issue(self, label: str, service: str, normal: bool, now: datetime) -> None:
        self.clock += 1
        newcomer = Citizen(label, service, normal, self.clock, now, self.clock)
        self.citizens.append(newcomer)

    def call_next(self, counter: int, service: str | None, now: datetime) -> Citizen | None:
        self._must_be_open(counter)
        chosen = self._choose(counter, service, now)
        if chosen is None:
            if self.present(counter) is not None:
                self.at_counter("finish", counter)
            return None
        if not chosen.moved:
            peers = [c for c in self.waiting(chosen.line) if c.normal == chosen.normal and not c.moved]
            assert min(peers, key=lambda c: c.issued) is chosen, "issue order within service and class"
        if not chosen.normal and not chosen.front:
            self._overtakes(chosen, counter, mixed=service is None and not self.first_service_first)
        self._take(counter, chosen)
        return chosen

    def call(self, counter: int, citizen: Citizen) -> None:
        self._must_be_open(counter)
        _allow("call", citizen)
        citizen.moved = True
        self._take(counter, citizen)

    def at_counter(self, verb: str, counter: int) -> None:
        """recall, start, finish, no-show, hold."""
        citizen = self._present(counter)
        _allow(verb, citizen)
        citizen.state = LEADS_TO[verb]
        if citizen.state == "served":
            self.last_served[counter] = citizen

    def queue(self, verb: str, citizen: Citizen, line: str | int, position: str) -> None:
        """transfer, return, reinstate: into a line, at the front, by time or at the back."""
        _allow(verb, citizen)
        before = citizen.line
        self.clock += 1
        citizen.state = "waiting"
        citizen.moved = True
        citizen.front = position == "front"
        citizen.place = citizen.issued if position == "by-time" else self.clock
        if isinstance(line, int):
            citizen.own_counter = line
        else:
            citizen.own_counter, citizen.service = None, line
        if citizen.line != before or position == "back":
            citizen.count = citizen.passed = 0
        self._keep_turns(citizen)

    def cancel(self, citizen: Citizen) -> None:
        _allow("cancel", citizen)
        citizen.state = "cancelled"

    def rate(self, citizen: Citizen) -> None:
        _allow("rate", citizen)
        if citizen.rated:
            raise Refused("already-rated")
        citizen.rated = True

    def close_counter(self, counter: int) -> None:
        if self.present(counter) is not None:
            raise Refused("counter-busy")
        self.counters[counter] = "closed"

    def pause_counter(self, counter: int) -> None:
        if self.state(counter) == "closed":
            raise Refused("counter-closed")
        self.counters[counter] = "paused"

    def resume_counter(self, counter: int) -> None:
        if self.state(counter) == "closed":
            raise Refused("counter-closed")
        self.counters[counter] = "open"

    def open_counter(self, counter: int) -> None:
        self.counters[counter] = "open"

    def close_day(self) -> None:
        self.citizens.clear()
        self.counters.clear()
        self.last_served.clear()

    # --- what can be seen

    def state(self, counter: int) -> str:
        return self.counters.get(counter, "closed")

    def present(self, counter: int) -> Citizen | None:
        here = [c for c in self.citizens if c.counter == counter and c.state in ("called", "serving")]
        assert len(here) <= 1, "one ticket at a counter"
        return here[0] if here else None

    def waiting(self, line: str | int) -> list[Citizen]:
        return [c for c in self.citizens if c.state == "waiting" and c.line == line]

    def ahead(self, citizen: Citizen) -> int:
        """Plays the citizen's line to its end, with nobody coming and no time passing."""
        rest = [replace(c) for c in self.waiting(citizen.line)]
        called = 0
        while (head := self._head(rest, None)).label != citizen.label:
            called += 1
            rest.remove(head)
            if not head.normal and not head.front:
                for other in _earlier_normals(rest, head):
                    other.count += 1
        return called

    # --- the rules

    def _choose(self, counter: int, service: str | None, now: datetime) -> Citizen | None:
        lines: list[str | int] = [service] if service else [counter, *self.serves[counter]]
        heads = {line: self._head(self.waiting(line), now) for line in lines if self.waiting(line)}
        if not heads:
            return None
        if counter in heads or self.first_service_first:
            return next(iter(heads.values()))
        return min(heads.values(), key=lambda c: self._rank(c, now))

    def _head(self, waiting: list[Citizen], now: datetime | None) -> Citizen:
        fronts = [c for c in waiting if c.front]
        if fronts:
            return max(fronts, key=lambda c: c.place)
        normals = sorted((c for c in waiting if c.normal), key=lambda c: c.place)
        may_go = [c for c in waiting if not c.normal] + normals[:1]
        return min(may_go, key=lambda c: self._rank(c, now))

    def _rank(self, citizen: Citizen, now: datetime | None) -> tuple[int, int]:
        if citizen.front:
            return (0, citizen.place)
        long = now is not None and now - citizen.issued_at >= self.longest_wait
        urgent = not citizen.normal or citizen.count >= self.bound or long
        return (1 if urgent else 2, citizen.place)

    def _overtakes(self, chosen: Citizen, counter: int, *, mixed: bool) -> None:
        lines = self.serves[counter] if mixed and chosen.own_counter is None else (chosen.line,)
        for line in lines:
            for other in _earlier_normals(self.waiting(line), chosen):
                other.passed += 1
                other.count += 1
                assert other.passed <= self.bound, f"{other.label} is overtaken too often"

    def _keep_turns(self, citizen: Citizen) -> None:
        """Normal tickets do not pass one another: of two, the earlier is never less due."""
        if not citizen.normal or citizen.front:
            return
        peers = [c for c in self.waiting(citizen.line) if c.normal and not c.front]
        citizen.count = max(c.count for c in peers if c.place >= citizen.place)
        for other in peers:
            if other.place < citizen.place:
                other.count = max(other.count, citizen.count)

    def _take(self, counter: int, citizen: Citizen) -> None:
        present = self.present(counter)
        if present is not None:
            self.at_counter("finish", counter)
        citizen.state, citizen.counter, citizen.front = "called", counter, False

    def _present(self, counter: int) -> Citizen:
        present = self.present(counter)
        if present is None:
            raise Refused("no-ticket")
        return present

    def _must_be_open(self, counter: int) -> None:
        if self.state(counter) != "open":
            raise Refused(f"counter-{self.state(counter)}")


def _allow(move: str, citizen: Citizen) -> None:
    if citizen.state not in TABLE[move]:
        raise Refused("illegal-move")


def _earlier_normals(waiting: list[Citizen], chosen: Citizen) -> list[Citizen]:
    return [c for c in waiting if c.normal and not c.front and c.place < chosen.place]
