"""Numbers that reception gave on paper while the server was away."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from queue_service.commands.close_day import close_day
from queue_service.commands.configure_site import configure_site
from queue_service.commands.enter_emergency_slips import PaperSlip, enter_emergency_slips
from queue_service.domain.errors import Invalid, NotFound, NumberTaken
from queue_service.domain.site import Hours, Site
from queue_service.verify.life import LifeCheck
from tests.halls import Rehearsal, small_site

CLOSED = Hours(day_closes_at=time(19, 0))  # no opening hours at all


def hall(**changes: object) -> Rehearsal:
    return Rehearsal(small_site(emergency_prefix="X", **changes))


def enter(play: Rehearsal, *slips: tuple[int, str]) -> list[str]:
    """The labels that were new."""
    given = [PaperSlip(number, service) for number, service in slips]
    return [e.data["label"] for e in play.do(enter_emergency_slips, slips=given)]


def breaches(play: Rehearsal) -> list[str]:
    check = LifeCheck()
    return [breach.what for event in play.events for breach in check.see(event, None)]


def test_slips_get_their_places_in_the_order_of_their_numbers_behind_those_who_wait() -> None:
    play = hall()
    play.open(1)
    play.issue("land")
    assert enter(play, (12, "land"), (3, "land"), (7, "business")) == ["X003", "X007", "X012"]
    play.issue("land")
    assert [play.next(1) for _ in range(4)] == ["B001", "X003", "X012", "B002"]
    assert play.id("X007") == "261124-X007"
    assert breaches(play) == []


def test_the_series_of_the_services_go_on_without_a_gap() -> None:
    play = hall()
    play.issue("land")
    enter(play, (40, "land"))
    assert play.issue("land") == "B002"


def test_a_list_that_has_grown_may_come_again_as_a_whole() -> None:
    play = hall()
    enter(play, (1, "land"), (2, "business"))
    assert enter(play, (1, "land"), (2, "business"), (3, "land")) == ["X003"]
    assert enter(play, (1, "land"), (2, "business"), (3, "land")) == []


@pytest.mark.parametrize("slip", [(2, "land"), (1, "land")], ids=["another service", "lower than the last"])
def test_a_number_that_is_taken_or_too_late_is_refused_and_nothing_of_its_list_is_entered(
    slip: tuple[int, str],
) -> None:
    play = hall()
    enter(play, (2, "business"))
    with pytest.raises(NumberTaken) as refusal:
        enter(play, (3, "land"), slip)
    assert refusal.value.data == {"label": f"X{slip[0]:03d}", "last": "X002"}
    assert [t.label for t in play.hall.tickets.values()] == ["X002"]


def test_a_number_twice_in_a_list_is_refused() -> None:
    with pytest.raises(Invalid):
        enter(hall(), (1, "land"), (1, "business"))


def test_people_who_hold_a_slip_are_entered_whatever_the_hour() -> None:
    assert enter(hall(hours=CLOSED), (1, "land")) == ["X001"]


def test_after_a_close_on_the_same_date_no_slip_comes_twice_and_the_next_day_begins_anew() -> None:
    play = hall()
    enter(play, (5, "land"))
    play.do(close_day)
    with pytest.raises(NumberTaken):
        enter(play, (5, "land"))
    assert enter(play, (6, "land")) == ["X006"]
    play.do(close_day)
    play.passes(days=1)
    assert enter(play, (1, "land")) == ["X001"]
    assert breaches(play) == []


def test_a_site_without_such_slips_and_a_service_that_is_not_there_are_refused() -> None:
    with pytest.raises(Invalid):
        enter(Rehearsal(), (1, "land"))
    with pytest.raises(NotFound):
        enter(hall(), (1, "nothing"))


def _given_to_a_service(site: Site) -> Site:
    services = (replace(site.services[0], prefix="X"), *site.services[1:])
    return replace(site, emergency_prefix="", services=services)


def _taken_from_a_service(site: Site) -> Site:
    services = (replace(site.services[0], prefix="D"), *site.services[1:])
    return replace(site, emergency_prefix="B", services=services)


@pytest.mark.parametrize("change", [_given_to_a_service, _taken_from_a_service])
def test_a_prefix_that_labels_of_today_bear_changes_its_owner_tomorrow(change: object) -> None:
    play = hall()
    play.issue("land")
    enter(play, (1, "land"))
    changed = change(play.hall.site)  # type: ignore[operator]
    with pytest.raises(Invalid, match="tomorrow"):
        play.do(configure_site, site=changed, changes=["prefixes"])
    play.do(close_day)
    play.passes(days=1)
    play.do(configure_site, site=changed, changes=["prefixes"])


def test_the_checker_names_a_slip_that_comes_late() -> None:
    play = hall()
    enter(play, (3, "land"))
    late = play.events[-1]
    told = {**late.data, "number": 2, "label": "X002"}
    play.events.append(replace(late, seq=late.seq + 1, ticket="261124-X002", data=told))
    assert breaches(play) == ["number 2 of X on 2026-11-24 follows 3"]
