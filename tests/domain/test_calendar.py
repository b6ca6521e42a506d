"""When the hall is open, in its own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from queue_service.domain.calendar import (
    LOOK_AHEAD_DAYS,
    ClosedReason,
    Opening,
    day_is_over,
    next_closing,
    next_opening,
    opening,
)
from queue_service.domain.site import Hours, Site, Span
from tests.halls import small_site, text

MORNING, AFTERNOON = Span(time(7, 30), time(11, 30)), Span(time(13, 30), time(16, 30))
WORKING_WEEK = ((MORNING, AFTERNOON),) * 5 + ((), ())
HOLIDAY = date(2026, 9, 2)  # a Wednesday


def office(zone: str = "Asia/Ho_Chi_Minh", **hours: object) -> Site:
    settings = {"week": WORKING_WEEK, "holidays": {HOLIDAY: text("Quốc khánh")}} | hours
    return small_site(hours=Hours(**settings), time_zone=zone)  # type: ignore[arg-type]


def moment(site: Site, local: str) -> datetime:
    """A moment told in the hall's own time, as the clock gives it: in UTC."""
    return datetime.fromisoformat(local).replace(tzinfo=site.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("local", "is_open", "takes_numbers", "reason", "opens_at"),
    [
        ("2026-09-01T06:59", False, False, ClosedReason.BEFORE_OPENING, "2026-09-01T07:30"),
        ("2026-09-01T07:00", False, True, ClosedReason.BEFORE_OPENING, "2026-09-01T07:30"),
        ("2026-09-01T07:30", True, True, None, None),
        ("2026-09-01T11:14:59", True, True, None, None),
        ("2026-09-01T11:15", True, False, None, None),
        ("2026-09-01T11:30", False, False, ClosedReason.BREAK, "2026-09-01T13:30"),
        ("2026-09-01T13:00", False, True, ClosedReason.BREAK, "2026-09-01T13:30"),
        ("2026-09-01T13:30", True, True, None, None),
        ("2026-09-01T16:15", True, False, None, None),
        ("2026-09-01T16:30", False, False, ClosedReason.AFTER_HOURS, "2026-09-03T07:30"),
        ("2026-09-02T09:00", False, False, ClosedReason.HOLIDAY, "2026-09-03T07:30"),
        ("2026-09-04T17:00", False, False, ClosedReason.AFTER_HOURS, "2026-09-07T07:30"),
        ("2026-09-05T09:00", False, False, ClosedReason.AFTER_HOURS, "2026-09-07T07:30"),
    ],
)
def test_the_door_over_a_week(
    local: str, is_open: bool, takes_numbers: bool, reason: ClosedReason | None, opens_at: str | None
) -> None:
    site = office()
    again = moment(site, opens_at) if opens_at else None
    assert opening(site, moment(site, local)) == Opening(is_open, takes_numbers, reason, again)


def test_a_hall_without_hours_is_always_open_and_never_closes() -> None:
    site = small_site()
    now = moment(site, "2026-09-02T03:00")
    assert opening(site, now) == Opening(True, True, None, None)
    assert next_closing(site, now) is None


def test_the_next_closing_is_the_end_of_the_present_span() -> None:
    site = office()
    assert next_closing(site, moment(site, "2026-09-01T08:00")) == moment(site, "2026-09-01T11:30")
    assert next_closing(site, moment(site, "2026-09-01T13:30")) == moment(site, "2026-09-01T16:30")
    assert next_closing(site, moment(site, "2026-09-01T12:00")) is None


def test_a_hall_closed_for_longer_than_two_weeks_does_not_tell_when_it_opens() -> None:
    days = {date(2026, 9, 1) + timedelta(days=n): text("Sửa chữa") for n in range(LOOK_AHEAD_DAYS + 3)}
    site = office(holidays=days)
    assert next_opening(site, moment(site, "2026-09-01T08:00")) is None


def test_the_business_day_changes_at_the_halls_midnight() -> None:
    site = office()
    assert site.business_day(datetime(2026, 9, 1, 16, 59, 59, tzinfo=UTC)) == date(2026, 9, 1)
    assert site.business_day(datetime(2026, 9, 1, 17, 0, tzinfo=UTC)) == date(2026, 9, 2)


@pytest.mark.parametrize(
    ("local", "over"),
    [
        ("2026-09-01T18:59:59", False),
        ("2026-09-01T19:00", True),
        ("2026-09-02T00:00", True),
        ("2026-08-31T23:00", False),
    ],
)
def test_a_day_is_over_at_the_sites_hour_or_when_its_date_has_passed(local: str, over: bool) -> None:
    site = office(day_closes_at=time(19, 0))
    assert day_is_over(site, "2026-09-01", moment(site, "2026-09-01T07:00"), moment(site, local)) is over


def test_the_day_of_a_hall_that_never_closes_is_over_at_midnight() -> None:
    site = small_site()
    assert not day_is_over(
        site, "2026-09-01", moment(site, "2026-09-01T07:00"), moment(site, "2026-09-01T23:59:59")
    )
    assert day_is_over(site, "2026-09-01", moment(site, "2026-09-01T07:00"), moment(site, "2026-09-02T00:00"))


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [("2026-03-27", 7), ("2026-03-30", 6), ("2026-10-23", 6), ("2026-10-26", 7)],
)
def test_opening_hours_are_told_by_the_clock_on_the_wall_in_summer_and_winter(
    day: str, utc_hour: int
) -> None:
    site = office("Europe/Berlin", week=((Span(time(8, 0), time(16, 0)),),) * 7, holidays={})
    opens = next_opening(site, moment(site, f"{day}T00:00"))
    assert opens == datetime.fromisoformat(f"{day}T{utc_hour:02d}:00+00:00")
    assert opens.tzinfo is UTC


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_business_day_lasts_from_midnight_to_midnight_whatever_the_clocks_do(day: str, hours: int) -> None:
    site = small_site(time_zone="Europe/Berlin")
    first = moment(site, f"{day}T00:00")
    last = first + timedelta(hours=hours)
    today = date.fromisoformat(day)
    assert site.business_day(first) == site.business_day(last - timedelta(seconds=1)) == today
    assert site.business_day(last) == today + timedelta(days=1)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_numbers_are_given_half_an_hour_before_opening_also_when_the_clocks_change_in_between(
    day: str,
) -> None:
    night = Span(time(3, 15), time(6, 0))
    site = office("Europe/Berlin", week=((night,),) * 7, holidays={})
    opens = datetime.fromisoformat(f"{day}T03:15").replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert not opening(site, opens - timedelta(minutes=31)).takes_numbers
    assert opening(site, opens - timedelta(minutes=30)).takes_numbers
    assert not opening(site, opens - timedelta(seconds=1)).open
    assert opening(site, opens).open


@pytest.mark.parametrize(("day", "lasts"), [("2026-03-29", 3), ("2026-10-25", 5)])
def test_a_span_over_the_change_lasts_as_long_as_it_really_does(day: str, lasts: int) -> None:
    site = office("Europe/Berlin", week=((Span(time(1, 0), time(5, 0)),),) * 7, holidays={})
    opens = moment(site, f"{day}T01:00")
    closes = next_closing(site, opens)
    assert closes == opens + timedelta(hours=lasts)
