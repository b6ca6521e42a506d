"""A waiting line: who waits for one service, or for one counter alone, in the order of calling.

Three ranks: `front` (sent there by an officer), then priority classes, then normal tickets, each by turn. A priority
ticket passes the normal tickets before it at most `bound` times each: a normal ticket that has been overtaken so
often is *due* and goes before any priority ticket. Counting costs at most `bound` steps a ticket in its whole life,
since a due ticket is overtaken no more.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from queue_service.domain.ticket import Ticket


@dataclass(slots=True)
class Line:
    bound: int
    front: list[int] = field(default_factory=list)  # turns, next first
    priority: list[int] = field(default_factory=list)  # turns, ascending
    normal: list[int] = field(default_factory=list)  # turns, ascending
    due: list[int] = field(default_factory=list)  # the part of `normal` that has been overtaken `bound` times
    overtaken: dict[int, int] = field(default_factory=dict)
    tickets: dict[int, str] = field(default_factory=dict)  # ticket id by turn

    def __len__(self) -> int:
        return len(self.tickets)

    def add(self, ticket: Ticket) -> None:
        turn = ticket.turn
        self.tickets[turn] = ticket.id
        if ticket.front:
            self.front.insert(0, turn)
        elif ticket.is_normal:
            insort(self.normal, turn)
            if ticket.overtaken:
                self.overtaken[turn] = ticket.overtaken
            if ticket.overtaken >= self.bound:
                insort(self.due, turn)
        else:
            insort(self.priority, turn)

    def remove(self, ticket: Ticket) -> int:
        """Take a ticket out; returns how often it has been overtaken here."""
        turn = ticket.turn
        del self.tickets[turn]
        if ticket.front:
            self.front.remove(turn)
        elif ticket.is_normal:
            _discard(self.normal, turn)
            _discard(self.due, turn)
        else:
            _discard(self.priority, turn)
        return self.overtaken.pop(turn, ticket.overtaken)

    def overtake(self, turn: int) -> None:
        """A priority ticket of this turn is called: every normal ticket with an earlier turn was overtaken once."""
        for passed in self.normal[: bisect_left(self.normal, turn)]:
            count = self.overtaken.get(passed, 0) + 1
            self.overtaken[passed] = count
            if count == self.bound:
                insort(self.due, passed)

    def ahead(self, ticket: Ticket) -> int:
        """How many of this line are called before the ticket if nobody else comes.

        A normal ticket counts the normal and priority tickets before it, and of the priority tickets behind it those
        that may still overtake it.
        """
        turn = ticket.turn
        if ticket.front:
            return self.front.index(turn)
        if not ticket.is_normal:
            return len(self.front) + bisect_left(self.priority, turn) + len(self.due)
        at = bisect_left(self.due, turn)
        if at < len(self.due) and self.due[at] == turn:
            return len(self.front) + at
        earlier = bisect_left(self.priority, turn)
        may_still = max(0, self.bound - self.overtaken.get(turn, 0))
        later = min(len(self.priority) - earlier, may_still)
        return len(self.front) + bisect_left(self.normal, turn) + earlier + later

    def ahead_of_newcomer(self, *, normal: bool) -> int:
        """How many are called before a ticket issued now."""
        return len(self) if normal else len(self.front) + len(self.priority) + len(self.due)

    def ids(self) -> Iterator[str]:
        """Ticket ids: front, due, priority, then normal; the order of calling but for future overtaking."""
        due = set(self.due)
        for turn in (*self.front, *self.due, *self.priority, *(t for t in self.normal if t not in due)):
            yield self.tickets[turn]

    def copy(self) -> Line:
        return Line(
            self.bound,
            self.front.copy(),
            self.priority.copy(),
            self.normal.copy(),
            self.due.copy(),
            self.overtaken.copy(),
            self.tickets.copy(),
        )


def _discard(turns: list[int], turn: int) -> None:
    at = bisect_left(turns, turn)
    if at < len(turns) and turns[at] == turn:
        del turns[at]
