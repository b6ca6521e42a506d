import json
from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queue_service.domain.site import (
    AtCallNext,
    CallingOrder,
    Counter,
    Hours,
    PriorityClass,
    Service,
    Site,
    Span,
)
from queue_service.domain.site_json import site_from_json, site_to_json
from tests.halls import service, small_site

WORDS = st.text(max_size=8)
TEXTS = st.dictionaries(st.sampled_from(["vi", "en", "fr"]), WORDS)
DURATIONS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1))
SPANS = st.builds(Span, st.times(), st.times())
HOURS = st.builds(
    Hours,
    always=st.booleans(),
    week=st.tuples(*[st.lists(SPANS, max_size=2).map(tuple)] * 7),
    holidays=st.dictionaries(st.dates(), TEXTS, max_size=3),
    numbers_before_opening=DURATIONS,
    last_number_before_closing=DURATIONS,
    day_closes_at=st.times(),
)
SERVICES = st.builds(
    Service,
    id=WORDS,
    prefix=WORDS,
    name=TEXTS,
    short_name=TEXTS,
    hint=TEXTS,
    usual_minutes=st.floats(min_value=0, max_value=1e6),
    open=st.booleans(),
)
SITES = st.builds(
    Site,
    id=WORDS,
    name=TEXTS,
    short_name=TEXTS,
    languages=st.lists(WORDS).map(tuple),
    time_zone=WORDS,
    hours=HOURS,
    services=st.lists(SERVICES, max_size=2).map(tuple),
    counters=st.lists(
        st.builds(Counter, st.integers(), TEXTS, st.lists(WORDS, max_size=3).map(tuple)), max_size=2
    ).map(tuple),
    priority_classes=st.lists(st.builds(PriorityClass, WORDS, TEXTS), max_size=2).map(tuple),
    overtaking_bound=st.integers(),
    longest_wait=st.none() | DURATIONS,
    calling_order=st.sampled_from(CallingOrder),
    at_call_next=st.sampled_from(AtCallNext),
    calls_before_no_show=st.integers(),
    rating_window=DURATIONS,
    slip_timeout=DURATIONS,
    slip_texts=st.dictionaries(st.sampled_from(["rule", "thanks"]), TEXTS),
    guide_desk=TEXTS,
    emergency_prefix=WORDS,
)


@given(SITES)
def test_a_site_comes_back_from_its_json_as_it_was(site: Site) -> None:
    assert site_from_json(json.loads(json.dumps(site_to_json(site)))) == site


def test_every_field_of_a_site_is_in_its_json() -> None:
    site = small_site()
    told = json.dumps(site_to_json(site))
    others = [
        replace(site, overtaking_bound=9),
        replace(site, longest_wait=None),
        replace(site, calling_order=CallingOrder.BY_SERVICE),
        replace(site, at_call_next=AtCallNext.NO_SHOW),
        replace(site, calls_before_no_show=9),
        replace(site, rating_window=timedelta(minutes=9)),
        replace(site, slip_timeout=timedelta(minutes=9)),
        replace(site, slip_texts={"rule": {"vi": "x"}}),
        replace(site, guide_desk={"vi": "x"}),
        replace(site, emergency_prefix="X"),
        replace(site, hours=Hours(week=((Span(time(7), time(9)),), (), (), (), (), (), ()))),
        replace(site, hours=Hours(always=True, holidays={date(2027, 1, 1): {"vi": "x"}})),
        replace(site, services=(service("land", "C"), *site.services[1:])),
        replace(site, priority_classes=()),
    ]
    assert all(json.dumps(site_to_json(other)) != told for other in others)


def test_equal_sites_have_one_json_text() -> None:
    one = small_site(
        guide_desk={"vi": "a", "en": "b"},
        hours=Hours(holidays={date(2027, 1, 1): {}, date(2026, 1, 1): {}}),
        services=(service("land", "B", usual_minutes=15),),
    )
    other = small_site(
        guide_desk={"en": "b", "vi": "a"},
        hours=Hours(holidays={date(2026, 1, 1): {}, date(2027, 1, 1): {}}),
        services=(service("land", "B", usual_minutes=15.0),),
    )
    assert one == other
    assert json.dumps(site_to_json(one)) == json.dumps(site_to_json(other))


def test_durations_are_in_seconds_and_times_in_iso_8601() -> None:
    told = site_to_json(small_site(hours=Hours(week=((Span(time(7, 30), time(11, 30)),), *[()] * 6))))
    assert told["longest_wait_s"] == 3600
    assert told["rating_window_s"] == 600
    assert told["hours"]["week"][0] == [{"opens": "07:30:00", "closes": "11:30:00"}]
    assert told["hours"]["day_closes_at"] == "19:00:00"
