"""The hall in memory: the fold of its log since the last end of day.

`apply` is the one fold that the writer, the readers and `verify` share. Tickets and counters are frozen values; the
hall holds the newest of each.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from queue_service.domain.errors import NotFound
from queue_service.domain.events import FIRST_PREV_HASH, Event, EventType, from_rfc3339
from queue_service.domain.line import Line
from queue_service.domain.site import CallingOrder, Counter, Service, Site, Text
from queue_service.domain.site_json import site_from_json
from queue_service.domain.ticket import AT_COUNTER, How, State, Ticket, issued

RECENT_CALLS = 8  # as many as a hall display lists


class CounterState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class SlipState(StrEnum):
    REQUESTED = "requested"
    PRINTED = "printed"
    FAILED = "failed"


class Desk(NamedTuple):
    """A counter as it stands now."""

    number: int
    state: CounterState = CounterState.CLOSED
    officer: str | None = None
    reason: str | None = None
    ticket: str | None = None  # the one ticket called or serving here
    last_served: str | None = None
    served: int = 0
    service_s: int = 0  # seconds of service given, all tickets of the day together

    @property
    def username(self) -> str | None:
        """Who sits here, when it is a person and not an integration."""
        kind, _, name = (self.officer or "").partition(":")
        return name if kind == "officer" else None


@dataclass(frozen=True, slots=True)
class Slip:
    id: str
    ticket: str
    printer: str
    requested_at: datetime
    repeat: bool
    ahead: int
    request: str | None  # the id of the request that wanted it
    state: SlipState = SlipState.REQUESTED
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RecentCall:
    label: str
    counter: int
    service: str
    at: datetime
    recall: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    text: Text
    until: datetime | None


class Served(NamedTuple):
    """How many tickets of a service were served today, and how long that took together."""

    tickets: int = 0
    total_s: int = 0


class OutOfOrder(Exception):
    """An event does not follow the last one: the image is stale or the log has a gap."""


class NotConfigured(Exception):
    """The log tells of a hall before its first `site.configured`."""


@dataclass(slots=True)
class Hall:
    """One site's image. Read freely; change it by `apply` alone."""

    site: Site
    services: dict[str, Service] = field(default_factory=dict)  # the site's, by id
    serving: dict[str, tuple[int, ...]] = field(default_factory=dict)  # counters by service, ascending
    seq: int = 0
    head: str = FIRST_PREV_HASH
    day: str | None = None  # the business day that is open, ISO date
    day_began: datetime | None = None
    numbers: dict[str, int] = field(default_factory=dict)  # last number given, by series: see Site.series
    numbers_day: str | None = None  # the day that `numbers` belongs to
    prefixes: dict[str, str] = field(default_factory=dict)  # the series that used a prefix on that day
    config_seq: int = 0  # the `site.configured` in force
    tickets: dict[str, Ticket] = field(default_factory=dict)  # of the open day
    desks: dict[int, Desk] = field(default_factory=dict)
    lines: dict[str | int, Line] = field(
        default_factory=dict
    )  # by service id, or by the counter waited for alone
    on_hold: dict[str, None] = field(default_factory=dict)
    slips: dict[str, Slip] = field(default_factory=dict)
    recent_calls: deque[RecentCall] = field(default_factory=lambda: deque(maxlen=RECENT_CALLS))
    announcements: tuple[Announcement, ...] = ()
    served: dict[str, Served] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)  # device id → problem

    @classmethod
    def of(cls, site: Site) -> Hall:
        hall = cls(site)
        hall.configure(site)
        return hall

    # --- questions

    def service(self, service_id: str) -> Service:
        found = self.services.get(service_id)
        if found is None:
            raise NotFound(what="service", id=service_id)
        return found

    def counter(self, number: int) -> Counter:
        found = self.site.counter(number)
        if found is None:
            raise NotFound(what="counter", id=number)
        return found

    def desk(self, number: int) -> Desk:
        """Raises NotFound when the site has no such counter."""
        self.counter(number)
        return self.desks[number]

    def ticket(self, ticket_id: str) -> Ticket:
        """A ticket of the open day. Raises NotFound."""
        found = self.tickets.get(ticket_id)
        if found is None:
            raise NotFound(what="ticket", id=ticket_id)
        return found

    def line_of(self, ticket: Ticket) -> Line:
        return self._line(_line_key(ticket))

    def line(self, key: str | int) -> Line | None:
        return self.lines.get(key)

    def ahead(self, ticket: Ticket) -> int | None:
        """Tickets called before this one; None when it does not wait."""
        return self.line_of(ticket).ahead(ticket) if ticket.state is State.WAITING else None

    def waiting(self, service_id: str) -> int:
        """How many wait for a service, those who wait for one counter included."""
        line = self.lines.get(service_id)
        directed = sum(
            1
            for key, other in self.lines.items()
            if isinstance(key, int)
            for ticket_id in other.tickets.values()
            if self.tickets[ticket_id].service == service_id
        )
        return (len(line) if line else 0) + directed

    def open_desks(self, service_id: str) -> tuple[int, ...]:
        return tuple(n for n in self.serving.get(service_id, ()) if self.desks[n].state is CounterState.OPEN)

    # --- the fold

    def apply(self, event: Event) -> None:
        """Fold one event in. Raises OutOfOrder when it is not the next one."""
        if event.seq != self.seq + 1:
            raise OutOfOrder(f"{event.site}: {event.seq} after {self.seq}")
        _FOLD[event.type](self, event)
        self.seq = event.seq
        self.head = event.hash

    def configure(self, site: Site) -> None:
        """Take a new configuration; places in lines and counters stay."""
        self.site = site
        self.services = {service.id: service for service in site.services}
        self.serving = {service.id: site.counters_for(service.id) for service in site.services}
        for counter in site.counters:
            self.desks.setdefault(counter.number, Desk(counter.number))
        for number in [n for n in self.desks if site.counter(n) is None]:
            del self.desks[number]
        waiting = [(t, self.line_of(t)) for t in self.tickets.values() if t.state is State.WAITING]
        counted = [t._replace(overtaken=line.overtaken.get(t.turn, t.overtaken)) for t, line in waiting]
        self.lines = {}
        for ticket in sorted(counted, key=lambda t: t.turn):
            self.tickets[ticket.id] = ticket
            self.line_of(ticket).add(ticket)

    def copy(self) -> Hall:
        """An image that can be worked on while this one is read."""
        return Hall(
            site=self.site,
            services=self.services,
            serving=self.serving,
            seq=self.seq,
            head=self.head,
            day=self.day,
            day_began=self.day_began,
            prefixes=self.prefixes.copy(),
            numbers=self.numbers.copy(),
            numbers_day=self.numbers_day,
            config_seq=self.config_seq,
            tickets=self.tickets.copy(),
            desks=self.desks.copy(),
            lines={key: line.copy() for key, line in self.lines.items()},
            on_hold=self.on_hold.copy(),
            slips=self.slips.copy(),
            recent_calls=self.recent_calls.copy(),
            announcements=self.announcements,
            served=self.served.copy(),
            troubles=self.troubles.copy(),
        )

    def _line(self, key: str | int) -> Line:
        line = self.lines.get(key)
        if line is None:
            line = self.lines[key] = Line(self.site.overtaking_bound)
        return line

    def _change_desk(self, number: int, **changes: Any) -> None:
        self.desks[number] = (self.desks.get(number) or Desk(number))._replace(**changes)


def _line_key(ticket: Ticket) -> str | int:
    return ticket.service if ticket.for_counter is None else ticket.for_counter


def _ticket_of(hall: Hall, event: Event) -> Ticket:
    assert event.ticket is not None
    return hall.tickets[event.ticket]


def _issue(hall: Hall, event: Event) -> None:
    ticket = issued(event)
    _begin_day(hall, event)
    if hall.numbers_day != ticket.day:
        hall.numbers_day, hall.numbers, hall.prefixes = ticket.day, {}, {}
    series = hall.site.series(ticket.prefix, ticket.service)
    hall.numbers[series] = ticket.number
    hall.prefixes[ticket.prefix] = series
    hall.tickets[ticket.id] = ticket
    hall.line_of(ticket).add(ticket)


def _move(hall: Hall, event: Event) -> None:
    """Any move of a ticket: it leaves where it was, changes, and stands where it now is."""
    before = _ticket_of(hall, event)
    if before.state is State.WAITING:
        line = hall.line_of(before)
        overtaken = line.remove(before)
        if overtaken != before.overtaken:
            before = before._replace(overtaken=overtaken)
        if not before.front and not before.is_normal:
            for passed in _passed_lines(hall, before, event):
                passed.overtake(before.turn)
    after = before.after(event)
    hall.tickets[after.id] = after
    _leave_desk(hall, before, after)
    if after.state is State.WAITING:
        hall.line_of(after).add(after)
    if after.state is State.ON_HOLD:
        hall.on_hold[after.id] = None
    else:
        hall.on_hold.pop(after.id, None)
    if event.type in (EventType.TICKET_CALLED, EventType.TICKET_RECALLED):
        assert after.counter is not None
        recall = event.type is EventType.TICKET_RECALLED
        hall.recent_calls.appendleft(RecentCall(after.label, after.counter, after.service, event.at, recall))


def _passed_lines(hall: Hall, ticket: Ticket, event: Event) -> list[Line]:
    """The lines whose earlier normal tickets a called priority ticket has overtaken: all that it was chosen from."""
    how = event.data.get("how")
    if how not in (How.NEXT, How.SERVICE):
        return []
    mixed = how == How.NEXT and hall.site.calling_order is CallingOrder.BY_WAITING_TIME
    if not mixed or ticket.for_counter is not None:
        return [hall.line_of(ticket)]
    return [line for key in hall.counter(_number(event)).services if (line := hall.line(key))]


def _leave_desk(hall: Hall, before: Ticket, after: Ticket) -> None:
    if before.state in AT_COUNTER and before.counter is not None and after.state not in AT_COUNTER:
        hall._change_desk(before.counter, ticket=None)
    if after.state in AT_COUNTER and after.counter is not None:
        hall._change_desk(after.counter, ticket=after.id)


def _serve(hall: Hall, event: Event) -> None:
    _move(hall, event)
    ticket = _ticket_of(hall, event)
    assert ticket.counter is not None
    begun = ticket.started_at or ticket.called_at or event.at
    took_s = max(0, int((event.at - begun).total_seconds()))
    desk = hall.desks[ticket.counter]
    hall._change_desk(
        ticket.counter, last_served=ticket.id, served=desk.served + 1, service_s=desk.service_s + took_s
    )
    if ticket.started_at is not None:  # a ticket never started tells nothing about how long service takes
        count, total_s = hall.served.get(ticket.service, Served())
        hall.served[ticket.service] = Served(count + 1, total_s + took_s)


def _change_ticket(hall: Hall, event: Event) -> None:
    ticket = _ticket_of(hall, event)
    hall.tickets[ticket.id] = ticket.after(event)


def _open_counter(hall: Hall, event: Event) -> None:
    _begin_day(hall, event)
    hall._change_desk(_number(event), state=CounterState.OPEN, officer=event.actor, reason=None)


def _pause_counter(hall: Hall, event: Event) -> None:
    hall._change_desk(_number(event), state=CounterState.PAUSED, reason=event.data.get("reason"))


def _resume_counter(hall: Hall, event: Event) -> None:
    hall._change_desk(_number(event), state=CounterState.OPEN, reason=None)


def _close_counter(hall: Hall, event: Event) -> None:
    hall._change_desk(_number(event), state=CounterState.CLOSED, officer=None, reason=None)


def _begin_day(hall: Hall, event: Event) -> None:
    """Whatever is open must be closed at the end of its day, even when nobody took a number."""
    if hall.day is None:
        hall.day, hall.day_began = hall.site.business_day(event.at).isoformat(), event.at


def _number(event: Event) -> int:
    assert event.counter is not None
    return event.counter


def _configure(hall: Hall, event: Event) -> None:
    hall.configure(site_from_json(event.data["config"]))
    hall.config_seq = event.seq


def _announce(hall: Hall, event: Event) -> None:
    new = _announcement(event.data)
    still = (a for a in hall.announcements if a.until is None or a.until > event.at)
    hall.announcements = (*still, new)


def _announcement(data: Mapping[str, Any]) -> Announcement:
    until = data.get("until")
    return Announcement(data["text"], from_rfc3339(until) if until else None)


def _close_day(hall: Hall, event: Event) -> None:
    """A clean hall. What stays, the event carries, for an image is built from here: the numbers, for a hall that
    gives more of them on the same date, notices for later, and what troubles its devices."""
    hall.day = hall.day_began = None
    hall.troubles = dict(event.data.get("troubles", {}))
    hall.numbers_day, hall.numbers = event.data["day"], dict(event.data["numbers"])
    hall.tickets, hall.lines, hall.on_hold, hall.slips, hall.served = {}, {}, {}, {}, {}
    hall.prefixes = dict(event.data.get("prefixes", {}))
    hall.recent_calls.clear()
    hall.announcements = tuple(_announcement(told) for told in event.data.get("announcements", ()))
    hall.desks = {number: Desk(number) for number in hall.desks}


def _request_slip(hall: Hall, event: Event) -> None:
    data = event.data
    assert event.ticket is not None
    hall.slips[data["slip"]] = Slip(
        data["slip"],
        event.ticket,
        data["printer"],
        event.at,
        data["repeat"],
        data["ahead"],
        data.get("request"),
    )
    _change_ticket(hall, event)


def _end_slip(hall: Hall, event: Event) -> None:
    slip = hall.slips.get(event.data["slip"])
    if slip is None:  # of a day that has ended
        return
    state = SlipState.PRINTED if event.type is EventType.SLIP_PRINTED else SlipState.FAILED
    hall.slips[slip.id] = replace(slip, state=state, reason=event.data.get("reason"))


def _lose_device(hall: Hall, event: Event) -> None:
    hall.troubles[event.data["device"]] = event.data["problem"]


def _find_device(hall: Hall, event: Event) -> None:
    hall.troubles.pop(event.data["device"], None)


def _nothing(hall: Hall, event: Event) -> None:
    """Facts that stand in the log and change no image."""


_FOLD: dict[EventType, Callable[[Hall, Event], None]] = {
    EventType.TICKET_ISSUED: _issue,
    EventType.TICKET_CALLED: _move,
    EventType.TICKET_RECALLED: _move,
    EventType.TICKET_STARTED: _move,
    EventType.TICKET_SERVED: _serve,
    EventType.TICKET_NO_SHOW: _move,
    EventType.TICKET_HELD: _move,
    EventType.TICKET_TRANSFERRED: _move,
    EventType.TICKET_RETURNED: _move,
    EventType.TICKET_REINSTATED: _move,
    EventType.TICKET_CANCELLED: _move,
    EventType.TICKET_EXPIRED: _move,
    EventType.TICKET_RATED: _change_ticket,
    EventType.COUNTER_OPENED: _open_counter,
    EventType.COUNTER_PAUSED: _pause_counter,
    EventType.COUNTER_RESUMED: _resume_counter,
    EventType.COUNTER_CLOSED: _close_counter,
    EventType.SITE_CONFIGURED: _configure,
    EventType.ANNOUNCEMENT_MADE: _announce,
    EventType.DAY_CLOSED: _close_day,
    EventType.DEVICE_PAIRED: _nothing,
    EventType.DEVICE_REVOKED: _find_device,
    EventType.DEVICE_LOST: _lose_device,
    EventType.DEVICE_BACK: _find_device,
    EventType.SLIP_REQUESTED: _request_slip,
    EventType.SLIP_PRINTED: _end_slip,
    EventType.SLIP_FAILED: _end_slip,
}


def fold(events: Iterable[Event], heard: Callable[[Hall, Event], None] | None = None) -> Hall:
    """The hall that a log gives; `heard` is told of each event after it was folded in.

    The events are a whole log, or the configuration in force at a `day.closed`, then that and all after it: a closed
    day leaves nothing behind but its numbers and its devices' troubles. Raises NotConfigured, OutOfOrder.
    """
    rest = iter(events)
    first = next(rest, None)
    if first is None or first.type is not EventType.SITE_CONFIGURED:
        raise NotConfigured(first.site if first else "an empty log")
    hall = Hall.of(site_from_json(first.data["config"]))
    hall.seq, hall.head, hall.config_seq = first.seq, first.hash, first.seq
    if heard is not None:
        heard(hall, first)
    for event in rest:
        if event.type is EventType.DAY_CLOSED:
            hall.seq = event.seq - 1
        hall.apply(event)
        if heard is not None:
            heard(hall, event)
    return hall
