"""Two days of a small hall in a real database, written by the writer's own batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from queue_service.commands.announce import announce
from queue_service.commands.call import call
from queue_service.commands.call_next import call_next
from queue_service.commands.cancel import cancel
from queue_service.commands.confirm_slip import slip_failed, slip_printed
from queue_service.commands.counter_state import open_counter, pause_counter, resume_counter
from queue_service.commands.devices import report_trouble
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.no_show import no_show
from queue_service.commands.rate import rate_last_served, rate_ticket
from queue_service.commands.recall import recall
from queue_service.commands.reinstate import reinstate
from queue_service.commands.request_slip import request_slip
from queue_service.commands.return_to_line import return_to_line
from queue_service.commands.start import start
from queue_service.commands.transfer import transfer
from queue_service.domain.errors import QueueError
from queue_service.domain.events import Event, Fact
from queue_service.domain.hall import Hall, fold
from queue_service.domain.ticket import Position
from queue_service.store import event_log
from queue_service.store.act import Act, Answer, Key
from queue_service.store.batch import Batch
from queue_service.store.engine import writing_engine
from queue_service.views import ticket_view
from tests.founding import found
from tests.halls import NOW, small_site

SITE = "small"
PRINTER = "printer-1"


class Clerk:
    """Does one command after another, each in a transaction of its own; the clock moves ten seconds each."""

    def __init__(self, url: str) -> None:
        found(url, small_site(), now=NOW)
        self._engine = writing_engine(url)
        with self._engine.connect() as connection:
            self.hall = fold(event_log.since_last_close(connection, SITE))
        self.now: datetime = NOW
        self._keys = 0

    def do(self, command: Callable[..., list[Fact]], **given: Any) -> None:
        self.now += timedelta(seconds=10)
        self._keys += 1
        key = Key("device:kiosk-1", f"key-{self._keys}", "0" * 64)
        act = Act(SITE, "officer:lan", partial(command, **given), answer=_ticket, key=key)
        with self._engine.begin() as connection:
            batch = Batch(connection, SITE, self.hall, [act])
            batch.open()
            (outcome,) = batch.decide(self.now).outcomes
            assert not isinstance(outcome, QueueError), outcome
            batch.write()

    def issue(self, service: str, *, elderly: bool = False) -> None:
        priority = "elderly" if elderly else "normal"
        self.do(issue_ticket, service=service, priority=priority, kiosk="kiosk-1", printer=PRINTER)

    def close(self) -> None:
        self._engine.dispose()


def write_good_log(url: str) -> None:
    """A whole day that was closed, and a second that is going on, with nothing wrong in them."""
    clerk = Clerk(url)
    _first_day(clerk)
    clerk.now = NOW + timedelta(days=1)
    _second_day(clerk)
    clerk.close()


def _first_day(clerk: Clerk) -> None:
    """B001–B004 and A001; `elderly` is B003. It is closed by the first command of the next day."""
    for counter in (1, 2, 3):
        clerk.do(open_counter, counter=counter)
    for service, elderly in (("land", False), ("land", False), ("land", True), ("business", False)):
        clerk.issue(service, elderly=elderly)
    clerk.issue("land")
    for label in ("B001", "B002", "B003"):
        clerk.do(slip_printed, slip=f"261124-{label}-1", printer=PRINTER)
    clerk.do(report_trouble, device=PRINTER, problem="paper-out")
    clerk.do(slip_failed, slip="261124-A001-1", printer=PRINTER, reason="paper-out")
    clerk.do(report_trouble, device=PRINTER, problem=None)
    clerk.do(request_slip, ticket="261124-A001", printer=PRINTER)
    clerk.do(slip_printed, slip="261124-A001-2", printer=PRINTER)
    clerk.do(announce, text={"vi": "Đường dây nóng: 0263 3822 111", "en": "Hotline: 0263 3822 111"})
    clerk.do(call_next, counter=1)  # B003
    clerk.do(recall, counter=1)
    clerk.do(start, counter=1)
    clerk.do(call_next, counter=2)  # B001
    clerk.do(no_show, counter=2)
    clerk.do(finish, counter=1)
    clerk.do(rate_last_served, counter=1, score=5, reasons=("thái độ",), commented=True)
    clerk.do(call_next, counter=2)  # B002
    clerk.do(return_to_line, counter=2)
    clerk.do(reinstate, ticket="261124-B001")
    clerk.do(call_next, counter=1)  # B001
    clerk.do(start, counter=1)
    clerk.do(transfer, counter=1, to_service="business", position=Position.BACK, noted=True)
    clerk.do(pause_counter, counter=3, reason="Nghỉ 10 phút")
    clerk.do(resume_counter, counter=3)
    clerk.do(call_next, counter=3, service="business")  # A001
    clerk.do(hold, counter=3)
    clerk.do(cancel, ticket="261124-A001")
    clerk.do(call, counter=2, ticket="261124-B004")


def _second_day(clerk: Clerk) -> None:
    """B001 served and rated, B002 serving at 1, B003 (elderly) called at 2, A001 waits for counter 3, A002 waits."""
    clerk.issue("land")
    for counter in (1, 2, 3):
        clerk.do(open_counter, counter=counter)
    clerk.issue("land")
    clerk.issue("land", elderly=True)
    clerk.do(call, counter=1, ticket="261125-B001")
    clerk.do(finish, counter=1)
    clerk.do(rate_ticket, ticket="261125-B001", score=4)
    clerk.do(call_next, counter=2)  # B003
    clerk.do(call_next, counter=1)  # B002
    clerk.do(start, counter=1)
    clerk.issue("business")
    clerk.do(transfer, counter=1, ticket="261125-A001", to_counter=3)
    clerk.issue("business")


def _ticket(hall: Hall, events: Sequence[Event]) -> Answer:
    ticket = hall.tickets.get(events[0].ticket or "") if events else None
    return Answer(200, ticket_view(hall, ticket)) if ticket else Answer(204)
