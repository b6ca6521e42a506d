"""When a hall is open, in its own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from queue_service.domain.site import Site, Span

LOOK_AHEAD_DAYS = 15  # longer than any run of holidays


class ClosedReason(StrEnum):
    BEFORE_OPENING = "before-opening"
    BREAK = "break"
    AFTER_HOURS = "after-hours"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Opening:
    """Is the hall open, and does the kiosk give numbers; `opens_at` is the next opening while it is closed."""

    open: bool
    takes_numbers: bool
    closed_reason: ClosedReason | None
    opens_at: datetime | None


def opening(site: Site, now: datetime) -> Opening:
    """The state of the hall's door at an aware moment."""
    if site.hours.always:
        return Opening(True, True, None, None)
    today = site.business_day(now)
    spans = [_span(site, today, span) for span in site.hours.spans(today)]
    is_open = any(opens <= now < closes for opens, closes in spans)
    before, after = site.hours.numbers_before_opening, site.hours.last_number_before_closing
    takes = any(opens - before <= now < closes - after for opens, closes in spans)
    if is_open:
        return Opening(True, takes, None, None)
    return Opening(False, takes, _reason(site, today, spans, now), next_opening(site, now))


def next_opening(site: Site, now: datetime) -> datetime | None:
    """The next moment at which the hall opens; None when none comes within two weeks."""
    today = site.business_day(now)
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        for span in site.hours.spans(day):
            opens, _ = _span(site, day, span)
            if opens > now:
                return opens
    return None


def next_closing(site: Site, now: datetime) -> datetime | None:
    """The end of the span that `now` lies in; None when the hall is closed or never closes."""
    if site.hours.always:
        return None
    today = site.business_day(now)
    spans = (_span(site, today, span) for span in site.hours.spans(today))
    return next((closes for opens, closes in spans if opens <= now < closes), None)


def day_is_over(site: Site, day: str, began: datetime, now: datetime) -> bool:
    """True when an open business day has to be closed."""
    return day_ends_at(site, day, began) <= now


def day_ends_at(site: Site, day: str, began: datetime) -> datetime:
    """When an open business day has to be closed: at its closing hour, or when its date has passed.

    Work that began after the closing hour goes on until the date has passed.
    """
    today = date.fromisoformat(day)
    closes = _local(site, today, site.hours.day_closes_at)
    if not site.hours.always and began < closes:
        return closes
    return _local(site, today + timedelta(days=1), time())


def _reason(site: Site, today: date, spans: list[tuple[datetime, datetime]], now: datetime) -> ClosedReason:
    if today in site.hours.holidays:
        return ClosedReason.HOLIDAY
    if not spans or now >= spans[-1][1]:
        return ClosedReason.AFTER_HOURS
    return ClosedReason.BEFORE_OPENING if now < spans[0][0] else ClosedReason.BREAK


def _span(site: Site, day: date, span: Span) -> tuple[datetime, datetime]:
    return _local(site, day, span.opens), _local(site, day, span.closes)


def _local(site: Site, day: date, at: time) -> datetime:
    """In UTC, where adding minutes and comparing hold on the days when the clocks change too."""
    return datetime.combine(day, at, site.zone).astimezone(UTC)
