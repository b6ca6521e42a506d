"""Numbers and labels, and what a kiosk is refused."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from queue_service.commands.cancel import cancel
from queue_service.domain.errors import HallClosed, Invalid, NotFound, ServiceClosed
from queue_service.domain.site import Hours, Span
from tests.halls import Rehearsal, service, small_site, text

OFFICE = Hours(
    week=((Span(time(7, 30), time(11, 30)), Span(time(13, 30), time(16, 30))),) * 5 + ((), ()),
    holidays={date(2026, 11, 25): text("Nghỉ lễ")},
)


def test_each_service_counts_from_one() -> None:
    play = Rehearsal()
    labels = [play.issue(s) for s in ("land", "business", "land", "results", "land", "business")]
    assert labels == ["B001", "A001", "B002", "K001", "B003", "A002"]


def test_a_label_has_three_digits_and_more_when_it_must() -> None:
    play = Rehearsal()
    labels = [play.issue("results") for _ in range(1001)]
    assert [labels[n] for n in (0, 8, 98, 998, 999, 1000)] == [
        "K001",
        "K009",
        "K099",
        "K999",
        "K1000",
        "K1001",
    ]
    assert len(set(labels)) == 1001


def test_a_ticket_is_known_by_its_day_and_label() -> None:
    play = Rehearsal()
    assert play.id(play.issue("land")) == "261124-B001"


def test_a_cancelled_number_is_not_given_again() -> None:
    play = Rehearsal()
    play.do(cancel, ticket=play.id(play.issue("land")))
    assert play.issue("land") == "B002"


def test_the_business_day_is_that_of_the_hall_and_not_of_utc() -> None:
    play = Rehearsal()
    play.passes(hours=16)  # 17:00 UTC, midnight in the hall
    assert play.hall.site.business_day(play.now) == date(2026, 11, 25)
    assert play.ticket(play.issue("land")).day == "2026-11-25"


def test_a_refused_number_is_not_used_up() -> None:
    play = Rehearsal()
    before = play.hall.copy()
    with pytest.raises(Invalid):
        play.issue("land", "nobody")
    assert play.hall == before
    assert play.issue("land") == "B001"


def test_an_unknown_service_is_not_found() -> None:
    with pytest.raises(NotFound) as refused:
        Rehearsal().issue("passport")
    assert refused.value.data == {"what": "service", "id": "passport"}


def test_an_unknown_priority_class_or_language_is_named_with_those_known() -> None:
    play = Rehearsal()
    with pytest.raises(Invalid) as refused:
        play.issue("land", "vip")
    assert refused.value.data == {"field": "priority", "value": "vip", "known": ["normal", "elderly"]}
    with pytest.raises(Invalid) as refused:
        play.issue("land", language="fr")
    assert refused.value.data == {"field": "language", "value": "fr", "known": ["vi", "en"]}


def test_without_a_language_it_is_the_sites_own() -> None:
    play = Rehearsal()
    assert play.ticket(play.issue("land")).language == "vi"
    assert play.ticket(play.issue("land", language="en")).language == "en"


def test_a_closed_service_gives_no_number() -> None:
    play = Rehearsal(small_site(services=(service("land", "B", open=False),)))
    with pytest.raises(ServiceClosed) as refused:
        play.issue("land")
    assert refused.value.data == {"service": "land"}


@pytest.mark.parametrize(
    ("hour", "reason", "opens_at"),
    [
        (time(6, 59), "before-opening", "2026-11-24T00:30:00.000Z"),
        (time(12, 59), "break", "2026-11-24T06:30:00.000Z"),
        (time(17, 0), "after-hours", "2026-11-26T00:30:00.000Z"),
    ],
)
def test_a_closed_hall_gives_no_number_and_tells_when_it_opens(
    hour: time, reason: str, opens_at: str
) -> None:
    play = Rehearsal(small_site(hours=OFFICE))
    play.now = play.now.replace(hour=0, minute=0) + timedelta(hours=hour.hour - 7, minutes=hour.minute)
    with pytest.raises(HallClosed) as refused:
        play.issue("land")
    assert refused.value.data == {"reason": reason, "opens_at": opens_at}
