"""Every kind of thing that can be wrong in a site file, with the words and the line in which it is told."""

from pathlib import Path

import pytest

from tests.sites.small_file import changed, marked_lines, problems, write

LETTERS = "ABCDEFGHKLMNPRSTUVXYZ"
WRONG = [
    # keys
    ('id = "small"', "#!", 'missing key "id"'),
    ('order = "by', 'ordre = "by-service" #!\norder = "by', 'unknown key "ordre": did you mean "order"?'),
    ('id = "small"', 'id = "small"\ncolour = 1 #!', 'unknown key "colour"'),
    ("[rating]", "[ratings] #!", 'unknown key "ratings": did you mean "rating"?'),
    ('[[priority_classes]]\nid = "elderly"', "[[priority_classes]] #!", 'missing key "id"'),
    # prefixes
    ('id = "small"', 'id = "small"\nemergency_prefix = "B" #!', 'the prefix "B" belongs to a service'),
    (
        'id = "small"',
        'id = "small"\nemergency_prefix = "x" #!',
        f'the prefix "x" must be one or two of the capitals {LETTERS}',
    ),
    # types
    ('prefix = "B"', "prefix = 7 #!", '"prefix" must be a text, not a whole number'),
    ("usual_minutes = 15", 'usual_minutes = "15" #!', '"usual_minutes" must be a number, not a text'),
    ("open = false", 'open = "no" #!', '"open" must be true or false, not a text'),
    (
        "overtaking_bound = 3",
        "overtaking_bound = true #!",
        '"overtaking_bound" must be a whole number, not true or false',
    ),
    (
        "overtaking_bound = 3",
        "overtaking_bound = 2.5 #!",
        '"overtaking_bound" must be a whole number, not 2.5',
    ),
    ("usual_minutes = 15", "usual_minutes = nan #!", '"usual_minutes" must be a number, not nan'),
    ('id = "elderly"', "id = 2027-01-01 #!", '"id" must be a text, not a date or time'),
    ('services = ["business"]', 'services = "business" #!', '"services" must be an array, not a text'),
    (
        'services = ["business"]',
        'services = [\n"business",\n1, #!\n]',
        '"services" must hold texts, not a whole number',
    ),
    (
        'name = { vi = "Quầy 2", en = "Counter 2" }',
        'name = "Quầy 2" #!',
        '"name" must be a table, not a text',
    ),
    # empty and out of range
    ('id = "elderly"', 'id = " " #!', '"id" is empty'),
    ('services = ["business"]', "services = [] #!", '"services" is empty'),
    (
        "usual_minutes = 15",
        "usual_minutes = 0 #!",
        '"usual_minutes" must be more than 0 and at most 1440, not 0',
    ),
    (
        "longest_wait_minutes = 45",
        "longest_wait_minutes = -1 #!",
        '"longest_wait_minutes" must lie between 0 and 1440 minutes, not -1',
    ),
    (
        "overtaking_bound = 3",
        "overtaking_bound = 101 #!",
        '"overtaking_bound" must lie between 0 and 100, not 101',
    ),
    ("number = 2", "number = 0 #!", '"number" must lie between 1 and 999, not 0'),
    (
        'id = "small"',
        'id = "Small Hall" #!',
        '"id" must be small letters a–z, digits and hyphens, not "Small Hall"',
    ),
    (
        'order = "by-service"',
        'order = "by-age" #!',
        '"order" must be "by-service" or "by-waiting-time", not "by-age"',
    ),
    (
        'at_call_next = "no-show"',
        'at_call_next = "noshow" #!',
        '"at_call_next" must be "finish" or "no-show", not "noshow"',
    ),
    # prefixes, ids, numbers
    ('prefix = "B"', 'prefix = "b" #!', f'the prefix "b" must be one or two of the capitals {LETTERS}'),
    ('prefix = "B"', 'prefix = "O" #!', f'the prefix "O" must be one or two of the capitals {LETTERS}'),
    ('prefix = "B"', 'prefix = "Đ" #!', f'the prefix "Đ" must be one or two of the capitals {LETTERS}'),
    ('prefix = "B"', 'prefix = "ABC" #!', f'the prefix "ABC" must be one or two of the capitals {LETTERS}'),
    ('prefix = "AC"', 'prefix = "B" #!', 'the service prefix "B" stands already in line 39'),
    ("number = 2", "number = 1 #!", 'the counter number "1" stands already in line 55'),
    (
        'id = "elderly"',
        'id = "elderly"\nname = { vi = "A", en = "B" }\n[[priority_classes]]\nid = "elderly" #!',
        'the priority class id "elderly" stands already in line 65',
    ),
    (
        'id = "elderly"',
        'id = "normal" #!',
        '"normal" is everybody without a priority class, and cannot be one',
    ),
    # counters and services
    (
        'services = ["business"]',
        'services = [\n  "business",\n  "lnd", #!\n]',
        'no service has the id "lnd": did you mean "land"?',
    ),
    (
        'services = ["business"]',
        'services = ["business", "business"] #!',
        'the service "business" stands twice at this counter',
    ),
    # hours
    (
        'tuesday = ["07:30-11:30"]',
        'tuesday = ["11:30-07:30"] #!',
        '"11:30-07:30" is backwards: it closes before it opens',
    ),
    (
        'tuesday = ["07:30-11:30"]',
        'tuesday = [\n"07:30-11:30",\n"11:00-12:00", #!\n]',
        '"11:00-12:00" overlaps 07:30-11:30 or comes before it',
    ),
    (
        'tuesday = ["07:30-11:30"]',
        'tuesday = ["7h30-11h30"] #!',
        '"7h30-11h30" is not a span of hours such as "07:30-11:30"',
    ),
    (
        'tuesday = ["07:30-11:30"]',
        'tuesday = ["07:30-24:30"] #!',
        '"07:30-24:30" is not a span of hours such as "07:30-11:30"',
    ),
    (
        'tuesday = ["07:30-11:30"]',
        'teusday = ["07:30-11:30"] #!',
        'unknown key "teusday": did you mean "tuesday"?',
    ),
    ('day_closes_at = "18:00"', 'day_closes_at = "25:00" #!', '"25:00" is not a time of day such as "19:00"'),
    (
        'day_closes_at = "18:00"',
        'day_closes_at = "16:00" #!',
        "the day would end at 16:00, before the hall closes at 16:30",
    ),
    # dates
    ('"2027-09-02"]', '\n"2027-02-30", #!\n]', '"2027-02-30" is not a date such as 2027-01-01'),
    ('"2027-09-02"]', "\n2027-01-01, #!\n]", "the holiday 2027-01-01 stands already in line 34"),
    ('"2027-09-02"]', "2027-01-01T07:30:00] #!", '"2027-01-01 07:30:00" is not a date such as 2027-01-01'),
    ('dates = [2027-01-01, "2027-09-02"]', "dates = 2027-01-01 #!", '"dates" must be an array of dates'),
    # time zone and languages
    (
        'Asia/Ho_Chi_Minh"',
        'Asia/Ho_Chi_Min" #!',
        'unknown time zone "Asia/Ho_Chi_Min": did you mean "Asia/Ho_Chi_Minh"?',
    ),
    ('Asia/Ho_Chi_Minh"', '../etc/passwd" #!', 'unknown time zone "../etc/passwd"'),
    (
        '["vi", "en"]',
        '[\n"vi",\n"en",\n"Tiếng Việt", #!\n]',
        '"Tiếng Việt" is not a language code such as "vi"',
    ),
    ('["vi", "en"]', '["vi", "en", "vi"] #!', 'the language "vi" stands twice'),
    (
        'hint = { vi = "Sổ đỏ", en = "Deeds" }',
        'hint = { vi = "Sổ đỏ" } #!',
        '"hint" has no text in the language "en"',
    ),
    (
        'hint = { vi = "Sổ đỏ", en = "Deeds" }',
        'hint = { vi = "Sổ đỏ", en = "Deeds", fr = "x" } #!',
        'unknown language "fr"',
    ),
    ('\nen = "Help desk"', '\nen = "" #!', '"en" is empty'),
    # files beside it
    (
        'procedures = "procedures.csv"',
        'procedures = "none.csv" #!',
        '"none.csv" cannot be read: No such file or directory',
    ),
]


@pytest.mark.parametrize(("old", "new", "reason"), WRONG)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = changed(old, new)
    (line,) = marked_lines(text)
    assert problems(write(tmp_path, text)) == [("small.toml", line, reason)]
