"""A site as pure JSON and back: what `site.configured` carries in the log.

Equal sites give equal JSON, key for key. Names follow the wire: durations in seconds end in `_s`, times of
day are `HH:MM:SS` in the site's own zone, dates are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from queue_service.domain.site import (
    AtCallNext,
    CallingOrder,
    Counter,
    Hours,
    PriorityClass,
    Service,
    Site,
    Span,
    Text,
)


def site_to_json(site: Site) -> dict[str, Any]:
    """The whole configuration; `site_from_json` gives an equal site back."""
    return {
        "id": site.id,
        "name": _text(site.name),
        "short_name": _text(site.short_name),
        "languages": list(site.languages),
        "time_zone": site.time_zone,
        "hours": _hours(site.hours),
        "services": [_service(s) for s in site.services],
        "counters": [
            {"number": c.number, "name": _text(c.name), "services": list(c.services)} for c in site.counters
        ],
        "priority_classes": [{"id": p.id, "name": _text(p.name)} for p in site.priority_classes],
        "overtaking_bound": site.overtaking_bound,
        "longest_wait_s": None if site.longest_wait is None else _seconds(site.longest_wait),
        "calling_order": site.calling_order.value,
        "at_call_next": site.at_call_next.value,
        "calls_before_no_show": site.calls_before_no_show,
        "rating_window_s": _seconds(site.rating_window),
        "slip_timeout_s": _seconds(site.slip_timeout),
        "slip_texts": {key: _text(site.slip_texts[key]) for key in sorted(site.slip_texts)},
        "guide_desk": _text(site.guide_desk),
        "emergency_prefix": site.emergency_prefix,
    }


def site_from_json(data: Mapping[str, Any]) -> Site:
    """The site that `site_to_json` wrote. Raises KeyError or ValueError for anything else."""
    longest_wait = data["longest_wait_s"]
    return Site(
        id=data["id"],
        name=dict(data["name"]),
        short_name=dict(data["short_name"]),
        languages=tuple(data["languages"]),
        time_zone=data["time_zone"],
        hours=_hours_from(data["hours"]),
        services=tuple(_service_from(s) for s in data["services"]),
        counters=tuple(Counter(c["number"], dict(c["name"]), tuple(c["services"])) for c in data["counters"]),
        priority_classes=tuple(PriorityClass(p["id"], dict(p["name"])) for p in data["priority_classes"]),
        overtaking_bound=data["overtaking_bound"],
        longest_wait=None if longest_wait is None else timedelta(seconds=longest_wait),
        calling_order=CallingOrder(data["calling_order"]),
        at_call_next=AtCallNext(data["at_call_next"]),
        calls_before_no_show=data["calls_before_no_show"],
        rating_window=timedelta(seconds=data["rating_window_s"]),
        slip_timeout=timedelta(seconds=data["slip_timeout_s"]),
        slip_texts={key: dict(text) for key, text in data["slip_texts"].items()},
        guide_desk=dict(data["guide_desk"]),
        emergency_prefix=data.get("emergency_prefix", ""),  # logs of version 1 do not name it
    )


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "prefix": service.prefix,
        "name": _text(service.name),
        "short_name": _text(service.short_name),
        "hint": _text(service.hint),
        "usual_minutes": _number(service.usual_minutes),
        "open": service.open,
    }


def _service_from(data: Mapping[str, Any]) -> Service:
    return Service(
        id=data["id"],
        prefix=data["prefix"],
        name=dict(data["name"]),
        short_name=dict(data["short_name"]),
        hint=dict(data["hint"]),
        usual_minutes=float(data["usual_minutes"]),
        open=data["open"],
    )


def _hours(hours: Hours) -> dict[str, Any]:
    return {
        "always": hours.always,
        "week": [
            [{"opens": span.opens.isoformat(), "closes": span.closes.isoformat()} for span in day]
            for day in hours.week
        ],
        "holidays": {day.isoformat(): _text(hours.holidays[day]) for day in sorted(hours.holidays)},
        "numbers_before_opening_s": _seconds(hours.numbers_before_opening),
        "last_number_before_closing_s": _seconds(hours.last_number_before_closing),
        "day_closes_at": hours.day_closes_at.isoformat(),
    }


def _hours_from(data: Mapping[str, Any]) -> Hours:
    return Hours(
        always=data["always"],
        week=tuple(
            tuple(Span(time.fromisoformat(s["opens"]), time.fromisoformat(s["closes"])) for s in day)
            for day in data["week"]
        ),
        holidays={date.fromisoformat(day): dict(name) for day, name in data["holidays"].items()},
        numbers_before_opening=timedelta(seconds=data["numbers_before_opening_s"]),
        last_number_before_closing=timedelta(seconds=data["last_number_before_closing_s"]),
        day_closes_at=time.fromisoformat(data["day_closes_at"]),
    )


def _text(text: Text) -> dict[str, str]:
    return {language: text[language] for language in sorted(text)}


def _seconds(duration: timedelta) -> int | float:
    return _number(duration.total_seconds())


def _number(value: float) -> int | float:
    """Whole numbers as integers: 15 and 15.0 are one value and must be one text in the hashed log."""
    return int(value) if value == int(value) else value
