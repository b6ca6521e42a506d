"""A waiting line: who waits for one service, or for one counter alone, in the order of calling.

Three ranks: `front` (sent there by an officer), then priority classes, then normal tickets, each by turn. A priority
ticket passes the normal tickets before it at most `bound` times each: a normal ticket that has been overtaken so
often is *due* and stands among the priority tickets by its turn. Normal tickets never pass one another: who comes
back to a place before an overtaken one counts as overtaken as often, so the due ones are always the first. Counting
costs at most `bound` steps a ticket, since a due ticket is overtaken no more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field

from queue_service.domain.ticket import Ticket


@dataclass(slots=True)
class Line:
    bound: int
    front: list[int] = field(default_factory=list)  # turns, next first
    priority: list[int] = field(default_factory=list)  # turns, ascending
    normal: list[int] = field(default_factory=list)  # turns, ascending
    overtaken: dict[int, int] = field(
        default_factory=dict
    )  # normal tickets by turn; never rises along `normal`
    tickets: dict[int, str] = field(default_factory=dict)  # ticket id by turn

    def __len__(self) -> int:
        return len(self.tickets)

    def add(self, ticket: Ticket) -> None:
        turn = ticket.turn
        self.tickets[turn] = ticket.id
        if ticket.front:
            self.front.insert(0, turn)
        elif ticket.is_normal:
            self._add_normal(turn, ticket.overtaken)
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
        else:
            _discard(self.priority, turn)
        return self.overtaken.pop(turn, ticket.overtaken)

    def overtake(self, turn: int) -> None:
        """A priority ticket of this turn is called: every normal ticket with an earlier turn was overtaken once."""
        for passed in self.normal[: bisect_left(self.normal, turn)]:
            self.overtaken[passed] = self.overtaken.get(passed, 0) + 1

    @property
    def due(self) -> list[int]:
        """Turns of the normal tickets that have been overtaken as often as the bound allows."""
        return self.normal[: bisect_left(self.normal, True, key=lambda turn: not self.is_due(turn))]

    def is_due(self, turn: int) -> bool:
        return self.overtaken.get(turn, 0) >= self.bound

    def ahead(self, ticket: Ticket) -> int:
        """How many of this line are called before the ticket if nobody else comes and no time passes.

        A normal ticket counts the normal tickets before it, and the priority tickets that go before it by the bound; a
        priority ticket those before it, and the normal tickets that are due by then.
        """
        turn = ticket.turn
        if ticket.front:
            return self.front.index(turn)
        if ticket.is_normal:
            passing = min(len(self.priority), self._due_after(turn))
            return len(self.front) + bisect_left(self.normal, turn) + passing
        return len(self.front) + self._before_priority(bisect_left(self.priority, turn))

    def ahead_of_newcomer(self, *, normal: bool) -> int:
        """How many are called before a ticket issued now."""
        return len(self) if normal else len(self.front) + self._before_priority(len(self.priority))

    def copy(self, depth: int | None = None) -> Line:
        """A line of its own; with `depth`, of those alone who can be among the first that many."""
        front, priority, normal = self.front[:depth], self.priority[:depth], self.normal[:depth]
        return Line(
            self.bound,
            front,
            priority,
            normal,
            {turn: self.overtaken[turn] for turn in normal if turn in self.overtaken},
            {turn: self.tickets[turn] for turns in (front, priority, normal) for turn in turns},
        )

    def _add_normal(self, turn: int, overtaken: int) -> None:
        at = bisect_left(self.normal, turn)
        behind = self.overtaken.get(self.normal[at], 0) if at < len(self.normal) else 0
        self.normal.insert(at, turn)
        count = max(overtaken, behind)
        while at >= 0 and self.overtaken.get(self.normal[at], 0) < count:
            self.overtaken[self.normal[at]] = count
            at -= 1

    def _due_after(self, turn: int) -> int:
        """How many priority tickets go before this normal one if there are enough of them."""
        return bisect_left(self.priority, turn) + max(0, self.bound - self.overtaken.get(turn, 0))

    def _before_priority(self, place: int) -> int:
        """Tickets before the priority ticket at a place: the priority tickets, and the normal ones due by then."""
        return place + bisect_right(self.normal, place, key=self._due_after)


def _discard(turns: list[int], turn: int) -> None:
    at = bisect_left(turns, turn)
    if at < len(turns) and turns[at] == turn:
        del turns[at]
