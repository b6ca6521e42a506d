"""The life of a ticket, as one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from queue_service.domain.errors import IllegalMove
from queue_service.domain.events import Event, EventType
from queue_service.domain.site import NORMAL


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Move(StrEnum):
    CALL_NEXT = "call-next"
    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no-show"
    HOLD = "hold"
    TRANSFER = "transfer"
    RETURN = "return"
    REINSTATE = "reinstate"
    CANCEL = "cancel"
    EXPIRE = "expire"
    RATE = "rate"


class Rule(NamedTuple):
    """A move is made from one of `sources`, leads to `target`, and is recorded as `event`."""

    sources: frozenset[State]
    target: State
    event: EventType


def _rule(event: EventType, target: State, *sources: State) -> Rule:
    return Rule(frozenset(sources), target, event)


W, C, S, H = State.WAITING, State.CALLED, State.SERVING, State.ON_HOLD

# The contract's section 2, line by line; `issue` makes the ticket and so has no source. Nothing else moves a ticket.
MOVES: dict[Move, Rule] = {
    Move.CALL_NEXT: _rule(EventType.TICKET_CALLED, C, W),
    Move.CALL: _rule(EventType.TICKET_CALLED, C, W, H, State.NO_SHOW),
    Move.RECALL: _rule(EventType.TICKET_RECALLED, C, C),
    Move.START: _rule(EventType.TICKET_STARTED, S, C),
    Move.FINISH: _rule(EventType.TICKET_SERVED, State.SERVED, C, S),
    Move.NO_SHOW: _rule(EventType.TICKET_NO_SHOW, State.NO_SHOW, C),
    Move.HOLD: _rule(EventType.TICKET_HELD, H, C, S),
    Move.TRANSFER: _rule(EventType.TICKET_TRANSFERRED, W, W, C, S, H),
    Move.RETURN: _rule(EventType.TICKET_RETURNED, W, C),
    Move.REINSTATE: _rule(EventType.TICKET_REINSTATED, W, State.NO_SHOW),
    Move.CANCEL: _rule(EventType.TICKET_CANCELLED, State.CANCELLED, W, H),
    Move.EXPIRE: _rule(EventType.TICKET_EXPIRED, State.EXPIRED, W, C, H, S),
    Move.RATE: _rule(EventType.TICKET_RATED, State.SERVED, State.SERVED),
}

AT_COUNTER = frozenset({C, S})  # a counter has at most one ticket in these
OPEN = frozenset({W, C, S, H})  # these expire at the end of the day


class How(StrEnum):
    """How a called ticket was chosen; it stands in its `ticket.called`."""

    NEXT = "next"  # by the calling order over all lines of the counter
    SERVICE = "service"  # by the calling order in one line that the officer named
    NAME = "name"  # by the officer


class Position(StrEnum):
    """Where a ticket re-enters a line."""

    FRONT = "front"
    BY_TIME = "by-time"  # the place that its issue gives it
    BACK = "back"


class Ticket(NamedTuple):
    """One citizen's place in one line. A tuple: each move makes a new one, and a dataclass takes ten times as long.

    `turn` orders a line: the `seq` of the event that gave the place. `front` stands before all turns. `for_counter`
    is set when the ticket waits for one counter alone, and kept in case it is sent back there. Times are aware UTC.
    """

    id: str
    day: str
    service: str
    prefix: str
    number: int
    label: str
    procedure: str | None
    priority: str
    language: str
    kiosk: str | None  # the device that issued it
    issued_at: datetime
    issued_seq: int
    ahead_at_issue: int
    estimated_wait_s: dict[str, int] | None  # as told at issue
    turn: int
    queued_at: datetime
    state: State = State.WAITING
    front: bool = False
    for_counter: int | None = None
    counter: int | None = None
    calls: int = 0
    overtaken: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    held_at: datetime | None = None
    score: int | None = None
    slips: int = 0

    @property
    def is_normal(self) -> bool:
        return self.priority == NORMAL

    def require(self, move: Move) -> None:
        """Refuse a move that the table does not allow from this state. Raises IllegalMove."""
        if self.state not in MOVES[move].sources:
            raise IllegalMove(move=str(move), state=str(self.state), label=self.label)

    def after(self, event: Event) -> Ticket:
        """The ticket as `event` leaves it."""
        return self._replace(**_CHANGES[event.type](self, event))


def issued(event: Event) -> Ticket:
    """The ticket that a `ticket.issued` makes."""
    data = event.data
    assert event.ticket is not None
    return Ticket(
        id=event.ticket,
        day=data["day"],
        service=data["service"],
        prefix=data["prefix"],
        number=data["number"],
        label=data["label"],
        procedure=data["procedure"],
        priority=data["priority"],
        language=data["language"],
        kiosk=data["kiosk"],
        issued_at=event.at,
        issued_seq=event.seq,
        ahead_at_issue=data["ahead"],
        estimated_wait_s=data["estimated_wait_s"],
        turn=event.seq,
        queued_at=event.at,
    )


Changes = dict[str, Any]


def _called(ticket: Ticket, event: Event) -> Changes:
    return {
        "state": State.CALLED,
        "counter": event.counter,
        "calls": ticket.calls + 1,
        "called_at": event.at,
        "started_at": None,
        "finished_at": None,
        "front": False,
        "held_at": None,
    }


def _recalled(ticket: Ticket, event: Event) -> Changes:
    return {"calls": ticket.calls + 1}


def _started(ticket: Ticket, event: Event) -> Changes:
    return {"state": State.SERVING, "started_at": event.at}


def _served(ticket: Ticket, event: Event) -> Changes:
    return {"state": State.SERVED, "finished_at": event.at}


def _left(target: State) -> Callable[[Ticket, Event], Changes]:
    def changes(ticket: Ticket, event: Event) -> Changes:
        return {"state": target, "counter": None, "finished_at": event.at}

    return changes


def _held(ticket: Ticket, event: Event) -> Changes:
    return {"state": State.ON_HOLD, "counter": None, "held_at": event.at, "started_at": None}


def _queued(ticket: Ticket, event: Event) -> Changes:
    """Back in a line: where, the event's `position` says; another line, or its back, begins a new count."""
    position = Position(event.data["position"])
    service, for_counter = event.data["service"], event.data.get("for_counter")
    same_place = (service, for_counter) == (
        ticket.service,
        ticket.for_counter,
    ) and position is not Position.BACK
    return {
        "state": State.WAITING,
        "counter": None,
        "service": service,
        "for_counter": for_counter,
        "front": position is Position.FRONT,
        "turn": ticket.issued_seq if position is Position.BY_TIME else event.seq,
        "overtaken": ticket.overtaken if same_place else 0,
        "queued_at": event.at,
        "started_at": None,
        "finished_at": None,
        "held_at": None,
    }


def _rated(ticket: Ticket, event: Event) -> Changes:
    return {"score": event.data["score"]}


def _slip_requested(ticket: Ticket, event: Event) -> Changes:
    return {"slips": ticket.slips + 1}


_CHANGES: dict[EventType, Callable[[Ticket, Event], Changes]] = {
    EventType.TICKET_CALLED: _called,
    EventType.TICKET_RECALLED: _recalled,
    EventType.TICKET_STARTED: _started,
    EventType.TICKET_SERVED: _served,
    EventType.TICKET_NO_SHOW: _left(State.NO_SHOW),
    EventType.TICKET_HELD: _held,
    EventType.TICKET_TRANSFERRED: _queued,
    EventType.TICKET_RETURNED: _queued,
    EventType.TICKET_REINSTATED: _queued,
    EventType.TICKET_CANCELLED: _left(State.CANCELLED),
    EventType.TICKET_EXPIRED: _left(State.EXPIRED),
    EventType.TICKET_RATED: _rated,
    EventType.SLIP_REQUESTED: _slip_requested,
}
