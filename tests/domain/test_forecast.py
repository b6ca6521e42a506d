"""How long one will wait."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from datetime import time, timedelta
from types import FrameType
from typing import Any

import pytest

from queue_service.commands.counter_state import close_counter, pause_counter
from queue_service.commands.finish import finish
from queue_service.commands.start import start
from queue_service.commands.transfer import transfer
from queue_service.domain.forecast import Forecast, forecast
from queue_service.domain.site import CallingOrder, Counter, Hours, Span
from tests.domain.simulated_hall import SimulatedHall, Told, shipped_site
from tests.halls import Rehearsal, service, small_site, text

HALLS = 8
LEAST_BETTER = 0.75  # of the naive estimate's error


def one_counter(waiting: int, **site: Any) -> Rehearsal:
    """One counter of one service, eight minutes each; somebody has just sat down and others wait."""
    play = Rehearsal(
        small_site(
            services=(service("land", "B"),), counters=(Counter(1, text("Quầy 1"), ("land",)),), **site
        )
    )
    play.open(1)
    for _ in range(waiting + 1):
        play.issue("land")
    play.next(1)
    play.do(start, counter=1)
    return play


def now(play: Rehearsal) -> Forecast:
    return forecast(play.hall, play.now)


def p50(play: Rehearsal, service: str, *, normal: bool = True) -> int:
    wait = now(play).newcomer(service, normal=normal)
    assert wait is not None
    assert wait.p50 <= wait.p80
    return wait.p50


def test_equal_halls_have_equal_forecasts() -> None:
    play = one_counter(9)
    assert now(play) == now(play) == forecast(play.hall.copy(), play.now)


def test_a_free_counter_and_an_empty_line_mean_no_wait() -> None:
    play = Rehearsal()
    play.open(1)
    assert p50(play, "land") == 0


def test_without_an_open_counter_nothing_is_promised() -> None:
    play = Rehearsal()
    play.open(1)
    play.issue("results")
    assert now(play).newcomers["business"] is None
    assert now(play).newcomer("results", normal=False) is None
    assert now(play).tickets == {}


@pytest.mark.parametrize("command", [pause_counter, close_counter])
def test_a_counter_that_calls_nobody_promises_nothing(command: Callable[..., Any]) -> None:
    play = Rehearsal()
    play.open(3)
    play.do(command, counter=3)
    assert now(play).newcomers["results"] is None


def test_one_counter_takes_about_the_usual_time_for_each_before() -> None:
    play = one_counter(9)
    assert 0.9 < p50(play, "land") / (10 * (8 * 60 + 30)) < 1.3  # a mean lies above its median


def test_each_who_waits_is_told_less_than_who_stands_behind() -> None:
    play = one_counter(9)
    waits = [now(play).tickets[play.id(f"B{n:03d}")] for n in range(2, 11)]
    assert waits == sorted(waits, key=lambda wait: wait.p50)
    assert waits[-1].p50 < p50(play, "land")


def test_the_longer_the_present_service_has_lasted_the_sooner_it_ends() -> None:
    play = one_counter(0)
    waits = []
    for _ in range(4):
        waits.append(p50(play, "land"))
        play.passes(minutes=2)
    assert waits == sorted(waits, reverse=True)


def test_a_service_beyond_all_measure_is_still_not_over() -> None:
    play = one_counter(0)
    play.passes(hours=3)
    assert p50(play, "land") > 60


def test_today_teaches_how_long_a_service_takes() -> None:
    play = one_counter(30)
    before = p50(play, "land")
    for _ in range(12):
        play.passes(minutes=2)
        play.next(1)
        play.do(start, counter=1)
    assert p50(play, "land") < 0.5 * before * (18 / 30)


def test_short_services_that_ended_first_do_not_make_the_long_ones_forgotten() -> None:
    """Of ten that began together only the two short ones are over; the other eight have lasted long."""
    counters = tuple(Counter(n, text(f"Quầy {n}"), ("land",)) for n in range(1, 11))
    play = Rehearsal(small_site(services=(service("land", "B"),), counters=counters))
    play.open()
    for _ in range(40):
        play.issue("land")
    for n in range(1, 11):
        play.next(n)
        play.do(start, counter=n)
    play.passes(minutes=2)
    for n in (1, 2):
        play.do(finish, counter=n)
    early = p50(play, "land")
    play.passes(minutes=18)
    assert p50(play, "land") > early


def test_two_counters_take_half_as_long_as_one() -> None:
    play = Rehearsal()
    play.open(1)
    for _ in range(20):
        play.issue("land")
    one = p50(play, "land")
    play.open(2)
    assert 0.4 < p50(play, "land") / one < 0.6


def test_a_counter_that_is_busy_with_another_line_is_no_help() -> None:
    play = Rehearsal()
    play.open(2)
    for _ in range(10):
        play.issue("business")
    alone = p50(play, "business")
    for _ in range(10):
        play.issue("land")
    shared = p50(play, "business")
    assert shared > 1.8 * alone
    play.open(1)
    assert p50(play, "business") < 0.85 * shared


def test_a_counter_that_calls_by_service_lets_its_first_service_go_first() -> None:
    play = Rehearsal(small_site(calling_order=CallingOrder.BY_SERVICE))
    play.open(2)
    for _ in range(5):
        play.issue("business")
        play.issue("land")
    assert p50(play, "land") < 0.6 * p50(play, "business")
    first_business, last_land = now(play).tickets[play.id("A001")], now(play).tickets[play.id("B005")]
    assert last_land.p50 < first_business.p50


def test_who_has_priority_waits_less_and_is_waited_for() -> None:
    play = one_counter(8)
    normal, priority = p50(play, "land"), p50(play, "land", normal=False)
    assert priority < 0.3 * normal
    play.issue("land", "elderly")
    assert now(play).tickets[play.id("B010")].p50 == pytest.approx(priority, rel=0.35)
    assert p50(play, "land") > normal


def test_who_has_priority_waits_for_the_normal_tickets_that_are_due() -> None:
    play = one_counter(8, longest_wait=timedelta(minutes=30))
    play.passes(minutes=31)
    assert p50(play, "land", normal=False) > 0.8 * p50(play, "land")


def test_later_priority_tickets_are_reckoned_with_where_many_come() -> None:
    calm, crowded = one_counter(0), one_counter(0)
    for n in range(30):
        calm.passes(minutes=1)
        calm.issue("land")
        crowded.passes(minutes=1)
        crowded.issue("land", "elderly" if n % 2 else "normal")
    assert p50(crowded, "land") > 1.03 * p50(calm, "land")


def test_who_waits_for_one_counter_alone_waits_for_that_counter() -> None:
    play = Rehearsal()
    play.open(1, 2)
    for _ in range(6):
        play.issue("land")
    play.do(transfer, counter=1, ticket=play.id("B006"), to_counter=2)
    assert now(play).tickets[play.id("B006")].p50 < now(play).tickets[play.id("B003")].p50


def test_a_paused_counter_is_expected_back() -> None:
    play = Rehearsal()
    play.open(1, 2)
    for _ in range(30):
        play.issue("land")
    both = p50(play, "land")
    play.do(pause_counter, counter=2)
    paused = p50(play, "land")
    play.do(close_counter, counter=2)
    assert both < paused < p50(play, "land")


def test_the_break_is_added_for_whom_it_comes_between() -> None:
    office = Hours(week=((Span(time(7, 30), time(9, 0)), Span(time(11, 0), time(16, 0))),) * 7)
    play, without = one_counter(14, hours=office), one_counter(14)
    first, last = play.id("B002"), play.id("B015")
    assert now(play).tickets[first] == now(without).tickets[first]
    assert now(play).tickets[last].p50 == now(without).tickets[last].p50 + 2 * 3600


def test_before_opening_the_wait_begins_with_the_opening() -> None:
    office = Hours(week=((Span(time(8, 15), time(16, 0)),),) * 7)
    play = Rehearsal(small_site(hours=office))  # at 08:00
    assert p50(play, "land") == 15 * 60
    for _ in range(4):
        play.issue("land")
    assert now(play).tickets[play.id("B001")].p50 == 15 * 60
    assert p50(play, "land") > 15 * 60


def test_looking_ahead_costs_no_more_where_ten_times_as_many_wait() -> None:
    def hall(waiting: int) -> Rehearsal:
        play = Rehearsal(shipped_site())
        play.open()
        services = [s.id for s in play.hall.site.services]
        for n in range(waiting):
            play.issue(services[n % len(services)], "normal" if n % 10 else "cao-tuoi")
        return play

    assert calls_to_forecast(hall(3000)) < 3 * calls_to_forecast(hall(300))


def calls_to_forecast(play: Rehearsal) -> int:
    """Functions called meanwhile: a measure of work that no busy machine changes."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        now(play)
    finally:
        sys.setprofile(None)
    return count


def test_the_forecast_is_far_closer_than_queue_times_mean_by_counters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Over mornings of the 21-counter hall; what is told is held against what came."""
    told = [one for seed in range(HALLS) for one in SimulatedHall(seed).run()]
    ours, naive = error(told, lambda t: t.p50), error(told, lambda t: t.naive)
    within = sum(t.waited <= t.p80 for t in told) / len(told)
    half = sum(t.waited <= t.p50 for t in told) / len(told)
    with capsys.disabled():
        print(
            f"\n{len(told)} waits of {mean(t.waited for t in told) / 60:.0f} minutes in {HALLS} simulated mornings:"
            f" RMSE {ours / 60:.1f} minutes, naive {naive / 60:.1f} ({1 - ours / naive:.0%} less);"
            f" {half:.0%} within p50, {within:.0%} within p80"
        )
    assert ours <= LEAST_BETTER * naive
    assert 0.65 <= within <= 0.95
    assert 0.35 <= half <= 0.65


def error(told: Iterable[Told], guess: Callable[[Told], float]) -> float:
    """The root of the mean squared error, in seconds."""
    return math.sqrt(mean((guess(t) - t.waited) ** 2 for t in told))


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)
