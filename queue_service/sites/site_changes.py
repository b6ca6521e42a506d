"""What a newly loaded site file changes, and what of the old site must outlive it for a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from queue_service.domain.errors import Invalid
from queue_service.domain.site import Counter, Hours, Service, Site, Span, Text
from queue_service.sites.hours_table import WEEKDAYS


def merge(old: Site | None, new: Site, services_with_tickets: Collection[str]) -> Site:
    """The new site, and with it the services that vanished from its file but have tickets of today.

    Those stay last, take no more numbers and are served where they were, or at every counter when none of
    their counters is left; the first load on a day without their tickets drops them. Raises Invalid when the
    prefix of a service with tickets went to another service: labels would come twice that day.
    """
    if old is None:
        return new
    kept = [s for s in old.services if s.id in services_with_tickets and new.service(s.id) is None]
    in_use = {s.prefix: s.id for s in old.services if s.id in services_with_tickets}
    for service in new.services:
        owner = in_use.get(service.prefix, service.id)
        if owner != service.id:
            raise Invalid(
                field="prefix",
                value=service.prefix,
                reason=f'"{owner}" has tickets with this prefix today; "{service.id}" can have it tomorrow',
            )
    if not kept:
        return new
    return replace(
        new,
        services=(*new.services, *(replace(s, open=False) for s in kept)),
        counters=tuple(_with_kept(counter, old, new, kept) for counter in new.counters),
    )


def changes(old: Site | None, new: Site) -> list[str]:
    """A plain English line for each thing that changed, in the order of the file; none when nothing did."""
    if old is None:
        return [f"site {new.id}: new, {len(new.services)} services, {len(new.counters)} counters"]
    return [
        *_values(old, new),
        *_hours(old.hours, new.hours),
        *_services(old, new),
        *_counters(old, new),
        *_priority_classes(old, new),
    ]


def _with_kept(counter: Counter, old: Site, new: Site, kept: list[Service]) -> Counter:
    here = []
    for service in kept:
        left = [n for n in old.counters_for(service.id) if new.counter(n) is not None]
        if not left or counter.number in left:
            here.append(service.id)
    return replace(counter, services=(*counter.services, *here))


def _values(old: Site, new: Site) -> Iterator[str]:
    """The plain settings; lists of things are told one by one elsewhere."""
    for field in fields(Site):
        if field.name in ("id", "hours", "services", "counters", "priority_classes"):
            continue
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            yield f"{_spoken(field.name)}: {_shown(was)} → {_shown(now)}"


def _hours(old: Hours, new: Hours) -> Iterator[str]:
    if old.always != new.always:
        yield "hours: now always open" if new.always else "hours: no longer always open"
    for weekday, was, now in zip(WEEKDAYS, old.week, new.week, strict=True):
        if was != now:
            yield f"hours on {weekday.capitalize()}: {_spans(was)} → {_spans(now)}"
    for name in ("numbers_before_opening", "last_number_before_closing", "day_closes_at"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"hours, {_spoken(name)}: {_shown(before)} → {_shown(after)}"
    for day in sorted({*old.holidays, *new.holidays}):
        yield from _holiday(day, old.holidays.get(day), new.holidays.get(day))


def _holiday(day: date, old: Text | None, new: Text | None) -> Iterator[str]:
    if old is None and new is not None:
        yield f"holiday {day}: added, {_shown(new)}"
    elif new is None:
        yield f"holiday {day}: removed"
    elif old != new:
        yield f"holiday {day}: renamed, {_shown(old)} → {_shown(new)}"


def _services(old: Site, new: Site) -> Iterator[str]:
    for service in new.services:
        was = old.service(service.id)
        if was is None:
            state = "" if service.open else ", closed"
            yield f"service {service.id}: added with prefix {service.prefix}{state}"
        else:
            yield from _service(was, service)
    for service in old.services:
        if new.service(service.id) is None:
            yield f"service {service.id}: removed"
    yield from _order("services", [s.id for s in old.services], [s.id for s in new.services])


def _service(old: Service, new: Service) -> Iterator[str]:
    if old.open != new.open:
        yield f"service {new.id}: {'opened' if new.open else 'closed'}"
    for field in fields(Service):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if field.name not in ("id", "open") and was != now:
            yield f"service {new.id}: {_spoken(field.name)} {_shown(was)} → {_shown(now)}"


def _counters(old: Site, new: Site) -> Iterator[str]:
    for counter in new.counters:
        was = old.counter(counter.number)
        if was is None:
            yield f"counter {counter.number}: added, serves {_list(counter.services)}"
            continue
        if was.name != counter.name:
            yield f"counter {counter.number}: name {_shown(was.name)} → {_shown(counter.name)}"
        if was.services != counter.services:
            yield f"counter {counter.number}: serves {_list(was.services)} → {_list(counter.services)}"
    for counter in old.counters:
        if new.counter(counter.number) is None:
            yield f"counter {counter.number}: removed"
    yield from _order("counters", [c.number for c in old.counters], [c.number for c in new.counters])


def _priority_classes(old: Site, new: Site) -> Iterator[str]:
    before = {p.id: p.name for p in old.priority_classes}
    after = {p.id: p.name for p in new.priority_classes}
    for id_, name in after.items():
        if id_ not in before:
            yield f"priority class {id_}: added"
        elif before[id_] != name:
            yield f"priority class {id_}: name {_shown(before[id_])} → {_shown(name)}"
    for id_ in before:
        if id_ not in after:
            yield f"priority class {id_}: removed"
    yield from _order("priority classes", list(before), list(after))


def _order(things: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    """What stayed stands in another order; that is what people see on the kiosk."""
    if [x for x in old if x in new] != [x for x in new if x in old]:
        yield f"{things}: in another order, {_list(new)}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key}: {_shown(value[key])}" for key in sorted(value))
        return f"({inner})" if value else "nothing"
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 60:g} min"
    if isinstance(value, tuple):
        return _list(value)
    if value is None:
        return "none"
    return f'"{value}"' if type(value) is str else f"{value}"


def _spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{s.opens:%H:%M}–{s.closes:%H:%M}" for s in spans) or "closed"


def _list(items: Collection[Any]) -> str:
    return ", ".join(str(item) for item in items) or "nothing"
