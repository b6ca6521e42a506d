"""The opening hours in a site file.

    [hours]
    monday = ["07:30-11:30", "13:30-16:30"]
    day_closes_at = "19:00"

    [[hours.holidays]]
    dates = [2027-04-30, 2027-05-01]
    name = { vi = "…", en = "…" }

`hours = "always"` instead is a hall that never closes; a weekday that is not named is closed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from queue_service.domain.site import Hours, Span, Text
from queue_service.sites.table import Table

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")
_HALF_A_DAY = 12 * 60  # minutes; more before opening or closing is a slip of the pen


def read_hours(site: Table, languages: Sequence[str]) -> Hours:
    """The hours of the site's table; what is wrong is in the findings."""
    value = site.raw("hours")
    if value is None or value == "always":
        return Hours(always=True)
    if not isinstance(value, dict):
        site.complain("hours", '"hours" must be a table [hours] or the text "always"')
        return Hours(always=True)
    table = Table(value, site.at("hours"), site.findings)
    week = tuple(_day(table, weekday) for weekday in WEEKDAYS)
    usual = Hours()
    hours = Hours(
        week=week,
        holidays=_holidays(table, languages),
        numbers_before_opening=table.minutes(
            "numbers_before_opening_minutes", most=_HALF_A_DAY, default=usual.numbers_before_opening
        ),
        last_number_before_closing=table.minutes(
            "last_number_before_closing_minutes", most=_HALF_A_DAY, default=usual.last_number_before_closing
        ),
        day_closes_at=_day_closes_at(table, week, usual.day_closes_at),
    )
    table.done()
    if not any(weekday in table for weekday in WEEKDAYS):
        table.findings.add(table.place, "no weekday has opening hours")
    return hours


def _day(table: Table, weekday: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for index, text in table.words(weekday, optional=True).items():
        span = _span(text)
        if span is None:
            reason = f'"{text}" is not a span of hours such as "07:30-11:30"'
        elif span.closes <= span.opens:
            reason = f'"{text}" is backwards: it closes before it opens'
        elif spans and span.opens < spans[-1].closes:
            before = spans[-1]
            reason = f'"{text}" overlaps {before.opens:%H:%M}-{before.closes:%H:%M} or comes before it'
        else:
            spans.append(span)
            continue
        table.findings.add(table.at(weekday, index), reason)
    return tuple(spans)


def _span(text: str) -> Span | None:
    found = _SPAN.fullmatch(text)
    opens, closes = (_time(part) for part in found.groups()) if found else (None, None)
    return None if opens is None or closes is None else Span(opens, closes)


def _time(text: str) -> time | None:
    try:
        return datetime.strptime(text, "%H:%M").time()  # a time of day has no zone
    except ValueError:
        return None


def _day_closes_at(table: Table, week: tuple[tuple[Span, ...], ...], default: time) -> time:
    key = "day_closes_at"
    text = table.text(key, optional=True)
    ends = _time(text) if text else default
    if ends is None:
        table.complain(key, f'"{text}" is not a time of day such as "19:00"')
        return default
    last = max((span.closes for day in week for span in day), default=time.min)
    if ends < last:
        table.complain(key, f"the day would end at {ends:%H:%M}, before the hall closes at {last:%H:%M}")
    return ends


def _holidays(table: Table, languages: Sequence[str]) -> dict[date, Text]:
    found: dict[date, Text] = {}
    lines: dict[date, int] = {}
    for holiday in table.tables("holidays", optional=True):
        name = holiday.in_languages("name", languages)
        dates = holiday.raw("dates")
        holiday.done()
        if not isinstance(dates, list) or not dates:
            if dates is not None:
                holiday.complain("dates", '"dates" must be an array of dates')
            continue
        for index, value in enumerate(dates):
            place = holiday.at("dates", index)
            day = _date(value)
            if day is None:
                holiday.findings.add(place, f'"{value}" is not a date such as 2027-01-01')
            elif day in lines:
                holiday.findings.add(place, f"the holiday {day} stands already in line {lines[day]}")
            else:
                found[day] = name
                lines[day] = holiday.findings.line(place)
    return found


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
