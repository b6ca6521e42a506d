from pathlib import Path

import pytest

from queue_service.sites.procedure_file import COLUMNS
from queue_service.sites.site_file import load_site_file
from tests.sites.small_file import PROCEDURES, problems, write

ROW = "1.000003,Tên chính thức,Tên ngắn,land,Đất đai,tỉnh,https://example.vn/3"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ROW.replace("1.000003", "1.3"), '"1.3" is not a national code such as 1.001193'),
        (ROW.replace("1.000003", "0.000003"), '"0.000003" is not a national code such as 1.001193'),
        (ROW.replace("1.000003", "1.000002"), 'the code "1.000002" stands already in line 3'),
        (ROW.replace("land", "lnad"), 'no service has the id "lnad": did you mean "land"?'),
        (ROW.replace("land", "tax"), 'no service has the id "tax"'),
        (ROW.replace("land", ""), '"service" is empty'),
        (ROW.replace("Tên ngắn", " "), '"short_name" is empty'),
        (ROW.replace("Tên ngắn", "a" * 61), '"short_name" has 61 characters, more than 60'),
        (ROW + ",more", "the row has 8 columns, the header 7"),
        ("1.000003,Tên", "the row has 2 columns, the header 7"),
        (ROW.replace("Tên ngắn", '"Tên" ngắn'), "not a CSV row: ',' expected after '\"'"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    assert problems(write(tmp_path, procedures=f"{PROCEDURES}{row}\n")) == [("procedures.csv", 4, reason)]


def test_the_line_of_a_row_is_its_first_when_a_value_runs_over_several(tmp_path: Path) -> None:
    long = ROW.replace("Tên chính thức", '"Tên\nchính\nthức"').replace("1.000003", "1.000009")
    bad = ROW.replace("land", "tax")
    found = problems(write(tmp_path, procedures=f"{PROCEDURES}{long}\n\n{bad}\n"))
    assert found == [("procedures.csv", 8, 'no service has the id "tax"')]


def test_every_problem_of_a_row_is_told(tmp_path: Path) -> None:
    found = problems(write(tmp_path, procedures=f"{PROCEDURES}x,,,,,,\n"))
    assert [reason for _, _, reason in found] == [
        '"x" is not a national code such as 1.001193',
        *(f'"{column}" is empty' for column in ("name", "short_name", "service", "field", "level", "source")),
    ]


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        (
            "code,name,shortname,service,field,level,source",
            ['missing column "short_name"', 'unknown column "shortname": did you mean "short_name"?'],
        ),
        ("code,name,short_name,service,field,level,source,name", ['the column "name" stands twice']),
        ("", [f'missing column "{column}"' for column in COLUMNS]),
    ],
)
def test_a_wrong_header_is_told_and_no_row_is_read(tmp_path: Path, header: str, reasons: list[str]) -> None:
    text = f"{header}\nnot,read\n" if header else ""
    found = problems(write(tmp_path, procedures=text))
    assert found == [("procedures.csv", 1, reason) for reason in reasons]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    text = "source,level,field,service,short_name,name,code\nhttps://a.vn,xã,Hộ tịch,land,Ngắn,Dài,1.000001\n"
    (procedure,) = load_site_file(write(tmp_path, procedures=text)).procedures
    assert (procedure.code, procedure.name, procedure.short_name) == ("1.000001", "Dài", "Ngắn")


def test_a_catalogue_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "procedures.csv").write_bytes(b"code,name\n\xff\n")
    assert problems(path) == [("procedures.csv", 1, "not UTF-8: invalid start byte at byte 10")]
