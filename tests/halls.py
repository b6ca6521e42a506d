"""Small halls for tests: three services, three counters, always open; and a way to play one in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from queue_service.commands.call_next import call_next
from queue_service.commands.configure_site import configure_site
from queue_service.commands.counter_state import open_counter
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.domain.events import Event, Fact, seal
from queue_service.domain.hall import Hall
from queue_service.domain.site import NORMAL, Counter, Hours, PriorityClass, Service, Site
from queue_service.domain.ticket import Ticket

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # a Tuesday, 08:00 in the hall


def text(word: str) -> dict[str, str]:
    return {"vi": word, "en": f"{word} (en)"}


def service(service_id: str, prefix: str, **changes: Any) -> Service:
    words = text(service_id)
    return Service(
        **{
            "id": service_id,
            "prefix": prefix,
            "name": words,
            "short_name": words,
            "hint": words,
            "usual_minutes": 8.0,
            **changes,
        }
    )


def small_site(**changes: Any) -> Site:
    """`land` B at counters 1 and 2, `business` A at 2 and 3, `results` K at 3; priority class `elderly`."""
    settings: dict[str, Any] = {
        "id": "small",
        "name": text("Trung tâm"),
        "short_name": text("Trung tâm"),
        "languages": ("vi", "en"),
        "time_zone": "Asia/Ho_Chi_Minh",
        "hours": Hours(always=True),
        "services": (
            service("land", "B"),
            service("business", "A"),
            service("results", "K", usual_minutes=3.0),
        ),
        "counters": (
            Counter(1, text("Quầy 1"), ("land",)),
            Counter(2, text("Quầy 2"), ("land", "business")),
            Counter(3, text("Quầy 3"), ("business", "results")),
        ),
        "priority_classes": (PriorityClass("elderly", text("Cao tuổi")),),
        "overtaking_bound": 2,
        "longest_wait": timedelta(hours=1),
        **changes,
    }
    return Site(**settings)


class Rehearsal:
    """A hall played in memory: each command is decided, sealed and folded in, and the log is kept.

    `now` moves by `passes` alone. A refusal of the command comes out and changes nothing.
    """

    def __init__(self, site: Site | None = None, *, now: datetime = NOW) -> None:
        site = site or small_site()
        self.now = now
        self.hall = Hall.of(site)
        self.events: list[Event] = []
        self.do(configure_site, site=site, changes=["new"])

    def do(self, command: Callable[..., list[Fact]], **given: Any) -> list[Event]:
        """The events that a command gives."""
        return [self.record(fact) for fact in command(self.hall, self.now, **given)]

    def record(self, fact: Fact, actor: str = "officer:lan") -> Event:
        """Put a fact into the log, whether a command decided it or not."""
        hall = self.hall
        event = seal(fact, site=hall.site.id, seq=hall.seq + 1, at=self.now, actor=actor, prev_hash=hall.head)
        hall.apply(event)
        self.events.append(event)
        return event

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def open(self, *counters: int) -> None:
        for counter in counters or self.hall.desks:
            self.do(open_counter, counter=counter)

    def issue(self, service: str, priority: str = NORMAL, **given: Any) -> str:
        """The label of a new ticket."""
        label = self.do(issue_ticket, service=service, priority=priority, **given)[0].data["label"]
        return str(label)

    def next(self, counter: int, service: str | None = None) -> str | None:
        """The label that call-next calls, None when nobody waits."""
        events = self.do(call_next, counter=counter, service=service)
        called = [e for e in events if e.type == "ticket.called"]
        return called[0].data["label"] if called else None

    def ticket(self, label: str) -> Ticket:
        """The ticket of a label of the open day."""
        return next(t for t in self.hall.tickets.values() if t.label == label)

    def id(self, label: str) -> str:
        return self.ticket(label).id

    def shown_at(self, counter: int) -> str | None:
        """The label called or serving at a counter."""
        ticket = self.hall.desk(counter).ticket
        return self.hall.ticket(ticket).label if ticket else None
