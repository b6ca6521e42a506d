"""The site's file is loaded."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.errors import Invalid
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import CounterState, Hall
from queue_service.domain.site import Site
from queue_service.domain.site_json import site_to_json


def configure_site(hall: Hall, now: datetime, *, site: Site, changes: list[str]) -> list[Fact]:
    """Record the new configuration with what changed; nothing changed, nothing recorded.

    A counter that vanishes closes first. Raises Invalid when one vanishes that has a ticket or is waited for alone.
    """
    vanishing = [desk for desk in hall.desks.values() if site.counter(desk.number) is None]
    busy = [desk.number for desk in vanishing if desk.ticket is not None or hall.line(desk.number)]
    if busy:
        raise Invalid(field="counters", value=busy, reason="a counter with a ticket cannot be taken away")
    if not changes:
        return []
    if hall.numbers_day == hall.site.business_day(now).isoformat():
        _require_prefixes_kept(hall, site)
    closed = [
        Fact(EventType.COUNTER_CLOSED, counter=desk.number)
        for desk in vanishing
        if desk.state is not CounterState.CLOSED
    ]
    data = {"config": site_to_json(site), "changes": changes}
    return [*closed, Fact(EventType.SITE_CONFIGURED, data=data)]


def _require_prefixes_kept(hall: Hall, site: Site) -> None:
    """A prefix that a series used today belongs to it today: labels would come twice."""
    wanted = [(service.prefix, service.id) for service in site.services]
    for prefix, series in [*wanted, (site.emergency_prefix, site.emergency_prefix)]:
        owner = hall.prefixes.get(prefix, series)
        if owner != series:
            raise Invalid(
                field="prefix",
                value=prefix,
                reason=f"{owner} used it today; {series} can have it tomorrow",
            )
