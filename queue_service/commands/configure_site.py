"""The site's file is loaded."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.errors import Invalid
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall
from queue_service.domain.site import Site
from queue_service.domain.site_json import site_to_json


def configure_site(hall: Hall, now: datetime, *, site: Site, changes: list[str]) -> list[Fact]:
    """Record the new configuration with what changed; nothing changed, nothing recorded.

    Raises Invalid when a counter that is in use would vanish.
    """
    busy = [d.number for d in hall.desks.values() if d.ticket is not None and site.counter(d.number) is None]
    if busy:
        raise Invalid(field="counters", value=busy, reason="a counter with a ticket cannot be taken away")
    if not changes:
        return []
    data = {"config": site_to_json(site), "changes": changes}
    return [Fact(EventType.SITE_CONFIGURED, data=data)]
