from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from queue_service.domain.errors import Invalid
from queue_service.domain.site import CallingOrder, Counter, Hours, PriorityClass, Site, Span
from queue_service.sites.site_changes import changes, merge
from tests.halls import service, small_site, text

OPEN = Hours(week=((Span(time(7, 30), time(11, 30)), Span(time(13, 30), time(16, 30))), *[()] * 6))
SITE = small_site(hours=OPEN)
LAND, BUSINESS, RESULTS = SITE.services


def test_the_first_load_is_one_line() -> None:
    assert changes(None, SITE) == ["site small: new, 3 services, 3 counters"]


def test_a_site_that_did_not_change_has_no_lines() -> None:
    assert changes(SITE, small_site(hours=OPEN)) == []


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (
            replace(SITE, services=(*SITE.services, service("tax", "T"), service("post", "C", open=False))),
            ["service tax: added with prefix T", "service post: added with prefix C, closed"],
        ),
        (replace(SITE, services=(LAND, BUSINESS)), ["service results: removed"]),
        (replace(SITE, services=(replace(LAND, open=False), BUSINESS, RESULTS)), ["service land: closed"]),
        (
            replace(SITE, services=(replace(LAND, prefix="C", usual_minutes=12.5), BUSINESS, RESULTS)),
            ['service land: prefix "B" → "C"', "service land: usual minutes 8.0 → 12.5"],
        ),
        (
            replace(SITE, services=(replace(LAND, name={"vi": "Đất", "en": "Land"}), BUSINESS, RESULTS)),
            ['service land: name (en: "land (en)", vi: "land") → (en: "Land", vi: "Đất")'],
        ),
        (
            replace(SITE, services=(BUSINESS, LAND, RESULTS)),
            ["services: in another order, business, land, results"],
        ),
        (
            replace(SITE, counters=(*SITE.counters[:2], Counter(3, text("Quầy 3"), ("results",)))),
            ["counter 3: serves business, results → results"],
        ),
        (
            replace(SITE, counters=(Counter(4, text("Quầy 4"), ("land",)), *SITE.counters[1:])),
            ["counter 4: added, serves land", "counter 1: removed"],
        ),
        (
            replace(SITE, counters=(Counter(1, text("Một"), ("land",)), *SITE.counters[1:])),
            ['counter 1: name (en: "Quầy 1 (en)", vi: "Quầy 1") → (en: "Một (en)", vi: "Một")'],
        ),
        (
            replace(SITE, priority_classes=(PriorityClass("merit", text("Có công")),)),
            ["priority class merit: added", "priority class elderly: removed"],
        ),
        (
            replace(SITE, priority_classes=(PriorityClass("elderly", {"vi": "Già"}),)),
            ['priority class elderly: name (en: "Cao tuổi (en)", vi: "Cao tuổi") → (vi: "Già")'],
        ),
        (replace(SITE, hours=Hours(always=True, week=OPEN.week)), ["hours: now always open"]),
        (
            replace(SITE, hours=replace(OPEN, week=(OPEN.week[0][:1], OPEN.week[0][1:], *[()] * 5))),
            [
                "hours on Monday: 07:30–11:30, 13:30–16:30 → 07:30–11:30",
                "hours on Tuesday: closed → 13:30–16:30",
            ],
        ),
        (
            replace(SITE, hours=replace(OPEN, holidays={date(2027, 1, 1): {"vi": "Tết"}})),
            ['holiday 2027-01-01: added, (vi: "Tết")'],
        ),
        (
            replace(SITE, hours=replace(OPEN, numbers_before_opening=timedelta(minutes=45))),
            ["hours, numbers before opening: 30 min → 45 min"],
        ),
        (
            replace(SITE, overtaking_bound=3, longest_wait=None, calling_order=CallingOrder.BY_SERVICE),
            [
                "overtaking bound: 2 → 3",
                "longest wait: 60 min → none",
                "calling order: by-waiting-time → by-service",
            ],
        ),
        (replace(SITE, guide_desk={"vi": "Bàn 1"}), ['guide desk: nothing → (vi: "Bàn 1")']),
        (replace(SITE, languages=("vi",)), ["languages: vi, en → vi"]),
    ],
)
def test_each_change_is_told_in_a_line(new: Site, lines: list[str]) -> None:
    assert changes(SITE, new) == lines


def test_a_holiday_is_told_when_it_goes_or_is_renamed() -> None:
    old = replace(SITE, hours=replace(OPEN, holidays={date(2027, 1, 1): {"vi": "A"}, date(2027, 1, 2): {}}))
    new = replace(SITE, hours=replace(OPEN, holidays={date(2027, 1, 1): {"vi": "B"}}))
    assert changes(old, new) == [
        'holiday 2027-01-01: renamed, (vi: "A") → (vi: "B")',
        "holiday 2027-01-02: removed",
    ]


def without_land(site: Site) -> Site:
    counters = tuple(
        replace(c, services=tuple(s for s in c.services if s != "land") or ("results",))
        for c in site.counters
    )
    return replace(site, services=(BUSINESS, RESULTS), counters=counters)


def test_a_vanished_service_with_tickets_stays_closed_where_it_was_served() -> None:
    merged = merge(SITE, without_land(SITE), {"land", "business"})
    assert merged.services == (BUSINESS, RESULTS, replace(LAND, open=False))
    assert merged.counters_for("land") == (1, 2)
    assert [c.services[-1] for c in merged.counters] == ["land", "land", "results"]
    assert "service land: closed" in changes(SITE, merged)


def test_a_vanished_service_without_tickets_is_gone() -> None:
    assert merge(SITE, without_land(SITE), {"business"}) == without_land(SITE)


def test_a_kept_service_is_served_everywhere_when_all_its_counters_vanished() -> None:
    new = without_land(SITE)
    new = replace(new, counters=new.counters[2:])
    assert merge(SITE, new, {"land"}).counters_for("land") == (3,)


def test_loading_the_same_file_again_changes_nothing_more() -> None:
    once = merge(SITE, without_land(SITE), {"land"})
    assert changes(once, merge(once, without_land(SITE), {"land"})) == []


def test_the_first_load_has_nothing_to_keep() -> None:
    assert merge(None, SITE, {"land"}) == SITE


def test_a_prefix_with_tickets_cannot_go_to_another_service_on_the_same_day() -> None:
    new = replace(SITE, services=(replace(LAND, id="deeds"), BUSINESS, RESULTS))
    with pytest.raises(Invalid) as refused:
        merge(SITE, new, {"land"})
    assert refused.value.data["value"] == "B"
    assert merge(SITE, new, {"business"}) == new


def test_two_services_cannot_exchange_their_prefixes_while_one_has_tickets() -> None:
    new = replace(SITE, services=(replace(LAND, prefix="A"), replace(BUSINESS, prefix="B"), RESULTS))
    with pytest.raises(Invalid):
        merge(SITE, new, {"land"})
