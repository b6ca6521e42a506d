"""A small, valid site file, and how tests change it: `#!` marks each line where a problem is expected."""

from __future__ import annotations

from pathlib import Path

from queue_service.sites.findings import SiteFileError
from queue_service.sites.site_file import load_site_file

SMALL = """\
id = "small"
languages = ["vi", "en"]
time_zone = "Asia/Ho_Chi_Minh"
procedures = "procedures.csv"
name = { vi = "Trung tâm", en = "Centre" }
short_name = { vi = "Trung tâm", en = "Centre" }

[guide_desk]
vi = "Bàn hướng dẫn"
en = "Help desk"

[calling]
order = "by-service"
at_call_next = "no-show"
overtaking_bound = 3
longest_wait_minutes = 45
calls_before_no_show = 2

[rating]
window_minutes = 5

[slip]
timeout_minutes = 1
rule = { vi = "Quy định", en = "Rule" }

[hours]
monday = ["07:30-11:30", "13:30–16:30"]
tuesday = ["07:30-11:30"]
numbers_before_opening_minutes = 20
last_number_before_closing_minutes = 10
day_closes_at = "18:00"

[[hours.holidays]]
dates = [2027-01-01, "2027-09-02"]
name = { vi = "Nghỉ lễ", en = "Holiday" }

[[services]]
id = "land"
prefix = "B"
name = { vi = "Đất đai", en = "Land" }
short_name = { vi = "Đất đai", en = "Land" }
hint = { vi = "Sổ đỏ", en = "Deeds" }
usual_minutes = 15

[[services]]
id = "business"
prefix = "AC"
name = { vi = "Doanh nghiệp", en = "Business" }
short_name = { vi = "Doanh nghiệp", en = "Business" }
hint = { vi = "Mở công ty", en = "Companies" }
usual_minutes = 12.5
open = false

[[counters]]
number = 1
name = { vi = "Quầy 1", en = "Counter 1" }
services = ["land", "business"]

[[counters]]
number = 2
name = { vi = "Quầy 2", en = "Counter 2" }
services = ["business"]

[[priority_classes]]
id = "elderly"
name = { vi = "Người cao tuổi", en = "Older people" }
"""

PROCEDURES = """\
code,name,short_name,service,field,level,source
1.000001,"Tách thửa, hợp thửa",Tách thửa,land,Đất đai,tỉnh,https://example.vn/1
1.000002,Thành lập công ty,Lập công ty,business,Doanh nghiệp,tỉnh,https://example.vn/2
"""


def write(folder: Path, site: str = SMALL, procedures: str = PROCEDURES) -> Path:
    (folder / "procedures.csv").write_text(procedures, "utf-8", newline="")
    path = folder / "small.toml"
    path.write_text(site, "utf-8", newline="")
    return path


def changed(old: str, new: str, text: str = SMALL) -> str:
    assert text.count(old) == 1, f"{old!r} must stand once in the file, not {text.count(old)} times"
    return text.replace(old, new)


def marked_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if "#!" in line]


def problems(path: Path) -> list[tuple[str, int, str]]:
    """What is wrong, as (file, line, reason); the file must not load."""
    try:
        load_site_file(path)
    except SiteFileError as error:
        return [(problem.file.name, problem.line, problem.reason) for problem in error.problems]
    raise AssertionError("the file was loaded")
