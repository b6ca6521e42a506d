"""A notice for everybody in the hall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from queue_service.domain.errors import Invalid
from queue_service.domain.events import EventType, Fact, rfc3339
from queue_service.domain.hall import Hall


def announce(
    hall: Hall, now: datetime, *, text: Mapping[str, str], until: datetime | None = None
) -> list[Fact]:
    """Show a text, by language, until a moment or the end of the day. Raises Invalid."""
    unknown = set(text) - set(hall.site.languages)
    if unknown or not text:
        raise Invalid(field="text", value=sorted(unknown), known=list(hall.site.languages))
    if until is not None and until <= now:
        raise Invalid(field="until", value=rfc3339(until), reason="lies in the past")
    data = {"text": dict(text), "until": rfc3339(until) if until else None}
    return [Fact(EventType.ANNOUNCEMENT_MADE, data=data)]
