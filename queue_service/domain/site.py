"""A site as configured: what its file says, checked and frozen.

`sites/site_file.py` reads a TOML file into these values; `site.configured` carries them in the log (`to_json`), so
the log alone tells which rules held at any moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

Text = Mapping[str, str]  # by language code: {"vi": "…", "en": "…"}

NORMAL = "normal"  # the priority class of everybody else


class CallingOrder(StrEnum):
    """How a counter with several services chooses among them."""

    BY_SERVICE = "by-service"  # its first service until empty, then the second …
    BY_WAITING_TIME = "by-waiting-time"  # who has waited longest over all its services


class AtCallNext(StrEnum):
    """What becomes of a ticket that is only called when its counter calls the next."""

    FINISH = "finish"
    NO_SHOW = "no-show"


@dataclass(frozen=True, slots=True)
class Service:
    """A procedure type with its own number series and waiting line."""

    id: str
    prefix: str  # one or two capital letters
    name: Text
    short_name: Text  # fits a kiosk row and a slip
    hint: Text  # one line of everyday words below the name
    usual_minutes: float  # the median time at the counter
    open: bool = True  # False: takes no new numbers


@dataclass(frozen=True, slots=True)
class Counter:
    number: int
    name: Text
    services: tuple[str, ...]  # service ids in the order in which the counter prefers them


@dataclass(frozen=True, slots=True)
class PriorityClass:
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day in the site's local time: opens ≤ t < closes."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Hours:
    """The weekly hours; `always` for a hall that never closes."""

    always: bool = False
    week: tuple[tuple[Span, ...], ...] = (
        (),
        (),
        (),
        (),
        (),
        (),
        (),
    )  # Monday first; breaks lie between the spans
    holidays: Mapping[date, Text] = field(default_factory=dict)  # closed all day, with the reason
    numbers_before_opening: timedelta = timedelta(minutes=30)  # the kiosk gives numbers this early
    last_number_before_closing: timedelta = timedelta(minutes=15)
    day_closes_at: time = time(19, 0)  # who still waits then expires

    def spans(self, day: date) -> tuple[Span, ...]:
        """The opening spans of one local date, in order; empty when closed."""
        if self.always:
            return (Span(time.min, time.max),)
        return () if day in self.holidays else self.week[day.weekday()]


@dataclass(frozen=True, slots=True)
class Site:
    id: str  # a slug: lam-dong
    name: Text
    short_name: Text
    languages: tuple[str, ...]  # the first is the site's own
    time_zone: str
    hours: Hours
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    priority_classes: tuple[PriorityClass, ...]  # without `normal`
    overtaking_bound: int = 2  # a normal ticket overtaken so often goes next
    longest_wait: timedelta | None = None  # a normal ticket that has waited so long goes next
    calling_order: CallingOrder = CallingOrder.BY_WAITING_TIME
    at_call_next: AtCallNext = AtCallNext.FINISH
    calls_before_no_show: int = 3  # printed on the slip: "Quá 3 lượt gọi…"
    rating_window: timedelta = timedelta(minutes=10)  # a pad may rate the last ticket served this long
    slip_timeout: timedelta = timedelta(minutes=2)  # an unprinted slip has failed after this
    slip_texts: Mapping[str, Text] = field(default_factory=dict)  # thanks, rule
    guide_desk: Text = field(default_factory=dict)  # where help stands: "Bàn hướng dẫn: bên phải cửa chính"
    emergency_prefix: str = ""  # of slips printed for the day when the server is away; empty: there are none

    def service(self, service_id: str) -> Service | None:
        return next((s for s in self.services if s.id == service_id), None)

    def counter(self, number: int) -> Counter | None:
        return next((c for c in self.counters if c.number == number), None)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """All that labels of this site may begin with."""
        own = (self.emergency_prefix,) if self.emergency_prefix else ()
        return (*(service.prefix for service in self.services), *own)

    def counters_for(self, service_id: str) -> tuple[int, ...]:
        """The numbers of the counters that serve a service, ascending."""
        return tuple(sorted(c.number for c in self.counters if service_id in c.services))

    def series(self, prefix: str, service_id: str) -> str:
        """What a label's number belongs to: its service, or the emergency slips of all services by their prefix."""
        return prefix if prefix == self.emergency_prefix else service_id

    def emergency_label(self, number: int) -> str:
        return f"{self.emergency_prefix}{number:03d}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def business_day(self, now: datetime) -> date:
        """The site-local date at an aware moment; number series restart with it."""
        return now.astimezone(self.zone).date()
