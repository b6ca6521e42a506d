"""The hall that ships with the program: Lâm Đồng, 21 counters."""

import json
import re
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

import queue_service.sites
from queue_service.domain.calendar import opening
from queue_service.domain.site import Site
from queue_service.domain.site_json import site_from_json, site_to_json
from queue_service.sites.site_file import SiteFile, load_site_file
from tests.halls import NOW

SOUND_ALIKE = [set(pair) for pair in ("BP", "MN", "SX", "LR", "BD", "DT", "OQ")]  # as letters are called out
DIGIT_LIKE = set("OIQ")


@pytest.fixture(scope="module")
def shipped() -> SiteFile:
    return load_site_file(Path(queue_service.sites.__file__).parent / "lam-dong.toml")


@pytest.fixture(scope="module")
def site(shipped: SiteFile) -> Site:
    return shipped.site


def test_the_hall_has_its_counters_and_services(site: Site) -> None:
    assert site.name["vi"] == "Trung tâm Phục vụ hành chính công tỉnh Lâm Đồng"
    assert [c.number for c in site.counters] == list(range(1, 22))
    assert 15 <= len(site.services) <= 20
    assert all(s.open for s in site.services)


def test_no_two_prefixes_are_taken_for_one_another(site: Site) -> None:
    prefixes = [s.prefix for s in site.services]
    assert len(set(prefixes)) == len(prefixes)
    assert all(len(p) == 1 and p not in DIGIT_LIKE for p in prefixes)
    assert not [pair for pair in combinations(prefixes, 2) if set(pair) in SOUND_ALIKE]


def test_every_service_has_two_counters_or_more(site: Site) -> None:
    for service in site.services:
        serving = site.counters_for(service.id)
        assert len(serving) >= 2, f"nobody stands in for the one counter of {service.id}"


def test_texts_fit_a_kiosk_row_in_both_languages(site: Site) -> None:
    for service in site.services:
        assert set(service.name) == set(service.short_name) == set(service.hint) == {"vi", "en"}
        assert all(len(text) <= 28 for text in service.short_name.values())
        assert all(len(text) <= 50 for text in service.hint.values())


def test_the_hall_keeps_office_hours_the_noon_break_and_holidays(
    site: Site,
) -> None:
    assert opening(site, NOW).open  # Tuesday, 08:00
    assert opening(site, NOW + timedelta(hours=4, minutes=30)).closed_reason == "break"
    assert opening(site, NOW + timedelta(days=4)).closed_reason == "after-hours"
    assert opening(site, NOW.replace(year=2027, month=9, day=2)).closed_reason == "holiday"


def test_the_holidays_of_two_years_are_those_of_the_law(site: Site) -> None:
    fixed = [(1, 1), (4, 30), (5, 1), (9, 2)]
    lunar = {date(2026, 2, 17), date(2027, 2, 6), date(2026, 4, 26), date(2027, 4, 16)}
    expected = lunar | {date(year, month, day) for year in (2026, 2027) for month, day in fixed}
    assert expected <= set(site.hours.holidays)
    for day in expected:  # Điều 111 khoản 3: a holiday on a Sunday gives the Monday
        if day.weekday() == 6 and day.month != 2:
            assert day + timedelta(days=1) in site.hours.holidays


def test_the_slip_tells_as_many_calls_as_the_hall_makes(site: Site) -> None:
    for text in site.slip_texts["rule"].values():
        assert re.findall(r"\d+", text) == [str(site.calls_before_no_show)]


def test_no_priority_class_names_an_illness(site: Site) -> None:
    names = " ".join(p.name["vi"] for p in site.priority_classes).casefold()
    assert "bệnh" not in names
    assert [p.id for p in site.priority_classes][-1] == "cao-tuoi"
    assert site.overtaking_bound == 2


def test_the_hall_goes_through_the_log_unchanged(site: Site) -> None:
    assert site_from_json(json.loads(json.dumps(site_to_json(site)))) == site


def test_all_procedures_are_bound_and_every_field_service_has_some(shipped: SiteFile) -> None:
    assert len(shipped.procedures) == 605
    bound = {p.service for p in shipped.procedures}
    assert {s.id for s in shipped.site.services} - bound == {"tra-ket-qua", "ho-tro"}


def test_short_names_are_whole_distinct_and_fit_two_lines(shipped: SiteFile) -> None:
    names = [p.short_name for p in shipped.procedures]
    assert len(set(names)) == len(names)
    assert all(6 <= len(name) <= 60 for name in names)
    assert not [n for n in names if n[-1] in ".,;:" or n[0].islower() or n.isupper() or "  " in n]


WHOLE_PHRASE_ENDS = re.compile(
    r",| \(| (ở|tại|theo|thuộc|đối với|thực hiện|phục vụ|mà|trên|trong|cư trú|do) "
)


def test_a_short_name_is_never_a_name_cut_in_the_middle(shipped: SiteFile) -> None:
    for procedure in shipped.procedures:
        rest = procedure.name.removeprefix(procedure.short_name)
        if rest.strip(".") and rest != procedure.name:
            assert WHOLE_PHRASE_ENDS.match(rest), procedure.code
