"""What each audience may see, as lists of allowed fields. Pure: a hall in, JSON types out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from queue_service.domain.calendar import opening
from queue_service.domain.calling import calling_order
from queue_service.domain.events import rfc3339
from queue_service.domain.forecast import Forecast, Wait
from queue_service.domain.hall import Desk, Hall, Slip
from queue_service.domain.site import Service, Site
from queue_service.domain.ticket import State, Ticket

View = dict[str, Any]

WAITING_LISTED = 200  # a console lists the head of its line; the rest is a number
NO_SHOWS_LISTED = 20


def site_view(hall: Hall, forecast: Forecast, now: datetime) -> View:
    """`GET /sites/{site}`: what a kiosk must know; public."""
    site = hall.site
    return {
        "id": site.id,
        "name": dict(site.name),
        "short_name": dict(site.short_name),
        "languages": list(site.languages),
        "time_zone": site.time_zone,
        "now": rfc3339(now),
        **door_view(site, now),
        "services": [_service(hall, service, forecast) for service in site.services],
        "counters": [
            {"number": c.number, "name": dict(c.name), "services": list(c.services)} for c in site.counters
        ],
        "priority_classes": [{"id": c.id, "name": dict(c.name)} for c in site.priority_classes],
        "overtaking_bound": site.overtaking_bound,
        "calls_before_no_show": site.calls_before_no_show,
        "guide_desk": dict(site.guide_desk),
    }


def door_view(site: Site, now: datetime) -> View:
    door = opening(site, now)
    return {
        "open": door.open,
        "takes_numbers": door.takes_numbers,
        "closed_reason": door.closed_reason,
        "opens_at": rfc3339(door.opens_at) if door.opens_at else None,
    }


def board_view(hall: Hall, now: datetime) -> View:
    """`GET …/board` and the snapshot of the board topic: the public state of the hall."""
    site = hall.site
    return {
        "seq": hall.seq,
        "at": rfc3339(now),
        "site": site.id,
        "name": dict(site.name),
        "time_zone": site.time_zone,
        **door_view(site, now),
        "counters": [_board_counter(hall, hall.desks[c.number]) for c in site.counters],
        "recent_calls": [
            {
                "label": call.label,
                "counter": call.counter,
                "service": call.service,
                "at": rfc3339(call.at),
                "kind": "recall" if call.recall else "call",
            }
            for call in hall.recent_calls
        ],
        "waiting": {service.id: hall.waiting(service.id) for service in site.services},
        "services": [
            {"id": s.id, "prefix": s.prefix, "name": dict(s.name), "short_name": dict(s.short_name)}
            for s in site.services
        ],
        "announcements": [
            {"text": dict(a.text), "until": rfc3339(a.until) if a.until else None}
            for a in hall.announcements
            if a.until is None or a.until > now
        ],
    }


def ticket_view(hall: Hall, ticket: Ticket, forecast: Forecast | None = None) -> View:
    """A ticket for anyone but its holder: `token` and `track_url` are null."""
    return {
        "id": ticket.id,
        "token": None,
        "label": ticket.label,
        "prefix": ticket.prefix,
        "number": ticket.number,
        "service": ticket.service,
        "procedure": ticket.procedure,
        "priority": ticket.priority,
        "state": ticket.state.value,
        "counter": ticket.counter,
        "position": hall.ahead(ticket),
        "estimated_wait_s": _wait_of(ticket, forecast),
        "issued_at": rfc3339(ticket.issued_at),
        "called_at": _moment(ticket.called_at),
        "started_at": _moment(ticket.started_at),
        "finished_at": _moment(ticket.finished_at),
        "calls": ticket.calls,
        "language": ticket.language,
        "track_url": None,
    }


def held_ticket_view(
    hall: Hall, ticket: Ticket, forecast: Forecast | None, *, token: str, track_url: str
) -> View:
    """A ticket for its holder: with the token, who serves it, and how its slip stands."""
    view = ticket_view(hall, ticket, forecast)
    counters = [ticket.for_counter] if ticket.for_counter else list(hall.site.counters_for(ticket.service))
    service = hall.site.service(ticket.service)
    return view | {
        "token": token,
        "track_url": track_url,
        "site": hall.site.id,
        "counters": counters,
        "service_name": dict(service.short_name) if service else {},
        "site_name": dict(hall.site.name),
        "time_zone": hall.site.time_zone,
        "guide_desk": dict(hall.site.guide_desk),
        "ahead_at_issue": ticket.ahead_at_issue,
        "rated": ticket.score is not None,
        "slip": slip_view(hall.slips.get(f"{ticket.id}-{ticket.slips}")),
    }


def past_ticket_view(row: Mapping[str, Any], *, token: str, track_url: str) -> View:
    """A ticket whose day has ended, from its row."""
    names = (
        "id",
        "label",
        "prefix",
        "number",
        "service",
        "procedure",
        "priority",
        "state",
        "counter",
        "issued_at",
    )
    more = ("called_at", "started_at", "finished_at", "calls", "language")
    return {
        **{name: row[name] for name in (*names, *more)},
        "position": None,
        "estimated_wait_s": None,
        "token": token,
        "track_url": track_url,
        "site": row["site_id"],
        "counters": [],
        "rated": row["score"] is not None,
        "slip": None,
    }


def slip_view(slip: Slip | None) -> View | None:
    return {"id": slip.id, "state": slip.state.value} if slip else None


def counter_view(
    hall: Hall,
    number: int,
    now: datetime,
    notes: Mapping[str, list[View]] | None = None,
    *,
    officer_name: str | None = None,
) -> View:
    """What an officer sees of a counter and its lines. Raises NotFound."""
    desk = hall.desk(number)
    config = hall.counter(number)
    notes = notes or {}
    ticket = hall.tickets.get(desk.ticket or "")
    last = hall.tickets.get(desk.last_served or "")
    listed, total = _lines_of(hall, number, now)
    return {
        "counter": counter_state_view(hall, number)
        | {
            "officer_name": officer_name,
            "services": list(config.services),
            "served_today": desk.served,
            "mean_service_s": desk.service_s // desk.served if desk.served else None,
        },
        "ticket": ticket_view(hall, ticket) if ticket else None,
        "notes": notes.get(ticket.id, []) if ticket else [],
        "last_served": {
            "label": last.label,
            "finished_at": _moment(last.finished_at),
            "rated": last.score is not None,
        }
        if last
        else None,
        "waiting": [_in_line(t, notes) for t in listed],
        "waiting_total": total,
        "on_hold": [
            _brief(t, notes) | {"held_at": _moment(t.held_at)}
            for t in (hall.tickets[ticket_id] for ticket_id in hall.on_hold)
        ],
        "no_shows": [_brief(t, notes) for t in _no_shows(hall, config.services)],
    }


def counter_state_view(hall: Hall, number: int) -> View:
    """A counter's answer to open, pause, resume, close."""
    desk = hall.desk(number)
    return {
        "number": number,
        "name": dict(hall.counter(number).name),
        "state": desk.state.value,
        "reason": desk.reason,
        "officer": desk.officer.partition(":")[2] if desk.officer else None,
    }


def counters_view(hall: Hall, names: Mapping[str, str]) -> list[View]:
    """All counters for the staff; `names` by username."""
    desks = [hall.desks[c.number] for c in hall.site.counters]
    return [
        counter_state_view(hall, desk.number)
        | {
            "services": list(hall.counter(desk.number).services),
            "officer": desk.username,
            "officer_name": names.get(desk.username or ""),
        }
        for desk in desks
    ]


def pad_view(ticket: Ticket | None, officer_name: str | None) -> View:
    """What a rating pad asks about."""
    return {"label": ticket.label if ticket else None, "officer_name": officer_name}


def listed_tickets(hall: Hall, number: int, now: datetime) -> list[str]:
    """The ids whose notes a console shows."""
    desk = hall.desk(number)
    listed, _ = _lines_of(hall, number, now)
    return [*([desk.ticket] if desk.ticket else []), *(t.id for t in listed), *hall.on_hold]


def job_view(hall: Hall, slip: Slip, *, track_url: str) -> View:
    """A slip as its print agent gets it: everything that stands on the paper."""
    site, ticket = hall.site, hall.tickets[slip.ticket]
    service = site.service(ticket.service)
    assert service is not None
    return {
        "slip": slip.id,
        "site": {"name": dict(site.name), "time_zone": site.time_zone},
        "label": ticket.label,
        "service": {"name": dict(service.name), "short_name": dict(service.short_name)},
        "language": ticket.language,
        "ahead": slip.ahead,
        "estimated_wait_s": ticket.estimated_wait_s,
        "counters": list(site.counters_for(ticket.service)),
        "issued_at": rfc3339(ticket.issued_at),
        "track_url": track_url,
        "priority": not ticket.is_normal,
        "repeat": slip.repeat,
        "texts": {name: dict(text) for name, text in site.slip_texts.items()},
        "request": slip.request,
    }


def wait_view(wait: Wait | None) -> dict[str, int] | None:
    return {"p50": wait.p50, "p80": wait.p80} if wait else None


def _service(hall: Hall, service: Service, forecast: Forecast) -> View:
    line = hall.line(service.id)
    return {
        "id": service.id,
        "prefix": service.prefix,
        "name": dict(service.name),
        "short_name": dict(service.short_name),
        "hint": dict(service.hint),
        "usual_minutes": service.usual_minutes,
        "open": service.open,
        "waiting": hall.waiting(service.id),
        "estimated_wait_s": wait_view(forecast.newcomers.get(service.id)),
        "priority_wait_s": wait_view(forecast.priority_newcomers.get(service.id)),
        "priority_ahead": line.ahead_of_newcomer(normal=False) if line else 0,
        "open_counters": len(hall.open_desks(service.id)),
        "counters": list(hall.site.counters_for(service.id)),
    }


def _board_counter(hall: Hall, desk: Desk) -> View:
    config = hall.counter(desk.number)
    ticket = hall.tickets.get(desk.ticket or "")
    return {
        "number": desk.number,
        "name": dict(config.name),
        "state": desk.state.value,
        "reason": desk.reason,
        "services": list(config.services),
        "ticket": {
            "label": ticket.label,
            "service": ticket.service,
            "state": ticket.state.value,
            "calls": ticket.calls,
            "called_at": _moment(ticket.called_at),
        }
        if ticket
        else None,
    }


def _wait_of(ticket: Ticket, forecast: Forecast | None) -> dict[str, int] | None:
    if ticket.state is not State.WAITING:
        return None
    if forecast is None:
        return ticket.estimated_wait_s
    return wait_view(
        forecast.tickets.get(ticket.id) or forecast.newcomer(ticket.service, normal=ticket.is_normal)
    )


def _lines_of(hall: Hall, number: int, now: datetime) -> tuple[list[Ticket], int]:
    """Who waits for a counter, in the order in which it would call them, and how many they are."""
    keys: tuple[str | int, ...] = (number, *hall.counter(number).services)
    total = sum(len(line) for key in keys if (line := hall.line(key)))
    return calling_order(hall, number, now, WAITING_LISTED), total


def _in_line(ticket: Ticket, notes: Mapping[str, list[View]]) -> View:
    kind = "counter" if ticket.for_counter else "front" if ticket.front else "normal"
    return _brief(ticket, notes) | {"queued_at": _moment(ticket.queued_at), "turn_kind": kind}


def _brief(ticket: Ticket, notes: Mapping[str, list[View]]) -> View:
    return {
        "id": ticket.id,
        "label": ticket.label,
        "service": ticket.service,
        "procedure": ticket.procedure,
        "priority": ticket.priority,
        "issued_at": rfc3339(ticket.issued_at),
        "called_at": _moment(ticket.called_at),
        "calls": ticket.calls,
        "notes": notes.get(ticket.id, []),
    }


def _no_shows(hall: Hall, services: tuple[str, ...]) -> list[Ticket]:
    missed = [t for t in hall.tickets.values() if t.state is State.NO_SHOW and t.service in services]
    missed.sort(key=lambda t: t.finished_at or t.issued_at, reverse=True)
    return missed[:NO_SHOWS_LISTED]


def _moment(at: datetime | None) -> str | None:
    return rfc3339(at) if at is not None else None
