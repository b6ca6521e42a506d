from datetime import date, time, timedelta
from pathlib import Path

import pytest

from queue_service.domain.errors import Invalid
from queue_service.domain.site import AtCallNext, CallingOrder, Span
from queue_service.sites.findings import SiteFileError
from queue_service.sites.site_file import load_site_file
from tests.sites.small_file import SMALL, changed, marked_lines, problems, write


def test_a_site_file_gives_the_site_that_it_says(tmp_path: Path) -> None:
    site = load_site_file(write(tmp_path)).site
    assert (site.id, site.languages, site.time_zone) == ("small", ("vi", "en"), "Asia/Ho_Chi_Minh")
    assert site.name == {"vi": "Trung tâm", "en": "Centre"}
    assert site.hours.week[0] == (Span(time(7, 30), time(11, 30)), Span(time(13, 30), time(16, 30)))
    assert site.hours.week[1:] == ((Span(time(7, 30), time(11, 30)),), (), (), (), (), ())
    assert set(site.hours.holidays) == {date(2027, 1, 1), date(2027, 9, 2)}
    assert site.hours.numbers_before_opening == timedelta(minutes=20)
    assert site.hours.last_number_before_closing == timedelta(minutes=10)
    assert site.hours.day_closes_at == time(18)
    assert [(s.id, s.prefix, s.usual_minutes, s.open) for s in site.services] == [
        ("land", "B", 15.0, True),
        ("business", "AC", 12.5, False),
    ]
    assert [(c.number, c.services) for c in site.counters] == [(1, ("land", "business")), (2, ("business",))]
    assert [p.id for p in site.priority_classes] == ["elderly"]
    assert (site.calling_order, site.at_call_next) == (CallingOrder.BY_SERVICE, AtCallNext.NO_SHOW)
    assert (site.overtaking_bound, site.longest_wait) == (3, timedelta(minutes=45))
    assert (site.calls_before_no_show, site.rating_window) == (2, timedelta(minutes=5))
    assert (site.slip_timeout, site.slip_texts) == (
        timedelta(minutes=1),
        {"rule": {"vi": "Quy định", "en": "Rule"}},
    )
    assert site.guide_desk["en"] == "Help desk"


def test_the_procedures_come_with_the_site_in_the_order_of_their_file(tmp_path: Path) -> None:
    procedures = load_site_file(write(tmp_path)).procedures
    assert [(p.code, p.name, p.service) for p in procedures] == [
        ("1.000001", "Tách thửa, hợp thửa", "land"),
        ("1.000002", "Thành lập công ty", "business"),
    ]


def test_what_may_be_left_out_has_its_usual_value(tmp_path: Path) -> None:
    sections = SMALL.split("\n[")
    kept = [s for s in sections if not s.startswith(("guide_desk", "calling", "rating", "slip", "[priority"))]
    text = changed('procedures = "procedures.csv"\n', "", "\n[".join(kept))
    loaded = load_site_file(write(tmp_path, text))
    assert loaded.procedures == ()
    assert (loaded.site.overtaking_bound, loaded.site.longest_wait) == (2, None)
    assert (loaded.site.guide_desk, loaded.site.slip_texts, loaded.site.priority_classes) == ({}, {}, ())
    assert (loaded.site.calling_order, loaded.site.emergency_prefix) == (CallingOrder.BY_WAITING_TIME, "")


def test_a_hall_may_be_always_open(tmp_path: Path) -> None:
    before, rest = SMALL.split("[hours]")
    text = 'hours = "always"\n' + before + rest[rest.index("[[services]]") :]
    assert load_site_file(write(tmp_path, text)).site.hours.always


def test_marks_composed_in_two_ways_are_one_text(tmp_path: Path) -> None:
    decomposed = changed("Bàn hướng dẫn", "Ba\u0300n hươ\u0301ng dâ\u0303n")
    assert load_site_file(write(tmp_path, decomposed)).site.guide_desk["vi"] == "Bàn hướng dẫn"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    assert load_site_file(write(tmp_path, "\ufeff" + SMALL.replace("\n", "\r\n"))).site.id == "small"
    text = changed('prefix = "B"', 'prefix = "b" #!').replace("\n", "\r\n")
    assert [line for _, line, _ in problems(write(tmp_path, text))] == marked_lines(text)


def test_a_service_id_that_stands_twice_is_told_where_it_stands_again(tmp_path: Path) -> None:
    text = changed('id = "business"', 'id = "land" #!').replace('"business"', '"land"')
    assert (
        "small.toml",
        marked_lines(text)[0],
        'the service id "land" stands already in line 38',
    ) in problems(write(tmp_path, text))


def test_a_service_that_no_counter_serves_is_told_at_its_id(tmp_path: Path) -> None:
    text = changed('id = "land"', 'id = "land" #!').replace('["land", "business"]', '["business"]')
    assert problems(write(tmp_path, text)) == [
        ("small.toml", marked_lines(text)[0], 'no counter serves the service "land"')
    ]


def test_missing_tables_are_told_at_the_head_of_the_file(tmp_path: Path) -> None:
    text = 'id = "small"\nlanguages = ["vi"]\ntime_zone = "UTC"\nname.vi = "A"\nshort_name.vi = "B"\n'
    assert problems(write(tmp_path, text)) == [
        ("small.toml", 1, 'missing key "services"'),
        ("small.toml", 1, 'missing key "hours"'),
        ("small.toml", 1, 'missing key "counters"'),
    ]


def test_a_hall_without_any_opening_hours_is_told(tmp_path: Path) -> None:
    text = changed('tuesday = ["07:30-11:30"]\n', "")
    text = changed('monday = ["07:30-11:30", "13:30–16:30"]\n', "", changed("[hours]", "[hours] #!", text))
    assert problems(write(tmp_path, text)) == [
        ("small.toml", marked_lines(text)[0], "no weekday has opening hours")
    ]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('id = "again" #!', "Cannot overwrite a value"),
        ("[broken #!", "Expected ']' at the end of a table declaration"),
        ("day = 2027-02-30 #!", "Invalid date or datetime"),
        ('text = "open #!', "Illegal character '\\n'"),
        ("x = 07:30 #!", "Expected newline or end of document after a statement"),
    ],
)
def test_a_syntax_error_is_told_with_its_line(tmp_path: Path, wrong: str, reason: str) -> None:
    text = changed('time_zone = "Asia', f'{wrong}\ntime_zone = "Asia')
    assert problems(write(tmp_path, text)) == [("small.toml", marked_lines(text)[0], f"not TOML: {reason}")]


def test_a_file_that_ends_too_early_is_told_at_its_last_line(tmp_path: Path) -> None:
    path = write(tmp_path, 'id = "small"\nname =')
    assert problems(path) == [("small.toml", 2, "not TOML: Invalid value")]


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_bytes(b'id = "small"\nname = "\xff"\n')
    assert problems(path) == [("small.toml", 2, "not UTF-8: invalid start byte")]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.toml") == [("none.toml", 1, "cannot be read: No such file or directory")]


def test_all_problems_of_both_files_come_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = changed('prefix = "AC"', "prefix = 1 #!", changed('id = "small"', 'id = "Small" #!'))
    path = write(tmp_path, text, "code,name\n")
    with pytest.raises(SiteFileError) as refused:
        load_site_file(path)
    error = refused.value
    assert [(p.file.name, p.line) for p in error.problems] == [
        *(("small.toml", line) for line in marked_lines(text)),
        *[("procedures.csv", 1)] * 5,
    ]
    assert str(error).split("\n")[0] == f"{path}:{error.problems[0].line}: {error.problems[0].reason}"
    assert isinstance(error, Invalid)
    assert error.data["problems"][0] == {
        "file": str(path),
        "line": 1,
        "reason": '"id" must be small letters a–z, digits and hyphens, not "Small"',
    }
