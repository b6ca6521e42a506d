"""The end of the business day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from queue_service.commands.announce import announce
from queue_service.commands.close_day import close_day, close_day_if_over
from queue_service.commands.configure_site import configure_site
from queue_service.commands.counter_state import pause_counter
from queue_service.commands.devices import report_trouble
from queue_service.commands.start import start
from queue_service.domain.errors import Invalid
from queue_service.domain.hall import Hall, fold
from queue_service.domain.site import Hours, Span
from tests.halls import Rehearsal, small_site

DAILY = Hours(week=((Span(time(8, 0), time(16, 0)),),) * 7, day_closes_at=time(19, 0))


def busy_hall() -> Rehearsal:
    """B001 served, B002 called, B003 waiting with its slip not printed; counter 1 open, counter 2 paused."""
    play = Rehearsal(small_site(hours=DAILY))
    play.open(1, 2)
    for _ in range(3):
        play.issue("land", printer="printer-1" if len(play.hall.tickets) == 2 else None)
    play.next(1)
    play.do(start, counter=1)
    play.next(1)
    play.do(pause_counter, counter=2)
    return play


def test_the_day_ends_with_every_ticket_slip_and_counter_accounted_for() -> None:
    play = busy_hall()
    told = [(e.type, e.data.get("label"), e.counter) for e in play.do(close_day)]
    assert told == [
        ("ticket.expired", "B002", 1),
        ("ticket.expired", "B003", None),
        ("slip.failed", "B003", None),
        ("counter.closed", None, 1),
        ("counter.closed", None, 2),
        ("day.closed", None, None),
    ]


def test_after_the_day_the_hall_is_clean_but_for_its_numbers_and_broken_devices() -> None:
    play = busy_hall()
    play.do(report_trouble, device="printer-1", problem="paper-out")
    play.do(announce, text={"vi": "Nghỉ trưa"})
    play.do(close_day)
    clean = Hall.of(play.hall.site)
    clean.seq, clean.head, clean.config_seq = play.hall.seq, play.hall.head, 1
    clean.numbers, clean.numbers_day = {"land": 3}, "2026-11-24"
    clean.prefixes = {"B": "land"}
    clean.troubles = {"printer-1": "paper-out"}
    assert play.hall == clean


def test_a_day_with_nothing_in_it_is_closed_too() -> None:
    play = Rehearsal()
    (event,) = play.do(close_day)
    assert event.data == {
        "day": "2026-11-24",
        "numbers": {},
        "prefixes": {},
        "announcements": [],
        "troubles": {},
    }


@pytest.mark.parametrize(("minutes", "closes"), [(659, False), (660, True), (60 * 24, True)])
def test_the_day_closes_by_itself_at_the_sites_hour(minutes: int, closes: bool) -> None:
    play = busy_hall()  # at 08:00
    play.passes(minutes=minutes)
    assert bool(play.do(close_day_if_over)) is closes


def test_nothing_closes_by_itself_when_nothing_was_open() -> None:
    play = Rehearsal(small_site(hours=DAILY))
    play.passes(days=3)
    assert play.do(close_day_if_over) == []


def test_a_counter_left_open_is_reason_enough_to_close_the_day() -> None:
    play = Rehearsal(small_site(hours=DAILY))
    play.open(1)
    play.passes(days=1)
    assert play.do(close_day_if_over)[-1].data["day"] == "2026-11-24"


def test_a_notice_for_later_outlives_the_day_and_one_without_a_time_does_not() -> None:
    play = busy_hall()
    play.do(announce, text={"vi": "Nghỉ trưa"})
    play.do(announce, text={"vi": "Mai nghỉ lễ"}, until=play.now + timedelta(days=2))
    play.do(close_day)
    assert [notice.text["vi"] for notice in play.hall.announcements] == ["Mai nghỉ lễ"]


def test_work_that_begins_after_the_closing_hour_goes_on_until_the_date_has_passed() -> None:
    play = Rehearsal(small_site(hours=DAILY))
    play.passes(hours=12)  # 20:00, an hour after the day closes
    play.open(1)
    play.passes(minutes=30)
    assert play.do(close_day_if_over) == []
    play.passes(hours=5)
    assert play.do(close_day_if_over)


def test_a_prefix_of_today_goes_to_no_other_service_today() -> None:
    play = busy_hall()
    play.do(close_day)
    services = play.hall.site.services
    swapped = (replace(services[0], prefix="X"), replace(services[1], prefix="B"), *services[2:])
    with pytest.raises(Invalid, match="prefix"):
        play.do(configure_site, site=small_site(services=swapped), changes=["prefixes"])


def test_numbers_go_on_when_a_hall_that_never_closes_ends_its_day_early() -> None:
    play = Rehearsal()
    for _ in range(2):
        play.issue("land")
    play.do(close_day)
    play.do(close_day)
    assert play.issue("land") == "B003"
    assert play.issue("business") == "A001"


def test_numbers_begin_again_the_next_day() -> None:
    play = Rehearsal()
    play.issue("land")
    play.passes(days=1)
    play.do(close_day_if_over)
    assert play.issue("land") == "B001"
    assert play.id("B001") == "261125-B001"


def test_a_hall_that_never_closes_changes_its_day_at_midnight() -> None:
    play = Rehearsal()
    play.open(1)
    play.issue("land")
    play.passes(hours=15, minutes=59, seconds=59)
    assert play.do(close_day_if_over) == []
    play.passes(seconds=1)
    closed = play.do(close_day_if_over)[-1].data
    assert (closed["day"], closed["numbers"]) == ("2026-11-24", {"land": 1})


def test_the_image_of_a_hall_is_the_same_from_the_beginning_and_from_the_last_end_of_day() -> None:
    play = busy_hall()
    play.do(report_trouble, device="printer-1", problem="paper-out")
    play.do(close_day)
    closed = len(play.events) - 1
    play.passes(days=1)
    play.open(1)
    play.issue("land")
    play.next(1)
    assert fold(play.events) == fold([play.events[0], *play.events[closed:]]) == play.hall
