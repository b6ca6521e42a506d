"""The rows that stand beside the log: each equals the fold of its events, and is written in their transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from queue_service.domain.events import Event, EventType, rfc3339
from queue_service.domain.hall import Desk, Hall, Slip
from queue_service.domain.ticket import AT_COUNTER, State, Ticket
from queue_service.store.bulk import Row, insert_many, update_many, upsert_many
from queue_service.store.tables import counters, devices, sites, slips, tickets


class Touched:
    """What one batch changed: the newest value of each ticket, counter and slip, gathered event by event.

    An end of day clears the hall, so values are taken while they are there.
    """

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._new_tickets: dict[str, Row] = {}
        self._tickets: dict[str, Row] = {}
        self._counters: dict[int, Row] = {}
        self._new_slips: dict[str, Row] = {}
        self._slips: dict[str, Row] = {}
        self._revoked: list[tuple[str, str]] = []
        self._closed: tuple[int, int] | None = None

    def take(self, event: Event, hall: Hall) -> None:
        """Gather what `event`, just folded into `hall`, has changed."""
        if event.ticket is not None:
            self._take_ticket(event, hall)
        if event.counter is not None and event.type.startswith("counter."):
            self._counters[event.counter] = counter_row(event.site, hall.desks[event.counter])
        if event.type.startswith("slip."):
            self._take_slip(event, hall)
        if event.type is EventType.DEVICE_REVOKED:
            self._revoked.append((event.data["device"], rfc3339(event.at)))
        if event.type is EventType.DAY_CLOSED:
            self._closed = (event.seq, hall.config_seq)

    def write(self, connection: Connection, site: str, hall: Hall) -> None:
        """Few statements, whatever the size of the batch; the site's counter last."""
        self._write_tickets(connection)
        upsert_many(connection, counters, self._counters.values())
        insert_many(connection, slips, self._new_slips.values())
        update_many(connection, slips, self._slips.values())
        update_many(
            connection,
            devices,
            ({"site_id": site, "id": device, "revoked_at": at} for device, at in self._revoked),
        )
        moved: Row = {"site_id": site, "seq": hall.seq, "head": hall.head}
        if self._closed is not None:
            moved |= {"closed_seq": self._closed[0], "closed_config_seq": self._closed[1]}
        update_many(connection, sites, [moved])

    def _write_tickets(self, connection: Connection) -> None:
        """A counter is left before it is taken, so that "one ticket at a counter" holds after each statement."""
        coming = [row for row in self._tickets.values() if row["state"] in AT_COUNTER]
        going = [row for row in self._tickets.values() if row["state"] not in AT_COUNTER]
        update_many(connection, tickets, going)
        update_many(
            connection, tickets, (row | {"state": State.WAITING.value, "counter": None} for row in coming)
        )
        insert_many(connection, tickets, self._new_tickets.values())
        update_many(connection, tickets, coming)

    def _take_ticket(self, event: Event, hall: Hall) -> None:
        ticket = hall.tickets.get(event.ticket or "")
        if ticket is None:
            return
        is_new = event.type is EventType.TICKET_ISSUED or ticket.id in self._new_tickets
        (self._new_tickets if is_new else self._tickets)[ticket.id] = ticket_row(event.site, ticket)

    def _take_slip(self, event: Event, hall: Hall) -> None:
        slip = hall.slips.get(event.data["slip"])
        if slip is None:
            return
        is_new = event.type is EventType.SLIP_REQUESTED or slip.id in self._new_slips
        (self._new_slips if is_new else self._slips)[slip.id] = slip_row(event.site, slip)


def ticket_row(site: str, ticket: Ticket) -> Row:
    return {
        "site_id": site,
        "id": ticket.id,
        "day": ticket.day,
        "service": ticket.service,
        "prefix": ticket.prefix,
        "number": ticket.number,
        "label": ticket.label,
        "procedure": ticket.procedure,
        "priority": ticket.priority,
        "language": ticket.language,
        "kiosk": ticket.kiosk,
        "state": ticket.state.value,
        "counter": ticket.counter,
        "for_counter": ticket.for_counter,
        "turn": ticket.turn,
        "calls": ticket.calls,
        "issued_at": rfc3339(ticket.issued_at),
        "called_at": _moment(ticket.called_at),
        "started_at": _moment(ticket.started_at),
        "finished_at": _moment(ticket.finished_at),
        "score": ticket.score,
    }


def counter_row(site: str, desk: Desk) -> Row:
    return {
        "site_id": site,
        "number": desk.number,
        "state": desk.state.value,
        "officer": desk.officer,
        "reason": desk.reason,
    }


def slip_row(site: str, slip: Slip) -> Row:
    return {
        "site_id": site,
        "id": slip.id,
        "ticket_id": slip.ticket,
        "printer": slip.printer,
        "state": slip.state.value,
        "repeat": int(slip.repeat),
    }


def _moment(at: datetime | None) -> str | None:
    return rfc3339(at) if at is not None else None
