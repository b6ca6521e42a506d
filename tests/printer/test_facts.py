"""The three facts in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from printer.facts import Fact, counter_list, facts, wait_fact
from printer.job import Wait, read_job
from printer.words import CATALOGUE, words
from tests.printer.jobs import job

VI, EN = words("vi"), words("en")


def test_the_facts_are_people_wait_and_counters() -> None:
    told = facts(read_job(job()), VI)
    assert told == (
        Fact("Trước ông/bà", "14 người"),
        Fact("Chờ khoảng", "35–50 phút"),
        Fact("Quầy", "6\u00a0· 7\u00a0· 8"),
    )


@pytest.mark.parametrize(
    ("p50_s", "p80_s", "said"),
    [
        (0, 0, "dưới 5 phút"),
        (60, 240, "dưới 5 phút"),
        (140, 500, "dưới 10 phút"),
        (150, 150, "5–10 phút"),
        (600, 610, "10–15 phút"),
        (900, 1500, "15–25 phút"),
        (3600, 6900, "60–115 phút"),
        (5400, 7300, "1,5–2,5 giờ"),
        (9000, 9000, "2,5–3 giờ"),
    ],
)
def test_a_wait_is_a_range_in_steps_of_five_minutes_and_never_none(p50_s: int, p80_s: int, said: str) -> None:
    assert wait_fact(Wait(p50_s, p80_s), VI).value == said


def test_an_unknown_wait_says_why() -> None:
    assert wait_fact(None, VI) == Fact("Thời gian chờ", "chưa có quầy mở")
    assert wait_fact(None, EN) == Fact("Wait", "no counter open yet")


def test_english_has_its_own_numbers() -> None:
    one = facts(read_job(job(ahead=1, counters=[7], estimated_wait_s={"p50": 5400, "p80": 7300})), EN)
    assert one == (
        Fact("Ahead of you", "1 person"),
        Fact("Wait, about", "1.5–2.5 hours"),
        Fact("Counter", "7"),
    )


def test_nobody_ahead_and_no_counter_are_said_in_words() -> None:
    told = facts(read_job(job(ahead=0, counters=[])), VI)
    assert (told[0].value, told[2].value) == ("không có ai", "xem bảng số")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        ([7], "7"),
        ([6, 7, 8], "6 · 7 · 8"),
        ([1, 2, 3, 4, 7], "1–4 · 7"),
        (range(1, 22), "1–21"),
        ([1, 3, 5, 6, 7, 8, 9, 21], "1 · 3 · 5–9 · 21"),
    ],
)
def test_long_runs_of_counters_collapse(numbers: list[int], said: str) -> None:
    assert counter_list(numbers).replace("\u00a0", " ") == said


def test_the_site_may_send_counters_in_any_order() -> None:
    assert read_job(job(counters=[8, 6, 7, 7])).counters == (6, 7, 8)


@pytest.mark.parametrize("language", CATALOGUE)
def test_every_language_names_every_day(language: str) -> None:
    monday = date(2026, 11, 23)
    said = [words(language).long_date(monday + timedelta(days=n)) for n in range(7)]
    assert len({day.split(",")[0] for day in said}) == 7


def test_dates_read_as_people_write_them() -> None:
    assert VI.long_date(date(2026, 11, 24)) == "Thứ Ba, 24/11/2026"
    assert EN.long_date(date(2026, 11, 24)) == "Tuesday, 24 November 2026"
